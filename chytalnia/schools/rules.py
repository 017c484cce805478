"""Who has earned a certificate, and what a stranger reads of a name: arithmetic alone."""

from __future__ import annotations


def earns(attended: int, held: int, share: int) -> bool:
    """Whether somebody was at enough of the lessons held; in whole numbers, so that 70 of 100 is seventy percent."""
    return held > 0 and attended * 100 >= held * share


def initials(name: str) -> str:
    """«Коваль Олена Петрівна» → «К. О. П.»"""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())
