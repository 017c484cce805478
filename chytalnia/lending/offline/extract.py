"""What a device keeps of a branch: its readers, its copies, its terms, no more than lending without a line needs.

Nobody's history is in it, no day of birth, no address, no phone, no title next to a name; of a child there is the first
name and a letter. Rows lie in buckets by their number; a device names the print of each bucket it has and gets those that
differ, so that whatever changed, however it changed, comes once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from chytalnia.catalogue import dimensions
from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.lending.models import (
    Charge,
    ChargeState,
    Hold,
    HoldState,
    ItemClass,
    Loan,
    LoanState,
    Mode,
    OfflineDesk,
    ReaderKind,
)
from chytalnia.lending.rules import class_of, new_since, terms
from chytalnia.lending.snapshot import Snapshot, snapshot
from chytalnia.network import settings as unit_settings
from chytalnia.network.models import Unit, UnitSetting
from chytalnia.people import rules
from chytalnia.people.models import Card, Reader, ReaderCategory, Registration, RoleGrant, Surety, User
from chytalnia.people.readers import queries as readers

#: A branch with more of them keeps those that changed last.
MOST_READERS, MOST_COPIES = 20_000, 60_000
#: So many that a day's loans touch few of them: what changed comes with the rest of its bucket.
READER_BUCKETS, COPY_BUCKETS = 256, 512
#: Letters of a title that tell it from its neighbours on the shelf.
TITLE = 80
#: Days ahead for which closed days are told.
AHEAD = 430

Row = list[Any]


@dataclass(slots=True)
class Extract:
    """The whole of a branch, as rows."""

    readers: list[Row]
    copies: list[Row]
    left_off: int


@dataclass(slots=True)
class Asked:
    """All that the database is asked about a branch: from these answers, the day and the settings the rows are made."""

    everybody: QuerySet[Reader]
    people: QuerySet[Reader]
    cards: QuerySet[Card]
    years: QuerySet[Registration]
    sure: QuerySet[Surety]
    staff: QuerySet[Any]
    loans: QuerySet[Any]
    owed: QuerySet[Any]
    copies: QuerySet[Any]
    held: QuerySet[Any]
    left_off: int


def of(unit: Unit, day: date | None = None) -> Extract:
    """Rows of a branch on a day."""
    day, here = day or timezone.localdate(), snapshot()
    with unit_settings.remembered(here.settings):
        asked = _asked(unit, day)
        people, copies = _reader_rows(asked, unit, day, here), _copy_rows(asked, unit, day, here)
        return Extract(list(people), list(copies), asked.left_off)


def state_of(unit: Unit, day: date) -> str:
    """A print of all that the rows of a branch are made from: as long as it is the same, so are they. The database puts each answer
    together itself, which is several times quicker than to make the rows."""
    with unit_settings.remembered(snapshot().settings):
        asked = _asked(unit, day)
        answers = [
            asked.people.values_list(*_READER), *(_of_readers(rows, asked, of, told) for rows, of, told in _beside(asked)),
            asked.staff, asked.loans, asked.owed, asked.copies, asked.held,
            UnitSetting.objects.values_list("unit", "key", "value"), Unit.objects.values_list("pk", "path"),
        ]  # fmt: skip
        told = [day.isoformat(), str(asked.left_off), *map(whole, answers)]
    return print_of(" ".join(told))


def _latest(rows: QuerySet[Any], most: int) -> tuple[QuerySet[Any], int]:
    """Those that changed last, and how many are left off; where all are taken, nothing is sorted for it."""
    more = max(0, rows.count() - most)
    return (rows.order_by("-changed_at", "-pk")[:most] if more else rows.order_by()), more


def _asked(unit: Unit, day: date) -> Asked:
    everybody = _readers(unit, day)
    (people, more_people), (copies, more_copies) = _latest(everybody, MOST_READERS), _latest(_copies(unit), MOST_COPIES)
    keys = everybody.values("pk")
    late = Q(state__in=(LoanState.OUT, LoanState.CLAIMED))
    loans = Loan.objects.filter(returned_at=None, reader__in=keys).values_list("reader")
    owed = Charge.objects.filter(state=ChargeState.OPEN, reader__in=keys).values_list("reader")
    return Asked(
        everybody=everybody,
        people=people,
        cards=Card.objects.filter(blocked_at=None),
        years=Registration.objects.filter(year__gte=day.year - 1),
        sure=Surety.objects.filter(ended_on=None),
        staff=RoleGrant.objects.values_list("user_id", flat=True),
        loans=loans.annotate(
            n=Count("pk", filter=~Q(mode=Mode.READING_ROOM)), due=Min("due_on", filter=late), lost=Count("pk", filter=~late)
        ).order_by(),
        owed=owed.annotate(n=Sum("amount_minor") - Coalesce(Sum("paid_minor"), 0)).order_by(),
        copies=copies.values_list(*_COPY),
        held=Hold.objects.filter(state=HoldState.ON_SHELF, pickup_unit=unit, reader__isnull=False).values_list(
            "item_id", "reader_id"
        ),
        left_off=more_people + more_copies,
    )  # fmt: skip


#: What a reader's and a copy's row are made from.
_READER = ("pk", "kind", "state", "surname", "name", "patronymic", "title", "birth_date", "home_unit", "user", "blocked_until",
           "changed_at", "merged_into")  # fmt: skip
_COPY = ("pk", "barcode", "inventory_number", "record__title", "status", "record__kind", "record__age_mark", "price_minor",
         "acquired_on", "unit_id")  # fmt: skip


def _beside(asked: Asked) -> list[tuple[QuerySet[Any], str, str]]:
    """What lies beside the readers: of whom it is, and what is told of it."""
    return [(asked.cards, "reader", "number"), (asked.years, "reader", "year"), (asked.sure, "child", "pk")]


def whole(rows: QuerySet[Any]) -> str:
    """All that a question brings, as one text or a print of it, put together by the database; the order is that of the question."""
    sql, params = rows.query.sql_with_params()
    if connection.vendor == "postgresql":
        statement = f"SELECT md5(string_agg(told::text, ';')) FROM ({sql}) AS told"  # noqa: S608
    else:
        names = [f"c{n}" for n in range(len(rows.query.values_select) + len(rows.query.annotation_select))]
        # Between values and for none signs that no text has.
        line = " || char(31) || ".join(f"ifnull({name}, char(30))" for name in names)
        statement = f"WITH told({', '.join(names)}) AS ({sql}) SELECT group_concat({line}, char(29)) FROM told"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchone()[0] or ""


# Readers


def _readers(unit: Unit, day: date) -> QuerySet[Reader]:
    """Those who come: registered in the last years here, or anywhere if they are at home here, and whoever has a loan of this
    branch. Where nobody registers anew every year, all who are at home here."""
    here = snapshot()
    since = day.year - here.setting(unit, "lending.offline_years")
    # What was registered under a record that was merged since is the year of the reader it was merged into.
    whose = Coalesce("reader__merged_into", "reader")
    came = Registration.objects.filter(year__gt=since).annotate(whose=whose)
    at_home = Q(home_unit=unit)
    if here.setting(unit, "lending.require_registration"):
        at_home &= Q(pk__in=came.values("whose"))
    owing = Loan.objects.filter(unit=unit, returned_at=None, reader__isnull=False).values("reader")
    return Reader.objects.active().filter(at_home | Q(pk__in=came.filter(unit=unit).values("whose")) | Q(pk__in=owing))


def _reader_rows(asked: Asked, unit: Unit, day: date, here: Snapshot) -> Iterator[Row]:
    known = list(asked.people.only(*_READER[1:]))
    keys = {reader.pk for reader in known}
    cards, years, sure = (_by_reader(_of_readers(rows, asked, of, told), keys) for rows, of, told in _beside(asked))
    staff = set(asked.staff)
    loans = {pk: (n, due, lost) for pk, n, due, lost in asked.loans if pk is not None}
    owed = dict(asked.owed)
    debt = here.setting(unit, "lending.debt_minor")
    for reader in known:
        reader.home_unit = here.unit(reader.home_unit_id)
        category = readers.category(reader, day, staff=staff)
        many, due, lost = loans.get(reader.pk, (0, None, 0))
        stops = []
        if readers.is_child(reader, day) and reader.pk not in sure:
            stops.append("no_surety")
        if lost:
            stops.append("unsettled_loss")
        if owed.get(reader.pk, 0) > debt:
            stops.append("debt")
        yield [
            reader.pk, sorted(cards.get(reader.pk, ())), _short(reader, category), _CATEGORY[category], stops,
            max(years.get(reader.pk, (0,))), many, due.isoformat() if due else "",
            reader.blocked_until.isoformat() if reader.blocked_until and reader.blocked_until >= day else "",
        ]  # fmt: skip


_CATEGORY = {
    ReaderCategory.CHILD: "c", ReaderCategory.YOUTH: "y", ReaderCategory.ADULT: "a", ReaderCategory.COLLECTIVE: "g",
    ReaderCategory.STAFF: "s",
}  # fmt: skip


def _short(reader: Reader, category: str) -> str:
    """As on a slip; of a child only the first name and a letter."""
    if category == ReaderCategory.CHILD:
        return f"{reader.name} {reader.surname[:1]}.".strip()
    return reader.short_name[:TITLE]


def _of_readers(rows: QuerySet[Any], asked: Asked, reader: str, column: str) -> QuerySet[Any]:
    """Of these rows those of the readers, each with whom their record was merged into, and one value."""
    keys = asked.everybody.values("pk")
    theirs = Q(**{f"{reader}__in": keys}) | Q(**{f"{reader}__merged_into__in": keys})
    return rows.filter(theirs).order_by().values_list(reader, f"{reader}__merged_into", column)


def _by_reader(rows: QuerySet[Any], keys: set[int]) -> dict[int, list[Any]]:
    """Values by reader; those of a merged record are the reader's it was merged into."""
    found: dict[int, list[Any]] = defaultdict(list)
    for own, into, value in rows:
        if (pk := into or own) in keys:
            found[pk].append(value)
    return found


# Copies


def _copies(unit: Unit) -> QuerySet[Item]:
    """Those of the branch, and those of others that it has lent or keeps on its shelf for a reader."""
    lent = Loan.objects.filter(unit=unit, returned_at=None).values("item")
    kept = Hold.objects.filter(state=HoldState.ON_SHELF, pickup_unit=unit).values("item")
    gone = (ItemStatus.WITHDRAWN, ItemStatus.ELECTRONIC)
    return Item.objects.filter(Q(unit=unit) | Q(pk__in=lent) | Q(pk__in=kept)).exclude(status__in=gone)


def _copy_rows(asked: Asked, unit: Unit, day: date, here: Snapshot) -> Iterator[Row]:
    held = dict(asked.held)
    dear, since = here.setting(unit, "lending.valuable_minor"), new_since(day, here.setting(unit, "lending.new_days"))
    for pk, barcode, number, title, status, kind, mark, price, acquired, home in asked.copies:
        yield [
            pk, barcode, number if home == unit.pk else "", title[:TITLE], status,
            dimensions.DOCUMENT_KIND.get(kind, "other"), class_of(status, price, acquired, dear=dear, new_since=since),
            mark or 0, held.get(pk, 0),
        ]  # fmt: skip


# Buckets


def buckets(rows: Iterable[Row], many: int) -> dict[int, str]:
    """Rows by their bucket, as JSON; empty ones are left out."""
    sorted_in: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        sorted_in[row[0] % many].append(row)
    return {
        n: json.dumps(sorted(found), ensure_ascii=False, separators=(",", ":"))
        for n, found in sorted(sorted_in.items())
    }


def print_of(text: str) -> str:
    return blake2b(text.encode(), digest_size=9).hexdigest()


def changed(rows: Iterable[Row], many: int, have: dict[str, str]) -> tuple[str, dict[str, str]]:
    """As JSON: buckets whose print is not the one the device names, with their prints; those it has and nobody knows any
    more. Rows are written once, and not read again to be put into something bigger. Beside it the prints of all buckets."""
    now = buckets(rows, many)
    fresh, prints = [], {}
    for n, text in now.items():
        mark = prints[str(n)] = print_of(text)
        if have.get(str(n)) != mark:
            fresh.append(f'"{n}":{{"print":"{mark}","rows":{text}}}')
    gone = [n for n in have if not n.isdecimal() or int(n) not in now]
    return f'{{"fresh":{{{",".join(fresh)}}},"gone":{json.dumps(gone)}}}', prints


# Terms


def terms_of(unit: Unit, kinds: Iterable[str]) -> dict[str, list[Any]]:
    """Reader, document and copy → whether it may be lent, for how many days, how many at once, from what age, with a pledge."""
    here = snapshot()
    told = {}
    with unit_settings.remembered(here.settings):
        for reader in ReaderKind:
            mode = Mode.COLLECTIVE if reader == ReaderKind.COLLECTIVE else Mode.HOME
            for kind in sorted(set(kinds)):
                for copy in ("", *ItemClass.values):
                    said = terms(unit, mode=mode, category=reader, document_kind=kind, copy=copy, known=here)
                    # A limit on one kind of document cannot be counted without knowing what the reader has.
                    most = None if said.rule is not None and said.rule.document_kind else said.max_loans
                    told[f"{_CATEGORY[ReaderCategory(reader)]}|{kind}|{copy}"] = [
                        int(said.allowed), said.loan_days, most, said.min_age or 0, int(bool(said.pledge_minor)),
                    ]  # fmt: skip
    return told


def closed_days(unit: Unit, day: date) -> list[str]:
    """Days ahead on which the branch is shut: nothing is due on them."""
    here = snapshot()
    ahead = (day + timedelta(days=n) for n in range(AHEAD))
    return [each.isoformat() for each in ahead if here.next_open(unit, each) != each]


def staff_of(unit: Unit) -> list[Row]:
    """Who may stand at the desk of a branch."""
    grants = RoleGrant.objects.filter(role__in=rules.roles_for("lending.lend"), unit__path__in=unit.lineage)
    people = User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("pk")[:100]
    return [[user.pk, user.get_full_name() or user.get_username()] for user in people]


def desk_of(desk: OfflineDesk, day: date) -> dict[str, Any]:
    """What the page shows and judges by, beside readers and copies."""
    here, unit = snapshot(), desk.unit

    def say(name: str) -> Any:
        return here.setting(unit, name)

    return {
        "name": desk.name, "unit": str(unit), "days": say("lending.offline_days"),
        "lock": say("lending.offline_lock_minutes"), "grace": say("lending.grace_days"),
        "late": say("lending.block_overdue"), "year": say("lending.require_registration"),
        "child": say("people.child_age"), "staff": staff_of(unit), "closed": closed_days(unit, day),
    }  # fmt: skip
