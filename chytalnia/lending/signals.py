"""News of lending for rooms above. Sent inside the transaction of the act, so that what follows from it is stored with it or not
at all."""

from django.dispatch import Signal

#: `acts`: what one call of a service wrote; the first is the act itself, the others are its parts.
acts_written = Signal()

#: `act`: it was taken back, with its parts.
act_undone = Signal()
