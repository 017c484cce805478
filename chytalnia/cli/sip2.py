"""`chytalnia sip2`: machines of self-service borrow and return through this server."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import ssl
import subprocess
import sys
import time
from types import FrameType

import click

from .console import Refusal, with_django


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 is every one.")
@click.option("--port", default=6001, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1, 32), help="Processes. On SQLite always one; else two unless told.")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Messages at once a process.")
@click.option("--cert", type=click.Path(exists=True, dir_okay=False), help="Certificate (PEM): speak TLS.")
@click.option(
    "--key", type=click.Path(exists=True, dir_okay=False), help="Its key (PEM), if it is not in the same file."
)
@click.option(
    "--idle",
    default=1800.0,
    show_default=True,
    type=click.FloatRange(1),
    help="Seconds of silence after which a line is closed.",
)
@click.option(
    "--rate",
    default=100.0,
    show_default=True,
    type=click.FloatRange(1),
    help="Messages a second from one machine; more must wait.",
)
@click.option("--json", "as_json", is_flag=True, help="Tell each event as one line of JSON, for machines.")
@click.option("--verbose", is_flag=True, help="Tell of each message too; no reader and no card is ever told.")
@click.option("--shares-port", is_flag=True, hidden=True)
@with_django
def command(
    host: str, port: int, workers: int | None, threads: int, cert: str | None, key: str | None, idle: float, rate: float,
    as_json: bool, verbose: bool, shares_port: bool,
) -> None:  # fmt: skip
    """Serve self-checks, gates and sorters by SIP2.

    Machines are entered at the desk, under Machines; what they may do is in docs/administrators/sip2.md.
    """
    from django.db import connection

    from chytalnia.protocols.sip2.events import Lines, tell
    from chytalnia.protocols.sip2.limits import Limits

    if key and not cert:
        raise Refusal("A key without a certificate: name --cert too.")
    tls = _tls(cert, key) if cert else None
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Lines(as_json=as_json))
    logger = logging.getLogger("chytalnia.sip2")
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    if (workers or 2) > 1 and not shares_port and connection.vendor != "sqlite":
        sys.exit(_keep(workers or 2))
    limits = Limits(idle=idle, rate=rate)
    # Each answer waits some twenty times for the database, and after each time for its turn among the threads: five
    # milliseconds, as Python has it, would be a tenth of a second a loan.
    sys.setswitchinterval(0.0005)
    try:
        asyncio.run(_serve(host, port, threads=threads, limits=limits, tls=tls, shares_port=shares_port))
    except OSError as error:
        raise Refusal(f"Cannot listen on {host}:{port}: {error.strerror or error}.") from error
    tell("stopped")


def _tls(cert: str, key: str | None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(cert, key)
    except (OSError, ssl.SSLError) as error:
        raise Refusal(f"The certificate or its key cannot be used: {error}.") from error
    return context


async def _serve(host, port, *, threads, limits, tls, shares_port) -> None:  # type: ignore[no-untyped-def]
    from chytalnia.protocols.sip2.events import tell
    from chytalnia.protocols.sip2.server import Server

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    server = Server(limits=limits, threads=threads)
    found = await server.start(host=host, port=port, tls=tls, shares_port=shares_port)
    tell("listening", host=host, port=found, tls=tls is not None, process=os.getpid())
    await stop.wait()
    tell("stopping", lines=len(server.connections))
    await server.stop()


def _keep(workers: int) -> int:
    """Processes that share the port, until a signal comes; a fallen one is started again, unless it fell at once."""
    command = [sys.executable, "-m", "chytalnia.cli", *sys.argv[1:], "--shares-port"]
    started = {n: (subprocess.Popen(command), time.monotonic()) for n in range(workers)}
    stopping = False

    def stop(_signum: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    code = 0
    while not stopping:
        for n, (process, since) in list(started.items()):
            if process.poll() is None:
                continue
            if time.monotonic() - since < 5:
                code, stopping = process.returncode or 1, True
                break
            started[n] = (subprocess.Popen(command), time.monotonic())
        time.sleep(0.1)
    for process, _since in started.values():
        if process.poll() is None:
            process.terminate()
    for process, _since in started.values():
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
    return code
