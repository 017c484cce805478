from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "chytalnia.network"
    label = "network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import memory  # noqa: F401 - it hears of changes
