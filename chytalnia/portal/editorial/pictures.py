"""Rights on pictures and documents: one archive for the network, in which everybody changes what they brought themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Collection

from chytalnia.people.policies import MatrixPolicy

from .rights import EDIT

_OWN = frozenset({"change", "delete"})


class ArchiveRights(MatrixPolicy):
    """Who writes pages may add files and choose any; only who brought a file, and the installer, change or remove it."""

    def __init__(self, model: Any) -> None:
        super().__init__(model, view=EDIT, add=EDIT, choose=EDIT, change=EDIT, delete=EDIT)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if user.is_active and user.is_superuser:
            return True
        allowed = self.user_has_permission(user, action)
        return allowed and (action not in _OWN or instance.uploaded_by_user_id == user.pk)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        everything = self.model._default_manager.all()
        asked = set(actions)
        if user.is_active and user.is_superuser:
            return everything
        if not any(self.user_has_permission(user, action) for action in asked):
            return everything.none()
        return everything.filter(uploaded_by_user=user) if asked <= _OWN else everything

    def collections_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        allowed = any(self.user_has_permission(user, action) for action in actions)
        return Collection.objects.all() if allowed else Collection.objects.none()

    def collections_user_has_permission_for(self, user: Any, action: str) -> QuerySet:
        return self.collections_user_has_any_permission_for(user, [action])
