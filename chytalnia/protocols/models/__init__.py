"""Machines that speak with the library."""

from .device import Device

__all__ = ["Device"]
