"""On what terms: which rule decides, what stands against a loan, when it is due. Nothing is changed here.

`decide` answers the desk before anything is done, `judge` the services while they hold the locks; both say the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.network.models import Unit
from chytalnia.people.models import Reader, ReaderState

from . import borrowers
from .acts import dimensions_of
from .borrowers import Borrower
from .errors import Problem
from .models import WITH_ITEM, Hold, ItemClass, LendingRule, Loan, Mode, Transit
from .snapshot import Snapshot, snapshot

#: States of a copy that is here but not for lending without a word from the librarian.
NOT_READY = (
    ItemStatus.EXPECTED,
    ItemStatus.IN_PROCESSING,
    ItemStatus.IN_BINDERY,
    ItemStatus.BOUND,
)
#: Ways of lending that end the same day and need no place among the loans of a reader.
INSIDE = (Mode.READING_ROOM,)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule, or the settings in its place, say. No number means no limit."""

    allowed: bool
    max_loans: int | None
    loan_days: int
    renewals: int
    renewal_days: int
    max_holds: int | None
    hold_days: int
    pledge_minor: int = 0
    min_age: int | None = None
    rule: LendingRule | None = None


@dataclass(slots=True)
class Decision:
    """What lending a copy to a reader would come to. `rule` decided; without one, the settings did."""

    terms: Terms
    due_on: date
    problems: list[Problem] = field(default_factory=list)
    explanation: str = ""

    @property
    def allowed(self) -> bool:
        return not self.problems

    @property
    def can_override(self) -> bool:
        return all(problem.can_override for problem in self.problems)

    @property
    def rule(self) -> LendingRule | None:
        return self.terms.rule


def item_class(item: Item, unit: Unit, day: date, known: Snapshot) -> str:
    """What kind of copy the rules see; of two that fit, the one that guards the copy more."""
    dear, days = known.setting(unit, "lending.valuable_minor"), known.setting(unit, "lending.new_days")
    return class_of(item.status, item.price_minor, item.acquired_on, dear=dear, new_since=new_since(day, days))


def class_of(
    status: str, price_minor: int | None, acquired_on: date | None, *, dear: int, new_since: date | None
) -> str:
    if status in (ItemStatus.NOT_LENT, ItemStatus.BOUND):
        return ItemClass.NOT_LENT
    if dear and (price_minor or 0) >= dear:
        return ItemClass.VALUABLE
    return ItemClass.NEW if new_since and acquired_on and acquired_on >= new_since else ""


def new_since(day: date, days: int) -> date | None:
    """What came that day or later is new, where a library tells new copies apart at all."""
    return day - timedelta(days=days) if days else None


def terms(
    unit: Unit, *, mode: str, category: str, document_kind: str, copy: str = "", known: Snapshot | None = None
) -> Terms:
    """The terms that hold in a unit for a case: the nearest unit with a fitting row, there the row that says most."""
    known = known or snapshot()
    for path in reversed(unit.lineage):
        above = known.by_path.get(path)
        fitting = [
            rule
            for rule in (known.rules.get(above.pk, ()) if above else ())
            if rule.mode == mode
            and rule.reader_category in ("", category)
            and rule.document_kind in ("", document_kind)
            and rule.item_class in ("", copy)
        ]
        if fitting:
            return _of_rule(max(fitting, key=lambda rule: rule.says))
    return _of_settings(unit, mode, category, copy, known)


def _of_rule(rule: LendingRule) -> Terms:
    return Terms(
        allowed=rule.allowed,
        max_loans=rule.max_loans,
        loan_days=rule.loan_days,
        renewals=rule.renewals,
        renewal_days=rule.renewal_days,
        max_holds=rule.max_holds,
        hold_days=rule.hold_days,
        pledge_minor=rule.pledge_minor,
        min_age=rule.min_age,
        rule=rule,
    )


def _of_settings(unit: Unit, mode: str, category: str, copy: str, known: Snapshot) -> Terms:
    def say(name: str) -> Any:
        return known.setting(unit, f"lending.{name}")

    said = Terms(
        allowed=copy != ItemClass.NOT_LENT,
        max_loans=say("max_loans") or None,
        loan_days=say("loan_days"),
        renewals=say("renewals"),
        renewal_days=say("renewal_days"),
        max_holds=say("max_holds") or None,
        hold_days=say("hold_days"),
    )
    if mode == Mode.READING_ROOM:
        return replace(said, allowed=True, max_loans=None, loan_days=0, renewals=0)
    if mode == Mode.NIGHT:
        return replace(said, allowed=True, loan_days=1, renewals=0)
    if mode == Mode.COLLECTIVE or category == "collective":
        return replace(said, max_loans=None, loan_days=say("collective_days"))
    return said


def due_date(said: Terms, *, unit: Unit, day: date, days: int | None = None, known: Snapshot | None = None) -> date:
    """So many days later, moved to the next day on which the unit is open; on the day itself for the reading room."""
    term = said.loan_days if days is None else days
    if not term:
        return day
    return (known or snapshot()).next_open(unit, day + timedelta(days=term))


def decide(
    *,
    item: Item,
    reader: Reader,
    unit: Unit,
    mode: str = Mode.HOME,
    at: Any = None,
    due_on: date | None = None,
) -> Decision:
    """What would come of lending this copy to this reader here; for the screen, before anything is done."""
    known = snapshot()
    day = timezone.localdate(at) if at else timezone.localdate()
    borrower = borrowers.load(reader.pk, unit=unit, day=day, snapshot=known)
    return judge(
        item=item,
        borrower=borrower,
        unit=unit,
        mode=mode,
        due_on=due_on,
        open_loan=Loan.objects.filter(item=item, returned_at=None).first(),
        held=Hold.objects.filter(item=item, state__in=WITH_ITEM).first(),
        transit=Transit.objects.open().filter(item=item).first(),
        known=known,
    )


def judge(
    *,
    item: Item,
    borrower: Borrower,
    unit: Unit,
    mode: str,
    open_loan: Loan | None,
    held: Hold | None,
    transit: Transit | None,
    known: Snapshot,
    due_on: date | None = None,
) -> Decision:
    kind = dimensions_of(item.record).document_kind
    copy = item_class(item, unit, borrower.day, known)
    said = terms(unit, mode=mode, category=borrower.category, document_kind=kind, copy=copy, known=known)
    decision = Decision(
        terms=said,
        due_on=due_on or due_date(said, unit=unit, day=borrower.day, known=known),
        explanation=explain(said, known),
    )
    decision.problems = [
        *_with_item(item, borrower, unit, open_loan, held, transit, known),
        *with_reader(borrower, unit, known),
        *_with_terms(item, borrower, mode, said, kind, known.setting(unit, "lending.currency")),
    ]
    return decision


def explain(said: Terms, known: Snapshot) -> str:
    """Which rule decided, for the librarian."""
    if said.rule is None:
        return _("No rule fits; the settings of the network hold.")
    return _("Rule of %(unit)s: %(case)s") % {"unit": known.unit(said.rule.unit_id), "case": said.rule}


def with_reader(borrower: Borrower, unit: Unit, known: Snapshot) -> list[Problem]:
    """What stands against lending anything at all to a reader."""
    reader, found = borrower.reader, []
    if reader.state == ReaderState.CLOSED:
        return [Problem("reader_closed", _("The reader's account is closed."), can_override=False)]
    if reader.state == ReaderState.PREREGISTERED:
        return [
            Problem(
                "not_confirmed",
                _("The reader registered from home; confirm the registration first."),
                can_override=False,
            )
        ]
    if not borrower.has_card:
        found.append(Problem("card_blocked", _("The reader has no working card.")))
    if reader.is_blocked(borrower.day):
        reason = reader.block_reason or _("no reason is given")
        found.append(Problem("blocked", _("The reader is blocked: %(reason)s.") % {"reason": reason.rstrip(".")}))
    if not borrower.is_registered and known.setting(unit, "lending.require_registration"):
        found.append(
            Problem("expired_registration", _("The reader is not registered for this year; register them anew."))
        )
    if borrower.lacks_surety:
        found.append(Problem("no_surety", _("Nobody stands surety for the child.")))
    if borrower.lost:
        n = len(borrower.lost)
        found.append(
            Problem(
                "unsettled_loss",
                ngettext("%(n)d lost copy is not settled.", "%(n)d lost copies are not settled.", n) % {"n": n},
            )
        )
    if known.setting(unit, "lending.block_overdue"):
        late = borrower.overdue(known.setting(unit, "lending.grace_days"))
        if late:
            n = len(late)
            found.append(
                Problem(
                    "overdue",
                    ngettext(
                        "%(n)d copy is overdue: return it first.", "%(n)d copies are overdue: return them first.", n
                    )
                    % {"n": n},
                )
            )
    if borrower.has_charges and borrower.owed_minor > known.setting(unit, "lending.debt_minor"):
        found.append(
            Problem(
                "debt",
                _("The reader owes %(sum)s %(currency)s.")
                % {"sum": f"{borrower.owed_minor / 100:.2f}", "currency": known.setting(unit, "lending.currency")},
            )
        )
    return found


def _with_item(
    item: Item,
    borrower: Borrower,
    unit: Unit,
    open_loan: Loan | None,
    held: Hold | None,
    transit: Transit | None,
    known: Snapshot,
) -> list[Problem]:
    if item.status == ItemStatus.WITHDRAWN:
        return [Problem("withdrawn", _("The copy is withdrawn from the stock."), can_override=False)]
    if item.status == ItemStatus.ELECTRONIC:
        return [Problem("electronic", _("An electronic copy is not lent over the counter."), can_override=False)]
    if open_loan is not None:
        if open_loan.reader_id == borrower.pk:
            message = _("The reader has this copy already, until %(day)s.") % {
                "day": date_format(open_loan.due_on, "SHORT_DATE_FORMAT")
            }
            return [Problem("on_loan_to_reader", message, can_override=False)]
        return [
            Problem(
                "on_loan_to_another", _("The copy is lent to another reader; take it back first."), can_override=False
            )
        ]
    found = []
    if held is not None and held.reader_id != borrower.pk:
        found.append(Problem("held_for_another", _("The copy waits for another reader.")))
    if transit is not None and transit.target_id != unit.pk and (held is None or held.reader_id != borrower.pk):
        found.append(
            Problem("in_transit", _("The copy is on its way to %(unit)s.") % {"unit": known.unit(transit.target_id)})
        )
    if item.status in NOT_READY:
        found.append(
            Problem("not_ready", _("The copy is not ready: %(state)s.") % {"state": item.get_status_display()})
        )
    if item.unit_id != unit.pk and known.system_of(known.unit(item.unit_id)) != known.system_of(unit):
        found.append(
            Problem(
                "not_this_unit",
                _("The copy belongs to another library: %(unit)s.") % {"unit": known.unit(item.unit_id)},
            )
        )
    return found


def _with_terms(item: Item, borrower: Borrower, mode: str, said: Terms, kind: str, currency: str) -> list[Problem]:
    found = []
    if not said.allowed:
        message = (
            _("The copy is not lent home.") if mode == Mode.HOME else _("The rules do not allow this way of lending.")
        )
        found.append(Problem("not_lent_home", message))
    scope = said.rule.document_kind if said.rule else ""
    if said.max_loans is not None and mode not in INSIDE and borrower.counted(scope) >= said.max_loans:
        found.append(
            Problem(
                "too_many_loans",
                ngettext(
                    "The reader may have %(n)d document at once.", "The reader may have %(n)d documents at once.",
                    said.max_loans,
                )
                % {"n": said.max_loans},
            )
        )  # fmt: skip
    mark = item.record.age_mark
    if mark and borrower.age is not None and borrower.age < mark:
        found.append(Problem("age_mark", _("The document is for readers from %(age)d years on.") % {"age": mark}))
    if said.min_age and borrower.age is not None and borrower.age < said.min_age:
        found.append(
            Problem("min_age", _("The rules lend this to readers from %(age)d years on.") % {"age": said.min_age})
        )
    if said.pledge_minor and (missing := said.pledge_minor - borrower.pledged_minor()) > 0:
        needed = f"{said.pledge_minor / 100:.2f} {currency}"
        found.append(Problem("pledge", _("A pledge of %(sum)s is needed.") % {"sum": needed}, needs_minor=missing))
    return found
