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


class Bounded(WagtailPaginator):
    """For lists that only grow: it counts no further than `MOST`, for else each page would read the whole list. What lies
    beyond is found by narrowing the list."""

    MOST = 10_000

    @cached_property
    def _met(self) -> int:
        return int(self.object_list.order_by()[: self.MOST + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self._met, self.MOST)

    @cached_property
    def items_count_label(self) -> str:
        if self._met <= self.MOST:
            return label(self)
        return _("More than %(number)s; the list shows the first of them") % {
            "number": number_format(self.MOST, force_grouping=True)
        }
