"""Work lists of lending: pick list, van, shelf of holds, overdue, letters. Each printable, each with a way to act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.lending import queries, services, worklists
from chytalnia.lending.errors import LendingError
from chytalnia.lending.models import Hold, Loan, Transit
from chytalnia.lending.snapshot import snapshot
from chytalnia.network import settings as unit_settings
from chytalnia.network.models import Unit
from chytalnia.people import rules
from chytalnia.people.access import needs, require
from chytalnia.people.readers.guardians import of_children
from chytalnia.people.shell import page

from .counter import working_unit

VIEW, MOVE, HOLD, LOSE = "lending.view", "lending.move", "lending.hold", "lending.lose"
PER_PAGE = 100


def urls() -> list[URLPattern]:
    return [
        path("pick/", pick, name="pick"),
        path("van/", van, name="van"),
        path("van/<int:pk>/lost/", lost_on_the_way, name="lost_on_the_way"),
        path("shelf/", shelf, name="shelf"),
        path("holds/<int:pk>/cancel/", cancel, name="cancel_hold"),
        path("overdue/", overdue, name="overdue"),
        path("overdue/<int:pk>/<str:act>/", about_loan, name="about_loan"),
        path("letters/", letters, name="letters"),
        path("letters/sent/", letters_sent, name="letters_sent"),
    ]


def unit_of(request: HttpRequest, action: str) -> Unit:
    """The library whose lists are shown: asked for, worked in last, or the first where the person may."""
    units = list(rules.units_where(request.user, action).places())
    if not units:
        raise PermissionDenied(action)
    unit = working_unit(request, units, request.GET.get("unit") or request.POST.get("unit"))
    request.desk_units = units  # type: ignore[attr-defined]
    return unit


def shown(request: HttpRequest, template: str, title: str, unit: Unit, **context: Any) -> HttpResponse:
    buttons = [HeaderButton(_("Lending desk"), url=reverse("desk_lending:counter"), icon_name="user")]
    return page(
        request, f"lending/desk/{template}", title, icon="list-ul", buttons=buttons, unit=unit,
        units=request.desk_units, crumbs=[(_("Lending"), reverse("desk_lending:counter"))],  # type: ignore[attr-defined]
        lists=LISTS, here=request.resolver_match.url_name if request.resolver_match else "",
        waits=worklists.numbers(unit, timezone.localdate()), **context,
    )  # fmt: skip


#: The lists as tabs: name of the address, what it counts.
LISTS = [
    ("pick", gettext_lazy("From the shelf"), "pick"),
    ("van", gettext_lazy("On the way"), "coming"),
    ("shelf", gettext_lazy("Shelf of holds"), "shelf"),
    ("overdue", gettext_lazy("Overdue"), "overdue"),
    ("letters", gettext_lazy("Letters"), "letters"),
    ("replaced", gettext_lazy("In place of lost ones"), ""),
    ("ill", gettext_lazy("Other libraries"), "ill"),
    ("homes", gettext_lazy("To readers' homes"), ""),
    ("trips", gettext_lazy("Library bus"), ""),
]


@needs(VIEW)
def pick(request: HttpRequest) -> HttpResponse:
    unit = unit_of(request, VIEW)
    holds = list(queries.pick_list(unit)[:500])
    ends = worklists.card_ends(holds)
    rows = [(hold, ends.get(hold.reader_id or 0, "")) for hold in holds]
    return shown(request, "pick.html", _("From the shelf for readers"), unit, rows=rows)


@needs(VIEW)
def van(request: HttpRequest) -> HttpResponse:
    unit = unit_of(request, VIEW)
    late = {transit.pk for transit in queries.late_transits(unit)}
    parts = [
        (title, [(each, each.pk in late) for each in rows[:300]])
        for title, rows in (
            (_("To be put on the van"), queries.transits_from(unit).filter(sent_at=None)),
            (_("Coming here"), queries.transits_to(unit)),
            (_("Sent from here, not yet arrived"), queries.transits_from(unit).filter(sent_at__isnull=False)),
        )
    ]
    return shown(
        request, "van.html", _("On the way between libraries"), unit, parts=parts,
        lost=list(queries.transits_lost(unit)[:100]),
        may_lose=rules.may(request.user, LOSE, unit),
    )  # fmt: skip


@require_POST
@needs(LOSE)
def lost_on_the_way(request: HttpRequest, pk: int) -> HttpResponse:
    transit = get_object_or_404(Transit.objects.open().select_related("item__record", "source", "target"), pk=pk)
    unit = next((end for end in (transit.target, transit.source) if rules.may(request.user, LOSE, end)), transit.target)
    require(request.user, LOSE, unit)
    _told(
        request,
        lambda: services.mark_lost(item=transit.item, unit=unit, by=request.user),
        _("Marked as lost on the way."),
    )
    return redirect("desk_lending:van")


@needs(VIEW)
def shelf(request: HttpRequest) -> HttpResponse:
    unit, today = unit_of(request, VIEW), timezone.localdate()
    holds = list(queries.shelf(unit)[:500])
    ends = worklists.card_ends(holds)
    rows = [
        (hold, ends.get(hold.reader_id or 0, ""), bool(hold.shelf_until and hold.shelf_until < today)) for hold in holds
    ]
    return shown(
        request, "shelf.html", _("Shelf of holds"), unit, rows=rows, may_hold=rules.may(request.user, HOLD, unit)
    )  # fmt: skip


@require_POST
@needs(HOLD)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    hold = get_object_or_404(Hold.objects.live().select_related("pickup_unit"), pk=pk)
    require(request.user, HOLD, hold.pickup_unit)
    _told(
        request,
        lambda: services.cancel_hold(hold=hold, by=request.user),
        _("The hold is cancelled; scan the copy to send it on."),
    )
    return redirect("desk_lending:shelf")


@needs(VIEW)
def overdue(request: HttpRequest) -> HttpResponse:
    unit, today = unit_of(request, VIEW), timezone.localdate()
    days = request.GET.get("days", "")
    loans = queries.overdue(unit, on=today, days=int(days) if days.isdecimal() and len(days) < 5 else 0)
    listed = Paginator(loans, PER_PAGE).get_page(request.GET.get("page"))
    loans_here = list(listed.object_list)
    with unit_settings.remembered(snapshot().settings):
        guardians = of_children({loan.reader for loan in loans_here if loan.reader}, today)
    rows = [(loan, (today - loan.due_on).days, guardians.get(loan.reader_id or 0)) for loan in loans_here]
    return shown(
        request, "overdue.html", _("Overdue"), unit, rows=rows, listed=listed, days=days, total=listed.paginator.count,
        debtors=loans.order_by().values("reader").distinct().count(), query=f"days={days}" if days else "",
        may_lose=rules.may(request.user, LOSE, unit), may_forgive=rules.may(request.user, "lending.forgive", unit),
    )  # fmt: skip


@require_POST
@needs(VIEW)
def about_loan(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Said to be returned, lost, forgiven: what became of a copy that does not come back."""
    loan = get_object_or_404(Loan.objects.open().select_related("unit", "item__record"), pk=pk)
    unit = loan.unit
    if act == "lost":
        _told(
            request,
            lambda: services.mark_lost(item=loan.item, unit=unit, by=request.user),
            _("Marked as lost. With the reader at the desk it is paid or replaced."),
        )
    elif act == "claim":
        _told(request, lambda: services.claim(loan=loan, by=request.user), _("Noted: the reader says it is returned."))
    elif act == "forgive":
        note = request.POST.get("note", "").strip()[:300]
        _told(
            request,
            lambda: services.forgive(loan=loan, by=request.user, note=note),
            _("Forgiven; the copy is written off."),
        )
    return redirect("desk_lending:overdue")


@needs(VIEW)
def letters(request: HttpRequest) -> HttpResponse:
    unit = unit_of(request, VIEW)
    return shown(request, "letters.html", _("Letters to print"), unit, letters=list(worklists.letters(unit)[:200]))


@require_POST
@needs("lending.lend")
def letters_sent(request: HttpRequest) -> HttpResponse:
    unit = unit_of(request, "lending.lend")
    chosen = worklists.letters(unit).filter(
        pk__in=[pk for pk in request.POST.getlist("pk") if pk.isdecimal() and len(pk) < 18]
    )
    n = services.letters_sent(letters=chosen, by=request.user)
    messages.success(request, ngettext("%(n)s letter is sent.", "%(n)s letters are sent.", n) % {"n": n})
    return redirect("desk_lending:letters")


def _told(request: HttpRequest, act: Any, done: str) -> None:
    try:
        act()
    except LendingError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
