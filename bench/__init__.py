"""Measurements: our figures beside those of others, in the same run, on the same records."""
