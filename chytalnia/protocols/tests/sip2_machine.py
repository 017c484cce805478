"""A machine of the tests: a socket, our codec, and the server it speaks to, running in a thread."""

from __future__ import annotations

import asyncio
import itertools
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from chytalnia.protocols.sip2.limits import Limits
from chytalnia.protocols.sip2.server import Server
from chytalnia.wire import sip2


class Running:
    """A server in a loop and a thread of its own, as the command runs it."""

    def __init__(self, limits: Limits | None = None, threads: int = 4) -> None:
        self._ready = threading.Event()
        self._limits, self._threads = limits, threads
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        self._thread.start()
        assert self._ready.wait(10)

    async def _run(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        self.server = Server(limits=self._limits, threads=self._threads)
        self.port = await self.server.start(host="127.0.0.1", port=0)
        self._ready.set()
        await self._stop.wait()
        await self.server.stop()

    def stop(self) -> None:
        if not self._thread.is_alive():
            return
        self.loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)
        assert not self._thread.is_alive()


@contextmanager
def running(limits: Limits | None = None, threads: int = 4) -> Iterator[Running]:
    server = Running(limits, threads)
    try:
        yield server
    finally:
        server.stop()


class Machine:
    """Asks and waits for the answer, with sequence numbers and checksums."""

    def __init__(self, port: int, *, encoding: sip2.Encoding = sip2.Encoding.UTF8, timeout: float = 20) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self.encoding = encoding
        self._reader = sip2.LineReader(limit=1_000_000)
        self._lines: list[Any] = []
        self._sequence = itertools.cycle(range(10))

    def __enter__(self) -> Machine:
        return self

    def __exit__(self, *_: Any) -> None:
        self.socket.close()

    def ask(self, message: sip2.Message) -> Any:
        sequence = next(self._sequence)
        self.socket.sendall(sip2.write(message, sequence=sequence, encoding=self.encoding))
        frame = sip2.read(self.line(), encoding=self.encoding)
        assert frame.is_checked
        if not isinstance(frame.message, sip2.RequestScResend):
            assert frame.sequence == sequence
        return frame.message

    def say(self, line: bytes) -> bytes:
        """Send a line as it is; the line that comes back."""
        self.socket.sendall(line)
        return self.line()

    def line(self) -> bytes:
        while not self._lines:
            data = self.socket.recv(65536)
            if not data:
                raise EOFError("The server closed the line")
            self._lines.extend(self._reader.feed(data))
        return self._lines.pop(0)

    def is_closed(self) -> bool:
        """Whether the server closes the line, after whatever it still says."""
        try:
            while True:
                self.line()
        except (EOFError, ConnectionResetError):
            return True
        except TimeoutError:
            return False

    def log_in(self, device: Any, password: str) -> bool:
        answer = self.ask(sip2.Login(user=device.login, password=password))
        return bool(answer.ok)


def now() -> datetime:
    return datetime.now().replace(microsecond=0)  # noqa: DTZ005 – a machine knows only the time of its place
