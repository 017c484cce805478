from __future__ import annotations

from datetime import date

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "chytalnia.schools"
    label = "schools"
    verbose_name = _("schools")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.core import certificates, navigation, nights, panels
        from chytalnia.people.rules import Role, allow
        from chytalnia.programmes import lives

        from . import (
            audited,  # noqa: F401 – names its acts
            queries,
            receivers,
        )
        from . import panels as own
        from .kinds import register_kinds
        from .settings import declare_settings

        heads = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
        desk = (*heads, Role.LIBRARIAN, Role.METHODOLOGIST)
        allow("schools.view", *Role)
        allow("schools.manage", *desk)
        allow("schools.teach", *desk, Role.BIBLIOGRAPHER)
        declare_settings()
        register_kinds()
        receivers.connect()
        nights.add("schools", _night)
        navigation.add(_("Courses"), "schools:index", place="footer", order=22)
        panels.add("programmes.desk_occasion", "schools/desk/_occasion.html", own.of_occasion)
        certificates.add("schools", queries.paper)
        lives.register(
            lives.Life(
                "school", _("Schools"), _("course"), icon="edit", index="desk_schools:index", new="desk_schools:new",
                readers="schools:index",
                formats=("school",), panel="schools/_programme.html", fill=own.of_programme,
                desk_panel="schools/desk/_programme.html", desk_fill=own.at_desk,
            )
        )  # fmt: skip
        panels.add("people.account", "schools/_account.html", own.of_account, order=26)


def _night(day: date) -> int:
    from .services import nightly

    return nightly(day)
