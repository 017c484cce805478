"""A portrait drawn for a hero who has none: the same hero, always the same face. Rays, clothes, hair, a hat, a smile.

What it knows is the name alone, so it guesses nothing of the hero's nature: it is a poster to be looked at until somebody
draws a better one.
"""

# ruff: noqa: E501 - a line of a drawing is not read, but looked at

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from chytalnia.core.covers.ornaments import Seed

WIDTH, HEIGHT = 200, 220
#: Ground and rays, clothes, ornament on them.
_PAINTS = (
    ("#F2D49B", "#EFC67C", "#1E5B4A", "#FBF8F1"), ("#CFE3DA", "#BCD8CC", "#A63A2B", "#F0CF94"),
    ("#D6E3EF", "#C2D5E7", "#855A0E", "#FBF8F1"), ("#F3D9CF", "#EDC8BA", "#2C5E86", "#F0CF94"),
    ("#E4DAF0", "#D5C7E7", "#2F6B4F", "#F0CF94"), ("#DDE8C4", "#CFDDAE", "#7B3F2C", "#FBF8F1"),
    ("#FBE3A8", "#F6D683", "#5F4B70", "#FBF8F1"), ("#CDE5EA", "#B7D8E0", "#8C3B4A", "#F0CF94"),
)  # fmt: skip
_SKINS = ("#F6D7B8", "#EBC19A", "#D9A577", "#B98057")
_HAIRS = ("#3A2A1E", "#6B4423", "#B5832F", "#8E3B1F", "#22262B", "#9A9488")
_FLOWERS = ("#A63A2B", "#F0CF94", "#FBF8F1", "#2C5E86")


def _rays(seed: Seed, colour: str) -> str:
    turn = seed.below(30)
    rays = "".join(
        f'<path d="M100 120L{x1} {y1}L{x2} {y2}z"/>'
        for (x1, y1), (x2, y2) in (
            ((-60, -60), (-10, -80)), ((40, -90), (80, -100)), ((130, -100), (170, -90)), ((220, -70), (270, -40)),
            ((290, 20), (300, 70)), ((-100, 70), (-100, 20)), ((300, 130), (300, 180)), ((-100, 180), (-100, 130)),
        )
    )  # fmt: skip
    return f'<g fill="{colour}" transform="rotate({turn} 100 120)">{rays}</g>'


def _clothes(seed: Seed, cloth: str, thread: str) -> str:
    body = f'<path d="M28 220C30 178 62 164 100 164S170 178 172 220z" fill="{cloth}"/>'
    stitches = "".join(f'<path d="M{x} {y}l3 3-3 3-3-3z"/>' for y in (186, 198, 210) for x in (94, 106))
    kind = seed.below(4)
    if kind == 0:
        return (
            body + f'<g fill="{thread}"><path d="M84 164h32v56H84z" opacity=".9"/></g><g fill="{cloth}">{stitches}</g>'
        )
    if kind == 1:
        return body + f'<path d="M78 166l22 20 22-20 8 8-30 28-30-28z" fill="{thread}"/>'
    if kind == 2:
        return (
            body
            + f'<path d="M66 172q34 34 68 0" fill="none" stroke="{thread}" stroke-width="9" stroke-dasharray="7 4"/>'
        )
    return body + f'<g fill="{thread}">{stitches}<path d="M74 167h52v7H74z"/></g>'


def _back_hair(style: int, hair: str) -> str:
    if style == 1:
        return f'<path d="M52 96q-6 76 12 92h72q18-16 12-92z" fill="{hair}"/>'
    if style == 2:
        braid = "".join(f'<ellipse cx="{x}" cy="{y}" rx="9" ry="8"/>' for x in (52, 148) for y in (130, 144, 158, 172))
        return f'<g fill="{hair}">{braid}</g>'
    return ""


def _front_hair(style: int, hair: str) -> str:
    if style == 3:
        curls = "".join(f'<circle cx="{x}" cy="{y}" r="13"/>' for x, y in (
            (60, 92), (64, 74), (78, 62), (96, 56), (114, 60), (130, 70), (138, 88)))  # fmt: skip
        return f'<g fill="{hair}">{curls}</g>'
    if style == 4:
        return f'<path d="M92 56q28-16 44 10-20-8-34 4z" fill="{hair}"/>'
    return f'<path d="M56 104q-4-52 44-52t44 52q-8-26-22-32-30 10-44 0-14 8-22 32z" fill="{hair}"/>'


def _hat(kind: int, cloth: str, thread: str) -> str:
    if kind == 1:
        return (
            f'<path d="M66 68l-4-36 20 18 18-26 18 26 20-18-4 36z" fill="{thread}" stroke="{cloth}" stroke-width="3"/>'
        )
    if kind == 2:
        flowers = "".join(
            f'<circle cx="{x}" cy="{y}" r="9" fill="{_FLOWERS[n % 4]}"/><circle cx="{x}" cy="{y}" r="3" fill="#855A0E"/>'
            for n, (x, y) in enumerate(((60, 78), (72, 64), (88, 56), (104, 54), (120, 58), (134, 68), (142, 82)))
        )
        return f'<path d="M58 82q42-52 86 2" fill="none" stroke="#2F6B4F" stroke-width="8"/>{flowers}'
    if kind == 3:
        return f'<path d="M56 74q44-18 88 0L104 10z" fill="{cloth}"/><path d="M50 76q50-22 100 0l-2 9q-48-20-96 0z" fill="{thread}"/>'
    if kind == 4:
        return (
            f'<path d="M60 76q0-34 40-34t40 34q-40-14-80 0z" fill="{cloth}"/>'
            f'<path d="M64 70q36-14 72 0" fill="none" stroke="{thread}" stroke-width="5" stroke-dasharray="5 4"/>'
        )
    if kind == 5:
        return f'<path d="M40 74q60-22 120 0 4 9-8 8-52-18-104 0-12 1-8-8z" fill="{cloth}"/><path d="M66 68q0-34 34-34t34 34q-34-10-68 0z" fill="{cloth}"/>'
    return ""


def _face(seed: Seed, hair: str) -> str:
    eyes = '<g fill="#20241F"><circle cx="82" cy="108" r="4.5"/><circle cx="118" cy="108" r="4.5"/></g><g fill="#fff"><circle cx="83.5" cy="106.5" r="1.5"/><circle cx="119.5" cy="106.5" r="1.5"/></g>'
    brows = f'<path d="M74 97q8-6 16-1M110 96q8-5 16 1" fill="none" stroke="{hair}" stroke-width="3" stroke-linecap="round"/>'
    mouth = (
        '<path d="M86 132q14 13 28 0" fill="none" stroke="#7B2F24" stroke-width="3.5" stroke-linecap="round"/>',
        '<path d="M86 130q14 20 28 0z" fill="#7B2F24"/><path d="M90 131h20l-2 4H92z" fill="#fff"/>',
        '<path d="M90 134q12 5 22-4" fill="none" stroke="#7B2F24" stroke-width="3.5" stroke-linecap="round"/>',
    )[seed.below(3)]
    cheeks = '<g fill="#A63A2B" opacity=".18"><circle cx="72" cy="124" r="9"/><circle cx="128" cy="124" r="9"/></g>'
    nose = '<path d="M100 110q5 9-2 10" fill="none" stroke="#20241F" stroke-opacity=".45" stroke-width="2.5" stroke-linecap="round"/>'
    more = ""
    choice = seed.below(7)
    if choice == 0:
        more = '<g fill="none" stroke="#20241F" stroke-width="2.5"><circle cx="82" cy="108" r="12"/><circle cx="118" cy="108" r="12"/><path d="M94 108h12"/></g>'
    elif choice == 1:
        more = f'<path d="M74 128q14-12 26-3 12-9 26 3-14 4-26 1-12 3-26-1z" fill="{hair}"/>'
    elif choice == 2:
        more = '<g fill="#855A0E" opacity=".6"><circle cx="78" cy="118" r="1.6"/><circle cx="86" cy="120" r="1.6"/><circle cx="114" cy="120" r="1.6"/><circle cx="122" cy="118" r="1.6"/></g>'
    return cheeks + eyes + brows + nose + mouth + more


@lru_cache(maxsize=256)
def drawn(key: str) -> str:
    """The picture for a name, about three kilobytes; decorative, for the name stands beside it."""
    seed = Seed(f"hero:{key}")
    ground, ray, cloth, thread = _PAINTS[seed.below(len(_PAINTS))]
    skin, hair = _SKINS[seed.below(len(_SKINS))], _HAIRS[seed.below(len(_HAIRS))]
    style, hat = 1 + seed.below(5), seed.below(7)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="hero-portrait" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" '
        f'focusable="false"><rect width="{WIDTH}" height="{HEIGHT}" fill="{ground}"/>{_rays(seed, ray)}'
        f"{_back_hair(style, hair)}"
        f'<path d="M86 140h28v30q-14 12-28 0z" fill="{skin}"/>{_clothes(seed, cloth, thread)}'
        f'<g fill="{skin}"><circle cx="55" cy="112" r="9"/><circle cx="145" cy="112" r="9"/>'
        f'<path d="M56 100q0-46 44-46t44 46q0 54-44 56-44-2-44-56z"/></g>'
        f"{_face(seed, hair)}{_front_hair(style, hair)}{_hat(hat, cloth, thread)}</svg>"
    )


def portrait_svg(candidate: Any) -> SafeString:
    """The drawn portrait of a candidate; empty when there is a real one."""
    if candidate.portrait_id:
        return SafeString("")
    name = next((text for text in candidate.hero.values() if text), "")
    # Drawn by us from a digest of the name: nothing of what people typed is in it.
    return mark_safe(drawn(f"{name}:{candidate.face}"))  # noqa: S308
