from datetime import date

from django.apps import AppConfig


class ProtocolsConfig(AppConfig):
    name = "chytalnia.protocols"
    label = "protocols"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from chytalnia.core import navigation, nights
        from chytalnia.network import settings
        from chytalnia.people.rules import Role, allow

        from . import audited, receivers  # noqa: F401 – names its acts, listens

        allow("protocols.manage_devices", Role.DIRECTOR, Role.ADMINISTRATOR)
        allow("protocols.make_token", Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
        allow("protocols.revoke_token", Role.DIRECTOR, Role.ADMINISTRATOR)
        nights.add("answers_to_programs", _night)
        navigation.add(_("Programs"), "protocols_pages:tokens", place="own", order=75)

        settings.declare(
            "protocols.ask_password",
            bool,
            False,
            label=_("Machines ask readers for a password"),
            help=_("The one of the reader's account. Readers without an account are then not served by machines."),
        )


def _night(day: date) -> int:
    from .tokens import services

    return services.forget()
