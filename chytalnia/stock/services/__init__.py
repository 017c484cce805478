from .replacing import accept_replacement

__all__ = ["accept_replacement"]
