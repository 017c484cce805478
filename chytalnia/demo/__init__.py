"""The demonstration network: libraries, books, people and a past, made in one go so that everything can be seen at work."""
