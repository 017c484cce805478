"""Text that a library keeps in several languages, shown in the reader's own."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import get_language

#: Whom to ask when the reader's language has no text: the nearest language that the reader can also be expected to read.
FALLBACK = {
    "uk": ("uk", "ru", "kk", "en"),
    "ru": ("ru", "uk", "kk", "en"),
    "kk": ("kk", "ru", "uk", "en"),
    "en": ("en", "uk", "ru", "kk"),
}


class Translated(dict[str, str]):
    """A text by language code; `str()` of it is the text for the active language, or the nearest there is."""

    def __str__(self) -> str:
        return self.in_language(get_language() or "uk")[0]

    def in_language(self, code: str) -> tuple[str, str]:
        """The text and the language it really is in, so that `lang` on the page is right."""
        for candidate in FALLBACK.get(code, FALLBACK["uk"]):
            if text := self.get(candidate):
                return text, candidate
        return "", code

    @property
    def lang(self) -> str:
        return self.in_language(get_language() or "uk")[1]

    def __bool__(self) -> bool:
        return any(self.values())


class TranslatedField(models.JSONField):
    """A column with a `Translated`; a plain string given to it is taken as text of every language's fallback."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Translated)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Translated:
        return Translated(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> Translated:
        if isinstance(value, str) and not value.startswith("{"):
            return Translated(uk=value)
        return Translated(super().to_python(value) or {})

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(self.to_python(value) if isinstance(value, str) else value, connection)

    def formfield(self, **kwargs: Any) -> Any:
        from .forms import TranslatedFormField

        # Not JSONField's: that one would show people a JSON text.
        return models.Field.formfield(
            self, **{"form_class": TranslatedFormField, "show_hidden_initial": False, **kwargs}
        )
