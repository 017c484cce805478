"""What a library decides about its desks without a line."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.network.settings import declare


def declare_settings() -> None:
    declare(
        "lending.offline_days",
        int,
        7,
        label=_("Days that a desk without a line keeps readers and copies"),
        help=_("Without contact for so long, the device deletes them; what was done there stays until it is sent."),
        check=lambda days: 1 <= days <= 60,
    )
    declare(
        "lending.offline_lock_minutes",
        int,
        15,
        label=_("Minutes after which a desk without a line asks for its passphrase"),
        help=_("Counted from the last scan or key."),
        check=lambda minutes: 1 <= minutes <= 600,
    )
    declare(
        "lending.offline_years",
        int,
        2,
        label=_("Years of registration whose readers a desk without a line keeps"),
        help=_("1 is this year only. Cards of others are noted, and looked up when the line is back."),
        check=lambda years: 1 <= years <= 20,
    )
