from __future__ import annotations

from datetime import date

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpacesConfig(AppConfig):
    name = "chytalnia.spaces"
    label = "spaces"
    verbose_name = _("rooms and zones")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:

        from chytalnia.core import navigation, nights, panels, post
        from chytalnia.people.rules import Role, allow

        from . import (
            audited,  # noqa: F401 – names its acts
            kinds,
            receivers,
            settings,
        )
        from . import panels as filled
        from .models import Letter

        heads = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
        desk = (*heads, Role.LIBRARIAN, Role.BIBLIOGRAPHER, Role.METHODOLOGIST)
        allow("spaces.view", *Role)
        allow("spaces.draw", *heads, Role.LIBRARIAN)
        allow("spaces.set_up", *heads)
        allow("spaces.book", *desk, Role.EDITOR)
        allow("spaces.decide", *heads, Role.LIBRARIAN)
        settings.declare_settings()
        kinds.register_kinds()
        receivers.connect()
        panels.add("catalogue.work", "spaces/_work_panel.html", filled.of_work, order=5)
        panels.add("catalogue.copies", "spaces/_beside_copies.html", filled.beside_copies)
        panels.add("network.unit", "spaces/_unit_panel.html", filled.of_unit, order=10)
        panels.add("programmes.desk_occasion", "spaces/desk/_occasion_panel.html", filled.of_occasion, order=10)
        navigation.add(_("Rooms"), "spaces:mine", place="own", order=65)
        nights.add("rooms", _night)
        post.add(Letter)


def _night(day: date) -> int:
    from .services import nightly

    return sum(nightly(day).values())
