"""What a scan at the lending desk means: a card opens its reader, a copy is lent to the open reader or taken back, a renewal
is a copy the reader has already, words find readers. The screen, and whoever else has a scanner, asks here."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.catalogue.models import Item, RecordKey
from chytalnia.core.stages import StageError
from chytalnia.core.words import day_in_words
from chytalnia.network import settings as unit_settings
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.people.models import Card, Reader
from chytalnia.people.readers import queries as readers
from chytalnia.people.readers import services as reader_services
from chytalnia.wire.isbn import normal_isbn

from . import borrowers, rules, services
from .acts import known
from .errors import LendingError, Problem, Refused
from .models import Act, ActKind, Charge, IllOrder, Loan, Mode
from .purse import to_give_back
from .snapshot import snapshot

#: What the eye and the ear are told: done, look here, a question, refused.
Tone = Literal["", "good", "look", "ask", "bad"]
#: As many readers or copies to choose from as fit on a screen.
MOST = 12
#: Of what a return tells, these need hands: a place to put the copy, a reader to call.
LOOK = frozenset({"on_shelf", "send_to", "waits_here", "wrong_branch", "found", "fine", "overdue"})


@dataclass(slots=True)
class Answer:
    """One scan, answered. `slip` is where the copy goes now, to be read from two metres."""

    tone: Tone = ""
    title: str = ""
    lines: list[str] = field(default_factory=list)
    slip: str = ""
    reader: Reader | None = None
    item: Item | None = None
    act: Act | None = None
    problems: list[Problem] = field(default_factory=list)
    readers: list[Reader] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    #: what a refusal would be about, where the scan ended with nothing given
    asked: str = ""
    #: a pledge to hand over, its reader having brought everything back
    pledge: Charge | None = None

    @property
    def can_override(self) -> bool:
        return bool(self.problems) and all(problem.can_override for problem in self.problems)

    @property
    def needs_minor(self) -> int:
        """The pledge that is wanted, where nothing else stands against the loan."""
        return self.problems[0].needs_minor if len(self.problems) == 1 else 0

    @property
    def needed(self) -> str:
        return f"{self.needs_minor / 100:.2f}"


def scanned(
    code: str,
    *,
    unit: Unit,
    by: Any,
    reader: Reader | None = None,
    returning: bool = False,
    mode: str = Mode.HOME,
    key: uuid.UUID | str | None = None,
    override: str = "",
) -> Answer:
    """Do what a scan asks for. `reader` is the one whose card was scanned before; `returning` takes every copy back.

    The same `key` again does nothing twice. Never raises for what a person can scan or type: the answer says what is wrong.
    """
    code = " ".join(code.split())[:200]
    if not code:
        return Answer(reader=reader)
    if card := readers.card(code):
        return _card(card, by)
    if again := known(key):
        return _told(again, reader)
    copies = _copies(code, unit)
    if len(copies) == 1:
        item = copies[0]
        if returning or (reader is None and item.status != "available"):
            return _take_back(item, unit, by, key, reader)
        if reader is None:
            return _stands(item, unit)
        return _lend(item, reader, unit, by, mode, key, override)
    if copies:
        return Answer("ask", _("Which copy is it?"), reader=reader, items=copies)
    if order := services.ill.by_number(code):
        return _foreign(order, unit, by, reader, returning, key)
    return _words(code, by, reader)


def _foreign(
    order: IllOrder, unit: Unit, by: Any, reader: Reader | None, returning: bool, key: uuid.UUID | str | None
) -> Answer:
    """A copy of another library, known by its interlibrary order."""
    if order.unit_id != unit.pk:
        return Answer("bad", str(order), [_("It was ordered through %(unit)s.") % {"unit": order.unit}], reader=reader)
    own = reader is not None and reader.pk == order.reader_id
    try:
        if order.stage in ("lent", "lost") and (returning or reader is None):
            return _foreign_told(services.ill.moved(order=order, move="take_back", by=by, key=key), reader)
        if order.stage == "received" and own and not returning:
            return _foreign_told(services.ill.moved(order=order, move="lend", by=by, key=key), reader)
    except StageError as refused:
        return Answer("bad", _("Not lent: %(title)s") % {"title": order}, [str(refused)], reader=reader)
    except PermissionDenied:
        return Answer("bad", str(order), [_("You have no right to do this here.")], reader=reader)
    if order.stage == "received":
        line = (
            _("Another reader ordered it.")
            if reader is not None and not own
            else _("It waits for the reader who ordered it; scan the card first.")
        )
    elif order.stage == "back":
        line = _("To be sent back to its library.")
    else:
        line = _("A reader has it. To take it back, press F4 first.")
    return Answer("ask", str(order), [line], reader=reader)


def _foreign_told(act: Act | None, reader: Reader | None) -> Answer:
    assert act is not None
    title, lent = act.detail.get("title", ""), act.kind == ActKind.ILL_LEND
    answer = Answer("good" if lent else "look", reader=reader, act=act)
    answer.title = (_("Lent: %(title)s") if lent else _("Taken back: %(title)s")) % {"title": title}
    order = IllOrder.objects.filter(pk=act.detail["ill"]).first()
    if order is not None and lent and order.lent_until is not None:
        answer.lines.append(_("To be returned %(day)s.") % {"day": day_in_words(order.lent_until, way="until")})
    elif order is not None:
        answer.slip = f"→ {order.lender}"
    return answer


def _copies(code: str, unit: Unit) -> list[Item]:
    """Copies by barcode; by inventory number, those of this branch before those of its system; by ISBN, those here."""
    items = Item.objects.select_related("unit", "record").defer("record__source", "record__bib_data")
    if found := list(items.filter(barcode=code)[:1]):
        return found
    system = snapshot().system_of(unit)
    numbered = list(items.in_stock().filter(under([system], "unit__path"), inventory_number=code).order_by("pk")[:MOST])
    if here := [item for item in numbered if item.unit_id == unit.pk]:
        return here
    if numbered:
        return numbered
    if isbn := normal_isbn(code):
        records = RecordKey.objects.filter(kind="isbn", value=isbn).values("record")
        near = Q(unit=unit) | Q(loans__unit=unit, loans__returned_at=None)
        return list(items.in_stock().filter(near, record__in=records).distinct().order_by("pk")[:MOST])
    return []


def _card(card: Card, by: Any) -> Answer:
    reader = readers.lead(card.reader)
    if not readers.may_see(by, reader):
        return Answer("bad", _("This reader is registered in another library, and your network keeps readers apart."))
    if card.blocked_at is not None:
        lines = [card.reason] if card.reason else []
        return Answer(
            "bad", _("This card is blocked: %(name)s.") % {"name": reader.short_name.rstrip(".")}, lines, reader=None
        )
    reader_services.look(reader=reader, by=by, what="counter")
    return Answer("good", reader.full_name, reader=reader)


def opened(pk: str | int | None, by: Any) -> Reader | None:
    """The reader whose page the desk has open, if the person may see them."""
    asked = str(pk or "")
    found = Reader.objects.known().filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 18 else None
    if found is None:
        return None
    here = snapshot()
    found.home_unit = here.unit(found.home_unit_id)
    if not readers.may_see(by, found):
        return None
    # Chosen by name, not by card: a look at a child is noted all the same, once for the time that a look lasts.
    with unit_settings.remembered(here.settings):
        reader_services.look(reader=found, by=by, what="counter")
    return found


def _title(item: Item) -> str:
    return item.record.title


def _take_back(item: Item, unit: Unit, by: Any, key: Any, reader: Reader | None) -> Answer:
    return _taken_back(services.take_back(item=item, unit=unit, by=by, key=key), reader, item)


def _taken_back(returned: services.Returned, reader: Reader | None, item: Item | None = None) -> Answer:
    item = item or (returned.act.item if returned.act else None)
    assert item is not None
    answer = Answer("good", _("Taken back: %(title)s") % {"title": _title(item)}, reader=reader, item=item)
    answer.act = returned.act
    if returned.act is None or returned.act.kind not in (ActKind.TAKE_BACK, ActKind.RECEIVE):
        answer.title = _title(item)
    elif returned.act.kind == ActKind.RECEIVE:
        answer.title = _("Arrived: %(title)s") % {"title": _title(item)}
    answer.lines = [message.message for message in returned.messages]
    if LOOK & set(returned.codes):
        answer.tone = "look"
    if {"not_on_loan", "not_ready", "withdrawn"} & set(returned.codes) and returned.act is None:
        answer.tone = "ask"
    if returned.transit is not None and returned.transit.is_open:
        answer.slip = f"→ {returned.transit.target}"
    elif returned.hold is not None and returned.hold.reader is not None and "on_shelf" in returned.codes:
        answer.slip = _("Shelf of holds: %(code)s") % {"code": slip_code(returned.hold.reader)}
    if returned.loan is not None and returned.loan.reader_id is not None:
        answer.pledge = to_give_back(returned.loan.reader_id)
        if answer.pledge is not None:
            answer.tone = "look"
            answer.lines.append(
                _("Everything is brought back: give the pledge back, %(sum)s.") % {"sum": answer.pledge.sum}
            )
    return answer


def slip_code(reader: Reader) -> str:
    """By what a copy on the shelf of holds is found, without the name: the end of the card number."""
    card = readers.working_card(reader)
    return f"…{card.number[-4:]}" if card else f"№ {reader.pk}"


def _stands(item: Item, unit: Unit) -> Answer:
    place = _("Stands here.") if item.unit_id == unit.pk else _("Stands in %(unit)s.") % {"unit": item.unit}
    lines = [f"{place} {item.shelf_mark}".strip(), _("To lend it, scan the reader's card first.")]
    return Answer("ask", _title(item), lines, item=item, asked=_title(item))


def _lend(item: Item, reader: Reader, unit: Unit, by: Any, mode: str, key: Any, override: str) -> Answer:
    loan = Loan.objects.filter(item=item, returned_at=None).first()
    try:
        if loan is not None and loan.reader_id == reader.pk:
            act = services.renew(loan=loan, by=by, key=key, override=override)
        else:
            act = services.lend(item=item, reader=reader, unit=unit, by=by, mode=mode, key=key, override=override)
    except Refused as refused:
        return Answer(
            "bad", _("Not lent: %(title)s") % {"title": _title(item)}, reader=reader, item=item,
            problems=refused.problems, asked=_title(item),
        )  # fmt: skip
    except LendingError as refused:
        return Answer("bad", _title(item), [str(refused)], reader=reader, item=item)
    return _told(act, reader)


def _told(act: Act, reader: Reader | None) -> Answer:
    """What an act did, for the eye; also when it was done by the same scan before."""
    if "ill" in act.detail:
        return _foreign_told(act, reader)
    if act.kind not in (ActKind.LEND, ActKind.RENEW) or act.item is None:
        return _taken_back(services.repeated(act), reader)
    title = {ActKind.LEND: _("Lent: %(title)s"), ActKind.RENEW: _("Renewed: %(title)s")}[ActKind(act.kind)]
    answer = Answer("good", title % {"title": _title(act.item)}, reader=reader, item=act.item, act=act)
    if act.loan is not None:
        due = day_in_words(act.loan.due_on, way="until")
        answer.lines.append(_("To be returned %(day)s.") % {"day": due})
    return answer


def _words(text: str, by: Any, reader: Reader | None) -> Answer:
    found = readers.find(text, user=by, limit=MOST + 1)
    if found:
        n = len(found)
        title = (
            ngettext("%(n)s reader is found", "%(n)s readers are found", n) % {"n": n}
            if n <= MOST
            else _("Many readers are found; type more of the name")
        )
        return Answer("ask", title, reader=reader, readers=found[:MOST], asked=text)
    line = (
        _("A number that no card and no copy has. Look whether the barcode was read whole.")
        if any(letter.isdigit() for letter in text)
        else _("No reader has this name here.")
    )
    return Answer("bad", _("Not found: %(text)s") % {"text": text}, [line], reader=reader, asked=text)


def warnings(reader: Reader, unit: Unit, day: date | None = None) -> list[Problem]:
    """What stands against lending to the reader at all, told before the first copy is scanned."""
    here = snapshot()
    borrower = borrowers.load(reader.pk, unit=unit, day=day or timezone.localdate(), snapshot=here)
    return rules.with_reader(borrower, unit, here)
