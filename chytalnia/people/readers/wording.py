"""The words of consents: what the network wrote, or else what comes with the program."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from chytalnia.people.models import ConsentKind, ConsentText


@dataclass(frozen=True, slots=True)
class Wording:
    kind: ConsentKind
    version: int
    language: str
    text: str


def built_in(kind: str) -> str:
    """The words that come with the program, in the active language: a beginning for the network's own lawyer."""
    return {
        ConsentKind.RULES: _(
            "I have read the rules of use of the library and will keep them: I return books in time and undamaged, "
            "and answer for what is lent on my card."
        ),
        ConsentKind.DATA: _(
            "I agree that the library keeps my name, date of birth, address and contacts, to lend me books, to remind "
            "me of dates and to count its readers. The data are given to nobody else. I may see them, have them "
            "corrected, and have them removed when I owe nothing."
        ),
        ConsentKind.SOCIAL: _(
            "I agree that the library keeps the social category I named, to offer me services made for it. I may "
            "take this back at any time."
        ),
        ConsentKind.PICTURES: _(
            "I agree that photographs and video of events on which I can be seen are shown on the pages of the library."
        ),
        ConsentKind.SMS: _("I agree to text messages of the library about my books and orders."),
        ConsentKind.EMAIL: _("I agree to letters of the library by e-mail about my books and orders."),
        ConsentKind.MESSENGER: _("I agree to messages of the library in a messenger about my books and orders."),
    }[ConsentKind(kind)]


def current(kind: str, language: str = "") -> Wording:
    """The words that hold today for a kind, in a language or the nearest the network wrote them in."""
    codes = {code for code, _name in settings.LANGUAGES}
    language = language if language in codes else (get_language() or settings.LANGUAGE_CODE)
    own = ConsentText.objects.filter(kind=kind, since__lte=timezone.localdate()).order_by("-version").first()
    if own is not None:
        text, spoken = own.text.in_language(language)
        if text:
            return Wording(ConsentKind(kind), own.version, spoken, text)
    with override(language):
        return Wording(ConsentKind(kind), 0, language, built_in(kind))


def in_all_languages(kind: str) -> dict[str, str]:
    """The program's own words in every language of the network."""
    told = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            told[code] = built_in(kind)
    return told
