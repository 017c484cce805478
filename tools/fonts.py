"""Makes the small web fonts in `chytalnia/core/static/core/fonts/` from the full ones of the font packages.

    python tools/fonts.py

Each cut is split by script, so that a page loads only the letters it shows. Run it again when a letter is missing.
"""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "chytalnia/core/static/core/fonts"

CUTS = {
    "sans-400": ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    "sans-600": ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    "serif-600": ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
}

# The same ranges stand in css/fonts.css as unicode-range. "extra" is romanised titles: ties, primes, dots below.
SCRIPTS = {
    "latin": "U+0020-007E,U+00A0-00FF,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032,U+2033,U+2039,U+203A,"
    "U+20AC,U+20B4,U+20B8,U+20BD,U+2116,U+2122,U+2190-2193,U+2212",
    "cyrillic": "U+0301,U+0400-045F,U+0462,U+0463,U+0472-0475,U+0490-0493,U+0496-0497,U+049A-049B,U+04A2,"
    "U+04A3,U+04AE-04B3,U+04BA,U+04BB,U+04D8,U+04D9,U+04E8,U+04E9",
    "extra": "U+0100-017F,U+01CD-01DC,U+0218-021B,U+02B9-02BC,U+02C6-02C7,U+02D8-02DD,U+0300,U+0302-030C,U+0323-0328,"
    "U+0360-0361,U+1E00-1E99",
}


def rename(font: TTFont) -> None:
    """The licence reserves the name of the originals for unchanged files; the cut ones go by our own."""
    for record in font["name"].names:
        text = record.toUnicode()
        if record.nameID in {1, 3, 4, 6, 16}:
            record.string = text.replace("Source", "Chytalnia").replace(" Pro", "").replace("Pro-", "-")


def make() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.desubroutinize = True
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
    for cut, (package, name) in CUTS.items():
        with resources.as_file(resources.files(package) / "files" / name) as source:
            for script, ranges in SCRIPTS.items():
                font = subset.load_font(str(source), options)
                subsetter = subset.Subsetter(options)
                subsetter.populate(unicodes=subset.parse_unicodes(ranges.replace("U+", "")))
                subsetter.subset(font)
                rename(font)
                made = TARGET / f"{cut}-{script}.woff2"
                subset.save_font(font, str(made), options)
                print(f"{made.name:28} {made.stat().st_size:6} bytes")
            if cut.endswith("-400") or cut.startswith("serif"):
                shutil.copyfile(source.parent / "LICENSE.txt", TARGET / f"LICENSE-{cut.split('-')[0]}.txt")


if __name__ == "__main__":
    make()
