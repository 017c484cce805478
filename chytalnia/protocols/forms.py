"""Forms of the desk for machines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from .models import Device
from .models.device import MESSAGES, usual_messages


class DeviceForm(WagtailAdminModelForm):
    messages = forms.MultipleChoiceField(
        label=pgettext_lazy("a program", "May"),
        choices=MESSAGES,
        required=False,
        initial=usual_messages,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Device
        fields = [
            "name", "unit", "location", "login", "is_active", "messages", "networks", "encoding", "language",
            "number_uk", "number_kk", "due_dates", "names_holder",
        ]  # fmt: skip
        widgets = {"networks": forms.Textarea(attrs={"rows": 3})}

    def clean_networks(self) -> str:
        return "\n".join(self.cleaned_data["networks"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        # Stored in the order of the choices, whatever order the browser sent: the audit log shows only real changes.
        chosen = set(cleaned.get("messages") or [])
        cleaned["messages"] = [number for number, _label in MESSAGES if number in chosen]
        return cleaned
