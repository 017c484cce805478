from __future__ import annotations

from datetime import date

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "chytalnia.care"
    label = "care"
    verbose_name = _("children in care")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.core import navigation, nights, panels, seal

        from . import (
            audited,  # noqa: F401 – names its acts
            kinds,
            life,
            receivers,
            settings,
        )
        from . import panels as filled

        life.register()
        settings.declare_settings()
        kinds.register_kinds()
        receivers.connect()
        seal.keep("care_incident")
        nights.add("care", _night)
        navigation.add(_("Library nanny, bibliosad, camp"), "care:home", place="footer", order=26)
        panels.add("network.unit", "care/_unit.html", filled.of_unit, order=40)
        panels.add("people.account", "care/_account.html", filled.of_reader, order=15)
        panels.add("programmes.occasion", "care/_occasion.html", filled.of_occasion, order=20)


def _night(day: date) -> int:
    from .services import forget

    return forget(day)
