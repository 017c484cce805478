"""What the page without a line says, for its script: whole sentences, with a form for each kind of number."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from chytalnia.lending.models.offline import PROBLEMS, Outcome

#: Numbers that stand for the kinds a language has: one, few, many.
KINDS = {"one": 1, "few": 2, "many": 5, "other": 5}


def forms(sentence: Callable[[int], str]) -> dict[str, str]:
    """A sentence in every form of its number; `{n}` is put in by the page."""
    return {kind: sentence(n).replace("%(n)s", "{n}") for kind, n in KINDS.items()}


def of_page() -> dict[str, object]:
    return {
        "problems": {code: str(text) for code, text in PROBLEMS.items()},
        "outcomes": {outcome.value: str(outcome.label) for outcome in Outcome} | {"recorded_clean": _("Written down.")},
        "marks": _marks(),
        "deeds": {
            "lend": pgettext("a line of the journal", "lent"),
            "take_back": pgettext("a line of the journal", "taken back"),
            "register": pgettext("a line of the journal", "registered"),
        },
        "categories": {
            "c": _("child"), "y": _("young person"), "a": _("adult"), "g": pgettext("a reader", "group"),
            "s": _("member of staff"),
        },
        "say": _sentences(), "many": _numbers(),
    }  # fmt: skip


def _marks() -> dict[str, str]:
    """What the device knows against a loan; it knows less than the server, which looks again."""
    return {
        "check_card": _("This device does not know the card; it is checked when the line is back."),
        "check_copy": _("This device does not know the copy; it is checked when the line is back."),
        "blocked": _("The reader is blocked."),
        "expired_registration": _("The reader is not registered for this year."),
        "no_surety": _("Nobody stands surety for the child."),
        "unsettled_loss": _("A lost book is not settled."),
        "debt": _("The reader owes money."),
        "overdue": _("The reader has an overdue book."),
        "too_many_loans": _("The reader has as many books as the rules allow."),
        "not_lent_home": _("The copy is not lent home."),
        "on_loan": _("By the list of this device the copy is on loan; its return is written down first."),
        "held_for_another": _("The copy waits for another reader."),
        "held": _("The copy is reserved; look for whom when the line is back."),
        "in_transit": _("By the list of this device the copy is on its way."),
        "not_ready": _("By the list of this device the copy is not ready to be lent."),
        "pledge": _("A pledge may be needed."),
        "age": _("The book is not for every age; look how old the reader is."),
        "known_late": _("The data are some days old; the server looks again."),
    }


def _sentences() -> dict[str, str]:
    return {
        "online": _("The line is there. Everything is sent."),
        "sending": _("Sending."),
        "offline": _("No line since {time}. Go on working: everything is kept here."),
        "never": _("No line. Go on working: everything is kept here."),
        "fresh": _("Readers and copies as of {time}."),
        "empty": _("This device keeps no readers and copies now: scans are written down as they are."),
        "shut": _("This device was shut out. Its readers and copies are deleted."),
        "shut_kept": _("What was not sent is still here: let the device in again, and it goes."),
        "expired": _("The data were too old and were deleted. They come anew with the line."),
        "left_off": _("The branch is larger than the device keeps: some are checked only when the line is back."),
        "lent": _("Lent: {title}"),
        "taken": _("Taken back: {title}"),
        "due": _("To be returned by {day}."),
        "ask_card": _("To lend it, scan the reader's card first."),
        "stands": _("It stands here."),
        "which": _("This device does not know the number. What is it?"),
        "is_card": _("A reader's card"),
        "is_copy": _("A copy, taken back"),
        "unknown_reader": _("Reader with the card {card}"),
        "unknown_copy": _("Copy {code}"),
        "stop": _("Not lent yet: {title}"),
        "all_the_same": _("Lend all the same"),
        "registered": _("Registered: {name}"),
        "nobody": _("No reader of this branch has this name."),
        "many_found": _("Many readers are found; type more of the name"),
        "not_kept": _("The device could not keep this line. Write it on paper, and look whether its disk is full."),
        "wrong_passphrase": _("The passphrase is wrong."),
        "too_often": _("Too many codes were tried from here. Wait an hour, or ask for help at the desk."),
        "wrong_code": _("The code is wrong, used or too old. Ask for a new one at the desk."),
        "no_answer": _("The server does not answer. To let a device in, a line is needed once."),
        "weak": _("At least eight characters, and not figures alone."),
        "differ": _("The two are not the same."),
        "unlocking": _("Opening…"),
        "filling": _("Readers and copies are being fetched…"),
        "no_crypto": _("This browser cannot keep data safely here: the page must be opened by https."),
        "next": _("Next, please"),
        "returns": _("Returns"),
        "no_acts": _("What is done here will stand here."),
        "waits": pgettext("a line of the journal", "waits"),
        "sent": pgettext("a line of the journal", "sent"),
        "look": pgettext("a line of the journal", "look"),
        "counted_on": _("The day's period is closed; it is counted on {day}."),
        "card_needed": _("Scan a card from the printed stock."),
        "card_known": _("This card belongs to another reader."),
        "name_needed": _("Surname and first name are needed."),
        "birth_wrong": _("The date of birth cannot be right."),
        "surety_needed": _("A child needs the word of a grown-up: write their name."),
        "consent_needed": _("Nobody is registered without agreeing."),
        "all_seen": _("Nothing here needs a look."),
        "card": _("card"),
        "old_passphrase": _("The lines that wait here were locked with another passphrase. Use that one."),
    }


def _numbers() -> dict[str, dict[str, str]]:
    return {
        "wait": forms(lambda n: ngettext("%(n)s act waits to be sent.", "%(n)s acts wait to be sent.", n)),
        "look": forms(lambda n: ngettext("%(n)s needs a look.", "%(n)s need a look.", n)),
        "has": forms(lambda n: ngettext("Has %(n)s document", "Has %(n)s documents", n)),
        "found": forms(lambda n: ngettext("%(n)s reader is found", "%(n)s readers are found", n)),
        "kept": forms(lambda n: ngettext("%(n)s reader", "%(n)s readers", n)),
        "copies": forms(lambda n: ngettext("%(n)s copy", "%(n)s copies", n)),
    }
