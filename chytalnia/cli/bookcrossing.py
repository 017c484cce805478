"""`chytalnia bookcrossing labels --count 24 --unit CODE --output FILE.pdf`."""

from __future__ import annotations

from pathlib import Path

import click

from .console import Refusal, answer, as_json, with_django

SIZES = ["a4-2x4", "a4-2x7", "a4-3x7", "a4-3x8", "a4-4x10"]


@click.group()
def command() -> None:
    """Travelling books."""


@command.command()
@click.option("--count", default=24, type=click.IntRange(1, 1000), show_default=True, help="How many labels.")
@click.option("--unit", "code", required=True, help="The library that gives them out.")
@click.option(
    "--output", "-o", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The PDF to write."
)
@click.option(
    "--size", type=click.Choice(SIZES), default="a4-2x4", show_default=True, help="Columns × rows of the sheet."
)
@click.option(
    "--language", "languages", multiple=True, type=click.Choice(["uk", "ru", "kk", "en"]),
    help="Language of the rules, once for each; the library's own unless given.",
)  # fmt: skip
@as_json
@with_django
def labels(count: int, code: str, output: Path, size: str, languages: tuple[str, ...], as_json: bool) -> None:
    """Print labels with new numbers; a book is registered later by whoever sticks one in."""
    from chytalnia.bookcrossing import papers, services
    from chytalnia.network.models import Unit

    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Refusal(f"There is no library with the code {code}.")
    if not output.parent.is_dir():
        raise Refusal(f"There is no folder {output.parent}.")
    made = services.print_labels(unit=unit, count=count, by="command line")
    numbers = [label.number for label in made]
    output.write_bytes(papers.labels_pdf(numbers, unit, size=size, languages=languages))
    written = [str(label) for label in made]
    answer(
        {"count": len(made), "numbers": written, "output": str(output)},
        as_json=as_json,
        text=f"{len(made)} labels: {output}",
    )
