from datetime import date

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class VotingConfig(AppConfig):
    name = "chytalnia.voting"
    label = "voting"
    verbose_name = _("elections")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.core import navigation, nights, panels, seal
        from chytalnia.journal import kinds
        from chytalnia.people.rules import Role, allow
        from chytalnia.search import entries as search

        from . import (
            audited,  # noqa: F401 – names its acts
            entries,
            receivers,
        )
        from .panels import of_reader, of_unit, of_work, on_start

        heads = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
        allow("voting.view", *Role)
        allow("voting.run", *heads, Role.METHODOLOGIST)
        allow("voting.check", *heads, Role.METHODOLOGIST, Role.LIBRARIAN, Role.BIBLIOGRAPHER, Role.EDITOR)
        allow("voting.station", *heads, Role.LIBRARIAN)
        allow("voting.count", *heads, Role.LIBRARIAN, Role.METHODOLOGIST, Role.BIBLIOGRAPHER)
        kinds.register(
            kinds.Kind(
                "elections.voters", _("people who voted in literary elections"), kinds.Counted.PERSONS, (),
                frozenset({"audience", "place"}), order=70,
            ),
            kinds.Kind(
                "elections.held", _("literary elections"), kinds.Counted.EVENTS, (), frozenset({"audience"}), order=71
            ),
        )  # fmt: skip
        seal.keep("voting_ballot")
        seal.keep("voting_publication")
        nights.add("elections", _night)
        receivers.connect()
        search.register(
            entries.KIND, entries.build, entries.every, ngettext_lazy("%(n)s election", "%(n)s elections", "number")
        )
        panels.add("portal.start", "voting/_start.html", on_start, order=20)
        panels.add("catalogue.work", "voting/_work.html", of_work, order=30)
        panels.add("network.unit", "voting/_unit.html", of_unit, order=30)
        panels.add("people.account", "voting/_account.html", of_reader, order=30)
        navigation.add(_("Elections"), "voting:elections", order=60)


def _night(day: date) -> int:
    from .services import rolling

    return rolling.forget(day)
