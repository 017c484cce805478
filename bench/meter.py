"""Clocks and scales: CPU seconds and memory of processes, medians and percentiles of answers."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Run:
    """What a command took: seconds on the wall and of the processors, megabytes at most and over time."""

    wall: float = 0.0
    cpu: float = 0.0
    peak_mb: float = 0.0
    #: memory without mapped files of all its processes at each tenth of the run
    curve_mb: list[float] = field(default_factory=list)
    output: str = ""


def run(command: Sequence[str], *, env: dict[str, str] | None = None, cwd: Path | None = None) -> Run:
    """Run a command to its end and weigh it with its children. Raises CalledProcessError with what it said."""
    before = os.times()
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=env, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace"
    )
    out = Run()
    samples: list[float] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.25):
            if found := memory(process.pid):
                held = [memory(pid) for pid in children(process.pid)] + [found]
                samples.append(sum(own for _, own in held))
                out.peak_mb = max(out.peak_mb, sum(whole for whole, _ in held))

    watcher = threading.Thread(target=watch)
    watcher.start()
    stdout, stderr = process.communicate()
    done.set()
    watcher.join()
    after = os.times()
    out.wall = time.perf_counter() - began
    out.cpu = after.children_user + after.children_system - before.children_user - before.children_system
    out.output = stdout
    out.curve_mb = samples[:: max(1, len(samples) // 10)]
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command), stdout, stderr)
    return out


def memory(pid: int | str = "self") -> tuple[float, float]:
    """Resident megabytes of a process, and those of them that it holds itself (without mapped files)."""
    try:
        fields = dict(
            line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line
        )
        return int(fields["VmRSS"].split()[0]) / 1024, int(fields["RssAnon"].split()[0]) / 1024
    except (FileNotFoundError, KeyError, ProcessLookupError):
        return 0.0, 0.0


def children(pid: int) -> list[int]:
    """All processes that a process has started, and those that they have."""
    try:
        own = [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [one for child in own for one in (child, *children(child))]


def cpu_of(pid: int) -> float:
    """CPU seconds that a process and its children have used so far."""
    total = 0.0
    for one in [pid, *children(pid)]:
        try:
            parts = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
            total += (int(parts[11]) + int(parts[12])) / TICK
        except (FileNotFoundError, ProcessLookupError, IndexError):
            continue
    return total


def at_once(clients: int, work: Sequence[T], make: Callable[[], Callable[[T], object]]) -> tuple[list[float], float]:
    """Let clients share the work, each with its own connection from `make`; milliseconds of each, sorted, and the wall."""
    spent: list[float] = []
    failed: list[BaseException] = []

    def client(mine: Sequence[T]) -> None:
        try:
            ask = make()
            for one in mine:
                began = time.perf_counter()
                ask(one)
                spent.append((time.perf_counter() - began) * 1000)
        except BaseException as error:
            failed.append(error)

    began = time.perf_counter()
    threads = [threading.Thread(target=client, args=(work[n::clients],)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return sorted(spent), time.perf_counter() - began


def at(spent: Sequence[float], share: float) -> float:
    """The percentile of sorted values."""
    return spent[min(len(spent) - 1, int(len(spent) * share))] if spent else 0.0
