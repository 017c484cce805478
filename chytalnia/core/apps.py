from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "chytalnia.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import counting, folding, models, nights, nonces, post, receivers, refusing, seal  # noqa: F401

        post.add(models.Letter)
        nights.add("letters", post.sweep)
        seal.keep("core_auditentry")
        folding.register()
        connection_created.connect(folding.fold_on_sqlite, dispatch_uid="folding")
        nonces.let_choosers_run()
        refusing.at_the_desk()
        counting.count_in_every_language()
        post_migrate.connect(seal.close_kept, dispatch_uid="seals_after_migrate")
