"""What a machine shows its reader: whole sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from chytalnia.lending.errors import Problem

if TYPE_CHECKING:
    from chytalnia.people.models import Reader

    from .session import Session


def language_of(session: Session, reader: Reader | None = None) -> str:
    """The reader's own language, else the one chosen at the machine, else that of the machine, of its library, of the site."""
    chosen = [reader.language if reader else "", session.language, session.default_language, settings.LANGUAGE_CODE]
    known = {code for code, _name in settings.LANGUAGES}
    return next((code for code in chosen if code in known), "uk")


@contextmanager
def spoken(session: Session, reader: Reader | None = None) -> Iterator[None]:
    with translation.override(language_of(session, reader)):
        yield


def day(on: date) -> str:
    return formats.date_format(on, "SHORT_DATE_FORMAT")


def failed() -> str:
    return _("The machine could not do this. Please ask a librarian.")


def not_this_machine() -> str:
    return _("This machine does not do this. Please ask a librarian.")


def unknown_card() -> str:
    return _("This card is not known. Please ask a librarian.")


def blocked_card() -> str:
    return _("This card is blocked. Please ask a librarian.")


def wrong_password() -> str:
    return _("The password is wrong.")


def unknown_item() -> str:
    return _("This book is not known. Please give it to a librarian.")


def not_on_loan() -> str:
    return _("This book is not on loan to you.")


def is_back(due: date | None, today: date) -> str:
    if due is not None and due < today:
        return _("The book is back. Please bring it sooner next time: it was due on %(day)s.") % {"day": day(due)}
    return _("The book is back. Thank you.")


def was_not_lent() -> str:
    return _("The book is here. It was not on loan.")


def lent(due: date) -> str:
    return _("Please bring it back by %(day)s.") % {"day": day(due)}


def renewed(due: date) -> str:
    return _("Renewed until %(day)s.") % {"day": day(due)}


def renewed_all(done: int, left: int) -> str:
    said = ngettext("%(n)d loan is renewed.", "%(n)d loans are renewed.", done) % {"n": done}
    if not left:
        return said
    return f"{said} " + ngettext(
        "%(n)d loan cannot be renewed.", "%(n)d loans cannot be renewed.", left
    ) % {"n": left}  # fmt: skip


def nothing_to_renew() -> str:
    return _("You have nothing on loan.")


def goes_to_the_hold_shelf() -> str:
    return _("This book is kept for another reader. Please put it on the shelf of reserved books.")


def goes_to(place: str) -> str:
    return _("This book goes to another library: %(place)s.") % {"place": place}


def overdue(count: int) -> str:
    return ngettext("You have %(n)d overdue book.", "You have %(n)d overdue books.", count) % {"n": count}


def waiting(count: int) -> str:
    return ngettext("%(n)d book waits for you.", "%(n)d books wait for you.", count) % {"n": count}


def held(position: int) -> str:
    return _("The book is reserved. Your place in the queue: %(n)d.") % {"n": position}


def set_aside() -> str:
    return _("The book is reserved. You will be told when it is ready.")


def hold_cancelled() -> str:
    return _("The hold is cancelled.")


def hold_changed() -> str:
    return _("The hold is changed.")


def no_such_hold() -> str:
    return _("You have no such hold.")


def unknown_library() -> str:
    return _("This library is not known.")


def paid() -> str:
    return _("The payment is received. Thank you.")


def not_paid() -> str:
    return _("The payment is not accepted. Please ask a librarian.")


def cancelled() -> str:
    return _("The loan is cancelled.")


def cannot_cancel() -> str:
    return _("This cannot be cancelled any more. Please ask a librarian.")


def goodbye() -> str:
    return _("Thank you. Come again!")


def card_kept() -> str:
    return _("The machine has kept this card. Please ask a librarian.")


#: What a reader is told where lending has a sentence for the librarian.
_PROBLEMS = {
    "overdue": gettext_noop("You have overdue books. Please return them first."),
    "too_many_loans": gettext_noop("You have as many books as you may have at once."),
    "on_loan_to_another": gettext_noop("This book is on loan to another reader. Please give it to a librarian."),
    "on_loan_to_reader": gettext_noop("You have this book already."),
    "held_for_another": gettext_noop("Another reader waits for this book."),
    "in_transit": gettext_noop("This book is on its way to another reader or library. Please give it to a librarian."),
    "not_lent_home": gettext_noop("This book is read in the library only."),
    "expired_registration": gettext_noop("Please register for this year with a librarian."),
    "no_surety": gettext_noop("A grown-up has to stand surety for you. Please ask a librarian."),
    "unsettled_loss": gettext_noop("A lost book is not settled. Please ask a librarian."),
    "too_many_renewals": gettext_noop("This book cannot be renewed any more."),
    "too_early": gettext_noop("It is too early to renew this book."),
    "already_held": gettext_noop("You wait for this book already."),
    "too_many_holds": gettext_noop("You wait for as many books as you may at once."),
    "nothing_to_hold": gettext_noop("There is no copy of this book to wait for."),
    "not_live": gettext_noop("You have no such hold."),
    "blocked": gettext_noop("Your card is blocked for now. Please ask a librarian."),
    "card_blocked": gettext_noop("This card is blocked. Please ask a librarian."),
}


def problems(found: Iterable[Problem]) -> tuple[str, ...]:
    """A sentence for each problem, for the reader; two at most fit on the screen of a machine."""
    return tuple(
        _(_PROBLEMS[problem.code]) if problem.code in _PROBLEMS else str(problem.message) for problem in found
    )[:2]
