"""What a trailer is made of, what came of it, who saw to it."""

from .contest import Contest, Criterion, Group, Juror, Mark, Submission, Vote
from .film import Container, Film, FilmForm, Rendering, RenderState, Subtitles
from .scene import CLEARED, CardColour, Motion, PictureKind, Rights, Scene, Transition
from .trailer import (
    EDITABLE,
    LANGUAGES,
    MOST_SCENES,
    MOST_SECONDS,
    PUBLISH,
    Approach,
    Maker,
    Motive,
    Music,
    Origin,
    Trailer,
)

__all__ = [
    "CLEARED",
    "EDITABLE",
    "LANGUAGES",
    "MOST_SCENES",
    "MOST_SECONDS",
    "PUBLISH",
    "Approach",
    "CardColour",
    "Container",
    "Contest",
    "Criterion",
    "Film",
    "FilmForm",
    "Group",
    "Juror",
    "Maker",
    "Mark",
    "Motion",
    "Motive",
    "Music",
    "Origin",
    "PictureKind",
    "RenderState",
    "Rendering",
    "Rights",
    "Scene",
    "Submission",
    "Subtitles",
    "Trailer",
    "Transition",
    "Vote",
]
