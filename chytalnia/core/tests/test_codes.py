"""Codes are read aloud and typed from paper: whatever stands on it, the same code is meant."""

from chytalnia.core import codes


def test_a_code_is_found_however_it_is_typed():
    assert codes.typed(" k7mf-2qxr ") == "K7MF2QXR"
    assert codes.typed("К7МF–2QХR") == "K7MF2QXR"  # with Cyrillic К, М, Х
    assert codes.typed("oIl") == "011"
    made = codes.made(500)
    assert set(made) <= set(codes.CLEAR)
    assert codes.typed(codes.grouped(made)) == made
