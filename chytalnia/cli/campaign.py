"""`chytalnia campaign verify-draw FILE`."""

from __future__ import annotations

from pathlib import Path

import click

from .console import Refusal, answer, as_json


@click.group()
def command() -> None:
    """Reading marathons and campaigns: repeat a published draw of prizes."""


@command.command("verify-draw")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@click.option("--promised", default="", help="The promise as it stood on the page before the draw.")
@as_json
def verify_draw(file: Path, promised: str, as_json: bool) -> None:
    """Draw again from a published file and compare with what it says.

    Needs nothing but the file: no database, no library. Exit code 1 when the file does not agree with itself.
    """
    from chytalnia.wire import draws

    try:
        with click.open_file(str(file), encoding="utf-8") as source:
            told = draws.verify(source.read(), promised=promised)
    except UnicodeDecodeError as error:
        raise Refusal(f"{file} is no text in UTF-8. Take the file as the library publishes it.") from error
    except draws.NotADraw as error:
        raise Refusal(str(error)) from error
    lines = [f"{n:>4}  № {key} {told.names.get(key, '')}" for n, key in enumerate(told.winners, 1)]
    lines += [f"{told.entrants:>4}  entrants, {told.prizes} prizes", f"sha256 {told.sha256}"]
    lines += [f"  ! {problem}" for problem in told.problems]
    lines.append("The draw comes out the same." if told.agrees else "The draw DOES NOT COME OUT THE SAME.")
    answer(told.as_dict(), as_json=as_json, text="\n".join(lines))
    raise SystemExit(0 if told.agrees else 1)
