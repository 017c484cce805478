from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "chytalnia.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.core import navigation
        from chytalnia.core.words import COUNTED
        from chytalnia.search import entries as search_entries

        from . import entries, receivers  # noqa: F401
        from .editorial import setup as editorial

        search_entries.register(entries.KIND, entries.build, entries.every, COUNTED["library"])
        navigation.add(_("Catalogue"), "portal:search", order=10)
        navigation.add(_("New books"), "catalogue:new", order=20)
        navigation.add(_("Libraries"), "network:libraries", order=40)
        navigation.add(_("My list"), "catalogue:list", place="footer", order=40)
        navigation.search_at("portal:search", suggest="portal:suggest")
        editorial.ready()
