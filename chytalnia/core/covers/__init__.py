"""Covers drawn from the book itself, for books without a picture: the same book, always the same cover.

    cover_svg("ua-000123", "Кобзар", "Тарас Шевченко", language="uk", knowledge="821.161.2")

Colour says the field of knowledge, the ornament the language of the book, its windings the number of the book.
"""

from .drawing import cover_svg

__all__ = ["cover_svg"]
