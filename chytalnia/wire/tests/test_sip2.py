"""SIP2: every message there and back, lines damaged in every way, dates, encodings."""

from __future__ import annotations

import dataclasses
import doctest
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chytalnia.wire import sip2
from chytalnia.wire.sip2 import codes, kinds

CYRILLIC = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇЙКЛЫЭЪё"
WORDS = st.text(alphabet=st.characters(exclude_characters="|", exclude_categories=["Cc", "Cs"]), max_size=40)
WORDS_CP1251 = st.text(alphabet=CYRILLIC + "abcXYZ0189 .,-«»№’", max_size=40)
#: local time, of no zone, as machines write it
MORNING = datetime.fromisoformat("2026-11-22T09:15:30")
LOCAL = st.datetimes().map(lambda moment: moment.replace(microsecond=0))


def values_of(kind: kinds.Kind[Any], words: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    match kind:
        case kinds.Text(width=0):
            return words
        case kinds.Text(width=width):
            # Blanks at the end of a line are taken off, and with them what machines cannot tell from nothing.
            return st.text(alphabet="0123456789ABCxyz .", min_size=width, max_size=width).filter(
                lambda text: not text.endswith(" ")
            )
        case kinds.Number(width=width):
            return st.integers(0, 10**width - 1 if width else 10**9)
        case kinds.YesNo():
            return st.booleans()
        case kinds.YesNoUnknown():
            return st.none() | st.booleans()
        case kinds.Moment():
            return st.none() | LOCAL | LOCAL.map(lambda moment: moment.replace(tzinfo=UTC))
        case kinds.Status():
            return st.integers(0, 2**14 - 1).map(sip2.PatronStatus)
        case kinds.WhichList():
            return st.sampled_from(sip2.Summary)
        case kinds.Supported():
            return st.frozensets(st.sampled_from(list(sip2.Request)))
        case kinds.Chosen():
            return st.sampled_from(list(kind.codes))
    raise AssertionError(kind)


@st.composite
def messages(draw: st.DrawFn, words: st.SearchStrategy[str] = WORDS) -> sip2.Message:
    layout = draw(st.sampled_from(list(sip2.LAYOUTS.values())))
    values: dict[str, Any] = {name: draw(values_of(kind, words)) for name, kind, _start, _end in layout.fixed}
    for variable in layout.variable:
        one = values_of(variable.kind, words)
        if variable.is_many:
            values[variable.name] = tuple(draw(st.lists(one, max_size=4)))
        elif isinstance(variable.kind, kinds.Moment) or not variable.is_required:
            # A moment that is sent as blanks comes back as one that was not sent: both say nothing.
            values[variable.name] = draw(st.none() | one.filter(lambda value: value is not None))
        else:
            values[variable.name] = draw(one)
    return layout.cls(**values)


@given(messages(), st.integers(0, 9))
def test_every_message_comes_back_as_it_went(message, sequence):
    line = sip2.write(message, sequence=sequence)

    assert line.endswith(b"\r")
    assert line.count(b"\r") == 1
    frame = sip2.read(line[:-1])
    assert frame.message == message
    assert frame.is_checked
    is_resend = isinstance(message, sip2.RequestScResend | sip2.RequestAcsResend)
    assert frame.sequence == (None if is_resend else sequence)


@given(messages(WORDS_CP1251))
def test_every_message_comes_back_in_cp1251(message):
    line = sip2.write(message, encoding=sip2.Encoding.CP1251)

    assert sip2.read(line, encoding=sip2.Encoding.CP1251) == sip2.Frame(message)


@given(messages(), st.integers(0, 9), st.data())
def test_a_changed_byte_is_noticed(message, sequence, data):
    line = bytearray(sip2.write(message, sequence=sequence)[:-1])
    body = len(line) - 4
    place = data.draw(st.integers(0, body - 3))
    # Not a blank or an end of line at the edge: those are taken off before anything is counted.
    line[place] = data.draw(st.integers(0x21, 0x7E).filter(lambda byte: byte != line[place]))

    with pytest.raises(sip2.Sip2Error):
        sip2.read(bytes(line))


@given(messages(), st.sampled_from(list(sip2.Encoding)))
def test_no_text_ends_a_field_or_a_line(message, encoding):
    line = sip2.write(message, encoding=encoding)

    assert line.count(b"\r") == 1
    assert line.count(b"|") == sip2.write(message).count(b"|")


@given(st.binary(max_size=200))
def test_reading_refuses_and_never_fails(line):
    try:
        frame = sip2.read(line)
    except sip2.Sip2Error:
        return
    assert frame.message.number in sip2.LAYOUTS


@given(st.sampled_from(sorted(sip2.LAYOUTS)), st.binary(max_size=200), st.sampled_from(list(sip2.Encoding)))
def test_anything_after_a_known_number_is_read_or_refused(number, rest, encoding):
    try:
        sip2.read(number.encode() + rest, encoding=encoding)
    except sip2.Sip2Error:
        return


@given(st.lists(st.binary(max_size=60)), st.integers(1, 50))
def test_lines_are_the_same_however_they_come(pieces, limit):
    whole = b"".join(pieces)
    at_once, in_pieces = sip2.LineReader(limit), sip2.LineReader(limit)

    expected = [type(line) if isinstance(line, sip2.TooLong) else line for line in at_once.feed(whole + b"\r")]
    found = [line for piece in [*pieces, b"\r"] for line in in_pieces.feed(piece)]

    assert [type(line) if isinstance(line, sip2.TooLong) else line for line in found] == expected
    assert not in_pieces.is_amid_line


def test_a_line_without_end_is_thrown_away_while_it_comes():
    reader = sip2.LineReader(limit=100)

    found = [line for _ in range(1000) for line in reader.feed(b"x" * 1000)]

    assert [type(line) for line in found] == [sip2.TooLong]
    assert list(reader.feed(b"x\r97\r")) == [b"97"]


def test_check_values_of_the_standard():
    assert sip2.read(b"9900302.00AY1AZFCA5") == sip2.Frame(sip2.ScStatus(print_width=30), 1, True)
    assert sip2.write(sip2.ScStatus(print_width=30), sequence=1) == b"9900302.00AY1AZFCA5\r"
    assert sip2.write(sip2.RequestScResend(), sequence=7) == b"96AZFEF6\r"
    assert sip2.write(sip2.RequestAcsResend(), sequence=7) == b"97AZFEF5\r"
    assert sip2.write(sip2.LoginResponse(ok=True), sequence=1) == b"941AY1AZFDFC\r"


def test_a_wrong_checksum_is_told_apart():
    with pytest.raises(sip2.ChecksumError):
        sip2.read(b"9900302.00AY1AZFCA6")


def test_an_unknown_message_is_told_apart():
    with pytest.raises(sip2.UnknownMessageError):
        sip2.read(b"42whatever|AY1AZ" + sip2.checksum(b"42whatever|AY1AZ").encode())


def test_a_request_as_machines_send_it():
    line = b"11YN20261122    09153020261122    091530AOCITY|AA10000017|AB00412|AC|CH|ADsecret|BON|BIN|AY3AZ"
    frame = sip2.read(line + sip2.checksum(line).encode())

    assert frame.message == sip2.Checkout(
        is_renewal_ok=True, is_no_block=False, at=MORNING,
        no_block_due=MORNING, institution="CITY", patron="10000017", item="00412",
        terminal_password="", properties="", patron_password="secret", is_fee_acknowledged=False, is_cancelled=False,
    )  # fmt: skip
    assert frame.sequence == 3


@pytest.mark.parametrize(
    "line",
    [
        b"2300020261122    091530AOCITY|AA17|AC|AD|",
        b"\n2300020261122    091530AOCITY|AA17|AC|AD|",
        b"2300020261122    091530AA17|AOCITY",
        b"2300020261122    091530XXwhat|AOCITY|AA17|AA18|AC|AD|AY4",
        b"2300020261122    091530AOCITY|AA17|AC|AD|AY4|",
    ],
)
def test_reading_forgives_what_does_not_matter(line):
    assert sip2.read(line).message == sip2.PatronStatusRequest(at=MORNING, institution="CITY", patron="17")


@pytest.mark.parametrize("text", [" " * 18, "0" * 18, "20261322    091530", "not a date at all", "20260230   Z091530"])
def test_what_is_no_date_is_none(text):
    assert kinds.Moment().read(text) is None


def test_dates_of_greenwich_and_of_the_place():
    assert kinds.Moment().read("20261122   Z071530") == datetime(2026, 11, 22, 7, 15, 30, tzinfo=UTC)
    assert kinds.Moment().read("20261122    091530") == MORNING
    assert kinds.Moment().write(datetime(2026, 11, 22, 7, 15, 30, tzinfo=UTC)) == "20261122   Z071530"


def test_checksum_over_characters_is_accepted():
    """A client that counts before it encodes: the sum of its characters, not of the bytes it sends."""
    text = "2300020261122    091530AOCITY|AAШевченко|AC|AD|AY4AZ"
    line = text.encode() + f"{-sum(map(ord, text)) & 0xFFFF:04X}".encode()

    assert sip2.read(line).message.patron == "Шевченко"


def test_a_machine_that_leaves_its_dates_out_is_understood():
    """One client sends «renew all» without the date that belongs to it."""
    assert sip2.read(b"65AOCITY|AA17|BON|").message == sip2.RenewAll(
        at=None, institution="CITY", patron="17", is_fee_acknowledged=False
    )
    with pytest.raises(sip2.BrokenMessageError):
        sip2.read(b"65hello|there|")


def test_cp1251_is_recognised_where_utf8_was_agreed():
    line = "6300020261122    091530          AOCITY|AAПетренко|".encode("cp1251")

    assert sip2.read(line).message.patron == "Петренко"


def test_kazakh_letters_become_the_nearest_of_cp1251():
    response = sip2.EndSessionResponse(is_ended=True, at=None, institution="Қала", patron="Әбай Құнанбаев’…｜")

    line = sip2.write(response, encoding=sip2.Encoding.CP1251)

    assert line.decode("cp1251") == "36Y" + " " * 18 + "AOКала|AAАбай Кунанбаев’…?|\r"


def test_letters_of_supported_messages_stand_in_their_order():
    assert kinds.Supported().write(frozenset(codes.Request)) == "Y" * 16
    only = {codes.Request.PATRON_STATUS, codes.Request.RENEW_ALL}
    assert kinds.Supported().write(frozenset(only)) == "YNNNNNNNNNNNNNNY"


@pytest.mark.parametrize(
    "message",
    [
        sip2.EndSession(at=None, institution="A|AAother", patron="1"),
        sip2.EndSession(at=None, institution="A\r97", patron="1"),
        sip2.PatronStatusRequest(at=None, language="uk", patron="1"),
        sip2.ScStatus(print_width=1000),
        sip2.FeePaid(at=None, currency="грн"),
    ],
)
def test_writing_refuses_what_does_not_fit(message):
    with pytest.raises(sip2.UnwritableError):
        sip2.write(message)


def test_text_is_cleaned_for_a_field():
    assert sip2.clean("Книга | том 1\r\n") == "Книга   том 1  "
    assert len(sip2.clean("я" * 1000)) == 255


def test_every_message_is_written_with_its_fields_in_order():
    for layout in sip2.LAYOUTS.values():
        names = [name for name, *_ in layout.fixed] + [variable.name for variable in layout.variable]
        assert names == [one.name for one in dataclasses.fields(layout.cls)]


def test_examples_of_the_docs():
    from chytalnia.wire.sip2 import frames

    for module in (sip2, frames):
        assert doctest.testmod(module).failed == 0
