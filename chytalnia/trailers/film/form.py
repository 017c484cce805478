"""Whether a storyboard is written as its schema says, told in sentences; and whether its times add up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .errors import Problem
from .shapes import FPS, MOST_SECONDS
from .storyboard import Storyboard, schema

#: More would be no help to anybody.
MOST_TOLD = 20
_KINDS = {
    "string": _("a text"),
    "number": _("a number"),
    "integer": _("a whole number"),
    "array": _("a list"),
    "object": _("an object"),
}


def problems(data: Any) -> Iterator[Problem]:
    """What does not agree with the schema."""
    validator = jsonschema.Draft202012Validator(dict(schema()))
    told: set[tuple[int | None, str]] = set()
    for number, error in enumerate(sorted(validator.iter_errors(data), key=lambda error: list(map(str, error.path)))):
        if number == MOST_TOLD:
            return
        path = list(error.path)
        scene = path[1] + 1 if len(path) > 1 and path[0] == "scenes" and isinstance(path[1], int) else None
        field = ".".join(map(str, path[2:] if scene else path)) or "scene" if scene else ".".join(map(str, path))
        what, mend = _sentence(error, field or "storyboard")
        # Each name that is lacking is an error of its own, told with the others in one sentence.
        if (scene, str(what)) not in told:
            told.add((scene, str(what)))
            yield Problem(what, mend, scene)


def _sentence(error: jsonschema.ValidationError, field: str) -> tuple[str | Promise, str | Promise]:
    wanted = error.validator_value
    match error.validator:
        case "required":
            missing = ", ".join(name for name in wanted if name not in error.instance)
            return _("“%(field)s” lacks “%(missing)s”.") % {"field": field, "missing": missing}, _("Add it.")
        case "additionalProperties" | "propertyNames":
            return (
                _("“%(field)s” holds a name that storyboards do not have: %(error)s.")
                % {"field": field, "error": _strange(error)},
                _("Take it out, or mend its spelling."),
            )
        case "oneOf":
            choices = ", ".join(choice["required"][0] for choice in wanted)
            return (
                _("“%(field)s” needs exactly one of: %(choices)s.") % {"field": field, "choices": choices},
                _("Keep one."),
            )
        case "enum" | "const":
            choices = ", ".join(map(str, wanted if isinstance(wanted, list) else [wanted]))
            return (
                _("“%(field)s” is “%(value)s”.") % {"field": field, "value": str(error.instance)[:60]},
                _("It may be: %(choices)s.") % {"choices": choices},
            )
        case "type":
            kind = _KINDS.get(str(wanted), str(wanted))
            return _("“%(field)s” has to be %(kind)s.") % {"field": field, "kind": kind}, ""
        case "minimum" | "minItems" | "minLength":
            return _("“%(field)s” is too small.") % {"field": field}, _("At least %(n)s.") % {"n": wanted}
        case "maximum" | "maxItems" | "maxLength":
            return _("“%(field)s” is too large.") % {"field": field}, _("At most %(n)s.") % {"n": wanted}
    return _("“%(field)s” is not as it should be: %(error)s") % {"field": field, "error": error.message[:200]}, ""


def _strange(error: jsonschema.ValidationError) -> str:
    if isinstance(error.instance, dict):
        known = (error.schema or {}).get("properties", {}) if isinstance(error.schema, dict) else {}
        return ", ".join(str(name)[:40] for name in error.instance if name not in known)[:200]
    return str(error.instance)[:60]


def lengths(board: Storyboard) -> Iterator[Problem]:
    """Times that do not add up."""
    if board.seconds > MOST_SECONDS + 0.5 / FPS:
        over = board.seconds - MOST_SECONDS
        yield Problem(
            _("The film lasts %(seconds).1f seconds; a trailer has at most %(most)d.")
            % {"seconds": board.seconds, "most": MOST_SECONDS},
            _("Take %(over).1f seconds out of the scenes.") % {"over": over},
        )
    for number, scene in enumerate(board.scenes, 1):
        if scene.transition.seconds > scene.seconds:
            yield Problem(
                _("The transition lasts longer than the scene."),
                _("Make it shorter, or give the scene more seconds."),
                number,
            )
        if scene.voice and board.voice:
            yield Problem(
                _("The film has a voice of its own, so that a voice of the scene would speak at the same time."),
                _("Keep one of them."),
                number,
            )
        if scene.voice and scene.voice.start >= scene.seconds:
            yield Problem(_("The voice begins when the scene is over."), _("Let it begin earlier."), number)
    for code, cues in board.subtitles.items():
        end = 0.0
        for cue in cues:
            if not cue.fits_after(end) or cue.end > board.seconds + 0.001:
                yield Problem(
                    _("Subtitles (%(language)s): “%(text)s” crosses the last one, ends too early or outlasts the film.")
                    % {"language": code, "text": cue.text[:60]},
                    _("Mend its times."),
                )
            end = cue.end
    if board.poster and not 0 <= board.poster[0] < len(board.scenes):
        yield Problem(_("The poster is taken from a scene that is not there."), _("Choose another scene."))
