"""Forms of the studio and of the gallery. What may be done is the services' to say."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.network.models import Unit
from chytalnia.programmes.models import AgeMark

from .cues import clock, seconds_in
from .models import LANGUAGES, Music, Pace, PictureKind, Scene, Speaker, Trailer


class GalleryForm(forms.Form):
    """What of the gallery is shown; anything odd narrows nothing."""

    age = forms.ChoiceField(label=_("Age"), choices=[("", _("any age")), *AgeMark.choices], required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[("", _("any language")), *LANGUAGES], required=False)
    unit: Any = forms.ModelChoiceField(
        label=_("Library"),
        queryset=Unit.objects.all(),
        required=False,
        to_field_name="code",
        empty_label=_("everywhere"),
    )


class IdeaForm(forms.ModelForm):
    class Meta:
        model = Trailer
        fields = ("title", "idea", "hook", "motive", "approach", "language", "audience", "age_mark", "about", "sources")
        widgets = {
            "idea": forms.Textarea({"rows": 3}), "about": forms.Textarea({"rows": 3}), "sources": forms.Textarea({"rows": 2})
        }  # fmt: skip
        help_texts = {
            "title": _("As it stands on its page: «Why Harry is afraid of the cupboard»."),
            "idea": _("What shall the viewer feel or ask? One thought is enough."),
            "hook": _("The first words or the first picture: what makes them stay. The ending stays in the book."),
            "about": _("Two or three sentences for the page of the trailer."),
            "sources": _("Books, archives and sites that the film shows or quotes."),
        }


class OfScene(forms.ModelForm):
    """A part of a scene. `upload` is a new picture of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", f"s{kwargs['instance'].pk}")
        super().__init__(*args, **kwargs)

    @property
    def told(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PlotForm(OfScene):
    class Meta:
        model = Scene
        fields = ("seconds", "plot", "voice_text")
        widgets = {
            "seconds": forms.NumberInput({"step": "0.5", "min": "1", "max": "60", "inputmode": "decimal"}),
            "plot": forms.Textarea({"rows": 2}), "voice_text": forms.Textarea({"rows": 2}),
        }  # fmt: skip


#: The ninths of a picture, from its upper left corner on.
_NINTHS = [
    ("17,17", pgettext_lazy("a place on a picture", "above left")),
    ("50,17", pgettext_lazy("a place on a picture", "above in the middle")),
    ("83,17", pgettext_lazy("a place on a picture", "above right")),
    ("17,50", pgettext_lazy("a place on a picture", "left")),
    ("50,50", pgettext_lazy("a place on a picture", "in the middle")),
    ("83,50", pgettext_lazy("a place on a picture", "right")),
    ("17,83", pgettext_lazy("a place on a picture", "below left")),
    ("50,83", pgettext_lazy("a place on a picture", "below in the middle")),
    ("83,83", pgettext_lazy("a place on a picture", "below right")),
]


class PictureForm(OfScene):
    """`focus` is what stays in view: one of nine parts, or with a script any point, as «37,62» in hundredths."""

    ninths = frozenset(place for place, _name in _NINTHS)

    focus = forms.CharField(
        label=_("What has to stay in view"), required=False, max_length=7, widget=forms.RadioSelect(choices=_NINTHS)
    )
    upload = forms.FileField(
        label=_("Picture: a photo, a drawing, a scan"), required=False,
        widget=forms.FileInput(
            {"accept": "image/jpeg,image/png,image/webp,image/avif,image/tiff", "data-send": "trailers.picture"}
        ),
    )  # fmt: skip

    class Meta:
        model = Scene
        fields = ("kind", "colour", "alt", "rights", "rights_note", "has_people", "people_agreed")
        widgets = {"kind": forms.RadioSelect}
        help_texts = {
            "alt": _("Said to those who do not see it."),
            "rights_note": _("Author, title, year, address: as it is named in the credits."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = PictureKind.choices
        self.initial["focus"] = f"{self.instance.focus_x},{self.instance.focus_y}"

    def clean_focus(self) -> str:
        """As two numbers; anything else leaves it as it is."""
        found = re.fullmatch(r"(\d{1,3}),(\d{1,3})", self.cleaned_data["focus"], re.ASCII)
        return found[0] if found and max(int(found[1]), int(found[2])) <= 100 else ""

    @property
    def told(self) -> dict[str, Any]:
        told = super().told
        if focus := told.pop("focus"):
            told["focus_x"], told["focus_y"] = map(int, focus.split(","))
        return told

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("kind") == PictureKind.FILE and not told.get("upload") and self.instance.picture_id is None:
            self.add_error("upload", _t("Choose the file of the picture."))
        return told


class WordsForm(OfScene):
    class Meta:
        model = Scene
        fields = ("title", "text", "motion", "transition")
        widgets = {"text": forms.Textarea({"rows": 2})}


class VoiceForm(OfScene):
    upload = forms.FileField(
        label=_("File with the voice"),
        required=False,
        widget=forms.FileInput({"accept": "audio/*", "data-send": "trailers.voice"}),
    )

    class Meta:
        model = Scene
        fields = ("voice_text", "speak")
        widgets = {"voice_text": forms.Textarea({"rows": 2})}


class SpeechForm(forms.ModelForm):
    """How the computer reads words aloud; the same for all scenes."""

    speaker = forms.ChoiceField(label=_("Voice of the computer"), choices=Speaker.choices)
    pace = forms.ChoiceField(label=_("How it speaks"), choices=Pace.choices)

    class Meta:
        model = Trailer
        fields = ("speaker", "pace")

    def _post_clean(self) -> None:
        """Nothing of it is put on the trailer before a service does."""


class MusicForm(forms.ModelForm):
    upload = forms.FileField(
        label=_("File with the music"), required=False,
        widget=forms.FileInput({"accept": "audio/*", "data-send": "trailers.music"}),
        help_text=_("Only music whose author allows it: of your own, or under a free licence."),
    )  # fmt: skip

    class Meta:
        model = Trailer
        fields = ("music", "music_rights", "music_note")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("music") == Music.OWN and not told.get("upload") and self.instance.music_file_id is None:
            self.add_error("upload", _t("Choose the file of the music."))
        return told


class FilmForm(forms.Form):
    """A film made elsewhere."""

    film = forms.FileField(
        label=_("Film"), widget=forms.FileInput({"accept": "video/*", "data-send": "trailers.film"}),
        help_text=_("MP4, MOV or WebM, three minutes at most. One that was broken off goes on when you choose it again."),
    )  # fmt: skip


class FilmRightsForm(forms.ModelForm):
    class Meta:
        model = Trailer
        fields = ("film_rights", "film_note", "film_people")
        help_texts = {"film_note": _("Who made it, and whose pictures and music are in it.")}


class MakerForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("of a maker of a film", "Name"), max_length=120,
        help_text=_("Of a child the first name alone is shown."),
    )  # fmt: skip
    task = forms.CharField(label=_("What they did"), max_length=120, required=False)
    is_child = forms.BooleanField(label=_("Younger than 18"), required=False)


class SubtitleForm(forms.Form):
    """Lines as rows: `start-0`, `end-0`, `text-0` …; a row without times is left out."""

    MOST = 220

    def __init__(
        self, data: Any = None, *, cues: list[dict[str, Any]], beside: list[dict[str, Any]] | None = None
    ) -> None:
        super().__init__(data)
        self.rows: list[dict[str, Any]] = []
        self.cues: list[dict[str, Any]] = []
        if data is None:
            for number, cue in enumerate([*cues, {}, {}]):
                shown = {"start": clock(cue["start"]), "end": clock(cue["end"]), "text": cue["text"]} if cue else {}
                self.rows.append({"number": number, "beside": _beside(beside, number), **shown})

    def clean(self) -> dict[str, Any]:
        for number in range(self.MOST):
            start, end, text = (self.data.get(f"{name}-{number}") for name in ("start", "end", "text"))
            if start is None and end is None and text is None:
                break
            self.rows.append({"number": number, "start": start, "end": end, "text": text})
            if not (start or "").strip() and not (end or "").strip():
                continue
            try:
                self.cues.append({"start": seconds_in(start or ""), "end": seconds_in(end or ""), "text": text or ""})
            except ValueError:
                self.add_error(
                    None, _t("The times of line %(number)s are not read: write 0:07,5.") % {"number": number + 1}
                )
        return self.cleaned_data


def _beside(lines: list[dict[str, Any]] | None, number: int) -> str:
    return lines[number]["text"] if lines and number < len(lines) else ""


class MarkForm(forms.Form):
    """A juror's marks for one trailer: a field for each criterion."""

    def __init__(self, *args: Any, criteria: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in criteria:
            self.fields[f"c{criterion.pk}"] = forms.IntegerField(
                label=str(criterion), min_value=1, max_value=10, widget=forms.NumberInput({"inputmode": "numeric"})
            )

    @property
    def marks(self) -> dict[int, int]:
        return {int(name[1:]): value for name, value in self.cleaned_data.items()}
