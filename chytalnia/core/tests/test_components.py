"""The styleguide shows what pages are made of: no component lives there alone, and none is missing from it."""

import re
from pathlib import Path

import chytalnia

PACKAGE = Path(chytalnia.__file__).parent
COMPONENTS = PACKAGE / "core" / "templates" / "components"
STYLEGUIDE = PACKAGE / "core" / "templates" / "core" / "styleguide.html"
#: Components that tags of the look draw.
TAGS = {"{% bars ": "_bars.html", "{% sparkline ": "_sparkline.html"}
_USED = re.compile(r"components/([\w]+\.html)")


def _named_in(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    return set(_USED.findall(text)) | {name for tag, name in TAGS.items() if tag in text}


def test_every_component_is_used_by_a_page() -> None:
    used: set[str] = set()
    for path in [*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.py")]:
        if path != STYLEGUIDE and "tests" not in path.parts:
            used |= _named_in(path) - {path.name}
    assert {path.name for path in COMPONENTS.glob("*.html")} - used == set()


def test_every_component_is_shown_in_the_styleguide() -> None:
    shown = _named_in(STYLEGUIDE) | _named_in(PACKAGE / "core" / "templates" / "base.html")
    while more := {name for one in shown for name in _named_in(COMPONENTS / one)} - shown:
        shown |= more
    assert {path.name for path in COMPONENTS.glob("*.html")} - shown == set()
