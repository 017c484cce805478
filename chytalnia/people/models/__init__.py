"""Accounts and roles of the staff; readers with their cards, registrations, households, sureties and consents."""

from .account import RoleGrant, User
from .card import Card, Registration
from .consent import Consent, ConsentKind, ConsentText
from .household import Household, HouseholdRole, Surety
from .merge import ReaderMerge
from .reader import (
    AgeBand,
    Education,
    Occupation,
    Reader,
    ReaderCategory,
    ReaderKind,
    ReaderState,
    ReaderWord,
    Sex,
    SocialCategory,
)

__all__ = [
    "AgeBand",
    "Card",
    "Consent",
    "ConsentKind",
    "ConsentText",
    "Education",
    "Household",
    "HouseholdRole",
    "Occupation",
    "Reader",
    "ReaderCategory",
    "ReaderKind",
    "ReaderMerge",
    "ReaderState",
    "ReaderWord",
    "Registration",
    "RoleGrant",
    "Sex",
    "SocialCategory",
    "Surety",
    "User",
]
