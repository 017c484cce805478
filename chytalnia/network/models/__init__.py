"""The tree of units and what hangs on it: cards, zones, hours, settings, and the log of changes."""

from .card import Axis, Contact, ContactKind, Service, Specialisation, StaffMember, UnitPhoto
from .change import UnitChange
from .hours import HoursException, OpeningInterval, SanitaryRule
from .setting import UnitSetting
from .unit import MAY_STAND_UNDER, PLACES, Heritage, Unit, UnitKind, UnitState, UnitType
from .zone import Noise, Zone, ZoneKind

__all__ = [
    "MAY_STAND_UNDER",
    "PLACES",
    "Axis",
    "Contact",
    "ContactKind",
    "Heritage",
    "HoursException",
    "Noise",
    "OpeningInterval",
    "SanitaryRule",
    "Service",
    "Specialisation",
    "StaffMember",
    "Unit",
    "UnitChange",
    "UnitKind",
    "UnitPhoto",
    "UnitSetting",
    "UnitState",
    "UnitType",
    "Zone",
    "ZoneKind",
]
