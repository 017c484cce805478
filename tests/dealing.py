"""Which process of a run begins with which tests.

Each process is given one piece of the list and takes what others have left at their end when its own is done. So each piece
begins with its share of the long tests: those that look at pages in a browser or start processes of a library.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

#: What only long tests ask for: a demo network or a library of their own.
LONG = {"own_demo", "prepared"}
#: Tests of one file that share nothing dear: each may go to another process.
APART = {"test_accessibility.py"}
#: So many short tests pass, of those that need no database and of those that do, until one process has made the database
#: and the demo network that all others copy.
FIRST = 150


def dealt(items: list[pytest.Item], hands: int) -> list[pytest.Item]:
    """The same tests, so ordered that each of `hands` equal pieces begins with its share of the long ones."""
    groups: dict[str, list[pytest.Item]] = defaultdict(list)
    short: list[pytest.Item] = []
    for item in items:
        if LONG & set(getattr(item, "fixturenames", ())):
            groups[item.nodeid if item.path.name in APART else str(item.path)].append(item)
        else:
            short.append(item)
    shares: list[list[pytest.Item]] = [[] for _ in range(hands)]
    for number, group in enumerate(groups.values()):
        shares[number % hands] += group
    for share in shares[1:]:
        share[:0] = [*_taken(short, -FIRST), *_taken(short, FIRST)]
    pieces: list[pytest.Item] = []
    for hand, share in enumerate(shares):
        size = (len(items) - len(pieces)) // (hands - hand)
        pieces += share + _taken(short, max(size - len(share), 0))
    return pieces


def _taken(items: list[pytest.Item], count: int) -> list[pytest.Item]:
    """So many items from the front, or from the end; they are gone from the list then."""
    part = slice(count, None) if count < 0 else slice(count)
    taken = items[part]
    del items[part]
    return taken
