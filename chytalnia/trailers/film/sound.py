"""Voice and music brought together: music gives way to the voice, the whole is as loud as it should be."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import ffmpeg, music, voice
from .encoding import AUDIO
from .errors import Unmade
from .music import RATE, Sound
from .storyboard import Music, Storyboard, Voice

#: What networks and broadcasters agree upon for speech, and what no player may go over.
LOUDNESS, PEAK = -16.0, -1.5
#: Decoders add a little to peaks: the limiter stops below what is promised.
LIMIT = -2.4
VOICE_LEVEL, MUSIC_LEVEL, GIVING_WAY = -20.0, -25.0, -10.0
#: A block in which the voice is looked for.
BLOCK = RATE // 50
#: A change of how sound is made changes this number, so that nothing old is taken for new.
EDITION = 2


@dataclass(frozen=True, slots=True)
class Soundtrack:
    """The finished sound by container; no files where the film is silent."""

    files: dict[str, Path]
    loudness: float | None
    true_peak: float | None


def length(path: Path) -> float:
    """Seconds of sound in a file, up to a few more than a film may have; nought when there are none."""
    stat = path.stat()
    return _length(str(path), stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(maxsize=256)
def _length(path: str, _changed: int, _size: int) -> float:
    return len(decoded(Path(path), channels=1, rate=8000, seconds=200)) / 8000


def decoded(path: Path, *, channels: int, rate: int = RATE, start: float = 0.0, seconds: float = 200.0) -> Sound:
    """The samples of a file; none when FFmpeg finds no sound in it. The file is not trusted."""
    ran = ffmpeg.run(
        [
            "-v", "error", "-protocol_whitelist", "file,pipe", "-format_whitelist", ffmpeg.SOUND_READERS,
            "-ss", f"{start:.3f}", "-i", f"file:{path}", "-map", "0:a:0", "-vn", "-t", f"{seconds:.3f}",
            "-ac", str(channels), "-ar", str(rate), "-f", "f32le", "pipe:1",
        ],
        limits=ffmpeg.Limits(seconds=60, memory_mb=1500, written_mb=200),
    )  # fmt: skip
    samples = np.frombuffer(ran.out[: len(ran.out) // (4 * channels) * 4 * channels], np.float32)
    samples = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
    return samples.reshape(-1, channels) if channels > 1 else samples


def soundtrack(
    board: Storyboard,
    folder: Path,
    *,
    containers: Iterable[str],
    should_stop: Callable[[], bool] = lambda: False,
) -> Soundtrack:
    """The sound of a film, made once for the same voices and music. Raises NoVoice, Unmade, Stopped."""
    if not (board.music or any(True for _ in _voices(board))):
        return Soundtrack({}, None, None)
    key = key_of(board)
    files = {container: folder / f"{key}.sound.{container}" for container in containers}
    measures = folder / f"{key}.sound.json"
    if not (measures.exists() and all(path.exists() for path in files.values())):
        _make(board, folder, files, measures, should_stop)
    told = json.loads(measures.read_text())
    if told["loudness"] is None:
        return Soundtrack({}, None, None)
    return Soundtrack(files, told["loudness"], told["true_peak"])


def _make(
    board: Storyboard, folder: Path, files: dict[str, Path], measures: Path, should_stop: Callable[[], bool]
) -> None:
    mix = mixed(board, folder)
    loudness, peak = measured(mix, should_stop=should_stop)
    if loudness is None:
        for path in files.values():
            path.touch()
    else:
        gain = LOUDNESS - loudness
        # Where the limiter bites, it takes loudness away, which a second turn gives back.
        for _turn in range(3):
            master = _limited(mix, gain, should_stop)
            loudness, peak = measured(master, should_stop=should_stop)
            if loudness is None or abs(loudness - LOUDNESS) < 0.2:
                break
            gain += LOUDNESS - loudness
        for container, path in files.items():
            part = path.with_suffix(f".{os.getpid()}.part")
            ffmpeg.must(
                [
                    "-y", *_raw(2), "-i", "pipe:0", *AUDIO[container][:-2], *ffmpeg.EXACT, *AUDIO[container][-2:], part,
                ],
                feed=master.data.cast("B"),
                should_stop=should_stop,
            )  # fmt: skip
            part.replace(path)
    measures.write_text(json.dumps({"loudness": loudness, "true_peak": peak}))


def _raw(channels: int) -> list[str]:
    return ["-f", "f32le", "-ar", str(RATE), "-ac", str(channels)]


def _limited(mix: Sound, gain: float, should_stop: Callable[[], bool]) -> Sound:
    """The mix made louder, no peak over the limit, those between samples neither."""
    limit = 10 ** (LIMIT / 20)
    ran = ffmpeg.must(
        [
            "-v", "error", *_raw(2), "-i", "pipe:0", "-af",
            f"volume={gain:.3f}dB,aresample={RATE * 4},"
            f"alimiter=limit={limit:.5f}:attack=5:release=60:level=disabled,aresample={RATE}",
            "-f", "f32le", "pipe:1",
        ],
        feed=mix.data.cast("B"),
        should_stop=should_stop,
    )  # fmt: skip
    out = np.frombuffer(ran.out, np.float32).reshape(-1, 2)
    whole = np.zeros_like(mix)
    whole[: len(out)] = out[: len(mix)]
    return whole


def measured(mix: Sound, *, should_stop: Callable[[], bool] = lambda: False) -> tuple[float | None, float | None]:
    """Loudness and true peak of samples; none where there is nothing to hear."""
    ran = ffmpeg.must(
        [*_raw(2), "-i", "pipe:0", "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"],
        feed=mix.data.cast("B"),
        should_stop=should_stop,
    )
    return told_by(ran.said)


def told_by(said: str) -> tuple[float | None, float | None]:
    """Loudness and true peak out of what the meter of FFmpeg says at its end."""
    summary = said.rpartition("Summary:")[2]
    loud, peak = (
        re.search(r"\bI:\s+(-?[\d.]+|-?inf) LUFS", summary),
        re.search(r"Peak:\s+(-?[\d.]+|-?inf) dBFS", summary),
    )
    # Below -70 the meter hears nothing.
    if not loud or loud[1].endswith("inf") or float(loud[1]) <= -69.9:
        return None, None
    return float(loud[1]), float(peak[1]) if peak and not peak[1].endswith("inf") else None


def mixed(board: Storyboard, folder: Path) -> Sound:
    """Two channels as long as the film."""
    count = round(board.seconds * RATE)
    said = np.zeros(count, np.float32)
    for one, start in _voices(board):
        path = one.file or voice.spoken(one, folder)
        first = round((start + one.start) * RATE)
        samples = _levelled(decoded(path, channels=1, seconds=board.seconds), VOICE_LEVEL + one.gain)
        part = samples[: max(0, count - first)]
        said[first : first + len(part)] += part
    out = np.repeat(said[:, None], 2, axis=1)
    if board.music:
        played = _played(board.music, board.seconds, count)
        played *= _giving_way(said)[:, None]
        out += played
    return out


def _voices(board: Storyboard) -> Iterator[tuple[Voice, float]]:
    if board.voice:
        yield board.voice, 0.0
    for scene, start in zip(board.scenes, board.starts, strict=True):
        if scene.voice:
            yield scene.voice, start


def _played(wanted: Music, seconds: float, count: int) -> Sound:
    if wanted.file:
        found = decoded(wanted.file, channels=2, start=wanted.start, seconds=seconds)
        if not len(found):
            raise Unmade("no sound in the music")
        samples = np.zeros((count, 2), np.float32)
        # Music that is shorter than the film begins again.
        for first in range(0, count, len(found)):
            part = found[: count - first]
            samples[first : first + len(part)] = part
    else:
        samples = music.piece(wanted.mood, wanted.seed, seconds)[:count]
    samples = _levelled(samples, MUSIC_LEVEL + wanted.gain)
    rise, fall = min(count, round(0.4 * RATE)), min(count, round(min(2.0, seconds / 4) * RATE))
    samples[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)[:, None]
    samples[count - fall :] *= np.linspace(1, 0, fall, dtype=np.float32)[:, None] ** 1.5
    return samples


def _blocks(samples: Sound) -> Sound:
    """How strong each fiftieth of a second is."""
    one = samples if samples.ndim == 1 else samples.mean(axis=1)
    whole = len(one) // BLOCK * BLOCK
    power = np.square(one[:whole]).reshape(-1, BLOCK).mean(axis=1)
    return np.sqrt(power, dtype=np.float32)


def _levelled(samples: Sound, level: float) -> Sound:
    """The samples so loud that what is heard in them lies at a level; silence is left as it is."""
    strong = _blocks(samples)
    heard = strong[strong > 0.003]
    if not len(heard):
        return samples.copy()
    # Pauses do not count, or whoever speaks slowly would be made louder.
    heard = heard[heard > heard.max() * 0.1]
    now = 20 * np.log10(float(np.sqrt(np.mean(np.square(heard)))))
    return samples * np.float32(10 ** (min(30.0, level - now) / 20))


def _giving_way(said: Sound) -> Sound:
    """How loud the music may be at each sample: softer a little before somebody speaks, back when he has ended."""
    strong = _blocks(said)
    if not len(strong) or not strong.any():
        return np.ones(len(said), np.float32)
    speaks = strong > 10 ** ((VOICE_LEVEL - 22) / 20)
    ahead, behind = 15, 25
    held = np.convolve(speaks, np.ones(ahead + behind + 1), "full")[ahead : ahead + len(speaks)] > 0
    low, now, out = 10 ** (GIVING_WAY / 20), 1.0, np.empty(len(held), np.float32)
    for n, is_speaking in enumerate(held):
        now += (low - now) * 0.16 if is_speaking else (1.0 - now) * 0.04
        out[n] = now
    places = np.arange(len(out)) * BLOCK + BLOCK // 2
    return np.interp(np.arange(len(said)), places, out).astype(np.float32)


def key_of(board: Storyboard) -> str:
    """A digest of all that the sound is made of."""
    parts: list[object] = [EDITION, board.seconds]
    for one, start in _voices(board):
        spoken = [one.language, one.speak, one.speaker, one.speed] if one.speak else []
        parts.append([start, one.start, one.gain, *spoken, digest_of(one.file) if one.file else ""])
    if board.music:
        found = board.music
        parts.append([found.mood, found.seed, found.start, found.gain, digest_of(found.file) if found.file else ""])
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def digest_of(path: Path) -> str:
    """SHA-256 of a file, counted again only when the file has changed."""
    stat = path.stat()
    return _digest(str(path), stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(maxsize=512)
def _digest(path: str, _changed: int, _size: int) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
