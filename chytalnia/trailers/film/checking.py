"""Films made elsewhere: looked at without trust.

What the first bytes say chooses the one reader that FFmpeg may use, so that no list of other files, no address and no picture
passes for a film. Packets are read before anything is decoded; every run is held within time and memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path, PurePath
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import boxes, ffmpeg, sound
from .errors import NotAFilm, Problem
from .shapes import MOST_SECONDS

MOST_BYTES = 1024 * ffmpeg.MB
MOST_SIDE, MOST_PIXELS = 4096, 4096 * 2304
MOST_RATE, MOST_CHANNELS = 120, 8
#: A film of three minutes that its maker cut on the ear.
GRACE = 0.6
#: Reader of FFmpeg, what people call the files.
READERS = {
    "mp4": ("mov", {".mp4", ".m4v", ".mov", ".qt", ".3gp", ".3g2"}),
    "matroska": ("matroska", {".webm", ".mkv"}),
    "avi": ("avi", {".avi"}),
    "mpeg": ("mpeg", {".mpg", ".mpeg", ".vob"}),
}
#: How people call these forms.
CALLED = {"mp4": "MP4", "matroska": "WebM", "avi": "AVI", "mpeg": "MPEG"}
#: What cameras, phones and programs for cutting write; all else is more risk than use.
VIDEO = frozenset(
    {
        "h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "mpeg2video", "mpeg1video", "mjpeg", "theora", "h263", "msmpeg4v3",
        "msmpeg4v2", "prores", "dvvideo",
    }
)  # fmt: skip
AUDIO = frozenset(
    {
        "aac", "mp3", "mp2", "ac3", "eac3", "opus", "vorbis", "flac", "alac", "amr_nb", "amr_wb", "pcm_s16le", "pcm_s16be",
        "pcm_s24le", "pcm_f32le", "pcm_u8", "adpcm_ms", "adpcm_ima_wav", "wmav2",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stream:
    kind: str
    codec: str
    width: int = 0
    height: int = 0
    rate: float = 0.0
    channels: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is. `problems` forbid to take it; `remarks` are mended when it is transcoded."""

    container: str = ""
    seconds: float = 0.0
    bytes: int = 0
    streams: tuple[Stream, ...] = ()
    loudness: float | None = None
    true_peak: float | None = None
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()

    @property
    def is_taken(self) -> bool:
        return not self.problems

    @property
    def picture(self) -> Stream | None:
        return next((stream for stream in self.streams if stream.kind == "video"), None)

    @property
    def sound(self) -> Stream | None:
        return next((stream for stream in self.streams if stream.kind == "audio"), None)

    def as_dict(self) -> dict[str, Any]:
        return {
            "taken": self.is_taken,
            "container": self.container,
            "duration": self.seconds,
            "bytes": self.bytes,
            "streams": [
                {name: value for name, value in asdict(stream).items() if value not in (0, 0.0)}
                for stream in self.streams
            ],
            "loudness": self.loudness,
            "true_peak": self.true_peak,
            "problems": [problem.as_dict() for problem in self.problems],
            "remarks": [remark.as_dict() for remark in self.remarks],
        }


def check(
    path: Path,
    *,
    name: str = "",
    decode: bool = True,
    on_progress: Callable[[float], None] = lambda part: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Verdict:
    """Look at a film. Never raises for what is in the file: everything that is wrong stands in the verdict. Raises Stopped.

    `name` is what the file was called by whoever brought it. Without `decode` only the packets are read, which takes a
    second; with it every frame is decoded and the loudness measured.
    """
    size = path.stat().st_size
    verdict = Verdict(bytes=size)
    if size > MOST_BYTES:
        return _refused(
            verdict, _("The film is larger than %(mb)d MB.") % {"mb": MOST_BYTES // ffmpeg.MB}, _("Save it smaller.")
        )
    container = boxes.container_of(path)
    if container is None:
        return _refused(verdict, NotAFilm.message)
    verdict = replace(verdict, container=container)
    extension = PurePath(name or path.name).suffix.lower()
    if extension not in READERS[container][1]:
        return _refused(
            verdict,
            _("The file is called “%(extension)s”, but its content is %(form)s.")
            % {"extension": extension or name or path.name, "form": CALLED[container]},
            _("Give it its right name."),
        )
    if boxes.is_broken(path, container):
        return _refused(verdict, _("The film is cut off or damaged."), _("Save or send it again."))
    verdict = _by_packets(path, verdict, should_stop)
    if verdict.problems:
        return verdict
    remarks = list(_remarks(path, verdict))
    if decode:
        verdict = _by_frames(path, verdict, on_progress, should_stop)
    if verdict.loudness is not None and abs(verdict.loudness - sound.LOUDNESS) > 1:
        remarks.append(
            Problem(
                _("The film is %(loudness).1f LUFS loud.") % {"loudness": verdict.loudness},
                _("It will be set to %(wanted)d.") % {"wanted": sound.LOUDNESS},
            )
        )
    return replace(verdict, remarks=tuple(remarks))


def _refused(verdict: Verdict, what: Any, mend: Any = "") -> Verdict:
    return replace(verdict, problems=(*verdict.problems, Problem(what, mend)))


def source(path: Path, container: str) -> list[str]:
    """The words that let FFmpeg open one file by one reader and nothing else."""
    reader = READERS[container][0]
    words = ["-protocol_whitelist", "file,pipe", "-format_whitelist", reader, "-max_pixels", str(MOST_PIXELS)]
    if reader == "mov":
        words += ["-enable_drefs", "0", "-use_absolute_path", "0"]
    return [*words, "-f", reader, "-threads", "2", "-i", f"file:{path}"]


#: Reading packets is quick; whoever is slower is up to something.
_LOOK = ffmpeg.Limits(seconds=30, memory_mb=1500, written_mb=100)
_WATCH = ffmpeg.Limits(seconds=400, memory_mb=2500, written_mb=10)
_TOO_MUCH = _("The film takes too long to be read.")


def _by_packets(path: Path, verdict: Verdict, should_stop: Callable[[], bool]) -> Verdict:
    """Streams and length by the packets that are really there; nothing is decoded but the little that tells the form.

    A little more than the longest film is read, so that one of ten hours costs no more.
    """
    most = MOST_SECONDS + 20
    ran = ffmpeg.run(
        [*source(path, verdict.container), "-map", "0:v?", "-map", "0:a?", "-c", "copy", "-t", str(most), "-f", "framecrc", "-"],
        limits=_LOOK,
        should_stop=should_stop,
        most_out=30 * ffmpeg.MB,
    )  # fmt: skip
    streams, seconds = _packets(ran.out.decode("ascii", "replace"))
    verdict = replace(verdict, streams=tuple(streams), seconds=round(seconds, 2))
    if ran.timed_out or ran.code in ffmpeg.USED_UP:
        return _refused(verdict, _TOO_MUCH, _("Save it smaller."))
    if not streams:
        return _refused(verdict, _("The film is cut off or damaged."), _("Save or send it again."))
    picture = verdict.picture
    if picture is None or not seconds:
        return _refused(verdict, _("The file holds no moving picture."), _("Choose the film itself."))
    if seconds > MOST_SECONDS + GRACE:
        told = max(seconds, _told_length(ran.said))
        verdict = replace(verdict, seconds=round(told, 2))
        verdict = _refused(
            verdict,
            _("The film lasts %(told)s; a trailer has at most three minutes.") % {"told": _clock(told)},
            _("Cut it shorter."),
        )
    for stream in verdict.streams:
        known = VIDEO if stream.kind == "video" else AUDIO
        if stream.codec not in known and not (stream.kind == "video" and stream.codec in ("png", "bmp", "gif", "webp")):
            verdict = _refused(
                verdict,
                _("The film is written in a way that is not taken here (%(codec)s).") % {"codec": stream.codec},
                _("Save it as MP4 with H.264 and AAC."),
            )
    if picture.codec not in VIDEO:
        verdict = _refused(verdict, _("The file holds no moving picture."), _("Choose the film itself."))
    if max(picture.width, picture.height) > MOST_SIDE or picture.width * picture.height > MOST_PIXELS:
        verdict = _refused(
            verdict,
            _("The picture is %(width)d × %(height)d; at most 4096 × 2304 is taken.")
            % {"width": picture.width, "height": picture.height},
            _("Save it smaller."),
        )
    elif not picture.width:
        # The decoder was not let near it.
        verdict = _refused(
            verdict,
            _("The picture of the film cannot be opened: it is damaged, or larger than 4096 × 2304."),
            _("Save it smaller."),
        )
    elif min(picture.width, picture.height) < 120:
        verdict = _refused(
            verdict,
            _("The picture is %(width)d × %(height)d: too small to be watched.")
            % {"width": picture.width, "height": picture.height},
            _("Save it larger."),
        )
    if picture.rate > MOST_RATE:
        verdict = _refused(verdict, _("The film has too many pictures a second."), _("Save it with 25 or 30."))
    return verdict


def _packets(text: str) -> tuple[list[Stream], float]:
    """Streams and the end of the last packet, out of a list that FFmpeg makes for machines."""
    facts: dict[int, dict[str, str]] = {}
    counts: dict[int, int] = {}
    ends: dict[int, Fraction] = {}
    starts: dict[int, Fraction] = {}
    for line in text.splitlines():
        if found := re.fullmatch(r"#(\w+) (\d+): (.+)", line):
            facts.setdefault(int(found[2]), {})[found[1]] = found[3]
        elif found := re.match(r"(\d+),\s*(-?\d+),\s*(-?\d+),\s*(\d+),", line):
            n = int(found[1])
            base = Fraction(facts[n].get("tb", "1/1000"))
            start = int(found[3]) * base
            counts[n] = counts.get(n, 0) + 1
            ends[n] = max(ends.get(n, start), start + int(found[4]) * base)
            starts[n] = min(starts.get(n, start), start)
    streams = []
    for n, fact in sorted(facts.items()):
        if n not in counts:
            continue
        long = float(ends[n] - starts[n])
        width, _x, height = fact.get("dimensions", "0x0").partition("x")
        is_video = fact.get("media_type") == "video"
        streams.append(
            Stream(
                kind=fact.get("media_type", ""),
                codec=fact.get("codec_id", ""),
                width=int(width),
                height=int(height),
                rate=round(counts[n] / long, 2) if is_video and long else 0.0,
                channels=_channels(fact.get("channel_layout_name", "")),
            )
        )
    return streams, float(max(ends.values(), default=Fraction(0)))


def _channels(layout: str) -> int:
    known = {"mono": 1, "stereo": 2, "5.1": 6, "5.1(side)": 6, "7.1": 8, "2.1": 3, "quad": 4}
    return known.get(layout, int(found[0]) if (found := re.match(r"\d+", layout)) else 0)


def _told_length(said: str) -> float:
    """The length that the file says of itself; only for the sentence that refuses it."""
    found = re.search(r"^  Duration: (\d+):(\d\d):(\d\d)", said, re.MULTILINE)
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3]) if found else 0.0


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return (
        f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}" if whole >= 3600 else f"{whole // 60}:{whole % 60:02}"
    )


def _remarks(path: Path, verdict: Verdict) -> list[Problem]:
    out = []
    if boxes.has_place(path, verdict.container):
        out.append(Problem(_("The film says where it was made."), _("That is taken out.")))
    if boxes.has_more(path, verdict.container):
        out.append(Problem(_("The file carries something beside the film."), _("Only the film is kept.")))
    if verdict.sound is None:
        out.append(Problem(_("The film is silent."), _("It may stay so.")))
    return out


def _by_frames(
    path: Path, verdict: Verdict, on_progress: Callable[[float], None], should_stop: Callable[[], bool]
) -> Verdict:
    """Decode all of it: damage is seen, loudness is heard."""
    words: list[str] = [*source(path, verdict.container), "-map", "0:v:0", "-f", "null", "-"]
    if verdict.sound:
        words = [
            *source(path, verdict.container), "-map", "0:v:0", "-map", "0:a:0",
            "-af", "aformat=channel_layouts=stereo,ebur128=peak=true:framelog=quiet", "-f", "null", "-",
        ]  # fmt: skip

    def hear(seconds: float) -> None:
        on_progress(min(1.0, seconds / max(1.0, verdict.seconds)))

    ran = ffmpeg.run(
        ["-t", str(MOST_SECONDS + 1), *ffmpeg.PROGRESS, *words], limits=_WATCH, should_stop=should_stop,
        on_line=ffmpeg.at_second(hear),
    )  # fmt: skip
    if ran.timed_out or ran.code in ffmpeg.USED_UP:
        return _refused(verdict, _TOO_MUCH, _("Save it smaller."))
    decoded = [int(n) for n in re.findall(r"frame=\s*(\d+)", ran.said)]
    if ran.code or not decoded or not decoded[-1]:
        return _refused(verdict, _("The film is cut off or damaged."), _("Save or send it again."))
    loudness, peak = sound.told_by(ran.said)
    return replace(verdict, loudness=loudness, true_peak=peak)
