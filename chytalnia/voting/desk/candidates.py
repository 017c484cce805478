"""Candidates and campaign materials at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chytalnia.media.errors import RefusedFile
from chytalnia.media.models import Asset, Kind
from chytalnia.media.services import store
from chytalnia.people.access import needs
from chytalnia.people.shell import told_if_refused
from chytalnia.voting import queries
from chytalnia.voting.errors import VotingError
from chytalnia.voting.models import Candidate, Election, Material
from chytalnia.voting.portraits import portrait_svg
from chytalnia.voting.services import nominating
from chytalnia.voting.views.nominate import work_numbered, works_found

from .forms import CandidateForm, MaterialForm
from .reach import CHECK, VIEW, allowed, election_for, moved, page


def urls() -> list[URLPattern]:
    return [
        path("<int:pk>/candidates/new/", add, name="candidate_new"),
        path("candidates/<int:pk>/", candidate, name="candidate"),
        path("candidates/<int:pk>/move/", move, name="candidate_move"),
        path("candidates/<int:pk>/face/", face, name="candidate_face"),
        path("<int:pk>/materials/new/", material, name="material_new"),
        path("materials/<int:pk>/remove/", remove, name="material_remove"),
    ]


def _picture(form: Any, name: str, election: Election, by: Any) -> Asset | None:
    """The uploaded picture as a stored file; nothing, with an error on the form, when it is refused."""
    upload = form.cleaned_data.get(name)
    if not upload:
        return None
    try:
        asset = store(upload.file, name=upload.name, unit=election.unit, by=by)
    except RefusedFile as refusal:
        form.add_error(name, str(refusal))
        return None
    if asset.kind != Kind.IMAGE:
        form.add_error(name, _("This is no picture."))
        return None
    return asset


@needs(VIEW)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_for(request, pk, CHECK)
    work = work_numbered(request.POST.get("work") or request.GET.get("work", ""))
    text = request.GET.get("q", "")
    form = CandidateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        asset = _picture(form, "picture", election, request.user)
        asked.pop("picture")
        if form.is_valid():
            try:
                nominating.nominate(election=election, work=work, by=request.user, portrait=asset, **asked)
            except VotingError as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("desk_voting:election", election.pk)
    books = works_found(text) if work is None else []
    return page(
        request,
        "candidate_new.html",
        _("Nominate a hero"),
        election=election,
        form=form,
        work=work,
        books=books,
        text=text,
    )


def _candidate(request: HttpRequest, pk: int, action: str = CHECK) -> Candidate:
    found = get_object_or_404(Candidate.objects.select_related("election__unit", "work", "portrait"), pk=pk)
    election_for(request, found.election_id)
    if not allowed(request.user, action, found.election):
        raise PermissionDenied(action)
    return found


@needs(VIEW)
def candidate(request: HttpRequest, pk: int) -> HttpResponse:
    found = _candidate(request, pk)
    election = found.election
    form = CandidateForm(request.POST or None, request.FILES or None, instance=Candidate.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        asset = _picture(form, "picture", election, request.user)
        asked.pop("picture")
        if asset is not None:
            asked["portrait"] = asset
        if form.is_valid():
            try:
                nominating.change(candidate=found, by=request.user, **asked)
            except VotingError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The candidate is changed."))
                return redirect("desk_voting:election", election.pk)
    return page(
        request, "candidate.html", str(found), election=election, form=form, candidate=found, drawn=portrait_svg(found),
        moves=found.moves_open_to(request.user, thorough=False), reason=nominating.not_to_be_registered(found),
        where=queries.where(found.work),
    )  # fmt: skip


@require_POST
@needs(VIEW)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Candidate.objects.select_related("election__unit"), pk=pk)
    election_for(request, found.election_id)
    moved(request, found)
    return redirect("desk_voting:election", found.election_id)


@require_POST
@needs(VIEW)
def face(request: HttpRequest, pk: int) -> HttpResponse:
    """Another face for a hero without a portrait."""
    found = _candidate(request, pk)
    with told_if_refused(request, VotingError):
        nominating.change(candidate=found, by=request.user, face=(found.face + 1) % 1000)
    return redirect("desk_voting:candidate", pk)


@needs(VIEW)
def material(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_for(request, pk, CHECK)
    form = MaterialForm(request.POST or None, request.FILES or None, election=election)
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        asset = _picture(form, "file", election, request.user)
        asked.pop("file")
        if form.is_valid():
            try:
                nominating.add_material(election=election, by=request.user, picture=asset, **asked)
            except VotingError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The material is published."))
                return redirect("desk_voting:election", election.pk)
    return page(
        request, "form.html", _("Campaign material"), election=election, form=form, act=_("Publish"), files=True
    )


@require_POST
@needs(VIEW)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Material.objects.select_related("election__unit"), pk=pk)
    election = election_for(request, found.election_id, CHECK)
    with told_if_refused(request, VotingError):
        nominating.remove_material(material=found, by=request.user)
    return redirect("desk_voting:election", election.pk)
