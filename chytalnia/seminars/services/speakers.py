"""Who the speakers are: one person may be enrolled, speak twice, and be spelled in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from rapidfuzz.distance import JaroWinkler

from chytalnia.core import audit
from chytalnia.programmes.models import Enrolment
from chytalnia.seminars.models import Certificate, Seminar, Talk

#: Names this near each other are proposed as one person; whether they are, a person says.
NEAR = 0.95
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")


def words(name: str) -> list[str]:
    return [word.casefold().replace("’", "'").replace("ʼ", "'") for word in _WORD.findall(name)]


def folded(name: str) -> str:
    """A name by which the same one is known in whatever order and case it is written."""
    return " ".join(sorted(words(name)))


def are_alike(one: str, other: str) -> bool:
    """Whether two spellings may be one person: «Іваненко О. П.» and «Олена Петрівна Іваненко», or a slip of the pen."""
    few, many = sorted((words(one), words(other)), key=len)
    if not few or folded(one) == folded(other):
        return bool(few)
    left, whole = list(many), 0
    for word in sorted(few, key=len, reverse=True):
        match = next((each for each in left if each == word), None) or next(
            (each for each in left if min(len(each), len(word)) == 1 and each[0] == word[0]), None
        )
        if match is None:
            break
        left.remove(match)
        whole += len(word) > 2 and match == word
    else:
        return whole > 0 and len(few) > 1
    return any(
        JaroWinkler.similarity(*pair) >= NEAR
        for pair in ((" ".join(words(one)), " ".join(words(other))), (folded(one), folded(other)))
    )


@dataclass(slots=True)
class Speaker:
    """Somebody who spoke, with all of their talks; `enrolment` if they are among those enrolled, `maybe` whom they may be."""

    name: str
    talks: list[Talk] = field(default_factory=list)
    enrolment: Enrolment | None = None
    maybe: list[Enrolment | Talk] = field(default_factory=list)

    @property
    def is_joined(self) -> bool:
        """Whether somebody said so, not only the name."""
        return any(talk.enrolment_id for talk in self.talks)


def enrolled(seminar: Seminar) -> list[Enrolment]:
    rows = Enrolment.objects.filter(occasion=seminar.occasion_id).exclude(Q(name="") | Q(state="cancelled"))
    return list(rows.order_by("number"))


def speakers(seminar: Seminar, people: Iterable[Enrolment] | None = None) -> list[Speaker]:
    """Speakers of the accepted talks, each once. Two queries."""
    people = list(people) if people is not None else enrolled(seminar)
    by_key = {row.pk: row for row in people}
    by_name: dict[str, Enrolment] = {}
    for row in people:
        by_name.setdefault(folded(row.name), row)
    found: dict[str, Speaker] = {}
    for talk in seminar.talks.in_programme().filter(kind="talk").exclude(speaker=""):
        name = folded(talk.speaker)
        who = by_key.get(talk.enrolment_id or 0) or by_name.get(name)
        key = f"enrolled {who.pk}" if who else name
        one = found.setdefault(key, Speaker(who.name if who else talk.speaker, enrolment=who))
        one.talks.append(talk)
    return list(found.values())


def propose_joins(found: list[Speaker], people: Iterable[Enrolment]) -> None:
    """Note beside each speaker who is not enrolled whom they may be: by the name, or by an e-mail that both gave. One e-mail of a
    library is used by many, so a person decides."""
    people = list(people)
    taken = {one.enrolment.pk for one in found if one.enrolment}
    for one in found:
        if one.enrolment is not None:
            continue
        emails = {talk.email.casefold() for talk in one.talks if talk.email}
        one.maybe += [
            row for row in people
            if row.pk not in taken and (are_alike(row.name, one.name) or row.email.casefold() in emails)
        ]  # fmt: skip
        one.maybe += [other.talks[0] for other in found if other is not one and are_alike(other.name, one.name)]


@transaction.atomic
def join(*, talk: Talk, to: Enrolment | Talk, by: Any = None) -> None:
    """Say that who gave a talk, and all talks under that name, is somebody enrolled or gave another talk. Of two certificates the
    later is taken back; its page says where to look."""
    seminar = Seminar.objects.select_for_update(of=("self",)).select_related("occasion__unit", "programme").get(
        pk=talk.seminar_id
    )  # fmt: skip
    same = [each for each in seminar.talks.filter(kind="talk") if folded(each.speaker) == folded(talk.speaker)]
    before = talk.speaker
    for each in same:
        if isinstance(to, Talk):
            each.speaker, each.enrolment = to.speaker, to.enrolment
        else:
            each.enrolment = to
    Talk.objects.bulk_update(same, ["speaker", "enrolment"])
    _keep_one(seminar, same, to, by)
    audit.log(
        "seminars.joined", by=by, about=seminar.programme, unit=seminar.occasion.unit, before={"name": before},
        after={"name": to.speaker if isinstance(to, Talk) else to.name},
    )  # fmt: skip


@transaction.atomic
def part(*, talk: Talk, by: Any = None) -> None:
    """Take the word back that who gave a talk is somebody enrolled."""
    Talk.objects.filter(seminar=talk.seminar_id, enrolment=talk.enrolment_id, kind="talk").update(enrolment=None)
    seminar = talk.seminar
    audit.log(
        "seminars.parted", by=by, about=seminar.programme, unit=seminar.occasion.unit, before={"name": talk.speaker}
    )


def _keep_one(seminar: Seminar, talks: list[Talk], to: Enrolment | Talk, by: Any) -> None:
    from .certifying import revoke

    given = seminar.certificates.filter(revoked_at=None)
    if isinstance(to, Talk):
        theirs = Q(talk__in=[each.pk for each in seminar.talks.all() if folded(each.speaker) == folded(to.speaker)])
        theirs |= Q(enrolment=to.enrolment_id) if to.enrolment_id else Q()
    else:
        theirs = Q(enrolment=to)
    kept: Certificate | None = None
    for one in given.filter(theirs | Q(talk__in=talks)).order_by(F("enrolment").asc(nulls_last=True), "pk"):
        if kept is None:
            kept = one
            continue
        revoke(
            certificate=one, why=_("One person named in two ways; certificate %(number)s holds.") % {"number": kept.shown},
            by=by,
        )  # fmt: skip
