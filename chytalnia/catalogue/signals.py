"""What the catalogue tells the rooms above it."""

from django.dispatch import Signal

#: Sent with `items` by the receiving of copies, inside its transaction. Imports bring thousands at once and do not send it.
items_received = Signal()
