from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "chytalnia.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .readers import settings  # noqa: F401 – the keys are declared when it is imported
