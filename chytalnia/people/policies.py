"""Permission policies for Wagtail's screens: the same matrix, asked in Wagtail's words.

A room registers a policy for a model from its `wagtail_hooks.py`:

    register_permission_policy(Item, UnitPermissionPolicy(Item, field="unit", view="catalogue.view_item",
                                                          change="catalogue.edit_item", add="catalogue.edit_item"))

Wagtail then lists, opens, changes and deletes only what belongs to units where the user has the right.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from chytalnia.network.models import Unit
from chytalnia.network.paths import lineage, under

from . import rules


class MatrixPolicy(BasePermissionPolicy):
    """Rights on a model that belongs to no unit: held by whoever holds the action anywhere.

    A Wagtail action (`view add change delete choose …`) without an action of ours is nobody's but the superuser's.
    """

    def __init__(self, model: Any, **actions: str) -> None:
        super().__init__(model)
        self.actions = {"choose": actions.get("view", ""), **actions}

    def _ours(self, action: str) -> str:
        return self.actions.get(action, "")

    def user_has_permission(self, user: Any, action: str) -> bool:
        ours = self._ours(action)
        if ours:
            return rules.may(user, ours)
        return bool(user.is_active and user.is_superuser)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        roles = {role for action in actions if self._ours(action) for role in rules.roles_for(self._ours(action))}
        return (
            get_user_model()
            ._default_manager.filter(Q(is_superuser=True) | Q(role_grants__role__in=roles), is_active=True)
            .distinct()
        )


class UnitPermissionPolicy(MatrixPolicy):
    """Rights on things that belong to a unit. `field` is the way to it, such as `"unit"` or `"item__unit"`; for units
    themselves it is empty. A thing of no unit (yet) is anybody's who holds the action somewhere."""

    def __init__(self, model: Any, *, field: str = "unit", **actions: str) -> None:
        super().__init__(model, **actions)
        self.field = field

    @property
    def _path(self) -> str:
        return f"{self.field}__path" if self.field else "path"

    def unit_of(self, instance: Model) -> Unit | None:
        thing: Any = instance
        for step in self.field.split("__") if self.field else []:
            thing = getattr(thing, step, None)
        return thing if isinstance(thing, Unit) and thing.path else None

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        ours = self._ours(action)
        if not ours:
            return bool(user.is_active and user.is_superuser)
        return rules.may(user, ours, self.unit_of(instance))

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        paths = {
            path for action in actions if self._ours(action) for path in rules.paths_where(user, self._ours(action))
        }
        everything = self.model._default_manager.all()
        if "" in paths or (user.is_active and user.is_superuser):
            return everything
        return everything.filter(under(paths, self._path))

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Model) -> QuerySet:
        unit = self.unit_of(instance)
        if unit is None:
            return self.users_with_any_permission(actions)
        roles = {role for action in actions if self._ours(action) for role in rules.roles_for(self._ours(action))}
        holders = Q(role_grants__role__in=roles, role_grants__unit__path__in=lineage(unit.path))
        return get_user_model()._default_manager.filter(Q(is_superuser=True) | holders, is_active=True).distinct()
