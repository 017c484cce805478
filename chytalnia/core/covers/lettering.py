"""Setting a title by hand-like rules: measured, wrapped, broken only where a word is wider than the cover."""

from __future__ import annotations

from dataclasses import dataclass

from chytalnia.core.hyphens import places

# A word that does not fit at this size is cut rather than set smaller.
LARGEST_CUT = 17

NARROW = frozenset("іїійlIІЇijtfr.,:;!'’ʼ()[]|«»-– \u00a0")
TIE = "\u00a0"
WIDE = frozenset("жшщюмфыЖШЩЮМФЫДWMmw@—")

# Widths in ems of Source Serif Semibold, averaged by kind of letter and rounded up.
NARROW_EM, LOWER_EM, UPPER_EM, WIDE_EM, WIDE_UPPER_EM = 0.31, 0.545, 0.66, 0.78, 0.93


class _Widths(dict[str, float]):
    """The width of a letter in ems, worked out once."""

    def __missing__(self, letter: str) -> float:
        if letter in NARROW:
            wide = NARROW_EM
        elif letter in WIDE:
            wide = WIDE_UPPER_EM if letter.isupper() else WIDE_EM
        else:
            wide = UPPER_EM if letter.isupper() or letter.isdigit() else LOWER_EM
        self[letter] = wide
        return wide


_WIDTHS = _Widths()


def width(text: str) -> float:
    """Width of a text in ems, an estimate that errs on the wide side."""
    return sum(map(_WIDTHS.__getitem__, text))


def broken(word: str, limit: float) -> list[str]:
    """A word cut into parts no wider than `limit` ems, between syllables when it can be, with hyphens."""
    parts = []
    while width(word) > limit and len(word) > 4:
        cut = max(2, next((n for n in range(len(word) - 1, 1, -1) if width(word[:n] + "-") <= limit), 2))
        soft = max((place for place in places(word) if cut - 4 <= place <= cut), default=cut)
        parts.append(word[:soft].rstrip("-") + "-")
        word = word[soft:]
    return [*parts, word]


def _glued(text: str) -> str:
    """A preposition never hangs at the end of a line: words of one or two letters hold on to the next."""
    words = text.split()
    longest = max((width(word) for word in words), default=0)
    out: list[str] = []
    for word in words:
        if out and len(out[-1].rsplit(TIE, 1)[-1]) <= 2 and width(f"{out[-1]} {word}") <= max(longest, 6.5):
            out[-1] = f"{out[-1]}{TIE}{word}"
        else:
            out.append(word)
    return " ".join(out)


def wrapped(text: str, limit: float) -> list[str]:
    """Lines no wider than `limit` ems; a break after a hyphen inside a word is a break like any other."""
    lines: list[str] = []
    for word in text.split(" "):
        for number, part in enumerate(broken(word, limit)):
            joined = f"{lines[-1]} {part}" if lines else part
            if lines and number == 0 and width(joined) <= limit:
                lines[-1] = joined
            else:
                lines.append(part)
    return lines


@dataclass(frozen=True, slots=True)
class Setting:
    size: float
    lines: list[str]


def fit(text: str, room: float, *, sizes: tuple[float, ...], most: int) -> Setting:
    """The largest size whose lines fit `room`, cutting a word only when it would have to be small otherwise.

    The smallest size takes what fits and ends with "…" if it must.
    """
    text = _glued(text)
    longest = max((width(word) for word in text.split(" ")), default=0)
    for size in sizes:
        lines = wrapped(text, room / size)
        whole = longest * size <= room
        if (whole or size <= LARGEST_CUT) and len(lines) <= most and len(lines) * size <= most * sizes[-1] * 1.25:
            return Setting(size, lines)
    size = sizes[-1]
    lines = wrapped(text, room / size)
    if len(lines) > most:
        lines = [*lines[: most - 1], shortened(lines[most - 1], room / size)]
    return Setting(size, lines)


def shortened(text: str, limit: float) -> str:
    while text and width(text) + 0.8 > limit:
        text = text[:-1]
    return text.rstrip(" ,.:;-–") + "…"
