from __future__ import annotations

from datetime import date

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class ClubsConfig(AppConfig):
    name = "chytalnia.clubs"
    label = "clubs"
    verbose_name = _("clubs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.core import navigation, nights, panels
        from chytalnia.people.rules import Role, allow
        from chytalnia.programmes import lives

        from . import (
            audited,  # noqa: F401 – names its acts
            receivers,
            stretches,
        )
        from . import panels as own
        from .settings import declare_settings

        heads = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
        desk = (*heads, Role.LIBRARIAN, Role.METHODOLOGIST)
        allow("clubs.view", *Role)
        allow("clubs.manage", *desk)
        allow("clubs.keep", *desk, Role.BIBLIOGRAPHER)
        declare_settings()
        receivers.connect()
        pre_migrate.connect(stretches.loosen, sender=self, dispatch_uid="clubs.places")
        post_migrate.connect(stretches.guard, sender=self, dispatch_uid="clubs.stretches")
        nights.add("clubs", _night)
        lives.register(
            lives.Life(
                "club", _("Clubs"), _("club"), icon="group", index="desk_clubs:index", new="desk_clubs:new",
                readers="clubs:index", formats=("club",),
                panel="clubs/_programme.html", fill=own.of_programme, desk_panel="clubs/desk/_programme.html",
                desk_fill=own.at_desk,
            )
        )  # fmt: skip
        panels.add("programmes.desk_occasion", "clubs/desk/_occasion.html", own.of_occasion)
        panels.add("network.unit", "clubs/_unit.html", own.of_unit, order=25)
        panels.add("catalogue.work", "clubs/_work.html", own.of_work, order=35)
        panels.add("people.account", "clubs/_account.html", own.of_account_page, order=25)
        panels.add("portal.start", "clubs/_start.html", own.start, order=40)
        navigation.add(_("Clubs"), "clubs:index", place="footer", order=20)


def _night(day: date) -> int:
    from .services import nightly

    return nightly(day)
