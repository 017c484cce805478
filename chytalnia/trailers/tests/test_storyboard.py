"""Storyboards: what is refused, where, and how to mend it; whether text can be drawn and read."""

import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image

from chytalnia.trailers.film import (
    SHAPES,
    BadStoryboard,
    Shape,
    drawing,
    lettering,
    load,
    load_file,
    problems,
    still,
    subtitles,
)
from chytalnia.trailers.film.storyboard import Scene
from chytalnia.trailers.film.verdicts import seconds_needed

from . import filming

pytestmark = pytest.mark.usefixtures("english")

ALPHABETS = {
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
}
LONG = "Найзаповітніші перетворення Мавки, Перелесника та Потерчат переосмислювали покоління"


def refusal(data, folder: Path) -> list[str]:
    with pytest.raises(BadStoryboard) as refused:
        load(data, folder)
    return str(refused.value).splitlines()


def test_the_example_of_the_documentation_is_a_storyboard(tmp_path):
    page = (Path(__file__).parents[3] / "docs/developers/storyboard.md").read_text(encoding="utf-8")
    data = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])
    for scene in data["scenes"]:
        if name := scene.get("picture") or scene.get("cover"):
            filming.picture(tmp_path / name)
        if "voice" in scene:
            filming.tone(tmp_path / scene["voice"]["file"], 4)
    (tmp_path / "storyboard.json").write_text(json.dumps(data))
    assert problems(load_file(tmp_path / "storyboard.json")) == []


def test_a_form_that_is_wrong_is_told_with_its_scene(tmp_path):
    data = filming.storyboard(tmp_path, language="de")
    data["scenes"][1] |= {"card": "paper", "seconds": "3"}
    told = refusal(data, tmp_path)
    assert "“language” is “de”. It may be: uk, ru, kk, en." in told
    assert "Scene 2: “scene” needs exactly one of: picture, cover, card. Keep one." in told
    assert "Scene 2: “seconds” has to be a number." in told
    assert refusal({"version": 1}, tmp_path) == ["“storyboard” lacks “title, language, scenes”. Add it."]


def test_a_film_has_at_most_three_minutes(tmp_path):
    data = filming.storyboard(tmp_path)
    data["scenes"] = [{"seconds": 90, "card": "paper"}, {"seconds": 91.5, "card": "lamp"}]
    assert refusal(data, tmp_path) == [
        "The film lasts 181.5 seconds; a trailer has at most 180. Take 1.5 seconds out of the scenes."
    ]
    data["scenes"][1]["seconds"] = 90
    assert load(data, tmp_path).seconds == 180


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gone.jpg", "The file gone.jpg is not there."),
        ("../outside.jpg", "does not lie in the folder"),
        ("link.jpg", "does not lie in the folder"),
        ("film.jpg", "is not what it is used as. Pictures are JPEG, PNG or WebP."),
        ("drawing.svg", "is not what it is used as."),
        ("cut.jpg", "cannot be opened"),
    ],
)
def test_files_lie_beside_the_storyboard_and_are_what_they_seem(tmp_path, name, said):
    home = tmp_path / "home"
    home.mkdir()
    data = filming.storyboard(home)
    filming.picture(tmp_path / "outside.jpg")
    (home / "link.jpg").symlink_to(tmp_path / "outside.jpg")
    (home / "film.jpg").write_bytes(b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 600)
    (home / "cut.jpg").write_bytes((home / "0.jpg").read_bytes()[:-900])
    (home / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    data["scenes"][0]["picture"] = name
    (told,) = refusal(data, home)
    assert told.startswith("Scene 1: ")
    assert said in told


@pytest.mark.parametrize("language", ALPHABETS)
@pytest.mark.parametrize("font", [lettering.SERIF, lettering.SANS])
def test_every_letter_is_drawn(language, font):
    alphabet = ALPHABETS[language]
    letters = alphabet + alphabet.upper() + "Һ0123456789«»„“”–—…№.,:;!?()’ʼ́"
    assert lettering.undrawable(letters) == ""
    face = lettering.face(font, 40)
    nothing = bytes(face.getmask("\uffff"))
    drawn = {letter: bytes(face.getmask(letter)) for letter in letters}
    assert not [letter for letter, ink in drawn.items() if ink == nothing or not any(ink)]
    # Letters that look alike to whoever does not know the language are drawn each in its own way.
    for one, other in ["ґг", "єе", "ії", "її", "ёе", "әа", "ғг", "қк", "ңн", "өо", "ұү", "үу", "һн"]:
        if one != other:
            assert face.getmask(one).getbbox()
            assert bytes(face.getmask(one)) != bytes(face.getmask(other))


def test_an_accent_stands_over_its_letter():
    from PIL import Image, ImageDraw

    face = lettering.face(lettering.SERIF, 80)

    def ink(text):
        page = Image.new("RGB", (300, 140))
        lettering.write(ImageDraw.Draw(page), 20, 20, text, face, (255, 255, 255))
        return page.getbbox()

    plain, accented = ink("за"), ink("за́")
    assert accented[1] < plain[1]
    assert (accented[0], accented[2], accented[3]) == (plain[0], plain[2], plain[3])
    assert lettering.width("за́мок", face) == lettering.width("замок", face)


def test_signs_without_letters_are_named(tmp_path):
    data = filming.storyboard(tmp_path)
    data["scenes"][0]["title"] = "Ліс 🌲"
    (found,) = problems(load(data, tmp_path))
    assert found.scene == 1
    assert "🌲" in str(found)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("kind", ["picture", "cover", "card"])
def test_text_stays_in_the_safe_area(tmp_path, shape, kind):
    data = filming.storyboard(tmp_path)
    data["scenes"] = [
        {
            "seconds": 20,
            kind: "paper" if kind == "card" else "0.jpg",
            "title": LONG,
            "text": "Чи можна любити те, чого не втримати?",
        }
    ]
    scene = load(data, tmp_path).scenes[0]
    found = drawing.setting(scene, shape)
    left, top, right, bottom = shape.safe
    assert left <= found.x
    assert found.x + found.block.width <= right
    assert top <= found.y
    assert found.y + found.block.height <= bottom
    words = " ".join(line.text for line in found.block.lines).replace(lettering.TIE, " ").replace("- ", "")
    assert words == f"{LONG} Чи можна любити те, чого не втримати?"


def test_text_without_place_is_refused_with_its_scene_and_shape(tmp_path):
    data = filming.storyboard(tmp_path)
    data["scenes"][1] |= {"seconds": 100, "title": LONG + LONG, "text": LONG * 7}
    (found,) = problems(load(data, tmp_path))
    assert found.scene == 2
    assert "finds no place in the shapes 1080p, 720p" in str(found)


def test_text_too_fast_to_read_says_how_many_seconds_it_needs(tmp_path):
    data = filming.storyboard(tmp_path)
    data["scenes"][0] |= {"title": LONG, "seconds": 3}
    (found,) = problems(load(data, tmp_path))
    needed = float(re.search(r"at least ([\d.]+) seconds", str(found))[1])
    data["scenes"][0]["seconds"] = needed
    board = load(data, tmp_path)
    assert problems(board) == []
    assert seconds_needed(board.scenes[0]) == needed > 4


def test_a_voice_that_outlasts_its_scene_is_told(tmp_path):
    data = filming.storyboard(tmp_path, voice=None)
    del data["voice"]
    data["scenes"][1]["voice"] = {"file": "voice.wav", "start": 1}
    (found,) = problems(load(data, tmp_path))
    assert str(found).startswith("Scene 2: The voice ends after 2.0 seconds, the picture after 1.4.")


def test_subtitles_are_made_of_the_scenes_and_timed_with_them(tmp_path):
    data = filming.storyboard(tmp_path)
    said = "Вона прийшла з лісу навесні. Він покликав її сопілкою, і ніхто не спинив ані її, ані його; та осінь спитає за все."
    data["scenes"] = [
        {"seconds": 2, "card": "lamp", "title": "Ліс", "subtitles": {"kk": "Орман & <дала>"}},
        {"seconds": 8, "card": "paper", "title": "Мавка", "voice": {"speak": said}},
    ]
    del data["voice"]
    board = load(data, tmp_path)
    assert board.languages == ("uk", "kk")
    cues = subtitles.cues(board, "uk")
    assert cues[0].text == "Ліс."
    assert (cues[0].start, cues[0].end, cues[1].start, cues[-1].end) == (0, 2, 2, 10)
    assert " ".join(cue.text for cue in cues[1:]) == said
    assert all(len(cue.text) <= 84 for cue in cues)
    assert subtitles.vtt(subtitles.cues(board, "kk")) == (
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.000\nОрман &amp; &lt;дала&gt;\n"
    )


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("motion", ["none", "in", "out"])
def test_what_has_to_stay_in_view_does(tmp_path, shape, motion):
    # Four colours; whatever is cut away, the corner that was chosen is seen in the middle of the frame's own corner.
    corners = {
        (0.08, 0.1): (200, 30, 30),
        (0.92, 0.1): (30, 160, 30),
        (0.08, 0.9): (40, 60, 200),
        (0.92, 0.9): (220, 200, 40),
    }
    picture = Image.new("RGB", (600, 400))
    for (x, y), colour in corners.items():
        picture.paste(colour, (round(x) * 300, round(y) * 200, round(x) * 300 + 300, round(y) * 200 + 200))
    picture.save(tmp_path / "0.png")
    small = Shape(shape.name, shape.width // 8 * 2, shape.height // 8 * 2)
    for focus, colour in corners.items():
        scene = {"seconds": 2, "picture": "0.png", "focus": list(focus), "motion": motion}
        board = load({"version": 1, "title": "a", "language": "uk", "scenes": [scene]}, tmp_path)
        for at in (0.0, 1.9):
            frame = Image.open(io.BytesIO(still(board, 0, at, shape=small))).convert("RGB")
            seen = frame.getpixel((round(focus[0] * (frame.width - 1)), round(focus[1] * (frame.height - 1))))
            assert max(abs(a - b) for a, b in zip(seen, colour, strict=True)) < 12, (focus, at)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_the_words_of_a_card_are_large(shape):
    def size(text, title=""):
        block = drawing.setting(Scene(seconds=60, card="lamp", title=title, text=text), shape).block
        return [round(line.size / shape.unit, 1) for line in block.lines], block

    (alone, block) = size("Хто пік раків?")
    assert min(alone) >= 10
    assert len(block.lines) <= 2
    assert min(size("Абайдың жолымен жүрген әрбір адам өз даласының даусын естиді")[0]) >= 9
    # A long word makes the title smaller, but not the text under it.
    assert min(size("Ұлы даланың жеті қыры", "Қазақстандықтардың")[0]) >= 4
    widths = [line.width for line in size("Чи можна любити те, чого не можна втримати?")[1].lines]
    assert min(widths) > max(widths) / 2, "no word is left alone"


@pytest.mark.parametrize(
    "text",
    [
        '{"version": 1, "title": "a", "language": "uk", "scenes": [{"seconds": NaN, "card": "lamp"}]}',
        '{"version": 1, "title": "\\ud800", "language": "uk", "scenes": [{"seconds": 2, "card": "lamp"}]}',
        "[" * 100_000,
        " " * (3 << 20) + "{}",
        "\udcff",
    ],
    ids=["no number", "half a letter", "deep", "large", "no text"],
)
def test_what_is_no_storyboard_is_said_to_be_none(tmp_path, text):
    path = tmp_path / "board.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadStoryboard, match="is not JSON"):
        load_file(path)


def test_numbers_without_end_and_signs_nobody_sees(tmp_path):
    path = tmp_path / "board.json"
    board = {"version": 1, "title": "a\x00b\nc", "language": "uk", "scenes": [{"seconds": 2, "card": "lamp"}]}
    path.write_text(json.dumps(board))
    assert load_file(path).title == "abc"
    path.write_text(json.dumps(board).replace(": 2,", ": 1e999,"))
    with pytest.raises(BadStoryboard, match="is too large"):
        load_file(path)
