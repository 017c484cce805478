"""The audit log in words: every act that a room writes has a name, and one without shows its code."""

import re
from pathlib import Path

import chytalnia
from chytalnia.core import audit

ROOMS = Path(chytalnia.__file__).parent
#: An act as it is written in the source: the first argument of `audit.log`, or the `act=` of a helper.
ACT = re.compile(r'(?:audit\.log\(\s*|\b_?log\(\s*|\bact=)(?:user, )?"([a-z]+\.[a-z_]+)"')


def test_every_act_of_the_program_has_a_name():
    named = dict(audit.named())
    sources = (path for path in ROOMS.rglob("*.py") if not {"tests", "demo"} & set(path.parts))
    written = {act for path in sources for act in ACT.findall(path.read_text())}
    assert len(written) > 50
    assert written - set(named) == set()


def test_an_act_without_a_name_shows_its_code(english):
    assert audit.told("people.sign_in") == "Signed in"
    assert audit.told("nobody.named_it") == "nobody.named_it"
