"""What a library decides about its rooms; inherited down the tree."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.network.settings import declare


def declare_settings() -> None:
    declare(
        "spaces.grace_minutes", int, 15, label=_("Minutes after which a booked room to which nobody came is free again"),
        check=lambda n: 5 <= n <= 120,
    )  # fmt: skip
    declare(
        "spaces.norm", float, 2.5, label=_("Square metres of a booked room for one person"),
        help=_("More people than that are warned of, not refused."), check=lambda n: 0.3 <= n <= 20,
    )  # fmt: skip
    declare(
        "spaces.most_bookings", int, 3, label=_("Bookings of rooms that a reader may have ahead at once"),
        check=lambda n: 1 <= n <= 50,
    )  # fmt: skip
