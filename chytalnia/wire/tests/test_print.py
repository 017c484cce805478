"""Printed pages are looked at as people and scanners look: rasterised, read back, their text taken out."""

import datetime as dt

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from chytalnia.wire.describe import describe, gost_card
from chytalnia.wire.print import (
    LAYOUTS,
    CannotBeBarcode,
    Entry,
    Label,
    Section,
    catalogue_cards,
    description_list,
    label_sheets,
)
from chytalnia.wire.print.codes import code128_svg
from chytalnia.wire.tests.described import KOBZAR, RECORDS

UKRAINIAN = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ абвгґдеєжзиіїйклмнопрстуфхцчшщьюя ’«»–—№"
RUSSIAN = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
KAZAKH = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"


def pages(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return [document[number] for number in range(len(document))]


def words(pdf):
    text = " ".join(page.get_textpage().get_text_range() for page in pages(pdf))
    return " ".join(text.replace("\u00a0", " ").split())


def codes(page, dpi=300):
    return zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil())


LABELS = [
    Label(["84(4УКР)6", "Ш 37"], f"E{number:07}", "Кобзар", "Читальня", f"https://library.example/i/{number}")
    for number in range(1, 4)
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_barcodes_are_read_back_from_every_sheet(layout):
    [page] = pages(label_sheets(LABELS, layout, "barcode"))
    found = codes(page)
    assert {code.text for code in found} == {label.barcode for label in LABELS}
    assert {code.format for code in found} == {zxingcpp.BarcodeFormat.Code128}


@pytest.mark.parametrize("layout", ["a4-3x8", "a4-5x13"])
def test_qr_codes_are_read_back(layout):
    [page] = pages(label_sheets(LABELS, layout, "qr"))
    assert {code.text for code in codes(page)} == {label.address for label in LABELS}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.name)
def test_labels_lie_on_the_sheet(layout):
    right = layout.left + layout.columns * layout.width + (layout.columns - 1) * layout.gap_x
    bottom = layout.top + layout.rows * layout.height + (layout.rows - 1) * layout.gap_y
    assert right <= 210.1
    assert bottom <= 297
    assert abs((210 - right) - layout.left) < 2, "sheets are the same at both sides"


def test_a_begun_sheet_is_used_from_the_place_asked_for():
    [page] = pages(label_sheets(LABELS[:1], "a4-3x8", "barcode", start=6))
    [code] = codes(page)
    x, y = code.position.top_left.x / 300 * 25.4, code.position.top_left.y / 300 * 25.4
    assert 140 < x < 210
    assert 37.5 < y < 74.5


def test_labels_go_on_to_the_next_sheet():
    pdf = label_sheets(LABELS * 8, "a4-3x8", "spine", start=2)
    assert len(pages(pdf)) == 2


@pytest.mark.parametrize("start", [0, 25])
def test_a_place_that_the_sheet_does_not_have_is_refused(start):
    with pytest.raises(ValueError, match="no place"):
        label_sheets(LABELS, "a4-3x8", start=start)


@pytest.mark.parametrize("text", ["", "Ш37", "a\nb", "é"])
def test_what_code_128_cannot_hold_is_refused(text):
    with pytest.raises(CannotBeBarcode):
        code128_svg(text)


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=4, max_size=14))
def test_any_plain_text_is_read_back_from_its_barcode(text):
    [page] = pages(label_sheets([Label(barcode=text)], "a4-2x7", "barcode"))
    assert text in [code.text for code in codes(page)]


def test_long_shelf_marks_and_names_are_made_smaller_not_cut():
    label = Label(
        ["63.3(4УКР-4СУМ)6-8я43 Краєзнавство", "К 60"], "E1", "", "Обласна наукова бібліотека імені Олеся Гончара"
    )
    assert "63.3(4УКР-4СУМ)6-8я43 Краєзнавство К 60" in words(label_sheets([label], "a4-5x13", "spine"))


@pytest.mark.parametrize("alphabet", [UKRAINIAN, RUSSIAN, KAZAKH], ids=["uk", "ru", "kk"])
@pytest.mark.parametrize("printed", ["label", "card", "list"])
def test_every_letter_is_drawn(alphabet, printed):
    if printed == "label":
        pdf = label_sheets([Label(alphabet.split(" "))], "a4-2x7")
    elif printed == "card":
        card = gost_card(KOBZAR)
        pdf = catalogue_cards([type(card)(heading=alphabet, body=alphabet.split(" "))])
    else:
        pdf = description_list(alphabet, [Section(alphabet, [Entry(alphabet, [alphabet])])])
    assert set(alphabet) <= set(words(pdf))
    # A letter that a typeface lacks would come from another one.
    assert fonts_of(pdf) <= {"SourceSansPro", "SourceSerifPro"}


def fonts_of(pdf):
    names = set()
    for page in pages(pdf):
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            name = item.get_font().get_base_name()
            names.add(name.split("+")[-1].split("-")[0])
    return names


COMMANDS = '#panic("no") $x$ *b* _i_ `c` <a> @a \\ // /* = Заголовок - [x] #let a = 1 "quoted" {b}'


def test_typst_commands_in_a_text_are_only_text():
    assert COMMANDS in words(description_list("Список", [Section("", [Entry(COMMANDS)])]))
    assert COMMANDS in words(label_sheets([Label([COMMANDS])], "a4-2x7"))
    card = gost_card(KOBZAR)
    assert '#panic("no")' in words(catalogue_cards([type(card)(heading=COMMANDS)]))


def test_card_has_its_size_and_its_parts():
    card = gost_card(KOBZAR, shelf_mark="84(4УКР)1 / Ш 37", inventory_numbers=["12345", "12346"])
    front, back = pages(catalogue_cards([card], backs=True))
    assert [round(side / 72 * 25.4) for side in front.get_size()] == [125, 75]
    text = " ".join(front.get_textpage().get_text_range().replace("\u00a0", " ").split())
    for part in ("84(4УКР)1 Ш 37", "Шевченко, Т. Г.", "Кобзар [Текст]", "ISBN 978-966-00-0001-8"):
        assert part in text
    assert back.get_textpage().get_text_range().split() == ["12345", "12346"]


def test_list_is_numbered_through_and_dated():
    records = list(RECORDS.values())
    sections = [
        Section("Книги", [Entry(describe(bib), ["Філія № 1"]) for bib in records[:20]]),
        Section("Статті", [Entry(describe(bib)) for bib in records[20:]]),
    ]
    pdf = description_list("Нові надходження", sections, subtitle="За тиждень", on=dt.date(2026, 11, 22))
    text = words(pdf)
    assert "22 листопада 2026" in text
    assert f"{len(records)}. " in text
    assert "Шевченко, Т. Г. Кобзар [Текст]" in text


@pytest.mark.parametrize(("language", "date"), [("ru", "22 ноября 2026"), ("kk", "22 қараша"), ("en", "November 22")])
def test_date_of_a_list_is_in_the_language_of_its_reader(language, date):
    assert date in words(description_list("A", [], language=language, on=dt.date(2026, 11, 22)))


def test_romanised_words_are_drawn_without_their_ligatures():
    pdf = description_list("Marusi︠a︡ Churai\u0306 t͡s", [])
    assert "Marusia Churaĭ ts" in words(pdf)
    assert fonts_of(pdf) <= {"SourceSansPro", "SourceSerifPro"}
