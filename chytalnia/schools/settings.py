"""What a network, a system or a branch decides about its schools."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.network.settings import declare


def declare_settings() -> None:
    declare(
        "schools.certificate_share", int, 70, label=_("Share of lessons, in percent, that earns a certificate"),
        check=lambda n: 1 <= n <= 100,
    )  # fmt: skip
