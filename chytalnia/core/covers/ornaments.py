"""Four ornaments, each a function of a seed: cross-stitch, oyu, guilloche, weave. All stay in their band."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator

THREAD = "#FBF8F1"
GOLD = "#F0CF94"


class Seed:
    """An endless, repeatable supply of choices from the number of the book."""

    def __init__(self, key: str) -> None:
        self._bytes = self._stream(key.encode())

    @staticmethod
    def _stream(state: bytes) -> Iterator[int]:
        while True:
            state = hashlib.blake2b(state).digest()
            yield from state

    def below(self, n: int) -> int:
        return ((next(self._bytes) << 8) | next(self._bytes)) % n

    def part(self) -> float:
        return self.below(65_536) / 65_536

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.part()


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") or "0"


def _curve(points: list[tuple[int, int]]) -> str:
    """A smooth line along the points, which are given in tenths.

    Each quadratic piece ends half-way between two points and bends towards the point between. A piece after the first
    says only its end: its bend mirrors the one before. As that is counted here too, rounding never adds up.
    """
    (x, y), (bend_x, bend_y) = points[0], points[1]
    out = [f"M{_n(x / 10)} {_n(y / 10)}q{_PAIRS[bend_x - x, bend_y - y]} "]
    for px, py in points[2:]:
        end_x, end_y = (bend_x + px) // 2, (bend_y + py) // 2
        out.append(_PAIRS[end_x - x, end_y - y])
        bend_x, bend_y = 2 * end_x - bend_x, 2 * end_y - bend_y
        x, y = end_x, end_y
    out.append(_PAIRS[bend_x - x, bend_y - y])
    return f"{out[0]}{'t'.join(out[1:])}"


class _Pairs(dict[tuple[int, int], str]):
    """Two numbers of tenths as a path writes them, (25, -3) → «2.5-.3»; the few thousand that there are, made once."""

    def __missing__(self, tenths: tuple[int, int]) -> str:
        across, down = (_n(value / 10).replace("0.", ".") if abs(value) < 10 else _n(value / 10) for value in tenths)
        self[tenths] = said = f"{across}{'' if down.startswith('-') else ' '}{down}"
        return said


_PAIRS = _Pairs()


def stitch(seed: Seed, x: float, y: float, w: float, h: float) -> str:
    """Cross-stitch: a towel's band, mirrored both ways, a second thread in its heart and two edge rows."""
    half, rows = 13, 5
    step, lean = 2 + seed.below(3), seed.below(5)
    cells = [[False] * half for _ in range(rows)]
    for r in range(rows):
        for c in range(half):
            on_rhomb = (c + r * step + lean) % (step + 4) == 0 or (c - r * step - lean) % (step + 4) == 0
            cells[r][c] = on_rhomb or seed.below(100) < 38
    gold = {(seed.below(rows), seed.below(half)) for _ in range(9)}
    total = half * 2 - 1
    cell = w / total
    high = rows * 2 - 1
    top = y + (h - cell * (high + 4)) / 2
    threads: dict[str, list[str]] = {THREAD: [], GOLD: []}

    def cross(column: int, row: int, colour: str) -> None:
        threads[colour].append(f"M{column * 10 + 1} {row * 10 + 1}l8 8m0-8l-8 8")

    for r in range(high):
        deep = min(r, high - 1 - r)
        for c in range(total):
            side = half - 1 - abs(c - half + 1)
            if cells[deep][side]:
                cross(c, r + 2, GOLD if (deep, side) in gold else THREAD)
    edge = 2 + seed.below(3)
    for c in range(total):
        if abs(c - half + 1) % edge:
            cross(c, 0, THREAD)
            cross(c, high + 3, THREAD)
    drawn = "".join(f'<path d="{"".join(d)}" stroke="{colour}"/>' for colour, d in threads.items() if d)
    return (
        f'<g transform="translate({_n(x)} {_n(top)}) scale({cell / 10:.3f})" fill="none" stroke-width="2.6" '
        f'stroke-linecap="round">{drawn}</g>'
    )


def _horn(cx: float, base: float, size: float, turn: float, sign: int) -> str:
    """One ram's horn motif, «қошқар мүйіз»: a stem that parts into two curls; `sign` −1 grows up, 1 hangs down."""
    out = []
    for side in (-1, 1):
        r = size * 0.5
        sweep = 1 if side * sign < 0 else 0
        path = [f"M{_n(cx)} {_n(base)}V{_n(base + sign * size * 1.05)}"]
        across = side
        for _ in range(4):
            path.append(f"a{_n(r)} {_n(r)} 0 0 {sweep} {_n(across * 2 * r)} 0")
            across = -across
            r *= turn
        out.append("".join(path))
    return "".join(out)


def oyu(seed: Seed, x: float, y: float, w: float, h: float) -> str:
    """A felt carpet's border: horns up and down in turn, rhombs between, the tightness of every curl its own."""
    count = 2 + seed.below(3)
    step = w / count
    size = min(step * 0.44, h * 0.36) * seed.between(0.86, 1.0)
    turn = seed.between(0.6, 0.76)
    alternate = seed.below(2)
    middle = y + h / 2
    thick = max(2.2, size * seed.between(0.11, 0.15))
    horns, rhombs = [], []
    for i in range(count):
        cx = x + step * (i + 0.5)
        up = not (alternate and i % 2)
        horns.append(_horn(cx, middle + (1 if up else -1) * size * 0.62, size, turn, -1 if up else 1))
        foot = middle + (1 if up else -1) * size * 0.95
        d = size * seed.between(0.14, 0.24)
        rhombs.append(f"M{_n(cx)} {_n(foot - d)}l{_n(d)} {_n(d)}l{_n(-d)} {_n(d)}l{_n(-d)} {_n(-d)}z")
    for i in range(1, count):
        d = size * seed.between(0.1, 0.2)
        rhombs.append(f"M{_n(x + step * i)} {_n(middle - d)}l{_n(d)} {_n(d)}l{_n(-d)} {_n(d)}l{_n(-d)} {_n(-d)}z")
    teeth = 9 + seed.below(12)
    saw = w / teeth
    edge = "".join(
        f"M{_n(x)} {_n(line)}" + f"l{_n(saw / 2)} {_n(lift)} {_n(saw / 2)} {_n(-lift)}" * teeth
        for line, lift in ((y, 4.0), (y + h, -4.0))
    )
    return (
        f'<path d="{"".join(horns)}" stroke="{THREAD}" stroke-width="{_n(thick)}" stroke-linecap="round" '
        f'stroke-linejoin="round" fill="none"/><path d="{edge}" stroke="{THREAD}" stroke-width="1.4" fill="none"/>'
        f'<path d="{"".join(rhombs)}" fill="{GOLD}"/>'
    )


def guilloche(seed: Seed, x: float, y: float, w: float, h: float) -> str:
    """An engraver's net, as on a bond: waves of one family, each a little later than the one before."""
    waves = 2 + seed.below(3)
    swell = 1 + seed.below(4)
    shift, tilt = seed.part() * math.tau, seed.between(0.25, 0.75)
    lines, knots = 11, 8 * waves + 4
    # The swell and the wave of the first line, once for all lines: the others are the same wave, only later.
    steps = [k / knots for k in range(knots + 1)]
    open_to = [h * 5 * (0.32 + 0.68 * abs(math.sin(swell * math.pi * t + tilt))) for t in steps]
    sines = [a * math.sin(waves * math.tau * t + shift) for a, t in zip(open_to, steps, strict=True)]
    cosines = [a * math.cos(waves * math.tau * t + shift) for a, t in zip(open_to, steps, strict=True)]
    across = [round((x + w * t) * 10) for t in steps]
    middle = (y + h / 2) * 10
    paths = []
    for j in range(lines):
        sine, cosine = math.sin(j / lines * math.tau), math.cos(j / lines * math.tau)
        high = [round(middle + s * cosine + c * sine) for s, c in zip(sines, cosines, strict=True)]
        paths.append(_curve(list(zip(across, high, strict=True))))
    cut = lines // 3 + seed.below(3)
    return (
        f'<path d="{"".join(paths[:cut])}" stroke="{GOLD}" stroke-width=".8" fill="none"/>'
        f'<path d="{"".join(paths[cut:])}" stroke="{THREAD}" stroke-width=".8" fill="none"/>'
    )


def weave(seed: Seed, x: float, y: float, w: float, h: float) -> str:
    """A plain cloth: threads over and under by a twill of its own, a few in gold."""
    columns = 11 + seed.below(5)
    cell = w / columns
    rows = max(1, int(h / cell))
    period, slope, slip = 2 + seed.below(3), 1 + seed.below(2), seed.below(4)
    golden = {seed.below(columns) for _ in range(2)}
    threads: dict[str, list[str]] = {THREAD: [], GOLD: []}
    # Ten units to a thread, whole numbers only: half the bytes and half the work of places on the cover.
    for r in range(rows):
        for c in range(columns):
            over = (c + r * slope + slip) % period == 0
            if seed.below(100) < 9:
                over = not over
            if over:
                threads[THREAD].append(f"M{c * 10 + 1} {r * 10 + 5}h8")
            else:
                threads[GOLD if c in golden else THREAD].append(f"M{c * 10 + 5} {r * 10 + 1}v8")
    drawn = "".join(f'<path d="{"".join(d)}" stroke="{colour}"/>' for colour, d in threads.items() if d)
    return (
        f'<g transform="translate({_n(x)} {_n(y + (h - rows * cell) / 2)}) scale({cell / 10:.3f})" fill="none" '
        f'stroke-width="2.4" stroke-linecap="round">{drawn}</g>'
    )


BY_LANGUAGE = {"uk": stitch, "be": stitch, "kk": oyu, "ky": oyu, "ru": guilloche}
