"""`chytalnia formats`."""

from __future__ import annotations

from typing import Any

import click

from .console import Refusal, answer, as_json, with_django


@click.command()
@click.option("--code", default="", help="Only the format of this code.")
@click.option("--lang", default="", help="Language of the list: uk, ru, kk, en.")
@as_json
@with_django
def command(code: str, lang: str, as_json: bool) -> None:
    """List the library of formats: what each is, its phases, roles, checklist and what to count. With --json in all languages.

    Reads every file and stops with all that is wrong in one that cannot be read.
    """
    from django.conf import settings
    from django.utils import translation

    from chytalnia.programmes import formats

    try:
        cards = list(formats.built_in().values())
    except formats.FormatError as error:
        raise Refusal("\n".join([f"The format {error.code} cannot be read:", *error.faults])) from error
    if code:
        cards = [card for card in cards if card.code == code]
        if not cards:
            raise Refusal(f"There is no format {code!r}")
    with translation.override(lang if lang in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        lines = [f"{card.code:24} {card}  ({len(card.steps)} · {', '.join(card.modes)})" for card in cards]
        answer(
            {"ok": True, "total": len(cards), "formats": [told(card) for card in cards]}, as_json=as_json,
            text="\n".join([*lines, f"{len(cards)} formats"]),
        )  # fmt: skip


def told(card: Any) -> dict[str, Any]:
    """A format with every shared word spelt out in every language."""
    from chytalnia.programmes import formats

    def words(kind: str, codes: Any) -> list[dict[str, Any]]:
        return [{"code": code, "names": dict(formats.library.labels(kind)[code])} for code in codes]

    return {
        "code": card.code, "version": card.version, "names": dict(card.name), "about": dict(card.about),
        "group": words("groups", [card.group])[0], "direction": words("directions", [card.direction])[0], "mode": card.mode,
        "modes": list(card.modes), "audience": list(card.audiences), "ages": list(card.ages), "minutes": list(card.minutes),
        "people": list(card.people), "cost": words("costs", [card.cost])[0], "taking": card.taking, "age_mark": card.age_mark,
        "phases": [{"code": p.code, "first": p.first, "last": p.last, "names": dict(p.name)} for p in card.phases],
        "roles": words("roles", card.roles),
        "checklist": [
            {"day": s.day, "role": s.role, "phase": phase.code if (phase := card.phase_of(s.day)) else "", "text": dict(s.text)}
            for s in card.steps
        ],
        "materials": [dict(line.text) for line in card.materials], "risks": [dict(line.text) for line in card.risks],
        "documents": words("documents", card.documents), "counts": words("counts", card.counts), "rules": dict(card.rules),
        "life": card.life,
    }  # fmt: skip
