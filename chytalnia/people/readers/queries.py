"""What is asked about readers."""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from rapidfuzz.distance import JaroWinkler

from chytalnia.core.partial import beginning, filled, same_letters
from chytalnia.network import settings as unit_settings
from chytalnia.network.models import Unit, UnitKind
from chytalnia.network.paths import lineage, under
from chytalnia.network.settings import setting
from chytalnia.people import rules
from chytalnia.people.models import (
    AgeBand,
    Card,
    Consent,
    ConsentText,
    HouseholdRole,
    Reader,
    ReaderCategory,
    ReaderKind,
    ReaderWord,
    Registration,
    RoleGrant,
    Surety,
)

from . import settings as _declared  # noqa: F401
from .names import clean_number, fold, phone_digits, words

_LAST_AGE = (
    (6, AgeBand.TO_6),
    (9, AgeBand.TO_9),
    (14, AgeBand.TO_14),
    (17, AgeBand.TO_17),
    (35, AgeBand.TO_35),
    (55, AgeBand.TO_55),
)

#: Names this near each other (Jaro–Winkler, folded) with the same day of birth are shown as one person.
SAME_NAME = 0.85


def lead(reader: Reader) -> Reader:
    """The reader that a record stands for now: itself, or what it was merged into."""
    while reader.merged_into_id is not None:
        assert reader.merged_into is not None
        reader = reader.merged_into
    return reader


def line(reader: Reader) -> list[int]:
    """Keys of the reader and of everybody merged into them, for what stays with the merged: cards, years, consents."""
    keys, fresh = [reader.pk], [reader.pk]
    while fresh:
        fresh = list(Reader.objects.filter(merged_into__in=fresh).order_by("pk").values_list("pk", flat=True))
        keys += fresh
    return keys


def card(number: str) -> Card | None:
    """The card with this number, blocked ones too, with its reader."""
    number = clean_number(number)
    if not number:
        return None
    return Card.objects.filter(number=number).select_related("reader__home_unit", "reader__merged_into").first()


def by_card(number: str) -> Reader | None:
    """Whose working card this is; nobody's if the card is blocked (`card` tells blocked ones)."""
    found = card(number)
    if found is None or found.blocked_at is not None:
        return None
    return lead(found.reader)


def working_card(reader: Reader) -> Card | None:
    """The card that a reader may use now; of a merged record too, when that is the one in their pocket."""
    own = Card.objects.filter(reader=reader, blocked_at=None).first()
    if own is not None:
        return own
    return Card.objects.filter(reader__in=line(reader), blocked_at=None).order_by("-issued_at").first()


def cards(reader: Reader) -> QuerySet[Card]:
    return Card.objects.filter(reader__in=line(reader))


def registrations(reader: Reader) -> QuerySet[Registration]:
    return Registration.objects.filter(reader__in=line(reader)).select_related("unit")


def registered_in(reader: Reader, unit: Unit, year: int) -> bool:
    """Whether a reader has been counted in a library this year."""
    return Registration.objects.filter(reader__in=line(reader), unit=unit, year=year).exists()


def is_registered(reader: Reader, day: date) -> bool:
    """Whether a reader's registration, in any library of the network, holds in the year of a day."""
    return Registration.objects.filter(reader__in=line(reader), year=day.year).exists()


def age_on(reader: Reader, day: date) -> int | None:
    """Full years on a day; nothing while the day of birth is not known. Born on 29 February, one is a year older on 1
    March of the other years."""
    born = reader.birth_date
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_band(reader: Reader, day: date) -> str:
    """The value of the journal's audience that a fact about this reader carries; empty when nobody knows the age."""
    if reader.kind == ReaderKind.COLLECTIVE:
        return "mixed"
    age = age_on(reader, day)
    if age is None:
        return ""
    return next((band.value for last, band in _LAST_AGE if age <= last), AgeBand.OLDER.value)


def category(reader: Reader, day: date, *, staff: Container[int] | None = None) -> ReaderCategory:
    """Who the reader is for the rules of lending. Bounds of ages are settings of the reader's library.

    `staff` are accounts with a role, where many readers are asked about.
    """
    if reader.kind == ReaderKind.COLLECTIVE:
        return ReaderCategory.COLLECTIVE
    if reader.user_id is not None and (
        RoleGrant.objects.filter(user=reader.user_id).exists() if staff is None else reader.user_id in staff
    ):
        return ReaderCategory.STAFF
    age = age_on(reader, day)
    if age is None or age > setting(reader.home_unit, "people.youth_to"):
        return ReaderCategory.ADULT
    if age > setting(reader.home_unit, "people.children_to"):
        return ReaderCategory.YOUTH
    return ReaderCategory.CHILD


def is_child(reader: Reader, day: date | None = None) -> bool:
    """Whether somebody else has to stand surety for the reader."""
    if reader.kind == ReaderKind.COLLECTIVE:
        return False
    age = age_on(reader, day or timezone.localdate())
    return age is not None and age < setting(reader.home_unit, "people.child_age")


def surety(reader: Reader) -> Surety | None:
    """The surety that holds for a child."""
    return Surety.objects.filter(child__in=line(reader), ended_on=None).select_related("adult").first()


def lacks_surety(reader: Reader, day: date | None = None) -> bool:
    return is_child(reader, day) and surety(reader) is None


def consents(reader: Reader) -> QuerySet[Consent]:
    return Consent.objects.filter(reader__in=line(reader)).select_related("by")


def consented(reader: Reader, kind: str) -> bool:
    """Whether a consent of this kind is given and not withdrawn."""
    return Consent.objects.filter(reader__in=line(reader), kind=kind, withdrawn_at=None).exists()


def consents_to_renew(reader: Reader) -> list[str]:
    """Kinds of consent that a reader gave to older words than today's."""
    given = dict(consents(reader).filter(withdrawn_at=None).values_list("kind", "version"))
    newest = dict(
        ConsentText.objects.filter(since__lte=timezone.localdate()).order_by("version").values_list("kind", "version")
    )
    return [kind for kind, version in given.items() if version < newest.get(kind, 0)]


# Who may see whom


def registered_paths(reader: Reader) -> set[str]:
    """Paths of the libraries that know a reader: where they are at home, and where they were ever registered."""
    known = Registration.objects.filter(reader__in=line(reader)).values_list("unit__path", flat=True)
    return {reader.home_unit.path, *known}


def _opened_to(home: Unit) -> str | None:
    """The path under which everybody may see the readers of a library, besides those who know them; nothing for none."""
    wide = setting(home, "people.readers_seen_by")
    if wide == "network":
        return ""
    return _system_of(home) if wide == "system" else None


def _system_of(unit: Unit) -> str:
    """The path of the nearest system above, or the unit's own when it belongs to none."""
    above = Unit.objects.filter(path__in=lineage(unit.path), kind=UnitKind.SYSTEM).order_by("-depth")
    return above.values_list("path", flat=True).first() or unit.path


def may_see(user: Any, reader: Reader, action: str = "people.view_reader") -> bool:
    """Whether a member of staff may do an action with a reader: the right is held in, or above, a library that knows
    the reader, or in one to which the setting of the reader's own library opens them."""
    paths = rules.paths_where(user, action)
    if "" in paths:
        return True
    if any(known.startswith(path) for path in paths for known in registered_paths(reader)):
        return True
    opened = _opened_to(reader.home_unit) if paths else None
    return opened is not None and any(path.startswith(opened) or opened.startswith(path) for path in paths)


def seen_by(user: Any, action: str = "people.view_reader") -> QuerySet[Reader]:
    """Readers a member of staff may see: the same answer as `may_see`, for a list. Merged records are not in it."""
    everybody = Reader.objects.known().select_related("home_unit")
    paths = rules.paths_where(user, action)
    if "" in paths:
        return everybody
    if not paths:
        return everybody.none()
    units = list(Unit.objects.all())
    with unit_settings.remembered():
        unit_settings.remember_all(units)
        kinds = {unit.path: unit.kind for unit in units}
        opened = []
        for unit in units:
            wide = setting(unit, "people.readers_seen_by")
            if wide == "branch":
                continue
            above = [path for path in lineage(unit.path) if kinds.get(path) == UnitKind.SYSTEM]
            to = "" if wide == "network" else (above or [unit.path])[-1]
            if any(path.startswith(to) or to.startswith(path) for path in paths):
                opened.append(unit.pk)
    if len(opened) == len(units):
        return everybody
    known = Registration.objects.filter(under(paths, "unit__path")).filter(
        Q(reader=OuterRef("pk")) | Q(reader__merged_into=OuterRef("pk"))
    )
    return everybody.filter(Q(home_unit__in=opened) | under(paths, "home_unit__path") | Exists(known))


# Finding


def find(text: str, *, user: Any = None, limit: int = 20, among: QuerySet[Reader] | None = None) -> list[Reader]:
    """Readers by card, phone, day of birth, e-mail or name: words in any order, each by its beginning; surname first.

    Several kinds at once narrow each other: «шевч 1990» or «тарас 050 123». Without `user`, everybody is found.
    """
    if among is None:
        among = seen_by(user) if user is not None else Reader.objects.known().select_related("home_unit")
    found = among.filter(matching(text)) if text.strip() else among.none()
    return list(found.order_by("surname", "name", "pk")[:limit])


def matching(text: str) -> Q:
    """The condition behind `find`; what cannot be understood matches nobody."""
    text = " ".join(text.split())[:200]
    if "@" in text:
        return same_letters("email", text)
    whole = clean_number(text)
    if any(c.isdigit() for c in whole) and (ours := Card.objects.filter(number=whole).first()) is not None:
        return Q(pk=lead(ours.reader).pk)
    condition: Any = Q()
    understood = False
    if (born := day_in(text)) is not None:
        condition &= Q(birth_date=born)
        text, understood = _DAY.sub(" ", text), True
    digits = phone_digits(text)
    if digits:
        whole_phone = filled("phone_digits", digits) if len(digits) == 10 else Q(phone_digits__endswith=digits)
        condition, understood = condition & whole_phone, True
    elif year := _YEAR.search(text):
        condition, understood = condition & Q(birth_date__year=int(year[0])), True
    understood_figures = bool(digits or _YEAR.search(text))
    for word in words(text):
        if word.isdecimal() and understood_figures:
            continue
        # A list of keys and not a condition on each reader: the word's index is asked first.
        condition &= Q(pk__in=ReaderWord.objects.filter(beginning("word", word)).values("reader"))
        understood = True
    return condition if understood else Q(pk__in=[])


_DAY = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def day_in(text: str) -> date | None:
    """The first day written in a text as 31.12.1990 or 1990-12-31."""
    for found in _DAY.finditer(text):
        d, m, y, y2, m2, d2 = found.groups()
        try:
            return date(int(y), int(m), int(d)) if y else date(int(y2), int(m2), int(d2))
        except ValueError:
            continue
    return None


def duplicates(
    *,
    surname: str = "",
    name: str = "",
    birth_date: date | None = None,
    phone: str = "",
    document_hash: str = "",
    but: int | None = None,
) -> list[Reader]:
    """Readers who may be the same person: born the same day with nearly the same name, or with the same phone or
    document. Looks over the whole network, for one card serves it all. Likeliest first."""
    same = Q(pk__in=[])
    digits = phone_digits(phone)
    if birth_date:
        same |= Q(birth_date=birth_date)
    if len(digits) == 10:
        same |= filled("phone_digits", digits)
    if document_hash:
        same |= filled("document_hash", document_hash)
    candidates = Reader.objects.known().filter(same, kind=ReaderKind.PERSON)
    if but is not None:
        candidates = candidates.exclude(pk=but)
    typed = fold(f"{surname} {name}").strip()
    ranked = []
    for reader in candidates.select_related("home_unit")[:500]:
        near = JaroWinkler.similarity(typed, fold(f"{reader.surname} {reader.name}")) if surname else 0.0
        by_document = bool(document_hash) and reader.document_hash == document_hash
        by_name = reader.birth_date == birth_date and birth_date is not None and near >= SAME_NAME
        # Families share a phone: the same phone is said only of namesakes, or while there is no name to compare.
        by_phone = len(digits) == 10 and reader.phone_digits == digits and (near >= SAME_NAME or not name)
        if by_document or by_name or by_phone:
            ranked.append((-by_document, -by_name, -near, reader.pk, reader))
    return [row[-1] for row in sorted(ranked, key=lambda row: row[:-1])[:10]]


# Families


def children_of(reader: Reader) -> QuerySet[Reader]:
    """Children of the reader's family, if the reader is a parent in it."""
    if reader.household_id is None or reader.household_role != HouseholdRole.PARENT:
        return Reader.objects.none()
    return Reader.objects.active().filter(household=reader.household_id, household_role=HouseholdRole.CHILD)


def may_see_loans(adult: Reader, child: Reader, day: date | None = None) -> bool:
    """Whether a parent sees what a child of the family has borrowed: until the age from which a child reads in private."""
    if adult.household_role != HouseholdRole.PARENT or child.household_role != HouseholdRole.CHILD:
        return False
    if adult.household_id is None or adult.household_id != child.household_id:
        return False
    return is_young(child, day)


def is_young(child: Reader, day: date | None = None) -> bool:
    age = age_on(child, day or timezone.localdate())
    return age is None or age < setting(child.home_unit, "people.hide_from_parents")


def of_account(user: Any) -> Reader | None:
    """The reader behind an account that is signed in."""
    if not getattr(user, "is_authenticated", False):
        return None
    found = Reader.objects.filter(user=user.pk).select_related("home_unit", "household", "merged_into").first()
    return None if found is None else lead(found)
