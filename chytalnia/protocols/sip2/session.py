"""What the server knows about the machine at the other end and the reader in front of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from chytalnia.network.settings import setting, time_zone
from chytalnia.protocols.models import Device
from chytalnia.wire.sip2 import Encoding


@dataclass
class Session:
    address: str = ""
    device: Device | None = None
    #: when the machine's rights were read
    read_at: float = 0.0
    zone: ZoneInfo | None = None
    default_language: str = ""
    asks_password: bool = False
    #: The language that a reader chose at the machine: only some messages carry it.
    language: str = ""
    #: Cards whose password was right in this session, with a hash of it.
    passwords: dict[str, str] = field(default_factory=dict)

    def become(self, device: Device | None, read_at: float) -> None:
        """Take over the machine and what its library has decided; without one, nothing is allowed any more."""
        self.device, self.read_at = device, read_at
        if device is not None:
            self.zone = time_zone(device.unit)
            self.default_language = device.language or setting(device.unit, "network.language")
            self.asks_password = setting(device.unit, "protocols.ask_password")

    @property
    def encoding(self) -> Encoding:
        return Encoding(self.device.encoding) if self.device else Encoding.UTF8

    def now(self) -> datetime:
        """The time of the library, of no zone, as machines write it."""
        return timezone.now().astimezone(self.zone or timezone.get_default_timezone()).replace(tzinfo=None)

    def moment(self, written: datetime | None) -> datetime | None:
        """A moment that the machine wrote, with its zone."""
        if written is None or written.tzinfo is not None:
            return written
        return written.replace(tzinfo=self.zone or timezone.get_default_timezone())

    def institution(self, named: str) -> str:
        """What the machine calls the library, else its code."""
        return named or (self.device.unit.code if self.device else "")

    def choose_language(self, number: str) -> None:
        """Remember what was chosen at the machine; 000 and unknown numbers choose nothing."""
        self.language = self.device.languages().get(number, "") if self.device else ""

    def number_of_language(self, language: str = "") -> str:
        """The number agreed for a language, or for the one chosen at the machine."""
        language = language or self.language or self.default_language
        numbers = self.device.languages() if self.device else {}
        return next((number for number, code in numbers.items() if code == language), "000")

    def facts(self) -> dict[str, Any]:
        """What may stand in a log line."""
        return {"device": self.device.login if self.device else "-", "address": self.address}

    def end(self) -> None:
        """The reader has gone."""
        self.language = ""
        self.passwords.clear()
