import re
from datetime import date

import pytest
from django import forms
from django.utils import translation

from chytalnia.core.forms import DayField, TranslatedFormField, TranslatedTextarea
from chytalnia.core.translated import Translated


class Letter(forms.Form):
    title = TranslatedFormField()
    text = TranslatedFormField(required=False, widget=TranslatedTextarea)


def test_languages_come_together_and_empty_ones_are_left_out():
    form = Letter({"title_uk": "Казка", "title_kk": "Ертегі", "title_ru": " "})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"title": Translated(uk="Казка", kk="Ертегі"), "text": Translated()}


def test_some_language_is_needed_when_the_text_is():
    assert set(Letter({}).errors) == {"title"}


def test_each_input_says_its_language():
    page = str(Letter(initial={"title": Translated(ru="Сказка")})["title"])
    assert 'name="title_ru" value="Сказка" lang="ru" aria-label="Русский"' in page


class Choice(forms.Form):
    mark = forms.ChoiceField(choices=[("", "–"), ("0", "0+"), ("6", "– 6+")], required=False)
    place = forms.ChoiceField(choices=[("", "---------"), ("a", "A")])
    where = forms.ChoiceField(choices=[("", "everywhere")], required=False)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uk", ["не вказано", "0+", "– 6+", "виберіть…", "A", "everywhere"]),
        ("ru", ["не указано", "0+", "– 6+", "выберите…", "A", "everywhere"]),
        ("kk", ["көрсетілмеген", "0+", "– 6+", "таңдаңыз…", "A", "everywhere"]),
        ("en", ["not given", "0+", "– 6+", "choose…", "A", "everywhere"]),
    ],
)
def test_a_choice_of_nothing_says_what_it_means(language, said):
    with translation.override(language):
        assert re.findall(r"<option[^>]*>([^<]*)", str(Choice())) == said


def test_unchanged_is_not_changed():
    form = Letter({"title_ru": "Сказка"}, initial={"title": Translated(ru="Сказка")})
    assert not form.has_changed()


def test_the_label_leads_to_the_first_input():
    title = Letter()["title"]
    assert f'id="{title.id_for_label}"' in str(title)


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31"])
def test_a_day_that_calendars_cannot_reckon_with_is_refused(text):
    with pytest.raises(forms.ValidationError):
        DayField().clean(text)
    assert DayField().clean("2026-11-30") == date(2026, 11, 30)
