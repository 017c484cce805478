"""What is no longer here: sent on to what stands for it, or kindly told to be gone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from chytalnia.catalogue.models import Record, Work
from chytalnia.catalogue.services import merging, works


def work(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for a work that has no page: 301 when it was joined to another, 410 when all of it was removed, else 404."""
    found = Work.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    if found.joined_into_id:
        root = Work.objects.shown().filter(pk=works.roots_of([pk])[pk]).first()
        if root is not None:
            return HttpResponsePermanentRedirect(root.get_absolute_url())
    # Records merged into those of another work took the readers with them.
    moved = Record.objects.filter(base_work=pk).exclude(work=pk).select_related("work").first()
    if moved is not None and moved.work.record_count:
        return HttpResponsePermanentRedirect(moved.work.get_absolute_url())
    own = Record.objects.filter(work=pk)
    merged = own.filter(merged_into__isnull=False).first()
    if merged is not None:
        standing = Record.objects.public().filter(pk=merging.standing_for([merged.pk])[merged.pk]).first()
        if standing is not None:
            return HttpResponsePermanentRedirect(standing.work.get_absolute_url())
    if own.exclude(deleted_at=None).exists() and not own.filter(visible=False, deleted_at=None).exists():
        return gone(request, found.title, found.author)
    raise Http404


def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a record."""
    found = Record.objects.light().filter(pk=pk).first()
    if found is None:
        raise Http404
    if found.merged_into_id:
        standing = Record.objects.public().filter(pk=merging.standing_for([pk])[pk]).first()
        if standing is not None:
            return HttpResponsePermanentRedirect(standing.get_absolute_url())
    if found.deleted_at is not None:
        return gone(request, found.title, found.author)
    raise Http404


def gone(request: HttpRequest, title: str, author: str) -> HttpResponse:
    return render(request, "catalogue/gone.html", {"gone_title": title, "gone_author": author}, status=410)
