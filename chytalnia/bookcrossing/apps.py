from datetime import date

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class BookcrossingConfig(AppConfig):
    name = "chytalnia.bookcrossing"
    label = "bookcrossing"
    verbose_name = _("bookcrossing")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.core import navigation, nights, panels, post
        from chytalnia.people.rules import Role, allow
        from chytalnia.search import entries as search_entries

        from . import (
            audited,  # noqa: F401 – names its acts
            entries,
            receivers,
        )
        from . import panels as own
        from .kinds import register_kinds
        from .models import News
        from .settings import declare_settings

        heads = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
        desk = (*heads, Role.LIBRARIAN, Role.BIBLIOGRAPHER)
        allow("bookcrossing.view", *Role)
        allow("bookcrossing.register", *desk, Role.CATALOGUER, Role.EDITOR)
        allow("bookcrossing.manage", *desk)
        allow("bookcrossing.moderate", *desk, Role.EDITOR)
        allow("bookcrossing.keep_shelves", *desk)
        allow("bookcrossing.run_games", *heads, Role.LIBRARIAN, Role.EDITOR, Role.METHODOLOGIST)
        declare_settings()
        register_kinds()
        nights.add("travellers", _night)
        post.add(News)
        receivers.connect()
        search_entries.register(
            "traveller", entries.travellers, entries.every_traveller,
            ngettext_lazy("%(n)s travelling book", "%(n)s travelling books", "number"),
        )  # fmt: skip
        search_entries.register(
            "shelf", entries.shelves, entries.every_shelf,
            ngettext_lazy("%(n)s bookcrossing shelf", "%(n)s bookcrossing shelves", "number"),
        )  # fmt: skip
        panels.add("catalogue.work", "bookcrossing/_work.html", own.work, order=60)
        panels.add("network.unit", "bookcrossing/_unit.html", own.unit, order=60)
        panels.add("portal.start", "bookcrossing/_start.html", own.start, order=60)
        navigation.add(_("Bookcrossing"), "bookcrossing:home", order=60)
        navigation.add(_("Travelling books"), "bookcrossing:mine", place="own", order=70)


def _night(day: date) -> int:
    from .services import nightly

    return sum(nightly(day).values())
