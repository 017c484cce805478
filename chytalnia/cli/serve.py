"""`chytalnia serve`: web server and worker of one machine, started and stopped together."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from types import FrameType

import click

from .console import Refusal

#: Where a server that listens on every address of the machine is reached from the machine.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (an address to look at, not to listen on)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", type=int, help="Web processes. As many as the machine has cores, four at most, unless told.")
@click.option("--threads", type=int, help="Requests at once in each web process. Eight, or what the cores can bear.")
@click.option("--no-worker", is_flag=True, help="Web server only; run `chytalnia worker` elsewhere.")
def command(host: str, port: int, workers: int | None, threads: int | None, no_worker: bool) -> None:
    """Serve the library on this machine, with its worker."""
    from chytalnia.cli.setup import prepare

    _refuse_taken(host, port)
    prepare(quiet=True)
    cores = os.cpu_count() or 1
    # More than two to a core only wait for each other, and the server says so at each start.
    threads = threads or min(8, 2 * cores + 1)
    granian = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers or min(4, cores)), "--blocking-threads", str(threads),
        "--respawn-failed-workers", "--no-ws", "chytalnia.config.wsgi:application",
    ]  # fmt: skip
    commands = {"web": granian}
    if not no_worker:
        commands["worker"] = [sys.executable, "-m", "chytalnia.cli", "worker"]
    sys.exit(_keep(commands, host, port))


def _refuse_taken(host: str, port: int) -> None:
    """Raise Refusal when nothing can listen there; the web server would tell it in a page of its own words."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                said = (
                    f"Port {port} is taken by another program. Say another: --port {port + 1 if port < 65535 else 8000}"
                )
                raise Refusal(f"{said} (make run PORT=…).") from error
            raise Refusal(f"Nothing can listen at {host}:{port}: {error.strerror}.") from error


def _is_open(host: str, port: int) -> bool:
    with suppress(OSError), socket.create_connection((_EVERYWHERE.get(host, host), port), timeout=0.2):
        return True
    return False


def _keep(commands: dict[str, list[str]], host: str, port: int) -> int:
    """Run the processes until a signal comes or the web server ends; a fallen worker is started again. The address is told
    when a browser that opens it gets an answer."""
    environment = {**os.environ, "GRANIAN_LOG_LEVEL": os.environ.get("GRANIAN_LOG_LEVEL", "warning")}
    running = {name: subprocess.Popen(args, env=environment) for name, args in commands.items()}
    stopping = told = False

    def stop(_signum: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping and running["web"].poll() is None:
        if not told and (told := _is_open(host, port)):
            click.echo(f"Chytalnia is open at http://{host}:{port}/ (Ctrl+C closes it)")
        if "worker" in running and running["worker"].poll() is not None:
            time.sleep(1)
            running["worker"] = subprocess.Popen(commands["worker"], env=environment)
        time.sleep(0.2)
    code = running["web"].poll()
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    for process in running.values():
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
    return 0 if stopping else code or 1
