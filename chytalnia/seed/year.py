"""A year of lending, day by day: who comes, what they bring back, borrow and wait for."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from chytalnia.lending.models import Channel, HoldState, Mode
from chytalnia.lending.services import reminding

from . import spool
from .desk import FREE, Desk
from .out import OpenLoan

#: How a week and a year go: Monday to Sunday, January to December.
_WEEK = (1.0, 1.05, 1.1, 1.0, 0.95, 1.25, 0.9)
_MONTHS = (1.05, 1.15, 1.15, 1.05, 0.95, 0.75, 0.65, 0.7, 1.1, 1.2, 1.2, 1.0)
_OPENS, _MINUTES = 600, 500
#: Copies a reader takes at once, and how often.
_TAKEN, _OFTEN = (1, 2, 3, 4, 5), (25, 30, 25, 13, 7)
#: Readers in turn who borrow nothing, after whom a day is over: shelves are empty or everybody has their fill.
_IN_VAIN = 2000


class Year:
    """The calendar of a `Desk`."""

    def __init__(self, *, loans: int, **of_desk: Any) -> None:
        self.desk = Desk(**of_desk)
        self.target, self.chance = loans, self.desk.chance
        places = self.desk.places
        self._neighbours = [
            [n for n, other in enumerate(places) if other.system == place.system and other is not place]
            for place in places
        ]
        self._returning: dict[date, list[OpenLoan]] = defaultdict(list)
        self._renewing: dict[date, list[OpenLoan]] = defaultdict(list)
        self._gone = [False] * len(self.desk.readers)
        self._deck: list[int] = []
        self._later: list[int] = []

    def run(self, tell: spool.Tell) -> None:
        """Let the year pass."""
        desk = self.desk
        self._registered_before()
        days = [desk.first + timedelta(days=n) for n in range((desk.last - desk.first).days + 1)]
        weights = [
            _WEEK[day.weekday()] * _MONTHS[day.month - 1]
            * sum(place.size for place in desk.places if place.is_open(day, desk.known))
            for day in days
        ]  # fmt: skip
        whole, so_far = sum(weights) or 1.0, 0.0
        for day, weight in zip(days, weights, strict=True):
            so_far += weight
            self._pass(day, round(self.target * so_far / whole))
            tell(desk.lent, self.target)
        desk.close([reminding.steps_of(place.unit, desk.known) for place in desk.places])

    def _registered_before(self) -> None:
        """Most readers were registered earlier in the year in which this begins."""
        first, chance = self.desk.first, self.chance
        passed = first.timetuple().tm_yday - 10
        for reader, at in enumerate(self.desk.readers.place) if passed > 7 else ():
            if chance.random() < 0.85:
                self.desk.register(reader, at, on=first - timedelta(days=chance.randint(1, passed)))

    def _pass(self, day: date, quota: int) -> None:
        desk, chance = self.desk, self.chance
        desk.day, desk.minute = day, _OPENS
        desk.came.clear()
        self._deck += self._later
        self._later.clear()
        self._morning(day)
        back = [loan for loan in self._returning.pop(day, ()) if not loan.ended and loan.planned == day]
        chance.shuffle(back)
        began, returns, in_vain = desk.lent, len(back), 0
        while back or desk.lent < quota:
            brought = 1 - len(back) / returns if returns else 0.0
            given = (desk.lent - began) / (quota - began) if quota > began else 0.0
            desk.minute = max(desk.minute, _OPENS + int(_MINUTES * min(1.0, (brought + given) / 2)))
            if back and (desk.lent >= quota or chance.random() < 0.5):
                loan = back.pop()
                if not loan.ended:
                    more = quota - desk.lent if chance.random() < 0.6 else 0
                    self._visit(loan.reader, loan.place, more, loan)
                continue
            someone = self._next_reader() if in_vain < _IN_VAIN else None
            if someone is None:
                if not back:
                    break
                quota = desk.lent
                continue
            before = desk.lent
            self._visit(*someone, quota - desk.lent)
            in_vain = in_vain + 1 if desk.lent == before else 0

    def _morning(self, day: date) -> None:
        """What needs no reader: holds run out at night, copies arrive and are taken from shelves, loans renewed from home."""
        desk = self.desk
        for hold in desk.expiring.pop(day, ()):
            if hold.state == HoldState.ON_SHELF:
                desk.expire(hold)
        for way in desk.arriving.pop(day, ()):
            desk.arrive(way)
        for hold in desk.picking.pop(day, ()):
            if hold.state == HoldState.ASSIGNED:
                desk.pick(hold)
        for loan in self._renewing.pop(day, ()):
            if not loan.ended and desk.renew(loan, channel=Channel.WEB):
                self._plan(loan, loan.planned + timedelta(days=loan.terms.renewal_days))

    def _next_reader(self) -> tuple[int, int] | None:
        """Whoever comes next; those whose library is closed come another day."""
        desk, chance = self.desk, self.chance
        for _try in range(3 * len(desk.readers)):
            if not self._deck:
                self._deck = self._shuffled()
            reader = self._deck.pop()
            # Who is overdue keeps away until they bring it back.
            if self._gone[reader] or any(loan.due < desk.day for loan in desk.out[reader]):
                continue
            at = desk.readers.place[reader]
            if self._neighbours[at] and chance.random() < 0.04:
                at = chance.choice(self._neighbours[at])
            if desk.places[at].is_open(desk.day, desk.known):
                return reader, at
            self._later.append(reader)
        return None

    def _shuffled(self) -> list[int]:
        """Everybody once, some many times: a few readers come often and many come seldom."""
        deck = [n for n in range(len(self.desk.readers)) for _ in range(1 + int(self.chance.expovariate(0.5)))]
        self.chance.shuffle(deck)
        return deck

    def _visit(self, reader: int, at: int, more: int, coming_for: OpenLoan | None = None) -> None:
        """A reader comes: registers in a new year, brings back, picks up what waits, borrows as much as `more` allows."""
        desk, chance = self.desk, self.chance
        if desk.year_of[reader] != desk.day.year:
            desk.register(reader, at)
        for loan in list(desk.out[reader]):
            # What is overdue has to come back before anything more is lent.
            if loan is coming_for or loan.due < desk.day or (desk.day - loan.issued).days >= 6:
                desk.take_back(loan, at)
        for hold in list(desk.waiting[reader]):
            if hold.state != HoldState.ON_SHELF or hold.place != at or desk.lent >= self.target:
                continue
            if hold.item is not None:
                loan_of_hold = desk.lend(reader, hold.item, at, Mode.HOME, hold)
                if loan_of_hold is not None:
                    self._plan_return(loan_of_hold)
                    more -= 1
        wanted = min(more, chance.choices(_TAKEN, _OFTEN)[0]) if more > 0 else 0
        inside = chance.random() < 0.06
        for _n in range(wanted):
            item = self._chosen(reader, at)
            if item is None:
                continue
            lent = desk.lend(reader, item, at, Mode.READING_ROOM if inside else Mode.HOME)
            if lent is None:
                return
            self._plan_return(lent)

    def _chosen(self, reader: int, at: int) -> int | None:
        """A free copy of a shelf, the more asked for the likelier; for one that is out, somebody may wait."""
        desk, chance = self.desk, self.chance
        grown, small = desk.stock.shelves[desk.places[at].pk]
        shelf = small if (desk.age(reader) < 15 or chance.random() < 0.06) else grown
        shelf = shelf or grown or small
        today = desk.day.toordinal()
        for n in range(8):
            if not shelf:
                return None
            item = shelf[int(len(shelf) * chance.random() ** 2)]
            if desk.stock.since[item] > today:
                continue
            if desk.stock.status[item] == FREE:
                return item
            if n < 3 and chance.random() < 0.6:
                channel = Channel.DESK if chance.random() < 0.4 else Channel.WEB
                if desk.place_hold(reader, desk.stock.book[item].work, at, channel):
                    return None
        return None

    def _plan_return(self, loan: OpenLoan) -> None:
        """Most bring a book back in time, some late, a few never; some renew from home before."""
        desk, chance = self.desk, self.chance
        if loan.mode == Mode.READING_ROOM:
            # The same evening: whoever reads in the reading room gives back before leaving.
            desk.take_back(loan, loan.place)
            return
        term, luck = max(1, (loan.due - desk.day).days), chance.random()
        if luck < 0.86:
            days = min(term, max(2, int(chance.triangular(3, term + 1, term * 0.75))))
        elif luck < 0.95:
            days = term + chance.randint(1, 9)
        elif luck < 0.99:
            days = term + int(chance.expovariate(1 / 25)) + 5
        elif luck < 0.998:
            days = term + int(chance.expovariate(1 / 120)) + 30
        else:
            self._gone[loan.reader] = True
            return
        self._plan(loan, desk.day + timedelta(days=days))
        if chance.random() < 0.13:
            self._renewing[loan.due - timedelta(days=min(term - 1, chance.randint(0, 4)))].append(loan)

    def _plan(self, loan: OpenLoan, day: date) -> None:
        loan.planned = self.desk.places[loan.place].next_open(day, self.desk.known)
        self._returning[loan.planned].append(loan)
