"""Letters about events, each in the language of whoever reads it. They wait in a queue; delivery takes them from there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.core.models import LetterState
from chytalnia.core.words import clock, weekday_and_day
from chytalnia.network.settings import setting
from chytalnia.programmes.models import LIVE, Enrolment, Letter, LetterKind, Occasion, Part
from chytalnia.programmes.signals import letter_made, occasion_followed

_KNOWN = frozenset(code for code, _name in settings.LANGUAGES)
#: An event that has just been called off needs no reminder, nor a second word about its new hour.
_SUPERSEDES = {
    LetterKind.CANCELLED: (LetterKind.CHANGED, LetterKind.REMINDER, LetterKind.MOVED_UP, LetterKind.BOOKED, LetterKind.WAITING),
    LetterKind.POSTPONED: (LetterKind.CHANGED, LetterKind.REMINDER),
    LetterKind.CHANGED: (LetterKind.CHANGED, LetterKind.REMINDER),
}  # fmt: skip


def tell(
    *, occasion: Occasion, kind: str, key: str, reason: str = "", enrolments: Iterable[Enrolment] | None = None
) -> int:
    """Tell everybody who has a place or waits for one, or comes by a place at another event; returns how many letters were made."""
    others: list[Enrolment] = []
    if enrolments is None:
        enrolments = Enrolment.objects.filter(occasion=occasion, state__in=LIVE)
        answers: list[tuple[Any, Any]] = occasion_followed.send(Occasion, occasion=occasion)
        others = [each for _receiver, found in answers for each in found]
    made = write_letters(occasion=occasion, kind=kind, enrolments=enrolments, reason=reason, key=key)
    # One place there stands for many events here, so the key names the event too.
    of_event = f"{occasion.pk}:{key or kind}"
    return len(made) + len(write_letters(occasion=occasion, kind=kind, enrolments=others, reason=reason, key=of_event))


@transaction.atomic
def write_letters(
    *,
    occasion: Occasion,
    kind: str,
    enrolments: Iterable[Enrolment],
    reason: str = "",
    key: str = "",
    silent: bool = False,
) -> list[Letter]:
    """Make a letter for each enrolment that says how to reach it, once for each `key`; `silent` ones are for the log."""
    people = [each for each in enrolments if each.email or each.phone or each.reader_id]
    if not people:
        return []
    if replaced := _SUPERSEDES.get(LetterKind(kind)):
        Letter.objects.filter(
            occasion=occasion, enrolment__in=people, state=LetterState.QUEUED, kind__in=replaced
        ).update(state=LetterState.CALLED_OFF)
    usual = setting(occasion.unit, "network.language") or settings.LANGUAGE_CODE
    now = timezone.now()
    made = []
    texts: dict[str, tuple[str, str]] = {}
    for each in people:
        language = each.language if each.language in _KNOWN else usual
        with translation.override(language):
            if language not in texts:
                texts[language] = (_subject(occasion, kind), _body(occasion, kind, reason))
            subject, body = texts[language]
            greeting = _("Dear %(name)s!") % {"name": each.name or each.who}
            text = "\n\n".join([greeting, _opening(kind, each), body, *_ending(kind, each)])
        made.append(
            Letter(
                key=f"{each.pk}:{key or kind}", occasion=occasion, enrolment=each, reader_id=each.reader_id, unit=occasion.unit,
                kind=kind, name=each.who[:200], email=each.email, phone=each.phone, language=language, subject=subject[:200],
                text=text, made_at=now, state=LetterState.TOLD if silent else LetterState.QUEUED,
            )
        )  # fmt: skip
    there = set(Letter.objects.filter(key__in=[letter.key for letter in made]).values_list("key", flat=True))
    fresh = Letter.objects.bulk_create([letter for letter in made if letter.key not in there])
    for letter in fresh:
        letter_made.send(Letter, letter=letter)
    return fresh


@transaction.atomic
def write_to(
    *, occasion: Occasion, key: str, name: str, email: str, phone: str = "", language: str = "", subject: str, text: str
) -> Letter | None:
    """A letter to somebody who has to do with an event and is not enrolled for it, as a speaker is; once for each `key`."""
    if not (email or phone) or Letter.objects.filter(key=key).exists():
        return None
    usual = setting(occasion.unit, "network.language") or settings.LANGUAGE_CODE
    letter = Letter.objects.create(
        key=key, occasion=occasion, unit=occasion.unit, kind=LetterKind.OTHER, name=name[:200], email=email, phone=phone,
        language=language if language in _KNOWN else usual, subject=subject[:200], text=text, made_at=timezone.now(),
    )  # fmt: skip
    letter_made.send(Letter, letter=letter)
    return letter


@transaction.atomic
def letters_told(*, letters: QuerySet[Letter], by: Any = None, state: str = LetterState.TOLD) -> int:
    """Note letters as told: by phone, or sent by a post of one's own. Returns how many were."""
    waiting = list(
        Letter.objects.select_for_update().filter(
            pk__in=letters.values("pk"), state__in=(LetterState.QUEUED, LetterState.FAILED)
        )
    )
    for letter in waiting:
        letter.state, letter.sent_at = state, timezone.now()
    Letter.objects.bulk_update(waiting, ["state", "sent_at"])
    if waiting:
        about = waiting[0].occasion
        audit.log("programmes.letters", by=by, about=about, unit=about.unit, after={"letters": len(waiting)})
    return len(waiting)


def when_and_where(occasion: Occasion) -> list[str]:
    """Day, hour and place in the language of the moment, a line each."""
    begins, ends = occasion.begins, occasion.ends
    today = timezone.now().astimezone(occasion.clock).date()
    if occasion.is_long:
        days = {"first": weekday_and_day(begins.date(), today=today), "last": weekday_and_day(ends.date(), today=today)}
        lines = [_("From %(first)s to %(last)s") % days]
    else:
        hours = f"{clock(begins.time())}–{clock(ends.time())}"
        lines = [f"{weekday_and_day(begins.date(), today=today)}, {hours}"]
    if occasion.mode == "outside" and occasion.place:
        lines.append(str(occasion.place))
    elif occasion.is_onsite:
        where = [str(occasion.unit), str(occasion.zone) if occasion.zone else "", str(occasion.unit.address)]
        lines.append(", ".join(part for part in where if part))
    if occasion.is_online and occasion.open_url:
        lines.append(_("Online: %(address)s") % {"address": occasion.open_url})
    return lines


def _subject(occasion: Occasion, kind: str) -> str:
    told = {
        LetterKind.BOOKED: _("You are enrolled: %(title)s"),
        LetterKind.WAITING: _("You are in the queue: %(title)s"),
        LetterKind.MOVED_UP: _("A place became free: %(title)s"),
        LetterKind.CHANGED: _("Time or place changed: %(title)s"),
        LetterKind.POSTPONED: _("Postponed: %(title)s"),
        LetterKind.CANCELLED: _("Called off: %(title)s"),
        LetterKind.REMINDER: _("Soon: %(title)s"),
        LetterKind.OTHER: "%(title)s",
    }
    return told[LetterKind(kind)] % {"title": occasion.title}


def _opening(kind: str, enrolment: Enrolment) -> str:
    told = {
        LetterKind.BOOKED: _("A place is kept for you; your ticket has the number %(number)s."),
        LetterKind.WAITING: _(
            "All places are given. You are in the queue with the number %(number)s; when a place "
            "becomes free, it is yours, and you are told."
        ),
        LetterKind.MOVED_UP: _(
            "A place became free, and it is yours now; your ticket has the number %(number)s. If you "
            "cannot come, please give it up so that the next can."
        ),
        LetterKind.CHANGED: _(
            "What you are enrolled for is at another time or place. Your ticket %(number)s stays good."
        ),
        LetterKind.POSTPONED: _(
            "What you are enrolled for is put off. Your place stays yours; the new day will be told."
        ),
        LetterKind.CANCELLED: _("What you are enrolled for will not take place. We are sorry."),
        LetterKind.REMINDER: _(
            "We wait for you; your ticket has the number %(number)s. If you cannot come, please give the place up."
        ),
        LetterKind.OTHER: "",
    }
    return told[LetterKind(kind)] % {"number": enrolment.code}


def _body(occasion: Occasion, kind: str, reason: str) -> str:
    lines = [f"«{occasion.title}»"]
    if kind != LetterKind.POSTPONED:
        lines += when_and_where(occasion)
    if reason:
        lines.append(reason)
    return "\n".join(lines)


def _ending(kind: str, enrolment: Enrolment) -> list[str]:
    if kind == LetterKind.CANCELLED:
        return []
    address = settings.PUBLIC_URL + enrolment.get_absolute_url()
    if kind == LetterKind.WAITING:
        return [_("Your place in the queue, and how to leave it: %(address)s") % {"address": address}]
    ending = [_("Your ticket: %(address)s") % {"address": address}]
    if enrolment.part == Part.ONLINE:
        ending.append(_("The address of the broadcast stands on the ticket."))
    return ending
