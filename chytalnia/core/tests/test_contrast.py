"""Every pair of colours that meets on a page, in every mode, measured as WCAG 2.2 measures it."""

import re
from itertools import product

import pytest

from chytalnia.core.bundles import SOURCES
from chytalnia.core.covers.drawing import CLOTH
from chytalnia.core.covers.ornaments import THREAD

GROUNDS = ("paper", "card", "shade")
TEXTS = ("ink", "soft", "lamp", "lamp-deep", "brass", "red", "blue")
PAIRS = [
    *product(TEXTS, ("paper", "card")),
    *product(("ink", "soft", "lamp", "red"), ("shade",)),
    ("on-lamp", "lamp"),
    ("on-lamp", "lamp-deep"),
    ("paper", "red"),
    ("ink", "lamp-pale"),
    ("lamp", "lamp-pale"),
    ("lamp-deep", "lamp-pale"),
    ("ink", "brass-pale"),
    ("brass", "brass-pale"),
    ("ink", "red-pale"),
    ("red", "red-pale"),
    ("ink", "blue-pale"),
    ("blue", "blue-pale"),
    ("lamp", "blue-pale"),
    ("lamp", "brass-pale"),
    ("lamp", "red-pale"),
]


def modes() -> dict[str, dict[str, str]]:
    text = re.sub(r"/\*.*?\*/", "", (SOURCES / "css" / "tokens.css").read_text(), flags=re.DOTALL)
    blocks = re.findall(r"(:root[^{]*)\{([^}]*)\}", text)
    found = {selector.strip(): dict(re.findall(r"--([a-z-]+):\s*(#[0-9A-Fa-f]{6})", body)) for selector, body in blocks}
    assert len(found) == 6
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", modes())
def test_letters_can_be_read(mode):
    colours = modes()[mode]
    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("mode", modes())
def test_edges_of_fields_and_marks_can_be_seen(mode):
    colours = modes()[mode]
    weak = {
        (mark, ground): contrast(colours[mark], colours[ground]) for mark in ("edge", "brass") for ground in GROUNDS
    }
    assert {pair: round(ratio, 2) for pair, ratio in weak.items() if ratio < 3} == {}


def test_the_chosen_dark_is_the_dark_of_the_device():
    dark = modes()
    assert dark[':root[data-theme="dark"]'] == dark[':root:not([data-theme="light"])']


@pytest.mark.parametrize("cloth", sorted({shade for shades in CLOTH.values() for shade in shades}))
def test_titles_on_drawn_covers_can_be_read(cloth):
    assert contrast(THREAD, cloth) >= 4.5
