"""What a network decides about its campaigns; inherited down the tree."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.network.settings import declare


def declare_settings() -> None:
    declare(
        "campaigns.forget_days", int, 365, label=_("Days after a campaign when it forgets who took part"),
        help=_("Sums, diplomas and the list of the draw stay, with nicks alone."), check=lambda days: 30 <= days <= 3660,
    )  # fmt: skip
