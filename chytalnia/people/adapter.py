from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by staff or at the counter, not by anyone who passes."""

    def is_open_for_signup(self, request: object) -> bool:
        return False
