from django.contrib.auth.backends import BaseBackend


class UnitRightsBackend(BaseBackend):
    """Answers Django's and Wagtail's permission questions from the role grants."""
