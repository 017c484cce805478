from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExhibitionsConfig(AppConfig):
    name = "chytalnia.exhibitions"
    label = "exhibitions"
    verbose_name = _("exhibitions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.core import navigation, panels
        from chytalnia.people.rules import Role, allow
        from chytalnia.programmes import lives

        from . import audited, kinds, receivers  # noqa: F401 – names its acts
        from . import panels as own

        desk = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD, Role.LIBRARIAN, Role.BIBLIOGRAPHER)
        allow("exhibitions.view", *Role)
        allow("exhibitions.make", *desk, Role.METHODOLOGIST, Role.EDITOR)
        kinds.register_kinds()
        receivers.connect()
        lives.register(
            lives.Life(
                "exhibition", _("Exhibitions"), _("exhibition"), icon="image", index="desk_exhibitions:index",
                new="desk_exhibitions:new",
                readers="exhibitions:index", formats=("book_exhibition", "virtual_exhibition", "presentation_exhibition"),
                panel="exhibitions/_programme.html", fill=own.of_programme, desk_panel="exhibitions/desk/_programme.html",
                desk_fill=own.at_desk,
            )
        )  # fmt: skip
        panels.add("catalogue.work", "exhibitions/_shown.html", own.of_work, order=40)
        panels.add("network.unit", "exhibitions/_shown.html", own.of_unit, order=30)
        panels.add("spaces.piece", "exhibitions/_here.html", own.at_piece)
        panels.add("programmes.occasion", "exhibitions/_programme.html", own.of_occasion, order=15)
        panels.add("portal.start", "exhibitions/_start.html", own.on_start, order=50)
        navigation.add(_("Exhibitions"), "exhibitions:index", place="footer", order=25)
