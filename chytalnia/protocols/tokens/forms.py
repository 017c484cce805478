"""Forms that make a token: for one's own account, for the desk of a library."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chytalnia.network.models import Unit
from chytalnia.people import rules
from chytalnia.protocols.models import TokenKind

from . import scopes, services
from .scopes import Scope


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Which program is it for?"), max_length=80, help_text=_("So that you know later what to take back.")
    )
    scopes = forms.MultipleChoiceField(label=_("What may it do?"), widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(label=_("For how long?"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer(scopes.of_kind(TokenKind.READER))
        days: Any = self.fields["days"]
        days.choices = [(n, ngettext("%(n)d day", "%(n)d days", n) % {"n": n}) for n in sorted(services.LIVES)]
        days.initial = services.LIVES[0]

    def _offer(self, offered: list[Scope]) -> None:
        field: Any = self.fields["scopes"]
        field.choices = [(scope.code, scope.label) for scope in offered]


class StaffTokenForm(TokenForm):
    unit: Any = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Library"),
        empty_label=None,
        help_text=_("It works there and in libraries under it."),
    )
    field_order = ("name", "unit", "scopes", "days")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = rules.units_where(user, services.MAKE)  # type: ignore[attr-defined]
        # Whatever they may somewhere; whether they may it in the library chosen is said by the service.
        self._offer([
            scope for scope in scopes.of_kind(TokenKind.STAFF)
            if all(rules.may(user, action) for action in scope.actions)
        ])  # fmt: skip
