"""News of the network for rooms above. Sent inside the transaction of the change, so that what follows from it (a row in
the search outbox, a fact) is stored with it or not at all."""

from django.dispatch import Signal

#: `unit`, `fields` (names of what changed; "created" and "moved" too), `by`.
unit_changed = Signal()
