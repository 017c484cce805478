"""What the diary shows: the day in numbers, what waits, what one did last. The number of queries does not grow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chytalnia.catalogue.models import Draft, ImportJob, Item, MergeCase, Record
from chytalnia.catalogue.queries.merge_cases import visible_cases
from chytalnia.catalogue.services.bulk_items import ACT
from chytalnia.core import audit
from chytalnia.core.models import AuditEntry
from chytalnia.journal import kinds
from chytalnia.journal import queries as journal
from chytalnia.lending import worklists
from chytalnia.network.models import PLACES, Unit, UnitChange, UnitState
from chytalnia.network.paths import under
from chytalnia.people import rules
from chytalnia.people.access import visible_to
from chytalnia.people.models import RoleGrant

from . import events

#: The numbers of the day, in this order; of the journal's kinds the ones a branch lives by.
TILES = ("visits.service", "issues.physical", "users.registered", "refusals", "site.visits", "records.created")
#: A card nobody touched for so long is asked about.
CARD_GROWS_OLD = timedelta(days=365)
#: Work lists count no further: «1000+» says enough, and counting more would cost on every opening.
MOST = 1000
WEEKS = 52

_AGAINST = (
    gettext_lazy("%(n)s to last Monday"),
    gettext_lazy("%(n)s to last Tuesday"),
    gettext_lazy("%(n)s to last Wednesday"),
    gettext_lazy("%(n)s to last Thursday"),
    gettext_lazy("%(n)s to last Friday"),
    gettext_lazy("%(n)s to last Saturday"),
    gettext_lazy("%(n)s to last Sunday"),
)


@dataclass(frozen=True, slots=True)
class Tile:
    code: str
    name: Any
    number: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Year:
    """Weeks of one kind of fact, the oldest first; `now` is the place of this week."""

    code: str
    label: str
    weeks: list[int]
    now: int
    first: date
    last: date
    total: int

    @property
    def total_shown(self) -> str:
        return number_format(self.total, force_grouping=True)


def numbers(unit: Unit | None, day: date, *, chosen: str = "") -> tuple[list[Tile], Year]:
    """Today's numbers against the same weekday a week ago, and the year of one of them. One query of tallies."""
    start = day - timedelta(days=day.weekday() + 7 * (WEEKS - 1))
    rows = journal.tallies(list(TILES), unit, start, day, by=("kind", "day"))
    counted: dict[str, dict[date, int]] = defaultdict(dict)
    for row in rows:
        counted[row["kind"]][row["day"]] = row["quantity"]
    tiles = []
    for code in TILES:
        today = counted[code].get(day, 0)
        difference = today - counted[code].get(day - timedelta(days=7), 0)
        signed = f"+{number_format(difference)}" if difference > 0 else f"\N{MINUS SIGN}{number_format(-difference)}"
        note = str(_AGAINST[day.weekday()]) % {"n": signed} if difference else _("as a week ago")
        address = f"?kind={code}#year"
        tiles.append(Tile(code, kinds.kind(code).label, number_format(today, force_grouping=True), note, address))
    if chosen not in TILES:
        chosen = max(TILES[:3] + TILES[4:], key=lambda code: sum(counted[code].values()))
    weeks = [0] * WEEKS
    for when, quantity in counted[chosen].items():
        weeks[(when - start).days // 7] += quantity
    year = Year(chosen, str(kinds.kind(chosen).label), weeks, WEEKS - 1, start, day, sum(weeks))
    return tiles, year


def waiting(user: Any, unit: Unit | None) -> list[dict[str, Any]]:
    """Work lists with numbers; those with nothing in them are left out."""
    found: list[dict[str, Any]] = []

    def add(rows: Any, text: Any, url: str, action: Any, *, late: bool = False, more: str = "") -> None:
        number = rows if isinstance(rows, int) else rows.order_by()[: MOST + 1].count()
        if number:
            shown = f"{MOST}+" if number > MOST else number_format(number)
            found.append({"number": shown, "text": text(number), "url": url + more, "action": action, "late": late})

    if unit is not None and rules.may(user, "lending.view", unit):
        waits = worklists.numbers(unit, timezone.localdate())
        add(
            waits["pick"], lambda n: ngettext("copy to take from the shelf", "copies to take from the shelves", n),
            reverse("desk_lending:pick"), _("List"),
        )  # fmt: skip
        add(
            waits["send"], lambda n: ngettext("copy to put on the van", "copies to put on the van", n),
            reverse("desk_lending:van"), _("List"),
        )  # fmt: skip
        add(
            waits["coming"], lambda n: ngettext("copy is coming here", "copies are coming here", n),
            reverse("desk_lending:van"), _("Take in"),
        )  # fmt: skip
        add(
            waits["stale"], lambda n: ngettext("hold was not picked up in time", "holds were not picked up in time", n),
            reverse("desk_lending:shelf"), _("List"), late=True,
        )  # fmt: skip
        add(
            waits["overdue"], lambda n: ngettext("copy is overdue", "copies are overdue", n),
            reverse("desk_lending:overdue"), _("List"), late=True,
        )  # fmt: skip
        add(
            waits["letters"], lambda n: ngettext("letter to print", "letters to print", n),
            reverse("desk_lending:letters"), _("Print"),
        )  # fmt: skip
    if unit is not None:
        _events(user, unit, add)
    if rules.may(user, "catalogue.import"):
        jobs = ImportJob.objects.at_stage("uploaded", "previewed", "paused", "failed")
        stages = dict(visible_to(jobs, user, "catalogue.import").order_by().values_list("stage").annotate(Count("pk")))
        board = reverse("desk_imports:list")
        looked = stages.get("uploaded", 0) + stages.get("previewed", 0) + stages.get("paused", 0)
        add(looked, lambda n: ngettext("import to look at", "imports to look at", n), board, _("Look"))
        add(
            stages.get("failed", 0), lambda n: ngettext("import stopped", "imports stopped", n), board, _("Look"),
            late=True, more="?stage=failed",
        )  # fmt: skip
    if rules.may(user, "catalogue.merge"):
        cases = MergeCase.objects.filter(pk__in=visible_cases(user).filter(stage="open").values("pk"))
        add(
            cases, lambda n: ngettext("pair may be one book", "pairs may be one book", n), reverse("desk_merging:list"),
            _("Compare"),
        )  # fmt: skip
    if rules.may(user, "catalogue.edit_record"):
        add(
            Draft.objects.of(user), lambda n: ngettext("draft not finished", "drafts not finished", n),
            reverse("describing:drafts"), _("Go on"),
        )  # fmt: skip
        nameless = visible_to(Record.objects.active().filter(sort_title=""), user, "catalogue.edit_record", "owner")
        add(
            nameless, lambda n: ngettext("record without a title", "records without a title", n),
            reverse("describing:index"), _("Mend"), late=True,
        )  # fmt: skip
    if unit is not None and rules.may(user, "catalogue.edit_item", unit):
        items = Item.objects.filter(under([unit.path], "unit__path"))
        states = dict(
            items.filter(status__in=["in_processing", "missing"]).order_by().values_list("status").annotate(Count("pk"))
        )
        address = f"{reverse('desk_items:list')}?unit={unit.pk}&status="
        add(
            states.get("in_processing", 0),
            lambda n: ngettext("copy is being processed", "copies are being processed", n), address, _("List"),
            more="in_processing",
        )  # fmt: skip
        add(
            states.get("missing", 0), lambda n: ngettext("copy is missing", "copies are missing", n), address, _("List"),
            late=True, more="missing",
        )  # fmt: skip
    if rules.may(user, "network.change_card"):
        recent = UnitChange.objects.filter(unit=OuterRef("pk"), at__gte=timezone.now() - CARD_GROWS_OLD)
        old = rules.units_where(user, "network.change_card").filter(
            ~Exists(recent), Q(valid_from=None) | Q(valid_from__lt=timezone.localdate() - CARD_GROWS_OLD),
            kind__in=PLACES, state=UnitState.WORKING,
        )  # fmt: skip
        add(
            old,
            lambda n: ngettext("library's card is older than a year", "libraries' cards are older than a year", n),
            reverse("units:index"), _("Look"),
        )  # fmt: skip
    return found


def _events(user: Any, unit: Unit, add: Any) -> None:
    """What of events, rooms and children in care waits for somebody."""
    plan = f"?unit={unit.code}"
    if rules.may(user, "programmes.count", unit):
        add(
            events.uncounted(unit), lambda n: ngettext("event is over and not counted", "events are over and not counted", n),
            reverse("desk_programmes:todo"), _("Count"), late=True, more=plan,
        )  # fmt: skip
    if rules.may(user, "programmes.plan", unit):
        add(
            events.tasks(unit, timezone.localdate()),
            lambda n: ngettext("line of a checklist is due", "lines of checklists are due", n),
            reverse("desk_programmes:todo"), _("List"), more=plan,
        )  # fmt: skip
    if rules.may(user, "spaces.decide", unit):
        add(
            events.asked_for(unit), lambda n: ngettext("room is asked for", "rooms are asked for", n),
            reverse("desk_spaces:day"), _("Answer"), more=plan,
        )  # fmt: skip
    if rules.may(user, "care.head", unit):
        add(
            events.without_adults(unit),
            lambda n: ngettext("session with children has nobody on duty", "sessions with children have nobody on duty", n),
            reverse("desk_care:index"), _("Look"),
        )  # fmt: skip


_PAGES = {
    "catalogue.record": "describing:record",
    "catalogue.item": "desk_items:item",
    "catalogue.importjob": "desk_imports:job",
    "catalogue.mergecase": "desk_merging:case",
    "catalogue.work": "describing:work",
    "network.unit": "units:edit",
}


def last_acts(user: Any, *, most: int = 10) -> list[dict[str, Any]]:
    """What this person did last, each with a way back to it."""
    # Acts with many copies have a line for each copy and one for the act, and the single services tell theirs.
    own = AuditEntry.objects.filter(by_id=user.pk).exclude(act=ACT, object_label="catalogue.item")
    own = own.exclude(act__startswith="people.sign")
    acts: list[dict[str, Any]] = []
    for entry in own.order_by("-at", "-pk")[: most * 2]:
        if entry.act == ACT and acts:
            # The line of the single service before it says the same; this one knows how to undo it.
            if entry.before:
                acts[-1]["undo"] = reverse("desk_items:undo", args=[entry.pk])
            continue
        acts.append(
            {
                "at": entry.at,
                "text": audit.told(entry.act),
                "about": entry.object_text or _number_of(entry),
                "url": _page_of(entry),
                "undo": "",
            }
        )
    return acts[:most]


def _number_of(entry: AuditEntry) -> str:
    items = (entry.after or {}).get("items")
    if not isinstance(items, list) or not items:
        return entry.unit_code
    n = len(items)
    return str(items[0]) if n == 1 else ngettext("%(n)s copy", "%(n)s copies", n) % {"n": n}


def _page_of(entry: AuditEntry) -> str:
    name = _PAGES.get(entry.object_label)
    if not name or not entry.object_id:
        return ""
    try:
        return reverse(name, args=[entry.object_id])
    except NoReverseMatch:
        return ""


def units_of(user: Any) -> list[Unit]:
    """Units whose diary the person may open, in the order of the tree."""
    return list(
        rules.units_where(user, "desk.access").only("pk", "path", "depth", "code", "name", "short_name", "kind")
    )


def beginnings(user: Any) -> list[dict[str, Any]]:
    """The first steps of a network that has just been set up; nothing once there are records."""
    if Record.objects.exists():
        return []
    has_units = Unit.objects.exists()
    staff = RoleGrant.objects.exists()

    def step(text: str, url: str, action: str, *, done: bool = False) -> dict[str, Any]:
        return {"text": text, "url": reverse(url), "may": rules.may(user, action), "done": done}

    return [
        step(_("Put your libraries into the network"), "network_desk:create", "network.create_unit", done=has_units),
        step(_("Invite colleagues and give them roles"), "staff:index", "people.edit_account", done=staff),
        step(_("Bring your catalogue in as a file"), "desk_imports:new", "catalogue.import"),
        step(_("or describe the first book"), "describing:new", "catalogue.edit_record"),
    ]
