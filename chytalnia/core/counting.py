"""How many there are, under a list of the desk.

Wagtail puts a number before the plural name of a model, which no Slavic language bears: «14 бібліотеки».
"""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator


def label(paginator: WagtailPaginator) -> str:
    return _("In all: %(number)s") % {"number": number_format(paginator.count, force_grouping=True)}


def count_in_every_language() -> None:
    """Let every list of the desk say its number so."""
    named = cached_property(label)
    named.__set_name__(WagtailPaginator, "items_count_label")
    WagtailPaginator.items_count_label = named
