"""Films made in the background: asked for, made, stopped, taken up again after a restart."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from chytalnia.media import services as media
from chytalnia.media.models import Asset
from chytalnia.trailers import film, workshop
from chytalnia.trailers.errors import CannotChange, TrailerError
from chytalnia.trailers.models import Film, Rendering, RenderState, Trailer
from chytalnia.trailers.rules import unready
from chytalnia.trailers.storyboards import Board, board

from . import pictures
from .publishing import count
from .subtitling import draft_subtitles

log = logging.getLogger(__name__)

#: Seconds between two looks at the database while a film is made.
BREATH = 0.5
#: Without a sign of life for so long, whoever made a film is taken for dead.
SILENCE = timedelta(seconds=40)
UNDER_WAY = (RenderState.QUEUED, RenderState.RUNNING)


def problems(trailer: Trailer) -> list[str]:
    """What a person has to mend before the film can be made, each as a sentence with the number of its scene."""
    if reason := unready(trailer):
        return [reason]
    made = board(trailer)
    try:
        loaded = film.load(made.told, workshop.laid_out(trailer, made))
    except film.BadStoryboard as refusal:
        return [str(problem) for problem in refusal.problems]
    # The last frame is the program's own: nobody could mend it.
    last = len(loaded.scenes)
    return [str(problem) for problem in film.problems(loaded, formats=shapes_made()) if problem.scene != last]


@transaction.atomic
def ask(*, trailer: Trailer, by: Any = None, upload: str = "") -> Rendering:
    """Let the films of a trailer be made, as it is written now; with an `upload`, of the film that was brought.

    Raises TrailerError with all that has to be mended, StageError from a stage in which nothing is made.
    """
    locked = Trailer.objects.select_for_update(of=("self",)).select_related("unit", "record__work").get(pk=trailer.pk)
    if not upload and (found := problems(locked)):
        raise TrailerError("\n".join(found))
    locked.move("render")
    told = {} if upload else board(locked).as_json
    rendering = Rendering.objects.create(trailer=locked, board=told, upload=upload, asked_by=by)
    transaction.on_commit(lambda: _enqueue(rendering.pk))
    return rendering


def _enqueue(pk: int) -> None:
    from chytalnia.trailers.tasks import make_film

    make_film.enqueue(pk)


@transaction.atomic
def cancel(*, trailer: Trailer, by: Any = None) -> None:
    """Stop the making; scenes that are finished stay for the next time. Raises CannotChange when nothing is made."""
    locked = Trailer.objects.select_for_update(of=("self",)).get(pk=trailer.pk)
    stopped = Rendering.objects.filter(trailer=locked, state__in=UNDER_WAY).update(
        state=RenderState.CANCELLED, finished_at=timezone.now()
    )
    if not stopped or locked.stage != "rendering":
        raise CannotChange(_("No film is being made just now."))
    locked.move("stop")


def shapes_made() -> Sequence[str | film.Shape]:
    """Shapes of every trailer: the first for the page, the others for networks that want them square or upright."""
    return settings.TRAILER_SHAPES or ("720p",)


def run(
    rendering: Rendering,
    *,
    shapes: Sequence[str | film.Shape] | None = None,
    containers: Sequence[str] = film.CONTAINERS,
) -> None:
    """Make the films; called again after a death of the worker it goes on with the scenes that are not made yet.

    The first of the shapes is made in every container, for the page; the others in the first, for networks.
    """
    shapes = shapes or shapes_made()
    trailer = rendering.trailer
    try:
        with workshop.alone(trailer, patience=30), translation.override(trailer.language):
            taken = Rendering.objects.filter(pk=rendering.pk, state__in=UNDER_WAY).update(
                state=RenderState.RUNNING, started_at=timezone.now(), beat_at=timezone.now()
            )
            if taken:
                _make(rendering, trailer, shapes, containers)
    except workshop.Busy:
        log.info("the film of trailer %d is being made by another process", trailer.pk)


class _Watch:
    """What is told to the database while a film is made, not more often than anybody looks."""

    def __init__(self, rendering: Rendering) -> None:
        self.rows = Rendering.objects.filter(pk=rendering.pk, state=RenderState.RUNNING)
        self.told_at = self.asked_at = 0.0
        self.stopped = False

    def tell(self, part: float) -> None:
        now = time.monotonic()
        if now - self.told_at >= BREATH:
            self.told_at = now
            self.rows.update(permille=max(0, min(999, int(part * 1000))), beat_at=timezone.now())

    def should_stop(self) -> bool:
        now = time.monotonic()
        if not self.stopped and now - self.asked_at >= BREATH:
            self.asked_at = now
            self.stopped = not self.rows.exists()
        return self.stopped


def _make(
    rendering: Rendering, trailer: Trailer, shapes: Sequence[str | film.Shape], containers: Sequence[str]
) -> None:
    watch = _Watch(rendering)
    try:
        if rendering.upload:
            made = film.transcode(
                Path(rendering.upload), workshop.folder_of(trailer) / "out", containers=containers, on_progress=watch.tell,
                should_stop=watch.should_stop,
            )  # fmt: skip
        else:
            made = _rendered(rendering, trailer, shapes, containers, watch)
    except film.Stopped:
        _forget_upload(rendering)
        return
    except film.FilmError as refusal:
        log.warning("the film of trailer %d was not made: %s", trailer.pk, refusal)
        _fail(rendering, str(refusal))
        _forget_upload(rendering)
        return
    except Exception:
        log.exception("the film of trailer %d was not made", trailer.pk)
        _fail(rendering, _("The film could not be made. Try once more; if it happens again, tell the librarian."))
        return
    _finish(rendering, made)
    _forget_upload(rendering)


def _forget_upload(rendering: Rendering) -> None:
    if rendering.upload:
        Path(rendering.upload).unlink(missing_ok=True)


def _rendered(
    rendering: Rendering, trailer: Trailer, shapes: Sequence[str | film.Shape], containers: Sequence[str], watch: _Watch
) -> film.Film:
    made = Board(rendering.board["told"], rendering.board["files"])
    loaded = film.load(made.told, workshop.laid_out(trailer, made))
    output, work = workshop.folder_of(trailer) / "out", workshop.folder_of(trailer) / "work"
    wide, *others = shapes
    share = 0.6 if others else 1.0
    first = film.render(
        loaded, output, formats=[wide], containers=containers, work=work, on_progress=lambda part: watch.tell(part * share),
        should_stop=watch.should_stop,
    )  # fmt: skip
    if not others:
        return first
    more = film.render(
        loaded, output, formats=others, containers=containers[:1], work=work,
        on_progress=lambda part: watch.tell(share + part * (1 - share)), should_stop=watch.should_stop,
    )  # fmt: skip
    return replace(first, files=(*first.files, *more.files))


def _fail(rendering: Rendering, message: str) -> None:
    with transaction.atomic():
        failed = Rendering.objects.filter(pk=rendering.pk, state=RenderState.RUNNING).update(
            state=RenderState.FAILED, error=message[:2000], finished_at=timezone.now()
        )
        if failed:
            Trailer.objects.get(pk=rendering.trailer_id).move("stop")


def _finish(rendering: Rendering, made: film.Film) -> None:
    """The films become files of the library, and the trailer is ready."""
    trailer = Trailer.objects.select_related("unit").get(pk=rendering.trailer_id)
    stored = [(file, _store(file.path, trailer)) for file in made.files]
    poster = _store(made.poster, trailer) if made.poster else None
    with transaction.atomic():
        done = Rendering.objects.filter(pk=rendering.pk, state=RenderState.RUNNING).update(
            state=RenderState.DONE, permille=1000, finished_at=timezone.now(), error=""
        )
        old = [one.asset for one in trailer.films.select_related("asset")] + (
            [trailer.poster] if trailer.poster else []
        )
        if done:
            trailer.films.all().delete()
            Film.objects.bulk_create([
                Film(trailer=trailer, form=_shape(file), container=file.container, asset=asset, width=file.width, height=file.height)
                for file, asset in stored
            ])  # fmt: skip
            trailer.poster, trailer.film_seconds = poster, round(made.seconds, 2)
            trailer.save(update_fields=["poster", "film_seconds"])
            trailer.move("finish")
            count("trailers.made", trailer, key=f"trailer-{trailer.pk}-made")
            if not rendering.upload:
                draft_subtitles(trailer=trailer, language=trailer.language)
        new = [asset for _file, asset in stored] + ([poster] if poster else [])
        kept = {asset.pk for asset in new}
        # Stopped at the last moment: the films that were there stay, and nobody gets the new ones.
        for asset in [asset for asset in old if asset.pk not in kept] if done else new:
            pictures.forget(asset)


def _shape(made: film.FilmFile) -> str:
    if made.format in dict(Film._meta.get_field("form").flatchoices):
        return made.format
    if made.height > made.width * 1.1:
        return "vertical"
    return "square" if made.height > made.width * 0.9 else "720p"


def _store(path: Path, trailer: Trailer) -> Asset:
    with path.open("rb") as file:
        return media.store(file, name=path.name, unit=trailer.unit, public=False)


def take_up() -> int:
    """Films whose maker was killed are asked for again; returns how many. Asked twice, they are made once."""
    now = timezone.now()
    lost = Rendering.objects.filter(state=RenderState.RUNNING, beat_at__lt=now - SILENCE)
    waiting = Rendering.objects.filter(state=RenderState.QUEUED, asked_at__lt=now - 10 * SILENCE)
    found = 0
    for rendering in [*lost.select_related("trailer"), *waiting.select_related("trailer")]:
        try:
            with workshop.alone(rendering.trailer):
                pass
        except workshop.Busy:
            continue
        Rendering.objects.filter(pk=rendering.pk).update(beat_at=now, asked_at=now)
        _enqueue(rendering.pk)
        found += 1
    return found


def sweep() -> int:
    """The work of a night: folders that nobody works in are thrown away."""
    busy = set(Rendering.objects.filter(state__in=UNDER_WAY).values_list("trailer", flat=True))
    return workshop.sweep(busy)
