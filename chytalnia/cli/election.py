"""`chytalnia election verify FILE` and `chytalnia election advance`."""

from __future__ import annotations

from pathlib import Path

import click

from .console import Refusal, answer, as_json, with_django


@click.group()
def command() -> None:
    """Literary elections: recount a published list, make the moves whose time has come."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@click.option("--sha256", default="", help="The digest on the signed protocol; a file that was changed is told by it.")
@as_json
def verify(file: Path, sha256: str, as_json: bool) -> None:
    """Recount a published list of ballots and compare it with what it says.

    Needs nothing but the file: no database, no library. Exit code 1 when the file does not agree with itself.
    """
    from chytalnia.wire import ballots

    try:
        with click.open_file(str(file), encoding="utf-8") as source:
            told = ballots.verify(source.read(), sha256=sha256)
    except UnicodeDecodeError as error:
        raise Refusal(f"{file} is no text in UTF-8. Take the list as the library publishes it, unpacked.") from error
    except ballots.NotAnElection as error:
        raise Refusal(str(error)) from error
    lines = [f"{votes:>8}  № {number} {told.heroes.get(number, '')}" for number, votes in told.result.items()]
    lines += [f"{told.invalid:>8}  invalid or empty", f"{told.ballots:>8}  ballots", f"sha256 {told.sha256}"]
    lines += [f"  ! {problem}" for problem in told.problems]
    lines.append("The file agrees with its ballots." if told.agrees else "The file DOES NOT AGREE with its ballots.")
    answer(told.as_dict(), as_json=as_json, text="\n".join(lines))
    raise SystemExit(0 if told.agrees else 1)


@command.command()
@as_json
@with_django
def advance(as_json: bool) -> None:
    """Begin the silence, open and close the polls of elections whose time has come.

    The worker does it by itself each minute; done twice, nothing is done twice.
    """
    from chytalnia.voting.services import timely

    made = timely.advance()
    answer({"moves": made}, as_json=as_json, text=f"{made} moves")
