"""Who may write which pages: the matrix role × action, asked in the words of Wagtail's page tree.

Nothing is stored: a right in a unit is a right on the section of the unit and all under it, and it is gone in the moment the
role is taken away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from chytalnia.people import rules
from chytalnia.portal.models import LibrarySite, PagesRoot

EDIT, PUBLISH = "portal.edit_pages", "portal.publish_pages"
#: Our action → what it lets do in the tree.
_LETS = {EDIT: ("add", "change"), PUBLISH: ("publish", "lock", "unlock")}


@dataclass(frozen=True, slots=True)
class Codename:
    codename: str


@dataclass(frozen=True, slots=True)
class Right:
    """One permission at one place of the tree, in the shape that Wagtail reads permissions in."""

    page: Page
    permission: Codename

    @property
    def page_id(self) -> int:
        return int(self.page.pk)

    def __hash__(self) -> int:
        return hash((self.page.pk, self.permission.codename))


class SectionRights(PagePermissionPolicy):
    """Page permissions that follow from role grants alone; groups play no part."""

    def get_all_permissions_for_user(self, user: Any) -> Any:
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return []
        rights = []
        for action, lets in _LETS.items():
            for page in _sections(rules.paths_where(user, action)):
                rights += [Right(page, Codename(self._get_permission_codename(one))) for one in lets]
        return rights

    def users_with_any_permission(self, actions: Iterable[str], include_superusers: bool = True) -> QuerySet:
        return _users(Q(role_grants__role__in=_roles(actions)), include_superusers)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Page, include_superusers: bool = True
    ) -> QuerySet:
        above = [instance.path[:n] for n in range(instance.steplen, len(instance.path) + 1, instance.steplen)]
        units = LibrarySite.objects.filter(path__in=above).values_list("unit", flat=True)
        return _users(Q(role_grants__role__in=_roles(actions), role_grants__unit__in=list(units)), include_superusers)


def _sections(paths: Iterable[str]) -> list[Page]:
    wanted = list(paths)
    if "" in wanted:
        return list(PagesRoot.objects.all())
    return list(LibrarySite.objects.filter(unit__path__in=wanted))


def _roles(actions: Iterable[str]) -> set[str]:
    asked = set(actions)
    return {role for ours, lets in _LETS.items() if asked & set(lets) for role in rules.roles_for(ours)}


def _users(holders: Q, include_superusers: bool) -> QuerySet:
    who = holders | Q(is_superuser=True) if include_superusers else holders
    return get_user_model()._default_manager.filter(who, is_active=True).distinct()
