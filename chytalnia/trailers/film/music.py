"""Music that the program makes itself: the same mood and seed, the same piece, as long as the film.

Nothing foreign is in it: tones are sums of sines, a piece is a walk over the chords of its mood.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

RATE = 48_000
Sound = np.ndarray[Any, np.dtype[np.float32]]
MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)


@dataclass(frozen=True, slots=True)
class Mood:
    tempo: float
    #: note of the key by its MIDI number, its scale, and the degrees its chords stand on
    key: int
    scale: tuple[int, ...]
    chords: tuple[int, ...]
    lead: str
    #: notes of the figure in a bar, and how often the tune above it speaks
    figure: int
    speaks: float
    pad: float = 0.5
    drum: bool = False


MOODS = {
    "calm": Mood(66, 60, MAJOR, (0, 5, 3, 4), "pluck", 4, 0.45),
    "bright": Mood(104, 67, MAJOR, (0, 4, 5, 3), "pluck", 8, 0.55, pad=0.3),
    "tender": Mood(60, 65, MAJOR, (5, 3, 0, 4), "bell", 4, 0.5),
    "mystery": Mood(70, 57, MINOR, (0, 5, 3, 4), "bell", 3, 0.3, pad=0.8),
    "adventure": Mood(116, 62, MINOR, (0, 6, 5, 6), "string", 8, 0.4, pad=0.5, drum=True),
    "solemn": Mood(56, 63, MAJOR, (0, 3, 4, 0), "string", 2, 0.35, pad=0.9),
}


def piece(mood: str, seed: int, seconds: float) -> Sound:
    """Two channels of music with a beginning and an end, its loudest sample below one."""
    digest = hashlib.sha256(f"{mood} {seed}".encode()).digest()
    chance = np.random.default_rng(int.from_bytes(digest[:8], "big"))
    plan = MOODS[mood]
    plan = replace(plan, key=plan.key + int(chance.integers(-3, 4)))
    order = _order(chance)
    bars = max(2, round(seconds * plan.tempo / 240))
    bar = seconds / bars
    out = np.zeros((round(seconds * RATE) + RATE, 2), np.float32)
    theme = _theme(plan, chance)
    for number in range(bars):
        is_last = number == bars - 1
        degree = 0 if is_last else plan.chords[number % len(plan.chords)]
        start = number * bar
        rise = min(1.0, 0.55 + 0.15 * number)
        for step, spread in ((0, 0.5), (2, 0.35), (4, 0.65)):
            _add(out, _tone("pad", _hertz(plan, degree + step), bar * 1.15), start, plan.pad * 0.16 * rise, spread)
        _add(out, _tone("bass", _hertz(plan, degree, -24), bar * 0.9), start, 0.3 * rise, 0.5)
        if is_last:
            _add(out, _tone(plan.lead, _hertz(plan, 7), bar), start, 0.3, 0.5)
            continue
        _figure(out, plan, order, degree, start, bar, rise)
        if number:
            for at, step in theme[number % 4]:
                _add(
                    out,
                    _tone(plan.lead, _hertz(plan, degree + step, 12), bar * 0.6),
                    start + at * bar,
                    0.26 * rise,
                    0.45,
                )
        if plan.drum and number:
            for at in (0.0, 0.375, 0.5, 0.75):
                _add(out, _tone("drum", 58.0, 0.5), start + at * bar, 0.42 if at in (0.0, 0.5) else 0.2, 0.5)
    _tone.cache_clear()
    _echo(out)
    out = out[: round(seconds * RATE)]
    end = min(len(out), RATE // 2)
    out[len(out) - end :] *= np.linspace(1, 0, end, dtype=np.float32)[:, None]
    return out / max(1e-6, float(np.abs(out).max())) * np.float32(0.9)


def _order(chance: np.random.Generator) -> list[int]:
    """In which order the broken chord goes: its root first, then its notes as they fall."""
    return [0, *(int(step) for step in chance.permutation([4, 2, 7, 4, 2, 7, 4]))]


def _figure(out: Sound, plan: Mood, order: list[int], degree: int, start: float, bar: float, rise: float) -> None:
    """The broken chord that carries a bar."""
    for n in range(plan.figure):
        tone = _tone(plan.lead, _hertz(plan, degree + order[n % 8]), bar / plan.figure * 2.2)
        _add(out, tone, start + n * bar / plan.figure, (0.2 if n else 0.26) * rise, 0.3 if n % 2 else 0.7)


def _theme(plan: Mood, chance: np.random.Generator) -> list[list[tuple[float, int]]]:
    """The tune of four bars: a phrase, its answer, the phrase again, a close."""
    places = [0.0, 0.25, 0.375, 0.5, 0.625, 0.75]

    def phrase() -> list[tuple[float, int]]:
        step, out = int(chance.choice([0, 2, 4])), []
        for at in places:
            if at == 0.0 or chance.random() < plan.speaks:
                out.append((at, step))
                step = int(np.clip(step + chance.choice([-2, -1, 1, 2]), -2, 7))
        return out

    first, second = phrase(), phrase()
    return [first, second, first, [(0.0, 4), (0.5, 2)]]


def _hertz(plan: Mood, degree: int, shift: int = 0) -> float:
    octave, step = divmod(degree, 7)
    return float(440 * 2 ** ((plan.key + plan.scale[step] + 12 * octave + shift - 69) / 12))


#: Of each kind of tone: its partials (times the tone, how strong, how soon gone), and the seconds it swells.
_TONES: dict[str, tuple[tuple[tuple[float, float, float], ...], float]] = {
    "pad": (((0.9985, 0.5, 0), (1.0015, 0.5, 0), (2.001, 0.22, 0), (2.998, 0.09, 0), (4.0, 0.04, 0)), 0.6),
    "bass": (((1, 0.8, 0.7), (2, 0.25, 1.2), (3, 0.06, 2.0)), 0.02),
    "pluck": (((1, 0.7, 2.2), (2, 0.3, 3.4), (3, 0.14, 4.8), (4, 0.07, 6.5), (5, 0.04, 8.0)), 0.006),
    "bell": (((1, 0.7, 1.6), (2.0, 0.22, 2.6), (3.01, 0.16, 4.0), (5.4, 0.05, 7.0)), 0.003),
    "string": (((0.998, 0.4, 0.5), (1.002, 0.4, 0.5), (2, 0.24, 0.9), (3, 0.13, 1.3), (4, 0.07, 1.8)), 0.06),
}


@functools.lru_cache(maxsize=256)
def _tone(kind: str, hertz: float, seconds: float) -> Sound:
    count = max(64, round(seconds * RATE))
    t = np.arange(count, dtype=np.float32) / np.float32(RATE)
    if kind == "drum":
        return (np.sin(2 * np.pi * hertz * (t + 0.045 * (1 - np.exp(-t * 28)))) * np.exp(-t * 9)).astype(np.float32)
    partials, swell = _TONES[kind]
    out = np.zeros(count, np.float32)
    for times, strong, gone in partials:
        if hertz * times < 12_000:
            part = np.sin(np.float32(2 * np.pi * hertz * times) * t)
            out += np.float32(strong) * (part * np.exp(np.float32(-gone) * t) if gone else part)
    rise, fall = min(count // 3, round(swell * RATE)), min(count // 3, round(max(0.08, swell) * RATE))
    out[:rise] *= np.linspace(0, 1, rise, dtype=np.float32) ** 1.5
    out[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32) ** 1.5
    return out


def _add(out: Sound, tone: Sound, start: float, loud: float, spread: float) -> None:
    first = round(start * RATE)
    part = tone[: max(0, len(out) - first)]
    out[first : first + len(part), 0] += part * np.float32(loud * (1 - spread) * 2)
    out[first : first + len(part), 1] += part * np.float32(loud * spread * 2)


def _echo(out: Sound) -> None:
    """A room around it: four echoes of unlike lengths that die away, crossed between left and right."""
    wet = np.zeros_like(out)
    for delay, back in ((1439, 0.80), (1693, 0.78), (1933, 0.76), (2251, 0.74)):
        line = out.copy()
        for first in range(delay, len(line), delay):
            part = line[first : first + delay]
            part += line[first - delay : first - delay + len(part), ::-1] * np.float32(back)
        wet += line - out
    out += wet * np.float32(0.06)
