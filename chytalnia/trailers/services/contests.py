"""A contest: taken in by age, judged by a jury with marks, chosen by readers, closed with its results."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import Any

from django.db import transaction
from django.db.models import Count, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit
from chytalnia.people.models import Reader, User
from chytalnia.programmes import services as programmes
from chytalnia.trailers.errors import NotInContest
from chytalnia.trailers.models import Contest, Criterion, Group, Juror, Mark, Submission, Trailer, Vote

from . import telling

#: What every contest begins with; a library changes the words as it likes.
GROUPS = (
    Translated(uk="До 10 років", ru="До 10 лет", kk="10 жасқа дейін", en="Up to 10 years"),
    Translated(uk="11–14 років", ru="11–14 лет", kk="11–14 жас", en="11–14 years"),
    Translated(uk="15–17 років", ru="15–17 лет", kk="15–17 жас", en="15–17 years"),
    Translated(uk="Дорослі та родини", ru="Взрослые и семьи", kk="Ересектер мен отбасылар", en="Adults and families"),
)
CRITERIA = (
    Translated(uk="Задум", ru="Замысел", kk="Ой", en="Idea"),
    Translated(uk="Зв’язок із книгою", ru="Связь с книгой", kk="Кітаппен байланысы", en="Tie with the book"),
    Translated(uk="Своєрідність", ru="Своеобразие", kk="Өзіндік ерекшелігі", en="Originality"),
    Translated(uk="Виконання", ru="Исполнение", kk="Орындалуы", en="Technique"),
    Translated(uk="Чесність цитування", ru="Честность цитирования", kk="Дәйексөздің адалдығы", en="Honest quoting"),
)


@transaction.atomic
def save_contest(
    *, contest: Contest | None = None, unit: Unit, title: Translated, by: Any = None, rules: Translated, submit_until: Any,
    vote_until: Any, **of_programme: Any,
) -> Contest:  # fmt: skip
    """Make a contest with its programme, groups and criteria, or change one. Raises ValidationError."""
    programme = programmes.save_programme(
        programme=contest.programme if contest else None, unit=unit, title=title, by=by, kind="trailer",
        format_code="booktrailer", last_day=timezone.localdate(vote_until), **of_programme,
    )  # fmt: skip
    made = contest or Contest(programme=programme)
    made.rules, made.submit_until, made.vote_until = rules, submit_until, vote_until
    made.full_clean(exclude=["programme"])
    made.save()
    if contest is None:
        Group.objects.bulk_create(Group(contest=made, name=name, order=n) for n, name in enumerate(GROUPS))
        Criterion.objects.bulk_create(Criterion(contest=made, name=name, order=n) for n, name in enumerate(CRITERIA))
    audit.log("trailers.contest", by=by, about=made, unit=unit, after={"title": str(title)})
    return made


@transaction.atomic
def name_parts(
    *, contest: Contest, parts: type[Group] | type[Criterion], lines: list[str], language: str, by: Any = None
) -> None:
    """Call groups or criteria anew, a line each, in one language. What is used already is not taken away."""
    _open(contest)
    rows = list(parts._default_manager.filter(contest=contest))
    for n, line in enumerate(lines):
        row: Any = rows[n] if n < len(rows) else parts(contest=contest, order=n)
        row.name = Translated({**(row.name if row.pk and str(row.name) else {}), language: line})
        row.save()
    for row in rows[len(lines) :]:
        if isinstance(row, Criterion) and row.marks.exists():
            raise NotInContest(_("“%(name)s” has marks already and stays.") % {"name": row})
        try:
            row.delete()
        except ProtectedError as error:
            raise NotInContest(_("“%(name)s” has trailers already and stays.") % {"name": row}) from error


@transaction.atomic
def name_jury(*, contest: Contest, users: list[User], by: Any = None) -> None:
    """Who judges; a juror who has marked stays."""
    _open(contest)
    for juror in contest.jury.exclude(user__in=users):
        if juror.marks.exists():
            raise NotInContest(_("%(name)s has marked already and stays in the jury.") % {"name": juror})
        juror.delete()
    known = set(contest.jury.values_list("user", flat=True))
    Juror.objects.bulk_create(Juror(contest=contest, user=user) for user in users if user.pk not in known)
    audit.log("trailers.contest", by=by, about=contest, unit=contest.unit, after={"jury": len(users)})


def _open(contest: Contest) -> Contest:
    """Whoever changes a contest waits here for whoever closes it."""
    held = Contest.objects.select_for_update(of=("self",)).select_related("programme__unit").get(pk=contest.pk)
    if held.results_at is not None:
        raise NotInContest(_("The results of this contest are told already."))
    return held


@transaction.atomic
def enter(*, contest: Contest, trailer: Trailer, group: Group, by: Any = None) -> Submission:
    """Send a trailer to a contest. It is seen there once the librarian has published it."""
    held = _open(contest)
    if not held.takes:
        raise NotInContest(_("This contest takes no trailers now."))
    if group.contest_id != held.pk:
        raise NotInContest(_("This group belongs to another contest."))
    if trailer.stage not in ("ready", "review", "published"):
        raise NotInContest(_("Make the film first: a draft is not judged."))
    made, _is_new = Submission.objects.get_or_create(contest=held, trailer=trailer, defaults={"group": group})
    return made


@transaction.atomic
def mark(*, submission: Submission, by: User, marks: dict[int, int]) -> None:
    """A juror's marks, one to ten for each criterion. Nobody judges a trailer of their own."""
    held = _open(submission.contest)
    juror = held.jury.filter(user=by).first()
    if juror is None:
        raise NotInContest(_("You are not in the jury of this contest."))
    trailer = submission.trailer
    if trailer.made_by_id == by.pk or trailer.makers.filter(user=by).exists():
        raise NotInContest(_("Nobody judges a trailer of their own; the others of the jury do."))
    known = set(held.criteria.values_list("pk", flat=True))
    for criterion, value in marks.items():
        if criterion not in known or not 1 <= value <= 10:
            raise NotInContest(_("Marks go from one to ten."))
        Mark.objects.update_or_create(
            submission=submission, juror=juror, criterion_id=criterion, defaults={"mark": value}
        )  # fmt: skip
    audit.log("trailers.marks", by=by, about=submission, unit=held.unit)


@transaction.atomic
def choose(*, submission: Submission, reader: Reader) -> Vote:
    """A reader's one vote in a group; it may go to another trailer until the vote ends."""
    held = _open(submission.contest)
    if not held.votes:
        raise NotInContest(_("The vote is closed."))
    if not submission.trailer.is_shown:
        raise NotInContest(_("This trailer is not shown yet."))
    vote, _is_new = Vote.objects.update_or_create(
        group=submission.group, reader=reader, defaults={"submission": submission}
    )  # fmt: skip
    return vote


@transaction.atomic
def close(*, contest: Contest, by: Any = None) -> Contest:
    """Tell the results: from now on nobody marks or votes. Makers and jury get a letter."""
    held = _open(contest)
    if timezone.now() < held.vote_until:
        raise NotInContest(_("Readers may still vote; the results are told afterwards."))
    held.results_at = timezone.now()
    held.save(update_fields=["results_at"])
    if held.programme.stage == "running":
        held.programme.move("finish")
    audit.log("trailers.contest", by=by, about=held, unit=held.unit, after={"results": held.results_at.isoformat()})
    telling.results(held, results(held), by=by)
    return held


@dataclass(slots=True)
class Result:
    submission: Submission
    #: mean of the jury's marks, none while nobody has marked
    score: float | None
    votes: int
    place: int = 0
    is_choice: bool = False


def results(contest: Contest) -> list[tuple[Group, list[Result]]]:
    """Each group with its trailers, the best first. Equal scores share a place. Four queries, however many there are."""
    rows = contest.submissions.filter(trailer__stage="published").select_related(
        "trailer__unit", "trailer__poster", "group"
    )
    shown = list(rows.annotate(chosen=Count("votes", distinct=True)))
    marks: dict[int, dict[int, list[int]]] = {}
    for submission, juror, value in Mark.objects.filter(submission__in=shown).values_list(
        "submission", "juror", "mark"
    ):
        marks.setdefault(submission, {}).setdefault(juror, []).append(value)
    told = []
    for group in contest.groups.all():
        of_group = [
            Result(row, _score(marks.get(row.pk)), row.chosen) for row in shown if row.group_id == group.pk
        ]  # fmt: skip
        of_group.sort(key=lambda one: (-(one.score or 0), one.submission.at))
        most = max((one.votes for one in of_group), default=0)
        for one in of_group:
            better = sum(1 for other in of_group if (other.score or 0) > (one.score or 0))
            one.place = better + 1 if one.score is not None else 0
            one.is_choice = bool(most) and one.votes == most
        told.append((group, of_group))
    return told


def _score(by_juror: dict[int, list[int]] | None) -> float | None:
    """Each juror weighs the same, however many criteria they got to."""
    return round(fmean(fmean(values) for values in by_juror.values()), 2) if by_juror else None
