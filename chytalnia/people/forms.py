"""Forms of the desk for accounts and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from chytalnia.core.partial import same_letters

from . import rules
from .models import RoleGrant, User
from .rules import Role


class GrantForm(WagtailAdminModelForm):
    """A role for an account named by its user name or e-mail, in a unit of the giver's subtree."""

    account = forms.CharField(label=_("account"), help_text=_("User name or e-mail"))

    class Meta:
        model = RoleGrant
        fields = ["unit", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by = self.for_user
        self.fields["unit"].queryset = rules.units_where(by, "people.grant_role")
        # The widest list: what may be given in the chosen unit is asked again when it is given.
        held = {role for role, _path in rules.grants_of(by)}
        given = (
            rules.EVERYBODY if by.is_superuser else frozenset().union(*(rules.GIVES.get(r, frozenset()) for r in held))
        )
        self.fields["role"].choices = [(role.value, role.label) for role in Role if role in given]
        self.order_fields(["account", "role", "unit"])

    def clean_account(self) -> User:
        named = self.cleaned_data["account"].strip()
        found = User.objects.filter(Q(username=named) | same_letters("email", named), is_active=True)[:2]
        if len(found) != 1:
            raise forms.ValidationError(_("There is no such account, or more than one has this e-mail."))
        return found[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        account, unit, role = (cleaned.get(name) for name in ("account", "unit", "role"))
        if account and unit and role:
            if role not in rules.roles_given_by(self.for_user, unit):
                raise forms.ValidationError(_("You cannot give or take away this role in this library."))
            if account == self.for_user and not account.is_superuser:
                raise forms.ValidationError(_("Nobody gives a role to themselves. Ask a colleague who may."))
        return cleaned


class AccountForm(WagtailAdminModelForm):
    class Meta:
        model = User
        fields = ["username", "last_name", "first_name", "patronymic", "email", "language", "is_active"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if email and User.objects.filter(same_letters("email", email)).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another account has this e-mail."))
        return email
