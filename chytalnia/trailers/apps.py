from datetime import date

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class TrailersConfig(AppConfig):
    name = "chytalnia.trailers"
    label = "trailers"
    verbose_name = _("book trailers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.core import certificates, navigation, nights, panels
        from chytalnia.media import uploads
        from chytalnia.people.rules import Role, allow
        from chytalnia.programmes import lives
        from chytalnia.search import entries as search_entries

        from . import (
            audited,  # noqa: F401 – names its acts
            entries,
            papers,
            queries,
            receivers,
            rules,
        )
        from . import panels as own
        from .kinds import register_kinds

        heads = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
        desk = (*heads, Role.LIBRARIAN, Role.BIBLIOGRAPHER, Role.METHODOLOGIST, Role.EDITOR)
        allow("trailers.view", *Role)
        allow("trailers.make", *desk)
        allow("trailers.publish", *heads, Role.LIBRARIAN, Role.EDITOR)
        allow("trailers.contest", *heads, Role.METHODOLOGIST, Role.LIBRARIAN, Role.EDITOR)
        register_kinds()
        receivers.connect()
        nights.add("trailers", _night)
        certificates.add("trailers", papers.paper)
        search_entries.register(
            "trailer", entries.build, entries.every, ngettext_lazy("%(n)s trailer", "%(n)s trailers", "number")
        )
        lives.register(
            lives.Life(
                "trailer", _("Book trailers"), _("contest of trailers"), icon="media", index="desk_trailers:contests",
                new="desk_trailers:contest_new", formats=("booktrailer",), panel="trailers/_programme.html",
                fill=own.of_contest, desk_panel="trailers/desk/_programme.html", desk_fill=own.at_desk,
            )
        )  # fmt: skip
        panels.add("catalogue.work", "trailers/_work.html", own.of_work, order=30)
        panels.add("network.unit", "trailers/_unit.html", own.of_unit, order=45)
        panels.add("programmes.programme", "trailers/_shown.html", own.of_programme, order=50)
        panels.add("portal.start", "trailers/_start.html", own.start, order=70)
        for purpose, most in rules.MOST_BYTES.items():
            uploads.accept(purpose, most=most, may=queries.may_bring)
        navigation.add(_("Book trailers"), "trailers:gallery", place="footer", order=30)
        navigation.add(_("My trailers"), "trailers:studio", place="own", order=75)


def _night(day: date) -> int:
    from .services import rendering

    return rendering.sweep()
