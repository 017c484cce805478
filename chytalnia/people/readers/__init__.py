"""Readers: entered once for the whole network, with a card, a year's registration, a family, a surety and consents."""
