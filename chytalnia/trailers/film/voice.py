"""Texts read aloud by eSpeak NG, where it is installed."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

from .errors import NoVoice, Unmade
from .storyboard import Voice

#: Words a minute; its own 175 is hard to follow.
RATE = "150"


def program() -> str | None:
    return shutil.which("espeak-ng")


def is_installed() -> bool:
    return program() is not None


def spoken(voice: Voice, folder: Path) -> Path:
    """A WAV of the words of a voice, made once. Raises NoVoice, Unmade."""
    digest = hashlib.sha256(f"{voice.language}\n{RATE}\n{voice.speak}".encode()).hexdigest()[:32]
    target = folder / f"{digest}.wav"
    if target.exists():
        return target
    espeak = program()
    if espeak is None:
        raise NoVoice
    part = target.with_suffix(".part")
    try:
        subprocess.run(
            [espeak, "-v", voice.language, "-s", RATE, "-b", "1", "--stdin", "-w", str(part)],
            input=voice.speak.encode(),
            check=True,
            capture_output=True,
            timeout=120,
        )
    except (OSError, subprocess.SubprocessError) as error:
        part.unlink(missing_ok=True)
        raise Unmade(str(error)) from error
    part.replace(target)
    return target
