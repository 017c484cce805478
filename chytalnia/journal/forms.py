"""Forms of the desk for periods and for taking a fact back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chytalnia.network.models import Unit
from chytalnia.people.rules import units_where


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """Which days of which library to close; the month before this one is proposed."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Library and all under it"), empty_label=None)
    first = forms.DateField(label=_("First day"), widget=_date())
    last = forms.DateField(label=_("Last day"), widget=_date())

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        first, last = month_before(timezone.localdate())
        super().__init__(*args, **{"initial": {"first": first, "last": last}, **kwargs})
        self.fields["unit"].queryset = units_where(user, "journal.close_period")  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why a fact is taken back, or a period opened again: kept in the audit log."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, strip=True, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )


def month_before(day: date) -> tuple[date, date]:
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
