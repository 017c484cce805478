"""Machines that speak with the library, and tokens of programs."""

from .device import Device
from .properties import ItemProperties
from .token import GivenAnswer, Token, TokenKind

__all__ = ["Device", "GivenAnswer", "ItemProperties", "Token", "TokenKind"]
