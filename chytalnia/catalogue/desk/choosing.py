"""What a person chose to do something with: ticked items, all that match a list's filters, or scanned numbers.

The choice travels in the form itself, so that two windows of one person never mix.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict

from chytalnia.catalogue.bulk import chunks
from chytalnia.catalogue.models import Item
from chytalnia.catalogue.queries.items import narrowed
from chytalnia.catalogue.services import bulk_items
from chytalnia.people.access import visible_to

from .item_forms import ItemFilter


def visible_items(user: Any) -> QuerySet[Item]:
    return visible_to(Item.objects.all(), user, "catalogue.view")


@dataclass(slots=True)
class Choice:
    """`items` is what the person may see of the choice; `unknown` and `foreign` are numbers that led to nothing of theirs."""

    items: list[Item]
    unknown: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    #: what the next form has to carry along
    carried: list[tuple[str, str]] = field(default_factory=list)
    too_many: bool = False


def filtered(query: QueryDict | dict[str, Any], user: Any) -> tuple[ItemFilter, QuerySet[Item]]:
    """The list as an address describes it; what cannot be read narrows nothing and is told by the form."""
    form = ItemFilter(query, user=user, action="catalogue.view")
    form.is_valid()
    return form, narrowed(visible_items(user), form.cleaned_data)


def chosen(request: HttpRequest) -> Choice:
    data = request.POST if request.method == "POST" else request.GET
    visible = visible_items(request.user)
    if "codes" in data:
        return _scanned(data["codes"], visible)
    if data.get("all"):
        query = data.get("query", "")
        _form, items = filtered(QueryDict(query), request.user)
        carried = [("all", "1"), ("query", query)]
    else:
        pks = [int(pk) for pk in data.getlist("pk") if pk.isdecimal() and len(pk) < 18]
        items, carried = visible.filter(pk__in=pks), [("pk", str(pk)) for pk in pks]
    rows = list(_full(items)[: bulk_items.MOST + 1])
    return Choice(rows[: bulk_items.MOST], carried=carried, too_many=len(rows) > bulk_items.MOST)


def _full(items: QuerySet[Item]) -> QuerySet[Item]:
    return items.select_related("unit", "zone", "record").defer("record__source", "record__bib_data").order_by(
        "unit__path", "shelf_mark", "pk"
    )  # fmt: skip


def _scanned(text: str, visible: QuerySet[Item]) -> Choice:
    wanted = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))[: bulk_items.MOST]
    items: dict[int, Item] = {}
    known: set[str] = set()
    elsewhere: set[str] = set()
    for piece in chunks(wanted, 400):
        named = Q(barcode__in=piece) | Q(inventory_number__in=piece)
        for item in _full(visible.filter(named)):
            items[item.pk] = item
            known |= {item.barcode, item.inventory_number}
        elsewhere |= set(Item.objects.filter(barcode__in=piece).values_list("barcode", flat=True))
        elsewhere |= set(Item.objects.filter(inventory_number__in=piece).values_list("inventory_number", flat=True))
    return Choice(
        list(items.values()),
        unknown=[line for line in wanted if line not in known and line not in elsewhere],
        foreign=[line for line in wanted if line not in known and line in elsewhere],
        carried=[("codes", text)],
    )
