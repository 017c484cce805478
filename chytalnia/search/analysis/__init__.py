"""How words become tokens. Records and queries pass the same door, whichever engine stands behind it.

Each word gives several tokens, told apart by their first character:

    =книгою     the form as written, folded          (phrases, exact matches, spelling)
    книга       a normal form or stem                (inflection)
    ~kniga      the sound key of a Cyrillic word     (found by `kniha`, `knyha`, `kniga`)
    ^kniga      the sound key of a Latin word        (romanised records found by Cyrillic queries)
    %казак      a Kazakh word as a Russian keyboard writes it («қазақ»)
    .ш          the initial of a name                (names only)
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from chytalnia.wire.transliterate import cyrillic_guesses, skeleton

from .kazakh import has_kazakh_letters, with_russian_keys
from .layout import other_layouts
from .lemmas import is_a_word, is_known, languages_of, normal_forms
from .normal import fold, is_cyrillic, is_latin, read, runs, words

__all__ = [
    "analyse", "cyrillic_guesses", "exact_keys", "fold", "has_kazakh_letters", "initial_tokens", "is_a_word",
    "is_cyrillic", "is_known", "is_latin", "languages_of", "name_key", "normal_forms", "other_layouts", "skeleton", "title_key",
    "tokens_of", "with_russian_keys", "without_echoes", "words",
]  # fmt: skip


#: Values shorter than this many letters are kept with their tokens.
OFTEN = 60
#: Words that a process keeps with their tokens. They are full after some forty thousand records, so that an import of any
#: size stays as large as it is then.
KEPT = 80_000


@lru_cache(maxsize=KEPT // 8)
def tokens_of(form: str) -> tuple[str, ...]:
    """The tokens of one folded word as they stand in the index: form, normal forms, sound keys."""
    out: dict[str, None] = {"=" + form: None}
    normal = normal_forms(form)
    for lemma in normal:
        out[lemma] = None
    mark = "~" if is_cyrillic(form) else "^"
    for spelling in (form, *normal):
        key = skeleton(spelling)
        if key:
            out[mark + key] = None
    if has_kazakh_letters(form):
        for spelling in (form, *normal):
            out["%" + with_russian_keys(spelling)] = None
    return tuple(out)


def analyse(values: Iterable[str], *, names: bool = False) -> str:
    """The tokens of the values of one field, with spaces between them.

    Of each value first the forms of its words, side by side as they were written, for phrases; then everything else that
    the words are found by, which keeps a phrase from running on into the next value.
    """
    return " ".join([_often(value, names) if len(value) < OFTEN else _analysed(value, names) for value in values])


def _analysed(value: str, names: bool) -> str:
    out: list[str] = []
    rest: list[str] = []
    for run in runs(value):
        forms, others, letters = _read_run(run)
        if forms:
            if names and letters and out:
                rest += initial_tokens(letters)
            out.append(forms)
            if others:
                rest.append(others)
    return " ".join([*out, *rest])


#: Headings, names, places and publishers come again in record after record.
_often = lru_cache(maxsize=KEPT // 2)(_analysed)


@lru_cache(maxsize=KEPT)
def _read_run(run: str) -> tuple[str, str, str]:
    """The forms in a run of letters, the other tokens (a compound: those of its parts, of it whole and of it joined),
    and the word itself if it is a plain one."""
    form, parts = read(run)
    if not parts:
        first, *rest = tokens_of(form) if form else ("",)
        return first, " ".join(rest), form
    each = [tokens_of(part[:64]) for part in parts]
    joined = "".join(parts)
    whole = ["=" + form, "=" + joined]
    if key := skeleton(joined):
        whole.append(("~" if is_cyrillic(joined) else "^") + key)
    others = [token for _, *rest in each for token in rest]
    return " ".join([first for first, *_ in each]), " ".join([*whole, *others]), ""


@lru_cache(maxsize=KEPT // 8)
def initial_tokens(form: str) -> tuple[str, ...]:
    """«тарас» → `.т` and its sound `.t`."""
    if not form[:1].isalpha():
        return ()
    sound = skeleton(form[:1])[:1]
    return tuple(dict.fromkeys(["." + form[0], *(["." + sound] if sound else [])]))


def _plain_words(text: str) -> list[str]:
    out: list[str] = []
    for run in runs(text):
        form, parts = read(run)
        if parts:
            out += parts
        elif form:
            out.append(form)
    return out


def title_key(text: str) -> str:
    """A whole title as one key of sounds of its words' first normal forms: equal keys are the same title."""
    return _key(_plain_words(text))[:200]


@lru_cache(maxsize=KEPT // 8)
def name_key(text: str) -> str:
    """The family name (what stands before the comma) as a key of sounds."""
    return _key(_plain_words(text.partition(",")[0]))[:100]


def _key(plain: list[str]) -> str:
    return " ".join([_word_key(word) for word in plain])


@lru_cache(maxsize=KEPT)
def _word_key(word: str) -> str:
    return skeleton(normal_forms(word)[0]) or word


def exact_keys(titles: Iterable[str], names: Iterable[str]) -> set[str]:
    """Keys that a query meets when it names the work exactly: the title as written, by normal forms and sounds, and
    the title with the family name of a maker in either order (a sorted bag of words)."""
    families = {name_key(name) for name in names} - {""}
    keys: set[str] = set()
    for title in dict.fromkeys(titles):
        plain = _plain_words(title)[:30]
        if plain:
            key = _key(plain)[:200]
            keys.add("=" + " ".join(plain)[:200])
            keys.add("~" + key)
            keys.update("+" + bag(f"{key} {family}") for family in families)
    return keys


def without_echoes(values: list[str]) -> list[str]:
    """Values without repeats and without romanised doubles of a Cyrillic one: its sound keys find those already."""
    values = list(dict.fromkeys(values))
    if len(values) < 2:
        return values
    heard = {_sound(value) for value in values if is_cyrillic(value)}
    if not heard:
        return values
    return [value for value in values if is_cyrillic(value) or _sound(value) not in heard]


def _sound(text: str) -> str:
    return "".join([skeleton(word) or word for word in _plain_words(text)])


def bag(text: str) -> str:
    """Words in one order, whichever they were typed in."""
    return " ".join(sorted(text.split()))[:240]
