"""What the server tells of itself: one line an event, for people or as JSON. No reader and no card is ever in it."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import Any

logger = logging.getLogger("chytalnia.sip2")


def tell(event: str, *, level: int = logging.INFO, **facts: Any) -> None:
    if logger.isEnabledFor(level):
        logger.log(level, event, extra={"facts": facts})


class Lines(logging.Formatter):
    """`10:15:30 login device=desk-1 address=10.0.0.7`, or the same as an object of JSON."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self.as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created).astimezone()
        facts = getattr(record, "facts", {})
        if record.exc_info:
            facts = {**facts, "error": self.formatException(record.exc_info)}
        if self.as_json:
            line = {"at": at.isoformat(timespec="milliseconds"), "level": record.levelname.lower()}
            return json.dumps({**line, "event": record.getMessage(), **facts}, ensure_ascii=False, default=str)
        told = "".join(f" {name}={value}" for name, value in facts.items())
        return f"{at:%H:%M:%S} {record.getMessage()}{told}"
