"""The whole matrix, as agreed: `tests/matrix.txt` beside this file is read by people, and changed only on purpose."""

from pathlib import Path

import pytest

from chytalnia.people import rules
from chytalnia.people.rules import GIVES, Role

GOLDEN = Path(__file__).with_name("matrix.txt")


def agreed():
    header, *lines = GOLDEN.read_text().splitlines()
    roles = header.split()
    for line in lines:
        *marks, action = line.split()
        for role, mark in zip(roles, marks, strict=True):
            yield role, action, mark == "x"


def test_the_matrix_is_the_agreed_one():
    assert rules.table() == GOLDEN.read_text()


@pytest.mark.parametrize(("role", "action", "allowed"), list(agreed()))
def test_every_cell(role, action, allowed):
    assert (Role(role) in rules.roles_for(action)) is allowed


def test_nobody_gives_roles_above_their_own():
    assert GIVES.keys() == rules.roles_for("people.grant_role")
    assert Role.DIRECTOR not in GIVES[Role.ADMINISTRATOR]
