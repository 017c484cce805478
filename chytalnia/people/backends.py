"""Answers Django's and Wagtail's permission questions from the role grants."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.backends import BaseBackend

from . import rules
from .models import User

#: Questions that Wagtail asks by name and not by model.
NAMED = {"wagtailadmin.access_admin": "desk.access"}


class UnitRightsBackend(BaseBackend):
    """Knows no passwords; tells what the holder of a role may do.

    `wagtailadmin.access_admin` is for anybody with a role. A model's permission, `network.change_unit`, is answered by the
    policy that the model's room registered with Wagtail, so there is one place where rights are written.
    """

    def get_user(self, user_id: Any) -> Any:
        """The account of a session. Django takes the first backend that can tell it, so this one has to."""
        return User._default_manager.filter(pk=user_id, is_active=True).first()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        if action := NAMED.get(perm):
            return rules.may(user_obj, action)
        if perm in rules.actions():
            # An action of the matrix by its own name; the object is then the unit it is done in.
            return rules.may(user_obj, perm, obj)
        return self._by_policy(user_obj, perm, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return user_obj.is_active and any(action.startswith(f"{app_label}.") for action in rules.actions_of(user_obj))

    def _by_policy(self, user: Any, perm: str, obj: Any) -> bool:
        from wagtail import hooks
        from wagtail.permissions import policy_registry

        from .policies import MatrixPolicy

        label, _, codename = perm.partition(".")
        action, _, model_name = codename.partition("_")
        try:
            model = apps.get_model(label, model_name)
        except (LookupError, ValueError):
            return False
        # The rooms' policies come with their screens, which a command that serves nobody has not loaded.
        hooks.search_for_hooks()
        policy = policy_registry.get_by_type(model, fallback=False)
        # Only our own policies: Wagtail's ask the backends in their turn, and the question would go round for ever.
        if not isinstance(policy, MatrixPolicy):
            return False
        if obj is None:
            return policy.user_has_permission(user, action)
        return policy.user_has_permission_for_instance(user, action, obj)
