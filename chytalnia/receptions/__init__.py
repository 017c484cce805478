"""Receptions: slots of a lawyer, a psychologist, a deputy; booked with no reason asked, counted without names."""
