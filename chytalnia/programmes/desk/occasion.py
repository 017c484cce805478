"""An event at the desk: its plan, who does what, its books and materials; changed, moved, repeated, called off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chytalnia.catalogue.models import Work
from chytalnia.core.stage_desk import make_move
from chytalnia.core.translated import Translated
from chytalnia.media.errors import RefusedFile
from chytalnia.people.access import needs, require
from chytalnia.people.models import User
from chytalnia.people.shell import page
from chytalnia.programmes import formats, services
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.forms.desk import (
    MovedForm,
    OccasionForm,
    RepeatForm,
    initial_of_occasion,
    moments,
)
from chytalnia.programmes.lines import ages_of, hour_of, where_of
from chytalnia.programmes.models import (
    Duty,
    Enrolment,
    EnrolmentState,
    Link,
    LinkKind,
    Occasion,
    Part,
    Photo,
    Question,
    QuestionKind,
    Task,
)
from chytalnia.search.queries import search

from .common import PLAN, VIEW, crumbs, occasion_for, own_list, part_of, screen


def urls() -> list[Any]:
    return [
        path("<int:pk>/", occasion, name="occasion"),
        path("<int:pk>/edit/", edit, name="edit"),
        path("<int:pk>/stage/", stage, name="stage"),
        path("<int:pk>/move/", move, name="move"),
        path("<int:pk>/repeat/", repeat, name="repeat"),
        path("<int:pk>/task/", task, name="task"),
        path("<int:pk>/duty/", duty, name="duty"),
        path("<int:pk>/link/", link, name="link"),
        path("<int:pk>/question/", question, name="question"),
        path("<int:pk>/photo/", photo, name="photo"),
    ]


@needs(VIEW)
def occasion(request: HttpRequest, pk: int) -> HttpResponse:
    found = occasion_for(request, pk)
    card = formats.card(found.format_code, found.format_version)
    tasks = list(found.tasks.select_related("done_by"))
    phases = {phase.code: phase for phase in (card.phases if card else ())}
    grouped: dict[str, list[tuple[Task, Any]]] = {}
    for each in tasks:
        grouped.setdefault(each.phase, []).append((each, formats.label("roles", each.role)))
    series = Occasion.objects.filter(series=found.series).count() if found.series else 0
    enrolled = Enrolment.objects.filter(occasion=found, state__in=("booked", "waiting")).count()
    return screen(
        request,
        "programmes/desk/occasion.html",
        found,
        "occasion",
        phases=[(phases.get(code), rows) for code, rows in grouped.items()],
        done=sum(1 for each in tasks if each.done_at),
        total=len(tasks),
        hour=hour_of(found),
        where=where_of(found),
        duties=[(each, formats.label("roles", each.role)) for each in found.duties.all()],
        roles=list(formats.library.labels("roles").items()),
        links=list(found.links.all()),
        link_kinds=LinkKind.choices,
        staff=User.objects.filter(role_grants__isnull=False, is_active=True).distinct(),
        photos=list(found.photos.all()),
        questions=list(found.questions.all()),
        question_kinds=QuestionKind.choices,
        series=series,
        enrolled=enrolled,
        advice=formats.rules.advice(found) if found.stage in ("idea", "planned") else [],
        obstacles=formats.rules.obstacles(found) if found.stage == "planned" else [],
        ages=ages_of(found.age_from, found.age_to),
        found_works=_works(request),
        q=request.GET.get("book", ""),
        cost_hint=formats.label("costs", card.cost) if card else "",
        direction=formats.label("directions", found.direction) if found.direction else "",
        today=timezone.localdate(),
        course=found.stage_course(12),
    )


def _works(request: HttpRequest) -> list[Work]:
    """Books that a few words find, to be put to the event."""
    text = request.GET.get("book", "").strip()[:120]
    if not text:
        return []
    pks = [int(hit.pk) for hit in search(text, filters={"kind": ["work"]}, limit=8, facets=[]).hits]
    return sorted(Work.objects.filter(pk__in=pks), key=lambda work: pks.index(work.pk))


def _back(request: HttpRequest, pk: int, anchor: str = "") -> HttpResponse:
    return redirect(reverse("desk_programmes:occasion", args=[pk]) + anchor)


@needs(PLAN)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = occasion_for(request, pk, PLAN)
    form = OccasionForm(
        request.POST or None, user=request.user, initial=initial_of_occasion(found), own_rules=bool(own_list(found))
    )
    if form.is_valid():
        asked = form.asked()
        require(request.user, PLAN, asked["unit"])
        places, online = asked.pop("places", None), asked.pop("online_places", None)
        try:
            changed = services.change(occasion=found, by=request.user, **asked)
            # Where a special life lets people in, it also says for how many there is room.
            parts = () if own_list(found) else ((Part.ONSITE, places), (Part.ONLINE, online))
            for part, number in parts:
                if changed.seats.filter(part=part).exclude(capacity=number).exists():
                    services.set_places(occasion=changed, part=part, capacity=number, by=request.user)
        except ProgrammesError as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The event is changed."))
            return _back(request, pk)
    return page(
        request, "programmes/desk/edit.html", _("Change the event"), icon="edit", form=form, crumbs=crumbs(found),
        submit=_("Save"), occasion=found,
    )  # fmt: skip


@require_POST
@needs(VIEW)
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    found = occasion_for(request, pk)
    make_move(request, found)
    return _back(request, pk)


@needs(PLAN)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day or hour; everybody enrolled is told."""
    found = occasion_for(request, pk, PLAN)
    initial = {"day": found.day, "begins": found.begins.time(), "ends": found.ends.time()}
    form = MovedForm(request.POST or None, initial=initial)
    if found.series is None:
        del form.fields["following"]
    if form.is_valid():
        told = form.cleaned_data
        starts, ends = moments(found.unit, told["day"], told["begins"], told["ends"])
        try:
            changed = services.move(
                occasion=found, starts_at=starts, ends_at=ends, by=request.user, reason=told["reason"],
                following=bool(told.get("following")),
            )  # fmt: skip
        except ProgrammesError as refusal:
            form.add_error(None, str(refusal))
        else:
            n = len(changed)
            text = ngettext(
                "%(n)d event is moved; those enrolled are told.", "%(n)d events are moved; those enrolled are told.", n
            )
            messages.success(request, text % {"n": n})
            return _back(request, pk)
    waiting = Enrolment.objects.filter(occasion=found, state__in=("booked", "waiting")).count()
    return page(
        request, "programmes/desk/move.html", _("Move the event"), icon="date", form=form, occasion=found,
        crumbs=crumbs(found), enrolled=waiting,
    )  # fmt: skip


@needs(PLAN)
def repeat(request: HttpRequest, pk: int) -> HttpResponse:
    found = occasion_for(request, pk, PLAN)
    form = RepeatForm(request.POST or None)
    days = form.days(found.day) if form.is_valid() else []
    if days and request.POST.get("sure"):
        try:
            n = len(services.repeat(occasion=found, days=days, by=request.user))
        except ProgrammesError as refusal:
            form.add_error(None, str(refusal))
        else:
            text = ngettext("%(n)d more event is in the plan.", "%(n)d more events are in the plan.", n) % {"n": n}
            messages.success(request, text)
            return _back(request, pk)
    return page(
        request, "programmes/desk/repeat.html", _("Repeat the event"), icon="repeat", form=form, occasion=found, days=days,
        crumbs=crumbs(found),
    )  # fmt: skip


@require_POST
@needs(PLAN)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick a line of the checklist, or add one."""
    found = occasion_for(request, pk, PLAN)
    if one := request.POST.get("task"):
        line = part_of(found, Task, one)
        services.tick(task=line, done=request.POST.get("done") == "1", by=request.user)
    elif text := " ".join(request.POST.get("text", "").split())[:300]:
        services.add_task(
            occasion=found, text=Translated({get_language() or "uk": text}), due=parse_date(request.POST.get("due", "")),
            role=_role(request),
        )  # fmt: skip
    return _back(request, pk, "#checklist")


def _role(request: HttpRequest) -> str:
    role = request.POST.get("role", "")
    return role if role in formats.library.labels("roles") else "organiser"


@require_POST
@needs(PLAN)
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who fills a role, add one, take one away."""
    found = occasion_for(request, pk, PLAN)
    name = " ".join(request.POST.get("name", "").split())[:200]
    number = request.POST.get("person", "")
    person = User.objects.filter(pk=number, is_active=True).first() if number.isdecimal() else None
    if one := request.POST.get("duty"):
        line = part_of(found, Duty, one)
        if request.POST.get("remove"):
            line.delete()
        else:
            services.set_duty(duty=line, person=person, name=name, note=request.POST.get("note", "")[:200])
    else:
        services.add_duty(occasion=found, role=_role(request), person=person, name=name)
    return _back(request, pk, "#duties")


@require_POST
@needs(PLAN)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a book or an address to the event, or take it away."""
    found = occasion_for(request, pk, PLAN)
    if one := request.POST.get("remove"):
        services.remove_link(link=part_of(found, Link, one))
    elif (work := request.POST.get("work", "")).isdecimal():
        services.add_link(occasion=found, work=get_object_or_404(Work, pk=work))
    else:
        address = request.POST.get("url", "").strip()[:500]
        if address.startswith(("https://", "http://")):
            kind = request.POST.get("kind", "")
            services.add_link(
                occasion=found, kind=kind if kind in LinkKind.values else LinkKind.LINK, url=address,
                title=request.POST.get("title", "")[:300],
            )  # fmt: skip
        else:
            messages.error(request, _("An address begins with https://."))
    return _back(request, pk, "#books")


@require_POST
@needs(PLAN)
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask something of those who enrol, or ask no more. Once somebody has answered, a question stays."""
    found = occasion_for(request, pk, PLAN)
    if one := request.POST.get("remove"):
        asked = part_of(found, Question, one)
        if Enrolment.objects.filter(occasion=found).exclude(state=EnrolmentState.CANCELLED).exists():
            messages.error(request, _("People have answered already; the question stays."))
        else:
            asked.delete()
    elif text := " ".join(request.POST.get("text", "").split())[:300]:
        kind = request.POST.get("kind", "")
        Question.objects.create(
            occasion=found, text=Translated({get_language() or "uk": text}), required=bool(request.POST.get("required")),
            kind=kind if kind in QuestionKind.values else QuestionKind.TEXT, choices=request.POST.get("choices", "")[:2000],
            order=found.questions.count(),
        )  # fmt: skip
    return _back(request, pk, "#questions")


@require_POST
@needs(PLAN)
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a photo, make it the picture of the event, or take it out."""
    found = occasion_for(request, pk, PLAN)
    back = request.POST.get("back") == "result"
    if one := request.POST.get("remove"):
        part_of(found, Photo, one).delete()
    elif one := request.POST.get("cover"):
        services.change(occasion=found, by=request.user, photo=part_of(found, Photo, one).asset)
    elif upload := request.FILES.get("photo"):
        try:
            services.add_photo(
                occasion=found,
                upload=upload,
                name=upload.name or "photo",
                caption=request.POST.get("caption", ""),
                by=request.user,
            )
        except RefusedFile as refusal:
            messages.error(request, str(refusal))
    return redirect("desk_programmes:result", pk) if back else _back(request, pk, "#photos")
