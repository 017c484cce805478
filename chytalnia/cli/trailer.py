"""`chytalnia trailer render STORYBOARD.json --output DIR` and `chytalnia trailer check FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .console import Refusal, answer, as_json, give_way, progress, start_django

#: The names of chytalnia.trailers.film.SHAPES and CONTAINERS; asking the film engine would make --help slow.
SHAPES = ["1080p", "720p", "square", "vertical"]
CONTAINERS = ["mp4", "webm"]


@click.group()
def command() -> None:
    """Films of books: made from a storyboard, or looked at when they were made elsewhere. No database is needed."""


@command.command()
@click.argument("storyboard", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--output", "-o", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of the films."
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(SHAPES),
    default=["720p"],
    show_default=True,
    help="Shape of the film, once for each.",
)
@click.option(
    "--container",
    "containers",
    multiple=True,
    type=click.Choice(CONTAINERS),
    default=CONTAINERS,
    show_default=True,
    help="H.264 with AAC, or AV1 with Opus, once for each.",
)
@as_json
def render(
    storyboard: Path, output: Path, formats: tuple[str, ...], containers: tuple[str, ...], as_json: bool
) -> None:  # fmt: skip
    """Make the films of a storyboard, their subtitles and posters.

    Broken off and begun again, it goes on where it was; after a change only the scenes that changed are made.
    """
    start_django()
    from chytalnia.trailers import film

    give_way()
    try:
        board = film.load_file(storyboard)
        with progress("Film", quiet=as_json) as tell:
            made = film.render(
                board,
                output,
                formats=list(dict.fromkeys(formats)),
                containers=list(dict.fromkeys(containers)),
                on_progress=lambda part: tell(round(part * 100), 100),
            )
    except film.FilmError as error:
        raise Refusal(_with_detail(error)) from error
    except OSError as error:
        raise Refusal(f"{error.filename or output}: {error.strerror or error}.") from error
    lines = [
        f"{file.bytes / 1e6:8.1f} MB  {file.width} × {file.height}  {output / file.path.name}" for file in made.files
    ]
    lines += [f"             subtitles  {output / file.path.name}" for file in made.subtitles]
    loud = "silent" if made.loudness is None else f"{made.loudness:.1f} LUFS"
    lines.append(f"{made.seconds:.1f} seconds, {loud}, made in {made.render_seconds:.1f} s")
    answer(made.as_dict(), as_json=as_json, text="\n".join(lines))


@command.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@as_json
def check(file: Path, as_json: bool) -> None:
    """Look at a film that was made elsewhere: what it is, how long and loud, what is wrong. Exit code 1 if it is not taken."""
    start_django()
    from chytalnia.trailers import film

    verdict = film.check(file)
    answer(verdict.as_dict(), as_json=as_json, text="\n".join(_told(verdict)))
    raise SystemExit(0 if verdict.is_taken else 1)


def _told(verdict: Any) -> list[str]:
    lines = [f"{verdict.container or 'no film'}, {verdict.seconds:.1f} seconds, {verdict.bytes / 1e6:.1f} MB"]
    for stream in verdict.streams:
        size = f"{stream.width} × {stream.height}, {stream.rate:g} a second" if stream.kind == "video" else ""
        lines.append(f"  {stream.kind}: {stream.codec} {size}".rstrip())
    if verdict.loudness is not None:
        lines.append(f"  {verdict.loudness:.1f} LUFS, peak {verdict.true_peak} dBTP")
    lines += [f"  ! {problem}" for problem in verdict.problems]
    lines += [f"  · {remark}" for remark in verdict.remarks]
    lines.append("The film is taken." if verdict.is_taken else "The film is NOT TAKEN.")
    return lines


def _with_detail(error: Exception) -> str:
    detail = getattr(error, "detail", "")
    return f"{error}\n{detail}".strip()
