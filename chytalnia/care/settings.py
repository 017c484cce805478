"""What a library decides about children in its care."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.network.settings import declare


def _few(value: int) -> bool:
    return 1 <= value <= 30


def declare_settings() -> None:
    declare("care.per_adult_small", int, 8, label=_("Small children for one adult, at most"), check=_few)
    declare("care.per_adult_older", int, 12, label=_("Older children for one adult, at most"), check=_few)
    declare("care.per_adult_camp", int, 15, label=_("Children of a camp for one adult, at most"), check=_few)
    declare(
        "care.small_until", int, 5, label=_("Age up to which children count as small"), check=lambda age: 2 <= age <= 12
    )
    declare(
        "care.least_adults", int, 2, label=_("Adults who must be with the children, at least"),
        check=lambda n: 1 <= n <= 5,
    )  # fmt: skip
    declare(
        "care.most_minutes", int, 240, label=_("Minutes of a nanny session, at most"), check=lambda n: 30 <= n <= 480
    )
    declare(
        "care.cancel_hour", int, 18, label=_("Hour of the day before until which a place may be given up"),
        check=lambda n: 0 <= n <= 23,
    )  # fmt: skip
    declare(
        "care.wrong_pins", int, 3, label=_("Wrong PINs or code words for a child in a day, after which only a document counts"),
        check=lambda n: 1 <= n <= 10,
    )  # fmt: skip
    declare(
        "care.tell_parents", bool, False, label=_("Parents are written to when their child has come and when it is given over"),
        help=_("Only those who gave an e-mail, and without the child's name."),
    )  # fmt: skip
    declare(
        "care.forget_days", int, 14, label=_("Days after a session when everything about the children is deleted"),
        help=_("The numbers stay, and the journal of incidents, which knows no names."),
        check=lambda n: 0 <= n <= 366,
    )  # fmt: skip
