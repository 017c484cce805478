"""News of bookings for rooms above and for whoever delivers letters, sent inside the transaction of the change; and what rooms
above are asked."""

from django.dispatch import Signal

#: `booking`, `by`: the library said yes or no, moved it or called it off; its reader has to be told.
booking_changed = Signal()

#: `items`, `places`: which of these copies stand elsewhere than their shelf mark says? Whoever knows writes the piece of a plan
#: that readers may see into `places`, under the key of the copy.
copies_elsewhere = Signal()
