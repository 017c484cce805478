"""The original script given back to records of libraries that catalogue in Latin letters."""

from __future__ import annotations

import re
from dataclasses import replace

from chytalnia.wire.bib import Agent, Bib, Host, Series, Subject, Text, Title
from chytalnia.wire.marc.text import initials_of
from chytalnia.wire.romanise.cyrillic import has_marks, spelled_to_cyrillic
from chytalnia.wire.romanise.names import country_of_body, name_to_cyrillic, place_to_cyrillic, shows
from chytalnia.wire.romanise.tables import CODES, RESTORED, spell

_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z]")
#: Countries (ISO 3166) where the language of the book is the language of its imprint.
_AT_HOME = frozenset(
    ("RU", "UA", "KZ", "BY", "BG", "MK", "KG", "UZ", "SU", "AM", "AZ", "GE", "MD", "TJ", "TM")
)  # fmt: skip
#: Features of one language that another's table would also read: what tells Russian from Ukrainian and back.
_SIGNS = {
    "rus": re.compile(r"e\u0307|(?<!z)(?<!\u0361)zh|yi\u0306\b|skii\u0306|e\u0308|ogo\b|ego\b|\bi\b|akh\b|ykh\b|g"),
    "ukr": re.compile(
        r"i\u0308|z\u0361h|i\u0361e|s\u02b9k|oho\b|(?<![zkcstZKCST\u0361])h|\bta\b|\bi\u0361a?k\b|nni\u0361a"
    ),
    "kaz": re.compile(r"q|i\u0304|u\u0304|u\u0307|o\u0307|a\u0306|n\u0361g|gh"),
    "bel": re.compile(r"u\u0306|z\u0361h|ts[yi]|(?<![zkcstZKCST\u0361])h|e\u0307"),
    "bul": re.compile(r"u\u0306|sht"),
    "uzb": re.compile(r"u\u0306|h\u0307|q|gh|e\u0308"),
}


def restore(bib: Bib) -> Bib:
    """`bib` with what was romanised given in Cyrillic: `value` restored, `romanised` kept, `derived` true.

    Titles, statements of responsibility, persons, imprint, edition and series are restored when a language of the
    record is written in Cyrillic; a text that has an original form, is in another language or a foreign name stays as
    it is. Bodies and persons among the subjects follow the same rules; other subject headings stay.
    """
    languages = _languages(bib)
    if not languages:
        return bib
    return _Restorer(bib, languages).bib()


def _languages(bib: Bib) -> list[str]:
    """Languages of the record that are restored, the first the language of the text."""
    return [code for code in (CODES.get(code, code) for code in bib.languages) if code in RESTORED]


class _Restorer:
    """One record being restored: what its fields share is found once."""

    def __init__(self, bib: Bib, languages: list[str]) -> None:
        self._bib = bib
        self._languages = languages
        self._language = languages[0]
        title = bib.title
        sample = [title.proper.value, *(t.value for t in (title.remainder, title.responsibility) if t is not None)]
        sample += [agent.name.value for agent in bib.agents] + [text.value for text in bib.publishers]
        joined = spell(" ".join(sample))
        letters = sum(map(str.isalpha, joined))
        #: Whether this record left out ties and breves everywhere, so that they must be put back.
        self._lost = letters > 25 and not has_marks(joined)
        self._translated = any(CODES.get(code, code) not in RESTORED for code in bib.original_languages)
        self._abroad = bool(bib.country.strip(" |")) and bib.country.strip() not in _AT_HOME
        self._second = [code for code in dict.fromkeys([*languages[1:], "rus", "ukr"]) if code != self._language]

    def bib(self) -> Bib:
        old = self._bib
        return replace(
            old,
            title=self._title(old.title),
            uniform_title=self._maybe(old.uniform_title),
            parallel_titles=[self._parallel(text) for text in old.parallel_titles],
            variant_titles=[self._text(text) for text in old.variant_titles],
            agents=[self._agent(agent) for agent in old.agents],
            edition=self._maybe(old.edition),
            places=[self._place(text) for text in old.places],
            publishers=[self._publisher(text) for text in old.publishers],
            series=[self._series(series) for series in old.series],
            subjects=[self._subject(subject) for subject in old.subjects],
            host=self._host(old.host),
        )

    def _title(self, title: Title) -> Title:
        return replace(
            title,
            proper=self._text(title.proper),
            remainder=self._maybe(title.remainder),
            part_name=self._maybe(title.part_name),
            responsibility=self._maybe(title.responsibility),
        )

    def _maybe(self, text: Text | None) -> Text | None:
        return None if text is None else self._text(text)

    def _text(self, text: Text) -> Text:
        """A text of the record, its parallel parts («… = …») each in its own language."""
        source = _source(text)
        if not source:
            return text
        if " = " not in source:
            return _restored(text, source, self._words(source))
        parts = source.split(" = ")
        turned = [self._words(part) if n == 0 or shows(spell(part)) else None for n, part in enumerate(parts)]
        if not any(turned):
            return text
        return _restored(text, source, " = ".join(new or part for new, part in zip(turned, parts, strict=True)))

    def _parallel(self, text: Text) -> Text:
        """A title in another language: turned only when its own letters show that it is romanised."""
        return self._text(text) if shows(spell(text.romanised or text.value)) else text

    def _words(self, source: str) -> str | None:
        spelled = spell(source)
        best = self._best(spelled)
        new = spelled_to_cyrillic(spelled, best, self._lost)
        if new is None and has_marks(spelled):
            # A record may be coded in one language and have a title in another: take the one its marks speak for.
            others = [code for code in _SIGNS if code != best and _signs(spelled, code)]
            others.sort(key=lambda code: (code not in self._languages, -_signs(spelled, code)))
            new = next(filter(None, (spelled_to_cyrillic(spelled, code, False) for code in others)), None)
        return new

    def _best(self, spelled: str) -> str:
        """The language of one text: the record's, unless the signs of another of its languages are stronger."""
        best, most = self._language, _signs(spelled, self._language)
        for code in self._second:
            count = _signs(spelled, code)
            if count > 2 * most + (0 if code in self._languages else 3):
                best, most = code, count
        return best

    def _agent(self, agent: Agent) -> Agent:
        source = _source(agent.name)
        if not source:
            return agent
        if agent.kind != "person":
            return replace(agent, name=self._body(agent.name, source))
        translated = self._translated and (agent.main or agent.role == "aut")
        new = name_to_cyrillic(source, self._language, title=agent.title, translated=translated)
        name = _restored(agent.name, source, new)
        initials = initials_of(name.value.partition(", ")[2]) if agent.initials else ""
        return replace(agent, name=name, initials=initials or agent.initials)

    def _body(self, name: Text, source: str) -> Text:
        """A body. Countries that a heading begins with are named in English: they have a name, not letters to turn."""
        under = country_of_body(spell(source), self._language)
        if under is None:
            return self._text(name)
        country, office = under
        turned = self._words(office) if office and shows(spell(office)) else None
        # Half of a heading in each script would help nobody.
        return _restored(name, source, f"{country}. {turned}" if turned and not _LATIN.search(turned) else None)

    def _place(self, text: Text) -> Text:
        source = _source(text)
        if not source:
            return text
        return _restored(text, source, place_to_cyrillic(source, self._language, abroad=self._abroad, lost=self._lost))

    def _publisher(self, text: Text) -> Text:
        source = _source(text)
        if not source or (self._abroad and not shows(spell(source))):
            return text
        return _restored(text, source, self._words(source))

    def _series(self, series: Series) -> Series:
        return replace(series, title=self._text(series.title))

    def _host(self, host: Host | None) -> Host | None:
        return None if host is None else replace(host, title=self._text(host.title))

    def _subject(self, subject: Subject) -> Subject:
        if subject.kind != "person" or not subject.parts:
            return subject
        source = _source(subject.parts[0])
        if not source:
            return subject
        new = name_to_cyrillic(source, self._language, translated=True)
        return replace(subject, parts=[_restored(subject.parts[0], source, new), *subject.parts[1:]])


def _source(text: Text) -> str:
    """The romanised text to turn, or an empty string when there is an original form already or nothing to turn."""
    if text.romanised and text.value and not text.derived:
        return ""
    source = text.romanised or text.value
    return source if _LATIN.search(source) and not _CYRILLIC.search(source) else ""


def _restored(text: Text, source: str, new: str | None) -> Text:
    if new is None or not _CYRILLIC.search(new):
        return text
    return Text(value=new, romanised=source, derived=True, pieces=text.pieces)


def _signs(spelled: str, language: str) -> int:
    pattern = _SIGNS.get(language)
    return len(pattern.findall(spelled)) if pattern else 0
