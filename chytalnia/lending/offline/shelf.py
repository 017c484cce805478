"""What a browser keeps of the page, so that it opens without a line: the page in four languages, its sheets, scripts, letters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse

SHEETS = ("core/css/look.css", "lending/counter.css", "lending/offline/offline.css")
SCRIPTS = ("page", "vault", "store", "line", "judge", "till", "say", "signs", "start")
PICTURES = ("core/logo.svg", "lending/offline/icon-192.png", "lending/offline/icon-512.png")
LETTERS = (
    "sans-400-cyrillic", "sans-400-latin", "sans-400-extra", "sans-600-cyrillic", "sans-600-latin", "sans-600-extra",
    "serif-600-cyrillic", "serif-600-latin", "serif-600-extra",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    addresses: list[str]
    version: str


def files() -> list[str]:
    return [
        *SHEETS, *(f"lending/offline/{name}.js" for name in SCRIPTS), *PICTURES,
        *(f"core/fonts/{name}.woff2" for name in LETTERS),
    ]  # fmt: skip


def kept() -> Kept:
    pages = [reverse("offline:page", args=[code]) for code, _name in settings.LANGUAGES]
    pages += [reverse("offline:manifest", args=[code]) for code, _name in settings.LANGUAGES]
    return Kept(
        [*pages, *(static(name) for name in files())], _version() if not settings.DEBUG else _version.__wrapped__()
    )


@lru_cache(maxsize=1)
def _version() -> str:
    template = get_template("lending/offline/page.html").template.origin.name  # type: ignore[attr-defined]
    return print_of([template], files(), room="lending")


def print_of(templates: list[str], names: list[str], *, room: str) -> str:
    """Changes with any of the files, the templates and the room's translations."""
    seen = blake2b(digest_size=12)
    rooms = Path(__file__).resolve().parents[2]
    words = sorted((rooms / room).glob("locale/*/LC_MESSAGES/django.po"))
    found = (finders.find(name) for name in names)
    for path in [*templates, *words, *(path for path in found if path)]:
        seen.update(Path(str(path)).read_bytes())
    return seen.hexdigest()
