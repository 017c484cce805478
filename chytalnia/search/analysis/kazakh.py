"""Stems of Kazakh words: endings are taken off from the last one inward while vowel harmony and order allow it.

Kazakh stacks suffixes in a fixed order (stem, number, possession, case), and each exists in a back and a front variant
that agrees with the stem. Without a dictionary nobody can tell «қала-ға» from «баға», so every stage gives a stem, as
dictionaries of other languages give every normal form: two forms of a word meet in one of them.
Source: the grammar's tables of case, possession and number.
"""

# ruff: noqa: SIM905
from __future__ import annotations

import re
from functools import lru_cache

_BACK = frozenset("аоұыя")
_FRONT = frozenset("әөүіеэь")
_VOWELS = frozenset("аәеоөұүыіэуиюяё")
_NASAL = frozenset("мнң")


def _endings(text: str) -> list[str]:
    return sorted(set(text.split()), key=len, reverse=True)


_CASE = _endings(
    "ның нің дың дің тың тің інші ыншы нші ншы ға ге қа ке на не а е ны ні ды ді ты ті н да де та те нда нде "
    "дан ден тан тен нан нен мен бен пен менен бенен пенен ндағы ндегі дағы дегі тағы тегі дай дей тай тей ша ше"
)
_POSSESSION = _endings(
    "ымыз іміз мыз міз ыңыз іңіз ңыз ңіз сы сі ым ім м ың ің ң ы і "
    "лары лері дары дері тары тері ларым лерім дарым дерім тарым терім"
)
_PLURAL = _endings("лар лер дар дер тар тер")
_VERB = _endings(
    "ған ген қан кен ғанда генде қанда кенде атын етін йтын йтін ады еді йды йді ып іп п ды ді ты ті дым дім тым тім "
    "дық дік тық тік ар ер р мақ мек бақ бек пақ пек са се ғалы гелі қалы келі у"
)
_NEGATION = _endings("ма ме ба бе па пе")
_VOICE = _endings("ыл іл ын ін ыс іс дыр дір тыр тір")
_AFTER_VOWEL = frozenset(
    "нші ншы на не ны ні нда нде ндағы ндегі н м ң мыз міз ңыз ңіз сы сі р п йды йді йтын йтін".split()
)
_AFTER_CONSONANT = frozenset("ы і ым ім ың ің ымыз іміз ыңыз іңіз ды ді ты ті ып іп ар ер".split())
_ANY_HARMONY = frozenset("мен бен пен менен бенен пенен".split())
#: Endings of one letter need more of a stem before them to be believed.
_SHORT = frozenset("а е н м ң у п р".split())

_VOICED = {"б": "п", "г": "к", "ғ": "қ"}
_HAS_VOWEL = re.compile("[" + "".join(sorted(_VOWELS)) + "]")
#: «орны» is of «орын», «халқы» of «халық»: a narrow vowel falls out before a vowel.
_FALLEN = re.compile(r"^(.*[аәеоөұүыі].*|[аәеоөұүыі])([рзлуйнсх])([нзқкптрсм])$")


def _harmony(text: str) -> str:
    """`b` or `f` by the last letter that decides, or an empty string."""
    for char in reversed(text):
        if char in _FRONT:
            return "f"
        if char in _BACK:
            return "b"
    return ""


def _strip(word: str, endings: list[str]) -> str:
    """The word without the longest ending that may stand there; an empty string if none may."""
    for ending in endings:
        if not word.endswith(ending):
            continue
        stem = word[: -len(ending)]
        if len(stem) < (3 if ending in _SHORT else 2) or not _HAS_VOWEL.search(stem):
            continue
        vowel = stem[-1] in _VOWELS
        if ending in _AFTER_VOWEL and not vowel:
            continue
        if ending in _AFTER_CONSONANT and vowel and stem[-1] not in "иу":
            continue
        if ending in ("а", "е") and stem[-1] not in "мң":
            continue  # the dative of «менің балам», «сенің балаң»
        if ending in ("нан", "нен") and not (vowel or stem[-1] in _NASAL):
            continue
        wanted, have = _harmony(ending), _harmony(stem)
        # Long endings are believed also where a foreign stem breaks the harmony: «Йорктің».
        if wanted and have and wanted != have and ending not in _ANY_HARMONY and len(ending) < 3:
            continue
        return stem
    return ""


_OWN = re.compile("[әғқңөұүһ]")
_RUSSIAN_KEYS = str.maketrans("әғқңөұүһі", "агкноуухи")


def has_kazakh_letters(word: str) -> bool:
    """Whether a folded word has letters that only Kazakh has among our languages («і» is Ukrainian, too)."""
    return bool(_OWN.search(word))


def with_russian_keys(word: str) -> str:
    """A Kazakh word as it is typed where the keyboard has Russian letters only: «қазақ» → «казак»."""
    return word.translate(_RUSSIAN_KEYS)


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, ...]:
    """The folded word and what may be its stem: «кітаптарымызда» → … «кітап». At most eight."""
    if len(word) < 4:
        return (word,)
    found: dict[str, None] = {word: None}
    for chain in ((_CASE, _POSSESSION, _PLURAL), (_POSSESSION, _PLURAL), (_PLURAL,)):
        stage = word
        for endings in chain:
            if stem := _strip(stage, endings):
                stage = stem
                found[_mended(stem)] = None
                if (whole := _with_fallen_vowel(stem)) != stem:
                    found[whole] = None
    stage = word
    for endings in (_VERB, _NEGATION, _VOICE):
        if stem := _strip(stage, endings):
            stage = stem
            found[stem] = None
    return tuple(found)[:8]


def _mended(stem: str) -> str:
    """The last consonant as it is without an ending: «кітаб» → «кітап»."""
    return stem[:-1] + _VOICED[stem[-1]] if stem[-1] in _VOICED and len(stem) > 2 else stem


def _with_fallen_vowel(stem: str) -> str:
    if match := _FALLEN.match(stem):
        before, first, last = match.groups()
        return f"{before}{first}{'і' if _harmony(stem) == 'f' else 'ы'}{last}"
    return stem
