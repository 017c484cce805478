"""What was done, counted: append-only facts, daily tallies, periods."""
