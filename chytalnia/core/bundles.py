"""One sheet and one script out of many small files, with no tool but Django's own static files.

The finder puts the sources together into `core/css/look.css`, `core/css/desk-look.css` and
`core/js/look.js` whenever one of them is newer,
both for the development server and for `collectstatic`. Each script runs in a scope of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

SOURCES = Path(__file__).parent / "static" / "core"
SHEETS = (
    "tokens",
    "fonts",
    "base",
    "page",
    "button",
    "card",
    "form",
    "results",
    "search",
    "lists",
    "book",
    "map",
    "vision",
    "print",
)
DESK_SHEETS = ("tokens", "fonts", "card", "lists", "desk")
SCRIPTS = ("facets", "suggest", "share", "near", "preferences", "language")
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def _sheet(names: Iterable[str]) -> str:
    whole = "\n".join((SOURCES / "css" / f"{name}.css").read_text() for name in names)
    return re.sub(r"\n\s*", "\n", COMMENT.sub("", whole))


def sheet() -> str:
    return _sheet(SHEETS)


def desk_sheet() -> str:
    """Tokens and components for the desk, where Wagtail says by a class which theme a person chose."""
    return (
        _sheet(DESK_SHEETS)
        .replace(':root[data-theme="dark"]', ":root.w-theme-dark")
        .replace(':root:not([data-theme="light"])', ":root.w-theme-system")
    )


def script() -> str:
    parts = ((SOURCES / "js" / f"{name}.js").read_text() for name in SCRIPTS)
    return '"use strict";\n' + "\n".join(f"(() => {{\n{part}}})();" for part in parts)


BUNDLES = {
    "core/css/look.css": (sheet, [SOURCES / "css" / f"{name}.css" for name in SHEETS]),
    "core/css/desk-look.css": (desk_sheet, [SOURCES / "css" / f"{name}.css" for name in DESK_SHEETS]),
    "core/js/look.js": (script, [SOURCES / "js" / f"{name}.js" for name in SCRIPTS]),
}


class BundleFinder(BaseFinder):
    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=Path(settings.DATA) / "bundles")
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = str(self._built(path)) if path in BUNDLES else None
        if find_all:
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for path in BUNDLES:
            self._built(path)
            yield path, self.storage

    def _built(self, path: str) -> Path:
        make, sources = BUNDLES[path]
        target = Path(self.storage.path(path))
        newest = max(Path(__file__).stat().st_mtime_ns, *(source.stat().st_mtime_ns for source in sources))
        if not target.exists() or target.stat().st_mtime_ns < newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(make())
        return target
