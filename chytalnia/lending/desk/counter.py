"""The lending desk: one screen for a scanner and a keyboard."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem

from chytalnia.core.forms import number_of
from chytalnia.core.keys import key_of
from chytalnia.demand import desk as demand
from chytalnia.demand.errors import NothingAsked
from chytalnia.demand.models import Reason
from chytalnia.lending import counter, queries, services
from chytalnia.lending.counter import Answer
from chytalnia.lending.errors import LendingError, Refused
from chytalnia.lending.models import Act, HoldState, Loan, Mode
from chytalnia.lending.purse import purse_of
from chytalnia.lending.services.undo import NOT_UNDONE
from chytalnia.lending.snapshot import snapshot
from chytalnia.network.models import Unit
from chytalnia.people import rules
from chytalnia.people.access import needs, require
from chytalnia.people.errors import ReaderRefusedError
from chytalnia.people.models import Card, Reader
from chytalnia.people.readers import queries as readers
from chytalnia.people.readers import services as reader_services
from chytalnia.people.shell import RightItem, page

LEND = "lending.lend"
#: The last acts of the desk that stay in sight.
LAST = 10
#: Ways of lending that the counter offers. Copies of other libraries are lent by their interlibrary order, whatever the way.
WAYS = (Mode.HOME, Mode.READING_ROOM, Mode.NIGHT, Mode.COLLECTIVE, Mode.POINT, Mode.BUS, Mode.DELIVERY, Mode.ILL)
#: Ways in which a class, an institution or another library borrows as one.
TO_GROUPS = (Mode.COLLECTIVE, Mode.POINT, Mode.BUS, Mode.ILL, Mode.READING_ROOM)


def menu_item() -> MenuItem:
    return RightItem(
        LEND, gettext_lazy("Lending"), reverse("desk_lending:counter"), name="lending", icon_name="user", order=3
    )


def urls() -> list[URLPattern]:
    return [
        path("", counter_page, name="counter"),
        path("scan/", scan, name="scan"),
        path("undo/<int:pk>/", undo, name="undo"),
        path("renew/<int:pk>/", renew, name="renew"),
        path("refuse/", refuse, name="refuse"),
        path("reregister/", reregister, name="reregister"),
    ]


@dataclass(slots=True)
class Desk:
    """Where the person works and how the screen stands: the unit, the open reader, whether copies are taken back."""

    request: HttpRequest
    units: list[Unit]
    unit: Unit
    reader: Reader | None = None
    returning: bool = False
    way: str = Mode.HOME

    @property
    def address(self) -> str:
        parts = [f"reader={self.reader.pk}"] if self.reader else []
        parts += ["mode=return"] if self.returning else []
        return reverse("desk_lending:counter") + ("?" + "&".join(parts) if parts else "")


def desk_of(request: HttpRequest) -> Desk | None:
    """The desk as the request describes it; nothing for a person who lends nowhere."""
    asked = request.POST if request.method == "POST" else request.GET
    units = list(_places(request.user))
    if not units:
        return None
    unit = working_unit(request, units, asked.get("unit"))
    way = asked.get("way") or Mode.HOME
    return Desk(
        request, units, unit, counter.opened(asked.get("reader"), request.user), asked.get("mode") == "return",
        way if way in WAYS else Mode.HOME,
    )  # fmt: skip


def working_unit(request: HttpRequest, units: list[Unit], chosen: str | None) -> Unit:
    """The library where the person works now: chosen on this page, else the one of their diary, else their first."""
    by_code = {unit.code: unit for unit in units}
    unit = next((each for each in units if str(each.pk) == chosen), None)
    unit = unit or by_code.get(request.session.get("desk_unit", "")) or units[0]
    if request.session.get("desk_unit") != unit.code:
        request.session["desk_unit"] = unit.code
    return unit


def _places(user: Any) -> QuerySet[Unit]:
    return rules.units_where(user, LEND).places()


@needs(LEND)
def counter_page(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    if desk is None:
        return page(request, "lending/desk/nowhere.html", _("Lending"), icon="user")
    return shown(desk, Answer())


def shown(desk: Desk, answer: Answer, status: int = 200) -> HttpResponse:
    """The whole page; only what changed for the script that sends scans one after another."""
    context = {"desk": desk, "answer": answer, "key": uuid.uuid4(), **_state(desk, answer)}
    if desk.request.headers.get("X-Counter"):
        return render(desk.request, "lending/desk/_counter.html", context, status=status)
    ways = [(mode.value, mode.label) for mode in WAYS]
    return page(
        desk.request, "lending/desk/counter.html", _("Lending"), icon="user", ways=ways, status=status, **context
    )


def _state(desk: Desk, answer: Answer) -> dict[str, Any]:
    today = timezone.localdate()
    state: dict[str, Any] = {
        "today": today, "trip": services.trips.under_way(desk.unit), "acts": _last_acts(desk),
        "reasons": list(enumerate(Reason.choices, start=1)),
        "may_override": rules.may(desk.request.user, "lending.override", desk.unit),
        "may_refuse": rules.may(desk.request.user, "demand.record", desk.unit),
        "may_hold": rules.may(desk.request.user, "lending.hold", desk.unit),
        "may_register": rules.may(desk.request.user, "people.register_reader", desk.unit),
        **money_rights(desk.request.user, desk.unit),
    }  # fmt: skip
    if desk.reader is not None:
        loans, holds = queries.loans_of(desk.reader), queries.holds_of(desk.reader)
        state |= {
            "loans": list(loans[:100]), "holds": list(holds[:30]), "foreign": list(queries.foreign_of(desk.reader)[:20]),
            "ready": HoldState.ON_SHELF, "warnings": counter.warnings(desk.reader, desk.unit, today),
            "card": readers.working_card(desk.reader), "age": readers.age_on(desk.reader, today),
            "category": readers.category(desk.reader, today),
        }  # fmt: skip
        state["money"] = purse_of(desk.reader.pk, state["loans"])
    return state


def money_rights(user: Any, unit: Unit) -> dict[str, bool]:
    """What the person may do about money and losses."""
    return {
        "may_money": rules.may(user, "lending.money", unit), "may_lose": rules.may(user, "lending.lose", unit),
        "may_forgive": rules.may(user, "lending.forgive", unit),
    }  # fmt: skip


def _last_acts(desk: Desk) -> list[Act]:
    """The last acts of this desk; each knows whether it can still be undone, and the end of the reader's card."""
    acts = queries.last_acts(desk.unit, limit=LAST)
    numbers = dict(
        Card.objects.filter(reader__in={act.reader_id for act in acts} - {None}, blocked_at=None).values_list(
            "reader_id", "number"
        )
    )
    limit = timedelta(minutes=snapshot().setting(desk.unit, "lending.undo_minutes"))
    now = timezone.now()
    for act in acts:
        left = act.recorded_at + limit - now
        act.undo_for = 0 if act.undone_at or act.kind in NOT_UNDONE else max(0, int(left.total_seconds()))  # type: ignore[attr-defined]
        act.of_today = timezone.localdate(act.at) == timezone.localdate(now)  # type: ignore[attr-defined]
        act.card_end = numbers.get(act.reader_id or 0, "")[-4:]  # type: ignore[attr-defined]
    return acts


def desk_or_refused(request: HttpRequest, action: str = LEND) -> Desk:
    desk = desk_of(request)
    require(request.user, action, desk.unit if desk else None)
    assert desk is not None
    return desk


@require_POST
@needs(LEND)
def scan(request: HttpRequest) -> HttpResponse:
    desk = desk_or_refused(request)
    answer = counter.scanned(
        request.POST.get("code", ""), unit=desk.unit, by=request.user, reader=desk.reader, returning=desk.returning,
        mode=_way(desk), key=key_of(request), override=request.POST.get("override", "").strip()[:300],
    )  # fmt: skip
    if answer.reader is not None and answer.reader != desk.reader:
        desk.returning = False
    desk.reader = answer.reader
    return shown(desk, answer)


def _way(desk: Desk) -> str:
    """A class or an institution borrows as one, whatever was chosen for the readers before it; to another library goes only
    what a group borrows."""
    if desk.reader is not None and desk.reader.is_collective:
        return desk.way if desk.way in TO_GROUPS else Mode.COLLECTIVE
    return Mode.HOME if desk.way == Mode.ILL else desk.way


@require_POST
@needs(LEND)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    desk = desk_or_refused(request)
    act = get_object_or_404(Act.objects.filter(unit=desk.unit), pk=pk)
    try:
        services.undo(act=act, by=request.user)
    except LendingError as refused:
        return shown(desk, Answer("bad", _("Not undone"), [str(refused)], reader=desk.reader))
    title = act.detail.get("title") or (act.item.record.title if act.item else act.get_kind_display())
    return shown(desk, Answer("good", _("Undone: %(title)s") % {"title": title}, reader=desk.reader))


@require_POST
@needs(LEND)
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """One loan of the open reader, or with `pk` 0 all of them."""
    desk = desk_or_refused(request)
    if desk.reader is None:
        return shown(desk, Answer("bad", _("Open the reader first.")))
    loans = Loan.objects.filter(reader=desk.reader, returned_at=None).select_related("item__record")
    chosen = list(loans if pk == 0 else loans.filter(pk=pk))
    done, refused = [], []
    for n, loan in enumerate(chosen):
        key = key_of(request)
        try:
            done.append(
                services.renew(loan=loan, by=request.user, key=uuid.uuid5(key, str(n)) if key else None,
                               override=request.POST.get("override", "").strip()[:300])
            )  # fmt: skip
        except Refused as problem:
            refused.append((loan, problem.problems))
    answer = Answer("good" if not refused else "look" if done else "bad", reader=desk.reader)
    answer.title = _("Renewed: %(n)s of %(all)s") % {"n": len(done), "all": len(chosen)}
    for loan, problems in refused:
        answer.lines.append(f"{loan.item.record.title}: {' '.join(map(str, problems))}")
    if len(chosen) == 1 and refused:
        answer.problems, answer.item, answer.lines = refused[0][1], chosen[0].item, []
        answer.title = _("Not renewed: %(title)s") % {"title": chosen[0].item.record.title}
    return shown(desk, answer)


@require_POST
@needs(LEND)
def refuse(request: HttpRequest) -> HttpResponse:
    """Asked for and not given: the words are what was scanned or typed last, the reason one digit."""
    desk = desk_or_refused(request, "demand.record")
    text, digit = request.POST.get("text", "").strip(), request.POST.get("digit", "")
    nothing = Answer("ask", _("Type what was asked for, then F9 and the reason."), reader=desk.reader)
    if not text:
        return shown(desk, nothing)
    if not digit:
        return shown(desk, Answer("ask", _("Why was it not given?"), [text], reader=desk.reader, asked=text))
    about: dict[str, Any] = {"text": text[:300]}
    if item := request.POST.get("item", ""):
        number = number_of(item)
        found = counter.Item.objects.filter(pk=number).select_related("record__work").first()
        if found is not None:
            about = {"record": found.record}
    if desk.reader is not None:
        about |= {"reader": desk.reader, "audience": readers.age_band(desk.reader, timezone.localdate())}
    try:
        line = demand.quick(
            unit=desk.unit, digit=digit, by=request.user, key=str(key_of(request) or uuid.uuid4()), **about
        )  # fmt: skip
    except NothingAsked:
        return shown(desk, nothing)
    told = [f"{line.want.text}: {line.get_reason_display()}"]
    return shown(desk, Answer("good", _("Written into the register of refusals"), told, reader=desk.reader))


@require_POST
@needs(LEND)
def reregister(request: HttpRequest) -> HttpResponse:
    """The year's first visit, at the desk: one press when nothing about the reader has changed."""
    desk = desk_or_refused(request, "people.register_reader")
    if desk.reader is None:
        return shown(desk, Answer("bad", _("Open the reader first.")))
    try:
        done = reader_services.reregister(reader=desk.reader, unit=desk.unit, by=request.user)
    except ReaderRefusedError as refused:
        return shown(desk, Answer("bad", _("Nothing was done"), list(refused.messages), reader=desk.reader))
    title = _("Registered for %(year)s, form No. %(number)s.") % {"year": done.year, "number": done.number}
    return shown(desk, Answer("good", title, reader=desk.reader))
