"""Where: the tree of units, their zones, hours and library cards."""
