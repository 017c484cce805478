"""News of programmes for rooms above. Sent inside the transaction of the change."""

from django.dispatch import Signal

#: `occasion`, `result`, `by`: the numbers of an event are in the ledger, or corrected there.
occasion_counted = Signal()

#: `occasion`, not stored yet as it shall stand. A receiver returns a list of sentences about why it cannot be then and there;
#: the first is what the planner reads. Asked when an event is begun, repeated, or its time and place change.
occasion_standing = Signal()

#: `occasion`, `copies`, `by`: the event is held again on other days, and what a room above knows of it has to be there too.
occasion_repeated = Signal()

#: `occasion`: who comes to it by a place at another event, as learners come to every lesson by their place at the first? A
#: receiver returns their enrolments; they are told of changes too.
occasion_followed = Signal()

#: `letter`: somebody has to be told something about an event; whoever delivers takes it from here, once it is stored.
letter_made = Signal()
