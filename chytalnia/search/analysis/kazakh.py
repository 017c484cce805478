"""A light stemmer of Kazakh: endings are taken off from the last one inward while vowel harmony and order allow it.

Kazakh stacks suffixes in a fixed order (stem, number, possession, case, person), and each exists in a back and a
front variant that agrees with the stem. A list of endings per slot with those two rules finds most stems without a
dictionary. Sources: the standard grammar tables of case, possession, number and person endings.
"""

from __future__ import annotations

import re
from functools import lru_cache

_BACK = set("аоұыя")
_FRONT = set("әөүіеэ")
_VOWELS = _BACK | _FRONT | set("иуюё")

_PERSON = "мын мін бын бін пын пін сың сің сыз сіз мыз міз быз біз пыз піз сыңдар сіңдер сыздар сіздер".split()
_QUESTION = "ма ме ба бе па пе".split()
_CASE = (
    "ның нің дың дің тың тің ға ге қа ке на не ны ні ды ді ты ті да де та те нда нде "
    "дан ден тан тен нан нен мен бен пен менен бенен пенен ндағы ндегі дағы дегі тағы тегі дай дей тай тей ша ше"
).split()
_POSSESSION = (
    "ымыз іміз мыз міз ыңыз іңіз ңыз ңіз лары лері дары дері тары тері сы сі ым ім ың ің ы і ныкі нікі дыкі дікі тыкі тікі"
).split()
_PLURAL = "лар лер дар дер тар тер".split()
_DERIVED = "лық лік дық дік тық тік лы лі ды ді ты ті сыз сіз шы ші ғы гі қы кі".split()
_VERB = (
    "ған ген қан кен ғанда генде атын етін йтын йтін ады еді йды йді ып іп п ды ді ты ті дым дім тым тім дың дің "
    "дық дік тық тік ар ер р мақ мек бақ бек пақ пек са се сын сін ғалы гелі қалы келі ғанша генше қанша кенше у"
).split()

#: The least letters a stem keeps, per slot: short words look like stems with endings.
_SLOTS: list[tuple[list[str], int]] = [(_CASE, 3), (_POSSESSION, 3), (_PLURAL, 2)]


def _harmony(text: str) -> str:
    """`b` or `f` by the last vowel that decides, or an empty string."""
    for char in reversed(text):
        if char in _BACK:
            return "b"
        if char in _FRONT:
            return "f"
    return ""


def _ordered(endings: list[str]) -> list[str]:
    return sorted(set(endings), key=len, reverse=True)


_ORDERED = [(_ordered(endings), least) for endings, least in _SLOTS]
_FINAL_VOICED = {"б": "п", "г": "к", "ғ": "қ"}
_HAS_VOWEL = re.compile(f"[{''.join(sorted(_VOWELS))}]")


def _strip(word: str, endings: list[str], least: int) -> str:
    for ending in endings:
        if len(word) - len(ending) < least or not word.endswith(ending):
            continue
        stem = word[: -len(ending)]
        if not _HAS_VOWEL.search(stem):
            continue
        wanted, have = _harmony(ending), _harmony(stem)
        if wanted and have and wanted != have:
            continue
        # -ы and -і after a vowel belong to the stem; after one only -сы and -сі mark possession.
        if ending in {"ы", "і", "ым", "ім", "ың", "ің"} and stem[-1] in _VOWELS and stem[-1] not in "иу":
            continue
        if ending in {"ны", "ні", "на", "не", "нда", "нде", "нан", "нен"} and stem[-1] not in _VOWELS:
            continue
        return stem
    return word


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded Kazakh word: «кітаптарымызда» → «кітап», «баласының» → «бала»."""
    if len(word) < 4:
        return word
    result = word
    for endings, least in _ORDERED:
        result = _strip(result, endings, least)
    if result != word and result[-1] in _FINAL_VOICED:
        result = result[:-1] + _FINAL_VOICED[result[-1]]
    return result
