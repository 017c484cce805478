"""Whether it is really the owner who sits at the screen: asked again before a token is made, by the second factor of who has
one."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person proved within the last minutes who they are; with the second factor, if they have set one up."""
    user: Any = request.user
    needed = {"mfa"} if is_mfa_enabled(user) else {"password", "mfa"}
    now = time.time()
    return any(
        record["method"] in needed and now - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        for record in get_authentication_records(request, user)
    )


def ask(request: HttpRequest) -> HttpResponse:
    """To the page that asks for the proof, and back here."""
    view = "mfa_reauthenticate" if is_mfa_enabled(request.user) else "account_reauthenticate"
    return HttpResponseRedirect(f"{reverse(view)}?{urlencode({'next': request.get_full_path()})}")
