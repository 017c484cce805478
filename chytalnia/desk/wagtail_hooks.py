"""The desk as a whole: the diary first in the menu, F2 to the scanner's box from everywhere, help of our own."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_menu_item")
def diary_item() -> MenuItem:
    return MenuItem(_("Diary"), reverse("desk:diary"), name="diary", icon_name="calendar-alt", order=1)


@hooks.register("insert_global_admin_js")
def listening() -> SafeString:
    return format_html(
        '<script src="{}" data-diary="{}" defer></script>', static("desk/scan.js"), reverse("desk:diary")
    )


@hooks.register("register_help_menu_item")
def keys_item() -> MenuItem:
    return MenuItem(_("Keys and the scanner"), reverse("desk:keys"), name="keys", icon_name="keyboard", order=1)


@hooks.register("construct_help_menu")
def only_our_help(request: Any, items: list[MenuItem]) -> None:
    # Wagtail's own guide is about pages of a site, in English, on another server.
    items[:] = [item for item in items if item.name in {"keys"} or not item.url.startswith("http")]
