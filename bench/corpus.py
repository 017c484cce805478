"""Records to measure with: the Library of Congress's own, and as many more as are asked for, made of them.

The file of 250,000 book records lies in the source package of pymarc 5.4.0; pip fetches it once. Offline the small
file of the demonstration network is taken in its place. Beyond its records a record is varied: its own number and
ISBN, words of its title put in place of others, sometimes a word that was never there, as vocabularies grow.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "bench" / "cache"
PACKAGE, INSIDE = "pymarc==5.4.0", "BooksAll.2016.part01.utf8"
#: Records apart in the source when fewer are wanted than it has: neighbours are of one year and hand.
SOURCE_RECORDS = 250_000


def source() -> Path:
    """The file all others are made of."""
    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / INSIDE
    if path.exists():
        return path
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        # pip builds a source package to read its name; what it is built with, pip fetches for that.
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                   "--no-binary", "pymarc", "--dest", folder, PACKAGE]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=600)
            with tarfile.open(next(Path(folder).glob("pymarc-*.tar.gz"))) as archive:
                member = next(m for m in archive.getmembers() if m.name.endswith(INSIDE))
                stream = archive.extractfile(member)
                assert stream is not None
                part = path.with_suffix(".part")
                with part.open("wb") as out:
                    shutil.copyfileobj(stream, out)
                part.rename(path)
            return path
        except (subprocess.SubprocessError, OSError, StopIteration) as error:
            print(
                f"  {PACKAGE} could not be fetched ({type(error).__name__}); the demo's records stand in",
                file=sys.stderr,
            )
    return demo()


def demo() -> Path:
    """Records of the demonstration network, the largest file of them."""
    found = sorted((ROOT / "chytalnia" / "demo").rglob("*.mrc*"), key=lambda p: -p.stat().st_size)
    if not found:
        raise SystemExit("  there are no records here: fetch them while online")
    if found[0].suffix == ".mrc":
        return found[0]
    import gzip
    import lzma

    path = CACHE / found[0].name.removesuffix(found[0].suffix)
    opened = lzma.open if found[0].suffix == ".xz" else gzip.open
    with opened(found[0], "rb") as packed, path.open("wb") as out:
        shutil.copyfileobj(packed, out)
    return path


def slavic() -> Path:
    """Records in Ukrainian, Russian, Kazakh and their neighbours, cut from the source once."""
    path = CACHE / "slavic.mrc"
    if not path.exists():
        wanted = re.compile(rb"(?:rus|ukr|kaz|bel|bul)")
        with path.with_suffix(".part").open("wb") as out:
            for raw in raw_records(source()):
                if language_of(raw) in (b"rus", b"ukr", b"kaz", b"bel", b"bul") and wanted.search(raw):
                    out.write(raw)
        path.with_suffix(".part").rename(path)
    return path


def language_of(raw: bytes) -> bytes:
    """The language in 008, without parsing the record."""
    base = int(raw[12:17])
    at = raw.find(b"008", 24, base)
    while at > 0 and (at - 24) % 12:
        at = raw.find(b"008", at + 1, base)
    if at < 0:
        return b""
    start = base + int(raw[at + 7 : at + 12])
    return raw[start + 35 : start + 38]


def raw_records(path: Path) -> Iterator[bytes]:
    """Whole records of a file whose leaders can be believed."""
    with path.open("rb") as file:
        while len(head := file.read(5)) == 5:
            if not head.isdigit():
                return
            yield head + file.read(int(head) - 5)


def records(size: int, seed: int = 1) -> Path:
    """A file of so many records, made once for a size and a seed."""
    path = CACHE / f"records-{size}-{seed}.mrc"
    if path.exists():
        return path
    origin = source()
    print(f"  making {size} records …", file=sys.stderr, flush=True)
    part = path.with_suffix(".part")
    with part.open("wb") as out:
        for number, raw in enumerate(_enough(origin, size, seed)):
            out.write(raw)
            if number + 1 >= size:
                break
    part.rename(path)
    return path


def _enough(origin: Path, size: int, seed: int) -> Iterator[bytes]:
    whole = origin.name == INSIDE
    step = max(1, SOURCE_RECORDS // size) if whole else 1
    for number, raw in enumerate(raw_records(origin)):
        if number % step == 0:
            yield raw
    maker = Varied(origin, seed)
    copy = 1
    while True:
        for raw in raw_records(origin):
            yield maker.varied(raw, copy)
        copy += 1


class Varied:
    """Makes new records of old ones, the same for the same seed."""

    def __init__(self, origin: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        words: list[str] = []
        for number, raw in enumerate(raw_records(origin)):
            if number % 5 == 0:
                words += re.findall(r"[^\W\d_]{4,}", _title(raw))
        # As often as they are in titles, so that common words stay common.
        self.words = words or ["book"]

    def varied(self, raw: bytes, copy: int) -> bytes:
        fields = _fields(raw)
        out = []
        for tag, data in fields:
            if tag == b"001":
                data = f"x{copy}-".encode() + data.strip()  # noqa: PLW2901
            elif tag == b"020":
                data = re.sub(rb"\x1fa[0-9Xx-]{10,17}", self._isbn, data, count=1)  # noqa: PLW2901
            elif tag == b"245":
                data = self._title(data)  # noqa: PLW2901
            out.append((tag, data))
        return _joined(raw[:24], out)

    def _isbn(self, _match: re.Match[bytes]) -> bytes:
        digits = "978" + "".join(self.dice.choices("0123456789", k=9))
        check = -sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(digits)) % 10
        return f"\x1fa{digits}{check}".encode()

    def _title(self, data: bytes) -> bytes:
        text = data.decode("utf-8", "replace")
        places = [m for m in re.finditer(r"[^\W\d_]{4,}", text) if m.start() > 3]
        for match in sorted(self.dice.sample(places, min(len(places), 3)), key=lambda m: -m.start()):
            word = self.dice.choice(self.words)
            if self.dice.random() < 0.04:
                other = self.dice.choice(self.words)
                word = word[: len(word) // 2 + 1] + other[len(other) // 2 :].lower()
            if match.group()[0].islower():
                word = word.lower()
            text = text[: match.start()] + word + text[match.end() :]
        return text.encode()


def _title(raw: bytes) -> str:
    return next((data.decode("utf-8", "replace") for tag, data in _fields(raw) if tag == b"245"), "")


def _fields(raw: bytes) -> list[tuple[bytes, bytes]]:
    base = int(raw[12:17])
    directory = raw[24 : base - 1]
    out = []
    for at in range(0, len(directory), 12):
        length, start = int(directory[at + 3 : at + 7]), int(directory[at + 7 : at + 12])
        out.append((directory[at : at + 3], raw[base + start : base + start + length - 1]))
    return out


def _joined(leader: bytes, fields: list[tuple[bytes, bytes]]) -> bytes:
    directory, body = [], []
    start = 0
    for tag, data in fields:
        directory.append(tag + b"%04d%05d" % (len(data) + 1, start))
        body.append(data + b"\x1e")
        start += len(data) + 1
    base = 24 + 12 * len(fields) + 1
    whole = b"".join([*directory, b"\x1e", *body, b"\x1d"])
    return b"%05d" % (24 + len(whole)) + leader[5:12] + b"%05d" % base + leader[17:24] + whole
