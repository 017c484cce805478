"""Machines that speak with the library, and what they did while the line was down."""

from .conflict import Conflict
from .device import Device
from .properties import ItemProperties
from .token import GivenAnswer, Token, TokenKind

__all__ = ["Conflict", "Device", "GivenAnswer", "ItemProperties", "Token", "TokenKind"]
