"""The shelf of a copy, and the way to it: pure."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chytalnia.spaces import geometry, matching


@dataclass
class Shelf:
    name: str
    classes: str = ""
    zone_id: int | None = None
    first_mark: str = ""
    last_mark: str = ""
    document_kinds: list[str] = field(default_factory=list)


def on(copy, *shelves):
    found = matching.shelf_of(copy, shelves)
    return found.name if found else None


def copy(class_number, mark="", zone=None, kind=""):
    return matching.Copy(class_number, f"{class_number} / {mark}" if mark else class_number, zone, kind)


def test_the_longest_class_wins_whatever_the_order():
    shelves = [Shelf("all", "8"), Shelf("ukrainian", "821.161.2"), Shelf("letters", "82")]
    assert [on(copy(number), *shelves) for number in ("821.161.2-1", "821.111", "811", "94")] == [
        "ukrainian", "letters", "all", None,
    ]  # fmt: skip


def test_a_span_of_classes():
    assert [on(copy(number), Shelf("nature", "50/59")) for number in ("50", "53(091)", "59", "60", "5")] == [
        "nature", "nature", "nature", None, None,
    ]  # fmt: skip


def test_shelf_marks_part_what_one_class_fills():
    shelves = [Shelf("first", "821", last_mark="821 / М"), Shelf("second", "821", first_mark="821 / Н")]
    assert [on(copy("821", mark), *shelves) for mark in ("А 13", "М 90", "Н 12", "Ш 37")] == [
        "first", "first", "second", "second",
    ]  # fmt: skip


def test_zone_and_kind_part_the_same_class():
    shelves = [
        Shelf("children", "82", zone_id=1),
        Shelf("grown-up", "82", zone_id=2),
        Shelf("maps", document_kinds=["map"]),
    ]
    assert on(copy("82", zone=1), *shelves) == "children"
    assert on(copy("82", zone=2), *shelves) == "grown-up"
    assert on(copy("912", kind="map"), *shelves) == "maps"
    assert on(copy("82", zone=3), *shelves) is None


def test_a_shelf_that_says_nothing_holds_nothing():
    assert on(copy("82"), Shelf("bare")) is None


@pytest.mark.parametrize("text", ["59/50", "/5", "5/"])
def test_odd_spans_are_refused(text):
    with pytest.raises(ValueError, match="span"):
        matching.read_classes(text)


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_no_text_breaks_the_matching(number, first, last):
    matching.fits(copy(number), Shelf("odd", first_mark=first, last_mark=last))


def test_the_way_is_told_from_who_comes_in():
    # The door is in the lower wall: one looks up.
    ahead = geometry.inward((1000, 990), 2000, 1000)
    assert ahead == (0.0, -1.0)
    told = {to: geometry.way((1000, 990), ahead, to).side for to in ((1000, 100), (1900, 950), (100, 950), (1500, 500))}
    assert list(told.values()) == ["ahead", "right", "left", "ahead_right"]
    assert geometry.way((1000, 990), ahead, (1000, 190)).metres == 8


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=3, max_size=8))
def test_corners_are_written_as_they_are_read(points):
    assert geometry.read_corners(geometry.written_corners(points)) == [list(point) for point in points]
