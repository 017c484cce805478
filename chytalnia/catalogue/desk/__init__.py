"""The catalogue at the desk: imports, merge queue, items, labels, records."""
