"""From one dialect to another and back: what the trade codes is kept, on records as libraries made them."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chytalnia.wire import marc
from chytalnia.wire.bib import Agent, Bib, Coded, Relation, Text, Title

LOC = Path(__file__).parents[2] / "catalogue" / "tests" / "data" / "loc-slavic.mrc"
REAL = [parsed.record for parsed in marc.read(LOC) if parsed.record is not None]


def there_and_back(bib: Bib, dialect: str) -> Bib:
    return marc.to_bib(marc.from_bib(bib, dialect), dialect)


def coarse(coded: Coded | None) -> Coded | None:
    """What both dialects can say: no photographs, one kind of microform and of electronic form, one kind of change."""
    if coded is None:
        return None
    form = {"b": "a", "c": "a", "q": "o", "s": "o"}.get(coded.form, coded.form)
    pictures = coded.illustrations.replace("o", "a")
    return replace(coded, illustrations=pictures, form=form, modified="o" if coded.modified else "")


@pytest.mark.parametrize("dialect", ["unimarc", "rusmarc"])
def test_coded_positions_of_real_records_come_back(dialect: str) -> None:
    bibs = [marc.to_bib(record, "marc21") for record in REAL]
    assert sum(bib.coded is not None for bib in bibs) > 50
    for bib in bibs:
        back = there_and_back(bib, dialect)
        again = marc.to_bib(marc.from_bib(back, "marc21"), "marc21")
        assert coarse(again.coded) == coarse(bib.coded)
        assert (again.literary_form, again.audience, again.country) == (bib.literary_form, bib.audience, bib.country)
        assert [(a.role, a.more_roles) for a in again.agents] == [(a.role, a.more_roles) for a in back.agents]


CODED = st.builds(
    Coded, date_type=st.sampled_from(["", "r", "q", "t"]), illustrations=st.sampled_from(["", "a", "abf", "p"]),
    form=st.sampled_from(["", "a", "d", "f", "r", "o"]), conference=st.booleans(), festschrift=st.booleans(),
    index=st.booleans(), biography=st.sampled_from(["", "a", "b", "c", "d"]), modified=st.sampled_from(["", "o"]),
)  # fmt: skip


@given(CODED, st.sampled_from(["marc21", "unimarc", "rusmarc"]))
def test_any_coded_positions_come_back(coded: Coded, dialect: str) -> None:
    bib = Bib(languages=["ukr"], country="UA", year=2001, title=Title(Text("Книга")), coded=coded)
    if coded.date_type:
        bib.coded = replace(coded, second_date="1999")
    assert (there_and_back(bib, dialect).coded or Coded()) == bib.coded


@pytest.mark.parametrize("dialect", ["marc21", "unimarc", "rusmarc"])
def test_all_that_somebody_did_comes_back(dialect: str) -> None:
    agent = Agent(name=Text("Бойчук, Михайло"), role="aut", more_roles=["ill", "edt"], main=True, initials="М.")
    bib = Bib(languages=["ukr"], year=2001, title=Title(Text("Книга")), agents=[agent])
    (back,) = there_and_back(bib, dialect).agents
    assert (back.role, back.more_roles) == ("aut", ["ill", "edt"])


@pytest.mark.parametrize("dialect", ["marc21", "unimarc", "rusmarc"])
def test_earlier_and_later_titles_of_a_serial_come_back(dialect: str) -> None:
    bib = Bib(
        languages=["ukr"], level="serial", kind="serial", year=1990, title=Title(Text("Бібліотечний вісник")),
        relations=[
            Relation("before", Text("Бібліотечні вісті"), "01307258", "n1"),
            Relation("after", Text("Вісник книгозбірні")),
        ],
    )  # fmt: skip
    assert there_and_back(bib, dialect).relations == bib.relations


def test_the_model_with_them_is_the_same_after_json() -> None:
    for record in REAL[:60]:
        bib = marc.to_bib(record, "marc21")
        assert Bib.from_dict(bib.to_dict()) == bib
