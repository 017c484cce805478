"""Puts back the ties and breves that a romanised text has lost, as far as spelling rules of the language allow.

Many catalogues keep ALA-LC without its marks: `Sotsiologiia` for `Sot͡siologii͡a`. What the rules cannot know (a lost
soft sign, a rare word) stays lost; the rules below are orthography and the commonest words that go against it.
"""

from __future__ import annotations

import re

from chytalnia.wire.romanise.tables import TIE

_Rules = list[tuple[re.Pattern[str], str]]


def _rules(*pairs: tuple[str, str]) -> _Rules:
    return [(re.compile(pattern), new) for pattern, new in pairs]


_VOWEL = "[aeiouy]"
#: «иа» of words from Latin and Greek, which a lost tie would make «я».
_OPEN_IA = (
    "(?<=mater)i(?=al)|(?<=^ser)i(?=al)|(?<=mir)i(?=al)|(?<=tor)i(?=al)|(?<=per)i(?=al)|(?<=var)i(?=a)|(?<=al)i(?=ans)"
    "|(?<=^d)i(?=a(?:l|g|m|p|s|f|b|t|k))|(?<=ts)i(?=[aeou](?!$))|(?<=ts)i(?=um)|(?<=^f)i(?=a)|(?<=in)i(?=at)"
    "|(?<=st)i(?=an)|(?<=er)i(?=an)|(?<=av)i(?=a)|(?<=gen)i(?=al)|(?<=lon)i(?=al)|(?<=fil)i(?=al)|(?<=^p)i(?=an)"
    "|(?<=rad)i(?=[au])|(?<=med)i(?=a)|(?<=triv)i(?=a)|(?<=az)i(?=at)|(?<=b)i(?=atl)|(?<=em)i(?=um)|(?<=pr)i(?=um)"
    "|(?<=mor)i(?=al)|(?<=ndr)i(?=a)|(?<=ul)i(?=an)|(?<=il)i(?=an)|(?<=zid)i(?=u)|(?<=poz)i(?=u)|(?<=tor)i(?=u)"
    "|(?<=st)i(?=um)|(?<=ar)i(?=um)|(?<=min)i(?=a)|(?<=ov)i(?=ant)|(?<=tr)i(?=umf)|(?<=^tr)i(?=ad)|(?<=ter)i(?=um)"
    "|(?<=zh)i(?=[au])|(?<=ch)i(?=[au])|(?<=sh)i(?=[au])|(?<=^pr)i(?=a[mz])|(?<=tr)i(?=ar)|(?<=id)i(?=al)"
    "|(?<=nd)i(?=an)|(?<=x)i(?=a)"
)
_HOLD = "\ue100"  # an «и» that must not be tied to what follows
_OPEN = (re.compile(_OPEN_IA), _HOLD)

_TS_EAST = (
    # «тс» of suffixes and prefixes; everything else is «ц».
    (r"ts(?=k|tv|h)", "t\ue101s"),
    (r"(?<=[aeiouy])tsia$", f"t\ue101si{TIE}a"),
    (r"^(o|po|pod|pred)ts(?=u[dt]|to[^n]|ro|ch|ta|e[kv]|yp|lu|tr|nim)", "\\1t\ue101s"),
    ("ts", f"t{TIE}s"),
    ("\ue101", ""),
)
_TIES = (("i(?=[au])", f"i{TIE}"), (_HOLD, "i"))

_RUSSIAN = _rules(
    # Adjectives and nouns on -ий, -ый, -ой and the like.
    (r"(?<=sk)ii$|(?<=shch)ii$|(?<=[dlns]n)ii$|(?<=[ktn]i)i$(?!)", "ii\u0306"),
    (r"(?<=i)i(?=s?k|ts|n[aeoi]|st)", "i\u0306"),
    (r"(?<=y)i$", "i\u0306"),
    (r"(?<=[aeou])i$", "i\u0306"),
    (r"(?<=^vo)i(?=n[aeyu])|(?<=ra)i(?=on)|(?<=[eo])i(?=[sck]|m[a-z]*$)", "i\u0306"),
    (r"(?<=a)i(?=[klmst][^i]*$)|(?<=u)i(?=[kst])", "i\u0306"),
    # Word-initial «э» of borrowed words.
    (r"^e(?=k[solvzru]|lek|lem|lit|l[il]|t[aionyu]|p[oiuk]|ra|r[mou]|st|ff|m[bmopi]|n[tdei]|vol|nerg|gi|sk|sse|kh|zo)",
     "e\u0307"),
    (r"(?<=^a)e(?=r)|(?<=^po)e(?=[tmz])|(?<=o)e(?=k[os])", "e\u0307"),
)  # fmt: skip
_UKRAINIAN = _rules(
    (r"i(?=e)(?!ek)", f"i{TIE}"),
    (r"(?<=[aeouyi])i$(?<!ii)|(?<=[yo])i$", "i\u0306"),
    (r"(?<=[aeuo])i(?=[bdkmnsvt][a-z])(?<![nm]ai)(?<!^poi)(?<!proi)(?<!ukrai)", "i\u0306"),
    (r"(?<=na)i(?=[bpvz])", "i\u0306"),
    (r"(?<=ukra)i|(?<=i)i(?=$)|(?<=i)i(?=[vnkm])", "i\u0308"),
)

_BEFORE: dict[str, _Rules] = {
    "rus": [_OPEN, *_RUSSIAN, *_rules(*_TS_EAST), *_rules(*_TIES)],
    "ukr": [_OPEN, *_UKRAINIAN, *_rules(*_TS_EAST), *_rules(*_TIES)],
    "bel": [_OPEN, *_rules((r"(?<=[iy])i$|(?<=[aeou])i$", "i\u0306"), (r"i(?=[o])", f"i{TIE}"), ("z(?=h)", f"z{TIE}")),
            *_rules(*_TIES)],
    "bul": [_OPEN, *_rules((r"(?<=[aeou])i$|(?<=[aeo])i(?=[dknst])", "i\u0306"), ("ts(?!tv|k)", f"t{TIE}s")),
            *_rules(*_TIES)],
    "kaz": [_OPEN, *_rules((r"(?<=[aeouyi])i", "i\u0306")), *_rules(*_TS_EAST), *_rules(*_TIES)],
}  # fmt: skip
for _code in ("kir", "tat", "uzb"):
    _BEFORE[_code] = _BEFORE["kaz"]


def with_marks(word: str, code: str) -> str:
    """The lower-case ASCII `word` with the marks that the language's spelling asks for."""
    for pattern, new in _BEFORE.get(code, ()):
        word = pattern.sub(new, word)
    return word
