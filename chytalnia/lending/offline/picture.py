"""An address as a QR code, for an image on the desk's pages."""

from __future__ import annotations

from base64 import b64encode

from chytalnia.wire.print.codes import qr_svg


def of(address: str) -> str:
    """As the address of an image: nothing but the page itself carries the code."""
    return "data:image/svg+xml;base64," + b64encode(qr_svg(address).encode()).decode()
