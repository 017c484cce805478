from .following import Follow, News, Target
from .games import Challenge, ChallengeKind, Clue
from .labels import Label
from .places import MapCell
from .shelf import CheckLine, Shelf, ShelfCheck, Verdict
from .sighting import Report, Sighting, SightingKind, Words
from .sums import UnitSum
from .traveller import Condition, Owner, Traveller

__all__ = [
    "Challenge",
    "ChallengeKind",
    "CheckLine",
    "Clue",
    "Condition",
    "Follow",
    "Label",
    "MapCell",
    "News",
    "NewsState",
    "Owner",
    "Report",
    "Shelf",
    "ShelfCheck",
    "Sighting",
    "SightingKind",
    "Target",
    "Traveller",
    "UnitSum",
    "Verdict",
    "Words",
]
