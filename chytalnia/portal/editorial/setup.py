"""What the editorial pages add to the rest of the house, said once when Django starts."""

from __future__ import annotations


def ready() -> None:
    from django.utils.translation import gettext_lazy as _
    from wagtail.models import Page
    from wagtail.permissions import register_permission_policy

    from chytalnia.core import navigation
    from chytalnia.people.rules import Role, allow

    from . import entries, panels, receivers  # noqa: F401
    from .rights import EDIT, PUBLISH, SectionRights

    heads = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
    allow(EDIT, *heads, Role.EDITOR, Role.METHODOLOGIST, Role.BIBLIOGRAPHER)
    allow(PUBLISH, *heads, Role.EDITOR, Role.METHODOLOGIST)
    register_permission_policy(Page, SectionRights(Page))
    entries.register()
    panels.add()
    navigation.add(_("News"), "portal:news", order=60)
