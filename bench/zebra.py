"""Zebra of Index Data as a peer: its own indexer and its own shell, with the MARC profile it comes with.

Nothing is kept running: `zoomsh` talks to a `zebrasrv` on this machine's loopback that ends with the measurement.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

from . import corpus, meter

HOW = "Zebra is not installed here: apt-get install idzebra-2.0-utils libidzebra-2.0-mod-grs-marc yaz"
_CONFIG = """
profilePath: {folder}:/usr/share/idzebra-2.0/tab:/etc/idzebra-2.0
modulePath: {modules}
attset: bib1.att
attset: explain.att
recordType: grs.marc.usmarc
storeKeys: 1
storeData: 1
register: {folder}/register:80G
lockDir: {folder}/lock
keyTmpDir: {folder}/tmp
memMax: 64
"""


def missing() -> str:
    """Why Zebra cannot be measured here, or nothing."""
    tools = all(shutil.which(tool) for tool in ("zebraidx", "zebrasrv", "zoomsh"))
    return "" if tools and next(Path("/usr/lib").glob("**/mod-grs-marc.so"), None) else HOW


class Zebra:
    def __init__(self, name: str, *, fresh: bool = False) -> None:
        self.folder = corpus.CACHE / name
        if fresh:
            shutil.rmtree(self.folder, ignore_errors=True)
        for part in ("register", "lock", "tmp", "records"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        modules = next(iter(Path("/usr/lib").glob("**/idzebra-2.0/modules")), Path("/usr/lib/idzebra-2.0/modules"))
        self.config = self.folder / "zebra.cfg"
        self.config.write_text(_CONFIG.format(folder=self.folder, modules=modules).strip() + "\n")
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def is_full(self) -> bool:
        return (self.folder / "full").exists()

    def take_in(self, path: Path) -> meter.Run:
        """Index a file as `zebraidx update` does."""
        target = self.folder / "records" / path.name
        target.unlink(missing_ok=True)
        target.hardlink_to(path)  # it does not follow symbolic links
        subprocess.run(["zebraidx", "-c", str(self.config), "init"], check=True, capture_output=True, cwd=self.folder)
        weighed = meter.run(["zebraidx", "-c", str(self.config), "-n", "update", "records"], cwd=self.folder)
        (self.folder / "full").touch()
        return weighed

    def __enter__(self) -> Zebra:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._server = subprocess.Popen(
            ["zebrasrv", "-c", str(self.config), f"tcp:127.0.0.1:{self.port}"],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise RuntimeError("zebrasrv did not start")

    def __exit__(self, *_error: object) -> None:
        assert self._server is not None
        self._server.terminate()
        self._server.wait(timeout=10)

    def client(self) -> Client:
        return Client(self.port)


class Client:
    """One `zoomsh` at work, asked by its standard input."""

    def __init__(self, port: int) -> None:
        self.shell = subprocess.Popen(
            ["stdbuf", "-oL", "zoomsh"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace",
        )  # fmt: skip
        self._say(f"connect 127.0.0.1:{port}/Default")
        self._say("set preferredRecordSyntax usmarc")

    def __call__(self, words: list[str]) -> tuple[int, list[str]]:
        """How many records have all the words, and the control numbers of the first ten by relevance."""
        return self.ask(words, any_of=False)

    def ask(self, words: list[str], *, any_of: bool) -> tuple[int, list[str]]:
        if not words:
            return 0, []
        terms = [f'"{word}"' for word in words]
        joined = ("@or " if any_of else "@and ") * (len(terms) - 1) + " ".join(terms)
        text = self._say(f"search @attr 1=1016 @attr 2=102 {joined}")
        found = re.search(r": (\d+) hits", text)
        total = int(found[1]) if found else 0
        shown = self._say(f"show 0 {min(10, total)}") if total else ""
        return total, re.findall(r"(?m)^001 (.*?)\s*$", shown)

    def close(self) -> None:
        assert self.shell.stdin is not None
        self.shell.stdin.write("quit\n")
        self.shell.stdin.flush()
        self.shell.wait(timeout=10)

    def _say(self, command: str) -> str:
        """Give a command and read what it says, up to the answer to a question after it."""
        stdin, stdout = self.shell.stdin, self.shell.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(command + "\nget here\n")
        stdin.flush()
        said: list[str] = []
        for line in stdout:
            if line.startswith("here = "):
                break
            said.append(line)
        return "".join(said)
