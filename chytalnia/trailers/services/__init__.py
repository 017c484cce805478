"""What can be done with trailers."""

from .making import (
    add_maker,
    add_scene,
    agree,
    begin,
    change,
    discard,
    remove_maker,
    remove_scene,
    save_scene,
    shift_scene,
)
from .publishing import move, submit, take_back
from .rendering import ask, cancel, run, take_up
from .sounds import drop_voice, keep_music, keep_voice
from .subtitling import draft_subtitles, remove_subtitles, save_subtitles
from .uploading import take_film

__all__ = [
    "add_maker",
    "add_scene",
    "agree",
    "ask",
    "begin",
    "cancel",
    "change",
    "discard",
    "draft_subtitles",
    "drop_voice",
    "keep_music",
    "keep_voice",
    "move",
    "remove_maker",
    "remove_scene",
    "remove_subtitles",
    "run",
    "save_scene",
    "save_subtitles",
    "shift_scene",
    "submit",
    "take_back",
    "take_film",
    "take_up",
]
