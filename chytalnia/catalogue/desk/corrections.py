"""Readers' corrections at the desk: accepted, they change the record; declined, they are kept as an answer."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from chytalnia.catalogue.models import Correction
from chytalnia.core.stage_desk import StageDesk
from chytalnia.people import rules
from chytalnia.people.access import NeedsMixin

from .page import RightItem

ACTION = "catalogue.edit_record"


def menu_item() -> MenuItem:
    return RightItem(
        ACTION, _("Readers' corrections"), reverse("desk_corrections:board"),
        name="corrections", icon_name="comment", order=52,
    )  # fmt: skip


def urls() -> list[URLPattern]:
    return [path("", Board.as_view(), name="board")]


class Board(NeedsMixin, StageDesk):
    model = Correction
    action = ACTION
    page_title = _("Readers' corrections")
    header_icon = "comment"
    beginning = _("What readers tell on the page of a book, where something in it is wrong, comes here.")
    related = ("record__owner",)

    def get_queryset(self) -> QuerySet[Correction]:
        units = rules.units_where(self.request.user, ACTION)
        return super().get_queryset().filter(record__owner__in=units).defer("record__source", "record__bib_data")

    def address_of(self, instance: Any) -> str:
        return str(instance.record.get_absolute_url())
