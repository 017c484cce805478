from __future__ import annotations

from datetime import date

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CampaignsConfig(AppConfig):
    name = "chytalnia.campaigns"
    label = "campaigns"
    verbose_name = _("campaigns")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.core import certificates, navigation, nights, panels, post

        from . import (
            audited,  # noqa: F401 – names its acts
            kinds,
            life,
            queries,
            receivers,
            settings,
        )
        from . import panels as filled
        from .models import Letter

        life.register()
        settings.declare_settings()
        kinds.register_kinds()
        receivers.connect()
        nights.add("campaigns", _night)
        post.add(Letter)
        certificates.add("campaigns", queries.paper)
        panels.add("portal.start", "campaigns/_start.html", filled.on_start, order=30)
        panels.add("network.unit", "campaigns/_unit.html", filled.of_unit, order=35)
        panels.add("people.account", "campaigns/_account.html", filled.of_reader, order=25)
        navigation.add(_("Marathons"), "campaigns:campaigns", order=55)
        navigation.add(pgettext_lazy("a reader's own", "Marathons"), "campaigns:mine", place="own", order=65)


def _night(day: date) -> int:
    from .services.night import nightly

    return sum(nightly(day).values())
