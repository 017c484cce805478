"""Books that travel: released copies, shelves, finds and journeys."""
