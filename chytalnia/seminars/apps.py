from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SeminarsConfig(AppConfig):
    name = "chytalnia.seminars"
    label = "seminars"
    verbose_name = _("seminars")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.core import certificates, navigation, nights, panels
        from chytalnia.network.settings import declare
        from chytalnia.people.rules import Role, allow
        from chytalnia.programmes import lives
        from chytalnia.programmes.signals import occasion_counted

        from . import (
            audited,  # noqa: F401 – names its acts
            kinds,
            queries,
        )
        from . import panels as filled

        heads = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
        allow("seminars.view", *Role)
        allow("seminars.run", *heads, Role.METHODOLOGIST, Role.BIBLIOGRAPHER, Role.LIBRARIAN)
        allow("seminars.decide", *heads, Role.METHODOLOGIST)
        kinds.register_kinds()
        declare(
            "seminars.forget_days", int, 365,
            label=_("Days after a seminar when addresses and needs of its speakers are forgotten"),
            help=_("Names and talks stay."), check=lambda n: 0 <= n <= 3660,
        )  # fmt: skip
        lives.register(
            lives.Life(
                "seminar", _("Seminars"), _("seminar"), icon="group", index="desk_seminars:index", new="desk_seminars:new",
                readers="seminars:index",
                formats=("seminar", "webinar", "round_table"), panel="seminars/_programme_panel.html", fill=filled.of_programme,
                desk_panel="seminars/desk/_panel.html", desk_fill=filled.at_desk, address=filled.address,
            )
        )  # fmt: skip
        panels.add("programmes.occasion", "seminars/_occasion_panel.html", filled.of_occasion, order=12)
        occasion_counted.connect(_counted, dispatch_uid="seminars_counted")
        nights.add("seminars", _night)
        navigation.add(_("Seminars"), "seminars:index", place="footer", order=27)
        panels.add("programmes.desk_occasion", "seminars/desk/_occasion.html", filled.of_desk_occasion)
        certificates.add("seminars", queries.paper)


def _counted(sender: Any, *, occasion: Any, result: Any, **_words: Any) -> None:
    from .services import file_facts

    file_facts(occasion=occasion, result=result)


def _night(day: date) -> int:
    from .services import forget

    return forget(day)
