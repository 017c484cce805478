import pytest
from hypothesis import given
from hypothesis import strategies as st

from chytalnia.wire.isbn import is_valid_isbn, is_valid_issn, normal_isbn, normal_issn


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("978-966-03-4561-4", "9789660345614"),
        ("ISBN 978-966-03-4561-4 (в пер.)", "9789660345614"),
        ("ISBN-13: 978 966 03 4561 4", "9789660345614"),
        ("978–966–03–4561–4 : 120 грн.", "9789660345614"),
        ("0-306-40615-2", "9780306406157"),
        ("080442957X", "9780804429573"),
        ("0-8044-2957-х (т. 1)", "9780804429573"),
        ("0-8044-2957-Х", "9780804429573"),
        ("ISBN-10: 0-306-40615-2", "9780306406157"),
        ("Сшито; 0306406152.", "9780306406157"),
        ("9789660345615", ""),
        ("0306406153", ""),
        ("без ISBN, 1998", ""),
        ("", ""),
    ],
)
def test_an_isbn_is_found_in_what_was_typed(text: str, normal: str) -> None:
    assert normal_isbn(text) == normal


def test_a_wrong_number_before_a_right_one_is_passed_over() -> None:
    assert normal_isbn("9789660345615 (помилк.) ; 978-966-03-4561-4") == "9789660345614"


def test_validity_is_asked_of_the_whole_text() -> None:
    assert is_valid_isbn("ISBN 978-966-03-4561-4")
    assert is_valid_isbn("0-8044-2957-Х")
    assert not is_valid_isbn("978-966-03-4561-5")
    assert not is_valid_isbn("978-966-03-4561-4 (в пер.)")
    assert not is_valid_isbn("")


@given(st.text("0123456789", min_size=9, max_size=9))
def test_ten_turn_into_thirteen(core: str) -> None:
    valid = [core + last for last in "0123456789X" if is_valid_isbn(core + last)]
    assert len(valid) == 1
    assert normal_isbn(valid[0])[:12] == f"978{core}"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("ISSN 0378-5955", "03785955"),
        ("2434-561X (Online)", "2434561X"),
        ("2434-561Х", "2434561X"),
        ("0378-5956", ""),
        ("20260401", ""),
        ("", ""),
    ],
)
def test_an_issn_is_found_in_what_was_typed(text: str, normal: str) -> None:
    assert normal_issn(text) == normal


def test_validity_of_an_issn() -> None:
    assert is_valid_issn("ISSN: 0378-5955")
    assert is_valid_issn("2434561х")
    assert not is_valid_issn("0378-5955 (Print)")
    assert not is_valid_issn("0378-5956")
