from django.apps import AppConfig


class LendingConfig(AppConfig):
    name = "chytalnia.lending"
    label = "lending"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.core import panels
        from chytalnia.people.rules import Role, allow

        from . import (
            audited,  # noqa: F401 – names its acts
            kinds,
            receivers,
            settings,
        )
        from .panels import reader_at_desk

        heads = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
        desk = (*heads, Role.LIBRARIAN)
        allow("lending.view", *desk, Role.METHODOLOGIST, Role.BIBLIOGRAPHER)
        for act in ("lend", "take_back", "renew", "hold", "move", "undo", "lose", "money"):
            allow(f"lending.{act}", *desk)
        allow("lending.override", *desk)
        allow("lending.forgive", *heads)
        allow("lending.change_rules", Role.DIRECTOR, Role.ADMINISTRATOR)
        settings.declare_settings()
        kinds.register_kinds()
        receivers.connect()
        panels.add("people.reader", "lending/desk/_reader_panel.html", reader_at_desk, order=10)
