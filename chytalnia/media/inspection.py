"""What a file really is: told by its bytes, never by its name, and by decoding it, not by its first bytes alone."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

import filetype
from django.utils.translation import gettext as _

from . import archives
from .errors import RefusedFile
from .models import Kind

MB = 1 << 20
#: Bytes that a file of a kind may have.
MOST_BYTES: Mapping[str, int] = {
    Kind.IMAGE: 40 * MB, Kind.DOCUMENT: 200 * MB, Kind.AUDIO: 300 * MB, Kind.VIDEO: 2048 * MB, Kind.TEXT: 10 * MB,
}  # fmt: skip
#: Pixels of a picture: a page of a newspaper scanned at 400 dpi has about 60 million.
MOST_PIXELS = 120_000_000
MOST_FRAMES = 300


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file that is taken in, and the extensions it may come with; the first is given to it here."""

    kind: str
    media_type: str
    extensions: tuple[str, ...]


_FORMS = (
    Form(Kind.IMAGE, "image/jpeg", (".jpg", ".jpeg", ".jpe")),
    Form(Kind.IMAGE, "image/png", (".png",)),
    Form(Kind.IMAGE, "image/webp", (".webp",)),
    Form(Kind.IMAGE, "image/gif", (".gif",)),
    Form(Kind.IMAGE, "image/tiff", (".tif", ".tiff")),
    Form(Kind.IMAGE, "image/avif", (".avif",)),
    Form(Kind.IMAGE, "image/svg+xml", (".svg",)),
    Form(Kind.DOCUMENT, "application/pdf", (".pdf",)),
    Form(Kind.DOCUMENT, "application/epub+zip", (".epub",)),
    Form(Kind.DOCUMENT, "application/vnd.oasis.opendocument.text", (".odt",)),
    Form(Kind.DOCUMENT, "application/vnd.oasis.opendocument.spreadsheet", (".ods",)),
    Form(Kind.DOCUMENT, "application/vnd.oasis.opendocument.presentation", (".odp",)),
    Form(Kind.DOCUMENT, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)),
    Form(Kind.DOCUMENT, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)),
    Form(Kind.DOCUMENT, "application/vnd.openxmlformats-officedocument.presentationml.presentation", (".pptx",)),
    Form(Kind.AUDIO, "audio/mpeg", (".mp3",)),
    Form(Kind.AUDIO, "audio/ogg", (".ogg", ".oga", ".opus")),
    Form(Kind.AUDIO, "audio/x-flac", (".flac",)),
    Form(Kind.AUDIO, "audio/x-wav", (".wav",)),
    Form(Kind.AUDIO, "audio/mp4", (".m4a",)),
    Form(Kind.VIDEO, "video/mp4", (".mp4", ".m4v")),
    Form(Kind.VIDEO, "video/webm", (".webm",)),
    Form(Kind.TEXT, "text/plain", (".txt", ".csv", ".tsv", ".srt", ".vtt")),
)
FORMS: Mapping[str, Form] = {form.media_type: form for form in _FORMS}
_OPAQUE_BY_CONTENT = {"image/apng": "image/png"}

#: What makes a browser or an interpreter run a file that also looks like a picture or a text.
_ACTIVE = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|script|iframe|object|embed|svg)[\s>/]|<\?php|<%@|javascript:",
    re.IGNORECASE,
)
_PROGRAM = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
    b"PK\x03\x04",
    b"Rar!",
    b"7z\xbc\xaf",
)


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that passed. `content` is what to store: a picture is written anew, others are as they came."""

    form: Form
    content: IO[bytes]
    width: int | None = None
    height: int | None = None


def inspect(file: IO[bytes], name: str, *, any_name: bool = False) -> Inspected:
    """Look into a file. Raises RefusedFile when it is nothing we keep, is not what its name says, or could do harm.

    With `any_name` the content alone decides: for whoever draws it anew and gives it a name of their own.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size == 0:
        raise RefusedFile(_("The file is empty."))
    head = file.read(8192)
    file.seek(0)
    form = _form(file, head, name)
    extension = PurePath(name).suffix.lower()
    if extension not in form.extensions and not any_name:
        raise RefusedFile(
            _("The file is called “%(extension)s” but its content is %(form)s.")
            % {"extension": extension or name, "form": form.media_type}
        )
    if size > MOST_BYTES[form.kind]:
        raise RefusedFile(_("The file is larger than %(size)s MB.") % {"size": MOST_BYTES[form.kind] // MB})
    if form.media_type == "image/svg+xml":
        return Inspected(form, io.BytesIO(_harmless_svg(file.read())))
    if form.kind == Kind.IMAGE:
        return _redrawn(file.read(), form)
    if form.media_type == "application/pdf":
        _look_into_pdf(file)
    elif form.kind == Kind.DOCUMENT:
        archives.look_into(file)
    elif form.kind == Kind.TEXT:
        _look_into_text(file)
    file.seek(0)
    return Inspected(form, file)


def _form(file: IO[bytes], head: bytes, name: str) -> Form:
    guessed = filetype.guess(head)
    media_type = guessed.mime if guessed is not None else ""
    media_type = _OPAQUE_BY_CONTENT.get(media_type, media_type)
    # The first bytes of an archive tell little: what it is stands inside.
    if head.startswith(b"PK"):
        media_type = archives.type_of(file)
    if not media_type:
        media_type = _text_type(head)
    form = FORMS.get(media_type)
    if form is None:
        raise RefusedFile(
            _("Files of this form are not kept here (%(form)s).")
            % {"form": media_type or PurePath(name).suffix or name}
        )
    return form


def _text_type(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"\x00" in head:
        return ""
    if re.match(
        rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE[^>]*>\s*)?<(?:\w+:)?svg[\s>]",
        start,
        re.DOTALL | re.IGNORECASE,
    ):
        return "image/svg+xml"
    return "text/plain"


# Pictures -------------------------------------------------------------------------------------------------------------

#: How each form is written anew. Formats that browsers do not show become one that they do.
_WRITE: Mapping[str, tuple[str, str, dict[str, Any]]] = {
    "image/jpeg": ("image/jpeg", ".jpg", {"Q": 90, "interlace": True}),
    "image/png": ("image/png", ".png", {"compression": 7}),
    "image/webp": ("image/webp", ".webp", {"Q": 88}),
    "image/avif": ("image/webp", ".webp", {"Q": 88}),
    "image/tiff": ("image/webp", ".webp", {"Q": 92}),
    "image/gif": ("image/gif", ".gif", {}),
}


def _redrawn(data: bytes, form: Form) -> Inspected:
    """Decode every pixel and write the picture anew: what is not picture – camera data, places, something appended or
    hidden in comments – does not come along. The picture is turned the way its camera said."""
    import pyvips

    try:
        options = {"n": -1} if form.media_type in ("image/gif", "image/webp") else {}
        picture = pyvips.Image.new_from_buffer(data, "", access="sequential", fail_on="error", **options)
        height = picture.get("page-height") if picture.get_typeof("page-height") else picture.height
        frames = max(1, picture.height // max(1, height))
        if picture.width * picture.height > MOST_PIXELS or frames > MOST_FRAMES:
            raise RefusedFile(
                _("The picture has more than %(most)s million pixels.") % {"most": MOST_PIXELS // 1_000_000}
            )
        if frames == 1:
            picture = picture.autorot()
        if picture.interpretation not in ("srgb", "b-w"):
            picture = picture.colourspace("srgb")
        media_type, suffix, written = _WRITE[form.media_type]
        out = picture.write_to_buffer(suffix, keep="icc" if suffix != ".gif" else "none", **written)
    except pyvips.Error as error:
        raise RefusedFile(_("The picture is damaged and cannot be opened.")) from error
    return Inspected(FORMS[media_type], io.BytesIO(out), picture.width, height if frames > 1 else picture.height)


_SVG = "{http://www.w3.org/2000/svg}"
_SVG_TAGS = frozenset(
    (
        "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline",
        "polygon", "text", "tspan", "textPath", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern",
        "marker", "filter", "feGaussianBlur", "feOffset", "feBlend", "feColorMatrix", "feComposite", "feFlood", "feMerge",
        "feMergeNode", "metadata", "switch",
    )
)  # fmt: skip


def _harmless_svg(data: bytes) -> bytes:
    """An SVG that only draws. One with scripts, handlers, outside addresses or foreign elements is refused, not mended:
    nobody draws those by accident."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedFile(_("The drawing is not well-formed.")) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise RefusedFile(_("The drawing defines entities or a type of its own; save it as plain SVG."))
    beside = [*root.itersiblings(preceding=True), *root.itersiblings()]
    for element in [*beside, *root.iter()]:
        if not isinstance(element.tag, str):
            if isinstance(element, etree._Comment):
                continue
            raise RefusedFile(_("The drawing holds instructions that a drawing does not need."))
        if element.tag.removeprefix(_SVG) not in _SVG_TAGS:
            raise RefusedFile(
                _("The drawing holds an element that is not drawn: %(name)s.") % {"name": element.tag[:80]}
            )
        for key, value in element.attrib.items():
            local = key.rpartition("}")[2].lower()
            outside = re.sub(r"[\s\x00-\x1f]+", "", value).lower()
            if local.startswith("on") or (local == "href" and not outside.startswith("#")):
                raise RefusedFile(_("The drawing wants to do something: %(name)s.") % {"name": local})
            if re.search(r"(?:java|vb)script:|data:|expression\(|@import|url\((?!['\"]?#)", outside) or "\\" in value:
                raise RefusedFile(_("The drawing wants to do something: %(name)s.") % {"name": local})
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


# Documents ------------------------------------------------------------------------------------------------------------


def _look_into_pdf(file: IO[bytes]) -> None:
    """A PDF begins as one, opens, and neither runs nor carries anything that can be seen from outside."""
    import pypdfium2 as pdfium

    data = file.read()
    if not data.startswith(b"%PDF-"):
        raise RefusedFile(_("The file does not begin as a PDF does."))
    for word in (rb"/JavaScript", rb"/Launch", rb"/EmbeddedFile", rb"/RichMedia"):
        if re.search(word + rb"[\s/(<\[>]", data):
            raise RefusedFile(
                _("The PDF does something when it is opened (%(name)s). Save it as PDF/A and bring it again.")
                % {"name": word.decode()[1:]}
            )
    try:
        document = pdfium.PdfDocument(data)
        try:
            if len(document) == 0:
                raise RefusedFile(_("The PDF has no pages."))
            document[0].get_size()
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        raise RefusedFile(_("The PDF is damaged or locked with a password.")) from error


def _look_into_text(file: IO[bytes]) -> None:
    data = file.read()
    if data.startswith(_PROGRAM) or b"\x00" in data or _ACTIVE.search(data):
        raise RefusedFile(_("This is not plain text."))
