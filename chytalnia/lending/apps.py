from django.apps import AppConfig


class LendingConfig(AppConfig):
    name = "chytalnia.lending"
    label = "lending"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from chytalnia.core import navigation, panels
        from chytalnia.people.rules import Role, allow

        from . import (
            audited,  # noqa: F401 – names its acts
            kinds,
            receivers,
            settings,
        )
        from .offline import settings as offline
        from .own import account, order
        from .panels import reader_at_desk, timetable

        heads = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
        desk = (*heads, Role.LIBRARIAN)
        allow("lending.view", *desk, Role.METHODOLOGIST, Role.BIBLIOGRAPHER)
        for act in ("lend", "take_back", "renew", "hold", "move", "undo", "lose", "money", "ill", "trip", "home"):
            allow(f"lending.{act}", *desk)
        allow("lending.override", *desk)
        allow("lending.forgive", *heads)
        allow("lending.change_rules", Role.DIRECTOR, Role.ADMINISTRATOR)
        allow("lending.offline_desks", *heads)
        allow("lending.settle_conflicts", *desk)
        settings.declare_settings()
        offline.declare_settings()
        kinds.register_kinds()
        receivers.connect()
        panels.add("people.reader", "lending/desk/_reader_panel.html", reader_at_desk, order=10)
        panels.add("people.account", "lending/own/_account.html", account, order=10)
        panels.add("catalogue.work", "lending/own/_order.html", order, order=10)
        navigation.add(_("Holds"), "lending:holds", place="own", order=20)
        navigation.add(_("History"), "lending:history", place="own", order=30)
        navigation.add(_("Wishes"), "lending:asked", place="own", order=50)
        navigation.add(_("From other libraries"), "lending:ill", place="own", order=55)
        navigation.add(_("Lists"), "lending:lists", place="own", order=35)
        panels.add("network.unit", "lending/_timetable.html", timetable, order=40)
