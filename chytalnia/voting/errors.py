"""What an election refuses, in words for people."""

# ruff: noqa: N818 - a refusal is named by what it says

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core.errors import Refusal


class VotingError(Refusal):
    """A refusal; `str()` of it may be shown."""

    message = _("The election cannot do this.")


class PollsClosed(VotingError):
    message = _("Votes are not taken now.")


class AlreadyVoted(VotingError):
    message = _("A vote was given for this line of the roll already. One reader, one vote.")


class LaterVote(VotingError):
    message = _("You have voted again since this page was opened. The later vote counts.")


class UnknownCode(VotingError):
    message = _("There is no such code. Look at the sheet again, letter by letter.")


class CodeUsed(VotingError):
    message = _("This code was used already. A code is good for one ballot.")


class NotOnRoll(VotingError):
    message = _("This reader is not on the roll of this election.")


class NotACandidate(VotingError):
    message = _("Choose one candidate of the list, or leave the ballot empty.")


class StalePage(VotingError):
    message = _("This ballot cannot be read any more. Open the page again and vote.")


class KeyChanged(VotingError):
    message = _(
        "The key of this machine is not the one with which the ballot box was closed. Votes are not taken until the "
        "administrator brings back the old CHYTALNIA_SECRET_KEY."
    )


class RollFrozen(VotingError):
    message = _("The roll is frozen: its digest is published, and nothing in it changes any more.")


class RollEmpty(VotingError):
    message = _("Nobody would be on the roll. Look at the date, the libraries and the ages.")


class NotNominating(VotingError):
    message = _("Candidates are not being nominated now.")


class NominatedAlready(VotingError):
    message = _("You have nominated a hero already: one reader, one nomination.")


class HeroStandsAlready(VotingError):
    message = _("This hero of this book is nominated already.")


class NoBook(VotingError):
    message = _("Choose the book of the catalogue that the hero comes from.")


class Silence(VotingError):
    message = _("Silence: nothing is published for or against a candidate until the polls close.")


class SettledAlready(VotingError):
    message = _("This cannot be changed any more at this stage of the election.")


class WrongTimes(VotingError):
    message = _("The times are out of order: nomination, silence, opening and closing follow each other.")


class WrongTally(VotingError):
    message = _("Votes and invalid ballots together are not the ballots in the box.")


class NotASecondRound(VotingError):
    message = _("A second round is called when the winners are equal or the quorum is missing, and only once.")
