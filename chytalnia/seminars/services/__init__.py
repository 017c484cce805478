"""What can be done with seminars."""

from .calling import answer, ask, decide, propose, withdraw
from .certifying import issue, issue_to_speakers, note_minutes, note_register, revoke
from .holding import file_facts, forget, make, save, save_clause, strike_clause
from .programming import add, place, put, save_talk, unplace
from .questioning import look_at, put_question
from .speakers import join, part

__all__ = [
    "add",
    "answer",
    "ask",
    "decide",
    "file_facts",
    "forget",
    "issue",
    "issue_to_speakers",
    "join",
    "look_at",
    "make",
    "note_minutes",
    "note_register",
    "part",
    "place",
    "propose",
    "put",
    "put_question",
    "revoke",
    "save",
    "save_clause",
    "save_talk",
    "strike_clause",
    "unplace",
    "withdraw",
]
