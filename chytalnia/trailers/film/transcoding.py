"""Films made elsewhere, made anew: nothing of the file that was brought is ever served."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from . import encoding, ffmpeg, posters, sound
from .checking import Verdict, check, source
from .errors import NotAFilm, Unmade
from .rendering import Film, FilmFile
from .shapes import CONTAINERS, FPS, MOST_SECONDS, Shape

#: An hour for three minutes: an old machine, a large film.
_LIMITS = ffmpeg.Limits(seconds=3600, memory_mb=3000, written_mb=1000)
#: How much of the work it is to look at the film before it is written anew.
CHECKED = 0.2
#: What came in quick motion stays so, up to here.
MOST_RATE = 30


def transcode(
    path: Path,
    output: Path,
    *,
    name: str = "",
    containers: Iterable[str] = CONTAINERS,
    most_side: int = 1280,
    on_progress: Callable[[float], None] = lambda part: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Film:
    """Check a film and write it anew into the folder `output`: no metadata, no place, one picture, one sound at −16 LUFS.

    The long side is at most `most_side`; the shape stays. Raises NotAFilm with the first problem of the verdict, Stopped,
    Unmade.
    """
    began = time.monotonic()
    verdict = check(path, name=name, on_progress=lambda part: on_progress(part * CHECKED), should_stop=should_stop)
    if not verdict.is_taken:
        raise NotAFilm(str(verdict.problems[0]))
    output.mkdir(parents=True, exist_ok=True)
    kinds = tuple(containers)
    on_progress(CHECKED)
    with tempfile.TemporaryDirectory(dir=output, prefix=".work") as folder:
        parts = {kind: Path(folder) / f"film.{kind}" for kind in kinds}

        def hear(seconds: float) -> None:
            on_progress(min(0.95, CHECKED + (0.95 - CHECKED) * seconds / max(1.0, verdict.seconds)))

        ran = ffmpeg.run(
            _words(path, verdict, parts, most_side), limits=_LIMITS, should_stop=should_stop, on_line=ffmpeg.at_second(hear)
        )  # fmt: skip
        if ran.code or ran.timed_out:
            raise Unmade(ran.said[-2000:])
        made = check(next(iter(parts.values())), decode=True, should_stop=should_stop)
        if made.picture is None:
            raise Unmade(ran.said[-2000:])
        shape = Shape("film", made.picture.width, made.picture.height)
        files = []
        for kind, part in parts.items():
            target = output / f"film.{kind}"
            part.replace(target)
            files.append(FilmFile(target, shape.name, kind, shape.width, shape.height))
    film = files[0].path
    out = Film(
        seconds=made.seconds,
        files=tuple(files),
        poster=posters.film_poster(film, output / "poster.jpg"),
        stills=((shape.name, posters.film_poster(film, output / "film.jpg", shape=shape)),),
        loudness=made.loudness,
        true_peak=made.true_peak,
        render_seconds=round(time.monotonic() - began, 2),
    )
    on_progress(1.0)
    return out


def _words(path: Path, verdict: Verdict, parts: dict[str, Path], most_side: int) -> list[str | Path]:
    picture = verdict.picture
    assert picture is not None
    # Points that are not square become so; sides stay even, as encoders want them.
    fitted = (
        f"scale=w='trunc(iw*sar/2+0.5)*2':h='trunc(ih/2+0.5)*2',setsar=1,"
        f"scale=w={most_side}:h={most_side}:force_original_aspect_ratio=decrease:force_divisible_by=2"
    )
    if max(picture.width, picture.height) <= most_side:
        fitted = "scale=w='trunc(iw*sar/2+0.5)*2':h='trunc(ih/2+0.5)*2',setsar=1"
    words: list[str | Path] = ["-y", *source(path, verdict.container), *ffmpeg.PROGRESS]
    for kind, part in parts.items():
        words += [
            "-map",
            "0:v:0",
            "-vf",
            f"fps={_rate(picture.rate)},{fitted},format=yuv420p",
            *encoding.VIDEO[kind][:-2],
        ]
        if verdict.sound and verdict.loudness is not None:
            words += ["-map", "0:a:0", "-af", _loud(verdict), "-ar", str(sound.RATE), *encoding.AUDIO[kind][:-2]]
        words += ["-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-t", str(MOST_SECONDS)]
        words += ["-max_muxing_queue_size", "4000", *ffmpeg.EXACT]
        words += ["-movflags", "+faststart"] if kind == "mp4" else []
        words += ["-f", kind, part]
    return words


def _rate(found: float) -> float:
    """Pictures a second: quick ones halved, so that motion stays even; those of phones, which waver, made steady."""
    if found < 1:
        return FPS
    while found > MOST_RATE * 1.03:
        found /= 2
    return next((known for known in (24.0, 25.0, 30.0) if abs(found - known) < known * 0.03), round(found, 2))


def _loud(verdict: Verdict) -> str:
    gain = min(30.0, sound.LOUDNESS - (verdict.loudness or sound.LOUDNESS))
    limit = 10 ** (sound.LIMIT / 20)
    return (
        f"aformat=channel_layouts=stereo,aresample={sound.RATE * 4},volume={gain:.3f}dB,"
        f"alimiter=limit={limit:.5f}:attack=5:release=60:level=disabled,aresample={sound.RATE}"
    )
