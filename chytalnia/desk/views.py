"""The diary, where staff begin the day, and the box that understands whatever is scanned or typed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail import hooks
from wagtail.admin.auth import require_admin_access

from chytalnia.catalogue.desk.choosing import visible_items
from chytalnia.catalogue.models import Item, Record, RecordKey
from chytalnia.catalogue.queries.items import scanned
from chytalnia.network import queries as network
from chytalnia.network import settings as unit_settings
from chytalnia.network.hours import status
from chytalnia.network.models import Unit
from chytalnia.network.sentences import status_sentence
from chytalnia.people import rules
from chytalnia.people.readers import queries as readers
from chytalnia.wire.isbn import normal_isbn

from . import events, queries

#: Beyond this many libraries a list to choose from is of no help, and their tree is.
MOST_UNITS = 400


@require_admin_access
def diary(request: HttpRequest) -> HttpResponse:
    units = queries.units_of(request.user)
    unit = _unit(request, units)
    now = timezone.now()
    today = now.astimezone(unit_settings.time_zone(unit)).date() if unit else timezone.localdate()
    tiles, year = queries.numbers(unit, today, chosen=request.GET.get("kind", ""))
    todays, more_today = events.of_day(request.user, unit, today)
    panels: list[Any] = []
    for construct in hooks.get_hooks("construct_homepage_panels"):
        construct(request, panels)
    weekday = date_format(today, "l")
    small = pgettext("are weekday names written small in this language, yes or no", "no") == "yes"
    return render(
        request,
        "desk/diary.html",
        {
            "header_title": _("Diary"), "page_title": _("Diary"), "unit": unit,
            "units": units if 1 < len(units) <= MOST_UNITS else [],
            "weekday": weekday.lower() if small else weekday, "today": today,
            "open_now": status_sentence(status(network.hours_of([unit])[unit.pk], now), now) if unit else "",
            "tiles": tiles, "year": year, "todays": todays, "more_today": more_today,
            "may_plan": rules.may(request.user, "programmes.plan"),
            "waiting": queries.waiting(request.user, unit),
            "acts": queries.last_acts(request.user), "beginnings": queries.beginnings(request.user),
            "panels": sorted(panels, key=lambda panel: panel.order),
        },
    )  # fmt: skip


def _unit(request: HttpRequest, units: list[Unit]) -> Unit | None:
    """The unit whose day is shown: the one chosen now, or last time, or where the person works."""
    by_code = {unit.code: unit for unit in units}
    code = request.GET.get("unit") or request.session.get("desk_unit", "")
    if code in by_code:
        request.session["desk_unit"] = code
        return by_code[code]
    return units[0] if units else None


@require_admin_access
def find(request: HttpRequest) -> HttpResponse:
    """A barcode or inventory number leads to the copy, a card to its reader, an ISBN to the record, words to the list of
    records."""
    text = " ".join(request.GET.get("q", "").split())[:200]
    if not text:
        return redirect("wagtailadmin_home")
    if rules.may(request.user, "catalogue.view"):
        copies = scanned(text, visible_items(request.user))
        if len(copies) == 1:
            return redirect("desk_items:item", copies[0].pk)
        if copies:
            return redirect(f"{reverse('desk_items:list')}?{urlencode({'q': text})}")
        foreign = Item.objects.filter(barcode=text).select_related("unit", "record").first()
        if foreign is not None:
            messages.warning(request, _("This copy belongs to another library: %(unit)s.") % {"unit": foreign.unit})
            return redirect(foreign.record.get_absolute_url())
    card = readers.card(text) if rules.may(request.user, "people.view_reader") else None
    if card is not None and rules.may(request.user, "lending.lend"):
        return redirect(f"{reverse('desk_lending:counter')}?reader={readers.lead(card.reader).pk}")
    if card is not None:
        return redirect(f"{reverse('desk_readers:list')}?{urlencode({'q': text})}")
    if isbn := normal_isbn(text):
        keys = RecordKey.objects.filter(kind="isbn", value=isbn).values("record")
        found = list(Record.objects.active().filter(pk__in=keys).values_list("pk", flat=True)[:2])
        if len(found) == 1:
            return redirect("describing:record", found[0])
    return redirect(f"{reverse('describing:index')}?{urlencode({'q': text})}")


@require_admin_access
def keys(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/keys.html", {"header_title": _("Keys and the scanner")})
