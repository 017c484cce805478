"""The listener: takes lines up, watches their time, and stops without losing an answer.

The loop of one thread reads and writes; threads of `lanes` ask the database. On PostgreSQL several such processes share
one port; on SQLite, where one writes at a time, one is the quickest.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections import Counter, deque

from django.db import connection as database

from .connection import Connection
from .events import tell
from .lanes import Lanes
from .limits import Limits


class Failures:
    """Wrong logins of each address in the last five minutes."""

    WINDOW = 300

    def __init__(self, most: int) -> None:
        self.most = most
        self._times: dict[str, deque[float]] = {}

    def count(self, address: str) -> None:
        if len(self._times) > 10_000:
            self._times.clear()
        self._times.setdefault(address, deque(maxlen=self.most)).append(time.monotonic())

    def must_wait(self, address: str) -> bool:
        times = self._times.get(address)
        return times is not None and len(times) >= self.most and time.monotonic() - times[0] < self.WINDOW


class Server:
    """A running server; `start`, then `stop`, in the loop it was made in."""

    def __init__(self, *, limits: Limits | None = None, threads: int = 4) -> None:
        self.limits = limits or Limits()
        self.loop = asyncio.get_running_loop()
        self.lanes = Lanes(self.loop, threads=threads, single_writer=database.vendor == "sqlite")
        self.failures = Failures(self.limits.failures_of_address)
        self.connections: set[Connection] = set()
        self._of_address: Counter[str] = Counter()
        self._listener: asyncio.Server | None = None
        self._clock: asyncio.Task[None] | None = None

    async def start(self, *, host: str, port: int, tls: ssl.SSLContext | None = None, shares_port: bool = False) -> int:
        """Listen; returns the port, which the system chose if it was 0. Raises OSError when it is taken."""
        listening = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=512, reuse_port=shares_port
        )
        # A machine that was switched off says no goodbye: the system asks after some silence. Each line inherits this.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._listener = await self.loop.create_server(lambda: Connection(self), sock=listening, ssl=tls)
        self._clock = self.loop.create_task(self._watch())
        found: int = listening.getsockname()[1]
        return found

    def admit(self, connection: Connection) -> bool:
        address = connection.session.address
        full = (
            len(self.connections) >= self.limits.connections
            or self._of_address[address] >= self.limits.connections_of_address
        )
        if full or self.failures.must_wait(address):
            tell("turned away", address=address, why="too many lines" if full else "too many wrong logins")
            return False
        self.connections.add(connection)
        self._of_address[address] += 1
        return True

    def forget(self, connection: Connection) -> None:
        self.connections.discard(connection)
        address = connection.session.address
        self._of_address[address] -= 1
        if self._of_address[address] <= 0:
            del self._of_address[address]

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(min(1.0, self.limits.unfinished / 2))
            now = self.loop.time()
            for connection in list(self.connections):
                connection.check_time(now)

    async def stop(self, patience: float = 10) -> None:
        """Take no new line, let begun messages be answered, close."""
        if self._clock:
            self._clock.cancel()
        if self._listener:
            self._listener.close()
        for connection in list(self.connections):
            connection.finish()
        until = self.loop.time() + patience
        while self.connections and self.loop.time() < until:
            await asyncio.sleep(0.02)
        for connection in list(self.connections):
            connection.transport.abort()
        await asyncio.to_thread(self.lanes.stop)
