from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StockConfig(AppConfig):
    name = "chytalnia.stock"
    label = "stock"
    verbose_name = _("stock accounting")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.people.rules import Role, allow

        from . import (
            audited,  # noqa: F401 – names its acts
            receivers,  # noqa: F401 - listens from now on
        )

        heads = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
        allow("stock.check_inventory", *heads, Role.CATALOGUER, Role.LIBRARIAN)
        allow("stock.write_off", *heads, Role.CATALOGUER)
        # Who draws up an act does not approve it; the director answers for what the library owns.
        allow("stock.approve_write_off", Role.DIRECTOR)
        allow("stock.accept_receipt", *heads, Role.CATALOGUER)
        allow(
            "stock.view_books", *heads, Role.METHODOLOGIST, Role.CATALOGUER, Role.LIBRARIAN, Role.BIBLIOGRAPHER
        )  # fmt: skip
