"""Frames into clips, clips and sound into films."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from . import ffmpeg
from .errors import Unmade
from .shapes import FPS, Shape

#: Two threads each: the same frames give the same film on a machine with more.
VIDEO = {
    "mp4": (
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-profile:v", "high", "-g", str(FPS * 2), "-bf", "2",
        "-threads", "2", "-video_track_timescale", "12800", "-f", "mp4",
    ),
    "webm": (
        "-c:v", "libsvtav1", "-preset", "11", "-crf", "34", "-svtav1-params", "lp=1", "-g", str(FPS * 4), "-f", "webm",
    ),
}  # fmt: skip
COLOUR = (
    "-pix_fmt", "yuv420p", "-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
)  # fmt: skip
AUDIO = {
    "mp4": ("-c:a", "aac", "-b:a", "160k", "-f", "mp4"),
    "webm": ("-c:a", "libopus", "-b:a", "112k", "-f", "webm"),
}
#: Three letters, as containers want them.
LANGUAGES = {"uk": "ukr", "ru": "rus", "kk": "kaz", "en": "eng"}


class Encoder:
    """A running FFmpeg that takes frames and writes a clip for each container; on an error nothing is left."""

    def __init__(self, shape: Shape, targets: Mapping[str, Path]) -> None:
        self._parts = {target: target.with_suffix(f".{os.getpid()}{target.suffix}.part") for target in targets.values()}
        words: list[str | Path] = [
            "-y", "-f", "rawvideo", "-video_size", f"{shape.width}x{shape.height}", "-framerate", str(FPS),
            *COLOUR, "-i", "pipe:0",
        ]  # fmt: skip
        for container, target in targets.items():
            words += ["-map", "0:v", *COLOUR, *VIDEO[container][:-2], *ffmpeg.EXACT, *VIDEO[container][-2:]]
            words.append(self._parts[target])
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 – closed by __exit__
        self._process = subprocess.Popen(
            ffmpeg.command(words), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._said
        )

    def __enter__(self) -> Encoder:
        return self

    def put(self, frame: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(frame)
        except BrokenPipeError:
            raise Unmade(self._last_words()) from None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                assert self._process.stdin is not None
                self._process.stdin.close()
                if self._process.wait(600):
                    raise Unmade(self._last_words())
                for target, part in self._parts.items():
                    part.replace(target)
        finally:
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
            for part in self._parts.values():
                part.unlink(missing_ok=True)
            self._said.close()

    def _last_words(self) -> str:
        self._process.wait()
        self._said.seek(0)
        return self._said.read().decode("utf-8", "replace")[-2000:]


def join(clips: Sequence[Path], sound: Path | None, target: Path, *, container: str, title: str, language: str) -> None:
    """Put clips one after another and the sound beside them, as they are; the film begins to play before it is whole."""
    # Names of clips are digests, so nothing in the list can be read as a word of its language.
    with tempfile.NamedTemporaryFile("w", suffix=".txt", dir=clips[0].parent, encoding="utf-8") as list_:
        list_.writelines(f"file '{clip.name}'\n" for clip in clips)
        list_.flush()
        words: list[str | Path] = ["-y", "-f", "concat", "-safe", "0", "-i", list_.name]
        words += ["-i", sound, "-map", "0:v", "-map", "1:a"] if sound else ["-map", "0:v"]
        words += ["-c", "copy", "-map_metadata", "-1", "-map_chapters", "-1", "-metadata", f"title={title}"]
        if sound:
            words += ["-metadata:s:a:0", f"language={LANGUAGES.get(language, 'und')}"]
        if container == "mp4":
            words += ["-movflags", "+faststart", "-video_track_timescale", "12800"]
        ffmpeg.must([*words, *ffmpeg.EXACT, "-f", container, target])
