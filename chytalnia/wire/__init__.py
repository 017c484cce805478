"""Codecs: bytes in, typed objects out. Knows neither Django nor the database."""
