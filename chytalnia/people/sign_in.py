"""The forms of signing in, with words of ours: the same for one thing here, at the desk and in the help."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.translation import gettext_lazy as _

#: A label stands above each box, so none is repeated in it.
LABELS = {
    "login": _("User name, number of the card or e-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "remember": _("Stay signed in on this device"),
    "oldpassword": _("Password until now"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "code": _("Code from the application"),
}


class _OurWords(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class LoginForm(_OurWords, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ReauthenticateForm(_OurWords, account.ReauthenticateForm):
    pass


class ResetPasswordForm(_OurWords, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(_OurWords, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(_OurWords, account.ChangePasswordForm):
    pass


class SetPasswordForm(_OurWords, account.SetPasswordForm):
    pass


class AuthenticateForm(_OurWords, second_factor.AuthenticateForm):
    pass


class SecondFactorAgainForm(_OurWords, second_factor.ReauthenticateForm):
    pass


class ActivateForm(_OurWords, totp.ActivateTOTPForm):
    pass
