"""Texts read aloud by eSpeak NG, where it is installed."""

from __future__ import annotations

import functools
import hashlib
import shutil
import subprocess
import tempfile
import wave
from pathlib import Path

from . import stress
from .errors import NoVoice, Unmade
from .storyboard import Voice

#: Variants of a voice as eSpeak NG names them, by who seems to speak.
SPEAKERS = {"man": "", "woman": "+f3", "whisper": "+whisper"}
#: A change of how texts are read changes this number, so that nothing old is taken for new.
EDITION = 3


def program() -> str | None:
    return shutil.which("espeak-ng")


def is_installed() -> bool:
    return program() is not None


def spoken(voice: Voice, folder: Path) -> Path:
    """A WAV of the words of a voice, made once. Raises NoVoice, Unmade."""
    told = f"{EDITION}\n{voice.language}\n{voice.speaker}\n{voice.speed}\n{voice.speak}"
    target = folder / f"{hashlib.sha256(told.encode()).hexdigest()[:32]}.wav"
    if not target.exists():
        part = target.with_suffix(".part")
        _speak(voice, part)
        part.replace(target)
    return target


def seconds(voice: Voice) -> float:
    """How long it takes to read the words of a voice; nought when nobody can, or there is nothing to be heard."""
    return _seconds(voice) if is_installed() else 0.0


@functools.lru_cache(maxsize=256)
def _seconds(voice: Voice) -> float:
    with tempfile.TemporaryDirectory() as folder, wave.open(str(spoken(voice, Path(folder)))) as file:
        return file.getnframes() / file.getframerate()


def _speak(voice: Voice, target: Path) -> None:
    espeak = program()
    if espeak is None:
        raise NoVoice
    name = f"{voice.language}{SPEAKERS[voice.speaker]}"
    words = stress.marked(
        voice.speak, voice.language, lambda word: _run([espeak, "-v", voice.language, "-q", "-x", "--stdin"], word)
    )
    try:
        _run([espeak, "-v", name, "-s", str(voice.speed), "-b", "1", "--stdin", "-w", str(target)], words)
    except Unmade:
        target.unlink(missing_ok=True)
        raise


def _run(command: list[str], text: str) -> str:
    try:
        ran = subprocess.run(command, input=text.encode(), check=True, capture_output=True, timeout=120)
    except (OSError, subprocess.SubprocessError) as error:
        raise Unmade(str(error)) from error
    return ran.stdout.decode("utf-8", "replace")
