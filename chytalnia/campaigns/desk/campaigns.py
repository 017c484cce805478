"""Campaigns at the desk: the list with invitations, the founding paper, the overview, the ending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.campaigns import papers, queries, saying
from chytalnia.campaigns.errors import CampaignError
from chytalnia.campaigns.models import Campaign, Diploma, Joining, Part
from chytalnia.campaigns.services import diplomas, drawing, making
from chytalnia.campaigns.thermometer import thermometer
from chytalnia.core.stage_desk import make_move
from chytalnia.core.stages import StageError
from chytalnia.core.views import pdf_response
from chytalnia.network import memory
from chytalnia.people import rules
from chytalnia.people.access import needs, require
from chytalnia.people.shell import told_if_refused
from chytalnia.programmes import formats
from chytalnia.programmes.desk.common import working_unit

from .common import RUN, VIEW, campaign_for, page
from .forms import CampaignForm, DrawForm, PartForm

PER_PAGE = 50
_SCORES = {
    "network_campaign": "posts", "flashmob": "posts", "online_combo": "parts", "family_reading": "books",
    "summer_reading": "books",
}  # fmt: skip


@needs(VIEW)
def home(request: HttpRequest) -> HttpResponse:
    listed = Paginator(queries.visible(request.user).order_by("-first_day", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    sums = queries.totals_of(listed.object_list)
    buttons = []
    if rules.may(request.user, RUN):
        buttons.append(HeaderButton(_("New campaign"), url=reverse("desk_campaigns:new"), icon_name="plus"))
    return page(
        request, "home.html", _("Marathons and campaigns"), buttons=buttons, listed=listed,
        rows=[(one, (told := sums.get(one.pk, queries.Totals())), saying.amount(one, told.score(one))) for one in listed.object_list],
        invitations=queries.invitations(request.user)[:100] if rules.may(request.user, "campaigns.take_part") else [],
    )  # fmt: skip


@needs(RUN)
def new(request: HttpRequest) -> HttpResponse:
    code = request.GET.get("format", "reading_marathon")
    card = formats.card(code)
    initial: dict[str, Any] = {"unit": working_unit(request, RUN) or rules.units_where(request.user, RUN).first(), "format_code": code,
                               "score": _SCORES.get(code, "pages"), "first_day": timezone.localdate()}  # fmt: skip
    if card:
        initial |= {
            "title": dict(card.name),
            "about": dict(card.about),
            "audience": card.audiences[0],
            "age_mark": card.age_mark,
        }
    return _edit(request, None, initial)


@needs(RUN)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = campaign_for(request, pk, RUN)
    names = CampaignForm.base_fields
    initial = {
        name: getattr(found.programme if name in making.OF_PROGRAMME or name == "unit" else found, name)
        for name in names
    }
    return _edit(request, found, initial)


def _edit(request: HttpRequest, found: Campaign | None, initial: dict[str, Any]) -> HttpResponse:
    form = CampaignForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        require(request.user, RUN, told["unit"])
        try:
            done = (
                making.change(campaign=found, by=request.user, **told)
                if found
                else making.make(by=request.user, **told)
            )
        except CampaignError as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The rules are written down."))
            return redirect("desk_campaigns:campaign", done.pk)
    title = _("Change the rules") if found else _("New campaign")
    return page(request, "edit.html", title, campaign=found, form=form, wide=CampaignForm.WIDE)


@needs(VIEW)
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    found = campaign_for(request, pk)
    sums = queries.totals(found)
    moves = found.moves_open_to(request.user)
    return page(
        request, "campaign.html", str(found), campaign=found, here="campaign", moves=moves,
        goes_on=any(move.name != "cancel" for move in moves),
        hindrances=[(str(one.label), reason) for one in found.machine.moves_from(found.stage)
                    if one.refuses is not None and (reason := one.refuses(found))],
        totals=sums, score=saying.amount(found, sums.score(found)),
        drawn=thermometer(found, sums.score(found)) if found.goal else None, when=saying.when(found, timezone.localdate()),
        own=queries.own_members(request.user, found)[:40],
        invited=queries.invitations(request.user).filter(campaign=found)[:40]
        if rules.may(request.user, "campaigns.take_part") else [],
        course=found.stage_course(), may_join=_joinable(request, found),
    )  # fmt: skip


def _joinable(request: HttpRequest, found: Campaign) -> list[Any]:
    """Libraries of the person that may join by themselves."""
    if found.stage not in ("announced", "running") or not rules.may(request.user, "campaigns.take_part"):
        return []
    there = found.members.exclude(state=Joining.DECLINED).values("unit")
    places = rules.units_where(request.user, "campaigns.take_part").places().exclude(pk__in=there)
    return [] if not found.open_to_all_libraries else list(places[:12])


@require_POST
@needs(RUN)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    make_move(request, campaign_for(request, pk, RUN), refusals=(StageError, CampaignError))
    return redirect("desk_campaigns:campaign", pk)


@needs(VIEW)
def parts(request: HttpRequest, pk: int) -> HttpResponse:
    found = campaign_for(request, pk)
    may = rules.may(request.user, RUN, found.unit) and found.takes_libraries
    part = (
        found.parts.filter(pk=int(number)).first()
        if (number := request.GET.get("part", "")).isdecimal() and len(number) < 18
        else None
    )
    initial = (
        {name: getattr(part, name) for name in ("title", "opens_on", "link", "word")}
        if part
        else {"opens_on": found.first_day}
    )
    form = PartForm(request.POST or None, initial=initial)
    if may and form.is_valid():
        try:
            making.set_part(campaign=found, part=part, by=request.user, **form.cleaned_data)
        except CampaignError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk_campaigns:parts", pk)
    return page(
        request, "parts.html", str(found), campaign=found, here="parts", parts=found.parts.order_by("number"),
        form=form if may else None, part=part,
    )  # fmt: skip


@require_POST
@needs(RUN)
def drop_part(request: HttpRequest, pk: int) -> HttpResponse:
    part = get_object_or_404(Part.objects.select_related("campaign"), pk=pk)
    campaign_for(request, part.campaign_id, RUN)
    with told_if_refused(request, CampaignError):
        making.drop_part(part=part, by=request.user)
    return redirect("desk_campaigns:parts", part.campaign_id)


@needs(VIEW)
def ending(request: HttpRequest, pk: int) -> HttpResponse:
    found = campaign_for(request, pk)
    draw = found.draw
    counts = {
        label: found.diplomas.filter(merit=code).count()
        for code, label in Diploma._meta.get_field("merit").choices or []
    }
    winners = drawing.winners_of(draw)
    libraries = memory.units_coded([one["library"] for one in winners])
    return page(
        request, "ending.html", str(found), campaign=found, here="ending", draw=draw, form=DrawForm(),
        winners=[{**one, "library": libraries.get(one["library"], one["library"])} for one in winners],
        holds=drawing.holds(draw) if draw.is_frozen else None,
        waiting=len(drawing.entrants(found)) if found.prizes and not draw.is_frozen else 0, counts=counts,
        issued=sum(counts.values()),
    )  # fmt: skip


@require_POST
@needs(RUN)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the list, draw, issue: each a button of its own."""
    found = campaign_for(request, pk, RUN)
    with told_if_refused(request, CampaignError):
        match request.POST.get("what"):
            case "freeze":
                drawing.freeze(campaign=found, by=request.user)
                messages.success(
                    request, _("The list is frozen and its digest is on the page. Now throw the dice before everybody.")
                )
            case "draw":
                form = DrawForm(request.POST)
                drawing.draw_lots(
                    campaign=found, public=form.cleaned_data["public"] if form.is_valid() else "", by=request.user
                )
                messages.success(request, _("The lot has fallen."))
            case "diplomas":
                n = diplomas.issue(campaign=found, by=request.user)
                messages.success(
                    request, ngettext("%(n)d diploma is issued.", "%(n)d diplomas are issued.", n) % {"n": n}
                )
    return redirect("desk_campaigns:ending", pk)


@needs(VIEW)
def rules_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    found = campaign_for(request, pk)
    return pdf_response(papers.rules(found), f"rules-{found.slug}")


@needs(VIEW)
def diplomas_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Certificates of all libraries at once, to be sent out."""
    found = campaign_for(request, pk, RUN)
    rows = found.diplomas.filter(merit="library").select_related(
        "campaign__programme__unit", "member__unit", "participant"
    )
    listed = list(rows[:500])
    if not listed:
        return redirect("desk_campaigns:ending", pk)
    return pdf_response(papers.diplomas(listed), f"certificates-{found.slug}")
