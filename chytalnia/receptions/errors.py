"""What receptions refuse; `str()` of each may be shown."""

from __future__ import annotations


class ReceptionError(Exception):
    """An act was refused; `code` names the reason for machines."""

    def __init__(self, message: str, code: str = "refused") -> None:
        self.code = code
        super().__init__(message)
