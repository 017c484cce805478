"""Trailers at the desk: the board of all, what waits for a librarian, contests."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.core.stage_desk import StageDesk
from chytalnia.people import rules as people
from chytalnia.people.access import NeedsMixin, visible_to
from chytalnia.people.shell import RightItem
from chytalnia.trailers.models import Trailer
from chytalnia.trailers.rules import CONTEST, MAKE, VIEW


def menu_item() -> MenuItem:
    return RightItem(
        VIEW, _("Book trailers"), reverse("desk_trailers:list"), name="trailers", icon_name="media", order=39
    )


def urls() -> list[URLPattern]:
    from . import contests

    return [
        path("", Trailers.as_view(), name="list"),
        path("contests/", contests.index, name="contests"),
        path("contests/new/", contests.new, name="contest_new"),
        path("contests/<int:pk>/", contests.contest, name="contest"),
        path("contests/<int:pk>/edit/", contests.edit, name="contest_edit"),
        path("contests/<int:pk>/diplomas.pdf", contests.diplomas_pdf, name="contest_diplomas"),
        path("contests/<int:pk>/act/", contests.act, name="contest_act"),
    ]


class Trailers(NeedsMixin, StageDesk):
    """A card leads to the studio, where a trailer is looked at, given back and published."""

    model = Trailer
    action = VIEW
    page_title = _("Book trailers")
    header_icon = "media"
    beginning = _("A trailer begins with its book; the studio leads from scene to scene to the film.")
    related = ("unit", "made_by")

    def get_queryset(self) -> QuerySet[Any]:
        return visible_to(super().get_queryset(), self.request.user, VIEW)

    def address_of(self, instance: Any) -> str:
        if people.may(self.request.user, MAKE, instance.unit):
            return reverse("trailers:publish", args=[instance.pk])
        return reverse("trailers:trailer", args=[instance.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        buttons = [HeaderButton(_t("New trailer"), url=reverse("trailers:new"), icon_name="plus")]
        if people.may(self.request.user, CONTEST):
            buttons.append(HeaderButton(_t("Contests"), url=reverse("desk_trailers:contests"), icon_name="pick"))
        return {**super().get_context_data(**kwargs), "header_buttons": buttons}
