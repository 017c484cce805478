"""What finders wrote: looked at before everybody sees it, or after somebody complains."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from chytalnia.bookcrossing import queries, services
from chytalnia.bookcrossing.models import Sighting, Words
from chytalnia.core.stages import StageError
from chytalnia.people import rules
from chytalnia.people.access import needs
from chytalnia.people.shell import page

from .books import crumbs

MODERATE = "bookcrossing.moderate"
PER_PAGE = 30


@needs(MODERATE)
def words(request: HttpRequest) -> HttpResponse:
    stage = request.GET.get("stage", "")
    found = queries.words_to_read(rules.units_where(request.user, MODERATE)).prefetch_related("reports")
    found = found.at_stage(stage) if stage in Words.machine.stages else found.at_stage("waiting", "reported")
    listed = Paginator(found.order_by("due", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request, "bookcrossing/desk/words.html", _("What finders wrote"), icon="comment", listed=listed, crumbs=crumbs(),
        rows=[(one, one.moves_open_to(request.user)) for one in listed], stage=stage, query=f"stage={stage}" if stage else "",
        stages=list(Words.machine.stages.values()),
    )  # fmt: skip


def _back(request: HttpRequest) -> HttpResponse:
    """To the page of the queue that one was on."""
    asked = {name: request.POST.get(name, "") for name in ("stage", "page")}
    return redirect(f"{reverse('desk_bookcrossing:words')}?{urlencode({k: v for k, v in asked.items() if v})}")


@require_POST
@needs(MODERATE)
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """A find that never happened leaves the journey and the numbers."""
    units = rules.units_where(request.user, MODERATE)
    step = get_object_or_404(Sighting.everything.filter(traveller__unit__in=units), pk=pk)
    book = services.strike(sighting=step, by=request.user)
    messages.success(request, _("The step is struck out of the journey and of the numbers."))
    return _back(request) if "stage" in request.POST else redirect("desk_bookcrossing:book", book.pk)


@require_POST
@needs(MODERATE)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Words.objects.filter(unit__in=rules.units_where(request.user, MODERATE)), pk=pk)
    try:
        found.move(request.POST.get("move", ""), by=request.user, seen=request.POST.get("seen") or None)
    except StageError as refusal:
        messages.error(request, str(refusal))
    return _back(request)


@require_POST
@needs(MODERATE)
def move_many(request: HttpRequest) -> HttpResponse:
    """Those that were ticked, each as it was seen; what somebody else has decided meanwhile stays so."""
    asked = [int(pk) for pk in request.POST.getlist("words") if pk.isdecimal() and len(pk) < 19][:PER_PAGE]
    found = Words.objects.filter(unit__in=rules.units_where(request.user, MODERATE), pk__in=asked).order_by("pk")
    done = 0
    for one in found:
        try:
            one.move(request.POST.get("move", ""), by=request.user, seen=request.POST.get(f"seen-{one.pk}") or None)
            done += 1
        except StageError as refusal:
            messages.error(request, f"{one}: {refusal}")
    if done:
        text = ngettext("%(n)s finder’s words are decided.", "The words of %(n)s finders are decided.", done)
        messages.success(request, text % {"n": done})
    elif not asked:
        messages.info(request, _("Tick the words first."))
    return _back(request)
