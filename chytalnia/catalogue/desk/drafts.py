"""Drafts: what was typed and not yet saved is kept every few seconds, listed, resumed, thrown away on purpose."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chytalnia.catalogue.models import Draft
from chytalnia.catalogue.services import records
from chytalnia.people import access

from . import reach
from .editor import LONGEST_FORM, Target, keep, kept, target_of, typed_fixes, written_elsewhere
from .fields import problems_of
from .mnemonic import from_text
from .page import page
from .sheet import Sheet
from .shown import described


def index(request: HttpRequest) -> HttpResponse:
    access.require(request.user, reach.EDIT)
    own = Draft.objects.of(request.user).select_related("record", "unit")
    return page(
        request, "drafts.html", _("Drafts"), icon="edit", crumbs=[(_("Records"), reverse("describing:index"))],
        drafts=[{"draft": d, "stale": d.record is not None and d.record.version != d.base_version} for d in own],
    )  # fmt: skip


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(Draft, pk=pk, user=request.user)
    record = draft.record
    records.drop_draft(draft=draft)
    messages.success(request, _("The draft is thrown away."))
    return redirect("describing:record", pk=record.pk) if record else redirect("describing:drafts")


@require_POST
def autosave(request: HttpRequest, pk: int | None = None, token: str = "") -> JsonResponse:
    """Keep the form as it stands. The answer is sent when the draft is in the database, with the time of it."""
    target = target_of(request, pk, token)
    if target.record is not None and (seen := request.POST.get("seen", "")).isdecimal():
        target = replace(target, version=int(seen))
    if len(request.body) > LONGEST_FORM:
        return JsonResponse({"error": _("This is too long to keep.")}, status=413)
    if written_elsewhere(request, target):
        return JsonResponse({"elsewhere": True}, status=409)
    if "text" in request.POST:
        text = request.POST["text"]
        typed, lines = from_text(text)
        keep(request, target, kept(target) if lines else typed, **({"text": text} if lines else {}))
        return _saved(request, stale=_stale(target))
    try:
        sheet = Sheet.read(request.POST, target.dialect)
    except ValueError:
        return JsonResponse({"error": _("The form came damaged and was not kept.")}, status=400)
    keep(request, target, sheet.record, fixes=typed_fixes(request.POST))
    problems = problems_of(sheet.record, target.dialect)
    shown = described(sheet.record, target.dialect, target.unit, target.record)
    preview = render_to_string("catalogue/desk/_preview.html", {"shown": shown}, request)
    return _saved(
        request, stale=_stale(target), preview=preview, errors=sum(p.severity == "error" for p in problems),
        warnings=sum(p.severity == "warning" for p in problems),
    )  # fmt: skip


def _stale(target: Target) -> bool:
    return target.record is not None and target.version != target.record.version


def _saved(request: HttpRequest, **more: object) -> JsonResponse:
    now = timezone.localtime()
    return JsonResponse({"saved": now.strftime("%H:%M"), "at": now.isoformat(), **more})
