"""EPUB and office files: archives of many members. What they are, and whether anything in them could do harm."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import PurePath
from typing import IO

from django.utils.translation import gettext as _

from .errors import RefusedFile

MB = 1 << 20
#: What an archive may hold when unpacked, how much more than packed, and how much of it may be one piece of XML.
MOST_UNPACKED = 500 * MB
MOST_RATIO = 200
MOST_MEMBERS = 5000
MOST_XML = 60 * MB
_PIECE = 1 << 20

_OFFICE = "application/vnd.openxmlformats-officedocument."
#: The member in which the text of an Office file lies, and the type that its list of types gives it. One with macros has another.
_MAIN = {
    "word/document.xml": "wordprocessingml.document",
    "xl/workbook.xml": "spreadsheetml.sheet",
    "ppt/presentation.xml": "presentationml.presentation",
}
_TYPES = "[Content_Types].xml"
_PROGRAMS = (".exe", ".dll", ".js.exe", ".bat", ".vbs", ".cmd", ".com", ".scr", ".ps1", ".jar", ".hta", ".lnk", ".msi")
#: Folders of OpenDocument in which macros lie, and of Office files in which controls do.
_MACROS = ("Basic/", "Scripts/", "word/activeX/", "xl/activeX/", "ppt/activeX/")
_XML = (".xml", ".rels", ".opf", ".ncx", ".rdf", ".vml")
_ENTITIES = tuple("<!ENTITY".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
#: A part of the file that is fetched from elsewhere, or a thing of another program that is opened.
_FETCHED = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)(?=[^>]*/(?:attachedTemplate|oleObject|frame|subDocument|package)[\"'])",
    re.IGNORECASE,
)


def type_of(file: IO[bytes]) -> str:
    """EPUB and OpenDocument say their type in a member; Office files in their list of types."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return archive.read("mimetype").decode("ascii", "replace").strip()
            for member, kind in _MAIN.items():
                if member in names and _TYPES in names and archive.getinfo(_TYPES).file_size < MB:
                    said = archive.read(_TYPES)
                    return f"{_OFFICE}{kind}" if f"{_OFFICE}{kind}.main+xml".encode() in said else "application/zip"
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return ""
    finally:
        file.seek(0)
    return "application/zip"


def look_into(file: IO[bytes]) -> None:
    """Whole, of sane size unpacked, no names that climb out, no programs, XML without entities. Raises RefusedFile."""
    damaged = _("The file is damaged or locked with a password.")
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            packed = max(1, sum(member.compress_size for member in members))
            if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or unpacked / packed > MOST_RATIO:
                raise RefusedFile(_("The file unpacks to far more than it seems."))
            for member in members:
                path = PurePath(member.filename.replace("\\", "/"))
                if path.is_absolute() or ".." in path.parts:
                    raise RefusedFile(damaged)
                if _is_program(member.filename, path):
                    raise RefusedFile(_("The file holds a program. Save it without macros and bring it again."))
            if archive.testzip() is not None:
                raise RefusedFile(damaged)
            for member in members:
                if member.filename.lower().endswith(_XML):
                    _look_into_xml(archive, member, damaged)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise RefusedFile(damaged) from error


def _is_program(name: str, path: PurePath) -> bool:
    called = path.name.lower()
    return (
        called.startswith(("vbaproject", "vbadata", "oleobject"))
        or path.suffix.lower() in _PROGRAMS
        or (name.startswith(_MACROS) and not name.endswith("/"))
    )


def _look_into_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo, damaged: str) -> None:
    if member.file_size > MOST_XML:
        raise RefusedFile(_("The file unpacks to far more than it seems."))
    if _holds(archive, member, _ENTITIES):
        raise RefusedFile(_("The file defines entities in its XML."))
    if member.filename.endswith(".rels") and member.file_size < MB and _FETCHED.search(archive.read(member)):
        raise RefusedFile(_("The file wants to fetch a part of itself from elsewhere."))
    if member.filename == "META-INF/manifest.xml" and _holds(archive, member, (b"encryption-data",)):
        raise RefusedFile(damaged)


def _holds(archive: zipfile.ZipFile, member: zipfile.ZipInfo, wanted: Iterable[bytes]) -> bool:
    """Whether any of these stands in a member, which is never whole in memory."""
    wanted = tuple(wanted)
    end = b""
    with archive.open(member) as content:
        while piece := content.read(_PIECE):
            if any(each in end + piece for each in wanted):
                return True
            end = piece[-32:]
    return False
