"""Sessions are laid: nanny hours, days of a camp; who is on duty makes the places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chytalnia.care.errors import CareError
from chytalnia.care.models import CAMP, NANNY, Block, BlockKind, Keeper, Session
from chytalnia.core import audit
from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit
from chytalnia.network.settings import setting, time_zone
from chytalnia.people import rules
from chytalnia.programmes import formats
from chytalnia.programmes import services as programmes
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.models import Occasion, Seats
from chytalnia.programmes.models.occasion import named

CAMP_DAYS = (5, 15)
MOST_ADULTS = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What sessions are to be: the same hours on each day."""

    unit: Unit
    title: Translated
    days: tuple[date, ...]
    begins: time
    ends: time
    ages: tuple[int, int]
    about: Translated | None = None
    price: str = ""
    zone: Any = None


@transaction.atomic
def open_sessions(*, asked: Asked, by: Any = None) -> list[Session]:
    """Nanny hours, one session a day. Raises CareError when they are too long for children left with the library."""
    refuse_long(unit=asked.unit, minutes=_minutes(asked))
    return _open(asked, NANNY, by)


def refuse_long(*, unit: Unit, minutes: float) -> None:
    """Raises CareError when children would be left for longer than the library allows."""
    most = setting(unit, "care.most_minutes")
    if minutes > most:
        raise CareError(_("A session lasts %(n)d minutes at most.") % {"n": most}, "long")


@transaction.atomic
def open_camp(*, asked: Asked, by: Any = None) -> list[Session]:
    """The shift of a camp: a programme with a session on each day. Raises CareError."""
    first, last = CAMP_DAYS
    if not first <= len(set(asked.days)) <= last:
        raise CareError(_("A shift has from %(first)d to %(last)d days.") % {"first": first, "last": last}, "days")
    return _open(asked, CAMP, by)


def _minutes(asked: Asked) -> int:
    day = date(2000, 1, 1)
    return round((datetime.combine(day, asked.ends) - datetime.combine(day, asked.begins)).total_seconds() / 60)


def _open(asked: Asked, kind: str, by: Any) -> list[Session]:
    if asked.ends <= asked.begins or not asked.days:
        raise CareError(_("It ends before it begins."), "hours")
    if asked.ages[0] > asked.ages[1]:
        raise CareError(_("The upper age is below the lower one."), "ages")
    days = sorted(set(asked.days))
    card = formats.card(kind)
    assert card is not None
    programme = programmes.save_programme(
        unit=asked.unit, title=asked.title, by=by, kind=kind, format_code=kind, about=asked.about or Translated(card.about),
        first_day=days[0], last_day=days[-1], audience="children", age_from=asked.ages[0], age_to=asked.ages[1],
        age_mark=card.age_mark, stage="running",
    )  # fmt: skip
    zone = time_zone(asked.unit)
    made = []
    for day in days:
        try:
            occasion = programmes.start(
                card=card, unit=asked.unit, title=asked.title, programme=programme, by=by, places=0, plan=day == days[0],
                starts_at=datetime.combine(day, asked.begins, zone), ends_at=datetime.combine(day, asked.ends, zone),
                stage="registration", taking="desk", most_seats=1, audience="children", age_from=asked.ages[0],
                age_to=asked.ages[1], price=asked.price, zone=asked.zone, groups_welcome=False, mode="inside",
                about=asked.about or Translated(card.about),
            )  # fmt: skip
        except ProgrammesError as refusal:
            raise CareError(str(refusal), "place") from refusal
        session = Session.objects.create(
            occasion=occasion, per_adult=ratio(asked.unit, kind, asked.ages),
            least_adults=setting(asked.unit, "care.least_adults"),
        )  # fmt: skip
        Block.objects.bulk_create(_usual_day(session, asked.begins, asked.ends))
        made.append(session)
    audit.log("care.plan", by=by, about=programme, unit=asked.unit, after={"days": len(made), "kind": kind})
    return made


def ratio(unit: Unit, kind: str, ages: tuple[int, int]) -> int:
    """Children for one adult: by the youngest who may come."""
    if kind == CAMP:
        key = "care.per_adult_camp"
    else:
        key = "care.per_adult_small" if ages[0] <= setting(unit, "care.small_until") else "care.per_adult_older"
    return int(setting(unit, key))


#: Parts of a day in their order, with their share of it.
_USUAL = (
    (BlockKind.MEET, 1), (BlockKind.STORY, 2), (BlockKind.GAME, 2), (BlockKind.SNACK, 1), (BlockKind.CRAFT, 3), (BlockKind.QUIET, 1)
)  # fmt: skip


def _usual_day(session: Session, begins: time, ends: time) -> list[Block]:
    first = datetime.combine(date(2000, 1, 1), begins)
    minutes = (datetime.combine(date(2000, 1, 1), ends) - first).total_seconds() / 60
    whole, at, blocks = sum(share for _kind, share in _USUAL), 0.0, []
    for kind, share in _USUAL:
        blocks.append(Block(session=session, kind=kind, begins=(first + timedelta(minutes=at // 5 * 5)).time()))
        at += minutes * share / whole
    return blocks


@transaction.atomic
def repeat(*, session: Session, occasions: Iterable[Occasion], by: Any = None) -> list[Session]:
    """The event of a session is held again on other days: each has a session with the same rules and plan. Who is on duty is said
    anew for each, and there are no places before."""
    blocks, made = list(session.blocks.all()), []
    for occasion in occasions:
        one = Session.objects.create(occasion=occasion, per_adult=session.per_adult, least_adults=session.least_adults)
        Block.objects.bulk_create(Block(session=one, begins=b.begins, kind=b.kind, title=b.title) for b in blocks)
        programmes.set_places(occasion=occasion, capacity=0, by=by)
        made.append(one)
    return made


@transaction.atomic
def plan_day(*, session: Session, blocks: Iterable[tuple[time, str, Translated]], by: Any = None) -> None:
    """Write the plan of a day anew."""
    Block.objects.filter(session=session).delete()
    Block.objects.bulk_create(Block(session=session, begins=at, kind=kind, title=title) for at, kind, title in blocks)


@transaction.atomic
def keep_duty(
    *, session: Session, people: Iterable[Any], names: Iterable[str] = (), by: Any = None, whole_shift: bool = False
) -> None:
    """Say who is with the children; so many places there are, and who waits moves up. With `whole_shift` on every day still to come.

    Raises CareError when those left could not look after the children who have places, or a person may not be on duty.
    """
    wanted, guests = list(people), [name.strip() for name in names if name.strip()]
    unit = session.occasion.unit
    if len(wanted) + len(set(guests)) > MOST_ADULTS:
        raise CareError(_("So many adults are not needed: %(n)d at most.") % {"n": MOST_ADULTS}, "many")
    for person in wanted:
        if not rules.may(person, "care.keep", unit):
            raise CareError(_("%(name)s may not be on duty with children here.") % {"name": named(person)}, "right")
    sessions = [session]
    if whole_shift and session.occasion.programme_id:
        sessions = list(
            Session.objects.filter(occasion__programme=session.occasion.programme_id, finished_at=None).filter(
                occasion__starts_at__gte=session.occasion.starts_at
            )
        )
    for each in sessions:
        _keep(each, wanted, guests, by)


def _keep(session: Session, people: list[Any], guests: list[str], by: Any) -> None:
    locked = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if locked.finished_at:
        raise CareError(_("The session is finished."), "finished")
    keepers = list(Keeper.objects.filter(session=locked))
    stay = [
        keeper
        for keeper in keepers
        if (keeper.person in people if keeper.person_id else keeper.name in guests)
    ]  # fmt: skip
    if any(keeper.is_in for keeper in keepers if keeper not in stay):
        raise CareError(_("Who is with the children now has to leave the room first."), "inside")
    Keeper.objects.filter(pk__in=[keeper.pk for keeper in keepers if keeper not in stay]).delete()
    known = {keeper.person_id for keeper in stay if keeper.person_id}
    named_already = {keeper.name for keeper in stay if not keeper.person_id}
    Keeper.objects.bulk_create(
        [Keeper(session=locked, person=each, name=named(each)) for each in people if each.pk not in known]
        + [Keeper(session=locked, name=name) for name in dict.fromkeys(guests) if name not in named_already]
    )
    occasion = Occasion.objects.select_related("unit").get(pk=locked.pk)
    adults = Keeper.objects.filter(session=locked).count()
    try:
        programmes.set_places(occasion=occasion, capacity=locked.places_for(adults), by=by)
    except ProgrammesError as refusal:
        taken = Seats.objects.get(occasion=occasion).taken
        raise CareError(
            _("%(n)d children have places; so many adults would be too few for them.") % {"n": taken}, "ratio"
        ) from refusal
    audit.log("care.duty", by=by, about=occasion, unit=occasion.unit, after={"adults": adults})
