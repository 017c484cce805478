"""The columns of the summary book: which copies each of them counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chytalnia.catalogue.models import WithdrawalReason
from chytalnia.journal.kinds import DocumentKind, Knowledge
from chytalnia.network.models import Unit
from chytalnia.network.settings import setting

STATE_LANGUAGE = {"UA": "ukr", "KZ": "kaz", "RU": "rus"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the book: which copies it counts, told by what they count under. `where` are lookups of `Entry`."""

    code: str
    group: str | Promise
    head: str | Promise
    where: Q = field(default_factory=Q)
    fits: Callable[[Cell], bool] = lambda cell: True
    #: the same in words of the journal, when its facts can be asked
    journal: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Copies that count alike."""

    document_kind: str
    language: str
    knowledge: str
    audience: str
    on_balance: bool
    currency: str
    reason: str = ""


def _because(reason: str) -> Callable[[Cell], bool]:
    return lambda cell: cell.reason == reason


def columns(holder: Unit, *, reasons: bool = False) -> list[Column]:
    """The divisions of the book for a holder: of balance, kind, content and language; of reasons for the second part.

    By language they depend on the country: which one is that of the state.
    """
    found = [
        Column("on_balance", _("On balance"), _("on balance"), ~Q(item__inventory_number=""), lambda c: c.on_balance),
        Column("off_balance", _("On balance"), _("not on balance"), Q(item__inventory_number=""), lambda c: not c.on_balance),
    ]  # fmt: skip
    found += [_by("document_kind", code, _("By kind"), head, kinds) for code, head, kinds in _KINDS]
    found.append(_rest("document_kind", "kind_unknown", _("By kind"), [k for _c, _h, kinds in _KINDS for k in kinds]))
    found += [
        _by("knowledge", f"udc{value.value}", _("By content"), _SHORT.get(value.value, value.label), (value.value,))
        for value in Knowledge
        if value is not Knowledge.CHILDREN
    ]
    found.append(
        _rest("knowledge", "content_unknown", _("By content"), [v for v in Knowledge.values if v != "children"])
    )
    found.append(_by("audience", "children", _("Of them"), _("for children"), ("children",)))
    state = STATE_LANGUAGE[setting(holder, "network.country")]
    found += [
        _by("language", "state_language", _("By language"), _("of the state"), (state,)),
        Column("other_language", _("By language"), _("other"), ~Q(language=state), lambda c: c.language != state, None),
    ]
    if reasons:
        found += [
            Column(
                f"reason_{reason.value}", _("By reason"), reason.label, Q(item__withdrawal_reason=reason.value),
                _because(reason.value),
            )
            for reason in WithdrawalReason
        ]  # fmt: skip
    return found


_KINDS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("books", _("books"), ("book",)),
    ("brochures", _("brochures"), ("brochure",)),
    ("periodicals", _("periodicals"), ("periodical", "newspaper")),
    ("audiovisual", _("audio-visual"), ("audio", "video")),
    ("electronic", _("electronic"), ("e_carrier", "e_document")),
    ("music", _("sheet music"), ("music",)),
    ("maps", _("maps"), ("map",)),
    ("special", _("for the blind"), ("special_format",)),
    ("other", _("other"), ("graphic", "manuscript", "microform", "other")),
)
_SHORT = {
    "0": _("0 general"), "1": _("1 philosophy"), "2": _("2 religion"), "3": _("3 social"), "5": _("5 nature"),
    "6": _("6 applied"), "7": _("7 arts, sport"), "8": _("8 language"), "9": _("9 history"), "fiction": _("fiction"),
}  # fmt: skip
assert {kind for _c, _h, kinds in _KINDS for kind in kinds} == set(DocumentKind.values)


def _by(name: str, code: str, group: Any, head: Any, values: tuple[str, ...]) -> Column:
    return Column(code, group, head, Q(**{f"{name}__in": values}), lambda c: getattr(c, name) in values, {name: values})


def _rest(name: str, code: str, group: Any, known: Sequence[str]) -> Column:
    values = frozenset(known)
    return Column(code, group, _("not said"), ~Q(**{f"{name}__in": known}), lambda c: getattr(c, name) not in values)
