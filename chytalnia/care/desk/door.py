"""The door: who is in, who is still to come, giving a child over. Only for those on duty and the head; every look is logged."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from chytalnia.care import papers, queries, services
from chytalnia.care.errors import CareError
from chytalnia.care.forms import IncidentForm
from chytalnia.care.models import Health, Keeper, Place, Session, Way
from chytalnia.care.services.door import EARLY
from chytalnia.core import audit
from chytalnia.people import rules
from chytalnia.people.access import needs
from chytalnia.people.shell import page

from .sessions import HEAD, PLAN, TAKE, VIEW, crumbs, session_for, title_of


def seen_session(request: HttpRequest, pk: int, what: str) -> Session:
    """The session, for somebody who may see its children; the look stands in the audit log. Raises PermissionDenied."""
    session = session_for(request, pk)
    if not queries.may_see(request.user, session):
        raise PermissionDenied("care.keep")
    if what:
        occasion = session.occasion
        audit.log("care.look", about=occasion, unit=occasion.unit, after={"what": what}, request=request)
    return session


def ratio_in_words(session: Session) -> tuple[str, str]:
    """How things stand, and the colour of it: good, warn, bad."""
    if session.finished_at:
        return _("The session is finished."), "good"
    if session.adults_in < session.least_adults:
        text = ngettext(
            "There must be %(n)d adult at least before a child is let in.",
            "There must be %(n)d adults at least before a child is let in.",
            session.least_adults,
        )
        return text % {"n": session.least_adults}, "warn"
    more = session.may_enter()
    if not more:
        return _("As many children as the adults may look after: nobody more is let in."), "bad"
    text = ngettext("%(n)d more child may be let in.", "%(n)d more children may be let in.", more)
    return text % {"n": more}, "good"


@never_cache
@needs(VIEW)
def session(request: HttpRequest, pk: int) -> HttpResponse:
    found = session_for(request, pk)
    sees = queries.may_see(request.user, found)
    places: list[Place] = []
    if sees:
        audit.log("care.look", about=found.occasion, unit=found.occasion.unit, after={"what": "list"}, request=request)
        places = queries.children(found)
    unit = found.occasion.unit
    words, colour = ratio_in_words(found)
    return page(
        request, "care/desk/session.html", title_of(found), icon="group", crumbs=crumbs(), session=found,
        occasion=found.occasion, sees=sees, words=words, colour=colour, keepers=list(found.keepers.all()),
        inside=[place for place in places if place.is_in],
        expected=[place for place in places if place.came_at is None and place.enrolment.state in ("booked", "missed")],
        waiting=[place for place in places if place.enrolment.is_waiting],
        gone=[place for place in places if place.left_at], blocks=list(found.blocks.all()),
        incidents=list(found.incidents.all()) if sees else [], seats=found.occasion.seats.all()[0],
        is_day=timezone.now() > found.occasion.starts_at - EARLY,
        may_head=rules.may(request.user, HEAD, unit), may_plan=rules.may(request.user, PLAN, unit),
        may_take=rules.may(request.user, TAKE, unit),
        may_finish=sees and found.inside == 0 and not found.finished_at and timezone.now() > found.occasion.starts_at,
    )  # fmt: skip


@require_POST
@needs(VIEW)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    found = seen_session(request, pk, "")
    told = request.POST.get("act", "")
    try:
        if told == "room":
            services.check_room(session=found, note=request.POST.get("note", "")[:300], by=request.user)
            messages.success(request, _("The room is looked over. The children may come."))
        elif told in ("comes", "goes"):
            keeper = get_object_or_404(Keeper, pk=_number(request.POST.get("keeper")), session=found)
            (services.adult_comes if told == "comes" else services.adult_goes)(keeper=keeper, by=request.user)
        elif told == "finish":
            services.finish(session=found, by=request.user)
            messages.success(request, _("The session is finished and counted."))
    except CareError as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_care:session", pk)


@never_cache
@needs(VIEW)
def child(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """One child: let in, given over, called about."""
    session = seen_session(request, pk, "" if request.method == "POST" else f"child {place}")
    found = get_object_or_404(
        Place.objects.select_related("application", "enrolment", "session__occasion__unit").filter(
            session=session, application__isnull=False
        ),
        pk=place,
    )
    adults = list(found.application.adults.all()) if found.application else []
    refused = ""
    if request.method == "POST":
        try:
            if text := _act_on_child(request, found, adults):
                messages.success(request, text)
            return redirect("desk_care:session", pk)
        except CareError as refusal:
            refused = str(refusal)
            found.refresh_from_db()
    application = found.application
    assert application is not None
    people = [
        (application.guardian_name, application.session_phone),
        (application.guardian_name, application.guardian_phone),
    ]
    people += [(application.other_name, application.other_phone)] + [(adult.name, adult.phone) for adult in adults]
    return page(
        request, "care/desk/child.html", application.child_name, icon="user", crumbs=crumbs(session), session=session,
        place=found, application=application, adults=adults, refused=refused, healths=Health.choices,
        phones=list(dict.fromkeys((name, phone) for name, phone in people if phone)), calls=list(found.calls.all()),
        consents={consent.kind: consent.given for consent in application.consents.all()},
        age=application.age_on(session.occasion.day), status=409 if refused else 200,
        brought=[application.guardian_name, application.other_name, *(adult.name for adult in adults)],
    )  # fmt: skip


def _act_on_child(request: HttpRequest, place: Place, adults: list[Any]) -> str:
    told, by = request.POST, request.user
    deed = told.get("act", "")
    if deed == "in":
        who = told.get("who", "").strip() or told.get("brought", "").strip()
        health = told.get("health", "")
        services.check_in(
            place=place, brought_by=who[:200], health=health if health in Health.values else Health.WELL,
            note=told.get("note", "")[:300], by=by,
        )  # fmt: skip
        return _("The child is let in.")
    if deed == "undo":
        services.undo_check_in(place=place, by=by)
        return _("Taken back: the child is not here.")
    if deed == "out":
        adult = next((each for each in adults if str(each.pk) == told.get("adult")), None)
        way = told.get("way", "")
        services.check_out(
            place=place, way=way, secret=told.get("pin" if way == Way.PIN else "word", ""), by=by,
            adult=adult if way != Way.PIN else None, reason=told.get("reason", "")[:300],
        )  # fmt: skip
        return _("The child is given over.")
    if deed == "call":
        services.note_call(place=place, whom=told.get("whom", "")[:200], answered=told.get("answered") == "1", by=by)
        return _("The call is written down.")
    if deed == "leave":
        services.leave(place=place, by=by, at_desk=True)
        return _("The place is free again; the child who waits first gets it.")
    return ""


@needs(VIEW)
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    session = seen_session(request, pk, "")
    form = IncidentForm(request.POST or None)
    places = queries.children(session)
    if form.is_valid():
        chosen = next((each for each in places if str(each.pk) == request.POST.get("place")), None)
        try:
            services.note_incident(session=session, place=chosen, by=request.user, **form.cleaned_data)
        except CareError as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("It stands in the journal."))
            return redirect("desk_care:session", pk)
    return page(
        request, "care/desk/incident.html", _("Incident"), icon="warning", crumbs=crumbs(session), session=session, form=form,
        places=places, chosen=request.POST.get("place", request.GET.get("place", "")),
        status=400 if form.is_bound else 200,
    )  # fmt: skip


@never_cache
@needs(VIEW)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    session = seen_session(request, pk, "")
    occasion = session.occasion
    audit.log("care.print", about=occasion, unit=occasion.unit, request=request)
    return HttpResponse(papers.children(session, queries.children(session)), content_type="application/pdf")


def _number(text: Any) -> int:
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 18 else 0
