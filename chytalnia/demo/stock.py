"""Copies on the shelves of the demonstration network: how many, where, under what mark, bought when and for how much."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from chytalnia.catalogue import dimensions
from chytalnia.catalogue.derive import main_agent
from chytalnia.catalogue.models import AcquisitionSource, Item, ItemStatus, NumberSeries, Record
from chytalnia.catalogue.services import numbers, works
from chytalnia.journal import services as journal
from chytalnia.network.models import Unit, Zone
from chytalnia.wire.author_mark import Table, author_mark, load_table
from chytalnia.wire.bib import Bib

from .classics import RARE_BEFORE
from .records import TAKEOVER_DAYS
from .units import DATA

Progress = Callable[[int, int | None], None]

#: Where copies of a holder go, and how often: a large library gets most, a point little.
_SHARES = {
    "ounb": {"ounb": 1},
    "kremenchuk": {
        "kremenchuk-cb": 40, "kremenchuk-f1": 14, "kremenchuk-f4": 9, "kremenchuk-f5": 9, "kremenchuk-f7": 10,
        "kremenchuk-f10": 8, "kremenchuk-f11": 6, "potoky": 6, "mala-kokhnivka": 1, "bibliobus": 3,
    },
    "ekibastuz": {"ekibastuz-ok": 60, "shiderti": 15},
    "minusinsk": {"minusinsk-cb": 55, "minusinsk-f4": 25, "selivanikha": 12},
}  # fmt: skip
_CHILDREN = {
    "kremenchuk": ("kremenchuk-cdb", "kremenchuk-d2", "kremenchuk-d3"),
    "ekibastuz": ("ekibastuz-bala",),
    "minusinsk": ("minusinsk-d1",),
    "ounb": ("ounb",),
}
#: Currency and the span of prices in it, in smallest units.
_MONEY = {"ounb": ("UAH", 9_000, 52_000), "kremenchuk": ("UAH", 8_000, 46_000), "ekibastuz": ("KZT", 150_000, 890_000),
          "minusinsk": ("RUB", 19_000, 98_000)}  # fmt: skip
_COPIES = (1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6)
_STATES = (
    [ItemStatus.AVAILABLE] * 78 + [ItemStatus.ON_LOAN] * 15 + [ItemStatus.ON_HOLD] * 2 + [ItemStatus.IN_TRANSIT] * 2
    + [ItemStatus.IN_BINDERY] + [ItemStatus.NOT_LENT] + [ItemStatus.MISSING]
)  # fmt: skip
_SOURCES = (
    [AcquisitionSource.TRADE] * 8 + [AcquisitionSource.PROGRAMME] * 4 + [AcquisitionSource.DONATION] * 4
    + [AcquisitionSource.EXCHANGE] * 2 + [AcquisitionSource.DRIVE] * 2 + [AcquisitionSource.REPLACEMENT]
)  # fmt: skip

#: Class of the library's own shelves by the class of the Library of Congress, the longest beginning first.
_CLASSES = {
    "PG3948": "821.161.2", "PG3949": "821.161.2", "PG39": "811.161.2", "PG38": "811.161.2", "PG2": "811.161.1",
    "PG3": "821.161.1", "PG5": "821.162", "PG1": "821.163", "PG": "811.16", "PL65": "821.512.122", "PL56": "821.512.133",
    "PL": "811.512", "PN": "82.09", "PZ": "82-93", "P": "81", "DK508": "94(477)", "DK9": "94(574)", "DK": "94(47)",
    "DR": "94(497)", "DS": "94(5)", "D": "94", "E": "94(7)", "F": "94(7)", "G": "91", "GN": "39", "GR": "398", "GT": "39",
    "GV": "796", "GE": "502", "BF": "159.9", "BL": "2", "BP": "28", "BX": "27", "BR": "27", "B": "1", "C": "930",
    "CT": "929", "HA": "311", "HB": "330", "HC": "330.3", "HD": "338", "HF": "339", "HG": "336", "HM": "316", "HN": "316",
    "HQ": "316", "HV": "364", "H": "30", "J": "32", "K": "34", "L": "37", "ML": "78", "MT": "78", "M": "78", "NA": "72",
    "ND": "75", "N": "7", "QA": "51", "QB": "52", "QC": "53", "QD": "54", "QE": "55", "QH": "57", "QK": "58", "QL": "59",
    "Q": "5", "RA": "614", "R": "61", "SB": "635", "S": "63", "TA": "62", "TK": "621.3", "TL": "629", "TN": "622",
    "TX": "64", "T": "6", "U": "355", "V": "359", "Z": "02",
}  # fmt: skip
#: Kinds of zones that a class stands in, the first that the library has.
_ZONES = {
    "82": ("loud", "open_shelf"),
    "9": ("quiet", "museum_corner"),
    "0": ("media", "quiet"),
    "7": ("quiet", "open_shelf"),
}


_ANYWHERE = ("open_shelf", "loud", "quiet", "reception")


@dataclass(slots=True)
class _Shelved:
    """What all copies of a record have in common."""

    pk: int
    holder: str
    created: datetime
    year: int | None
    children: bool
    class_number: str
    author_mark: str
    kind: str
    language: str
    knowledge: str


def build(progress: Progress = lambda done, total: None) -> None:
    """Give every record that has none its copies, in one transaction, and tell the journal of those of the last weeks."""
    with transaction.atomic():
        numbers.load_author_marks(
            data=(DATA / "author-marks.txt").read_bytes(), name="Демонстраційна таблиця: 21 рядок"
        )
        rng = random.Random("chytalnia")  # noqa: S311 – the same copies on every machine
        records, places = list(_records()), _Places()
        items = [item for record in records for item in _copies(record, places, rng)]
        _number(items)
        for start in range(0, len(items), 1000):
            Item.objects.bulk_create(items[start : start + 1000])
            progress(min(start + 1000, len(items)), len(items))
        _tell(items, {record.pk: record for record in records})
        works.refresh(Record.objects.filter(items__isnull=False).values_list("work_id", flat=True).distinct())


def _records() -> Iterator[_Shelved]:
    table = load_table((DATA / "author-marks.txt").read_bytes())
    rows = Record.objects.active().filter(items=None).order_by("pk").select_related("owner").defer("source")
    for record in rows.iterator(chunk_size=500):
        bib = record.bib
        assert record.owner is not None
        yield _Shelved(
            record.pk, record.owner.code, record.created_at, record.year, is_for_children(bib), class_of(bib),
            _mark(bib, table), dimensions.document_kind(bib), dimensions.language(bib), dimensions.knowledge(bib),
        )  # fmt: skip


def class_of(bib: Bib) -> str:
    """The class a record is shelved under: its UDC number if it has one, else what answers to its class letters."""
    for number in bib.classes:
        if number.scheme == "udc":
            return number.number[:80]
    letters = next((c.number for c in bib.classes if c.scheme == "lcc"), "")
    return next((_CLASSES[letters[:n]] for n in range(6, 0, -1) if letters[:n] in _CLASSES), "08")


def _mark(bib: Bib, table: Table) -> str:
    agent = main_agent(bib)
    by_name = agent is not None and bool(agent.name.value)
    heading = agent.name.value if agent is not None and by_name else bib.title.proper.value
    return author_mark(heading, table, title=not by_name)


def is_for_children(bib: Bib) -> bool:
    letters = next((c.number for c in bib.classes if c.scheme == "lcc"), "")
    said = f"{bib.title.proper.value} {bib.title.remainder or ''}".casefold()
    return (
        dimensions.audience(bib) == "children"
        or letters.startswith(("PZ", "GR", "QL7", "LB15"))
        or any(
            word in said for word in ("дітей", "дитяч", "казк", "детей", "детск", "сказк", "школьн", "балалар", "ертег")
        )
    )


def _copies(record: _Shelved, places: _Places, rng: random.Random) -> Iterator[Item]:
    shares = _SHARES[record.holder]
    # An old takeover lends books several times over; a new book comes in one or two copies.
    count = rng.choice(_COPIES) if record.holder != "ounb" else rng.choice((1, 1, 2))
    rare = record.year is not None and record.year < RARE_BEFORE
    codes = rng.choices(list(shares), weights=list(shares.values()), k=1 if rare else count)
    if record.children:
        codes = [rng.choice(_CHILDREN[record.holder]) for _ in codes] + codes[:1]
    currency, least, most = _MONEY[record.holder]
    today = timezone.localdate()
    for code in codes:
        unit = places.units[code]
        acquired = _acquired(record, today, rng)
        fresh = (today - acquired).days < 10
        status = rng.choice(_STATES)
        if fresh and rng.random() < 0.3:
            status = ItemStatus.IN_PROCESSING
        if rare:
            status = ItemStatus.NOT_LENT
        yield Item(
            record_id=record.pk, base_record_id=record.pk, unit=unit, holder=places.units[record.holder],
            zone=places.zone(unit, record), class_number=record.class_number, author_mark=record.author_mark,
            shelf_mark=numbers.shelf_mark(record.class_number, record.author_mark), status=status,
            price_minor=rng.randrange(least, most, 50), currency=currency, source=rng.choice(_SOURCES), acquired_on=acquired,
            accession_lot=f"{acquired:%Y}/{1 + acquired.timetuple().tm_yday // 9}",
        )  # fmt: skip


def _acquired(record: _Shelved, today: date, rng: random.Random) -> date:
    came = timezone.localdate(record.created)
    if (today - came).days < TAKEOVER_DAYS - 1:
        return came
    published = record.year if record.year and 1950 < record.year < came.year else 1998
    first = max(date(published, 6, 1), date(1962, 1, 1))
    # Most books are bought soon after they appear; some come as gifts decades later.
    span = (came - first).days
    return first + timedelta(days=int(span * rng.random() ** 3))


class _Places:
    """Units by code and the zones of each by kind, read once."""

    def __init__(self) -> None:
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self.zones: dict[int, dict[str, Zone]] = defaultdict(dict)
        for zone in Zone.objects.all():
            self.zones[zone.unit_id][zone.kind] = zone

    def zone(self, unit: Unit, record: _Shelved) -> Zone | None:
        """Where in a library the copies of a record stand: the first fitting zone that it has."""
        wanted: list[str] = ["children", "family"] if record.children else []
        for start in (record.class_number[:2], record.class_number[:1]):
            wanted += _ZONES.get(start, ())
        there = self.zones[unit.pk]
        return next((there[kind] for kind in (*wanted, *_ANYWHERE) if kind in there), None)


def _number(items: list[Item]) -> None:
    """Inventory numbers and barcodes from the series of each holder, in the order the copies came."""
    for holder in {item.holder_id: item.holder for item in items}.values():
        _series(holder)
        own = sorted((item for item in items if item.holder_id == holder.pk), key=lambda item: str(item.acquired_on))
        for start in range(0, len(own), 2000):
            piece = own[start : start + 2000]
            inventory = numbers.take(unit=holder, kind=NumberSeries.Kind.INVENTORY, count=len(piece))
            barcodes = numbers.take(unit=holder, kind=NumberSeries.Kind.BARCODE, count=len(piece))
            for item, number, code in zip(piece, inventory, barcodes, strict=True):
                item.inventory_number, item.barcode = number, code


def _series(holder: Unit) -> None:
    """Barcodes are one space for the whole network, so each holder has a prefix of its own; inventory numbers go on from
    where the paper inventory book ended."""
    place = f"{holder.pk:03d}"
    for kind, prefix, width, following in (
        ("barcode", f"2{place}", 9, 1),
        ("inventory", "", 1, 104_200 + 10_000 * holder.pk),
    ):
        NumberSeries.objects.get_or_create(
            unit=holder, kind=kind, defaults={"prefix": prefix, "width": width, "next_value": following}
        )  # fmt: skip


def _tell(items: list[Item], records: dict[int, _Shelved]) -> None:
    """Copies received in this year and the last, as facts of their days: the years whose books a visitor opens."""
    today = timezone.localdate()
    since = min(today - timedelta(days=TAKEOVER_DAYS - 1), date(today.year - 1, 1, 1) - timedelta(days=1))
    counts: Counter[tuple[int, date, str, str, str, str]] = Counter()
    for item in items:
        if item.acquired_on is not None and item.acquired_on > since:
            record = records[item.record_id]
            audience = "children" if record.children else ""
            counts[item.unit_id, item.acquired_on, record.kind, record.language, record.knowledge, audience] += 1
    journal.record_many(
        journal.NewFact(
            kind="items.received", unit=unit, quantity=count, at=noon(day), document_kind=kind, language=language,
            knowledge=knowledge, audience=audience,
        )
        for (unit, day, kind, language, knowledge, audience), count in sorted(counts.items())
    )  # fmt: skip


def noon(day: date, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
