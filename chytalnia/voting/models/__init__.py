from .box import Ballot, Box, SealedBallot, any_number
from .candidate import Candidate, Material, MaterialKind
from .count import PaperCount, Publication
from .election import Election, Member, Post, RollKind, Station, Tie
from .roll import How, Mark, Printed, RollEntry, Sheet, Slip

__all__ = [
    "Ballot", "Box", "Candidate", "Election", "How", "Mark", "Material", "MaterialKind", "Member", "PaperCount", "Post",
    "Printed", "Publication", "RollEntry", "RollKind", "SealedBallot", "Sheet", "Slip", "Station", "Tie", "any_number",
]  # fmt: skip
