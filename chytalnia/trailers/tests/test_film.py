"""Films: made of a storyboard, the same each time, begun again where they were broken off."""

import io
from pathlib import Path

import pytest
from PIL import Image

from chytalnia.trailers.film import (
    BadStoryboard,
    Stopped,
    check,
    ffmpeg,
    film_poster,
    load,
    music,
    poster,
    render,
    rendering,
    sound,
    still,
    voice,
)

from . import filming
from .filming import TINY

pytestmark = pytest.mark.usefixtures("english")


def frames_of(path: Path) -> str:
    return ffmpeg.must(["-v", "error", "-i", path, "-map", "0:v", "-f", "hash", "-hash", "md5", "-"]).out.decode()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """One film in both containers, its storyboard and its folder."""
    folder = tmp_path_factory.mktemp("film")
    board = load(filming.storyboard(folder), folder)
    heard: list[float] = []
    return board, folder / "out", render(board, folder / "out", formats=[TINY], on_progress=heard.append), heard


def test_a_film_is_as_its_storyboard_says(made):
    board, out, film, heard = made
    assert heard == sorted(heard)
    assert heard[-1] == 1
    assert {path.name for path in out.iterdir() if path.is_file()} == {
        "tiny.mp4", "tiny.webm", "tiny.jpg", "poster.jpg", "subtitles.uk.vtt",
    }  # fmt: skip
    assert film.loudness == pytest.approx(-16, abs=0.5)
    codecs = {"mp4": ("h264", "aac"), "webm": ("av1", "opus")}
    for file in film.files:
        verdict = check(file.path)
        assert verdict.problems == ()
        assert verdict.remarks == ()
        assert tuple(stream.codec for stream in verdict.streams) == codecs[file.container]
        assert (verdict.picture.width, verdict.picture.height, verdict.picture.rate) == (320, 180, 25)
        assert verdict.seconds == pytest.approx(board.seconds, abs=0.1)
        assert verdict.loudness == pytest.approx(-16, abs=0.7)
        assert verdict.true_peak <= -1.5


def test_it_begins_to_play_before_it_is_whole_and_names_no_day(made):
    data = (made[1] / "tiny.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert b"Lavf" not in data
    assert "Лісова пісня".encode() in data


def test_the_same_storyboard_gives_the_same_frames(made, tmp_path):
    board, out, _film, _heard = made
    again = render(board, tmp_path, formats=[TINY], containers=["mp4"])
    assert frames_of(again.files[0].path) == frames_of(out / "tiny.mp4")
    assert again.files[0].path.read_bytes() == (out / "tiny.mp4").read_bytes()


def test_only_the_scenes_that_changed_are_made_again(made, tmp_path, monkeypatch):
    _board, out, _film, _heard = made
    folder = out.parent
    data = filming.storyboard(folder)
    data["scenes"][1]["motion"] = "right"
    data["scenes"][0]["subtitles"] = {"ru": "Лес"}
    encoded = []
    whole = rendering.encoding.Encoder
    monkeypatch.setattr(rendering.encoding, "Encoder", lambda *args: encoded.append(args) or whole(*args))
    film = render(load(data, folder), tmp_path, formats=[TINY], containers=["mp4"], work=out / ".work")
    assert len(encoded) == 1
    assert [file.language for file in film.subtitles] == ["uk", "ru"]
    assert frames_of(film.files[0].path) != frames_of(out / "tiny.mp4")


def test_a_film_that_was_stopped_goes_on_where_it_was(tmp_path):
    data = filming.storyboard(tmp_path)
    del data["voice"], data["music"]
    board, out = load(data, tmp_path), tmp_path / "out"
    so_far: list[float] = []
    with pytest.raises(Stopped):
        render(
            board, out, formats=[TINY], containers=["mp4"],
            on_progress=so_far.append, should_stop=lambda: bool(so_far) and so_far[-1] > 0.7,
        )  # fmt: skip
    assert [path.name for path in out.iterdir()] == [".work"]
    first = {path: path.stat().st_mtime_ns for path in (out / ".work").glob("*.mp4")}
    assert len(first) == 1
    film = render(board, out, formats=[TINY], containers=["mp4"])
    assert film.loudness is None
    assert [stream.kind for stream in check(film.files[0].path).streams] == ["video"]
    assert all(path.stat().st_mtime_ns == when for path, when in first.items())


def test_a_preview_is_the_frame_of_the_film(made):
    board, out, _film, _heard = made
    seen = Image.open(io.BytesIO(still(board, 1, 0.8, shape=TINY))).convert("RGB")
    png = ffmpeg.must(
        ["-v", "error", "-i", out / "tiny.mp4", "-vf", "select=eq(n\\,65)", "-frames:v", "1", "-c:v", "png", "-f", "image2pipe", "-"]
    ).out  # fmt: skip
    filmed = Image.open(io.BytesIO(png)).convert("RGB")
    away = [abs(a - b) for a, b in zip(seen.resize((16, 9)).tobytes(), filmed.resize((16, 9)).tobytes(), strict=True)]
    assert max(away) <= 8


def test_posters_have_the_shape_that_networks_show(made, tmp_path):
    board, out, _film, _heard = made
    assert Image.open(out / "poster.jpg").size == (1200, 630)
    assert Image.open(poster(board, tmp_path / "p.jpg", shape=TINY)).size == (320, 180)
    assert Image.open(film_poster(out / "tiny.webm", tmp_path / "f.jpg")).size == (1200, 630)


def test_a_storyboard_that_cannot_be_read_is_not_filmed(tmp_path):
    data = filming.storyboard(tmp_path)
    data["scenes"][0]["title"] = "Ліс пам’ятає те, що люди забули, і нагадає"
    with pytest.raises(BadStoryboard, match=r"Scene 1: The text \(letters: 35\) stands there"):
        render(load(data, tmp_path), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("mood", music.MOODS)
def test_music_of_our_own_is_the_same_each_time_and_ends_softly(mood):
    first = music.piece(mood, 3, 6)
    assert (first == music.piece(mood, 3, 6)).all()
    assert (first != music.piece(mood, 4, 6)).any()
    assert first.shape == (6 * music.RATE, 2)
    assert 0.5 < abs(first).max() <= 1
    assert abs(first[-480:]).max() < 0.05


def test_music_gives_way_to_the_voice(tmp_path):
    data = filming.storyboard(tmp_path)
    data["scenes"] = [{"seconds": 6, "card": "night"}]
    data["voice"] = {"file": "voice.wav", "start": 2}
    part = sound._giving_way(
        sound.mixed(load({**data, "music": {"mood": "calm", "gain": -30}}, tmp_path), tmp_path)[:, 0]
    )
    at = {second: part[round(second * sound.RATE)] for second in (0.5, 2.5, 5.5)}
    assert at[0.5] > 0.9
    assert at[2.5] < 0.4
    assert at[5.5] > 0.9


def test_a_voice_is_read_by_espeak_where_it_is_installed(tmp_path, monkeypatch):
    data = filming.storyboard(tmp_path, voice={"speak": "Ліс пам’ятає."})
    board = load(data, tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadStoryboard, match="eSpeak NG, which reads texts aloud, is not installed"):
        render(board, tmp_path / "out")
    program = tmp_path / "espeak-ng"
    program.write_text(
        f"#!/bin/sh\n/bin/cat > {tmp_path}/said\nfor last; do :; done\n/bin/cp {tmp_path}/voice.wav $last\n"
    )
    program.chmod(0o755)
    spoken = voice.spoken(board.voice, tmp_path)
    assert (tmp_path / "said").read_text() == "Ліс пам’ятає."
    assert sound.length(spoken) == pytest.approx(1, abs=0.05)
