"""Places of the desk where books are chosen for pages."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from .editorial.chooser import work_chooser


@hooks.register("register_admin_viewset")
def choose_works() -> Any:
    return work_chooser
