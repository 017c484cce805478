from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "chytalnia.media"
    label = "media"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chytalnia.core import nights
        from chytalnia.people.rules import Role, allow

        from . import (
            audited,  # noqa: F401 – names its acts
            uploads,
        )

        nights.add("uploads", uploads.sweep)

        allow("media.view_file", *Role)
        allow("media.add_file", *Role)
        allow("media.edit_file", Role.DIRECTOR, Role.BRANCH_HEAD, Role.EDITOR, Role.BIBLIOGRAPHER, Role.ADMINISTRATOR)
