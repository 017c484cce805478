"""The catalogue and the copies: made-up books, described as a cataloguer would and taken in as an import does."""

from __future__ import annotations

import itertools
import random
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from chytalnia.catalogue import dimensions
from chytalnia.catalogue.models import AcquisitionSource, Item, ItemStatus, NumberSeries, Record, Work
from chytalnia.catalogue.services import ingest, numbers
from chytalnia.journal import services as journal
from chytalnia.network.models import Unit
from chytalnia.wire import marc
from chytalnia.wire.bib import Agent, Bib, Classification, Identifier, Kind, Subject, Text, Title

from . import spool
from .places import Place
from .words import WORDS, author, fiction_title

#: Copies to a title in the whole network; popular ones have dozens, most have one or two.
COPIES = 4
BATCH = 500
_KINDS: tuple[Kind, ...] = ("book",) * 94 + ("sound", "video", "map", "music", "music", "electronic")
_SOURCES = (AcquisitionSource.TRADE,) * 8 + (AcquisitionSource.PROGRAMME,) * 5 + (AcquisitionSource.DONATION,) * 4
_MONEY = {"uk": ("UAH", 8_000, 52_000), "ru": ("RUB", 19_000, 98_000), "kk": ("KZT", 150_000, 890_000)}


@dataclass(frozen=True, slots=True)
class Book:
    record: int
    work: int
    children: bool
    class_number: str
    mark: str
    of: tuple[str, str, str]


@dataclass(slots=True)
class Stock:
    """Copies by number from nought, as columns: what a year of lending asks of them."""

    pk: array[int] = field(default_factory=lambda: array("q"))
    unit: array[int] = field(default_factory=lambda: array("q"))
    book: list[Book] = field(default_factory=list)
    #: number of the day it was acquired
    since: array[int] = field(default_factory=lambda: array("l"))
    #: number in `of`
    about: array[int] = field(default_factory=lambda: array("l"))
    #: document kind, language, knowledge
    of: list[tuple[str, str, str]] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    #: by library: copies for grown-ups and for children, the most asked for first
    shelves: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict)
    of_work: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    asked: Counter[int] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self.pk)


def catalogue(
    *, places: list[Place], titles: int, first: date, chance: random.Random, tell: spool.Tell
) -> dict[int, list[Book]]:
    """Describe books for every holder in its language, in proportion to its libraries; the most asked for come first."""
    sizes: Counter[int] = Counter()
    for place in places:
        sizes[place.holder.pk] += place.size  # type: ignore[assignment]
    whole, done, out = sum(sizes.values()), 0, {}
    at = timezone.make_aware(datetime.combine(first - timedelta(days=1), time(12)))
    for holder, own in itertools.groupby(sorted(places, key=lambda place: place.holder.pk), lambda place: place.holder):
        language = next(own).language
        wanted = max(20, round(titles * sizes[holder.pk] / whole))
        books: list[Book] = []
        setting = ingest.Setting(
            owner=holder, unit=holder, make_items=False, find_duplicates=False, reason="chytalnia seed", at=at
        )
        described = (_described(language, f"S{holder.pk:03}{n:07}", first, chance) for n in range(wanted))
        while some := list(itertools.islice(described, BATCH)):
            ids = ingest.write([_incoming(bib) for bib in some], setting).created
            works = dict(Record.objects.filter(pk__in=ids).values_list("pk", "work_id"))
            books += [_book(pk, works[pk], bib) for pk, bib in zip(ids, some, strict=True)]
            done += len(some)
            tell(done, titles)
        out[holder.pk] = books
    return out


def _incoming(bib: Bib) -> ingest.Incoming:
    raw = marc.write_iso2709(marc.from_bib(bib, "marc21"), "marc21")
    return ingest.Incoming(bib, raw, "iso2709", "marc21", "utf-8")


def _book(pk: int, work: int, bib: Bib) -> Book:
    surname = bib.agents[0].name.value if bib.agents else bib.title.proper.value
    return Book(
        pk, work, bib.audience == "j", bib.classes[0].number, f"{surname[0].upper()}{10 + sum(map(ord, surname)) % 89}",
        (dimensions.document_kind(bib), dimensions.language(bib), dimensions.knowledge(bib)),
    )  # fmt: skip


def _described(language: str, number: str, first: date, chance: random.Random) -> Bib:
    said = WORDS[language]
    bib = Bib(control_number=number, agency="SEED", languages=[said.marc], country=said.country)
    year = first.year - min(60, int(chance.expovariate(1 / 14)))
    surname, name = author(language, chance)
    what = chance.random()
    remainder = None
    if what < 0.5:
        title, subject, number_of_class = fiction_title(language, chance), said.fiction, _literature(said.marc)
        bib.literary_form = "1"
    elif what < 0.75:
        title, subject, number_of_class = chance.choice(said.children), said.children_subject, "82-93"
        bib.audience, bib.literary_form = "j", "1"
    elif what < 0.83:
        title, subject, number_of_class = chance.choice(said.textbooks), "", "37"
        remainder = Text(said.textbook.format(n=chance.randint(1, 11)))
        subject = title
    else:
        subject, number_of_class, beginnings = chance.choice(said.fields)
        title = chance.choice(beginnings)
        if chance.random() < 0.4:
            remainder = Text(f"{year - chance.randint(1, 40)}–{year}")
    bib.title = Title(proper=Text(title), remainder=remainder)
    bib.agents = [Agent(name=Text(f"{surname}, {name}"), main=True)]
    bib.kind = chance.choice(_KINDS)
    bib.places, bib.publishers = [Text(chance.choice(said.places))], [Text(chance.choice(said.publishers))]
    bib.date, bib.year = str(year), year
    bib.extent = f"{chance.randint(48, 620)} {said.pages}"
    bib.subjects = [Subject(parts=[Text(subject)])]
    bib.classes = [Classification("udc", number_of_class)]
    if year > 1990 and bib.kind == "book":
        bib.isbn = [_isbn(chance)]
    return bib


def _literature(marc_language: str) -> str:
    return {"ukr": "821.161.2", "rus": "821.161.1", "kaz": "821.512.122"}[marc_language]


def _isbn(chance: random.Random) -> Identifier:
    body = f"978966{chance.randrange(10**6):06}"
    check = -sum(int(figure) * (3 if n % 2 else 1) for n, figure in enumerate(body)) % 10
    return Identifier(f"{body}{check}", f"{body}{check}")


_ITEM = (
    "id", "record", "base_record", "holder", "unit", "inventory_number", "barcode", "class_number", "author_mark",
    "shelf_mark", "part", "status", "price_minor", "currency", "source", "acquired_on", "accession_lot", "document",
    "withdrawal_reason", "withdrawal_act", "note", "created_at", "changed_at",
)  # fmt: skip


def copies(
    *, places: list[Place], books: dict[int, list[Book]], count: int, first: date, last: date, chance: random.Random
) -> Stock:
    """Spread copies over the libraries: much of what is asked for, a little of the rest; some were bought in the year.

    They are stored when the year is over and the state of each is known.
    """
    stock = Stock()
    last_pk = spool.last_id(Item)
    kinds: dict[tuple[str, str, str], int] = {}
    whole = sum(place.size for place in places)
    shares = [int(count * place.size / whole) for place in places]
    shares[0] += count - sum(shares)
    for place, share in zip(places, shares, strict=True):
        own = books[place.holder.pk]
        rank = {book.record: n for n, book in enumerate(own)}
        pools = [book for book in own if not book.children], [book for book in own if book.children]
        shelves: tuple[list[int], list[int]] = [], []
        for n in range(share):
            for_children = place.children or n % 10 < 3
            pool = pools[for_children] or own
            # Half of all copies are of the first eighth of the titles.
            book = pool[int(len(pool) * chance.random() ** 3)]
            at = len(stock)
            stock.pk.append(last_pk + at + 1)
            stock.unit.append(place.pk)
            stock.since.append(_acquired(first, last, chance))
            stock.about.append(kinds.setdefault(book.of, len(kinds)))
            stock.book.append(book)
            stock.status.append(ItemStatus.AVAILABLE.value)
            stock.of_work[book.work].append(at)
            shelves[for_children].append(at)
        for shelf in shelves:
            # A little disorder: tastes of branches differ.
            shelf.sort(key=lambda at: rank[stock.book[at].record] * chance.uniform(0.6, 1.4))
        stock.shelves[place.pk] = shelves
    stock.of = list(kinds)
    return stock


def _acquired(first: date, last: date, chance: random.Random) -> int:
    """One copy of twenty came within the year, the others in the decades before it."""
    if chance.random() < 0.05:
        return first.toordinal() + chance.randrange((last - first).days + 1)
    return first.toordinal() - 1 - min(20_000, int(chance.expovariate(1 / 3000)))


def store(*, places: list[Place], stock: Stock, chance: random.Random, tell: spool.Tell) -> None:
    """Write the copies as the year left them, and count the works anew."""
    rows = spool.Spool(Item, _ITEM)
    of_holder: dict[int, list[int]] = defaultdict(list)
    place_of = {place.pk: place for place in places}
    for at, unit in enumerate(stock.unit):
        of_holder[place_of[unit].holder.pk].append(at)
    moment = spool.Moments()
    for place in {place.holder.pk: place for place in places}.values():
        own = sorted(of_holder[place.holder.pk], key=stock.since.__getitem__)
        inventory, barcodes = _numbers(place.holder, len(own))
        currency, least, most = _MONEY[place.language]
        for at, number, barcode in zip(own, inventory, barcodes, strict=True):
            book, day = stock.book[at], date.fromordinal(stock.since[at])
            made = moment(day, 600)
            rows.add(
                (
                    stock.pk[at], book.record, book.record, place.holder.pk, stock.unit[at], number, barcode,
                    book.class_number, book.mark, numbers.shelf_mark(book.class_number, book.mark), "", stock.status[at],
                    chance.randrange(least, most, 50), currency, chance.choice(_SOURCES).value, day.isoformat(),
                    f"{day:%Y}/{1 + day.timetuple().tm_yday // 9}", "", "", "", "", made, made,
                )
            )  # fmt: skip
    rows.store(lambda done: tell(done, len(stock)))
    _count(stock)


def _numbers(holder: Unit, count: int) -> tuple[list[str], list[str]]:
    """The next numbers of a holder; barcodes of each begin differently, as they are one space for the whole network."""
    out: list[list[str]] = []
    for kind, prefix, width, following in (
        (NumberSeries.Kind.INVENTORY, "", 1, 104_200 + 10_000 * holder.pk),
        (NumberSeries.Kind.BARCODE, f"2{holder.pk:03d}", 9, 1),
    ):
        NumberSeries.objects.get_or_create(
            unit=holder, kind=kind, defaults={"prefix": prefix, "width": width, "next_value": following}
        )
        taken: list[str] = []
        while len(taken) < count:
            taken += numbers.take(unit=holder, kind=kind, count=min(10_000, count - len(taken)))
        out.append(taken)
    return out[0], out[1]


def tell_journal(stock: Stock, first: date) -> None:
    """Copies bought within the year, as facts of their days."""
    counts = Counter(
        (stock.unit[at], day, stock.about[at]) for at, day in enumerate(stock.since) if day >= first.toordinal()
    )
    journal.record_many(
        journal.NewFact(
            kind="items.received", unit=unit, quantity=count, document_kind=stock.of[of][0], language=stock.of[of][1],
            knowledge=stock.of[of][2],
            at=timezone.make_aware(datetime.combine(date.fromordinal(day), time(10))),
        )
        for (unit, day, of), count in sorted(counts.items())
    )  # fmt: skip


def _count(stock: Stock) -> None:
    """How many copies a work has, how many are free, how much it was asked for."""
    rows = [
        (
            len(own), sum(stock.status[at] == ItemStatus.AVAILABLE for at in own), stock.asked[work], work
        )
        for work, own in sorted(stock.of_work.items())
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {connection.ops.quote_name(Work._meta.db_table)} SET item_count = item_count + %s,"  # noqa: S608
            " available_count = available_count + %s, popularity = popularity + %s WHERE id = %s",
            rows,
        )
