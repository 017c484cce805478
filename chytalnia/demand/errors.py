"""What the register of refusals cannot take."""


class DemandError(Exception):
    """An act was refused; `str()` of it may be shown."""


class NothingAsked(DemandError):  # noqa: N818
    """Neither words nor a work say what was asked for."""


class AlreadyVoid(DemandError):  # noqa: N818
    """The line was struck out before."""
