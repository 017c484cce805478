"""Films made elsewhere: each refused with its reason, or made anew without what does not belong into it."""

import struct
import zipfile

import pytest

from chytalnia.trailers.film import NotAFilm, Stopped, check, transcode

from . import filming

QUICK = ("-c:v", "mpeg4", "-q:v", "20")

pytestmark = pytest.mark.usefixtures("english")


def told(path, **options) -> str:
    verdict = check(path, **options)
    assert not verdict.is_taken
    with pytest.raises(NotAFilm):
        transcode(path, path.parent / "out", **options)
    return " ".join(map(str, verdict.problems))


def test_a_film_with_a_place_is_taken_and_made_anew_without_it(tmp_path):
    place = (
        "-metadata",
        "location=+49.8397+024.0297/",
        "-metadata",
        "comment=secret",
        "-movflags",
        "use_metadata_tags",
    )
    film = filming.film(
        tmp_path / "phone.mp4", "-f", "lavfi", "-i", "sine=frequency=300:duration=1.5", *QUICK, *place, seconds=1.5
    )
    verdict = check(film)
    assert verdict.is_taken
    assert "The film says where it was made. That is taken out." in map(str, verdict.remarks)
    assert verdict.seconds == pytest.approx(1.5, abs=0.1)
    assert verdict.loudness < -17
    heard = []
    made = transcode(film, tmp_path / "out", on_progress=heard.append)
    assert heard[-1] == 1
    assert {file.path.name for file in made.files} == {"film.mp4", "film.webm"}
    assert made.loudness == pytest.approx(-16, abs=1)
    for file in made.files:
        data = file.path.read_bytes()
        assert b"49.8397" not in data
        assert b"secret" not in data
        assert check(file.path).remarks == ()
    assert (tmp_path / "out" / "poster.jpg").exists()


def test_ten_hours_are_refused_at_once(tmp_path):
    short = filming.film(tmp_path / "short.mp4", *QUICK)
    long = tmp_path / "long.mp4"
    # One picture that stands for ten hours is a small file.
    filming.film(long, "-vf", "setpts=N*36000/TB/9", "-fps_mode", "vfr", *QUICK)
    assert "a trailer has at most three minutes" in told(long)
    assert check(short).is_taken


def test_a_header_that_lies_about_the_length_is_not_believed(tmp_path):
    film = filming.film(tmp_path / "film.mp4", *QUICK, seconds=200, size="128x128", rate=2)
    data = bytearray(film.read_bytes())
    for box, skip in ((b"mvhd", 16), (b"tkhd", 24), (b"mdhd", 16)):
        at = data.index(box)
        data[at + 4 + skip : at + 8 + skip] = struct.pack(">I", 1000)
    film.write_bytes(data)
    assert "at most three minutes" in told(film)


def test_a_picture_bomb_is_not_unpacked(tmp_path):
    film = filming.film(tmp_path / "bomb.mov", "-c:v", "mjpeg", "-s", "8000x2400", "-frames:v", "1", size="128x128")
    assert "damaged, or larger than 4096 × 2304" in told(film)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.mp4", b"Once upon a time there was no film at all.\n" * 40),
        ("list.mp4", b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n"),
        ("concat.mp4", b"ffconcat version 1.0\nfile /etc/hostname\n"),
        ("page.webm", b"<!doctype html><script>alert(1)</script>" + b"\x1aE\xdf\xa3webm"),
        ("picture.mp4", b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1miaf" + b"\x00" * 99),
        ("empty.mp4", b""),
        ("archive.mp4", b"PK\x03\x04" + b"\x00" * 99),
    ],
)
def test_what_is_no_film_is_refused_whatever_it_is_called(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert "This is not a film." in told(path)


def test_a_wrong_name_a_cut_and_damage_are_told(tmp_path):
    film = filming.film(tmp_path / "film.mp4", *QUICK)
    assert "The file is called “.avi”, but its content is MP4." in told(film, name="film.avi")
    data = film.read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(data[: len(data) // 2])
    assert "cut off or damaged" in told(cut)


def test_sound_alone_is_no_film(tmp_path):
    from chytalnia.trailers.film import ffmpeg

    path = tmp_path / "song.mp4"
    ffmpeg.must(["-v", "error", "-f", "lavfi", "-i", "sine=duration=1", path])
    assert "no moving picture" in told(path)


def test_an_archive_behind_a_film_is_left_behind(tmp_path):
    film = filming.film(tmp_path / "film.mp4", *QUICK)
    with zipfile.ZipFile(film, "a") as archive:
        archive.writestr("evil.html", "<script>alert(1)</script>")
    verdict = check(film)
    assert verdict.is_taken
    assert "The file carries something beside the film. Only the film is kept." in map(str, verdict.remarks)
    made = transcode(film, tmp_path / "out", containers=["mp4"])
    assert not zipfile.is_zipfile(made.files[0].path)
    assert b"evil" not in made.files[0].path.read_bytes()


def test_the_first_look_at_a_film_can_be_stopped(tmp_path):
    film = filming.film(tmp_path / "film.mp4", *QUICK)
    asked = []
    with pytest.raises(Stopped):
        # The packets are read; while all of it is decoded, somebody presses the button.
        transcode(film, tmp_path / "out", should_stop=lambda: asked.append(1) or len(asked) > 1)
    assert not (tmp_path / "out").exists()
