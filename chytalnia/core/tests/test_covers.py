import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chytalnia.core.covers import cover_svg
from chytalnia.core.covers.lettering import fit, width, wrapped
from chytalnia.core.hyphens import SOFT, softened

LANGUAGES = ["uk", "kk", "ru", "en"]


def words_on(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in ElementTree.fromstring(svg).iter() if node.tag.endswith("tspan")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_book_has_the_same_cover(language):
    drawn = {cover_svg(77, "Кобзар", "Тарас Шевченко", language=language, knowledge="82") for _ in range(3)}
    assert len(drawn) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_of_a_thousand_are_alike(language):
    covers = [cover_svg(n, "Твори", "", language=language, knowledge="82") for n in range(1000)]
    assert len(set(covers)) == 1000
    assert max(len(c.encode()) for c in covers) < 10_000


def test_language_chooses_the_ornament_and_knowledge_the_cloth():
    drawn = {language: cover_svg(5, "Абай", language=language, knowledge="82") for language in LANGUAGES}
    assert len(set(drawn.values())) == 4
    assert cover_svg(5, "Абай", language="kaz") == cover_svg(5, "Абай", language="kk")
    assert cover_svg(5, "Абай", knowledge="94") != cover_svg(5, "Абай", knowledge="52")


def test_a_hostile_title_stays_a_title():
    title = '"><script>alert(1)</script><a b=\'&amp;"'
    drawn = cover_svg("1'\"<", title, "<b>&\x00\x0b")
    tree = ElementTree.fromstring(drawn)
    assert not [node for node in tree.iter() if node.tag.endswith("script")]
    assert tree.attrib["aria-label"].startswith(title)
    assert "<script" not in drawn


@given(st.text(max_size=120), st.text(max_size=60), st.sampled_from(LANGUAGES))
@settings(max_examples=120, deadline=None)
def test_any_title_gives_well_formed_xml(title, author, language):
    ElementTree.fromstring(cover_svg(1, title, author, language=language))


def test_decoration_is_hidden_and_a_picture_is_named():
    assert 'aria-hidden="true"' in cover_svg(1, "Кобзар", decorative=True)
    named = ElementTree.fromstring(cover_svg(1, "Кобзар", "Тарас Шевченко")).attrib
    assert (named["role"], named["aria-label"]) == ("img", "Кобзар, Тарас Шевченко")


@pytest.mark.parametrize(
    "title",
    ["Қанағаттандырылмағандықтарыңыздан", "Дихлордифенілтрихлорметилметан", "Тореадори з Васюківки", "А" * 200],
)
def test_lines_stay_on_the_cover(title):
    setting = fit(title, 164, sizes=(28, 20, 13.5), most=7)
    assert max(width(line) * setting.size for line in setting.lines) <= 164 * 1.01
    assert len(setting.lines) <= 7


def test_a_long_word_is_cut_after_a_vowel_and_nothing_is_lost():
    lines = wrapped("Қанағаттандырылмағандықтарыңыздан", 10)
    assert len(lines) > 1
    assert all(line.endswith("-") for line in lines[:-1])
    assert "".join(line.removesuffix("-") for line in lines) == "Қанағаттандырылмағандықтарыңыздан"


def test_a_preposition_does_not_hang():
    assert not [line for line in words_on(cover_svg(1, "Тореадори з Васюківки")) if re.search(r"(^|\s)з$", line)]


def test_soft_hyphens_only_in_long_words_and_never_at_the_ends():
    assert softened("Кобзар Тараса Шевченка") == "Кобзар Тараса Шевченка"
    soft = softened("Дихлордифенілтрихлорметилметан")
    assert soft.replace(SOFT, "") == "Дихлордифенілтрихлорметилметан"
    assert all(len(part) >= 2 for part in soft.split(SOFT))
    assert SOFT in softened("қанағаттандырылмағандықтарыңыздан")
