import io
import zipfile

import pytest
import pyvips

from chytalnia.media.errors import RefusedFile
from chytalnia.media.inspection import inspect


def picture(suffix=".png", width=20, height=10):
    return pyvips.Image.black(width, height, bands=3).cast("uchar").copy(interpretation="srgb").write_to_buffer(suffix)


def archive(members, kind="application/epub+zip"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(zipfile.ZipInfo("mimetype"), kind)
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def svg(inside, more=""):
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {more}>{inside}</svg>'.encode()


def accepted(data, name):
    return inspect(io.BytesIO(data), name)


def refused(data, name):
    with pytest.raises(RefusedFile):
        inspect(io.BytesIO(data), name)


@pytest.mark.parametrize(("suffix", "media_type"), [
    (".png", "image/png"), (".jpg", "image/jpeg"), (".webp", "image/webp"), (".gif", "image/gif"), (".tif", "image/webp"),
])  # fmt: skip
def test_a_picture_is_told_by_its_content_and_written_anew(suffix, media_type):
    data = picture(suffix)
    found = accepted(data + b"<?php system('ls'); ?>", "a" + suffix)
    assert (found.form.media_type, found.width, found.height) == (media_type, 20, 10)
    stored = found.content.read()
    assert b"<?php" not in stored
    assert pyvips.Image.new_from_buffer(stored, "").width == 20


@pytest.mark.parametrize(("data", "name"), [
    (b"", "a.png"),
    (picture(".png"), "a.jpg"),
    (picture(".png"), "a.svg"),
    (picture(".png"), "a"),
    (picture(".png")[:60], "a.png"),
    (b"\x89PNG\r\n\x1a\n" + b"junk" * 50, "a.png"),
    (b"GIF89a/*<script>alert(1)</script>*/", "a.gif"),
    (b"<html><script>alert(1)</script></html>", "a.txt"),
    (b"<html><script>alert(1)</script></html>", "a.html"),
    (b"MZ" + b"\x90" * 200, "a.txt"),
    (b"#!/bin/sh\nrm -rf /\n", "a.txt"),
    (b"\x7fELF" + b"\0" * 100, "a.pdf"),
    (b"%PDF-1.7\nnothing of the kind", "a.pdf"),
    (archive({"../../x": b""}), "a.epub"),
    (archive({"a.xhtml": b"0" * 60_000_000}), "a.epub"),
    (archive({"a.opf": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), "a.epub"),
    (archive({"a": b""}, "application/x-anything"), "a.epub"),
    (archive({"x": b"x"})[:-20], "a.epub"),
])  # fmt: skip
def test_what_is_not_what_it_says_or_could_do_harm_is_refused(data, name):
    refused(data, name)


def test_a_bomb_of_pixels_is_refused_before_it_is_unpacked():
    refused(pyvips.Image.black(20_000, 20_000).write_to_buffer(".png", compression=9), "a.png")


def test_a_drawing_that_only_draws_passes():
    assert accepted(svg('<g fill="url(#a)"><path d="M0 0h1"/></g>'), "a.svg").form.media_type == "image/svg+xml"


@pytest.mark.parametrize("data", [
    svg("<script>alert(1)</script>"),
    svg("<path/>", 'onload="alert(1)"'),
    svg('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'),
    svg('<use xlink:href="https://evil.example/x.svg#a"/>'),
    svg('<use href="data:image/svg+xml;base64,x"/>'),
    svg('<image href="https://evil.example/x.png"/>'),
    svg('<a href="java&#10;script:alert(1)"/>'),
    svg('<path style="background:url(https://evil.example)"/>'),
    svg('<path style="background:u\\72l(https://evil.example)"/>'),
    svg('<animate attributeName="href" to="javascript:alert(1)"/>'),
    svg("<style>@import 'https://evil.example'</style>"),
    b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("<text>&a;</text>"),
    b'<?xml-stylesheet href="https://evil.example"?>' + svg("<path/>"),
    svg("<path>"),
])  # fmt: skip
def test_a_drawing_that_does_anything_else_is_refused(data):
    refused(data, "a.svg")


PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODP = "application/vnd.oasis.opendocument.presentation"


def slides(members=None, kind=f"{PRESENTATION}.main+xml"):
    """An Office presentation, as its programs save one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(
            "[Content_Types].xml", f'<Types><Override PartName="/ppt/presentation.xml" ContentType="{kind}"/></Types>'
        )
        for name, data in ({"ppt/presentation.xml": "<p/>", "ppt/slides/slide1.xml": "<s/>"} | (members or {})).items():
            made.writestr(name, data)
    return out.getvalue()


def test_slides_pass():
    assert accepted(slides(), "a.pptx").form.media_type == PRESENTATION
    assert accepted(slides({"ppt/embeddings/Sheet1.xlsx": "PK", "ppt/slides/_rels/slide1.xml.rels":
        '<Relationship Type="x/hyperlink" Target="https://example.org" TargetMode="External"/>'}), "a.pptx")  # fmt: skip
    assert (
        accepted(archive({"content.xml": "<x/>", "META-INF/manifest.xml": "<m/>"}, ODP), "a.odp").form.media_type == ODP
    )


@pytest.mark.parametrize(("data", "name"), [
    (slides(), "a.odp"),
    (slides(), "a.docx"),
    (slides(kind="application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"), "a.pptx"),
    (slides({"ppt/vbaProject.bin": b"x"}), "a.pptx"),
    (slides({"ppt/activeX/activeX1.xml": "<x/>"}), "a.pptx"),
    (slides({"ppt/embeddings/oleObject1.bin": b"MZ"}), "a.pptx"),
    (slides({"ppt/media/Setup.EXE": b"MZ"}), "a.pptx"),
    (slides({"../../x": b""}), "a.pptx"),
    (slides({"ppt/slides/slide2.xml": b"0" * 60_000_000}), "a.pptx"),
    (slides({"ppt/slides/slide2.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16")}), "a.pptx"),
    (slides({"ppt/_rels/presentation.xml.rels": (
        '<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject"'
        ' Target="https://evil.example/x" TargetMode="External"/>')}), "a.pptx"),
    (slides()[:-30], "a.pptx"),
    (archive({"content.xml": "<x/>", "Basic/Standard/Module1.xml": "<x/>"}, ODP), "a.odp"),
    (archive({"content.xml": "x", "META-INF/manifest.xml": "<manifest:encryption-data/>"}, ODP), "a.odp"),
])  # fmt: skip
def test_slides_that_are_something_else_or_run_something_are_refused(data, name):
    refused(data, name)


def test_documents_pass():
    assert accepted(archive({"OEBPS/a.xhtml": b"<p>text</p>"}), "a.epub").form.kind == "document"
    assert accepted("Привіт, < 5 книг".encode(), "a.txt").form.kind == "text"
    pdf = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
    assert accepted(pdf, "a.pdf").form.media_type == "application/pdf"
    refused(pdf.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "a.pdf")
