"""The staff workplace, assembled for librarians."""
