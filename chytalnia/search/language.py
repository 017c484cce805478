"""The query language readers type: words, "phrases", -minus, OR, `field:` in four languages. Any string is a query.

кобзар шевченко            both words, in any field and inflection
"тіні забутих предків"     these forms in this order
автор:шевченко -поезія     by field; without a word
роман OR повість           one or the other (OR, АБО, ИЛИ, НЕМЕСЕ, |)
рік:2010-2015  isbn:978-…  years and numbers
"""

# ruff: noqa: SIM905
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from chytalnia.wire.isbn import normal_isbn, normal_issn
from chytalnia.wire.languages import code_named

from . import analysis

#: What is beyond these is not read: nobody types it, and it costs.
LONGEST_QUERY = 300
MOST_WORDS = 24

Kind = Literal["word", "initial", "phrase", "years", "number", "value"]

_FIELDS = {
    "title": "title назва заголовок заглавие название атауы атау тақырыбы",
    "names": "author автор автори авторы authors name имя ім'я авторлары авторлар персона",
    "subjects": "subject тема теми темы предмет пән рубрика subjects",
    "rest": "publisher видавництво видавець издательство издатель баспа баспасы series серія серия сериясы топтама",
    "year": "year рік год жыл жылы years роки годы",
    "ident": "isbn issn номер number штрихкод barcode нөмірі інвентарний инвентарный",
    "language": "language мова язык тіл тілі lang",
    "kind": "kind",
}
_FIELD = {analysis.fold(name).replace("'", ""): target for target, names in _FIELDS.items() for name in names.split()}
_OR = {"OR", "АБО", "ИЛИ", "НЕМЕСЕ", "|", "||"}
_AND = {"AND", "ТА", "И", "ЖӘНЕ", "&", "&&"}
_PIECE = re.compile(
    r"""(?P<minus>(?<!\S)[-−–](?=[\w"«“„']))?(?:(?P<field>[\w'’ʼ]{2,20}):\s?)?
        (?:["«“„](?P<phrase>[^"»”“]*)["»”“]?|(?P<word>[^\s"«»“”„]+))""",
    re.VERBOSE,
)
_YEARS = re.compile(r"^(\d{1,4})?\s*[-–—.…]{1,3}\s*(\d{1,4})?$")


#: Words that carry no meaning of their own: they raise a result that has them, and never exclude one that has not.
LIGHT = frozenset(
    (
        "і й та в у на з із зі до за від по про для не що як а але або без при под под над о об и с со к "
        "ко из от по бы же же мен және үшін the a an of and in on to for by with from at der die das und "
        "von le la les et de du des i w z"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for. `words` are folded forms: one for a word, several for a phrase, a compound or a value."""

    kind: Kind
    words: tuple[str, ...] = ()
    field: str = ""
    low: int | None = None
    high: int | None = None
    #: The word as typed in a prefix such as `автор:`, to show it again.
    label: str = ""

    def __str__(self) -> str:
        label = f"{self.label}:" if self.label else ""
        if self.kind == "years":
            low, high = ("" if end is None else str(end) for end in (self.low, self.high))
            return f"{label}{low}" if self.low == self.high else f"{label}{low}-{high}"
        if self.kind == "phrase":
            return f'{label}"{" ".join(self.words)}"'
        if self.kind == "word" and len(self.words) > 1:
            return label + "-".join(self.words)
        return label + " ".join(self.words) + ("." if self.kind == "initial" else "")


@dataclass(frozen=True, slots=True)
class Asked:
    """A parsed query: every group must match, a group matches by any of its clauses; none of `never` may."""

    groups: tuple[tuple[Clause, ...], ...] = ()
    never: tuple[Clause, ...] = ()
    #: The words of the query without fields, quotes and operators, for exact titles.
    plain: str = ""
    #: Something was left out for length.
    cut: bool = False

    def __str__(self) -> str:
        parts = [" OR ".join(str(clause) for clause in group) for group in self.groups]
        return " ".join(parts + [f"-{clause}" for clause in self.never])

    def words(self) -> list[str]:
        """Single words asked for, in order, without numbers and initials."""
        return [word for group in self.groups for c in group if c.kind == "word" for word in c.words]

    def with_words(self, changes: dict[str, str]) -> Asked:
        """The same query with some words replaced by others."""
        groups = tuple(
            tuple(
                replace(c, words=tuple(changes.get(w, w) for w in c.words)) if c.kind in ("word", "phrase") else c
                for c in group
            )
            for group in self.groups
        )
        plain = " ".join(changes.get(word, word) for word in self.plain.split())
        return replace(self, groups=groups, plain=plain)


def clean(text: str) -> str:
    """Without control characters and beyond the longest query; white space in single blanks."""
    text = text[: LONGEST_QUERY * 4]
    kept = (char if unicodedata.category(char)[0] != "C" else " " for char in text)
    return " ".join("".join(kept).split())[:LONGEST_QUERY]


def parse(text: str) -> Asked:
    """Read a query. Never fails: what has no meaning as an operator is a word, what has no letters is nothing."""
    cleaned = clean(text)
    if number := _whole_number(cleaned):
        return Asked(((Clause("number", (number,), "ident"),),), plain="")
    groups: list[list[Clause]] = []
    never: list[Clause] = []
    joined, count, cut = False, 0, len(text) > LONGEST_QUERY
    plain: list[str] = []
    for match in _PIECE.finditer(cleaned):
        word, phrase = match.group("word"), match.group("phrase")
        if word in _OR and not match.group("field"):
            joined = bool(groups)
            continue
        if word in _AND and not match.group("field"):
            continue
        for clause in _clauses(match.group("field") or "", word, phrase):
            count += max(1, len(clause.words))
            if count > MOST_WORDS:
                cut = True
                break
            if match.group("minus"):
                never.append(clause)
            elif joined:
                groups[-1].append(clause)
                joined = False
            else:
                groups.append([clause])
            if not match.group("minus") and clause.field == "":
                plain += clause.words
        if cut and count > MOST_WORDS:
            break
    return Asked(_with_initials(groups), tuple(never), " ".join(plain), cut)


def _with_initials(groups: list[list[Clause]]) -> tuple[tuple[Clause, ...], ...]:
    """Single letters beside words are initials, with dots or without: «Шевченко Т Г»."""
    if len(groups) < 2:
        return tuple(tuple(group) for group in groups)
    return tuple(
        tuple(
            replace(c, kind="initial") if c.kind == "word" and len(c.words) == 1 and is_letter(c.words[0]) else c
            for c in group
        )
        for group in groups
    )


def is_letter(word: str) -> bool:
    """Whether a word is a bare letter that means an initial beside other words."""
    return len(word) == 1 and word.isalpha() and word not in LIGHT


def _whole_number(text: str) -> str:
    """A query that is an ISBN or ISSN and nothing else, in its normal form."""
    if len(text) > 40 or sum(char.isdigit() for char in text) < 7:
        return ""
    rest = re.sub(r"(?i)isbn|issn|[\d\sxх:.\-‐‑‒–—−]", "", text)
    if rest:
        return ""
    # A number printed with a wrong check digit is looked for as it stands: such books exist.
    bare = "".join(char for char in text if char.isdigit())
    return (normal_isbn(text) or normal_issn(text)).lower() or (bare if len(bare) in (10, 13) else "")


def _clauses(label: str, word: str | None, phrase: str | None) -> list[Clause]:
    target = _FIELD.get(analysis.fold(label).replace("'", ""), "") if label else ""
    value = phrase if phrase is not None else word or ""
    if label and not target:
        # Not a field: «http://…», «Кобзар:поезії» – both sides are words.
        return _clauses("", label, None) + _clauses("", word, phrase)
    if target == "year":
        return _years(label, value)
    if target == "ident":
        bare = "".join(char for char in analysis.fold(value) if char.isalnum())[:64]
        number = (normal_isbn(value) or normal_issn(value)).lower() or bare
        return [Clause("number", (number,), "ident", label=label)] if number else []
    if target == "language":
        code = code_named(value) or analysis.fold(value).strip()[:20]
        return [Clause("value", (code,), "language", label=label)] if code else []
    if target == "kind":
        return [Clause("value", (value.strip()[:40],), "kind", label=label)] if value.strip() else []
    shown = label if target else ""
    found = list(analysis.words(value))
    if phrase is not None:
        forms = tuple(form for w in found for form in (w.parts or (w.form,)))
        return [Clause("phrase", forms, target, label=shown)] if forms else []
    out: list[Clause] = []
    for w in found:
        if w.parts:
            out.append(Clause("word", w.parts, target, label=shown))
        elif len(w.form) == 1 and w.form.isalpha() and (w.initial or len(found) > 1):
            out.append(Clause("initial", (w.form,), target, label=shown))
        else:
            out.append(Clause("word", (w.form,), target, label=shown))
    return out


def _years(label: str, value: str) -> list[Clause]:
    value = value.strip()
    if value.isdecimal() and len(value) <= 4:
        return [Clause("years", (), "year", int(value), int(value), label)]
    if (match := _YEARS.match(value)) and any(match.groups()):
        low, high = (int(end) if end else None for end in match.groups())
        if low is not None and high is not None and low > high:
            low, high = high, low
        return [Clause("years", (), "year", low, high, label)]
    return []
