"""Tokens of programs: made, shown once, recognised, taken back."""
