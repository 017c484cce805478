"""Sessions and applications made quickly, at a time that does not depend on the hour of the test."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.utils import timezone

from chytalnia.care import services
from chytalnia.care.models import ConsentKind, Place, Session
from chytalnia.core.translated import Translated
from chytalnia.programmes.models import Occasion


def asked(unit, *, days=1, ahead=10, ages=(3, 5), hours=(10, 13)):
    first = timezone.localdate() + timedelta(days=ahead)
    return services.Asked(
        unit=unit, title=Translated(uk="Бібліосад «Равлик»", en="Snail hours"), ages=ages, begins=time(hours[0]),
        days=tuple(first + timedelta(days=n) for n in range(days)), ends=time(hours[1]),
    )  # fmt: skip


def session(unit, people=(), names=(), **fields):
    made = services.open_sessions(asked=asked(unit, **fields))[0]
    services.keep_duty(session=made, people=people, names=names)
    return fresh(made)


def told(name="Марійка Коваль", **fields):
    today = timezone.localdate()
    return services.Told(
        **(
            {
                "child_name": name, "birth_date": date(today.year - 4, 1, 1), "guardian_name": "Олена Коваль",
                "guardian_phone": "+380 50 111 22 33", "session_phone": "+380 50 111 22 33", "allergies": "горіхи",
                "adults": [("Ганна Бабуся", "+380 67 000 11 22", "паспорт …417", "ромашка")],
                "agreed": frozenset({ConsentKind.RULES, ConsentKind.FIRST_AID}), "language": "uk",
            }
            | fields
        )
    )  # fmt: skip


def child(made, name="Марійка Коваль", **fields):
    """A child with a place or in the queue, and the PIN."""
    told_of = {key: fields.pop(key) for key in list(fields) if key in services.Told.__dataclass_fields__}
    application, pin = services.apply(sessions=[made], told=told(name, **told_of), at_desk=True, **fields)
    return Place.objects.select_related("session__occasion__unit", "enrolment", "application").get(
        application=application
    ), pin


def now(made):
    """The session goes on now."""
    at = timezone.now()
    Occasion.objects.filter(pk=made.pk).update(starts_at=at - timedelta(minutes=5), ends_at=at + timedelta(hours=2))
    return fresh(made)


def ready(made):
    """The room is looked over, and all adults on duty are there."""
    now(made)
    services.check_room(session=made)
    for keeper in made.keepers.all():
        services.adult_comes(keeper=keeper)
    return fresh(made)


def fresh(made):
    return Session.objects.select_related("occasion__unit", "occasion__programme").get(pk=made.pk)
