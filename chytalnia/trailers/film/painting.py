"""Scenes as frames: motion of the ground, text coming in, one scene becoming the next."""

from __future__ import annotations

from collections.abc import Iterator

from .drawing import aim, ground, written
from .planes import Planes, mixed, overlay_of, plain, planes_of
from .shapes import FPS, Shape
from .storyboard import Scene, Storyboard

#: How long text takes to come in, and how much of the transition is over when it begins.
APPEARING, AFTER = 0.4, 0.6


class Painter:
    """One scene in one shape; `at` gives any of its moments."""

    def __init__(self, board: Storyboard, number: int, shape: Shape) -> None:
        self.scene: Scene = board.scenes[number]
        self.size = (shape.width, shape.height)
        following = board.scenes[number + 1].transition.seconds if number + 1 < len(board.scenes) else 0.0
        #: the scene goes on moving while the next one comes in
        self.span = self.scene.seconds + following
        self.text_from = self.scene.transition.seconds * AFTER
        self._ground = planes_of(ground(self.scene, shape, board.language, board.title))
        self._aim = aim(self.scene, shape)
        text = written(self.scene, shape)
        self._text = overlay_of(text) if text else None
        self._still: Planes | None = None

    @property
    def is_still(self) -> bool:
        return self.scene.motion == "none"

    def text_part(self, seconds: float) -> float:
        return min(1.0, max(0.0, (seconds - self.text_from) / APPEARING)) if self._text else 0.0

    def at(self, seconds: float) -> Planes:
        if self.is_still:
            if self._still is None:
                self._still = self._ground.window(self._window(0.5), self.size)
            frame = self._still.copy()
        else:
            frame = self._ground.window(self._window(min(1.0, seconds / self.span)), self.size)
        return self._text.over(frame, self.text_part(seconds)) if self._text else frame

    def _window(self, part: float) -> tuple[float, float, float, float]:
        """The part of the ground that is seen, when `part` of the scene is over."""
        wide, high = self._ground.y.size
        frame_wide, frame_high = self.size
        spare = min(wide / frame_wide, high / frame_high)
        match self.scene.motion:
            case "in":
                scale = spare ** (1 - part)
            case "out":
                scale = spare**part
            case _:
                scale = 1.0
        across, down = frame_wide * scale, frame_high * scale
        # Cards and covers keep to the middle, and so to the safe area; a picture comes nearer to what matters on it.
        x = min(max(self._aim[0] * wide - across / 2, 0.0), wide - across)
        y = min(max(self._aim[1] * high - down / 2, 0.0), high - down)
        match self.scene.motion:
            case "left":
                x = (wide - across) * (1 - part)
            case "right":
                x = (wide - across) * part
            case "up":
                y = (high - down) * (1 - part)
            case "down":
                y = (high - down) * part
        return x, y, min(wide, x + across), min(high, y + down)


def bounds(board: Storyboard, number: int) -> tuple[int, int]:
    """The first frame of a scene and the first one after it."""
    start = board.starts[number]
    return round(start * FPS), round((start + board.scenes[number].seconds) * FPS)


def frames(board: Storyboard, number: int, shape: Shape, kept: dict[int, Painter] | None = None) -> Iterator[bytes]:
    """All frames of a scene, the transition into it with them.

    `kept` hands the painter of a scene on to the one after it; it belongs to one storyboard in one shape.
    """
    first, end = bounds(board, number)
    kept = {} if kept is None else kept
    painter = Painter(board, number, shape)
    before = _Before(board, number, shape, kept.get(number - 1))
    kept.clear()
    kept[number] = painter
    transition = painter.scene.transition
    last: tuple[float, bytes] | None = None
    for index in range(end - first):
        seconds = index / FPS
        if seconds < transition.seconds:
            part = (seconds + 0.5 / FPS) / transition.seconds
            yield mixed(before.at(seconds), painter.at(seconds), transition.kind, part).bytes()
            continue
        before.forget()
        if painter.is_still:
            shown = painter.text_part(seconds)
            if last is None or last[0] != shown:
                last = (shown, painter.at(seconds).bytes())
            yield last[1]
        else:
            yield painter.at(seconds).bytes()


def moment(board: Storyboard, number: int, seconds: float, shape: Shape) -> Planes:
    """One moment of a scene as the film has it."""
    painter = Painter(board, number, shape)
    transition = painter.scene.transition
    frame = painter.at(seconds)
    if seconds < transition.seconds:
        part = (seconds + 0.5 / FPS) / transition.seconds
        return mixed(_Before(board, number, shape).at(seconds), frame, transition.kind, part)
    return frame


class _Before:
    """The end of the scene before; the first one comes out of the dark."""

    def __init__(self, board: Storyboard, number: int, shape: Shape, painter: Painter | None = None) -> None:
        self._painter: Painter | None = None
        if number and board.scenes[number].transition.seconds:
            self._painter = painter or Painter(board, number - 1, shape)
        self._dark = plain((shape.width, shape.height))

    def at(self, seconds: float) -> Planes:
        return self._painter.at(self._painter.scene.seconds + seconds) if self._painter else self._dark

    def forget(self) -> None:
        self._painter = None
