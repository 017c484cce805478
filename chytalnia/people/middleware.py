"""Staff sign in with a second factor: until they have one, the desk sends them to set it up."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from . import rules


class StaffSecondFactor:
    """`CHYTALNIA_STAFF_MFA` is `required` or `encouraged`.

    Required: a member of staff without a second factor sees nothing of the desk but the page that sets it up.
    Encouraged: the desk's start page proposes it (`people.wagtail_hooks`), and they may go on without.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.desk = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(self.desk) and self._should_set_up(request):
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)

    def _should_set_up(self, request: HttpRequest) -> bool:
        if settings.STAFF_MFA != "required" or not request.user.is_authenticated:
            return False
        if request.session.get("second_factor_seen"):
            return False
        if not rules.holds_role(request.user):
            return False
        if is_mfa_enabled(request.user):
            # Asked once a session: the answer costs a query, and nobody takes the factor away in the middle of one
            # without passing allauth's own page, which signs the session again.
            request.session["second_factor_seen"] = True
            return False
        return True
