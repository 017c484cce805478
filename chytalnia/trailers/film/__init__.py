"""The film engine: a storyboard and its files in, films, posters and subtitles out. It knows no database.

    board = load_file(Path("storyboard.json"))
    for problem in problems(board): …           # what a person has to mend first
    film = render(board, Path("out"))           # mp4 and webm, poster, subtitles
    png = still(board, 2, 1.5)                  # one moment of a scene, at once
    verdict = check(Path("from-elsewhere.mp4")) # is it a film at all, how long, how loud

How a storyboard is written: docs/developers/storyboard.md.
"""

from .checking import Verdict, check
from .errors import BadStoryboard, FilmError, NotAFilm, Problem, Stopped
from .posters import film_poster, poster, still
from .rendering import Film, FilmFile, SubtitleFile, render
from .shapes import CONTAINERS, MOST_SECONDS, SHAPES, Shape
from .storyboard import Storyboard, load, load_file
from .transcoding import transcode
from .verdicts import problems

__all__ = [
    "CONTAINERS",
    "MOST_SECONDS",
    "SHAPES",
    "BadStoryboard",
    "Film",
    "FilmError",
    "FilmFile",
    "NotAFilm",
    "Problem",
    "Shape",
    "Stopped",
    "Storyboard",
    "SubtitleFile",
    "Verdict",
    "check",
    "film_poster",
    "load",
    "load_file",
    "poster",
    "problems",
    "render",
    "still",
    "transcode",
]
