"""Where a shelf is, in words: floor, zone, what is written on it, how to go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from . import geometry
from .models import Furniture, Piece, PieceKind, Plan

#: Whole sentences, because languages bend the direction.
_FROM_DOOR = {
    "ahead": gettext_lazy("From the entrance: straight on, about %(n)s m."),
    "ahead_left": gettext_lazy("From the entrance: ahead and to the left, about %(n)s m."),
    "ahead_right": gettext_lazy("From the entrance: ahead and to the right, about %(n)s m."),
    "left": gettext_lazy("From the entrance: to the left, about %(n)s m."),
    "right": gettext_lazy("From the entrance: to the right, about %(n)s m."),
    "behind": gettext_lazy("Right beside the entrance, about %(n)s m."),
}
_FROM_STAIRS = {
    "ahead": gettext_lazy("From the stairs: straight on, about %(n)s m."),
    "ahead_left": gettext_lazy("From the stairs: ahead and to the left, about %(n)s m."),
    "ahead_right": gettext_lazy("From the stairs: ahead and to the right, about %(n)s m."),
    "left": gettext_lazy("From the stairs: to the left, about %(n)s m."),
    "right": gettext_lazy("From the stairs: to the right, about %(n)s m."),
    "behind": gettext_lazy("Behind the stairs, about %(n)s m."),
}


@dataclass(frozen=True, slots=True)
class Start:
    """Where one comes onto a floor: its entrance, or else its stairs or lift."""

    at: geometry.Point
    is_entrance: bool


def start_of(pieces: Iterable[Piece]) -> Start | None:
    """The entrance that has a label first: it is the main one."""
    entrances, stairs = [], []
    for piece in pieces:
        if piece.kind == PieceKind.ENTRANCE:
            entrances.append(piece)
        elif piece.furniture in (Furniture.STAIRS, Furniture.LIFT):
            stairs.append(piece)
    if entrances:
        return Start(min(entrances, key=lambda piece: (not piece.label, piece.pk)).middle, True)
    if stairs:
        return Start(min(stairs, key=lambda piece: (piece.furniture != Furniture.STAIRS, piece.pk)).middle, False)
    return None


def where(shelf: Piece, plan: Plan) -> str:
    """«Floor 2, quiet zone, shelf 4 – Ukrainian poetry.»"""
    note = str(shelf.note)
    return f"{place(shelf, plan)} – {note}" if note else place(shelf, plan)


def place(piece: Piece, plan: Plan) -> str:
    """The same of a shelf or of a whole zone, without what stands there on other days."""
    parts = [str(plan)]
    if piece.zone_id and piece.zone is not None:
        parts.append(str(piece.zone))
    if piece.kind == PieceKind.SHELF:
        parts.append(_("shelf %(label)s") % {"label": piece.label} if piece.label else pgettext("of a plan", "shelf"))
    return ", ".join(parts)


def how(shelf: Piece, plan: Plan, start: Start | None) -> str:
    """How to go to it, or nothing where nobody drew where one comes in."""
    if start is None:
        return ""
    ahead = geometry.inward(start.at, plan.width, plan.depth)
    found = geometry.way(start.at, ahead, shelf.middle)
    sentences = _FROM_DOOR if start.is_entrance else _FROM_STAIRS
    return str(sentences[found.side]) % {"n": found.metres}
