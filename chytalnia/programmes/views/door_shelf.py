"""What a browser keeps of the page at the door, so that it opens without a line: the page in four languages, its sheets, scripts,
letters. No person is on any of it."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import override

from chytalnia.lending.offline.shelf import LETTERS, Kept, print_of

SHEETS = ("core/css/look.css", "programmes/events.css")
SCRIPTS = ("programmes/door.js", "core/js/outbox.js", "lending/offline/vault.js")
TEMPLATES = ("programmes/door_shell.html", "programmes/door_sw.js")


def files() -> list[str]:
    return [*SHEETS, *SCRIPTS, "core/logo.svg", *(f"core/fonts/{name}.woff2" for name in LETTERS)]


def kept() -> Kept:
    pages = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            pages.append(reverse("programmes:door_shell"))
    version = _version() if not settings.DEBUG else _version.__wrapped__()
    return Kept([*pages, *(static(name) for name in files())], version)


@lru_cache(maxsize=1)
def _version() -> str:
    return print_of([get_template(name).template.origin.name for name in TEMPLATES], files(), room="programmes")  # type: ignore[attr-defined]
