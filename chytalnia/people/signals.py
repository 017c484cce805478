"""News of readers for rooms above. Sent inside the transaction of the change, so that what follows from it (a fact, a
moved loan) is stored with it or not at all."""

from django.dispatch import Signal

#: `registration`, `reader`, `unit`, `is_new`, `first_in_network`, `by`: a reader was counted in a library's year.
reader_registered = Signal()

#: `merge`, `kept`, `merged`, `by`. A room that moves rows writes into `merge.moved[<room>]` what moves them back.
readers_merged = Signal()

#: `merge`, `kept`, `merged`, `by`.
readers_unmerged = Signal()

#: `reader`. A receiver returns a list of sentences about what the reader still owes; an empty one lets them go.
reader_closing = Signal()

#: `reader`, `by`: the account was closed.
reader_closed = Signal()

#: `reader`: the personal data were removed, and what upper rooms keep about the person has to go too.
reader_anonymised = Signal()

#: `reader`. A receiver returns its parts of the export, a list of `(key, title, rows)`, rows being plain dicts.
reader_exported = Signal()
