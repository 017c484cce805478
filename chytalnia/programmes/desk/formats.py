"""The library of formats at the desk: look, begin an event, copy, change, share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chytalnia.people import rules
from chytalnia.people.access import needs, require
from chytalnia.people.shell import page
from chytalnia.programmes import formats, lives, services
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.forms.desk import FormatForm, OccasionForm, initial_of_card
from chytalnia.programmes.models import Occasion, OwnFormat
from chytalnia.programmes.views.formats import grouped, told

from .common import FORMATS, PLAN, VIEW, crumbs, working_unit


def urls() -> list[Any]:
    return [
        path("formats/", gallery, name="formats"),
        path("formats/<slug:code>/", card, name="format"),
        path("formats/<slug:code>/start/", start, name="start"),
        path("formats/<slug:code>/copy/", copy, name="copy_format"),
        path("formats/<slug:code>/edit/", edit, name="edit_format"),
        path("formats/<slug:code>/act/", act, name="act_format"),
    ]


def card_for(request: HttpRequest, code: str) -> formats.Card:
    found = formats.card(code)
    if found is None:
        raise Http404
    if found.is_own and not found.shared and not rules.may(request.user, VIEW, found.unit):
        raise PermissionDenied(VIEW)
    return found


@needs(VIEW)
def gallery(request: HttpRequest) -> HttpResponse:
    """All ways of working there are, those of one's own libraries first; searched by a word."""
    unit = working_unit(request, VIEW)
    cards = formats.cards_for(unit)
    wanted = request.GET.get("q", "").strip().casefold()[:80]
    if wanted:
        cards = [each for each in cards if wanted in f"{each} {each.about} {each.code}".casefold()]
    own = [each for each in cards if each.is_own]
    return page(
        request, "programmes/desk/formats.html", _("Formats"), icon="list-ul", crumbs=crumbs(), q=request.GET.get("q", ""),
        groups=grouped([each for each in cards if not each.is_own]), own=sorted(own, key=lambda each: str(each).casefold()),
        total=len(cards), may_plan=rules.may(request.user, PLAN),
    )  # fmt: skip


def _crumbs() -> list[Any]:
    return [*crumbs(), (_("Formats"), reverse("desk_programmes:formats"))]


@needs(VIEW)
def card(request: HttpRequest, code: str) -> HttpResponse:
    found = card_for(request, code)
    own = OwnFormat.objects.filter(code=code).prefetch_related("versions__by").first()
    held = Occasion.objects.filter(format_code=code, stage__in=("counted", "reported", "archived")).count()
    copies = [each for each in formats.cards_for(working_unit(request, VIEW)) if each.copied_from == code]
    return page(
        request, "programmes/desk/format.html", str(found), icon="list-ul", crumbs=_crumbs(), card=found, own=own, held=held,
        copies=copies, life=lives.for_format(code), may_plan=rules.may(request.user, PLAN),
        may_copy=rules.may(request.user, FORMATS), may_edit=bool(own) and rules.may(request.user, FORMATS, found.unit),
        rule_texts=rule_texts(found), **told(found),
    )  # fmt: skip


def rule_texts(found: formats.Card) -> list[str]:
    """The limits of a format in words."""
    words = {
        "people_at_most": _("at most %(n)s people"),
        "minutes_at_most": _("at most %(n)s minutes"),
        "needs_age_mark": _("has an age mark"),
        "needs_enrolment": _("people enrol"),
        "needs_responsible": _("somebody is responsible"),
        "needs_broadcast": _("the address of the broadcast is known"),
        "age_from_at_least": _("from %(n)s years on"),
        "age_to_at_most": _("up to %(n)s years"),
        "books_at_least": _("at least %(n)s books"),
        "books_at_most": _("at most %(n)s books"),
        "duties_at_least": _("at least %(n)s people on duty"),
        "parts_at_least": _("at least %(n)s parts"),
        "needs_partner": _("a partner is named"),
        "needs_consent": _("parents are asked for consent"),
        "free_of_charge": _("free of charge"),
    }
    return [words[rule] % {"n": value} for rule, value in found.rules.items() if rule in words]


@needs(PLAN)
def start(request: HttpRequest, code: str) -> HttpResponse:
    """An event begins: one form, already filled from the format."""
    found = card_for(request, code)
    unit = working_unit(request)
    initial = initial_of_card(found, unit) | {"day": request.GET.get("day"), "programme": request.GET.get("programme")}
    form = OccasionForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        asked = form.asked()
        require(request.user, PLAN, asked["unit"])
        if asked.get("responsible") is None:
            asked["responsible"] = request.user
        try:
            occasion = services.start(card=found, by=request.user, **asked)
        except ProgrammesError as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The event is in the plan, with its checklist and roles."))
            return redirect("desk_programmes:occasion", occasion.pk)
    return page(
        request, "programmes/desk/edit.html", _("New event: %(format)s") % {"format": found}, icon="plus", form=form, card=found,
        crumbs=[*_crumbs(), (str(found), reverse("desk_programmes:format", args=[code]))], submit=_("Into the plan"),
    )  # fmt: skip


@require_POST
@needs(FORMATS)
def copy(request: HttpRequest, code: str) -> HttpResponse:
    found = card_for(request, code)
    unit = working_unit(request, FORMATS)
    if unit is None:
        raise PermissionDenied(FORMATS)
    own = services.copy_format(card=found, unit=unit, by=request.user)
    messages.success(request, _("The copy is yours: change what is different in your library."))
    return redirect("desk_programmes:edit_format", own.code)


def _own_for(request: HttpRequest, code: str) -> OwnFormat:
    own = OwnFormat.objects.select_related("unit").filter(code=code).first()
    if own is None:
        raise Http404
    require(request.user, FORMATS, own.unit)
    return own


@needs(FORMATS)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    own = _own_for(request, code)
    found = formats.library.own_card(own)
    form = FormatForm(request.POST or None, card=found)
    if form.is_valid():
        try:
            services.save_format(own=own, data=form.asked(), by=request.user, note=form.cleaned_data["note"])
        except ProgrammesError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The format is stored as a new version; events begun before keep theirs."))
            return redirect("desk_programmes:format", code)
    roles = [(code, name) for code, name in formats.library.labels("roles").items()]
    return page(
        request, "programmes/desk/edit_format.html", _("Change the format"), icon="edit", form=form, card=found, roles=roles,
        crumbs=[*_crumbs(), (str(found), reverse("desk_programmes:format", args=[code]))],
    )  # fmt: skip


@require_POST
@needs(FORMATS)
def act(request: HttpRequest, code: str) -> HttpResponse:
    own = _own_for(request, code)
    asked = request.POST.get("act", "")
    if asked in ("share", "unshare"):
        services.share_format(own=own, shared=asked == "share", by=request.user)
        messages.success(
            request, _("Other libraries see it now.") if asked == "share" else _("Only your libraries see it now.")
        )
    elif asked in ("retire", "restore"):
        services.retire_format(own=own, by=request.user, retired=asked == "retire")
        messages.success(request, _("Put aside.") if asked == "retire" else _("In use again."))
    return redirect("desk_programmes:format", code)
