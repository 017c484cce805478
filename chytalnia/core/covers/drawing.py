"""The cover put together: cloth, spine, author, title, ornament."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from .lettering import Setting, fit, shortened, width
from .ornaments import BY_LANGUAGE, THREAD, Seed, weave

WIDTH, HEIGHT, MARGIN = 200, 300, 18

# Three dyes for each main class of the UDC, "c" for children's books; paper-coloured letters hold 4.5 : 1 on every one.
CLOTH = {
    "0": ("#3D4F5C", "#34505F", "#46535A"),
    "1": ("#5F4B70", "#574878", "#6A4866"),
    "2": ("#6E5429", "#63552F", "#775026"),
    "3": ("#2C5E86", "#2A567A", "#356189"),
    "5": ("#2F6B4F", "#336648", "#2B6A5C"),
    "6": ("#7D5526", "#75531F", "#83512F"),
    "7": ("#8C3B4A", "#853B55", "#93403F"),
    "8": ("#1E5B4A", "#1B5552", "#2B5A3F"),
    "9": ("#7B3F2C", "#74402F", "#833C2A"),
    "c": ("#8A5A10", "#A0432F", "#2D6A80"),
}

# Three-letter codes of MARC records and the names the pages use.
LANGUAGES = {"ukr": "uk", "rus": "ru", "kaz": "kk", "bel": "be", "kir": "ky"}

SERIF = "Chytalnia Serif,Source Serif Pro,Georgia,serif"
SANS = "Chytalnia Sans,Source Sans Pro,sans-serif"


def cloth(knowledge: str, seed: Seed) -> str:
    """The dye for a UDC or BBK index ("84(4УКР)1", "821.161.2"); UDC's empty fourth class goes with the sixth."""
    main = knowledge.strip()[:1].lower() or "8"
    shades = CLOTH.get({"4": "6"}.get(main, main), CLOTH["8"])
    return shades[seed.below(len(shades))]


def _clean(text: str) -> str:
    """Letters only: what XML 1.0 forbids would make the whole picture unreadable."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _author(text: str, room: float) -> Setting:
    for size in (12.5, 11.5, 10.5):
        if width(text) * size * 0.93 <= room:
            return Setting(size, [text])
    return Setting(10.5, [shortened(text, room / 10.5 / 0.93)])


# A third of the work of a page of results; the books that many people meet are drawn once.
@lru_cache(maxsize=1024)
def cover_svg(
    number: str | int,
    title: str,
    author: str = "",
    *,
    language: str = "",
    knowledge: str = "",
    decorative: bool = False,
    label: str = "",
) -> str:
    """An SVG of a few kilobytes, safe to put into a page as it is.

    `decorative` hides it from screen readers, for where the title stands beside it anyway; else `label`
    (by default title and author) is its name.
    """
    title, author = _clean(title) or "…", _clean(author)
    language = LANGUAGES.get(language, language[:2])
    seed = Seed(f"{number}")
    colour = cloth(knowledge, seed)
    room = WIDTH - MARGIN * 2
    setting = fit(title, room, sizes=(28, 25, 22, 19.5, 17, 15, 13.5), most=7)
    line = setting.size * 1.16
    top = 40 if author else 22
    end = top + 8 + line * len(setting.lines)
    band = min(96.0, HEIGHT - end - 26)
    ornament = BY_LANGUAGE.get(language, weave)
    drawn = ornament(seed, MARGIN, HEIGHT - 18 - band, room, band) if band > 30 else ""
    rows = "".join(f'<tspan x="{MARGIN}" dy="{line:.1f}">{escape(row)}</tspan>' for row in setting.lines)
    by = ""
    if author:
        by_set = _author(author, room)
        by = (
            f'<text x="{MARGIN}" y="29" font-family="{SANS}" font-size="{by_set.size}">{escape(by_set.lines[0])}</text>'
            f'<path d="M{MARGIN} {top}h{room}" stroke="{THREAD}" stroke-opacity=".5"/>'
        )
    name = escape(_clean(label) or (f"{title}, {author}" if author else title))
    voice = 'aria-hidden="true"' if decorative else f'role="img" aria-label="{name}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cover" viewBox="0 0 {WIDTH} {HEIGHT}" {voice} '
        'focusable="false">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colour}"/><rect width="7" height="{HEIGHT}" opacity=".16"/>'
        f'<path d="M7.5 0v{HEIGHT}" stroke="#fff" stroke-opacity=".12"/>'
        f'<g fill="{THREAD}">{by}<text y="{top + 2}" font-family="{SERIF}" font-weight="600" '
        f'font-size="{setting.size}">{rows}</text></g>{drawn}</svg>'
    )
