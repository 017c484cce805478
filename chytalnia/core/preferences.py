"""How one person wants to see the pages: theme, low-vision scheme, size of type, spacing, pictures.

Kept in a cookie of its own, so that it needs neither account nor session and pages stay cacheable for everyone else.
Public sites in our countries owe such a version to people with low vision (ГОСТ Р 52872, ДСТУ EN 301 549).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

COOKIE = "look"
YEAR = 365 * 24 * 3600

CHOICES: dict[str, tuple[str, ...]] = {
    "theme": ("", "light", "dark"),
    "vision": ("", "black", "white", "blue"),
    "size": ("", "15", "20"),
    "spacing": ("", "wide"),
    "pictures": ("", "off"),
}


@dataclass(frozen=True, slots=True)
class Preferences:
    theme: str = ""
    vision: str = ""
    size: str = ""
    spacing: str = ""
    pictures: str = ""

    @classmethod
    def chosen(cls, values: Mapping[str, str]) -> Preferences:
        """Only what we offer; anything else is as if nothing was chosen."""
        return cls(**{name: values[name] for name, offered in CHOICES.items() if values.get(name) in offered})

    @classmethod
    def of(cls, request: HttpRequest) -> Preferences:
        return cls.chosen(dict(parse_qsl(request.COOKIES.get(COOKIE, ""))))

    @property
    def low_vision(self) -> bool:
        return any((self.vision, self.size, self.spacing, self.pictures))

    @property
    def attributes(self) -> SafeString:
        """Attributes for <html>: ` data-vision="black" data-size="15"`."""
        return format_html_join("", ' data-{}="{}"', ((name, value) for name, value in asdict(self).items() if value))

    def keep(self, response: HttpResponse, *, secure: bool) -> None:
        chosen = {name: value for name, value in asdict(self).items() if value}
        if chosen:
            response.set_cookie(COOKIE, urlencode(chosen), max_age=YEAR, samesite="Lax", secure=secure, httponly=True)
        else:
            response.delete_cookie(COOKIE, samesite="Lax")


QUICK = Preferences(vision="black", size="15")
"""What the one switch turns on; the panel refines it."""
