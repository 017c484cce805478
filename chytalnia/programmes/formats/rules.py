"""Limits that a format sets and the program checks: pure questions about an event and its card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .card import Card

Check = Callable[[Any, Card, Any], str]


def _whole(value: Any) -> bool:
    return type(value) is int and 0 < value < 100_000


def _flag(value: Any) -> bool:
    return value is True


#: Rules and what their values may be.
VALUES: dict[str, Callable[[Any], bool]] = {
    "people_at_most": _whole,
    "minutes_at_most": _whole,
    "needs_age_mark": _flag,
    "needs_enrolment": _flag,
    "needs_responsible": _flag,
    "needs_broadcast": _flag,
    "age_from_at_least": _whole,
    "age_to_at_most": _whole,
    "books_at_least": _whole,
    "books_at_most": _whole,
    "duties_at_least": _whole,
    "parts_at_least": _whole,
    "needs_partner": _flag,
    "needs_consent": _flag,
    "free_of_charge": _flag,
}


def _people(occasion: Any, _card: Card, most: int) -> str:
    asked = sum(each.capacity or 0 for each in occasion.seats.all() if each.part == "onsite")
    if not asked and occasion.is_enrolled and occasion.is_onsite:
        return ngettext(
            "Say how many places there are, %(n)d at most.", "Say how many places there are, %(n)d at most.", most
        ) % {"n": most}
    if asked > most:
        return ngettext(
            "This format is for %(n)d person at most.", "This format is for %(n)d people at most.", most
        ) % {"n": most}
    return ""


def _minutes(occasion: Any, _card: Card, most: int) -> str:
    if occasion.ends_at - occasion.starts_at > _delta(most):
        return ngettext("It lasts longer than %(n)d minute.", "It lasts longer than %(n)d minutes.", most) % {"n": most}
    return ""


def _delta(minutes: int) -> Any:
    from datetime import timedelta

    return timedelta(minutes=minutes)


def _age_mark(occasion: Any, _card: Card, _value: Any) -> str:
    return "" if occasion.age_mark else _("The age mark is missing.")


def _enrolment(occasion: Any, _card: Card, _value: Any) -> str:
    return "" if occasion.is_enrolled else _("This format needs enrolment.")


def _responsible(occasion: Any, _card: Card, _value: Any) -> str:
    return "" if occasion.responsible_id else _("Nobody is responsible for it yet.")


def _broadcast(occasion: Any, _card: Card, _value: Any) -> str:
    return "" if occasion.online_url or not occasion.is_online else _("The address of the broadcast is missing.")


def _age_from(occasion: Any, _card: Card, least: int) -> str:
    if occasion.age_from is not None and occasion.age_from < least:
        return ngettext(
            "It is not for people younger than %(n)d year.", "It is not for people younger than %(n)d years.", least
        ) % {"n": least}
    return ""


def _age_to(occasion: Any, _card: Card, most: int) -> str:
    if occasion.age_to is not None and occasion.age_to > most:
        return ngettext(
            "It is not for people older than %(n)d year.", "It is not for people older than %(n)d years.", most
        ) % {"n": most}
    return ""


def _books(occasion: Any) -> int:
    return sum(1 for link in occasion.links.all() if link.work_id)


def _books_least(occasion: Any, _card: Card, least: int) -> str:
    if _books(occasion) < least:
        return ngettext("Choose at least %(n)d book for it.", "Choose at least %(n)d books for it.", least) % {
            "n": least
        }
    return ""


def _books_most(occasion: Any, _card: Card, most: int) -> str:
    if _books(occasion) > most:
        return ngettext(
            "More than %(n)d book is too many for it.", "More than %(n)d books are too many for it.", most
        ) % {"n": most}
    return ""


def _duties(occasion: Any, _card: Card, least: int) -> str:
    if len(occasion.duties.all()) < least:
        return ngettext("It needs %(n)d person on duty by name.", "It needs %(n)d people on duty by name.", least) % {
            "n": least
        }
    return ""


def _partner(occasion: Any, _card: Card, _value: Any) -> str:
    return "" if occasion.partners else _("Name the partner it is held with.")


def _consent(occasion: Any, _card: Card, _value: Any) -> str:
    asked = any(question.required and question.kind == "yes" for question in occasion.questions.all())
    return (
        ""
        if asked or not occasion.is_enrolled
        else _("Parents must be asked for their consent: add a question to be answered yes.")
    )


def _free(occasion: Any, _card: Card, _value: Any) -> str:
    return _("This format is free of charge for everybody.") if occasion.price else ""


#: Those that stop an announcement, and those that only warn.
STRICT: dict[str, Check] = {
    "people_at_most": _people,
    "needs_age_mark": _age_mark,
    "needs_enrolment": _enrolment,
    "needs_responsible": _responsible,
    "needs_broadcast": _broadcast,
    "age_from_at_least": _age_from,
    "age_to_at_most": _age_to,
    "needs_consent": _consent,
    "free_of_charge": _free,
}
ADVICE: dict[str, Check] = {
    "minutes_at_most": _minutes,
    "books_at_least": _books_least,
    "books_at_most": _books_most,
    "duties_at_least": _duties,
    "needs_partner": _partner,
}


def _asked(occasion: Any, checks: dict[str, Check]) -> list[str]:
    from .library import card as card_of

    card = card_of(occasion.format_code, occasion.format_version)
    if card is None:
        return []
    told = (checks[rule](occasion, card, value) for rule, value in card.rules.items() if rule in checks)
    return [sentence for sentence in told if sentence]


def obstacles(occasion: Any) -> list[str]:
    """What stands against announcing an event, in sentences."""
    found = _asked(occasion, STRICT)
    if occasion.mode == "outside" and not occasion.place:
        found.append(_("Say where it will be."))
    return found


def advice(occasion: Any) -> list[str]:
    """What the format would have otherwise."""
    return _asked(occasion, ADVICE)
