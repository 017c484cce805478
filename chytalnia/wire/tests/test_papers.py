"""Papers of accounting: wide tables under groups, repeated heads, places for signatures."""

import pypdfium2
import pytest

from chytalnia.wire.print import Column, Paper, Table, paper_pdf


def text_of(data):
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def test_a_paper_has_its_heads_on_every_sheet_and_its_total_once():
    columns = [Column("№", 10), Column("Назва"), Column("книги", 12, "end", group="За видами", upright=True)]
    rows = [[str(n), f"Книга {n}", "1"] for n in range(120)]
    data = paper_pdf(
        Paper("Акт № 1", tables=[Table(columns, rows, [["", "Разом", "120"]])], signs=[("Голова", "Вовк")])
    )
    text = text_of(data)
    assert len(pypdfium2.PdfDocument(data)) > 1
    assert (text.count("Назва") > 1, text.count("Разом"), "Вовк" in text) == (True, 1, True)


def test_a_row_of_another_width_is_a_mistake():
    with pytest.raises(ValueError, match="2 words"):
        paper_pdf(Paper("Акт", tables=[Table([Column("a"), Column("b"), Column("c")], [["1", "2"]])]))
