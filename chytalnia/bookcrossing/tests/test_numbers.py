"""Numbers: no slip of the hand passes, and what people really type is understood."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chytalnia.bookcrossing import numbers
from chytalnia.bookcrossing.errors import WrongNumber

made = st.builds(
    lambda prefix, seed: numbers.new(prefix, seed.randrange),
    st.sampled_from(["CH", "KR7", "PTAV"]),
    st.randoms(use_true_random=False),
)


@given(made, st.data())
def test_one_wrong_sign_is_noticed(number, data):
    place = data.draw(st.integers(len(number) - numbers.BODY, len(number) - 1))
    other = data.draw(st.sampled_from([sign for sign in numbers.SIGNS if sign != number[place]]))
    with pytest.raises(WrongNumber):
        numbers.parse(number[:place] + other + number[place + 1 :])


@given(made, st.data())
def test_two_signs_that_changed_places_are_noticed(number, data):
    one, two = sorted(data.draw(st.sets(st.integers(0, len(number) - 1), min_size=2, max_size=2)))
    swapped = list(number)
    swapped[one], swapped[two] = swapped[two], swapped[one]
    if "".join(swapped) != number:
        with pytest.raises(WrongNumber):
            numbers.parse("".join(swapped))


@given(made)
def test_it_never_looks_like_a_bcid(number):
    assert not re.match(r"\d", number)
    assert not re.fullmatch(r"\d{3}-?\d{7,8}", numbers.written(number))


@given(made)
def test_it_is_understood_as_people_write_it(number):
    cyrillic = str.maketrans("ABCEHKMPTXY", "АВСЕНКМРТХУ")
    for text in (
        numbers.written(number), number.lower(), f" {number[:3]} {number[3:]} ", number.translate(cyrillic),
        number.replace("0", "O").replace("1", "l"), f"https://lib.example/b/{number}?from=label",
    ):  # fmt: skip
        assert numbers.parse(text) == number


def test_numbers_are_not_counted_through():
    assert len({numbers.new("CH")[:5] for _ in range(200)}) > 150
