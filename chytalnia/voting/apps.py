from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "chytalnia.voting"
    label = "voting"
    default_auto_field = "django.db.models.BigAutoField"
