from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from chytalnia.core import navigation


class PeopleConfig(AppConfig):
    name = "chytalnia.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import audited  # noqa: F401 – names its acts
        from .readers import settings  # noqa: F401 – the keys are declared when it is imported

        navigation.add(_("My card"), "people:me", place="account", order=10, icon="id-card")
        for order, label, name in (
            (10, _("My books"), "me"), (40, _("Card"), "card"), (60, _("Settings"), "wishes"), (70, _("My data"), "data"),
        ):  # fmt: skip
            navigation.add(label, f"people:{name}", place="own", order=order)
        navigation.add(_("Become a reader"), "people:join", place="footer", order=10)
