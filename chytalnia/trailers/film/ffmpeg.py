"""The one door to FFmpeg: never through a shell, never on the net, never longer or larger than allowed."""

from __future__ import annotations

import functools
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import Stopped, Unmade

MB = 2**20
#: Nothing that may depend on the day or the machine is written into files.
EXACT = ("-fflags", "+bitexact", "-flags", "+bitexact")
#: Standard output tells how far a run is; `at_second` reads it.
PROGRESS = ("-progress", "pipe:1", "-stats_period", "0.5")
#: Containers that a file from outside may be, by the names of FFmpeg's readers; none of them opens other files.
SOUND_READERS = "wav,mp3,ogg,mov,matroska,flac,aac"
# Limits are set by a small program that becomes FFmpeg: a function between fork and exec could hang in a server with threads.
_LIMITED = """
import os, sys
memory, cpu, size = map(int, sys.argv[1:4])
try:
    import resource
except ImportError:
    pass
else:
    for what, most in (("AS", memory), ("CPU", cpu), ("FSIZE", size), ("CORE", 0)):
        resource.setrlimit(getattr(resource, "RLIMIT_" + what), (most, most))
os.execv(sys.argv[4], sys.argv[4:])
"""
#: How a run ends that has used up its processor time.
USED_UP = (-signal.SIGXCPU, -signal.SIGKILL)


@functools.cache
def program() -> str:
    import imageio_ffmpeg

    found: str = imageio_ffmpeg.get_ffmpeg_exe()
    return found


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may use: seconds of the processors, megabytes of memory, megabytes written.

    A machine that is busy with other things may take several times as long on the wall; that is nobody's fault.
    """

    seconds: float = 1200
    memory_mb: int = 3000
    written_mb: int = 2000

    @property
    def patience(self) -> float:
        return 60 + self.seconds * 6


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: bytes
    said: str
    timed_out: bool = False


def command(words: Sequence[str | Path], limits: Limits | None = None) -> list[str]:
    """The command line of FFmpeg; with limits, one that gives itself up to them first."""
    line = [program(), "-hide_banner", "-nostdin", "-loglevel", "info", *map(str, words)]
    if limits is None:
        return line
    cpu = max(5, round(limits.seconds))
    return [
        sys.executable, "-I", "-S", "-c", _LIMITED,
        str(limits.memory_mb * MB), str(cpu), str(limits.written_mb * MB), *line,
    ]  # fmt: skip


def run(
    words: Sequence[str | Path],
    *,
    limits: Limits = Limits(),
    feed: bytes | memoryview | None = None,
    most_out: int = 200 * MB,
    should_stop: Callable[[], bool] = lambda: False,
    on_line: Callable[[str], None] | None = None,
) -> Ran:
    """Run FFmpeg to its end. Raises Stopped; whatever else happens is in what it returns.

    With `on_line`, standard output is lines of progress and given away as they come.
    """
    if should_stop():
        raise Stopped
    began = time.monotonic()
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as fed:
        if feed is not None:
            fed.write(feed)
            fed.seek(0)
        process = subprocess.Popen(
            command(words, limits),
            stdin=fed if feed is not None else subprocess.DEVNULL,
            stdout=out,
            stderr=said,
        )
        timed_out, heard = False, 0
        try:
            while True:
                try:
                    process.wait(0.1)
                    break
                except subprocess.TimeoutExpired:
                    if should_stop():
                        raise Stopped from None
                    if time.monotonic() - began > limits.patience:
                        timed_out = True
                        break
                    if on_line is not None:
                        heard = _hear(out.fileno(), heard, on_line)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        out.seek(0)
        said.seek(0)
        return Ran(process.returncode, out.read(most_out), said.read(4 * MB).decode("utf-8", "replace"), timed_out)


def at_second(tell: Callable[[float], None]) -> Callable[[str], None]:
    """What hears lines of progress and tells which second of the film is reached."""

    def hear(line: str) -> None:
        key, _equals, value = line.partition("=")
        if key == "out_time_us" and value.isdigit():
            tell(int(value) / 1e6)

    return hear


def _hear(number: int, heard: int, on_line: Callable[[str], None]) -> int:
    import os

    # pread leaves alone the place where FFmpeg writes, which it shares with us.
    new = os.pread(number, 65536, heard)
    for line in new.decode("ascii", "replace").splitlines():
        on_line(line)
    return heard + len(new)


def must(words: Sequence[str | Path], **options: object) -> Ran:
    """Run FFmpeg and raise Unmade when it fails."""
    ran = run(words, **options)  # type: ignore[arg-type]
    if ran.code or ran.timed_out:
        raise Unmade(ran.said[-2000:])
    return ran
