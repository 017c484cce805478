"""Accounts and roles: made, given, taken away; each act goes to the audit log."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from chytalnia.core import audit
from chytalnia.network.models import Unit
from chytalnia.network.paths import under

from . import rules
from .errors import MayNotGiveError, NotToOneselfError
from .models import RoleGrant, User
from .rules import Role


@transaction.atomic
def grant_role(*, user: User, role: str, unit: Unit, by: User | None) -> RoleGrant:
    """Give a role in a unit and everything under it; given twice, it is the same grant.

    `by` is who gives; None is the program itself (the demo, an installation). Raises MayNotGiveError when the role
    or the unit is beyond the giver's rights, and NotToOneselfError.
    """
    _check(user, role, unit, by)
    grant, created = RoleGrant.objects.get_or_create(user=user, role=Role(role), unit=unit, defaults={"granted_by": by})
    if created:
        _log(user, "people.grant_role", by, role, unit)
    rules.forget(user)
    return grant


@transaction.atomic
def revoke_role(*, grant: RoleGrant, by: User | None) -> None:
    """Take a role away. Raises MayNotGiveError when the role or the unit is beyond the rights of `by`."""
    if by is not None and grant.role not in rules.roles_given_by(by, grant.unit):
        raise MayNotGiveError
    _log(grant.user, "people.revoke_role", by, grant.role, grant.unit)
    grant.delete()
    rules.forget(grant.user)


@transaction.atomic
def create_account(*, username: str, by: User | None, password: str | None = None, **names: Any) -> User:
    """Open an account without any role. Without a password, its owner sets one by the letter of «forgotten password»."""
    user = User(username=username, opened_by=by, **names)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    audit.log("people.create_account", by=by, about=user)
    return user


def may_manage(by: Any, user: User) -> bool:
    """Whether an account may be changed by somebody: all its roles are ones they could give, and it is no superuser's.

    Otherwise a branch could take over the director's account by changing its e-mail.
    """
    if by.is_active and by.is_superuser:
        return True
    if user.is_superuser or not rules.may(by, "people.edit_account"):
        return False
    return all(grant.role in rules.roles_given_by(by, grant.unit) for grant in user.role_grants.select_related("unit"))


def staff_visible_to(user: Any) -> QuerySet[User]:
    """Accounts that hold a role in the user's subtree, and those that hold none yet and were opened by the user."""
    paths = rules.paths_where(user, "people.view_staff")
    if "" in paths:
        return User.objects.all()
    held = RoleGrant.objects.filter(under(paths, "unit__path")).values("user")
    return User.objects.filter(Q(pk__in=held) | Q(opened_by=user.pk, role_grants=None))


def _check(user: User, role: str, unit: Unit, by: User | None) -> None:
    if by is None:
        return
    if by == user and not by.is_superuser:
        raise NotToOneselfError
    if role not in rules.roles_given_by(by, unit):
        raise MayNotGiveError


def _log(user: User, action: str, by: User | None, role: str, unit: Unit) -> None:
    audit.log(action, by=by, about=user, unit=unit, after={"role": str(role)})
