from .campaign import READ, Among, Campaign, Score
from .ending import Diploma, Draw, Merit
from .letter import Letter
from .library import Joining, Member, Part, Post, PostState
from .reading import Kind, Line, Participant, Source

__all__ = [
    "READ",
    "Among",
    "Campaign",
    "Diploma",
    "Draw",
    "Joining",
    "Kind",
    "Letter",
    "Line",
    "Member",
    "Merit",
    "Part",
    "Participant",
    "Post",
    "PostState",
    "Score",
    "Source",
]
