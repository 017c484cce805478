from __future__ import annotations

from datetime import date

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceptionsConfig(AppConfig):
    name = "chytalnia.receptions"
    label = "receptions"
    verbose_name = _("receptions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.core import navigation, nights, panels

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
        nights.add("receptions", _night)
        navigation.add(_("Receptions and consultations"), "receptions:home", place="footer", order=27)
        panels.add("network.unit", "receptions/_unit.html", filled.of_unit, order=45)


def _night(day: date) -> int:
    from .services import forget

    return forget(day)
