"""The list of clubs, a club's own page, its sheet, its materials."""

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
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.clubs import queries, services, words
from chytalnia.clubs.errors import ClubError
from chytalnia.clubs.forms import ClubForm
from chytalnia.core.forms import number_of
from chytalnia.core.stages import StageError
from chytalnia.media import services as media
from chytalnia.media.errors import RefusedFile
from chytalnia.people import rules
from chytalnia.people.access import needs, require, visible_to
from chytalnia.people.shell import page
from chytalnia.programmes import services as programmes
from chytalnia.programmes.desk.common import working_unit
from chytalnia.programmes.models import Link, LinkKind

from .common import KEEP, MANAGE, VIEW, club_for, crumbs, screen

PER_PAGE = 40


@needs(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    rows = visible_to(queries.counted(), request.user, VIEW, "programme__unit")
    if not request.GET.get("all"):
        rows = rows.filter(programme__stage__in=("planned", "running"))
    listed = Paginator(rows.order_by("programme__unit__path", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    may = rules.may(request.user, MANAGE)
    button = HeaderButton(_("New club"), url=reverse("desk_clubs:new"), icon_name="plus")
    return page(
        request, "clubs/desk/index.html", _("Clubs"), icon="group", listed=listed, all=request.GET.get("all"),
        rows=[(club, words.when(club), words.leader(club)) for club in listed], buttons=[button] if may else [],
        may_manage=may, query="all=1" if request.GET.get("all") else "",
    )  # fmt: skip


@needs(MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    return _edit(request, None, {"unit": working_unit(request, MANAGE), "leader": request.user.pk})


@needs(MANAGE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    club = club_for(request, pk, MANAGE)
    return _edit(request, club, ClubForm.initial_of(club))


def _edit(request: HttpRequest, club: Any, initial: dict[str, Any]) -> HttpResponse:
    form = ClubForm(request.POST or None, request.FILES or None, user=request.user, club=club, initial=initial)
    if form.is_valid():
        told = dict(form.cleaned_data)
        require(request.user, MANAGE, told["unit"])
        told["borrows_as"], emblem = told.pop("card"), told.pop("emblem")
        try:
            if emblem:
                told["photo"] = media.store(emblem, name=emblem.name, unit=told["unit"], by=request.user)
            saved = services.save_club(club=club, by=request.user, first_day=told["founded"], **told)
        except RefusedFile as refusal:
            form.add_error("emblem", str(refusal.message))
        except ClubError as refusal:
            form.add_error("places", str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The club is saved."))
            return redirect("desk_clubs:club", saved.pk)
    return page(
        request, "clubs/desk/edit.html", str(club) if club else _("New club"), icon="group", form=form,
        crumbs=crumbs(club), files=True, status=400 if form.is_bound else 200,
    )  # fmt: skip


@needs(VIEW)
def club(request: HttpRequest, pk: int) -> HttpResponse:
    """What the leader needs on the day: the next meeting, what waits, what is read."""
    found = club_for(request, pk)
    rows = list(queries.meetings(found))
    now, day = timezone.now(), timezone.localdate()
    ahead = [row for row in rows if row.ends_at >= now]
    waiting = [
        row for row in rows if row.starts_at <= now and row.stage in ("planned", "announced", "registration", "held")
    ]
    return screen(
        request, "club", found, "club", ahead=ahead[:3], waiting=waiting,
        past=[row for row in reversed(rows) if row.ends_at < now and row not in waiting][:12],
        readings=list(queries.read_now(found)), links=list(found.programme.links.select_related("asset", "work")),
        visits=sum(row.came for row in rows if row.day.year == day.year), year=day.year,
    )  # fmt: skip


@require_POST
@needs(MANAGE)
def lives(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer to whether a silent club lives; or a club is opened again."""
    found = club_for(request, pk, MANAGE)
    day = timezone.localdate()
    try:
        if request.POST.get("act") == "close":
            services.close_club(club=found, on=day, by=request.user, note=request.POST.get("note", "")[:300])
            messages.success(request, _("The club is closed. What it was stays to be read."))
        elif request.POST.get("act") == "resume":
            found.programme.move("resume", by=request.user)
            messages.success(request, _("The club is open again."))
        else:
            services.go_on(club=found, on=day, by=request.user)
            messages.success(request, _("Good. Plan the next meeting."))
    except StageError as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_clubs:club", pk)


@require_POST
@needs(KEEP)
def material(request: HttpRequest, pk: int) -> HttpResponse:
    """A file or an address for the members, or one taken away."""
    found = club_for(request, pk, KEEP)
    title = request.POST.get("title", "").strip()[:300]
    address, upload = request.POST.get("url", "").strip()[:500], request.FILES.get("file")
    if one := request.POST.get("remove"):
        programmes.remove_link(link=get_object_or_404(Link, pk=number_of(one), programme=found.pk))
    elif upload:
        try:
            asset = media.store(upload, name=upload.name or "", unit=found.programme.unit, by=request.user)
        except RefusedFile as refusal:
            messages.error(request, str(refusal.message))
        else:
            programmes.add_link(
                programme=found.programme, kind=LinkKind.MATERIAL, asset=asset, title=title or asset.name
            )
    elif address.startswith(("https://", "http://")):
        programmes.add_link(programme=found.programme, kind=LinkKind.LINK, url=address, title=title)
    else:
        messages.error(request, _("Choose a file, or write an address that begins with https://."))
    return redirect(reverse("desk_clubs:club", args=[pk]) + "#materials")
