"""Amounts in words, and what a reader needs to know of a campaign in a sentence."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from .models import Campaign
from .reading import Badge


def amount(campaign: Campaign, n: int) -> str:
    """«1 284 сторінки»."""
    shown = {"n": number_format(n, force_grouping=True)}
    match campaign.score:
        case "minutes":
            return ngettext("%(n)s minute", "%(n)s minutes", n) % shown
        case "pages":
            return ngettext("%(n)s page", "%(n)s pages", n) % shown
        case "books":
            return ngettext("%(n)s book", "%(n)s books", n) % shown
        case "parts":
            return npgettext("of an online combo", "%(n)s part", "%(n)s parts", n) % shown
        case _other:
            return ngettext("%(n)s post", "%(n)s posts", n) % shown


def days_of(campaign: Campaign) -> str:
    return f"{date_format(campaign.first_day, 'DATE_FORMAT')} – {date_format(campaign.last_day, 'DATE_FORMAT')}"


def how_much(campaign: Campaign) -> str:
    """The question over the box."""
    return {
        "minutes": _("How many minutes?"), "pages": _("How many pages?"), "books": _("How many books?"),
    }.get(campaign.score, _("How many?"))  # fmt: skip


def when(campaign: Campaign, today: date) -> str:
    """How long it still is, or until it begins."""
    if campaign.stage in ("announced", "draft"):
        days = (campaign.first_day - today).days
        if days > 0:
            return ngettext("begins in %(n)d day", "begins in %(n)d days", days) % {"n": days}
        return _("begins today") if days == 0 else _("its first day has come")
    if campaign.stage == "running":
        days = (campaign.last_day - today).days
        if days > 0:
            return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
        return _("the last day is today") if days == 0 else _("over, being summed up")
    return str(campaign.at_stage.label)


def badge_name(badge: Badge) -> str:
    n = badge.n
    match badge.code:
        case "first":
            return _("The first page")
        case "streak":
            return ngettext("%(n)d day in a row", "%(n)d days in a row", n) % {"n": n}
        case "books":
            return ngettext("%(n)d book", "%(n)d books", n) % {"n": n}
        case "fields":
            return ngettext("%(n)d field of knowledge", "%(n)d fields of knowledge", n) % {"n": n}
        case "half":
            return _("Half of the way")
        case _finish:
            return _("The goal")


#: An icon of the look for each kind of badge.
ICONS = {
    "first": "book-open",
    "streak": "flame",
    "books": "library",
    "fields": "compass",
    "half": "flag",
    "finish": "award",
}
