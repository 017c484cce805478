"""`chytalnia search "книгою Шевченка"`."""

from __future__ import annotations

from typing import Any

import click

from .console import Refusal, answer, as_json, refuse_without_index, with_django


class Parameters(dict[str, list[str]]):
    """The parameters of an address, made by hand."""

    def getlist(self, key: str) -> list[str]:
        return self.get(key, [])


def conditions(where: tuple[str, ...]) -> dict[str, list[str]]:
    """NAME=VALUE as it is typed, by name."""
    from chytalnia.catalogue import finding

    found: dict[str, list[str]] = {}
    for condition in where:
        name, equals, value = condition.partition("=")
        if not equals or name not in finding.CONDITIONS:
            raise Refusal(
                f"{condition!r} is no condition. Write NAME=VALUE, where NAME is one of {', '.join(finding.CONDITIONS)}"
            )
        found.setdefault(name, []).append(value)
    return found


@click.command()
@click.argument("text", nargs=-1)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(0, 100), help="How many results to show.")
@click.option("--offset", default=0, show_default=True, type=click.IntRange(0, 10_000), help="How many to pass over.")
@click.option(
    "--sort",
    default="relevance",
    show_default=True,
    type=click.Choice(["relevance", "newest", "year", "oldest", "title", "popular"]),
    help="Order of the results.",
)
@click.option(
    "--where",
    "-w",
    multiple=True,
    metavar="NAME=VALUE",
    help="Narrow: language=ukr, unit=CODE, year=2010-2015, available=1 …",
)
@click.option("--as-written", is_flag=True, help="Correct nothing.")
@click.option("--lang", default="", help="Language of the addresses: uk, ru, kk, en.")
@as_json
@with_django
def command(
    text: tuple[str, ...], limit: int, offset: int, sort: str, where: tuple[str, ...], as_written: bool, lang: str, as_json: bool
) -> None:  # fmt: skip
    """Search the catalogue for TEXT, as the search page does. With --json the answer of /api/v1/search."""
    from django.conf import settings
    from django.utils import translation

    from chytalnia.catalogue import finding

    language = lang if lang in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    parameters = Parameters(q=[" ".join(text)], sort=[sort], **conditions(where))
    if as_written:
        parameters["as"] = ["written"]
    refuse_without_index()
    with translation.override(language):
        try:
            asked = finding.asked_in(parameters)
        except finding.TooManyConditions as error:
            raise Refusal(f"More than {finding.MOST_CONDITIONS} conditions cannot be combined") from error
        found = finding.find(asked, language=language, limit=limit, offset=offset)
        data = finding.for_machines(found)
    answer(data, as_json=as_json, text=_text(data))


def _text(data: dict[str, Any]) -> str:
    lines = [f"{data['total']} found"]
    if data["correction"]:
        lines[0] += f" for “{data['correction']}”"
    for result in data["results"]:
        year = f" ({result['year']})" if result["year"] else ""
        authors = f" – {'; '.join(result['authors'])}" if result["authors"] else ""
        lines.append(f"{result['id']:>8}  {result['title']}{authors}{year}")
    return "\n".join(lines)
