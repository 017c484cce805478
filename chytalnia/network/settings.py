"""Settings that a unit makes for itself and everything under it.

A key is declared once, with its type and default, by the room that reads it; a room above declares its own from `apps.py`:

    settings.declare("lending.loan_days", int, 30, label=_("Days of a loan"))

`setting(unit, key)` is the nearest ancestor's value, the unit's own first, or else the default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings as django_settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .models import Unit


@dataclass(frozen=True, slots=True)
class Key:
    name: str
    type: type
    default: Any
    label: str | Promise
    help: str | Promise = ""
    choices: tuple[tuple[Any, Any], ...] = ()
    check: Callable[[Any], bool] = field(default=lambda value: True)

    def fits(self, value: Any) -> bool:
        """Whether a value may be stored: of the right type (whole numbers are no truth values), of the choices, checked."""
        if type(value) is not self.type:
            return False
        if self.choices and value not in {choice for choice, _label in self.choices}:
            return False
        return self.check(value)


@dataclass(frozen=True, slots=True)
class Explained:
    """A value and where it comes from: the unit itself, a unit above, or the default (no origin)."""

    key: Key
    value: Any
    origin: Unit | None
    is_own: bool


_keys: dict[str, Key] = {}

#: Values read in the current request or task, by path and key. None outside, where every question asks the database.
_cache: ContextVar[dict[str, dict[str, Any]] | None] = ContextVar("unit_settings", default=None)


def declare(
    name: str,
    kind: type,
    default: Any,
    *,
    label: str | Promise,
    help: str | Promise = "",
    choices: Iterable[tuple[Any, Any]] = (),
    check: Callable[[Any], bool] = lambda value: True,
) -> Key:
    key = Key(name, kind, default, label, help, tuple(choices), check)
    if not key.fits(default):
        raise ValueError(f"The default of {name} does not fit it")
    _keys[name] = key
    return key


def declared() -> list[Key]:
    return sorted(_keys.values(), key=lambda key: key.name)


def key_named(name: str) -> Key:
    try:
        return _keys[name]
    except KeyError:
        raise LookupError(f"No room declares the setting {name!r}") from None


declare(
    "network.time_zone",
    str,
    django_settings.TIME_ZONE,
    label=_("Time zone"),
    help=_("Opening hours are told in it."),
    check=lambda value: value in available_timezones(),
)
declare(
    "network.language",
    str,
    "",
    label=_("Language of the library"),
    help=_("In which its own papers and labels are printed."),
    choices=[("", _("as the network")), *django_settings.LANGUAGES],
)
declare(
    "network.country",
    str,
    "UA",
    label=_("Country"),
    help=_("Whose standards, forms and holidays are followed."),
    choices=[("UA", _("Ukraine")), ("KZ", _("Kazakhstan")), ("RU", _("Russia"))],
)


def setting(unit: Unit, name: str) -> Any:
    """The value that holds for a unit: its own, else the nearest ancestor's, else the default."""
    key, paths = key_named(name), unit.lineage
    values = _values_of(paths)
    for path in reversed(paths):
        if name in values[path]:
            return values[path][name]
    return key.default


def explain(unit: Unit) -> list[Explained]:
    """Every declared setting as it holds for a unit, and where it comes from. Two queries."""
    from .models import Unit as UnitModel

    above = {ancestor.path: ancestor for ancestor in UnitModel.objects.filter(path__in=unit.lineage)}
    values = _values_of(unit.lineage)
    told = []
    for key in declared():
        path = next((path for path in reversed(unit.lineage) if key.name in values[path]), None)
        value = key.default if path is None else values[path][key.name]
        told.append(Explained(key, value, above.get(path) if path else None, path == unit.path))
    return told


def time_zone(unit: Unit) -> ZoneInfo:
    return ZoneInfo(setting(unit, "network.time_zone"))


def _values_of(paths: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Values by path, of these and perhaps more. One query for a unit, none for its neighbours in the same request."""
    from .models import UnitSetting

    cache = _cache.get()
    missing = [path for path in paths if cache is None or path not in cache]
    if cache is not None and not missing:
        return cache
    found: dict[str, dict[str, Any]] = {path: {} for path in missing}
    for path, name, value in UnitSetting.objects.filter(unit__path__in=missing).values_list(
        "unit__path", "key", "value"
    ):
        found[path][name] = value
    if cache is None:
        return found
    cache.update(found)
    return cache


class remembered:  # noqa: N801 – used as a statement, `with remembered():`
    """While inside, a setting is read once. A request is inside one (`network.middleware`); a long task may open its own.

    `values`, by path and key, are what somebody has read before and keeps.
    """

    def __init__(self, values: dict[str, dict[str, Any]] | None = None) -> None:
        self.values = {} if values is None else values

    def __enter__(self) -> None:
        self.token = _cache.set(self.values)

    def __exit__(self, *exc: object) -> None:
        _cache.reset(self.token)


def remember_all(units: Iterable[Unit]) -> None:
    """Read at once the settings of many units; only inside `remembered()`."""
    from .models import UnitSetting

    cache = _cache.get()
    if cache is None:
        return
    paths = {path for unit in units for path in unit.lineage}
    found: dict[str, dict[str, Any]] = {path: {} for path in paths}
    for path, name, value in UnitSetting.objects.values_list("unit__path", "key", "value"):
        if path in found:
            found[path][name] = value
    cache.update(found)


def forget() -> None:
    """Read again what was set a moment ago."""
    cache = _cache.get()
    if cache is not None:
        cache.clear()
