"""What a campaign refuses, in words for people."""

# ruff: noqa: N818 - a refusal is named by what it says

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core.errors import Refusal


class CampaignError(Refusal):
    """A refusal; `str()` of it may be shown."""

    message = _("The campaign cannot do this.")


class SettledAlready(CampaignError):
    message = _("This cannot be changed any more: people take part by it already.")


class Answered(CampaignError):
    message = _("This library has answered already; its invitation is not taken back.")


class NotJoining(CampaignError):
    message = _("Nobody can join this campaign now.")


class NotInvited(CampaignError):
    message = _("Only invited libraries take part in this campaign.")


class LibraryMissing(CampaignError):
    message = _("Choose a library that takes part in the campaign.")


class JoinedAlready(CampaignError):
    message = _("This reader or family takes part already.")


class NickTaken(CampaignError):
    message = _("Somebody in this campaign is called so already. Choose another nick.")


class NickNeeded(CampaignError):
    message = _("Choose a nick. It is what everybody sees instead of a name.")


class NotForThisAge(CampaignError):
    message = _("This campaign is for another age.")


class NotWriting(CampaignError):
    message = _("Nothing is written down in this campaign now.")


class WrongDay(CampaignError):
    message = _("This day is not within the days of the campaign.")


class TooLongAgo(CampaignError):
    message = _("This day is too long ago to be written down by oneself. A librarian can add it.")


class OverTheLimit(CampaignError):
    message = _("This is more than a day may hold by the rules of the campaign.")


class NothingRead(CampaignError):
    message = _("Write how much was read: a number from one.")


class ReviewTooShort(CampaignError):
    message = _("The rules ask for a few more words about the book.")


class WrongWord(CampaignError):
    message = _("This is not the word that was told in this part.")


class PartClosed(CampaignError):
    message = _("This part is not open yet.")


class NotALink(CampaignError):
    message = _("This is no address of a page on the net. It begins with https:// and names a site.")


class PostedAlready(CampaignError):
    message = _("This address stands in the campaign already.")


class ElementsMissing(CampaignError):
    message = _("Tick everything that a post must have by the rules.")


class NotADraw(CampaignError):
    message = _("Prizes are drawn once, after the campaign is finished.")


class NobodyToDraw(CampaignError):
    message = _("Nobody is there among whom the prizes could be drawn.")


class ThrowFirst(CampaignError):
    message = _("Write what was thrown before everybody, for example the numbers of three dice.")


class TooEarly(CampaignError):
    message = _("Diplomas are issued when the campaign is finished.")
