"""The desk of a made-up year: each act as the services of lending do it, in memory, by the same rules and terms.

What is decided by a rule is asked of `lending.rules`: terms, dates, categories, age bands. What the services keep in the
database is kept here and stored at the end; `chytalnia check` compares the outcome. New and valuable copies are not told apart,
and nothing is lost, paid or undone.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict, deque
from datetime import date, timedelta

from django.db.models import Max

from chytalnia.catalogue.models import ItemStatus
from chytalnia.lending import rules
from chytalnia.lending.kinds import issued_as, renewed_as
from chytalnia.lending.models import ActKind, Channel, Hold, HoldState, Loan, Mode, Transit, TransitReason, Visit
from chytalnia.lending.models.loan import PLACE
from chytalnia.lending.services.forgetting import VISIT_DAYS
from chytalnia.lending.snapshot import Snapshot
from chytalnia.people.models import Registration

from . import people, spool
from .books import Stock
from .judging import Judging
from .ledger import Entry, Ledger
from .out import HOLD, LOAN, TRANSIT, LiveHold, OnTheWay, OpenLoan
from .places import Place

FREE, OUT, KEPT, MOVING = (
    ItemStatus.AVAILABLE.value, ItemStatus.ON_LOAN.value, ItemStatus.ON_HOLD.value, ItemStatus.IN_TRANSIT.value,
)  # fmt: skip


class Desk(Judging):
    """All that is out, waits or travels, and the acts that change it. `day` and `minute` are now."""

    def __init__(
        self, *, places: list[Place], stock: Stock, readers: people.Readers, tables: people.Tables, known: Snapshot,
        first: date, last: date, chance: random.Random,
    ) -> None:  # fmt: skip
        super().__init__(places=places, readers=readers, known=known, day=first)
        self.stock, self.tables = stock, tables
        self.first, self.last, self.chance = first, last, chance
        self.minute = 600
        self.moment = spool.Moments()
        self.ledger = Ledger(chance, self.moment)
        self.loans, self.holds = spool.Spool(Loan, LOAN), spool.Spool(Hold, HOLD)
        self.transits, self.visits = spool.Spool(Transit, TRANSIT), spool.Spool(Visit, ("reader", "unit", "day"))
        self.at_unit = {place.pk: n for n, place in enumerate(places)}
        self.forgets = [last - timedelta(days=known.setting(place.unit, "lending.forget_days")) for place in places]
        self.renewal_counts = [known.setting(place.unit, "lending.renewal_counts") for place in places]
        self.ledger.forgotten = min(self.forgets)
        self.lent = 0
        self.out: dict[int, list[OpenLoan]] = defaultdict(list)
        self.loan_of: dict[int, OpenLoan] = {}
        self.queues: dict[int, deque[LiveHold]] = {}
        self.waiting: dict[int, list[LiveHold]] = defaultdict(list)
        self.moving: dict[int, OnTheWay] = {}
        self.year_of = [0] * len(readers)
        self.came: set[tuple[int, int]] = set()
        #: what is to happen on a day
        self.arriving: dict[date, list[OnTheWay]] = defaultdict(list)
        self.picking: dict[date, list[LiveHold]] = defaultdict(list)
        self.expiring: dict[date, list[LiveHold]] = defaultdict(list)
        found = Registration.objects.values_list("unit", "year").annotate(last=Max("number"))
        self._numbers: dict[tuple[int, int], int] = {(unit, year): last for unit, year, last in found}

    @property
    def now(self) -> str:
        return self.moment(self.day, self.minute)

    # Readers

    def register(self, reader: int, at: int, *, on: date | None = None) -> None:
        """The first coming in a year; with a day of the past it is only known, as from a system before this one."""
        day = on or self.day
        self.year_of[reader] = day.year
        unit, pk = self.places[at].pk, self.readers.pk[reader]
        number = self._numbers[unit, day.year] = self._numbers.get((unit, day.year), 0) + 1
        self.tables.registrations.add(
            (pk, unit, day.year, number, day.isoformat(), False, True, self.moment(day, self.minute))
        )
        if on is None:
            audience = self.band(self.age(reader))
            entry = Entry(
                ActKind.REGISTER, unit, reader=pk, audience=audience, place="onsite",
                detail='{"is_new": false, "first_in_network": true}',
            )  # fmt: skip
            self.ledger.write(self.day, self.minute, entry, *self.coming(reader, at, audience))

    def coming(self, reader: int, at: int, audience: str, place: str = "onsite") -> list[Entry]:
        """The visit that an act brings about, once a day."""
        if (reader, at) in self.came:
            return []
        self.came.add((reader, at))
        unit, pk = self.places[at].pk, self.readers.pk[reader]
        if self.day > self.last - timedelta(days=VISIT_DAYS):
            self.visits.add((pk, unit, self.day.isoformat()))
        return [Entry(ActKind.VISIT, unit, reader=pk, audience=audience, place=place)]

    # Loans

    def lend(self, reader: int, item: int, at: int, mode: Mode, hold: LiveHold | None = None) -> OpenLoan | None:
        """A copy goes out, unless terms or number stand against it."""
        age = self.age(reader)
        category, of = self.category(reader, age), self.stock.of[self.stock.about[item]]
        said = self.terms(at, mode, category, of[0])
        have = sum(loan.mode != Mode.READING_ROOM for loan in self.out[reader])
        full = said.max_loans is not None and mode not in rules.INSIDE and have >= said.max_loans
        if not said.allowed or full or said.pledge_minor or (said.min_age or 0) > age:
            return None
        loan = OpenLoan(
            self.loans.id(), item, reader, at, mode, self.day, self.now, self.due(at, said, said.loan_days), said,
            self.band(age), category,
        )  # fmt: skip
        self.lent += 1
        before, self.stock.status[item] = self.stock.status[item], OUT
        self.stock.asked[self.stock.book[item].work] += 1
        self.out[reader].append(loan)
        self.loan_of[item] = loan
        pk, unit, due = self.readers.pk[reader], self.places[at].pk, loan.due.isoformat()
        made = {"state": "out", "due_on": due, "renewals": 0, "returned_at": None}
        changes = [["loan", loan.pk, None, made], ["item", self.stock.pk[item], {"status": [before, OUT]}]]
        act = Entry(
            ActKind.LEND, unit, fact=issued_as(mode), reader=pk, item=self.stock.pk[item], loan=loan.pk,
            audience=loan.audience, place=PLACE[mode].value, of=of, detail=f'{{"due": "{due}"}}',
            changes=json.dumps(changes), owner=loan.rows,
        )  # fmt: skip
        parts = []
        if hold is not None:
            parts.append(self._fill(hold, loan))
        self.ledger.write(self.day, self.minute, act, *parts, *self.coming(reader, at, loan.audience))
        return loan

    def take_back(self, loan: OpenLoan, at: int) -> None:
        """A copy comes back somewhere: to its shelf, to whoever waits, or home."""
        item, unit = loan.item, self.places[at].pk
        loan.ended = True
        self.out[loan.reader].remove(loan)
        del self.loan_of[item]
        of = self.stock.of[self.stock.about[item]]
        changes = [["loan", loan.pk, {"state": ["out", "returned"], "returned_at": [None, self.now],
                                      "returned_unit_id": [None, unit]}]]  # fmt: skip
        act = Entry(
            ActKind.TAKE_BACK, unit, reader=self.readers.pk[loan.reader], item=self.stock.pk[item], loan=loan.pk,
            audience=loan.audience, place=PLACE[loan.mode].value, of=of, owner=loan.rows,
        )  # fmt: skip
        parts = self._route(item, at, of)
        changes.append(["item", self.stock.pk[item], {"status": [OUT, self.stock.status[item]]}])
        act.changes = json.dumps(changes)
        self.ledger.write(self.day, self.minute, act, *parts, *self.coming(loan.reader, at, loan.audience))
        self.keep(loan, state="returned", returned_at=self.now, returned_unit=unit)

    def keep(
        self, loan: OpenLoan, *, state: str = "out", returned_at: str | None = None, returned_unit: int | None = None,
        reminded: int = 0,
    ) -> None:  # fmt: skip
        """The row of a loan, when it has ended or the year has."""
        forgets = state == "returned" and self._forgets(loan.reader, loan.place)
        self.ledger.close(loan.rows, forgets=forgets)
        rule = loan.terms.rule
        self.loans.add(
            (
                loan.pk, self.stock.pk[loan.item], None if forgets else self.readers.pk[loan.reader],
                self.places[loan.place].pk, loan.mode.value, loan.issued_at, loan.due.isoformat(), loan.renewals, state,
                returned_at, returned_unit, reminded, loan.audience, loan.category,
                *self.stock.of[self.stock.about[loan.item]], FREE, rule.pk if rule else None, "", "",
            )
        )  # fmt: skip

    def _forgets(self, reader: int, at: int) -> bool:
        return self.day < self.forgets[at] and not self.readers.keeps_history[reader]

    def renew(self, loan: OpenLoan, *, channel: Channel) -> bool:
        """The reader keeps a copy longer, unless somebody waits for it or it was renewed often enough."""
        said, at = loan.terms, loan.place
        wished = self.due(at, said, said.renewal_days)
        if loan.renewals >= said.renewals or wished <= loan.due or self.queues.get(self.stock.book[loan.item].work):
            return False
        if self.year_of[loan.reader] != self.day.year:
            return False
        changes = [["loan", loan.pk, {"due_on": [loan.due.isoformat(), wished.isoformat()],
                                      "renewals": [loan.renewals, loan.renewals + 1]}]]  # fmt: skip
        loan.due, loan.renewals = wished, loan.renewals + 1
        place = PLACE[loan.mode].value if channel == Channel.DESK else "remote"
        self.ledger.write(
            self.day, self.minute,
            Entry(
                ActKind.RENEW, self.places[at].pk, fact=renewed_as(counts_as_issue=self.renewal_counts[at]),
                reader=self.readers.pk[loan.reader], item=self.stock.pk[loan.item], loan=loan.pk, audience=loan.audience,
                place=place, of=self.stock.of[self.stock.about[loan.item]], detail=f'{{"due": "{wished.isoformat()}"}}',
                changes=json.dumps(changes), owner=loan.rows,
            ),
            channel=channel,
        )  # fmt: skip
        return True

    # Holds and ways

    def place_hold(self, reader: int, work: int, at: int, channel: Channel) -> bool:
        """A place in the queue of a work of which no copy is free anywhere in the network."""
        said = self.terms(at, Mode.HOME, self.category(reader, self.age(reader)), "book")
        own = self.waiting[reader]
        copies = self.stock.of_work[work]
        if (
            (said.max_holds is not None and len(own) >= said.max_holds)
            or any(hold.work == work for hold in own)
            or any(self.stock.status[item] == FREE for item in copies)
            or any(loan.item in copies for loan in self.out[reader])
        ):
            return False
        hold = LiveHold(self.holds.id(), reader, at, work, self.now, channel, self.band(self.age(reader)))
        own.append(hold)
        self.queues.setdefault(work, deque()).append(hold)
        of = self.stock.of[self.stock.about[copies[0]]]
        self.ledger.write(
            self.day, self.minute,
            Entry(
                ActKind.HOLD, self.places[at].pk, reader=self.readers.pk[reader], hold=hold.pk, audience=hold.audience,
                place="onsite" if channel == Channel.DESK else "remote", of=(of[0], of[1], ""), owner=hold.rows,
            ),
            channel=channel,
        )  # fmt: skip
        return True

    def _next_hold(self, item: int) -> LiveHold | None:
        queue = self.queues.get(self.stock.book[item].work)
        if not queue:
            return None
        hold = queue.popleft()
        hold.item, hold.assigned_at = item, self.now
        return hold

    def _route(self, item: int, at: int, of: tuple[str, str, str]) -> list[Entry]:
        """Where a copy that is here goes; the acts that are parts of what brought it."""
        hold = self._next_hold(item)
        if hold is not None:
            hold.pick = self.places[at].pk
            return [self._deliver(hold, item, at, of)]
        home = self.at_unit[self.stock.unit[item]]
        if home != at:
            return [self._send(item, at, home, TransitReason.RETURN, None, of)]
        self.stock.status[item] = FREE
        return []

    def _deliver(self, hold: LiveHold, item: int, at: int, of: tuple[str, str, str]) -> Entry:
        if hold.place != at:
            hold.state = HoldState.IN_TRANSIT
            return self._send(item, at, hold.place, TransitReason.HOLD, hold, of)
        said = self.terms(at, Mode.HOME, "", of[0])
        hold.state, hold.shelf_at = HoldState.ON_SHELF, self.now
        hold.until = self.known.next_open(self.places[at].unit, self.day + timedelta(days=said.hold_days))
        self.expiring[hold.until + timedelta(days=1)].append(hold)
        self.stock.status[item] = KEPT
        return Entry(
            ActKind.SHELVE, self.places[at].pk, reader=self.readers.pk[hold.reader], item=self.stock.pk[item],
            hold=hold.pk, audience=hold.audience, of=of, owner=hold.rows,
        )  # fmt: skip

    def _send(
        self, item: int, at: int, target: int, reason: TransitReason, hold: LiveHold | None, of: tuple[str, str, str]
    ) -> Entry:
        way = OnTheWay(self.transits.id(), item, self.places[at].pk, self.places[target].pk, reason, hold, self.now)
        self.moving[item] = way
        self.stock.status[item] = MOVING
        arrives = self.places[target].next_open(self.day + timedelta(days=self.chance.randint(1, 4)), self.known)
        self.arriving[arrives].append(way)
        detail = {"transit": way.pk, "target": self.places[target].unit.code}
        return Entry(
            ActKind.SEND, way.source, item=self.stock.pk[item], hold=hold.pk if hold else None, of=of,
            detail=json.dumps(detail), owner=hold.rows if hold else None,
        )  # fmt: skip

    def arrive(self, way: OnTheWay) -> None:
        del self.moving[way.item]
        self._moved(way, received_at=self.now)
        at, of = self.at_unit[way.target], self.stock.of[self.stock.about[way.item]]
        act = Entry(
            ActKind.RECEIVE, way.target, item=self.stock.pk[way.item], hold=way.hold.pk if way.hold else None, of=of,
            detail=f'{{"transit": {way.pk}}}', owner=way.hold.rows if way.hold else None,
        )  # fmt: skip
        parts = [self._deliver(way.hold, way.item, at, of)] if way.hold else self._route(way.item, at, of)
        self.ledger.write(self.day, self.minute, act, *parts)

    def _moved(self, way: OnTheWay, *, received_at: str | None) -> None:
        self.transits.add(
            (
                way.pk, self.stock.pk[way.item], way.source, way.target, way.reason.value, way.hold.pk if way.hold else None,
                FREE, way.sent_at, way.sent_at, received_at,
            )
        )  # fmt: skip

    def pick(self, hold: LiveHold) -> None:
        """A copy set aside is taken from its shelf."""
        assert hold.item is not None
        assert hold.pick is not None
        of = self.stock.of[self.stock.about[hold.item]]
        self.ledger.write(self.day, self.minute, self._deliver(hold, hold.item, self.at_unit[hold.pick], of))

    def expire(self, hold: LiveHold) -> None:
        """Nobody came: the copy goes to the next, or home."""
        item, at = hold.item, hold.place
        assert item is not None
        act = Entry(
            ActKind.EXPIRE_HOLD, self.places[at].pk, reader=self.readers.pk[hold.reader], item=self.stock.pk[item],
            hold=hold.pk, audience=hold.audience, detail='{"was": "on_shelf"}', owner=hold.rows,
        )  # fmt: skip
        hold.item = None
        self._ended(hold, HoldState.EXPIRED, None)
        following = self._next_hold(item)
        parts: list[Entry] = []
        if following is not None:
            following.state, following.pick = HoldState.ASSIGNED, self.places[at].pk
            self.stock.status[item] = KEPT
            self.picking[self.places[at].next_open(self.day + timedelta(days=1), self.known)].append(following)
        else:
            parts = self._route(item, at, self.stock.of[self.stock.about[item]])
        self.ledger.write(self.day, self.minute, act, *parts, channel=Channel.SYSTEM)
        self.ledger.close(hold.rows, forgets=self._forgets(hold.reader, at))

    def _fill(self, hold: LiveHold, loan: OpenLoan) -> Entry:
        """The loan that ends a hold. Its act keeps its reader as long as the loan does."""
        hold.item = loan.item
        self._ended(hold, HoldState.FILLED, loan.pk)
        self.ledger.close(hold.rows, forgets=self._forgets(hold.reader, hold.place))
        return Entry(
            ActKind.FILL, self.places[loan.place].pk, reader=self.readers.pk[hold.reader], item=self.stock.pk[loan.item],
            loan=loan.pk, hold=hold.pk, audience=hold.audience, of=self.stock.of[self.stock.about[loan.item]],
            owner=loan.rows,
        )  # fmt: skip

    def _ended(self, hold: LiveHold, state: HoldState, loan: int | None) -> None:
        self.waiting[hold.reader].remove(hold)
        hold.state = state
        self._wrote(hold, ended_at=self.now, loan=loan, forgets=self._forgets(hold.reader, hold.place))

    def _wrote(self, hold: LiveHold, *, ended_at: str | None, loan: int | None, forgets: bool) -> None:
        self.holds.add(
            (
                hold.pk, None if forgets else self.readers.pk[hold.reader], hold.work, hold.work, self.places[hold.place].pk,
                hold.state.value, 50, hold.placed_at, hold.channel.value,
                None if hold.item is None else self.stock.pk[hold.item], hold.assigned_at, hold.pick, hold.shelf_at,
                hold.until.isoformat() if hold.until else None, ended_at, loan, hold.audience, "",
            )
        )  # fmt: skip

    # The end

    def close(self, steps: list[tuple[int, ...]]) -> None:
        """What is still out, waits and travels when the year is over; `steps` are the days of reminders of each place."""
        for loan in list(self.loan_of.values()):
            late = (self.last - loan.due).days
            self.keep(loan, reminded=sum(days <= late for days in steps[loan.place]))
        for own in self.waiting.values():
            for hold in own:
                self._wrote(hold, ended_at=None, loan=None, forgets=False)
                self.ledger.close(hold.rows, forgets=False)
        for way in self.moving.values():
            self._moved(way, received_at=None)

    def store(self, tell: spool.Tell) -> None:
        for rows in (self.loans, self.holds, self.transits, self.visits):
            done = rows.store(lambda done: tell(done, self.loans.count))
            del done
        self.ledger.store(tell)
