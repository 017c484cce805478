"""Rooms and zones: the plan of a branch, where shelves stand, who has which room when."""
