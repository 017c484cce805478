"""What the cataloguer's form says: problems in the reader's language, how to mend them, labels of tags."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.translation import gettext as _

from chytalnia.catalogue import presenting
from chytalnia.catalogue.desk.record_filter import KINDS
from chytalnia.wire.marc.fields import table_of

register = template.Library()


@register.filter
def told(problem: Any) -> str:
    """A broken rule in the language of the page."""
    text = _(problem.message)
    return text % problem.params if problem.params else text


@register.filter
def mend(problem: Any) -> str:
    """What to do about a broken rule; empty where the message says it already."""
    hints = {
        "no-title": _("Write the title proper."),
        "missing": _("Fill in the field, or add it in the raw view."),
        "repeated": _("Leave one of them, move the rest into notes or another field."),
        "length": _("Choose the values above once more; the form then writes the field in full."),
        "isbn": _("Compare with the book; a number misprinted there belongs into “Wrong ISBN”."),
        "issn": _("Compare with the journal; eight characters, the last is a check."),
        "language": _("Three letters: ukr, rus, kaz, eng."),
        "subfield": _("It stays as it is; the raw view lets you mend it."),
        "indicator": _("The raw view lets you mend it."),
        "field-length": _("Shorten the text, or part it into two fields."),
        "record-length": _("Take long notes out, or keep the text as a file."),
    }
    return hints.get(problem.code, "")


@register.filter
def kind_label(kind: str) -> Any:
    """The kind of a document in words."""
    return dict(KINDS).get(kind, kind)


@register.filter
def language_names(codes: str) -> str:
    """Languages of a document in words, of the codes a record keeps with spaces between."""
    return presenting.language_names(codes.split())


@register.filter
def lang_tag(code: str) -> str:
    """The code of a language as browsers know it."""
    return presenting.tag(code)


@register.filter
def keepfirst(text: str) -> str:
    """For a textarea: browsers drop the first line break inside it."""
    return f"\n{text}" if text.startswith("\n") else text


@register.filter
def tag_labels(dialect: str) -> str:
    """Labels of tags and their subfields for the line editor, as JSON."""
    table = table_of(dialect)
    return json.dumps(
        {tag: [_(s.label), {code: _(label) for code, label in s.subfields.items()}] for tag, s in table.items()},
        ensure_ascii=False,
    )
