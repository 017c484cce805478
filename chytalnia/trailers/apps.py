from django.apps import AppConfig


class TrailersConfig(AppConfig):
    name = "chytalnia.trailers"
    label = "trailers"
    default_auto_field = "django.db.models.BigAutoField"
