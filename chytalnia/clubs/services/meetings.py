"""A meeting: who was there, what was said, and the count, which programmes make."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chytalnia.clubs.errors import ClubError
from chytalnia.clubs.models import Membership, Presence, Protocol
from chytalnia.core import audit
from chytalnia.programmes import services as programmes
from chytalnia.programmes.models import LinkKind, Occasion, Result
from chytalnia.programmes.services.counting import band_of, places_of


@transaction.atomic
def set_present(*, occasion: Occasion, memberships: Iterable[Membership]) -> None:
    """Who was at the meeting: these, and nobody else. Raises ClubError for somebody of another club."""
    wanted = {each.pk: each for each in memberships}
    if any(each.club_id != occasion.programme_id for each in wanted.values()):
        raise ClubError(_("This person is no member of the club."), "member")
    # Two who tick the same list wait for each other here.
    Occasion.objects.select_for_update(of=("self",), no_key=True).get(pk=occasion.pk)
    there = set(Presence.objects.filter(occasion=occasion).values_list("membership", flat=True))
    Presence.objects.filter(occasion=occasion, membership__in=there - set(wanted)).delete()
    Presence.objects.bulk_create(
        Presence(occasion=occasion, membership=wanted[pk]) for pk in sorted(set(wanted) - there)
    )


@transaction.atomic
def save_protocol(*, occasion: Occasion, by: Any = None, works: Any = (), **fields: Any) -> Protocol:
    """Write what was at a meeting; `works` are the books spoken of."""
    made, _new = Protocol.objects.get_or_create(occasion=occasion)
    for name, value in fields.items():
        setattr(made, name, value)
    made.kept_by = by if getattr(by, "pk", None) else None
    made.full_clean(exclude=["occasion"], validate_unique=False)
    made.save()
    for work in works:
        programmes.add_link(occasion=occasion, work=work)
    audit.log("clubs.protocol", by=by, about=occasion, unit=occasion.unit, after={"topic": made.topic})
    return made


def heads_of(occasion: Occasion) -> dict[tuple[str, str], int]:
    """Heads of a meeting: members who were tapped, by age, and guests."""
    place = places_of(occasion)[0]
    found = {"children": 0, "youth": 0, "adults": 0}
    for each in Presence.objects.filter(occasion=occasion).select_related("membership__reader"):
        found[band_of(each.membership.reader, occasion.unit, occasion.day, occasion.audience)] += 1
    protocol = Protocol.objects.filter(occasion=occasion).first()
    if protocol:
        found["children"] += protocol.guest_children
        found["youth"] += protocol.guest_youth
        found["adults"] += protocol.guest_adults
    return {(place, band): number for band, number in found.items() if number}


@transaction.atomic
def count_meeting(*, occasion: Occasion, by: Any = None) -> Result:
    """Count a meeting from its list: facts come from programmes alone. Counted anew, the old count is reversed. Raises
    ProgrammesError, and ClubError when nobody is on the list."""
    heads = heads_of(occasion)
    if not heads:
        raise ClubError(
            _("Nobody is on the list yet: tap those who were there, or write how many guests came."), "nobody"
        )
    known = Result.objects.filter(occasion=occasion).first()
    books = occasion.links.filter(kind=LinkKind.BOOK, work__isnull=False).count()
    kept = {
        "with_disabilities": min(known.with_disabilities, sum(heads.values())), "online_peak": known.online_peak,
        "books_issued": known.books_issued, "outputs": known.outputs,
    } if known else {}  # fmt: skip
    return programmes.count(occasion=occasion, heads=heads, by=by, books_shown=books, **kept)
