"""Exhibitions on shelves and online, of records, pictures and text."""
