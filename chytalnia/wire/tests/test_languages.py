import pytest

from chytalnia.wire.languages import code_named


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("uk", "ukr"),
        ("UKR", "ukr"),
        ("укр", "ukr"),
        ("Українська", "ukr"),
        ("українською", "ukr"),
        ("украинском", "ukr"),
        ("Ukrainian", "ukr"),
        ("рус", "rus"),
        ("орыс тілі", "rus"),
        ("каз", "kaz"),
        ("қазақ", "kaz"),
        ("англ", "eng"),
        ("deu", "ger"),
        ("нім", "ger"),
        ("польською", "pol"),
        ("scr", "hrv"),
        ("", ""),
        ("к", ""),
        ("xx", ""),
        ("абвгд", ""),
    ],
)
def test_a_language_is_known_by_any_of_its_names(said, code):
    assert code_named(said) == code
