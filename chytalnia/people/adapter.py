from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
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
