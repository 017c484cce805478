from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemandConfig(AppConfig):
    name = "chytalnia.demand"
    label = "demand"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.journal import kinds
        from chytalnia.people.rules import Role, allow

        from . import (
            audited,  # noqa: F401 – names its acts
            receivers,  # noqa: F401 – hears the searches
        )

        kinds.register(
            kinds.Kind(
                "refusals", _("refusals"), kinds.Counted.REQUESTS, (),
                frozenset({"audience", "place", "document_kind", "language", "knowledge"}), order=60,
            )
        )  # fmt: skip
        heads = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
        allow("demand.view", *Role)
        allow("demand.record", *heads, Role.LIBRARIAN, Role.BIBLIOGRAPHER)
        allow("demand.propose", *heads, Role.LIBRARIAN, Role.BIBLIOGRAPHER, Role.METHODOLOGIST, Role.CATALOGUER)
        allow("demand.decide", *heads, Role.CATALOGUER)
