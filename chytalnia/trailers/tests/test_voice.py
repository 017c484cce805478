"""Words read aloud: stress marks, speakers, and the real eSpeak NG where it is installed."""

import os
import shutil

import pytest

from chytalnia.trailers.film import load, problems, sound, stress, voice
from chytalnia.trailers.film.storyboard import Voice

pytestmark = pytest.mark.usefixtures("english")

PHONEMES = {"замок": "zam'ok", "молоко": "mVl'okV", "берега": "b'erihA", "стрелки": "st@-r'elk;I", "a4": "a f'o@"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("За́мок, а не замо́к.".replace("За", "за"), "[[z'amok]], а не [[zam'ok]]."),
        ("молоко́", "[[mVlok'o]]"),
        ("берега́ [[x]]", "[[berih'A]] [x]"),
        ("стре́лки", "[[st@-r'elk;I]]"),
        ("все́ café", "все café"),
        ("без наголосу", "без наголосу"),
    ],
)
def test_a_stress_mark_says_where_the_stress_is(text, read):
    assert stress.marked(text, "uk", PHONEMES.__getitem__) == read


@pytest.mark.parametrize(
    ("language", "text", "read"), [("kk", "кіта́п [[x]]", "кітап [x]"), ("en", "the café", "the café")]
)
def test_marks_are_left_out_where_the_voice_knows_the_stress(language, text, read):
    assert stress.marked(text, language, PHONEMES.__getitem__) == read


@pytest.fixture
def espeak():
    if shutil.which("espeak-ng") is None:
        if os.environ.get("CHYTALNIA_TEST_ALL"):
            pytest.fail("espeak-ng is not installed")
        pytest.skip("espeak-ng is not installed")


@pytest.mark.parametrize("language", ["uk", "ru", "kk", "en"])
def test_the_program_reads_each_language(espeak, tmp_path, language):
    words = {"uk": "Ліс пам’ятає.", "ru": "Лес помнит.", "kk": "Орман есінде сақтайды.", "en": "The wood remembers."}
    told = {"speak": words[language], "language": language, "speaker": "woman"}
    assert 0.5 < sound.length(voice.spoken(Voice(**told), tmp_path)) < 4
    assert voice.seconds(Voice(**told, speed=100)) > voice.seconds(Voice(**told, speed=200)) * 1.3


def test_stress_is_heard_and_a_voice_too_long_is_told(espeak, tmp_path):
    first, second, plain = (
        voice.spoken(Voice(speak=word), tmp_path).read_bytes() for word in ("за́мок", "замо́к", "замок")
    )
    assert first != second == plain
    scene = {"seconds": 1, "card": "lamp", "voice": {"speak": "Чи можна любити те, чого не можна втримати? Чи можна?"}}
    board = load({"version": 1, "title": "a", "language": "uk", "scenes": [scene]}, tmp_path)
    assert any("The voice ends after" in str(problem) for problem in problems(board))
