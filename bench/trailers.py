"""Trailers: a minute of film from six pictures, voice and music, beside moviepy making the same storyboard."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import venv
import wave
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from . import corpus, meter, table

MOVES = ("in", "left", "out", "right", "in", "left")
COMES = ("black", "fade", "wipe", "fade", "slide", "fade")

# The same film in the words of moviepy: pictures that grow, titles over them, crossfades, voice over softer music.
_MOVIEPY = """
import json, sys
from moviepy import (AudioFileClip, CompositeAudioClip, CompositeVideoClip, ImageClip, TextClip, afx, vfx)
folder, font, target = sys.argv[1:4]
board = json.load(open(folder + "/storyboard.json"))
clips, start = [], 0.0
for scene in board["scenes"]:
    long = scene["seconds"]
    picture = ImageClip(folder + "/" + scene["picture"], duration=long + 0.6).resized(height=814)
    picture = picture.with_effects([vfx.Resize(lambda t, long=long: 1 + 0.12 * t / long)]).with_position("center")
    title = TextClip(font, scene["title"], font_size=58, color="white", size=(900, None), method="caption", duration=long)
    title = title.with_position((77, 520)).with_effects([vfx.CrossFadeIn(0.4)])
    clip = CompositeVideoClip([picture, title], size=(1280, 720)).with_duration(long + 0.6)
    clips.append(clip.with_start(max(0, start - 0.6)).with_effects([vfx.CrossFadeIn(0.6)]))
    start += long
film = CompositeVideoClip(clips, size=(1280, 720)).with_duration(start)
voice = AudioFileClip(folder + "/voice.wav").with_start(2)
music = AudioFileClip(folder + "/music.wav").with_effects([afx.MultiplyVolume(0.3)]).with_duration(start)
film = film.with_audio(CompositeAudioClip([music, voice]).with_duration(start))
film.write_videofile(target, fps=25, codec="libx264", audio_codec="aac", preset="veryfast", threads=2, logger=None,
                     ffmpeg_params=["-crf", "21"])
"""


def run(options: argparse.Namespace) -> None:
    folder = corpus.CACHE / "trailer"
    seconds = options.queries or 60
    board = prepare(folder, seconds)
    rows: list[list[object]] = []

    def render(name: str, *words: str, fresh: bool = True) -> dict[str, Any]:
        out = folder / "out"
        if fresh:
            shutil.rmtree(out, ignore_errors=True)
        command = [
            sys.executable,
            "-m",
            "chytalnia.cli",
            "trailer",
            "render",
            str(board),
            "--output",
            str(out),
            "--json",
        ]
        took = meter.run([*command, *words], env=_env(), cwd=corpus.ROOT)
        told: dict[str, Any] = json.loads(took.output)
        size = sum(file["bytes"] for file in told["files"]) / 1e6
        rows.append(
            [
                name,
                f"{took.wall:.1f}",
                f"{seconds / took.wall:.1f} ×",
                f"{took.cpu:.1f}",
                f"{took.peak_mb:.0f}",
                f"{size:.1f}",
            ]
        )
        _say(what=name, wall=round(took.wall, 2), cpu=round(took.cpu, 2), peak_mb=round(took.peak_mb), **_short(told))
        return told

    render("720p, mp4 and webm")
    first = frames_of(folder / "out" / "720p.mp4")
    render("720p, mp4 alone", "--container", "mp4")
    _say(what="same storyboard twice", same_frames=first == frames_of(folder / "out" / "720p.mp4"), frames=first)
    data = json.loads(board.read_text(encoding="utf-8"))
    data["scenes"][3]["title"] += "…"
    board.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    render("one scene of six changed, mp4", "--container", "mp4", fresh=False)
    render("1080p, mp4", "--container", "mp4", "--format", "1080p")
    render("vertical, mp4", "--container", "mp4", "--format", "vertical")
    if not options.no_peers:
        rows.append(_moviepy(folder, seconds))
    table.show([f"{seconds} s of film", "wall s", "of real time", "CPU s", "peak MB", "MB written"], rows)


def _env() -> dict[str, str]:
    return {**os.environ, "CHYTALNIA_DATA": str(corpus.CACHE / "trailer" / "var"), "CHYTALNIA_LOG": "ERROR"}


def _short(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("loudness", "true_peak", "render_seconds")}


def _say(**facts: Any) -> None:
    print(json.dumps(facts, ensure_ascii=False), flush=True)


def prepare(folder: Path, seconds: int) -> Path:
    """Six pictures as large as a phone makes them, a voice that speaks and pauses, and the storyboard."""
    from chytalnia.trailers.film import music

    folder.mkdir(parents=True, exist_ok=True)
    chance = np.random.default_rng(1)
    for n in range(6):
        coarse = Image.fromarray(chance.integers(20, 235, (12, 16, 3), dtype=np.uint8)).resize(
            (4000, 3000), Image.Resampling.BICUBIC
        )
        grain = Image.fromarray(chance.integers(0, 255, (750, 1000, 3), dtype=np.uint8)).resize((4000, 3000))
        Image.blend(coarse, grain.filter(ImageFilter.GaussianBlur(3)), 0.2).save(folder / f"{n}.jpg", quality=88)
    t = np.arange(round(48_000 * (seconds - 6))) / 48_000
    syllables = (np.sin(2 * np.pi * 3.1 * t) > 0) & (np.sin(2 * np.pi * 0.17 * t) > -0.5)
    tone = sum(np.sin(2 * np.pi * 140 * k * t + k) / k for k in range(1, 14))
    _wav(
        folder / "voice.wav", np.asarray(tone * np.convolve(syllables, np.hanning(2400) / 1200, "same") * 0.12)[:, None]
    )
    _wav(folder / "music.wav", music.piece("adventure", 1, seconds))
    scenes = [
        {
            "seconds": seconds / 6, "picture": f"{n}.jpg", "motion": MOVES[n], "title": "Ліс пам’ятає те, що люди забули",
            "text": "Чи можна любити те, чого не можна втримати?", "transition": {"kind": COMES[n], "seconds": 0.6},
        }
        for n in range(6)
    ]  # fmt: skip
    board = {
        "version": 1, "title": "Лісова пісня", "language": "uk", "scenes": scenes,
        "voice": {"file": "voice.wav", "start": 2}, "music": {"mood": "adventure"},
    }  # fmt: skip
    path = folder / "storyboard.json"
    path.write_text(json.dumps(board, ensure_ascii=False), encoding="utf-8")
    return path


def _wav(path: Path, samples: np.ndarray[Any, Any]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((np.clip(samples, -1, 1) * 32_000).astype("<i2").tobytes())


def frames_of(film: Path) -> str:
    """A digest of every decoded frame."""
    from chytalnia.trailers.film import ffmpeg

    ran = ffmpeg.must(["-v", "error", "-i", film, "-map", "0:v", "-f", "hash", "-hash", "sha256", "-"])
    return ran.out.decode().strip().rpartition("=")[2]


def _moviepy(folder: Path, seconds: int) -> list[object]:
    """In an environment of its own: it wants an older Pillow than we have."""
    import font_source_serif_pro

    python = corpus.CACHE / "moviepy" / "bin" / "python"
    try:
        if not python.exists():
            venv.create(python.parent.parent, with_pip=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", "moviepy==2.2.1"], check=True)
        font = Path(font_source_serif_pro.__file__ or "").parent / "files" / "SourceSerifPro-Semibold.ttf"
        target = folder / "moviepy.mp4"
        took = meter.run([str(python), "-c", _MOVIEPY, str(folder), str(font), str(target)])
    except subprocess.CalledProcessError as error:
        print(f"  moviepy is missing here: {str(error.stderr or error)[-300:]}", file=sys.stderr)
        return ["moviepy", "missing", "", "", "", ""]
    _say(what="moviepy", wall=round(took.wall, 2), cpu=round(took.cpu, 2), peak_mb=round(took.peak_mb))
    size = target.stat().st_size / 1e6
    return [
        "moviepy, mp4, only zoom",
        f"{took.wall:.1f}",
        f"{seconds / took.wall:.1f} ×",
        f"{took.cpu:.1f}",
        f"{took.peak_mb:.0f}",
        f"{size:.1f}",
    ]
