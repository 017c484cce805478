from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "chytalnia.network"
    label = "network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import (
            audited,  # noqa: F401 – names its acts
            memory,  # noqa: F401 - it hears of changes
        )
