"""Text typed with the keyboard left in another layout: `rj,pfh` for «кобзар», «Фифн» for `Abay`."""

from __future__ import annotations

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_LAYOUTS = {
    "uk": "йцукенгшщзхїфівапролджєячсмитьбю'",
    "ru": "йцукенгшщзхъфывапролджэячсмитьбюё",
    "kk": "йцукенгшщзхъфывапролджэячсмитьбю(",
}
#: The digit row of the Kazakh layout carries its own letters; «ё» sits elsewhere.
_KK_DIGITS = {"2": "ә", "3": "і", "4": "ң", "5": "ғ", "8": "ү", "9": "ұ", "0": "қ", "-": "ө", "=": "һ"}
_SHIFTED = {"{": "[", "}": "]", ":": ";", '"': "'", "<": ",", ">": ".", "~": "`"}

_TO_CYRILLIC = {lang: dict(zip(_LATIN, keys, strict=True)) for lang, keys in _LAYOUTS.items()}
_TO_CYRILLIC["kk"] |= _KK_DIGITS
_TO_CYRILLIC["uk"] |= {"\\": "ґ"}
_TO_LATIN = {lang: {cyr: lat for lat, cyr in table.items()} for lang, table in _TO_CYRILLIC.items()}


def other_layouts(text: str) -> list[str]:
    """The readings of `text` if the keyboard stood in another layout, without repeats, the likeliest first."""
    lowered = text.lower()
    cyrillic = sum("\u0400" <= char <= "\u052f" for char in lowered)
    latin = sum("a" <= char <= "z" for char in lowered)
    found: dict[str, None] = {}
    if latin > cyrillic:
        for lang, table in _TO_CYRILLIC.items():
            if lang == "kk" and not any(char in _KK_DIGITS for char in lowered):
                continue
            found["".join(table.get(_SHIFTED.get(char, char), char) for char in lowered)] = None
    elif cyrillic:
        for table in _TO_LATIN.values():
            found["".join(table.get(char, char) for char in lowered)] = None
        # Russian typed in the Ukrainian layout and back: the letters between differ (і/ы, ї/ъ, є/э).
        found[lowered.translate(str.maketrans("іїє", "ыъэ"))] = None
        found[lowered.translate(str.maketrans("ыъэ", "іїє"))] = None
    found.pop(lowered, None)
    return [reading for reading in found if reading.strip()]
