"""The public site, assembled for readers."""
