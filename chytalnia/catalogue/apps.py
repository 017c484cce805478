from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "chytalnia.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.network import settings
        from chytalnia.people.rules import Role, allow
        from chytalnia.search import entries as search_entries

        from . import (
            audited,  # noqa: F401 – names its acts
            entries,
        )

        heads = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
        describers = (Role.DIRECTOR, Role.CATALOGUER, Role.BIBLIOGRAPHER)
        allow("catalogue.view", *Role)
        allow("catalogue.edit_record", *describers)
        allow("catalogue.delete_record", Role.DIRECTOR, Role.CATALOGUER)
        allow("catalogue.import", Role.DIRECTOR, Role.CATALOGUER)
        allow("catalogue.export", *Role)
        allow("catalogue.merge", *describers)
        allow("catalogue.edit_work", *describers)
        allow("catalogue.edit_authority", *describers)
        allow("catalogue.edit_item", *heads, Role.CATALOGUER, Role.LIBRARIAN)
        allow("catalogue.receive_items", *heads, Role.CATALOGUER)
        allow("catalogue.withdraw_items", *heads, Role.CATALOGUER)
        allow("catalogue.load_author_marks", Role.DIRECTOR, Role.CATALOGUER)

        settings.declare(
            "catalogue.dialect",
            str,
            "marc21",
            label=_("Format of new records"),
            choices=[("marc21", "MARC 21"), ("unimarc", "UNIMARC"), ("rusmarc", "RUSMARC")],
        )

        search_entries.register(entries.KIND, entries.build, entries.every)
