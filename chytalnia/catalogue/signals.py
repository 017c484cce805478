"""What the catalogue tells the rooms above it."""

from django.dispatch import Signal

#: Sent with `items` by the receiving of copies, inside its transaction. Imports bring thousands at once and do not send it.
items_received = Signal()

#: Sent by joining and splitting works and by undoing either, inside its transaction, with `works`: the keys of all works
#: that records left or entered. Imports settle records by themselves and do not send it.
works_regrouped = Signal()
