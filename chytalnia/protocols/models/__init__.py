"""Machines that speak with the library, and what they did while the line was down."""

from .conflict import Conflict
from .device import Device
from .properties import ItemProperties

__all__ = ["Conflict", "Device", "ItemProperties"]
