"""What a library decides about its travelling books."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.network import settings

from .numbers import PREFIX


def declare_settings() -> None:
    settings.declare(
        "bookcrossing.prefix", str, "CH", label=_("Prefix of numbers of travelling books"),
        help=_("Two to four Latin letters or digits, a letter first, without I, L, O and U."),
        check=lambda text: PREFIX.fullmatch(text) is not None,
    )  # fmt: skip
    settings.declare(
        "bookcrossing.moderation", str, "all", label=_("What finders write and photograph is shown"),
        choices=[
            ("all", _("after a librarian has looked")), ("photos", _("words at once, photos after a look")),
            ("none", _("at once")),
        ],
    )  # fmt: skip
    settings.declare(
        "bookcrossing.sleep_days", int, 180, label=_("Days of silence after which a travelling book is asked after"),
        check=lambda days: 30 <= days <= 2000,
    )  # fmt: skip
    settings.declare(
        "bookcrossing.lost_days", int, 540, label=_("Days of silence after which it counts as lost"),
        check=lambda days: 60 <= days <= 4000,
    )  # fmt: skip
