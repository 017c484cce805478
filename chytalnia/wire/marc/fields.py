# ruff: noqa: E501 - one line a field reads as a table
"""The common fields of MARC 21 and of UNIMARC with RUSMARC: names for the form, and what each allows.

Labels are messages for translation. Indicators list the allowed characters; subfields in `repeated` may repeat.
"""

from __future__ import annotations

from dataclasses import dataclass

_ = str


@dataclass(slots=True, frozen=True)
class FieldSpec:
    """One field of a dialect: its label, whether it repeats, indicators allowed, subfields with their labels."""

    tag: str
    label: str
    repeatable: bool
    ind1: str
    ind2: str
    subfields: dict[str, str]
    repeated: str = ""


_NAME = {
    "a": _("Name"),
    "b": _("Numeration"),
    "c": _("Titles"),
    "d": _("Dates"),
    "e": _("Role"),
    "q": _("Fuller form of name"),
    "t": _("Title of a work"),
    "0": _("Authority record"),
    "4": _("Role code"),
    "6": _("Linkage"),
}
_BODY = {
    "a": _("Name"),
    "b": _("Subordinate unit"),
    "c": _("Place"),
    "d": _("Date"),
    "e": _("Role"),
    "n": _("Number"),
    "t": _("Title of a work"),
    "0": _("Authority record"),
    "4": _("Role code"),
    "6": _("Linkage"),
}
_DIVIDED = {
    "v": _("Form subdivision"),
    "x": _("General subdivision"),
    "y": _("Chronological subdivision"),
    "z": _("Geographic subdivision"),
    "2": _("Source of heading"),
    "0": _("Authority record"),
    "6": _("Linkage"),
}
_NOTE = {"a": _("Text"), "3": _("Materials specified"), "5": _("Institution"), "6": _("Linkage")}
_CLASS = {"a": _("Class number"), "b": _("Item number"), "2": _("Source or edition")}
_U_NAME = {
    "a": _("Surname"),
    "b": _("Initials"),
    "g": _("Forenames in full"),
    "c": _("Additions to name"),
    "d": _("Roman numerals"),
    "f": _("Dates"),
    "p": _("Affiliation"),
    "3": _("Authority record"),
    "4": _("Role code"),
    "6": _("Linkage"),
    "7": _("Script"),
}
_U_BODY = {
    "a": _("Name"),
    "b": _("Subdivision"),
    "c": _("Additions to name"),
    "d": _("Number of meeting"),
    "e": _("Place of meeting"),
    "f": _("Date of meeting"),
    "3": _("Authority record"),
    "4": _("Role code"),
    "6": _("Linkage"),
    "7": _("Script"),
}
_U_DIVIDED = {
    "x": _("Topical subdivision"),
    "y": _("Geographical subdivision"),
    "z": _("Chronological subdivision"),
    "j": _("Form subdivision"),
    "2": _("System code"),
    "3": _("Authority record"),
    "6": _("Linkage"),
    "7": _("Script"),
}
_U_NOTE = {"a": _("Text"), "5": _("Institution"), "6": _("Linkage"), "7": _("Script")}
_U_CLASS = {
    "a": _("Class number"),
    "v": _("Edition"),
    "z": _("Language of edition"),
    "2": _("System code"),
    "3": _("Authority record"),
}
_U_LINK = {
    "1": _("Embedded field"),
    "t": _("Title"),
    "a": _("Author"),
    "v": _("Volume"),
    "x": _("ISSN"),
    "y": _("ISBN"),
    "d": _("Date"),
    "c": _("Place"),
    "n": _("Publisher"),
    "p": _("Physical description"),
    "e": _("Edition"),
    "o": _("Other title information"),
    "h": _("Number of part"),
    "i": _("Name of part"),
    "0": _("Record number"),
    "3": _("Authority record"),
    "5": _("Institution"),
    "u": _("Address"),
    "f": _("Responsibility"),
}


def _table(*specs: FieldSpec) -> dict[str, FieldSpec]:
    return {spec.tag: spec for spec in specs}


def _control(tag: str, label: str, repeatable: bool = False) -> FieldSpec:
    return FieldSpec(tag, label, repeatable, "", "", {})


F = FieldSpec
MARC21 = _table(
    _control("001", _("Control number")), _control("003", _("Agency of the control number")),
    _control("005", _("Date of the last change")), _control("006", _("Additional coded data"), True),
    _control("007", _("Physical description, coded"), True), _control("008", _("Coded data")),
    F("010", _("Control number of the Library of Congress"), False, " ", " ", {"a": _("Number"), "b": _("Number of manuscript collections"), "z": _("Cancelled number")}, "bz"),
    F("017", _("Legal deposit number"), True, " ", " 8", {"a": _("Number"), "b": _("Agency"), "d": _("Date"), "i": _("Display text"), "z": _("Cancelled number"), "2": _("Source")}, "az"),
    F("020", _("ISBN"), True, " ", " ", {"a": _("ISBN"), "c": _("Price"), "q": _("Binding or volume"), "z": _("Wrong ISBN"), "9": _("Print run"), "6": _("Linkage")}, "qz"),
    F("022", _("ISSN"), True, " 01", " ", {"a": _("ISSN"), "l": _("ISSN-L"), "m": _("Cancelled ISSN-L"), "y": _("Wrong ISSN"), "z": _("Cancelled ISSN"), "2": _("Source"), "0": _("Authority record"), "1": _("Address of the thing")}, "myz01"),
    F("040", _("Cataloguing source"), False, " ", " ", {"a": _("Original agency"), "b": _("Language of cataloguing"), "c": _("Transcribing agency"), "d": _("Modifying agency"), "e": _("Rules of description")}, "de"),
    F("041", _("Languages"), True, " 01", " 7", {"a": _("Language of text"), "b": _("Language of summary"), "d": _("Language of sung text"), "e": _("Language of librettos"), "f": _("Language of contents"), "g": _("Language of other material"), "h": _("Language of original"), "j": _("Language of subtitles"), "k": _("Language of intermediate translation"), "2": _("Source of code")}, "abdefghjk"),
    F("043", _("Geographic area code"), False, " ", " ", {"a": _("Area code"), "c": _("ISO code")}, "ac"),
    F("044", _("Country of publication"), False, " ", " ", {"a": _("Country code"), "b": _("Local code"), "c": _("ISO code")}, "abc"),
    F("050", _("Class of the Library of Congress"), True, " 01", "04 ", _CLASS, "a"),
    F("080", _("UDC"), True, " 01", " ", _CLASS | {"x": _("Common auxiliary")}, "x"),
    F("082", _("DDC"), True, "017 ", " 04", _CLASS | {"q": _("Agency")}, "a"),
    F("084", _("Other class number (BBK)"), True, " ", " ", _CLASS | {"q": _("Agency")}, "a"),
    F("100", _("Author"), False, "013", " ", _NAME, "ce04"),
    F("110", _("Corporate author"), False, "012", " ", _BODY, "bden04"),
    F("111", _("Meeting"), False, "012", " ", _BODY | {"q": _("Name of meeting"), "j": _("Role")}, "ecdnj04"),
    F("130", _("Uniform title, main entry"), False, "0123456789", " ", {"a": _("Title"), "d": _("Date"), "f": _("Date of work"), "k": _("Form"), "l": _("Language"), "n": _("Number of part"), "p": _("Name of part"), "s": _("Version"), "0": _("Authority record"), "6": _("Linkage")}, "dkns0p"),
    F("240", _("Uniform title"), False, "01", "0123456789", {"a": _("Title"), "d": _("Date"), "f": _("Date of work"), "k": _("Form"), "l": _("Language"), "m": _("Medium of performance"), "n": _("Number of part"), "o": _("Arrangement"), "p": _("Name of part"), "r": _("Key"), "s": _("Version"), "0": _("Authority record"), "6": _("Linkage")}, "dkmnps0"),
    F("245", _("Title"), False, "01", "0123456789", {"a": _("Title proper"), "b": _("Other title information"), "c": _("Statement of responsibility"), "f": _("Inclusive dates"), "g": _("Bulk dates"), "h": _("Medium"), "k": _("Form"), "n": _("Number of part"), "p": _("Name of part"), "s": _("Version"), "6": _("Linkage")}, "knp"),
    F("246", _("Parallel or variant title"), True, "0123", " 012345678", {"a": _("Title"), "b": _("Other title information"), "f": _("Date"), "g": _("Additional information"), "h": _("Medium"), "i": _("Display text"), "n": _("Number of part"), "p": _("Name of part"), "5": _("Institution"), "6": _("Linkage")}, "gnp"),
    F("250", _("Edition"), True, " ", " ", {"a": _("Edition statement"), "b": _("Responsibility"), "3": _("Materials specified"), "6": _("Linkage")}),
    F("260", _("Publication (older form)"), True, " 23", " ", {"a": _("Place"), "b": _("Publisher"), "c": _("Date"), "e": _("Place of manufacture"), "f": _("Manufacturer"), "g": _("Date of manufacture"), "3": _("Materials specified"), "6": _("Linkage")}, "abcefg"),
    F("264", _("Publication"), True, " 23", "01234", {"a": _("Place"), "b": _("Publisher"), "c": _("Date"), "3": _("Materials specified"), "6": _("Linkage")}, "abc"),
    F("300", _("Physical description"), True, " ", " ", {"a": _("Extent"), "b": _("Illustrations"), "c": _("Size"), "e": _("Accompanying material"), "f": _("Type of unit"), "g": _("Size of unit"), "3": _("Materials specified"), "6": _("Linkage")}, "acfg"),
    F("310", _("Frequency"), True, " ", " ", {"a": _("Frequency"), "b": _("Date"), "6": _("Linkage")}),
    *(F(tag, label, True, " ", " ", {"a": _("Term"), "b": _("Code"), "2": _("Source"), "3": _("Materials specified"), "0": _("Authority record")}, "ab0") for tag, label in (("336", _("Content type")), ("337", _("Media type")), ("338", _("Carrier type")))),
    F("362", _("Numbering of a serial"), True, "01", " ", {"a": _("Numbering"), "z": _("Source"), "6": _("Linkage")}),
    F("490", _("Series"), True, "01", " ", {"a": _("Series title"), "v": _("Number"), "x": _("ISSN"), "l": _("Class number"), "3": _("Materials specified"), "6": _("Linkage")}, "avx"),
    F("500", _("General note"), True, " ", " ", _NOTE),
    F("504", _("Bibliography note"), True, " ", " ", _NOTE | {"b": _("Number of references")}),
    F("505", _("Contents"), True, "0128", " 0", {"a": _("Contents"), "g": _("Additional information"), "r": _("Responsibility"), "t": _("Title"), "u": _("Address"), "6": _("Linkage")}, "grtu"),
    F("520", _("Annotation"), True, " 012348", " ", {"a": _("Text"), "b": _("Continuation"), "c": _("Source"), "u": _("Address"), "2": _("Source of code"), "3": _("Materials specified"), "6": _("Linkage")}, "u"),
    F("521", _("Audience, age mark"), True, " 012348", " ", _NOTE | {"b": _("Source")}, "a"),
    F("540", _("Terms of use"), True, " ", " ", _NOTE | {"b": _("Jurisdiction"), "c": _("Authorisation"), "d": _("Authorised users"), "u": _("Address")}, "u"),
    F("546", _("Language note"), True, " ", " ", _NOTE | {"b": _("Script")}, "b"),
    F("600", _("Subject: person"), True, "013", "01234567", _NAME | _DIVIDED, "ce4vxyz0"),
    F("610", _("Subject: body"), True, "012", "01234567", _BODY | _DIVIDED, "bdne4vxyz0"),
    F("611", _("Subject: meeting"), True, "012", "01234567", _BODY | _DIVIDED, "ncd4evxyz0"),
    F("630", _("Subject: title"), True, "0123456789", "01234567", _DIVIDED | {"a": _("Title"), "l": _("Language"), "n": _("Number of part"), "p": _("Name of part")}, "npvxyz0"),
    F("650", _("Subject: topic"), True, " 012", "01234567", _DIVIDED | {"a": _("Topic"), "b": _("Second topic"), "c": _("Place of event"), "d": _("Dates"), "g": _("Other information")}, "vxyz0g"),
    F("651", _("Subject: place"), True, " ", "01234567", _DIVIDED | {"a": _("Place"), "g": _("Other information")}, "vxyz0g"),
    F("653", _("Key words"), True, " 012", " 0123456", {"a": _("Key word"), "6": _("Linkage")}, "a"),
    F("655", _("Genre or form"), True, " 0", "01234567", _DIVIDED | {"a": _("Genre or form"), "5": _("Institution")}, "vxyz0"),
    F("700", _("Other person"), True, "013", " 2", _NAME | {"i": _("Relationship"), "l": _("Language"), "n": _("Number of part"), "p": _("Name of part"), "f": _("Date of work"), "k": _("Form"), "5": _("Institution"), "x": _("ISSN")}, "ce4i0np"),
    F("710", _("Other body"), True, "012", " 2", _BODY | {"i": _("Relationship"), "5": _("Institution"), "k": _("Form"), "l": _("Language"), "p": _("Name of part")}, "bden4i0p"),
    F("711", _("Other meeting"), True, "012", " 2", _BODY | {"i": _("Relationship"), "j": _("Role")}, "encd4ij0"),
    F("740", _("Uncontrolled title"), True, "0123456789", " 2", {"a": _("Title"), "n": _("Number of part"), "p": _("Name of part"), "5": _("Institution"), "6": _("Linkage")}, "np"),
    *(F(tag, label, True, "01", " 012345678", {"a": _("Author"), "b": _("Edition"), "d": _("Place, publisher, date"), "g": _("Volume, issue, pages"), "h": _("Physical description"), "i": _("Relationship"), "k": _("Series"), "n": _("Note"), "q": _("Enumeration and first page"), "t": _("Title"), "w": _("Record number"), "x": _("ISSN"), "z": _("ISBN"), "s": _("Uniform title"), "7": _("Control"), "6": _("Linkage")}, "giknwz") for tag, label in (("773", _("Host item")), ("780", _("Preceding title")), ("785", _("Succeeding title")))),
    F("830", _("Series, added entry"), True, " ", "0123456789", {"a": _("Title"), "n": _("Number of part"), "p": _("Name of part"), "v": _("Number"), "x": _("ISSN"), "0": _("Authority record"), "6": _("Linkage")}, "np0"),
    F("852", _("Location of a copy"), True, " 012345678", " 012", {"a": _("Library"), "b": _("Department"), "c": _("Place"), "h": _("Class number"), "i": _("Author mark"), "j": _("Shelf mark"), "k": _("Prefix"), "m": _("Suffix"), "p": _("Barcode"), "t": _("Inventory number"), "x": _("Staff note"), "z": _("Note"), "2": _("Source"), "3": _("Materials specified")}, "bcimkxz"),
    F("856", _("Electronic address"), True, " 0123479", " 012348", {"a": _("Host name"), "d": _("Path"), "f": _("File name"), "m": _("Contact"), "q": _("File type"), "s": _("Size"), "u": _("Address"), "x": _("Staff note"), "y": _("Link text"), "z": _("Note"), "3": _("Materials specified"), "7": _("Access"), "2": _("Access method")}, "adfmsuxyz"),
    F("880", _("Field in original script"), True, "", "", {}),
)  # fmt: skip

UNIMARC = _table(
    _control("001", _("Record number")), _control("003", _("Permanent address of the record")),
    _control("005", _("Date of the last change")),
    F("010", _("ISBN"), True, " ", " ", {"a": _("ISBN"), "b": _("Binding or volume"), "d": _("Price"), "z": _("Wrong ISBN"), "9": _("Print run"), "6": _("Linkage")}, "z"),
    F("011", _("ISSN"), True, " 01", " ", {"a": _("ISSN"), "b": _("Qualification"), "d": _("Price"), "f": _("ISSN-L"), "g": _("Cancelled ISSN-L"), "y": _("Cancelled ISSN"), "z": _("Wrong ISSN")}, "gyz"),
    F("021", _("Legal deposit number"), True, " ", " ", {"a": _("Country"), "b": _("Number"), "z": _("Wrong number"), "9": _("Number of the state registration")}, ""),
    F("100", _("General data"), False, " ", " ", {"a": _("Coded data")}),
    F("101", _("Languages"), False, "012", " ", {"a": _("Language of text"), "b": _("Language of intermediate text"), "c": _("Language of original"), "d": _("Language of summary"), "e": _("Language of contents"), "f": _("Language of title page"), "g": _("Language of title"), "h": _("Language of libretto"), "i": _("Language of accompanying material"), "j": _("Language of subtitles")}, "abcdefghij"),
    F("102", _("Country of publication"), False, " ", " ", {"a": _("Country"), "b": _("Locality"), "c": _("Locality, ISO code"), "2": _("Source")}, "abc"),
    *(F(tag, label, tag not in {"105", "110"}, " ", " ", {"a": _("Coded data"), "b": _("Coded data, continued")}, "b") for tag, label in (("105", _("Coded data: books")), ("106", _("Coded data: form of text")), ("110", _("Coded data: serials")), ("115", _("Coded data: video")), ("126", _("Coded data: sound")), ("135", _("Coded data: electronic resources")))),
    F("200", _("Title"), False, "01", " ", {"a": _("Title proper"), "b": _("Material"), "c": _("Title by another author"), "d": _("Parallel title"), "e": _("Other title information"), "f": _("First statement of responsibility"), "g": _("Following statements of responsibility"), "h": _("Number of part"), "i": _("Name of part"), "v": _("Volume"), "z": _("Language of parallel title"), "5": _("Institution"), "6": _("Linkage"), "7": _("Script")}, "abcdefghiz"),
    F("203", _("Content and media"), True, " ", " ", {"a": _("Content form"), "b": _("Qualification of content"), "c": _("Media type")}, "abc"),
    F("205", _("Edition"), True, " ", " ", {"a": _("Edition statement"), "b": _("Issue statement"), "d": _("Parallel statement"), "f": _("Responsibility"), "g": _("Following responsibility"), "6": _("Linkage"), "7": _("Script")}, "bdfg"),
    F("207", _("Numbering of a serial"), True, " ", "01", {"a": _("Numbering"), "z": _("Source")}, "az"),
    F("210", _("Publication"), True, " 01", " 01", {"a": _("Place"), "b": _("Address of publisher"), "c": _("Publisher"), "d": _("Date"), "e": _("Place of manufacture"), "f": _("Address of manufacturer"), "g": _("Manufacturer"), "h": _("Date of manufacture"), "6": _("Linkage"), "7": _("Script")}, "abcdefgh"),
    F("214", _("Publication, newer form"), True, " 01", "01234", {"a": _("Place"), "b": _("Address of publisher"), "c": _("Publisher"), "d": _("Date"), "6": _("Linkage"), "7": _("Script")}, "abcd"),
    F("215", _("Physical description"), True, " ", " ", {"a": _("Extent"), "c": _("Illustrations"), "d": _("Size"), "e": _("Accompanying material")}, "ade"),
    F("225", _("Series"), True, " 012", " ", {"a": _("Series title"), "d": _("Parallel title"), "e": _("Other title information"), "f": _("Responsibility"), "h": _("Number of part"), "i": _("Name of part"), "v": _("Number"), "x": _("ISSN"), "z": _("Language of parallel title"), "6": _("Linkage"), "7": _("Script")}, "defhivxz"),
    *(F(tag, label, True, " 01", " ", _U_NOTE | {"b": _("Title of a part"), "c": _("Continuation"), "u": _("Address")}, "abc") for tag, label in (("300", _("General note")), ("304", _("Note on title and responsibility")), ("305", _("Note on edition")), ("306", _("Note on publication")), ("307", _("Note on physical description")), ("310", _("Note on binding and availability")), ("316", _("Note on the copy")), ("320", _("Bibliography note")), ("322", _("Credits")), ("323", _("Performers")), ("326", _("Frequency")), ("327", _("Contents")), ("328", _("Dissertation")), ("330", _("Annotation")), ("333", _("Audience, age mark")), ("337", _("System requirements")), ("371", _("Terms of use")))),
    *(F(tag, label, True, " ", "01", _U_LINK, "1ahiovntcdepxyu") for tag, label in (("410", _("Series, link")), ("421", _("Supplement")), ("423", _("Issued with")), ("430", _("Continues")), ("440", _("Continued by")), ("452", _("Other edition in another medium")), ("454", _("Translation of")), ("461", _("Set or journal")), ("463", _("Piece or issue")), ("464", _("Part")), ("481", _("Also bound in this volume")))),
    *(F(tag, label, True, " 01", " 01", {"a": _("Title"), "b": _("Material"), "e": _("Other title information"), "h": _("Number of part"), "i": _("Name of part"), "m": _("Language"), "n": _("Note"), "z": _("Language of title"), "3": _("Authority record"), "6": _("Linkage"), "7": _("Script"), "9": _("Sorting form")}, "ehin") for tag, label in (("500", _("Uniform title")), ("510", _("Parallel title")), ("512", _("Cover title")), ("517", _("Variant title")), ("532", _("Expanded title")), ("541", _("Translated title")))),
    F("600", _("Subject: person"), True, " ", "01", _U_NAME | _U_DIVIDED, "cxyzj"),
    F("601", _("Subject: body"), True, "01", "012", _U_BODY | {"x": _("Topical subdivision"), "y": _("Geographical subdivision"), "z": _("Chronological subdivision"), "j": _("Form subdivision"), "2": _("System code")}, "bcxyzj"),
    F("605", _("Subject: title"), True, " ", " ", _U_DIVIDED | {"a": _("Title"), "h": _("Number of part"), "i": _("Name of part")}, "hixyzj"),
    F("606", _("Subject: topic"), True, " 012", " ", _U_DIVIDED | {"a": _("Topic")}, "xyzj"),
    F("607", _("Subject: place"), True, " ", " ", _U_DIVIDED | {"a": _("Place")}, "xyzj"),
    F("608", _("Genre or form"), True, " ", " ", _U_DIVIDED | {"a": _("Genre or form"), "5": _("Institution")}, "xyzj"),
    F("610", _("Key words"), True, " 012", " ", {"a": _("Key word")}, "a"),
    F("675", _("UDC"), True, " ", " ", _U_CLASS), F("676", _("DDC"), True, " ", " ", _U_CLASS),
    F("686", _("Other class number (BBK)"), True, " ", " ", _U_CLASS | {"b": _("Item number"), "c": _("Subdivision")}, "abc"),
    F("700", _("Author"), False, " ", "01", _U_NAME, "cp4"), F("701", _("Co-author"), True, " ", "01", _U_NAME, "cp4"),
    F("702", _("Other person"), True, " ", "01", _U_NAME | {"5": _("Institution")}, "cp4"),
    F("710", _("Corporate author"), False, "01", "012", _U_BODY, "bcd4"), F("711", _("Corporate co-author"), True, "01", "012", _U_BODY, "bcd4"),
    F("712", _("Other body"), True, "01", "012", _U_BODY | {"5": _("Institution")}, "bcd4"),
    F("801", _("Source of the record"), True, " ", "0123", {"a": _("Country"), "b": _("Agency"), "c": _("Date"), "g": _("Rules of description"), "h": _("Original control number"), "2": _("System code")}, "g"),
    F("852", _("Location of a copy"), True, " ", " ", {"a": _("Library"), "b": _("Department"), "c": _("Place"), "j": _("Shelf mark"), "k": _("Prefix"), "p": _("Barcode"), "t": _("Inventory number"), "x": _("Staff note"), "z": _("Note")}, "bcjkxz"),
    F("856", _("Electronic address"), True, " 012347", " 01", {"a": _("Host name"), "d": _("Path"), "f": _("File name"), "q": _("File type"), "s": _("Size"), "u": _("Address"), "x": _("Staff note"), "z": _("Note"), "2": _("Link text"), "4": _("Access")}, "adfsuxz"),
    F("899", _("Location of a copy in Russian libraries"), True, " ", " ", {"a": _("Library"), "b": _("Department"), "c": _("Place"), "h": _("Class number"), "i": _("Author mark"), "j": _("Shelf mark"), "p": _("Inventory number"), "t": _("Item"), "x": _("Note"), "k": _("Price"), "n": _("Date of acquisition"), "s": _("Status"), "w": _("Barcode")}, "bcxz"),
)  # fmt: skip


def table_of(dialect: str) -> dict[str, FieldSpec]:
    """The fields of a dialect; IRBIS has none here, as each library makes its own worksheets."""
    if dialect == "marc21":
        return MARC21
    return UNIMARC if dialect in ("unimarc", "rusmarc") else {}
