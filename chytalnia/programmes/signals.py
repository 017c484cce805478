"""News of programmes for rooms above. Sent inside the transaction of the change."""

from django.dispatch import Signal

#: `occasion`, `result`, `by`: the numbers of an event are in the ledger, or corrected there.
occasion_counted = Signal()

#: `letter`: somebody has to be told something about an event; whoever delivers takes it from here, once it is stored.
letter_made = Signal()
