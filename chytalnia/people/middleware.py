"""At the desk: every page in the language of the person, and none without a second factor where one is asked for."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from . import rules


class OwnLanguage:
    """Addresses of the desk carry no language: it speaks that of the person, refusals and pages that are not there
    included. The one chosen at the desk itself goes before the one of the account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.desk = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(self.desk) and request.user.is_authenticated:
            # Wagtail asks for the same profile afterwards and finds it on the user: no query of ours.
            profile = getattr(request.user, "wagtail_userprofile", None)
            language = (profile and profile.preferred_language) or request.user.language
            if language and translation.check_for_language(language):
                translation.activate(language)
                request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
        return self.get_response(request)


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
