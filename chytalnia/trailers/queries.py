"""What is asked of trailers: the gallery, a book's, one's own, what waits for a librarian."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from chytalnia.lending.models import Loan
from chytalnia.network.paths import under
from chytalnia.people import rules
from chytalnia.people.access import visible_to
from chytalnia.people.models import Reader
from chytalnia.people.readers import queries as readers

from .models import Diploma, Film, Trailer


def trailers() -> QuerySet[Trailer]:
    return Trailer.objects.select_related("unit", "poster", "record__work")


def shown() -> QuerySet[Trailer]:
    return trailers().filter(stage="published").order_by("-published_at", "-pk")


def gallery(*, age: str = "", language: str = "", unit: Any = None) -> QuerySet[Trailer]:
    """Published trailers; `age` is the highest mark that may be shown."""
    found = shown()
    if age:
        found = found.filter(age_mark__in=_up_to(age))
    if language:
        found = found.filter(language=language)
    if unit is not None:
        found = found.filter(under([unit.path], "unit__path"))
    return found


def _up_to(mark: str) -> list[str]:
    from chytalnia.programmes.models import AgeMark

    most = int(mark.rstrip("+") or 18) if mark.rstrip("+").isdecimal() else 18
    return [value for value in AgeMark.values if int(value.rstrip("+")) <= most]


def of_work(work: Any) -> QuerySet[Trailer]:
    return shown().filter(record__work=work)


def of_user(user: Any) -> QuerySet[Trailer]:
    return trailers().filter(Q(made_by=user) | Q(makers__user=user)).distinct().order_by("-changed_at", "-pk")


def at_desk(user: Any) -> QuerySet[Trailer]:
    return visible_to(trailers().select_related("made_by"), user, "trailers.view")


def waiting(user: Any) -> QuerySet[Trailer]:
    return visible_to(trailers().filter(stage="review"), user, "trailers.publish").order_by("due", "stage_since")


def reader_of(user: Any) -> Reader | None:
    """The reader behind an account, if the account is one of a reader who is registered."""
    found = readers.of_account(user)
    return found if found is not None and found.is_active else None


def units_of(user: Any) -> list[Any]:
    """Libraries in which a person may begin a trailer: where staff work, or where a reader is at home."""
    from chytalnia.network.models import PLACES

    found = list(rules.units_where(user, "trailers.make").filter(kind__in=PLACES)[:400])
    reader = reader_of(user)
    if reader is not None and reader.home_unit not in found:
        found.insert(0, reader.home_unit)
    return found


def may_bring(user: Any) -> bool:
    """Whether a person may bring files for trailers: whoever may begin one, or has one."""
    return bool(units_of(user)) or of_user(user).exists()


def playable(trailer: Trailer) -> list[Film]:
    """Films that a page plays, in the order in which a browser tries them: MP4 first, the open form beside it."""
    order = ("720p", "1080p", "square", "vertical")
    films = sorted(
        trailer.films.select_related("asset"), key=lambda film: (order.index(film.form), film.container != "mp4")
    )
    return [film for film in films if film.form == films[0].form]


def files_of(trailer: Trailer) -> list[Film]:
    order = ("1080p", "720p", "square", "vertical")
    return sorted(trailer.films.select_related("asset"), key=lambda film: (order.index(film.form), film.container))


def has_won(trailer: Trailer) -> bool:
    """Whether there are diplomas of it to be printed."""
    return Diploma.objects.filter(submission__trailer=trailer).exists()


def effect(trailer: Trailer, days: int = 30) -> tuple[int, int] | None:
    """How often the book was lent in the days before and after it was shown; nobody's name is asked."""
    if trailer.record is None or trailer.published_at is None:
        return None
    day = trailer.published_at.date()
    loans = Loan.objects.filter(item__record__work=trailer.record.work_id).exclude(state="undone")
    before = loans.filter(issued_at__date__gte=day - timedelta(days=days), issued_at__date__lt=day).count()
    after = loans.filter(issued_at__date__gte=day, issued_at__date__lt=day + timedelta(days=days)).count()
    return before, after
