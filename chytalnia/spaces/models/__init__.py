"""Plans with what is drawn on them; spaces with their bookings."""

from .letter import Letter
from .plan import LONGEST, PLACES, Furniture, Piece, PieceKind, Plan
from .space import DECIDE, HOLDING, Approval, Booking, Equipment, Slot, Space, Weekly, new_token

__all__ = [
    "DECIDE",
    "HOLDING",
    "LONGEST",
    "PLACES",
    "Approval",
    "Booking",
    "Equipment",
    "Furniture",
    "Letter",
    "Piece",
    "PieceKind",
    "Plan",
    "Slot",
    "Space",
    "Weekly",
    "new_token",
]
