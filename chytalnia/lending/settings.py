"""What a network, a system or a branch decides about lending beside the rules; inherited down the tree."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.network.settings import declare


def _days(value: int) -> bool:
    return 0 <= value <= 3660


def declare_settings() -> None:
    declare("lending.loan_days", int, 30, label=_("Days of a loan"), check=_days)
    declare("lending.max_loans", int, 5, label=_("Loans at once"), help=_("0 is no limit."), check=_days)
    declare("lending.renewals", int, 2, label=_("Renewals of a loan"), check=_days)
    declare("lending.renewal_days", int, 30, label=_("Days of a renewal"), check=_days)
    declare("lending.collective_days", int, 90, label=_("Days of a loan to a class or an institution"), check=_days)
    declare("lending.max_holds", int, 5, label=_("Holds at once"), help=_("0 is no limit."), check=_days)
    declare("lending.hold_days", int, 5, label=_("Days that a held copy waits for its reader"), check=_days)
    declare("lending.pick_days", int, 2, label=_("Days to take a held copy from its shelf"), check=_days)
    declare(
        "lending.hold_order",
        str,
        "fair",
        label=_("Who gets a returned copy"),
        choices=[("fair", _("the first in the queue")), ("local", _("the first of this branch, then the others"))],
    )
    declare(
        "lending.keep_new_days",
        int,
        0,
        label=_("Days that a branch keeps its new copies to itself"),
        help=_("Holds to be picked up in other branches do not get them so long. 0 does not keep them."),
        check=_days,
    )
    declare("lending.new_days", int, 0, label=_("Days that a copy counts as new for the rules"), check=_days)
    declare(
        "lending.valuable_minor",
        int,
        0,
        label=_("Price from which a copy counts as valuable"),
        help=_("In the smallest units of the currency; 0 is never."),
        check=lambda value: value >= 0,
    )
    declare("lending.require_registration", bool, True, label=_("Lend only to readers registered this year"))
    declare(
        "lending.grace_days",
        int,
        0,
        label=_("Days overdue after which no more is lent"),
        help=_("0 stops from the first day."),
        check=_days,
    )
    declare("lending.block_overdue", bool, True, label=_("Lend nothing to readers with overdue copies"))
    declare("lending.renewal_counts", bool, False, label=_("Count a renewal as an issue"))
    declare("lending.currency", str, "UAH", label=_("Currency"), check=lambda code: len(code) == 3)
    declare("lending.fines", bool, False, label=_("Fees for overdue copies"))
    declare(
        "lending.fine_minor",
        int,
        0,
        label=_("Fee for a day overdue"),
        help=_("In the smallest units of the currency."),
        check=lambda value: value >= 0,
    )
    declare("lending.fine_most_minor", int, 0, label=_("Fee at most"), check=lambda value: value >= 0)
    declare(
        "lending.debt_minor",
        int,
        0,
        label=_("Debt above which nothing is lent"),
        help=_("In the smallest units of the currency."),
        check=lambda value: value >= 0,
    )
    declare(
        "lending.loss_times", int, 1, label=_("A lost copy is paid so many times its price"), check=lambda n: n >= 1
    )
    declare(
        "lending.reminders",
        str,
        "-3 2 14 30 60 90",
        label=_("Days of reminders"),
        help=_(
            "From the day a copy is due; a minus is before it. In their order: a word before, two reminders, "
            "a letter, a visit, the register of debtors."
        ),
        check=_reminders,
    )
    declare("lending.undo_minutes", int, 60, label=_("Minutes within which an act can be undone"), check=_days)
    declare(
        "lending.forget_days",
        int,
        7,
        label=_("Days after which a returned loan forgets its reader"),
        help=_("Not for readers who keep their history."),
        check=_days,
    )
    declare("lending.transit_days", int, 7, label=_("Days after which a copy is looked for on its way"), check=_days)


def _reminders(text: str) -> bool:
    try:
        days = [int(word) for word in text.split()]
    except ValueError:
        return False
    return days == sorted(days) and len(days) <= 9
