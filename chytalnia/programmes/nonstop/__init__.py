"""A non-stop day: rooms × hours, a guest and a moderator in each, people who come and go and are counted where they are."""
