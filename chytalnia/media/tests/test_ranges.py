"""Parts of files, as players of films ask for them."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from chytalnia.media import services
from chytalnia.network.models import Unit

BODY = "".join(f"{n:05d}\n" for n in range(200)).encode()


def stored():
    unit = Unit.objects.first() or Unit.add_root(code="one", kind="branch", name={"uk": "Перша"})
    return services.store(io.BytesIO(BODY), name="long.txt", unit=unit)


def asked(client, asset, **headers):
    answer = client.get(asset.get_absolute_url(), headers=headers)
    return answer, b"".join(answer.streaming_content)


@pytest.fixture
def asset(db):
    return stored()


def test_a_part_is_sent_with_where_it_stands(client, asset):
    answer, body = asked(client, asset, range="bytes=0-1")
    assert (answer.status_code, body) == (206, BODY[:2])
    assert answer["Content-Range"] == f"bytes 0-1/{len(BODY)}"
    assert answer["Content-Length"] == "2"
    assert asked(client, asset, range="bytes=100-")[1] == BODY[100:]
    assert asked(client, asset, range="bytes=-6")[1] == BODY[-6:]
    assert asked(client, asset, range=f"bytes=6-{len(BODY) * 2}")[1] == BODY[6:]


def test_the_whole_is_sent_to_whoever_asks_for_no_part_or_for_an_odd_one(client, asset):
    for odd in ("", "bytes=", "bytes=-", "bytes=5-2", "lines=1-2", "bytes=0-1,4-5", "bytes=x-9"):
        answer, body = asked(client, asset, range=odd)
        assert (answer.status_code, body) == (200, BODY), odd
        assert answer["Accept-Ranges"] == "bytes"


def test_a_part_beyond_the_end_is_refused_with_the_length(client, asset):
    answer, body = asked(client, asset, range=f"bytes={len(BODY)}-")
    assert (answer.status_code, body) == (416, b"")
    assert answer["Content-Range"] == f"bytes */{len(BODY)}"


def test_a_part_of_what_was_another_file_is_sent_whole(client, asset):
    whole = client.get(asset.get_absolute_url())
    answer, body = asked(client, asset, **{"range": "bytes=2-3", "if-range": whole["Last-Modified"]})
    assert (answer.status_code, body) == (206, BODY[2:4])
    answer, body = asked(client, asset, **{"range": "bytes=2-3", "if-range": "Mon, 01 Jan 2001 00:00:00 GMT"})
    assert (answer.status_code, body) == (200, BODY)


class AnyPart(TestCase):
    @given(st.integers(0, 1199), st.integers(0, 1199))
    def test_any_part_is_that_part(self, first, second):
        asset = stored()
        first, last = sorted((first, second))
        answer, body = asked(self.client, asset, range=f"bytes={first}-{last}")
        assert (answer.status_code, body) == (206, BODY[first : last + 1])
