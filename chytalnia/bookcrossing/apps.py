from django.apps import AppConfig


class BookcrossingConfig(AppConfig):
    name = "chytalnia.bookcrossing"
    label = "bookcrossing"
    default_auto_field = "django.db.models.BigAutoField"
