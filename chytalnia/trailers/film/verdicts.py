"""Whether a storyboard can be read and heard: text that has no place or no time, letters that cannot be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from . import drawing, lettering, painting, sound, subtitles, voice
from .errors import Problem
from .shapes import SHAPES, Shape, shapes
from .storyboard import Scene, Storyboard

#: How many letters a second are read from a picture, by children too.
READ_A_SECOND = 15
LEAST_TO_READ = 1.2


def problems(storyboard: Storyboard, *, formats: Iterable[str | Shape] = tuple(SHAPES)) -> list[Problem]:
    """Everything that a person has to mend before the film is made in these formats."""
    wanted = shapes(formats)
    found: list[Problem] = []
    for number, scene in enumerate(storyboard.scenes, 1):
        found += _letters(scene, number)
        found += _places(scene, number, wanted)
        found += _pace(scene, number)
    found += _voices(storyboard)
    found += _subtitles(storyboard)
    return found


def _letters(scene: Scene, number: int) -> Iterator[Problem]:
    if strange := lettering.undrawable(f"{scene.title}\n{scene.text}"):
        yield Problem(
            _("These signs cannot be drawn by the letters of the library: %(signs)s.")
            % {"signs": " ".join(strange[:10])},
            _("Write it without them."),
            number,
        )


def _places(scene: Scene, number: int, wanted: list[Shape]) -> Iterator[Problem]:
    crowded = []
    for shape in wanted:
        try:
            drawing.setting(scene, shape)
        except drawing.NoRoom:
            crowded.append(shape.name)
    if crowded:
        yield Problem(
            _("What is written finds no place in the shapes %(shapes)s.") % {"shapes": ", ".join(crowded)},
            _("Write less, or part it into two scenes."),
            number,
        )


def _pace(scene: Scene, number: int) -> Iterator[Problem]:
    needed = seconds_needed(scene)
    if needed > scene.seconds + 0.001:
        yield Problem(
            _("The text (letters: %(letters)d) stands there for %(seconds).1f seconds, too short to read it.")
            % {"letters": _count(scene), "seconds": scene.seconds},
            _("Give the scene at least %(needed).1f seconds, or write less.") % {"needed": needed},
            number,
        )


def _count(scene: Scene) -> int:
    return sum(not c.isspace() for c in lettering.clean(f"{scene.title} {scene.text}"))


def seconds_needed(scene: Scene) -> float:
    """How long a scene has to be for what is written in it; nought where nothing is."""
    letters = _count(scene)
    if not letters:
        return 0.0
    comes = scene.transition.seconds * painting.AFTER + painting.APPEARING / 2
    # Rounded up to a tenth, so that whoever types the number in is done.
    return -(-round(10 * (comes + max(LEAST_TO_READ, letters / READ_A_SECOND)), 3) // 1) / 10


def _voices(board: Storyboard) -> Iterator[Problem]:
    if not voice.is_installed() and any(v and v.speak for v in (board.voice, *(s.voice for s in board.scenes))):
        yield Problem(
            _("The program eSpeak NG, which reads texts aloud, is not installed on this machine."),
            _("Record the voice, or ask the administrator to install espeak-ng."),
        )
    for number, scene in enumerate(board.scenes, 1):
        if scene.voice and scene.voice.file:
            yield from _of_voice(sound.length(scene.voice.file), scene.voice.start, scene.seconds, number)
        elif scene.voice and (long := voice.seconds(scene.voice)):
            yield from _of_voice(long, scene.voice.start, scene.seconds, number)
    if board.voice and board.voice.file:
        yield from _of_voice(sound.length(board.voice.file), board.voice.start, board.seconds, None)
    elif board.voice and (long := voice.seconds(board.voice)):
        yield from _of_voice(long, board.voice.start, board.seconds, None)
    if board.music and board.music.file and not sound.length(board.music.file):
        yield Problem(_("The file of the music holds no sound."), _("Take another one."))


def _of_voice(length: float, start: float, seconds: float, number: int | None) -> Iterator[Problem]:
    if not length:
        yield Problem(_("The recording holds no sound."), _("Record it again."), number)
    elif start + length > seconds + 0.25:
        yield Problem(
            _("The voice ends after %(voice).1f seconds, the picture after %(seconds).1f.")
            % {"voice": start + length, "seconds": seconds},
            _("Give it more seconds, or say less."),
            number,
        )


def _subtitles(board: Storyboard) -> Iterator[Problem]:
    for language in board.languages:
        for cue in subtitles.cues(board, language):
            letters = sum(not c.isspace() for c in cue.text)
            needed = letters / subtitles.READ_A_SECOND
            if needed > cue.end - cue.start + 0.05 and language in board.subtitles:
                yield Problem(
                    _("Subtitles (%(language)s): “%(text)s” stands %(seconds).1f seconds, too short to read it.")
                    % {"language": language, "text": cue.text[:60], "seconds": cue.end - cue.start},
                    _("Give it at least %(needed).1f seconds, or write less.") % {"needed": needed},
                )
    for number, scene in enumerate(board.scenes, 1):
        for language, text in scene.subtitles.items():
            needed = sum(not c.isspace() for c in text) / subtitles.READ_A_SECOND
            if needed > scene.seconds and language not in board.subtitles:
                yield Problem(
                    _("The subtitles in %(language)s cannot be read in %(seconds).1f seconds.")
                    % {"language": language, "seconds": scene.seconds},
                    _("Give the scene at least %(needed).1f seconds, or write less.") % {"needed": needed + 0.05},
                    number,
                )
