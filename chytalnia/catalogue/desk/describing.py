"""Addresses and menu of the cataloguer's screens."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from . import authorities, drafts, editor, helps, reach, records, starting, works
from .page import RightItem

PAGES: list[Any] = [
    path("records/", records.index, name="index"),
    path("records/bulk/", records.bulk, name="bulk"),
    path("records/undo/", records.undo, name="undo"),
    path("records/new/", starting.new, name="new"),
    path("records/<int:pk>/", records.record, name="record"),
    path("records/<int:pk>/edit/", editor.edit, name="edit"),
    path("records/<int:pk>/raw/", editor.raw, name="raw"),
    path("records/<int:pk>/copy/", starting.copy, name="copy"),
    path("records/<int:pk>/keep/", drafts.autosave, name="keep"),
    path("records/<int:pk>/versions/<int:number>/", records.version, name="version"),
    path("records/<int:pk>/versions/<int:number>/restore/", records.restore, name="restore"),
    path("records/drafts/", drafts.index, name="drafts"),
    path("records/drafts/<int:pk>/drop/", drafts.drop, name="drop"),
    path("records/drafts/<str:token>/", editor.edit, name="draft"),
    path("records/drafts/<str:token>/raw/", editor.raw, name="draft_raw"),
    path("records/drafts/<str:token>/keep/", drafts.autosave, name="keep_new"),
    path("records/works/<int:pk>/", works.show, name="work"),
    path("records/works/<int:pk>/join/", works.join, name="join"),
    path("records/works/<int:pk>/split/", works.split, name="split"),
    path("records/works/<int:pk>/titles/", works.titles, name="titles"),
    path("records/works/changes/<int:pk>/undo/", works.undo, name="undo_work"),
    path("authorities/", authorities.index, name="authorities"),
    path("authorities/new/", authorities.new, name="authority_new"),
    path("authorities/<int:pk>/", authorities.edit, name="authority"),
    path("authorities/<int:pk>/merge/", authorities.merge, name="authority_merge"),
    path("authorities/<int:pk>/part/", authorities.part, name="authority_part"),
    path("help/isbn/", helps.isbn, name="isbn"),
    path("help/classes/<str:scheme>/", helps.classes, name="classes"),
    path("help/<str:what>/", helps.authorities, name="help"),
]


@hooks.register("register_admin_urls")
def describing_urls() -> list[Any]:
    return [path("catalogue/", include((PAGES, "describing")))]


@hooks.register("register_admin_menu_item")
def records_item() -> RightItem:
    return RightItem(
        reach.VIEW, _("Records"), reverse("describing:index"), name="records", icon_name="list-ul", order=20
    )


@hooks.register("register_admin_menu_item")
def authorities_item() -> RightItem:
    return RightItem(
        reach.VIEW,
        _("Names and subjects"),
        reverse("describing:authorities"),
        name="authorities",
        icon_name="user",
        order=30,
    )
