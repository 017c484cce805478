"""Romanised Cyrillic and back, by the ALA-LC tables."""

from chytalnia.wire.romanise.cyrillic import to_cyrillic
from chytalnia.wire.romanise.latin import to_latin
from chytalnia.wire.romanise.restore import restore

__all__ = ["restore", "to_cyrillic", "to_latin"]
