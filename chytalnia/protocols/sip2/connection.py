"""One line to one machine: lines cut and read, damage answered, repeats recognised, one message answered at a time."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING, Any

from chytalnia.wire import sip2

from .answering import Answer, answer, writes
from .events import tell
from .session import Session

if TYPE_CHECKING:
    from .server import Server


class Connection(asyncio.Protocol):
    """Broken messages are answered with a request to send again (96), and the line lives on; too many close it."""

    transport: asyncio.Transport

    def __init__(self, server: Server) -> None:
        self.server = server
        self.limits = server.limits
        self.loop = server.loop
        self.session = Session()
        self.is_busy = False
        self._lines: deque[bytes | sip2.TooLong] = deque()
        self._reader = sip2.LineReader(self.limits.line)
        self._last_line: bytes = b""
        self._last_answer: bytes = b""
        self._answered_at = 0.0
        self._broken = self._refused_logins = 0
        self._is_paused = self._is_closing = self._is_greeted = False
        self._allowance = self.limits.rate
        self._counted_at = self._heard_at = self._begun_at = 0.0

    # The transport's side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        peer = transport.get_extra_info("peername")
        self.session.address = str(peer[0]) if peer else ""
        self._begun_at = self._heard_at = self._counted_at = self.loop.time()
        self._is_greeted = self.server.admit(self)
        if not self._is_greeted:
            self._is_closing = True
            transport.abort()

    def connection_lost(self, error: Exception | None) -> None:
        self._is_closing = True
        self._lines.clear()
        if self._is_greeted:
            self.server.forget(self)
            tell("closed", level=logging.DEBUG, **self.session.facts())

    def data_received(self, data: bytes) -> None:
        if self._is_closing:
            return
        if not self._reader.is_amid_line:
            self._begun_at = self.loop.time()
        self._heard_at = self.loop.time()
        self._lines.extend(self._reader.feed(data))
        if len(self._lines) > self.limits.waiting and not self._is_paused:
            self._is_paused = True
            self.transport.pause_reading()
        if not self.is_busy:
            self._next()

    def eof_received(self) -> bool:
        """A machine that has said everything still gets the answers; then the line closes."""
        self._is_closing = True
        return self.is_busy or bool(self._lines)

    # Messages, one after another

    def _next(self) -> None:
        """Take the next line; wait first when the machine speaks faster than it may."""
        while self._lines and not self.is_busy:
            if (pause := self._spend()) > 0:
                self.is_busy = True
                self.loop.call_later(pause, self._go_on)
                return
            line = self._lines.popleft()
            if self._is_paused and len(self._lines) <= self.limits.waiting // 2:
                self._is_paused = False
                self.transport.resume_reading()
            self._take(line)
        if self._is_closing and not self.is_busy and not self.transport.is_closing():
            self.transport.close()

    def _go_on(self) -> None:
        self.is_busy = False
        self._next()

    def _spend(self) -> float:
        """Seconds until one more message fits into the rate; a second's worth may be saved up."""
        now = self.loop.time()
        self._allowance = min(self.limits.rate, self._allowance + (now - self._counted_at) * self.limits.rate)
        self._counted_at = now
        if self._allowance >= 1:
            self._allowance -= 1
            return 0
        return (1 - self._allowance) / self.limits.rate

    def _take(self, line: bytes | sip2.TooLong) -> None:
        if isinstance(line, sip2.TooLong):
            self._refuse("line too long")
            return
        try:
            frame = sip2.read(line, encoding=self.session.encoding)
        except sip2.Sip2Error as error:
            self._refuse(type(error).__name__)
            return
        if isinstance(frame.message, sip2.RequestAcsResend):
            self._send(self._last_answer or self._ask_again(), keep=False)
            return
        if self._is_repeat(line, frame):
            self._send(self._last_answer, keep=False)
            return
        self._last_line = line
        self.is_busy = True
        self.server.lanes.put(
            lambda: answer(self.session, frame), self._answered, writes=writes(frame.message)
        )  # fmt: skip

    def _is_repeat(self, line: bytes, frame: sip2.Frame) -> bool:
        """A machine that heard no answer says the same again, with the same sequence number: it is done once."""
        if frame.sequence is None or line != self._last_line or not self._last_answer:
            return False
        return self.loop.time() - self._answered_at < self.limits.repeat

    def _answered(self, given: Any) -> None:
        self.is_busy = False
        if isinstance(given, Answer):
            if given.is_refused_login:
                self._refused_logins += 1
                self.server.failures.count(self.session.address)
            self._broken = self._broken + 1 if given.is_broken else 0
            self._send(given.line)
            if self._refused_logins >= self.limits.logins:
                self._close("too many wrong logins")
        else:
            self._refuse("failed")
        if self._broken >= self.limits.broken:
            self._close("too many broken messages")
        self._next()

    # What is sent

    def _refuse(self, why: str) -> None:
        self._broken += 1
        tell("broken", level=logging.WARNING, why=why, **self.session.facts())
        self._send(self._ask_again(), keep=False)
        if self._broken >= self.limits.broken:
            self._close("too many broken messages")

    def _ask_again(self) -> bytes:
        return sip2.write(sip2.RequestScResend(), sequence=0)

    def _send(self, line: bytes, *, keep: bool = True) -> None:
        if keep:
            self._last_answer, self._answered_at = line, self.loop.time()
        if not self.transport.is_closing():
            self.transport.write(line)

    def _close(self, why: str) -> None:
        if not self._is_closing:
            tell("closing", level=logging.WARNING, why=why, **self.session.facts())
        self._is_closing = True
        self._lines.clear()
        self.transport.close()

    # Time

    def check_time(self, now: float) -> None:
        """Close a line that has been silent too long, has not logged in, or does not end what it began."""
        if self.is_busy or self._is_closing:
            return
        if self._reader.is_amid_line and now - self._begun_at > self.limits.unfinished:
            self._close("unfinished line")
        elif self.session.device is None and now - self._begun_at > self.limits.login:
            self._close("no login")
        elif now - self._heard_at > self.limits.idle:
            self._close("silence")

    def finish(self) -> None:
        """Close after the answer that is being made."""
        self._is_closing = True
        self._lines.clear()
        if not self.is_busy:
            self.transport.close()
