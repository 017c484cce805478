"""News of bookings for rooms above and for whoever delivers letters. Sent inside the transaction of the change."""

from django.dispatch import Signal

#: `booking`, `by`: the library said yes or no, moved it or called it off; its reader has to be told.
booking_changed = Signal()
