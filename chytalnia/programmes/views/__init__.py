"""Pages of programmes for readers."""
