from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "chytalnia.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.core import seal
        from chytalnia.people import rules
        from chytalnia.people.rules import Role

        from . import audited  # noqa: F401 – names its acts

        seal.keep("journal_fact")
        rules.allow("journal.view_facts", *Role)
        rules.allow("journal.reverse_fact", Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
        rules.allow("journal.close_period", Role.DIRECTOR, Role.ADMINISTRATOR, Role.METHODOLOGIST)
        rules.allow("journal.reopen_period", Role.DIRECTOR, Role.ADMINISTRATOR)
