"""Units and what hangs on them, made by the same services as everybody's."""

from itertools import count

from chytalnia.core.translated import Translated
from chytalnia.network import services
from chytalnia.network.models import Unit
from chytalnia.people.models import User

_numbers = count(1)

WEEK = {n: [("10:00", "19:00")] for n in range(5)}


def unit(parent=None, kind="branch", **card):
    number = next(_numbers)
    return services.create_unit(
        code=card.pop("code", f"unit-{number}"),
        kind=kind,
        name=card.pop("name", Translated(uk=f"Філія {number}", en=f"Branch {number}")),
        parent=parent,
        **card,
    )


def network():
    """A region with a system of two branches, as fresh rows by code."""
    region = unit(kind="region", code="region")
    system = unit(region, "system", code="system")
    unit(system, code="one")
    unit(system, code="two")
    return {found.code: found for found in Unit.objects.all()}


def holder(place, role, username=None, **fields):
    user = User.objects.create(username=username or f"user-{next(_numbers)}", **fields)
    services.grant_role(user=user, role=role, unit=place, by=None)
    return user
