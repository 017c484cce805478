"""Who may: the matrix role × action. Rights hold for the unit of the grant and everything under it.

Actions are named by the room that owns them, `"catalogue.edit_record"`. A room above adds its own from its `apps.py`:

    rules.allow("catalogue.edit_record", Role.CATALOGUER, Role.BIBLIOGRAPHER)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from chytalnia.network.models import Unit
    from chytalnia.network.models.unit import UnitQuerySet


class Role(models.TextChoices):
    DIRECTOR = "director", _("director")
    METHODOLOGIST = "methodologist", _("methodologist")
    CATALOGUER = "cataloguer", _("cataloguer")
    LIBRARIAN = "librarian", _("librarian")
    BRANCH_HEAD = "branch_head", _("branch head")
    BIBLIOGRAPHER = "bibliographer", _("bibliographer")
    EDITOR = "editor", _("editor")
    ADMINISTRATOR = "administrator", _("administrator")


EVERYBODY = frozenset(Role)
_HEADS = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)

_matrix: dict[str, frozenset[Role]] = {}


def allow(action: str, *roles: Role) -> None:
    """Let these roles do an action; said twice, the roles add up. Call from `apps.py`, never at run time."""
    _matrix[action] = _matrix.get(action, frozenset()) | frozenset(roles)


allow("desk.access", *Role)
allow("network.view_unit", *Role)
allow("network.change_card", *_HEADS, Role.EDITOR, Role.METHODOLOGIST)
allow("network.change_hours", *_HEADS)
allow("network.change_zones", *_HEADS)
allow("network.change_settings", Role.DIRECTOR, Role.ADMINISTRATOR)
allow("network.create_unit", Role.DIRECTOR, Role.ADMINISTRATOR)
allow("network.move_unit", Role.DIRECTOR, Role.ADMINISTRATOR)
allow("network.view_changes", *Role)
allow("network.edit_vocabulary", Role.DIRECTOR, Role.ADMINISTRATOR, Role.METHODOLOGIST)
allow("people.view_staff", *_HEADS, Role.METHODOLOGIST)
allow("people.edit_account", Role.DIRECTOR, Role.ADMINISTRATOR)
allow("people.grant_role", Role.DIRECTOR, Role.ADMINISTRATOR)
allow("people.view_audit", Role.DIRECTOR, Role.ADMINISTRATOR)
allow("people.view_reader", *_HEADS, Role.LIBRARIAN, Role.BIBLIOGRAPHER, Role.METHODOLOGIST)
allow("people.register_reader", *_HEADS, Role.LIBRARIAN)
allow("people.block_reader", *_HEADS, Role.LIBRARIAN)
allow("people.merge_readers", *_HEADS)
allow("people.close_reader", *_HEADS)
allow("people.edit_consents", Role.DIRECTOR, Role.ADMINISTRATOR)

#: Which roles a role may give and take away, within its own subtree. Nobody gives above their own rights:
#: an administrator looks after accounts but does not appoint directors.
GIVES: dict[Role, frozenset[Role]] = {
    Role.DIRECTOR: EVERYBODY,
    Role.ADMINISTRATOR: EVERYBODY - {Role.DIRECTOR},
}


def actions() -> list[str]:
    return sorted(_matrix)


def roles_for(action: str) -> frozenset[Role]:
    """Roles that may do an action. One that nobody declared is a mistake in the program: an error, not a refusal."""
    try:
        return _matrix[action]
    except KeyError:
        raise LookupError(f"No room declares the action {action!r}") from None


def grants_of(user: Any) -> list[tuple[Role, str]]:
    """The user's roles with the paths of their units; read once for a user object, so once for a request."""
    if not user.is_authenticated or not user.is_active:
        return []
    grants = getattr(user, "_unit_grants", None)
    if grants is None:
        grants = [(Role(role), path) for role, path in user.role_grants.values_list("role", "unit__path")]
        user._unit_grants = grants
    return grants


def forget(user: Any) -> None:
    """Let the next question read the user's grants anew."""
    if hasattr(user, "_unit_grants"):
        del user._unit_grants


def narrow(user: Any, *, actions: Iterable[str] = (), unit: Unit | None = None) -> None:
    """Let this object of an account do no more than these actions, in this unit and under it: for a program that comes
    with a token of the account. Without a unit nothing at all is left. What the account itself may not, stays so."""
    user._narrowed_to = (unit.path if unit is not None else None, frozenset(actions))


def _narrowed(user: Any, action: str, paths: list[str]) -> list[str]:
    limit, actions = getattr(user, "_narrowed_to", None) or ("", None)
    if actions is None:
        return paths
    if limit is None or action not in actions:
        return []
    return [limit] if any(limit.startswith(path) for path in paths) else [p for p in paths if p.startswith(limit)]


def _holds_everything(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


def paths_where(user: Any, action: str) -> list[str]:
    """Paths of the units for which, and under which, the user may do an action; the empty path is the whole network."""
    roles = roles_for(action)
    paths = [""] if _holds_everything(user) else [path for role, path in grants_of(user) if role in roles]
    return _narrowed(user, action, paths)


def may(user: Any, action: str, unit: Unit | None = None) -> bool:
    """Whether the user may do an action in a unit; without a unit, whether anywhere at all."""
    paths = paths_where(user, action)
    if unit is None:
        return bool(paths)
    return any(unit.path.startswith(path) for path in paths)


def units_where(user: Any, action: str) -> UnitQuerySet:
    """The units in which the user may do an action, in the order of the tree. One query, and one for the grants."""
    # Imported late: rooms declare their actions from apps.py, before any model may be imported.
    from chytalnia.network.models import Unit

    paths = paths_where(user, action)
    return Unit.objects.all() if "" in paths else Unit.objects.under(paths)


def holds_role(user: Any) -> bool:
    """Whether the user is staff: has a role somewhere, or the installer's key."""
    return _holds_everything(user) or bool(grants_of(user))


def roles_given_by(user: Any, unit: Unit) -> frozenset[Role]:
    """Roles that the user may give, and take away, in a unit; a program gives none."""
    if hasattr(user, "_narrowed_to"):
        return frozenset()
    if _holds_everything(user):
        return EVERYBODY
    given: frozenset[Role] = frozenset()
    for role, path in grants_of(user):
        if unit.path.startswith(path) and role in roles_for("people.grant_role"):
            given |= GIVES.get(role, frozenset())
    return given


def table() -> str:
    """The whole matrix as text, one line an action: what the golden table of the tests holds."""
    lines = []
    for action in actions():
        marks = " ".join("x" if role in _matrix[action] else "." for role in Role)
        lines.append(f"{marks}  {action}")
    return "\n".join([" ".join(role.value for role in Role), *lines]) + "\n"


def actions_of(user: Any, unit: Unit | None = None) -> frozenset[str]:
    """Everything the user may do in a unit; without a unit, anywhere."""
    return frozenset(action for action in _matrix if may(user, action, unit))
