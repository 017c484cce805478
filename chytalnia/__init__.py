"""Chytalnia: the working system of a public library network."""

__version__ = "0.1.0"
