"""Puts back the ties and breves that a romanised text has lost, as far as spelling rules of the language allow.

Many catalogues keep ALA-LC without its marks: `Sotsiologiia` for `Sot͡siologii͡a`. What the rules cannot know (a lost
soft sign, a rare word) stays lost; the rules below are orthography and the commonest words that go against it.
"""

from __future__ import annotations

import re

from chytalnia.wire.romanise.tables import SOFT, TIE

_Rules = list[tuple[re.Pattern[str], str]]


def _rules(*pairs: tuple[str, str]) -> _Rules:
    return [(re.compile(pattern), new) for pattern, new in pairs]


#: «иа» of words from Latin and Greek, which a lost tie would make «я».
_OPEN_IA = (
    "(?<=mater)i(?=al)|(?<=^ser)i(?=al)|(?<=mir)i(?=al)|(?<=tor)i(?=al)|(?<=per)i(?=al)|(?<=^var)i(?=a)|(?<=al)i(?=ans)"
    "|(?<=^d)i(?=a(?:l|g|m|p|s|f|b|t))|(?<=ts)i(?=[aeou](?!$))|(?<=ts)i(?=um)|(?<=^f)i(?=a)|(?<=min)i(?=at)"
    "|(?<=st)i(?=an)|(?<=er)i(?=an)|(?<=av)i(?=a)|(?<=gen)i(?=al)|(?<=lon)i(?=al)|(?<=fil)i(?=al)|(?<=^p)i(?=an)"
    "|(?<=rad)i(?=[au])|(?<=med)i(?=a)|(?<=triv)i(?=a)|(?<=az)i(?=at)|(?<=b)i(?=atl)|(?<=em)i(?=um)|(?<=pr)i(?=um)"
    "|(?<=mor)i(?=al)|(?<=ndr)i(?=a)|(?<=ul)i(?=an)|(?<=ar)i(?=us)|(?<=zid)i(?=u)|(?<=poz)i(?=u)|(?<=tor)i(?=u)"
    "|(?<=st)i(?=um)|(?<=ar)i(?=um)|(?<=min)i(?=a)|(?<=ov)i(?=ant)|(?<=tr)i(?=umf)|(?<=^tr)i(?=ad)|(?<=ter)i(?=um)"
    "|(?<=zh)i(?=[au])|(?<=ch)i(?=[au])|(?<=sh)i(?=[au])|(?<=^pr)i(?=az)|(?<=tr)i(?=ar)|(?<=id)i(?=al)"
    "|(?<=nd)i(?=an)"
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

#: A vowel, then «i» that is «й» before a consonant; a prefix or a stem before it makes «и» or «ї».
_GLIDE = "(?<=[aeouyi])i(?=[bdghklmnpstvzcsf])"
_RUSSIAN = _rules(
    # Soft signs that spelling leaves no doubt of: -альный, -ность, -тель.
    (r"(?<=[aei])l(?=n[aoyeui])|(?<=[ai]te)l$", f"l{SOFT}"),
    (r"(?<=nos)t$", f"t{SOFT}"),
    # Adjectives on -ский, -щий, -ний; nouns on -ай, -ей, -ой.
    (r"(?<=sk)ii$|(?<=shch)ii$|(?<=[dlns]n)ii$", "ii\u0306"),
    (r"(?<![st]vo)(?<!^mo)(?<=[aeouy])i$", "i\u0306"),
    (r"(?<=^na)i(?=t)|(?<=^za)i(?=t|m)|(?<=^po)i(?=t|m)|(?<=^pro)i(?=t|d)|(?<=^vo)i(?=[nst])|(?<=^ra)i(?=o)",
     "i\u0306"),
    (r"(?<!^po)(?<!^pro)(?<!^za)(?<!^na)(?<!^so)(?<!kra)(?<!vo)(?<!^mo)(?<!tro)(?<!^ne)(?<!^do)(?<!ero)(?<!sto)(?<!i)"
     + _GLIDE, "i\u0306"),
    (r"(?<=i)i(?=sk|ts|n[aeoi]|st)", "i\u0306"),
    # Word-initial «э» of borrowed words.
    (r"^e(?=k[solvzru]|le[km]|lit|l[il]|t[aionyu]|p[oiuk]|ra|r[mou]|st|ff|m[bmopi]|n[tdei]|vol|nerg|gi|sk|sse|kh|zo)",
     "e\u0307"),
    (r"(?<=^a)e(?=r)|(?<=^po)e(?=[tmz])|(?<=o)e(?=k[os])", "e\u0307"),
)  # fmt: skip
_UKRAINIAN = _rules(
    (r"(?<=[aei])l(?=n[aoyeiu])|(?<=[ai]te)l$", f"l{SOFT}"),
    (r"(?<=[a-z][a-z])s(?=k(?:yi?|a|e|oho|omu|oi|oiu|ii|i|ykh|ym|ymy|u|yy)$)", f"s{SOFT}"),
    (r"i(?=e)(?!ek)", f"i{TIE}"),
    (r"^i(?=[od])(?!^ide)", "i\u0306"),
    (r"(?<=kra)i(?=n)|(?<=svo)i|(?<=mo)i$|(?<=mo)i(?=k)|(?<=[a-zʹ][a-z]o)i$", "i\u0308"),
    (r"(?<=i)i$|^i(?=[khm]h?$)|(?<=i)i(?=v$|kh$|m$)", "i\u0308"),
    (r"(?<=[aeuyo])i$", "i\u0306"),
    (r"(?<!^po)(?<!^pro)(?<!^ne)(?<!^do)" + _GLIDE, "i\u0306"),
    (r"(?<=^ra)i(?=on)", "i\u0306"),
    (r"z(?=hod(?:n|en))", f"z{TIE}"),
)  # fmt: skip
_KAZAKH = _rules(
    (r"(?<=[aeouy])i(?![aeu])", "i\u0306"),
    (r"n(?=g)", f"n{TIE}"),
)

_BEFORE: dict[str, _Rules] = {
    "rus": [_OPEN, *_RUSSIAN, *_rules(*_TS_EAST), *_rules(*_TIES)],
    "ukr": [_OPEN, *_UKRAINIAN, *_rules(*_TS_EAST), *_rules(*_TIES)],
    "bel": [_OPEN, *_rules((r"(?<=[iy])i$|(?<=[aeou])i$", "i\u0306"), (r"i(?=[o])", f"i{TIE}"), ("z(?=h)", f"z{TIE}")),
            *_rules(*_TIES)],
    "bul": [_OPEN, *_rules((r"(?<=[aeou])i$|(?<=[aeo])i(?=[dknst])", "i\u0306"), ("ts(?!tv|k)", f"t{TIE}s")),
            *_rules(*_TIES)],
    "kaz": [_OPEN, *_KAZAKH, *_rules(*_TS_EAST), *_rules(*_TIES)],
}  # fmt: skip
for _code in ("kir", "tat", "uzb"):
    _BEFORE[_code] = _BEFORE["kaz"]


def with_marks(word: str, code: str) -> str:
    """The lower-case ASCII `word` with the marks that the language's spelling asks for."""
    for pattern, new in _BEFORE.get(code, ()):
        word = pattern.sub(new, word)
    return word
