"""A work at the desk: its editions, what belongs together and what does not, its titles; every step can be undone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages as desk_messages

from chytalnia.catalogue import errors
from chytalnia.catalogue.models import Record, Work, WorkChange
from chytalnia.catalogue.services import editing, works
from chytalnia.core import audit
from chytalnia.core.forms import number_of
from chytalnia.people import access, rules
from chytalnia.search import queries as search

from . import reach
from .page import page

EDIT = "catalogue.edit_work"


def _may(user: object, work: Work) -> bool:
    """Whether the person describes for at least one library that has an edition of the work."""
    return rules.may(user, EDIT) and reach.records_of(user, EDIT).filter(work=work).exists()


def _work(request: HttpRequest, pk: int) -> Work:
    work = get_object_or_404(Work, pk=pk)
    access.require(request.user, EDIT)
    if not _may(request.user, work):
        raise PermissionDenied(EDIT)
    return work


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    access.require(request.user, reach.VIEW)
    work = get_object_or_404(Work.objects.select_related("joined_into"), pk=pk)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    found: list[Work] = []
    if text:
        hits = search.search(text, filters={"kind": ["work"]}, limit=12, facets=()).hits
        by_pk = Work.objects.in_bulk([int(hit.pk) for hit in hits])
        found = [by_pk[int(hit.pk)] for hit in hits if int(hit.pk) in by_pk and int(hit.pk) != work.pk]
    editions = Record.objects.light().active().filter(work=work).select_related("owner").order_by("year", "pk")
    may = _may(request.user, work)
    mine = reach.records_of(request.user, EDIT)
    own = set(mine.filter(work=work).values_list("pk", flat=True)) if may else set()
    return page(
        request, "work.html", work.title or _("Untitled work"), icon="folder-open-inverse",
        crumbs=[(_("Records"), reverse("describing:index"))], work=work, editions=editions[:300], own=own,
        changes=_changes(work), query=text, found=found, may_edit=may, titles=_titles_text(work.titles),
        joinable=set(mine.filter(work__in=found).values_list("work", flat=True)) if may else set(),
        refused=errors.NotJoinable.message if request.GET.get("refused") else "",
        ticked={number_of(pk) for pk in request.GET.getlist("other")},
    )  # fmt: skip


def _changes(work: Work) -> list[dict[str, Any]]:
    """What was joined here, and what was split off or came from there, with the names of what it was."""
    told = Q(work=work) | Q(kind=WorkChange.Kind.SPLIT, data__former=work.pk)
    changes = list(WorkChange.objects.filter(told).select_related("by", "work").order_by("-pk")[:50])
    joined = Work.objects.in_bulk({pk for change in changes for pk in change.data.get("works", ())})
    split = Record.objects.light().in_bulk({change.data.get("record") for change in changes} - {None})
    former = Work.objects.in_bulk({change.data.get("former") for change in changes} - {None})
    return [
        {
            "change": change,
            "what": [str(joined[pk]) for pk in change.data.get("works", ()) if pk in joined]
            or [split[pk].title for pk in (change.data.get("record"),) if pk in split],
            "other": change.work if change.work_id != work.pk else former.get(change.data.get("former", 0)),
        }
        for change in changes
    ]


def _titles_text(titles: dict[str, list[str]]) -> str:
    return "\n".join(f"{code}: {title}" for code, own in titles.items() for title in own)


@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Join other works, by number, into this one."""
    work = _work(request, pk)
    pks = [int(n) for n in request.POST.getlist("other") if n.isdecimal() and len(n) < 18][:50]
    others = list(Work.objects.filter(pk__in=pks))
    for other in others:
        if not _may(request.user, other):
            raise PermissionDenied(EDIT)
    try:
        works.join(works=[work, *others], by=request.user)
    except errors.NotJoinable as refusal:
        # What was looked for and ticked stays: a librarian mends the choice and need not begin anew.
        found = request.POST.get("q", "")[:200]
        kept = [("q", found), ("refused", type(refusal).__name__), *(("other", str(other.pk)) for other in others)]
        return redirect(f"{reverse('describing:work', args=[pk])}?{urlencode(kept)}#join")
    _note(request, work)
    _told(request, work, _("The works are one now. This can be undone below."))
    return redirect("describing:work", pk=pk)


def _told(request: HttpRequest, work: Work, text: str) -> None:
    address = f"{reverse('describing:work', args=[work.pk])}#changes"
    desk_messages.success(request, text, buttons=[desk_messages.button(address, _("Show"))])


@require_POST
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one edition out into a work of its own."""
    work = _work(request, pk)
    number = request.POST.get("record", "")
    record = get_object_or_404(Record, pk=number_of(number), work=work)
    if not reach.records_of(request.user, EDIT).filter(pk=record.pk).exists():
        raise PermissionDenied(EDIT)
    try:
        made = works.split(record=record, by=request.user)
    except errors.NotSplittable as refusal:
        messages.error(request, refusal.message)
        return redirect("describing:work", pk=pk)
    _note(request, made)
    _told(request, made, _("The edition is a work of its own now. This can be undone below."))
    return redirect("describing:work", pk=made.pk)


def _note(request: HttpRequest, work: Work) -> None:
    """The reason goes into the newest entry of the work's log."""
    reason = request.POST.get("reason", "").strip()[:200]
    if reason and (change := WorkChange.objects.filter(work=work).order_by("-pk").first()):
        change.data = {**change.data, "reason": reason}
        change.save(update_fields=["data"])
        audit.log(EDIT, by=request.user, about=work, note=reason)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    change = get_object_or_404(WorkChange, pk=pk)
    _work(request, change.work_id)
    try:
        works.undo(change, by=request.user)
    except errors.AlreadyUndone as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("It is as it was before."))
    left = Record.objects.filter(pk=change.data.get("record")).values_list("work_id", flat=True).first()
    return redirect("describing:work", pk=left or change.work_id)


@require_POST
def titles(request: HttpRequest, pk: int) -> HttpResponse:
    """Titles by language, a line each: «ukr: Кобзар»; or give them back to the records."""
    work = _work(request, pk)
    if "automatic" in request.POST:
        editing.unname_work(work=work, by=request.user)
        messages.success(request, _("The titles come from the editions again."))
        return redirect("describing:work", pk=pk)
    told: dict[str, list[str]] = {}
    for line in request.POST.get("titles", "")[:20_000].splitlines():
        code, colon, title = line.partition(":")
        if colon and len(code.strip()) == 3 and title.strip():
            told.setdefault(code.strip().lower(), []).append(title.strip()[:500])
    title = request.POST.get("title", "").strip()
    if not title:
        messages.error(request, _("A work needs a title."))
    else:
        editing.name_work(work=work, title=title, titles=told, by=request.user)
        messages.success(request, _("The titles are saved, and stay so whatever editions come."))
    return redirect("describing:work", pk=pk)
