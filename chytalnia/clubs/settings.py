"""What a network, a system or a branch decides about its clubs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.network.settings import declare


def declare_settings() -> None:
    declare(
        "clubs.silent_days", int, 183,
        label=_("Days without a meeting after which the leader of a club is asked whether to close it"),
        check=lambda n: 30 <= n <= 1500,
    )  # fmt: skip
