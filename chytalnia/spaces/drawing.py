"""A plan as it is drawn: pieces in the order of layers, texts broken into lines that fit. Numbers are centimetres."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from chytalnia.network.models import ZoneKind

from .geometry import inward
from .models import PLACES, Furniture, Piece, PieceKind, Plan

#: Patterns by kind of zone: what is seen must not hang on colour.
PATTERNS = {
    ZoneKind.RECEPTION: "sparse", ZoneKind.LOUD: "zigzag", ZoneKind.STAGE: "zigzag", ZoneKind.QUIET: "lines",
    ZoneKind.CHILDREN: "rings", ZoneKind.FAMILY: "rings", ZoneKind.YOUTH: "plus", ZoneKind.MEDIA: "grid",
    ZoneKind.COWORKING: "grid", ZoneKind.E_SERVICES: "grid", ZoneKind.OPEN_SHELF: "columns", ZoneKind.STORAGE: "dense",
    ZoneKind.MEETING: "slant", ZoneKind.EXHIBITION: "diamonds", ZoneKind.MUSEUM_CORNER: "diamonds", ZoneKind.CAFE: "waves",
    ZoneKind.REST: "waves", ZoneKind.OUTDOOR: "waves",
}  # fmt: skip
_LAYERS = {
    PieceKind.ZONE: 0, PieceKind.WAY: 1, PieceKind.WALL: 2, PieceKind.FURNITURE: 3, PieceKind.SHELF: 4, PieceKind.ENTRANCE: 5,
}  # fmt: skip
#: Width of a letter as a part of its height, on the average of our alphabets.
_LETTER = 0.56


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    x: int
    y: int


@dataclass(slots=True)
class Drawn:
    piece: Piece
    kind: str
    pattern: str
    points: str
    size: int
    lines: list[Line] = field(default_factory=list)
    anchor: str = "middle"
    is_marked: bool = False
    #: corners of the arrow that points at a marked shelf or zone
    pin: str = ""
    ring: tuple[int, int, int, int] = (0, 0, 0, 0)

    @property
    def is_place(self) -> bool:
        return self.kind in PLACES


@dataclass(slots=True)
class Drawing:
    plan: Plan
    box: str
    pieces: list[Drawn]
    size: int
    marked: Drawn | None = None

    @property
    def metres(self) -> str:
        return f"{self.plan.width / 100:g} × {self.plan.depth / 100:g}"


def draw(plan: Plan, pieces: Iterable[Piece], *, marked: int | None = None) -> Drawing:
    size = max(24, round(max(plan.width, plan.depth) / 34))
    edge = round(size * 0.6)
    drawn = [
        _drawn(piece, size, marked) for piece in sorted(pieces, key=lambda one: (_LAYERS[PieceKind(one.kind)], one.pk))
    ]
    box = f"{-edge} {-edge} {plan.width + 2 * edge} {plan.depth + 2 * edge}"
    return Drawing(plan, box, drawn, size, next((one for one in drawn if one.is_marked), None))


def _drawn(piece: Piece, size: int, marked: int | None) -> Drawn:
    shape = " ".join(f"{x},{y}" for x, y in piece.points) if piece.is_unusual else ""
    told = Drawn(piece, piece.kind, "", shape, size)
    if piece.kind == PieceKind.ZONE and piece.zone is not None:
        told.pattern = PATTERNS.get(ZoneKind(piece.zone.kind), "sparse")
        told.anchor = "start"
        told.lines = _at_top(broken(str(piece.zone), size, piece.w - size, piece.h - size), piece, size)
    elif piece.kind == PieceKind.SHELF:
        told.size = _fitting(piece.label, size, piece)
        told.lines = _in_middle([piece.label] if piece.label else [], piece, told.size)
    elif piece.kind == PieceKind.FURNITURE:
        told.size = round(size * 0.8)
        words = piece.label or (str(piece.get_furniture_display()) if piece.furniture != Furniture.OTHER else "")
        told.lines = _in_middle(broken(words, told.size, piece.w, piece.h), piece, told.size)
    elif piece.kind == PieceKind.ENTRANCE:
        told.size = round(size * 0.8)
        _name_entrance(told, piece)
    if piece.kind in PLACES and piece.pk is not None and piece.pk == marked:
        told.is_marked = True
        told.pin, told.ring = _pin(piece, size), _ring(piece, size)
    return told


def _name_entrance(told: Drawn, piece: Piece) -> None:
    """The word stands inside the room, beside the door."""
    words, size = piece.label or str(piece.get_kind_display()), told.size
    x, y = piece.middle
    ahead = inward(piece.middle, piece.plan.width, piece.plan.depth)
    if ahead[0]:
        told.anchor = "start" if ahead[0] > 0 else "end"
        x += ahead[0] * (piece.w / 2 + size * 0.3)
        told.lines = [Line(words, round(x), round(y + size * 0.35))]
    else:
        below = ahead[1] > 0
        y = piece.y + piece.h + size if below else piece.y - size * 0.4
        told.lines = [Line(words, round(x), round(y))]


def _fitting(text: str, size: int, piece: Piece) -> int:
    """As large as the shelf has room for, and still to be read."""
    if not text:
        return size
    by_width = piece.w / (len(text) * _LETTER)
    return max(round(size * 0.6), min(round(size * 0.95), round(by_width), round(piece.h * 0.9)))


def broken(text: str, size: int, width: float, height: float) -> list[str]:
    """A text in lines that fit into a box; words that do not fit are left out, the list beside the plan has them."""
    room = max(3, int(width / (size * _LETTER)))
    most = max(0, int(height / (size * 1.15)))
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    lines = lines[:most]
    return [line if len(line) <= room else f"{line[: room - 1]}…" for line in lines]


def _at_top(lines: Sequence[str], piece: Piece, size: int) -> list[Line]:
    x, y = piece.x + round(size * 0.5), piece.y + round(size * 1.2)
    return [Line(text, x, y + round(n * size * 1.15)) for n, text in enumerate(lines)]


def _in_middle(lines: Sequence[str], piece: Piece, size: int) -> list[Line]:
    x, y = piece.middle
    first = y - (len(lines) - 1) * size * 1.15 / 2 + size * 0.35
    return [Line(text, round(x), round(first + n * size * 1.15)) for n, text in enumerate(lines)]


def _pin(piece: Piece, size: int) -> str:
    """An arrow from above, or from below where there is no room above."""
    x, _y = piece.middle
    up = piece.y > 2.2 * size
    tip = piece.y - size * 0.35 if up else piece.y + piece.h + size * 0.35
    far = -1 if up else 1
    corners = [
        (x, tip), (x - size * 0.8, tip + far * size), (x - size * 0.3, tip + far * size),
        (x - size * 0.3, tip + far * size * 1.8), (x + size * 0.3, tip + far * size * 1.8),
        (x + size * 0.3, tip + far * size), (x + size * 0.8, tip + far * size),
    ]  # fmt: skip
    return " ".join(f"{round(px)},{round(py)}" for px, py in corners)


def _ring(piece: Piece, size: int) -> tuple[int, int, int, int]:
    gap = round(size * 0.22)
    return piece.x - gap, piece.y - gap, piece.w + 2 * gap, piece.h + 2 * gap


def legend(drawings: Iterable[Drawing]) -> list[tuple[str, str]]:
    """Kinds of zones that are drawn, each with its pattern."""
    kinds = {
        one.piece.zone.kind: one.pattern
        for drawing in drawings
        for one in drawing.pieces
        if one.kind == PieceKind.ZONE and one.piece.zone is not None
    }
    return [(pattern, str(ZoneKind(kind).label)) for kind, pattern in kinds.items()]
