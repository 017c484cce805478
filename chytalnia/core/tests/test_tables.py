"""Tables for a spreadsheet."""

from __future__ import annotations

import csv

from chytalnia.core.tables import csv_response


def test_no_cell_is_a_formula_and_numbers_stay_numbers() -> None:
    rows = [("=1+1", -12.5, None, "@sum"), ("-й том", 3, "", "two, three")]
    sent = b"".join(csv_response("t.csv", ("a", "b", "c", "d"), rows)).decode("utf-8-sig")  # type: ignore[arg-type]
    assert list(csv.reader(sent.splitlines())) == [
        ["a", "b", "c", "d"], ["'=1+1", "-12.5", "", "'@sum"], ["'-й том", "3", "", "two, three"],
    ]  # fmt: skip
