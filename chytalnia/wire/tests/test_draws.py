"""A draw repeated from its file: by us, and by twenty lines that know nothing of us."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chytalnia.wire import draws


def published(keys, *, seed="ab12", public="4 6 1", prizes=2):
    return {
        "format": draws.FORMAT, "commitment": draws.commitment(seed), "entrants_sha256": draws.entrants_digest(keys),
        "entrants": [{"key": key, "name": f"Читач {key}"} for key in keys], "prizes": prizes, "public": public,
        "seed": seed, "winners": draws.drawn(seed, public, keys)[:prizes],
    }  # fmt: skip


def drawn_by_a_stranger(draw):
    """As the decision page tells it, written anew."""
    keys = sorted(entrant["key"] for entrant in draw["entrants"])
    listed = hashlib.sha256(b"chytalnia-draw/1\0entrants\0" + b"".join(k.encode() + b"\n" for k in keys)).hexdigest()
    told = "\0".join(["chytalnia-draw/1", "draw", draw["seed"], draw["public"], listed])
    order = sorted(keys, key=lambda key: hashlib.sha256(f"{told}\0{key}".encode()).hexdigest())
    return order[: draw["prizes"]]


@given(st.lists(st.integers(1, 10_000).map(str), min_size=1, max_size=60, unique=True), st.text(max_size=20))
def test_a_stranger_draws_the_same_and_the_order_of_the_list_changes_nothing(keys, public):
    draw = published(keys, public=public.strip())
    assert draws.verify(draws.write(draw)).agrees
    assert drawn_by_a_stranger(draw) == draw["winners"]
    assert published(keys[::-1], public=public.strip())["winners"] == draw["winners"]


@pytest.mark.parametrize(
    "change",
    [
        {"seed": "ab13"},
        {"winners": ["1"]},
        {"public": "6 6 6"},
        {"entrants": [{"key": "1"}, {"key": "2"}]},
        {"entrants": [{"key": "1"}, {"key": "1"}]},
        {"prizes": "many"},
        {"entrants": None},
    ],
)
def test_a_file_that_was_changed_is_told(change):
    draw = published([str(n) for n in range(1, 9)]) | change
    told = draws.verify(draws.write(draw))
    assert not told.agrees
    assert told.problems


def test_a_promise_that_was_exchanged_with_its_seed_is_told_by_the_one_that_was_published():
    keys = [str(n) for n in range(1, 9)]
    honest, forged = published(keys), published(keys, seed="other")
    assert draws.verify(draws.write(forged)).agrees
    assert not draws.verify(draws.write(forged), promised=honest["commitment"]).agrees
    assert draws.verify(draws.write(honest), promised=honest["commitment"]).agrees


def test_what_is_no_draw_is_refused():
    for text in ("", "[]", json.dumps({"format": "chytalnia-election/1"}), "[" * 100_000):
        with pytest.raises(draws.NotADraw):
            draws.verify(text)


def test_the_file_says_one_entrant_a_line_and_its_digest_last():
    lines = draws.write(published(["1", "2", "3"])).splitlines()
    assert sum('"key"' in line for line in lines) == 3
    assert lines[-2].startswith('"sha256"')
