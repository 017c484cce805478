"""What an entry of the audit log says was before and after, in the words of whoever reads."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.models import AuditEntry
from chytalnia.network import settings as unit_settings

#: Words for what an act tells beside the columns of the thing itself.
_WORDS = {
    "items": _("copies"), "copies": _("copies"), "records": _("records"), "readers": _("readers"), "letters": _("letters"),
    "facts": _("facts"), "count": pgettext_lazy("in the audit log", "how many"), "quantity": _("quantity"),
    "change": _("number of the change"), "case": _("number of the case"), "merged": _("merged into it"),
    "joined": _("works joined"), "work": _("work"), "title": _("title"), "heading": _("heading"), "version": _("version"),
    "reason": _("reason"), "receipt": _("receipt"), "sum": _("sum"), "act": pgettext_lazy("a paper", "act"), "lost": _("lost copy"),
    "accepted": _("copy taken instead"), "carrier": _("who goes"), "size": _("size"), "file": _("file"), "codes": _("codes"),
    "created": _("created"), "deleted": _("deleted"), "fields": _("fields"), "parent": _("belongs to"), "kind": _("kind"),
    "what": _("what was looked at"), "card": _("card"), "surety": _("surety"), "year": _("year"), "state": _("state"),
    "role": _("role"), "number": _("number"), "document": _("document"), "commission": _("commission"),
}  # fmt: skip


def told(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """Name, before and after of everything an entry speaks of; what was not said is empty."""
    model = _model(entry.object_label)
    lines = []
    for name in {**entry.before, **entry.after}:
        label, choices = _column(model, name)
        before, after = (_shown(side.get(name), choices) for side in (entry.before, entry.after))
        lines.append((label, before, after))
    return lines


def _model(label: str) -> Any:
    try:
        return apps.get_model(label) if label.count(".") == 1 else None
    except LookupError:
        return None


def _column(model: Any, name: str) -> tuple[str, dict[Any, Any]]:
    try:
        field = model._meta.get_field(name) if model is not None else None
    except FieldDoesNotExist:
        field = None
    if field is not None and hasattr(field, "verbose_name"):
        return str(field.verbose_name), dict(field.flatchoices)
    try:
        return str(unit_settings.key_named(name).label), {}
    except LookupError:
        return str(_WORDS.get(name, name)), {}


def _shown(value: Any, choices: dict[Any, Any]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _t("yes") if value else _t("no")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {each}" for name, each in value.items())
    return str(choices.get(value, value))
