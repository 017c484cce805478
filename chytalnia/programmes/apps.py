from __future__ import annotations

from datetime import date

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class ProgrammesConfig(AppConfig):
    name = "chytalnia.programmes"
    label = "programmes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:

        from chytalnia.core import navigation, nights, panels, post
        from chytalnia.core.words import COUNTED
        from chytalnia.people.rules import Role, allow
        from chytalnia.search import entries as search_entries

        from . import (
            audited,  # noqa: F401 – names its acts
            entries,
            kinds,
            receivers,
            settings,
        )
        from . import panels as filled
        from .models import Letter
        from .nonstop.showing import of_occasion

        heads = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
        desk = (*heads, Role.LIBRARIAN, Role.BIBLIOGRAPHER, Role.METHODOLOGIST)
        allow("programmes.view", *Role)
        allow("programmes.plan", *desk, Role.EDITOR)
        allow("programmes.announce", *heads, Role.METHODOLOGIST, Role.LIBRARIAN)
        allow("programmes.enrol", *desk)
        allow("programmes.count", *desk)
        allow("programmes.fix_month", *heads)
        allow("programmes.formats", *desk, Role.EDITOR)
        settings.declare_settings()
        kinds.register_kinds()
        receivers.connect()
        search_entries.register(entries.KIND, entries.build, entries.every, COUNTED["event"])
        search_entries.register(
            entries.PROGRAMME, entries.build_programmes, entries.every_programme,
            ngettext_lazy("%(n)s programme", "%(n)s programmes", "number"),
        )  # fmt: skip
        panels.add("network.unit", "programmes/_unit_panel.html", filled.of_unit, order=20)
        panels.add("catalogue.work", "programmes/_work_panel.html", filled.of_work, order=30)
        panels.add("portal.start", "programmes/_start_panel.html", filled.today, order=10)
        panels.add("programmes.occasion", "programmes/nonstop/_panel.html", of_occasion, order=10)
        panels.add("people.account", "programmes/_account_panel.html", filled.of_account, order=20)
        navigation.add(_("Events"), "programmes:calendar", order=30)
        nights.add("events", _night)
        post.add(Letter)


def _night(day: date) -> int:
    from .services import nightly

    return sum(nightly(day).values())
