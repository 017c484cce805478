"""The kinds of facts: what is counted, in what, by which dimensions, and which indicators of the annual form it feeds.

Kinds are data in code. A room registers its own from its `apps.py`:

    kinds.register(
        Kind("issues.physical", _("documents issued"), Counted.DOCUMENTS, (Feed("issue.physical"),))
    )
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .errors import UnknownKindError


class Counted(models.TextChoices):
    """The unit of count."""

    COPIES = "copies", _("copies")
    RECORDS = "records", _("records")
    DOCUMENTS = "documents", _("documents")
    PERSONS = "persons", _("persons")
    VISITS = "visits", _("visits")
    CONTACTS = "contacts", _("contacts")
    SEARCHES = "searches", _("searches")
    PAGES = "pages", _("pages")
    EVENTS = "events", _("events")
    REFERENCES = "references", _("references")
    REQUESTS = "requests", _("requests")
    HOURS = "hours", pgettext_lazy("a measure", "hours")
    TRIPS = "trips", _("trips")
    STOPS = "stops", pgettext_lazy("of a bus", "stops")
    KILOMETRES = "kilometres", _("kilometres")
    MINUTES = "minutes", _("minutes")
    LIBRARIES = "libraries", _("libraries")
    SUMS = "sums", pgettext_lazy("of money", "sums")


class Audience(models.TextChoices):
    """Who was served. Age bands are those of the diary, so that "children" and "youth" follow from a bound that a
    country sets."""

    CHILDREN = "children", _("children")
    YOUTH = "youth", _("youth")
    ADULTS = "adults", _("adults")
    FAMILY = "family", _("families")
    MIXED = "mixed", _("mixed audience")
    AGE_0_6 = "age_0_6", _("0–6 years")
    AGE_7_9 = "age_7_9", _("7–9 years")
    AGE_10_14 = "age_10_14", _("10–14 years")
    AGE_15_17 = "age_15_17", _("15–17 years")
    AGE_18_35 = "age_18_35", _("18–35 years")
    AGE_36_55 = "age_36_55", _("36–55 years")
    AGE_56 = "age_56", _("56 years and older")


class Place(models.TextChoices):
    ONSITE = "onsite", _("in the library")
    OUTSIDE = "outside", _("out of the library")
    REMOTE = "remote", _("remotely")


class DocumentKind(models.TextChoices):
    """Carriers and kinds, as the stock section of the form divides them."""

    BOOK = "book", _("books")
    BROCHURE = "brochure", _("brochures")
    PERIODICAL = "periodical", _("journals")
    NEWSPAPER = "newspaper", _("newspapers")
    MUSIC = "music", _("sheet music")
    MAP = "map", _("maps")
    GRAPHIC = "graphic", _("posters, postcards and other graphic sheets")
    MANUSCRIPT = "manuscript", _("unpublished documents")
    E_CARRIER = "e_carrier", _("electronic documents on removable carriers")
    E_DOCUMENT = "e_document", _("network electronic documents")
    MICROFORM = "microform", _("microforms")
    AUDIO = "audio", _("sound recordings")
    VIDEO = "video", _("video recordings")
    SPECIAL_FORMAT = "special_format", _("formats for the blind and partially sighted")
    OTHER = "other", _("other documents")


#: Printed and unpublished documents: column "stock.print".
PRINTED = ("book", "brochure", "periodical", "newspaper", "music", "map", "graphic", "manuscript")
#: Carriers that are neither paper, removable electronic carriers nor microforms: column "stock.other_carriers".
OTHER_CARRIERS = ("audio", "video", "other")


class Knowledge(models.TextChoices):
    """Branches of knowledge by the main classes of UDC; fiction and books for children stand apart, as the summary
    book has it."""

    GENERAL = "0", _("general, library science, reference")
    PHILOSOPHY = "1", _("philosophy, psychology")
    RELIGION = "2", _("religion")
    SOCIAL = "3", _("social sciences, law, economics, education")
    NATURE = "5", _("natural sciences, mathematics, ecology")
    APPLIED = "6", _("medicine, technology, agriculture")
    ARTS = "7", _("arts, sport")
    LANGUAGE = "8", _("languages, literary criticism")
    HISTORY = "9", _("history, geography, local history")
    FICTION = "fiction", _("fiction")
    CHILDREN = "children", _("books for children")


DIMENSIONS = ("audience", "place", "document_kind", "language", "knowledge")
#: The lists a dimension takes its values from; a language is any language code of the records.
VALUES: dict[str, type[models.TextChoices]] = {
    "audience": Audience,
    "place": Place,
    "document_kind": DocumentKind,
    "knowledge": Knowledge,
}
DIMENSION_LABELS: dict[str, Promise] = {
    "audience": _("audience"),
    "place": _("place"),
    "document_kind": _("kind of document"),
    "language": _("language"),
    "knowledge": _("branch of knowledge"),
}


@dataclass(frozen=True, slots=True)
class Feed:
    """An indicator a kind adds to. `where` narrows it to values of dimensions; `sign` is -1 where the kind takes
    away."""

    indicator: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    label: str | Promise
    counted: Counted
    feeds: tuple[Feed, ...] = ()
    dimensions: frozenset[str] = frozenset()
    order: int = 100

    def __str__(self) -> str:
        return str(self.label)


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Add kinds. The same kind twice is harmless; another kind under a code that is taken is a mistake of the
    programmer."""
    for kind in kinds:
        if unknown := kind.dimensions - set(DIMENSIONS):
            raise ValueError(f"{kind.code}: no such dimension: {', '.join(sorted(unknown))}")
        if _kinds.setdefault(kind.code, kind) != kind:
            raise ValueError(f"the kind {kind.code} is already registered with another meaning")


def kind(code: str) -> Kind:
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKindError(code) from None


def label(code: str) -> str:
    """The words for a kind; a kind that no room declares any more is shown by its code."""
    return str(_kinds[code].label) if code in _kinds else code


def every() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda k: (k.order, k.code))


def feeding(indicator: str) -> list[tuple[Kind, Feed]]:
    """The kinds an indicator is summed from."""
    return [(k, feed) for k in every() for feed in k.feeds if feed.indicator == indicator]


def stock_feeds(line: str) -> tuple[Feed, ...]:
    """The columns of the stock section for one of its lines (`received`, `withdrawn`)."""
    columns: Iterable[tuple[str, dict[str, tuple[str, ...]]]] = (
        ("total", {}),
        ("print", {"document_kind": PRINTED}),
        ("books", {"document_kind": ("book",)}),
        ("e_carriers", {"document_kind": ("e_carrier",)}),
        ("microforms", {"document_kind": ("microform",)}),
        ("other_carriers", {"document_kind": OTHER_CARRIERS}),
        ("special_formats", {"document_kind": ("special_format",)}),
        ("children", {"audience": ("children",)}),
    )
    return tuple(Feed(f"stock.{column}.{line}", where) for column, where in columns)


#: A contact from inside the library is a visit of another kind.
_REMOTE = {"place": ("remote",)}
_STOCK = frozenset({"audience", "document_kind", "language", "knowledge"})

register(
    Kind("items.received", _("items received"), Counted.COPIES, stock_feeds("received"), _STOCK, order=10),
    Kind("items.withdrawn", _("items withdrawn"), Counted.COPIES, stock_feeds("withdrawn"), _STOCK, order=11),
    Kind(
        "records.created",
        _("records created"),
        Counted.RECORDS,
        (Feed("ecat.created"), Feed("ecat.created_online"), Feed("ecat.volume"), Feed("ecat.volume_online")),
        frozenset({"document_kind", "language"}),
        order=20,
    ),
    Kind(
        "records.removed",
        _("records removed"),
        Counted.RECORDS,
        (
            Feed("ecat.removed"),
            Feed("ecat.removed_online"),
            Feed("ecat.volume", sign=-1),
            Feed("ecat.volume_online", sign=-1),
        ),
        frozenset({"document_kind", "language"}),
        order=21,
    ),
    # A session is what the form counts; searches and pages inside it are read as demand and would count the person
    # twice.
    Kind(
        "site.visits",
        _("remote visits"),
        Counted.CONTACTS,
        (Feed("remote.total", _REMOTE), Feed("remote.site", _REMOTE)),
        frozenset({"place"}),
        30,
    ),
    Kind("site.pages", _("page visits"), Counted.PAGES, (), frozenset({"place"}), 31),
    Kind("searches", _("searches"), Counted.SEARCHES, (), frozenset({"place", "language"}), 40),
    Kind(
        "searches.empty", _("searches that found nothing"), Counted.SEARCHES, (), frozenset({"place", "language"}), 41
    ),
)
