"""A storyboard with its files, as small as a film can be."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from chytalnia.trailers.film import Shape, ffmpeg

TINY = Shape("tiny", 320, 180)


def picture(path: Path, seed: int = 1) -> None:
    chance = np.random.default_rng(seed)
    Image.fromarray(chance.integers(0, 255, (6, 8, 3), dtype=np.uint8)).resize((400, 300)).save(path, quality=90)


def tone(path: Path, seconds: float, hertz: float = 220) -> None:
    t = np.arange(round(48_000 * seconds)) / 48_000
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes((np.sin(2 * np.pi * hertz * t) * 9000).astype("<i2").tobytes())


def storyboard(folder: Path, **changes: Any) -> dict[str, Any]:
    """Two scenes of nearly two seconds, a voice, music of our own."""
    for n in range(2):
        picture(folder / f"{n}.jpg", n + 1)
    tone(folder / "voice.wav", 1.0)
    return {
        "version": 1,
        "title": "Лісова пісня",
        "language": "uk",
        "scenes": [
            {"seconds": 1.8, "picture": "0.jpg", "motion": "in", "title": "Ліс"},
            {"seconds": 1.4, "picture": "1.jpg", "motion": "left", "transition": {"kind": "wipe", "seconds": 0.3}},
        ],
        "voice": {"file": "voice.wav", "start": 0.5},
        "music": {"mood": "calm"},
        **changes,
    }


def film(path: Path, *words: str, seconds: float = 1.0, size: str = "160x120", rate: int = 10) -> Path:
    """A film made elsewhere."""
    source = ["-f", "lavfi", "-i", f"testsrc=size={size}:rate={rate}:duration={seconds}"]
    ffmpeg.must(["-v", "error", "-y", *source, *words, path])
    return path
