"""News of the search for the rooms above."""

from django.dispatch import Signal

#: A reader has searched. Arguments: `search`, a `services.Searched`. No person is in it.
searched = Signal()
