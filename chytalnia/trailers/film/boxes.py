"""The outermost layer of films, read without FFmpeg: what they are, whether they are whole, what else lies in them."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

#: Brands of MP4 and MOV that hold moving pictures; HEIC and AVIF pictures are boxes too.
_PICTURES = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"crx "})
_BOXES = frozenset(
    {
        b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"udta", b"meta", b"moof", b"mfra", b"sidx", b"styp",
        b"pdin", b"pnot", b"emsg", b"prft",
    }
)  # fmt: skip
#: Words that say where a film was made, as cameras and phones write them.
_PLACE = re.compile(rb"\xa9xyz|location\.ISO6709|loci\x00|GPSLatitude|com\.apple\.quicktime\.location|LOCATION")
_HEAD = 64


def container_of(path: Path) -> str | None:
    """The kind of film by its first bytes; none for all that is no film."""
    with open(path, "rb") as file:
        head = file.read(_HEAD)
    if head[4:8] == b"ftyp":
        return None if head[8:12] in _PICTURES else "mp4"
    # Old QuickTime begins without saying so.
    if head[4:8] in (b"moov", b"mdat", b"wide") and int.from_bytes(head[:4], "big") >= 8:
        return "mp4"
    if head.startswith(b"\x1aE\xdf\xa3") and (b"webm" in head or b"matroska" in head):
        return "matroska"
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        return "avi"
    if head.startswith((b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3")):
        return "mpeg"
    return None


def _boxes(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, begin and end of each outermost box; a kind of no letters where the bytes are none."""
    at = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        long, kind = struct.unpack(">I4s", head[:8])
        if long == 1 and len(head) == 16:
            long = struct.unpack(">Q", head[8:])[0]
        elif long == 0:
            long = size - at
        if long < 8 or kind not in _BOXES:
            yield b"", at, size
            return
        yield kind, at, at + long
        at += long
    if at < size:
        yield b"", at, size


def is_broken(path: Path, container: str) -> bool:
    """Whether the file ends before it says it would, or lacks what no film lacks."""
    size = path.stat().st_size
    with open(path, "rb") as file:
        if container == "mp4":
            found = list(_boxes(file, size))
            kinds = {kind for kind, _begin, _end in found}
            return b"moov" not in kinds or any(end > size for _kind, _begin, end in found)
        if container == "avi":
            file.seek(4)
            return int.from_bytes(file.read(4), "little") > size
    return False


def has_more(path: Path, container: str) -> bool:
    """Whether something stands behind the film or between its boxes that is no part of it."""
    size = path.stat().st_size
    with open(path, "rb") as file:
        if container == "mp4":
            return any(not kind for kind, _begin, _end in _boxes(file, size))
        if container == "avi":
            file.seek(4)
            return int.from_bytes(file.read(4), "little") + 9 < size
        # Archives are read from their end: that is how one hides behind a film.
        file.seek(max(0, size - 70_000))
        return b"PK\x05\x06" in file.read()


def has_place(path: Path, container: str) -> bool:
    """Whether the film says where it was made. Looked for where metadata stand: around the pictures, not in them."""
    size = path.stat().st_size
    with open(path, "rb") as file:
        if container == "mp4":
            return any(
                _PLACE.search(_read(file, begin, end))
                for kind, begin, end in _boxes(file, size)
                if kind in (b"moov", b"udta", b"meta", b"uuid")
            )
        return bool(_PLACE.search(_read(file, 0, 65_536)) or _PLACE.search(_read(file, max(0, size - 65_536), size)))


def _read(file: BinaryIO, begin: int, end: int) -> bytes:
    file.seek(begin, os.SEEK_SET)
    return file.read(min(end - begin, 32 * 2**20))
