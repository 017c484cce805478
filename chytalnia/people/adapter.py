from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.urls import reverse

from . import rules
from .models import Reader


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by staff or at the counter, not by anyone who passes."""

    def is_open_for_signup(self, request: object) -> bool:
        return False

    def get_login_redirect_url(self, request: Any) -> str:
        """Readers come to their own page, staff where they were going."""
        user = request.user
        if not rules.holds_role(user) and Reader.objects.filter(user=user.pk).exists():
            return reverse("people:me")
        return str(super().get_login_redirect_url(request))

    def is_safe_url(self, url: str) -> bool:
        """The desk sends whoever may not enter to the sign-in; sent back there, a reader would go round for ever."""
        user = context.request.user
        desk = reverse("wagtailadmin_home")
        if urlsplit(url or "").path.startswith(desk) and user.is_authenticated and not rules.holds_role(user):
            return False
        return bool(super().is_safe_url(url))
