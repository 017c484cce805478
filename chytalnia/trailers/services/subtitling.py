"""Subtitles: drafted from the words of the film, put right by people, in as many languages as somebody writes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chytalnia.trailers import cues as lines
from chytalnia.trailers.errors import WrongCues
from chytalnia.trailers.models import MOST_SECONDS, Subtitles, Trailer

MOST_CUES = 200
MOST_LETTERS = 200


@transaction.atomic
def draft_subtitles(*, trailer: Trailer, language: str, by: Any = None) -> Subtitles:
    """Begin subtitles: in the language of the film from its words, in another with the same seconds and no words yet.

    Those that are there already are left as people wrote them.
    """
    known = trailer.subtitles.filter(language=language).first()
    if known is not None:
        return known
    if language == trailer.language:
        found = lines.from_scenes(list(trailer.scenes.all()))
    else:
        original = draft_subtitles(trailer=trailer, language=trailer.language)
        found = [{**cue, "text": ""} for cue in original.cues]
    return Subtitles.objects.create(trailer=trailer, language=language, cues=found)


@transaction.atomic
def save_subtitles(*, trailer: Trailer, language: str, cues: list[dict[str, Any]], by: Any = None) -> Subtitles:
    """Keep lines in the order of time. Raises WrongCues for one that ends before it begins, overlaps, or stands outside."""
    length = float(trailer.film_seconds or MOST_SECONDS)
    if len(cues) > MOST_CUES:
        raise WrongCues(_("There are too many lines of subtitles."))
    kept: list[dict[str, Any]] = []
    for cue in sorted(cues, key=lambda cue: (cue["start"], cue["end"])):
        start, end, text = round(cue["start"], 2), round(cue["end"], 2), " ".join(cue["text"].split())[:MOST_LETTERS]
        shown = lines.clock(start)
        if end <= start:
            raise WrongCues(_("The line at %(time)s ends before it begins.") % {"time": shown})
        if start < 0 or end > length + 0.5:
            raise WrongCues(_("The line at %(time)s stands outside the film.") % {"time": shown})
        if kept and start < kept[-1]["end"] - 0.001:
            raise WrongCues(_("The line at %(time)s begins before the one above it ends.") % {"time": shown})
        kept.append({"start": start, "end": end, "text": text})
    made, _is_new = Subtitles.objects.update_or_create(trailer=trailer, language=language, defaults={"cues": kept})
    return made


@transaction.atomic
def remove_subtitles(*, trailer: Trailer, language: str, by: Any = None) -> None:
    trailer.subtitles.filter(language=language).delete()
