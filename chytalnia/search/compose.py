"""From what a reader asked to what an engine matches, with the weights of the ranking.

The order of results: an exact title first (and a title with its author), then words in titles before words in names,
subjects and the rest, the form as written before other forms, all multiplied by popularity and availability
(`entries.weight`). The figures here are explained in `docs/search.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from . import analysis
from .engines.base import (
    FACETS,
    STREAMS,
    All,
    Best,
    Boost,
    Filter,
    Nothing,
    Or,
    Phrase,
    Query,
    Range,
    Rank,
    Term,
    all_of,
    any_of,
)  # fmt: skip
from .language import LIGHT, Asked, Clause

FIELD_WEIGHT = {"title": 3.0, "names": 2.5, "subjects": 1.2, "rest": 0.6}
FORM, LEMMA, KEYS, SOUND = 1.15, 1.0, 0.6, 0.45
#: Other spellings of a word in a document add a little to the best of them.
TIE = 0.05
EXACT_TITLE, SAME_TITLE, TITLE_AND_NAME = 150.0, 90.0, 90.0
ADJACENT = 2.0


def compose(asked: Asked, filters: Mapping[str, Iterable[str]] | None = None, *, least: float = 1.0) -> Query:
    """The engine's query. `least` is the share of words that must match: 1.0 all of them, less to relax."""
    heavy: list[Query] = []
    light: list[Clause] = []
    letters: list[Query] = []
    strict: list[Query] = []
    for group in asked.groups:
        if len(group) == 1 and _is_light(group[0]):
            light.append(group[0])
            continue
        if least < 1 and all(clause.kind == "initial" for clause in group):
            # Where not every word must be there, a letter alone would be enough for far too much.
            letters += [clause_query(clause) for clause in group]
            continue
        part = any_of([clause_query(clause) for clause in group])
        if all(clause.kind in ("years", "value") for clause in group):
            strict.append(Filter(part))
        else:
            heavy.append(part)
    if not heavy and light:
        heavy, light = [clause_query(clause) for clause in light], []
    must: list[Query] = [*strict]
    if heavy:
        needed = max(1, round(len(heavy) * least)) if least < 1 else len(heavy)
        must.append(all_of(heavy) if needed >= len(heavy) else Or(tuple(heavy), needed))
    never = tuple(clause_query(clause) for clause in asked.never)
    for name, values in (filters or {}).items():
        if (only := filter_query(name, values)) is not None:
            must.append(Filter(only))
    should = [*(_raised_by(clause.words[0]) for clause in light), *letters, *_whole(asked)]
    if not must:
        must = [All()] if never or not asked.groups else [Nothing()]
    if not should and not never:
        return all_of(must)
    return Rank(all_of(must), tuple(should), never)


def _is_light(clause: Clause) -> bool:
    return clause.kind == "word" and not clause.field and len(clause.words) == 1 and clause.words[0] in LIGHT


def _raised_by(word: str) -> Query:
    """A light word as it is written: its other spellings would be looked for in a third of all entries, to no end."""
    return Best(tuple(Boost(Term(name, "=" + word), FIELD_WEIGHT[name] * FORM) for name in ("title", "names")))


def clause_query(clause: Clause) -> Query:
    match clause.kind:
        case "years":
            return Range("year", clause.low, clause.high)
        case "number" | "value":
            return Term(clause.field, clause.words[0])
        case "phrase":
            forms = tuple("=" + word for word in clause.words)
            return Best(tuple(Boost(Phrase(name, forms), FIELD_WEIGHT[name]) for name in _fields(clause)))
        case "initial":
            return initial_query(clause.words[0], _fields(clause))
    fields = _fields(clause)
    if len(clause.words) > 1:
        apart = all_of([word_query(word, fields) for word in clause.words])
        return Best((apart, word_query("".join(clause.words), fields)), TIE)
    word = clause.words[0]
    found = word_query(word, fields)
    if not clause.field and word.isdigit():
        extra: list[Query] = [Filter(Term("ident", word), 20.0)] if len(word) >= 4 else []
        if len(word) == 4 and 1400 <= int(word) <= 2100:
            extra.append(Filter(Range("year", int(word), int(word)), 3.0))
        return Best((found, *extra), TIE) if extra else found
    if not clause.field and any(char.isdigit() for char in word):
        return Best((found, Filter(Term("ident", word), 20.0)), TIE)
    return found


def _fields(clause: Clause) -> tuple[str, ...]:
    return (clause.field,) if clause.field in STREAMS else STREAMS


@lru_cache(maxsize=10_000)
def word_query(word: str, fields: tuple[str, ...]) -> Query:
    """Any spelling of one word in any of the fields; the best one counts."""
    spellings = spellings_of(word)
    return Best(
        tuple(Boost(Term(name, token), FIELD_WEIGHT[name] * by) for name in fields for token, by in spellings.items()),
        TIE,
    )


def spellings_of(word: str) -> dict[str, float]:
    """Tokens to look for and what each is worth: as written, by normal forms, by sound across scripts, a Kazakh word also with
    Russian letters, whichever side wrote it so."""
    out = {"=" + word: FORM}
    for lemma in analysis.normal_forms(word):
        out.setdefault(lemma, LEMMA)
    if analysis.has_kazakh_letters(word):
        for spelling in (word, *analysis.normal_forms(word)):
            out.setdefault("=" + analysis.with_russian_keys(spelling), KEYS)
    elif analysis.is_cyrillic(word) and "і" not in word:
        for spelling in (word, *analysis.normal_forms(word)):
            out["%" + spelling] = KEYS
    sounds: dict[str, float] = {}
    if len(word) > 2 and len(analysis.skeleton(word)) < 2:
        # «щщщщ» sounds like one letter, and so would every initial.
        return out
    if analysis.is_cyrillic(word):
        for spelling in (word, *analysis.normal_forms(word)):
            sounds["^" + analysis.skeleton(spelling)] = SOUND
    elif analysis.is_latin(word):
        key = analysis.skeleton(word)
        sounds["~" + key] = sounds["^" + key] = SOUND
        for sound in translated_sounds(word):
            sounds["~" + sound] = SOUND
    out |= {token: by for token, by in sounds.items() if len(token) > 1}
    return out


def translated_sounds(word: str) -> list[str]:
    """Sound keys of the normal forms of a Latin word read as Ukrainian or Russian: `knyhoiu` reaches «книга»."""
    keys: dict[str, None] = {}
    for language, guesses in analysis.cyrillic_guesses(word).items():
        for guess in guesses:
            if len(guess) > 3 and analysis.is_known(guess, language):
                for lemma in analysis.normal_forms(guess):
                    keys[analysis.skeleton(lemma)] = None
    return [key for key in keys if key]


def initial_query(letter: str, fields: Iterable[str]) -> Query:
    parts: list[Query] = []
    for name in fields:
        parts += [Boost(Term(name, token), FIELD_WEIGHT[name] * by) for token, by in spellings_of(letter).items()]
        if name == "names":
            parts += [Term(name, token) for token in analysis.initial_tokens(letter)]
    return Best(tuple(parts))


def _whole(asked: Asked) -> list[Query]:
    """What raises a result that the whole query names: its exact title, or its title and author."""
    if not asked.plain:
        return []
    found: list[Query] = [Filter(Term("exact", "=" + asked.plain[:200]), EXACT_TITLE)]
    for key in whole_keys(asked.plain):
        found.append(Filter(Term("exact", "~" + key), SAME_TITLE))
        found.append(Filter(Term("exact", "+" + analysis.bag(key)), TITLE_AND_NAME))
    forms = tuple("=" + word for word in asked.plain.split())
    if 1 < len(forms) <= 8:
        found.append(Boost(Phrase("title", forms, 1), ADJACENT))
    return found


def whole_keys(plain: str) -> list[str]:
    """The query as a title key; for Latin letters also as it would be read in Ukrainian and in Russian."""
    keys = {analysis.title_key(plain): None}
    if analysis.is_latin(plain):
        for language in ("uk", "ru"):
            words = []
            for word in plain.split():
                guesses = [
                    g for g in analysis.cyrillic_guesses(word).get(language, []) if analysis.is_known(g, language)
                ]
                words.append(guesses[0] if guesses else word)
            keys[analysis.title_key(" ".join(words))] = None
    return [key for key in keys if key]


def filter_query(name: str, values: Iterable[str]) -> Query | None:
    """One facet's filter: any of its values. Years may be given as ranges: «2010-2015»."""
    wanted = [str(value) for value in values if str(value)][:50]
    if not wanted:
        return None
    if name == "year":
        ranges = [r for value in wanted if (r := _year_range(value)) is not None]
        return any_of(ranges)
    if name not in FACETS:
        return None
    return any_of([Term(name, value[:200]) for value in wanted])


def _year_range(value: str) -> Range | None:
    low, dash, high = value.partition("-")
    low, high = low.strip(), high.strip()
    if not all(end.isdecimal() and len(end) <= 4 for end in (low, high) if end) or not (low or high):
        return None
    if not dash:
        return Range("year", int(low), int(low))
    return Range("year", int(low) if low else None, int(high) if high else None)
