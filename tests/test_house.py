"""The arrows that import-linter cannot see go down too, and what rooms leave for each other is told in the docs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "chytalnia"
#: The settings and the table of addresses name every room and stand on no floor.
OUTSIDE = {"config"}

TEMPLATE = re.compile(r"""\{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")
LIBRARIES = re.compile(r"\{%\s*load\s+(?:[\w ]+\sfrom\s+)?([\w. ]+?)\s*%\}")
NAMED_IN_CODE = re.compile(r"""["']([\w/]+\.html)["']""")


def floors() -> dict[str, tuple[int, bool]]:
    """For each room its floor, counted from above, and whether it may use its neighbours there."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        room.strip().removeprefix("chytalnia."): (height, ":" in line)
        for height, line in enumerate(layers)
        for room in re.split("[|:]", line)
    }


FLOORS = floors()


def may_use(room: str, other: str) -> bool:
    if room == other:
        return True
    (mine, neighbourly), (theirs, _) = FLOORS[room], FLOORS[other]
    return theirs > mine or (theirs == mine and neighbourly)


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def templates() -> Iterator[tuple[Path, str]]:
    """Each template with the name it is known by."""
    for folder in PACKAGE.glob("*/templates"):
        for path in folder.rglob("*.*"):
            yield path, path.relative_to(folder).as_posix()


def code() -> Iterator[Path]:
    for path in PACKAGE.rglob("*.py"):
        if room_of(path) in FLOORS and not {"tests", "migrations"} & set(path.parts):
            yield path


def test_every_room_stands_on_a_floor():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms - OUTSIDE == FLOORS.keys()


def test_foreign_keys_point_down():
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("chytalnia."):
            continue
        room = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            there = field.related_model
            if field.auto_created or not isinstance(there, type) or not there.__module__.startswith("chytalnia."):
                continue
            if not may_use(room, there.__module__.split(".")[1]):
                wrong.append(f"{model._meta.label}.{field.name} → {there.__name__}")
    assert wrong == []


def test_templates_are_taken_from_the_same_room_or_below():
    owners: dict[str, set[str]] = {}
    for path, name in templates():
        owners.setdefault(name, set()).add(room_of(path))
    used = [(path, TEMPLATE.findall(path.read_text(encoding="utf-8"))) for path, _ in templates()]
    used += [(path, NAMED_IN_CODE.findall(path.read_text(encoding="utf-8"))) for path in code()]
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, names in used
        for name in names
        if name in owners and not any(may_use(room_of(path), owner) for owner in owners[name])
    ]
    assert wrong == []


def test_template_tags_are_taken_from_the_same_room_or_below():
    owners = {path.stem: room_of(path) for path in PACKAGE.glob("*/templatetags/*.py") if path.stem != "__init__"}
    wrong = [
        f"{path.relative_to(ROOT)}: {library}"
        for path, _ in templates()
        for line in LIBRARIES.findall(path.read_text(encoding="utf-8"))
        for library in line.split()
        if library in owners and not may_use(room_of(path), owners[library])
    ]
    assert wrong == []


def test_every_place_and_signal_for_other_rooms_is_told():
    source = "\n".join(path.read_text(encoding="utf-8") for path in code())
    places = set(re.findall(r'panels\.at\("([\w.]+)"\)', source))
    signals = set(re.findall(r"^(\w+) = (?:\w+\.)?Signal\(\)", source, re.MULTILINE))
    told = (ROOT / "docs" / "developers" / "adding.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([\w.]+)` \| place", told, re.MULTILINE)) == places
    assert set(re.findall(r"^\| `[\w.]+\.(\w+)` \| signal", told, re.MULTILINE)) == signals
