"""Sessions at the desk: what comes, new ones, who is on duty, the plan of a day, an application that the library takes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.care import papers, queries, services, texts
from chytalnia.care.errors import CareError
from chytalnia.care.forms import ApplyForm, NewForm
from chytalnia.care.models import CAMP, BlockKind, Session
from chytalnia.core.translated import Translated
from chytalnia.network.models import PLACES
from chytalnia.people import rules
from chytalnia.people.access import needs, visible_to
from chytalnia.people.models import User
from chytalnia.people.readers import queries as readers
from chytalnia.people.shell import page

VIEW, PLAN, HEAD, TAKE = "care.view", "care.plan", "care.head", "care.take"
MOST = 80
MORE_BLOCKS = 3


def session_for(request: HttpRequest, pk: int, action: str = VIEW) -> Session:
    found = get_object_or_404(queries.with_all(), pk=pk)
    if not rules.may(request.user, action, found.occasion.unit):
        raise PermissionDenied(action)
    return found


def crumbs(session: Session | None = None) -> list[Any]:
    found: list[Any] = [(_("Children in care"), reverse("desk_care:index"))]
    if session is not None:
        found.append((title_of(session), reverse("desk_care:session", args=[session.pk])))
    return found


def title_of(session: Session) -> str:
    return f"{session.occasion}, {session.occasion.begins:%d.%m}"


@needs(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    """Sessions of today and to come, with their numbers and no child's name."""
    rows = visible_to(queries.with_all(), request.user, VIEW, "occasion__unit").prefetch_related("keepers")
    since = timezone.localdate() - timedelta(days=14 if request.GET.get("past") else 0)
    rows = rows.filter(occasion__day__gte=since).exclude(occasion__stage="cancelled")
    listed = list(rows.order_by("occasion__starts_at", "pk")[:MOST])
    buttons = []
    if rules.may(request.user, PLAN):
        buttons = [HeaderButton(_("New sessions"), url=reverse("desk_care:new"), icon_name="plus")]
    return page(
        request, "care/desk/index.html", _("Children in care"), icon="group", buttons=buttons, past=request.GET.get("past"),
        rows=[(each, each.occasion.seats.all()[0], list(each.keepers.all())) for each in listed],
        today=timezone.localdate(),
    )  # fmt: skip


@needs(PLAN)
def new(request: HttpRequest) -> HttpResponse:
    first = rules.units_where(request.user, PLAN).filter(kind__in=PLACES).first()
    kind = CAMP if request.GET.get("format") == CAMP else "nanny"
    form = NewForm(request.POST or None, user=request.user, initial={"unit": first, "kind": kind})
    if form.is_valid():
        asked = form.asked()
        opened = services.open_camp if form.cleaned_data["kind"] == CAMP else services.open_sessions
        try:
            made = opened(asked=asked, by=request.user)
        except CareError as refusal:
            form.add_error(None, str(refusal))
        else:
            text = ngettext("%(n)d session is planned.", "%(n)d sessions are planned.", len(made)) % {"n": len(made)}
            messages.success(request, text + " " + _("There are places as soon as the adults on duty are named."))
            return redirect(
                "desk_care:duty" if rules.may(request.user, HEAD, asked.unit) else "desk_care:session", made[0].pk
            )
    return page(
        request, "care/desk/form.html", _("New sessions"), icon="plus", crumbs=crumbs(), form=form, submit=_("Plan them"),
        status=400 if form.is_bound else 200,
    )  # fmt: skip


@needs(HEAD)
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """The head says who is with the children. It makes the places, and it opens the list."""
    session = session_for(request, pk, HEAD)
    unit = session.occasion.unit
    staff = list(
        User.objects.filter(
            is_active=True, role_grants__unit__path__in=unit.lineage, role_grants__role__in=rules.roles_for("care.keep")
        ).distinct().order_by("last_name", "first_name", "pk")
    )  # fmt: skip
    if request.method == "POST":
        chosen = set(request.POST.getlist("person"))
        try:
            services.keep_duty(
                session=session, people=[person for person in staff if str(person.pk) in chosen], by=request.user,
                names=[name[:200] for name in request.POST.get("names", "").split(",")],
                whole_shift=bool(request.POST.get("whole")),
            )  # fmt: skip
        except CareError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The adults on duty are set, and so are the places."))
            return redirect("desk_care:session", pk)
    keepers = list(session.keepers.all())
    on_duty = {keeper.person_id for keeper in keepers}
    return page(
        request, "care/desk/duty.html", _("Adults on duty"), icon="group", crumbs=crumbs(session), session=session,
        staff=[(person, person.pk in on_duty) for person in staff],
        names=", ".join(keeper.name for keeper in keepers if not keeper.person_id),
        several=session.occasion.programme.occasions.count() > 1 if session.occasion.programme else False,
    )  # fmt: skip


@needs(PLAN)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    session = session_for(request, pk, PLAN)
    if request.method == "POST":
        blocks = []
        told = zip(*(request.POST.getlist(name) for name in ("begins", "kind", "title")), strict=False)
        for begins, kind, title in list(told)[:40]:
            try:
                at = parse_time(begins)
            except ValueError:
                at = None
            if at and kind in BlockKind.values:
                blocks.append((at, kind, Translated({request.LANGUAGE_CODE: title[:200]}) if title else Translated()))
        services.plan_day(session=session, blocks=sorted(blocks, key=lambda block: block[0]), by=request.user)
        messages.success(request, _("The plan of the day is saved."))
        return redirect("desk_care:session", pk)
    return page(
        request, "care/desk/plan.html", _("Plan of the day"), icon="list-ul", crumbs=crumbs(session), session=session,
        blocks=[*session.blocks.all(), *[None] * MORE_BLOCKS], kinds=BlockKind.choices,
    )  # fmt: skip


@needs(TAKE)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """An application that the library writes down, by phone or from paper. The PIN is told to the parent once."""
    session = session_for(request, pk, TAKE)
    card = request.POST.get("card", "").strip()
    reader = readers.by_card(card) if card else None
    form = ApplyForm(request.POST or None, at_desk=True)
    pin, made = "", None
    if form.is_valid():
        if card and reader is None:
            form.add_error(None, _("Nobody has this card."))
        else:
            try:
                made, pin = services.apply(
                    sessions=queries.days_of(session), told=form.told(), reader=reader, by=request.user, at_desk=True,
                    key=form.cleaned_data["key"],
                )  # fmt: skip
            except CareError as refusal:
                form.add_error("birth_date" if refusal.code == "ages" else None, str(refusal))
    return page(
        request, "care/desk/take.html", _("Application for a child"), icon="edit", crumbs=crumbs(session), session=session,
        form=form, made=made, pin=papers.spaced(pin), card=card, rules=texts.rules(),
        place=made.places.select_related("enrolment").first() if made else None,
        status=400 if form.is_bound and made is None else 200,
    )  # fmt: skip
