"""The page of a programme: what it is, its meetings, what the special life adds."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from chytalnia.catalogue.queries import works as work_queries
from chytalnia.core import panels
from chytalnia.people import rules
from chytalnia.programmes import feeds, formats, lives
from chytalnia.programmes.lines import ages_of, lines
from chytalnia.programmes.models import Occasion, Programme
from chytalnia.programmes.queries.calendar import shown

MOST = 40


def shown_or_404(pk: int) -> Programme:
    found = Programme.objects.select_related("unit", "photo", "leader").filter(pk=pk).first()
    if found is None or not found.is_shown:
        raise Http404
    return found


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    programme = shown_or_404(pk)
    occasions = shown(Occasion.objects.shown().filter(programme=programme))
    ahead = lines(occasions.ahead().order_by("starts_at")[:MOST])
    past = lines(occasions.filter(ends_at__lt=timezone.now()).order_by("-starts_at")[:MOST])
    links = list(programme.links.select_related("work", "asset"))
    life = lives.life(programme.kind)
    filled = [(panel.template, panel.fill(programme, request)) for panel in panels.at("programmes.programme")]
    if life and life.panel and life.fill:
        filled.insert(0, (life.panel, life.fill(programme, request)))
    card = formats.card(programme.format_code) if programme.format_code else None
    return render(
        request, "programmes/programme.html",
        {
            "programme": programme, "life": life, "card": card, "ahead": ahead, "past": past,
            "ages": ages_of(programme.age_from, programme.age_to),
            "books": work_queries.books([link.work for link in links if link.work]),
            "links": [link for link in links if not link.work_id],
            "panels": [render_to_string(template, told, request) for template, told in filled if told is not None],
            "canonical": settings.PUBLIC_URL + programme.get_absolute_url(),
            "is_staff": rules.may(request.user, "programmes.view", programme.unit),
        },
    )  # fmt: skip


@require_safe
def ics(request: HttpRequest, pk: int) -> HttpResponse:
    programme = shown_or_404(pk)
    found = Occasion.objects.shown().filter(programme=programme).order_by("starts_at", "pk")
    return feeds.response(feeds.calendar(found, name=str(programme.title)), f"programme-{pk}.ics")
