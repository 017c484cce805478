"""Forms of schools."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.forms import DayField, TranslatedFormField, TranslatedTextarea
from chytalnia.people import rules
from chytalnia.people.models import User
from chytalnia.programmes.models import AgeMark
from chytalnia.programmes.models.occasion import AUDIENCES, named

from .models import Subject


class CourseForm(forms.Form):
    unit: Any = forms.ModelChoiceField(queryset=None, label=_("Library"))
    title = TranslatedFormField(label=_("Title"))
    about = TranslatedFormField(label=_("What it is about"), required=False, widget=TranslatedTextarea)
    subject = forms.ChoiceField(label=pgettext_lazy("at school", "Subject"), choices=Subject.choices)
    level = forms.CharField(label=_("Level"), max_length=100, required=False)
    lessons = forms.IntegerField(label=_("Lessons"), min_value=1, max_value=100, initial=10)
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=10, max_value=480, initial=60)
    audience = forms.ChoiceField(label=_("For whom"), choices=AUDIENCES)
    age_from = forms.IntegerField(label=_("Age from"), min_value=0, max_value=120, required=False)
    age_to = forms.IntegerField(label=_("Age to"), min_value=0, max_value=120, required=False)
    age_mark = forms.ChoiceField(label=_("Age mark"), choices=[("", "–"), *AgeMark.choices], required=False)
    plan = forms.CharField(
        label=_("Themes of the lessons, one a line"), required=False, widget=forms.Textarea({"rows": 8})
    )
    is_public = forms.BooleanField(label=_("Shown to readers"), required=False, initial=True)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = rules.units_where(user, "schools.manage").places()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        first, last = told.get("age_from"), told.get("age_to")
        if first is not None and last is not None and last < first:
            self.add_error("age_to", _t("The upper age is below the lower one."))
        return told


class GroupForm(forms.Form):
    name = forms.CharField(label=_("Name of the group"), max_length=100)
    first_day = DayField(label=_("First lesson"))
    begins = forms.TimeField(label=_("Begins"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    every = forms.IntegerField(label=_("A lesson every so many days"), min_value=1, max_value=60, initial=7)
    size = forms.IntegerField(label=_("Places"), min_value=1, max_value=100, initial=10)
    teacher: Any = forms.ModelChoiceField(queryset=None, label=_("Teacher, a colleague"), required=False)
    teacher_name = forms.CharField(label=_("Teacher, when it is somebody else"), max_length=200, required=False)
    is_volunteer = forms.BooleanField(label=_("The teacher is a volunteer"), required=False)
    announce = forms.BooleanField(label=_("Announce and open enrolment at once"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["teacher"].queryset = User.objects.filter(role_grants__isnull=False, is_active=True).distinct()
        fields["teacher"].label_from_instance = named


class LessonForm(forms.Form):
    theme = forms.CharField(label=_("Theme"), max_length=300, required=False)
    homework = forms.CharField(label=_("Homework"), required=False, widget=forms.Textarea({"rows": 4}))
    homework_due = DayField(label=_("Until"), required=False)


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Your answer"), required=False, max_length=20_000, widget=forms.Textarea({"rows": 4})
    )
    file = forms.FileField(label=_("or a file"), required=False)


class WordsForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=_("How it was"), coerce=int, empty_value=None, required=False,
        choices=[("", "–"), *((n, str(n)) for n in (5, 4, 3, 2, 1))],
    )  # fmt: skip
    feedback = forms.CharField(
        label=_("A few words"), required=False, max_length=3000, widget=forms.Textarea({"rows": 3})
    )
