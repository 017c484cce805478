"""Form parts that every room uses: a text in the languages of the network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from .translated import Translated

_NO_YEAR = _("Look at the year once more.")


def number_of(text: str | None) -> int:
    """A whole number that a page sent, the key of a row for the most part; 0, which no row has, when it is none or too long."""
    text = text or ""
    return int(text) if text.isdecimal() and len(text) < 18 else 0


class DayField(forms.DateField):
    """A day of the life of a library. A slip of the finger in the year is said to be one, before any clock stumbles over it."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        span = [MinValueValidator(date(1850, 1, 1), _NO_YEAR), MaxValueValidator(date(2199, 12, 31), _NO_YEAR)]
        super().__init__(validators=span, **kwargs)


class TranslatedWidget(forms.MultiWidget):
    """An input for each language, each with its `lang`, so that the browser's spelling and a screen reader know it."""

    template_name = "core/widgets/translated.html"
    part: type[forms.Widget] = forms.TextInput
    part_attrs: dict[str, Any] = {}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        self.languages = list(settings.LANGUAGES)
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            code: self.part_for(code, name) for code, name in self.languages
        }
        super().__init__(widgets, attrs)

    def part_for(self, code: str, name: str) -> forms.Widget:
        return self.part(attrs={"lang": code, "aria-label": name, **self.part_attrs})

    def decompress(self, value: Any) -> Sequence[Any]:
        value = {"uk": value} if isinstance(value, str) else value or {}
        return [value.get(code, "") for code, _name in self.languages]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, (code, language) in zip(context["widget"]["subwidgets"], self.languages, strict=True):
            part["language"], part["code"] = language, code
        return context

    def id_for_label(self, id_: str) -> str:
        """The label stands for the whole group; pressing it goes to the first language."""
        return f"{id_}_0" if id_ else id_


class TranslatedTextarea(TranslatedWidget):
    """The same for a text of several lines."""

    part = forms.Textarea
    part_attrs = {"rows": 3}


class TranslatedRichText(TranslatedWidget):
    """The same for a text with headings, links and lists; what may be in it is the desk's editor's business."""

    def part_for(self, code: str, name: str) -> forms.Widget:
        from wagtail.admin.rich_text import get_rich_text_editor_widget

        widget = get_rich_text_editor_widget(features=["h3", "bold", "italic", "ol", "ul", "link", "blockquote"])
        widget.attrs |= {"lang": code, "aria-label": name}
        return widget

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        # The editor sends an empty paragraph for nothing, and nothing is what a language without a text has.
        parts = super().value_from_datadict(data, files, name)
        return [part if strip_tags(part or "").strip() else "" for part in parts]


class TranslatedFormField(forms.MultiValueField):
    """A `Translated` typed in language by language; languages left empty are left out."""

    widget = TranslatedWidget

    def __init__(self, **kwargs: Any) -> None:
        for one in ("encoder", "decoder", "max_length"):
            kwargs.pop(one, None)
        fields = [forms.CharField(required=False, label=name) for _code, name in settings.LANGUAGES]
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[Any]) -> Translated:
        codes = [code for code, _name in settings.LANGUAGES]
        return Translated({code: text for code, text in zip(codes, data_list or (), strict=False) if text})
