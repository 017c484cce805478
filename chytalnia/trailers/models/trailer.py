"""Trailer: a film of three minutes at most about a book, from the idea to the page of the book."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet, StageError
from chytalnia.journal.kinds import Audience
from chytalnia.programmes.models import AgeMark
from chytalnia.programmes.models.occasion import AUDIENCES

from .scene import Rights

#: A viewer's attention: longer films are no trailers.
MOST_SECONDS = 180
#: What the last frame, with book, makers and library, takes of it.
CREDITS_SECONDS = 5
MOST_SCENES = 30
MAKE, PUBLISH = "trailers.make", "trailers.publish"
LANGUAGES = (("uk", "Українська"), ("ru", "Русский"), ("kk", "Қазақша"), ("en", "English"))
#: Stages in which scenes and words may be changed; a change of a finished film makes it a draft again.
EDITABLE = ("draft", "ready")


class Motive(models.TextChoices):
    NEW = "new", pgettext_lazy("why this book", "it is new")
    JUBILEE = "jubilee", pgettext_lazy("why this book", "a jubilee")
    FORGOTTEN = "forgotten", pgettext_lazy("why this book", "it is forgotten, and should not be")
    SCHOOL = "school", pgettext_lazy("why this book", "it is read at school")
    LOCAL = "local", pgettext_lazy("why this book", "its author is from here")
    LOVED = "loved", pgettext_lazy("why this book", "we love it")


class Approach(models.TextChoices):
    NARRATIVE = "narrative", _("narrative: how the story begins")
    ATMOSPHERIC = "atmospheric", _("atmospheric: what it feels like")
    CONCEPTUAL = "conceptual", _("conceptual: what it is about")


class Origin(models.TextChoices):
    STUDIO = "studio", _("made in the studio")
    UPLOAD = "upload", _("made elsewhere")


class Music(models.TextChoices):
    """Moods that the program makes music of itself, a file, or silence."""

    NONE = "", _("no music")
    CALM = "calm", pgettext_lazy("a mood of music", "calm")
    BRIGHT = "bright", pgettext_lazy("a mood of music", "bright")
    TENDER = "tender", pgettext_lazy("a mood of music", "tender")
    MYSTERY = "mystery", pgettext_lazy("a mood of music", "mysterious")
    ADVENTURE = "adventure", pgettext_lazy("a mood of music", "adventurous")
    SOLEMN = "solemn", pgettext_lazy("a mood of music", "solemn")
    OWN = "own", _("a file of our own")


class Speaker(models.TextChoices):
    """Who seems to speak the words that the computer reads."""

    MAN = "man", pgettext_lazy("a voice", "a man")
    WOMAN = "woman", pgettext_lazy("a voice", "a woman")
    WHISPER = "whisper", pgettext_lazy("a voice", "a whisper")


class Pace(models.TextChoices):
    SLOW = "slow", pgettext_lazy("a way to speak", "slowly")
    USUAL = "usual", pgettext_lazy("a way to speak", "as usual")
    QUICK = "quick", pgettext_lazy("a way to speak", "quickly")


def _no_right_missing(trailer: Trailer) -> str:
    from chytalnia.trailers.rules import missing

    return " ".join(missing(trailer))


def _renderable(trailer: Trailer) -> str:
    from chytalnia.trailers.rules import unready

    return unready(trailer)


def _published(trailer: Trailer, *, by: Any, note: str) -> None:
    from chytalnia.trailers.services.publishing import shown

    shown(trailer, by=by)


def _returned(trailer: Trailer, *, by: Any, note: str) -> None:
    from chytalnia.trailers.services.telling import returned

    if not note.strip():
        raise StageError(_t("Write to the makers what is to be mended: they read your note in the studio."))
    returned(trailer, by=by, note=note)


def _withdrawn(trailer: Trailer, *, by: Any, note: str) -> None:
    from chytalnia.trailers.services.publishing import hidden

    hidden(trailer, by=by)


class TrailerQuerySet(StagedQuerySet):
    def shown(self) -> TrailerQuerySet:
        return self.filter(stage="published")


class Trailer(Staged):
    """`record` is the book; its title and author are kept beside it, so that the credits outlive the record.

    `seconds` is the sum of the scenes, kept with them in one transaction: the limit of three minutes is the database's.
    """

    machine = Machine(
        [
            Stage("draft", pgettext_lazy("a trailer", "draft")),
            Stage("rendering", pgettext_lazy("a trailer", "being rendered"), "progress"),
            Stage("ready", pgettext_lazy("a trailer", "ready"), "attention"),
            Stage("review", pgettext_lazy("a trailer", "waits for a librarian"), "attention", days=7),
            Stage("published", pgettext_lazy("a trailer", "published"), "good"),
            Stage("withdrawn", pgettext_lazy("a trailer", "withdrawn"), "bad"),
        ],
        [
            Move("render", ("draft", "ready"), "rendering", pgettext_lazy("a trailer", "Render"), system=True,
                 refuses=_renderable),
            Move("finish", "rendering", "ready", pgettext_lazy("a trailer", "Finish"), system=True),
            Move("stop", "rendering", "draft", pgettext_lazy("a trailer", "Stop"), system=True),
            Move("change", "ready", "draft", pgettext_lazy("a trailer", "Change"), system=True),
            Move("submit", "ready", "review", pgettext_lazy("a trailer", "Send to the librarian"), system=True,
                 refuses=_no_right_missing),
            Move("take_back", "review", "ready", pgettext_lazy("a trailer", "Take back"), system=True),
            Move("publish", ("ready", "review", "withdrawn"), "published", pgettext_lazy("a trailer", "Publish"),
                 right=PUBLISH, refuses=_no_right_missing, then=_published),
            Move("return", "review", "draft", pgettext_lazy("a trailer", "Give back to be mended"), right=PUBLISH,
                 then=_returned),
            Move("withdraw", "published", "withdrawn", pgettext_lazy("a trailer", "Withdraw"), right=PUBLISH,
                 then=_withdrawn),
            Move("reopen", "withdrawn", "draft", pgettext_lazy("a trailer", "Make anew"), right=MAKE),
        ],
    )  # fmt: skip

    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="trailers", verbose_name=_("library"))
    record = models.ForeignKey(
        "catalogue.Record", models.SET_NULL, null=True, blank=True, related_name="trailers", verbose_name=_("book")
    )
    programme = models.ForeignKey(
        "programmes.Programme",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="trailers",
        verbose_name=_("programme"),
    )
    book_title = models.CharField(_("title of the book"), max_length=300)
    book_author = models.CharField(_("author of the book"), max_length=200, blank=True)
    book_imprint = models.CharField(_("publisher and year"), max_length=200, blank=True)
    origin = models.CharField(_("origin"), max_length=6, choices=Origin.choices, default=Origin.STUDIO)
    title = models.CharField(_("title of the trailer"), max_length=160)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="uk")
    audience = models.CharField(_("for whom"), max_length=12, choices=AUDIENCES, default=Audience.MIXED)
    age_mark = models.CharField(_("age mark"), max_length=3, choices=AgeMark.choices, default=AgeMark.A6)
    motive = models.CharField(_("why this book"), max_length=9, choices=Motive.choices, blank=True)
    approach = models.CharField(_("kind of trailer"), max_length=11, choices=Approach.choices, blank=True)
    idea = models.TextField(_("idea"), max_length=1000, blank=True)
    hook = models.CharField(_("hook"), max_length=300, blank=True)
    about = models.TextField(_("words under the film"), max_length=1000, blank=True)
    sources = models.TextField(_("sources named in the credits"), max_length=500, blank=True)

    music = models.CharField(_("music"), max_length=9, choices=Music.choices, blank=True, default=Music.NONE)
    music_file = models.ForeignKey(
        "media.Asset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file of the music")
    )
    music_rights = models.CharField(_("rights of the music"), max_length=14, choices=Rights.choices, blank=True)
    music_note = models.CharField(_("whose music it is"), max_length=300, blank=True)

    speaker = models.CharField(_("voice of the computer"), max_length=7, choices=Speaker.choices, default=Speaker.MAN)
    pace = models.CharField(_("how it speaks"), max_length=5, choices=Pace.choices, default=Pace.USUAL)

    #: what a film made elsewhere says of itself: its rights, as one work
    film_rights = models.CharField(_("rights of the film"), max_length=14, choices=Rights.choices, blank=True)
    film_note = models.CharField(_("whose film it is"), max_length=300, blank=True)
    film_people = models.BooleanField(_("those filmed agreed to be shown"), default=False)

    seconds = models.DecimalField(_("length"), max_digits=5, decimal_places=1, default=0, editable=False)
    #: length of the film as it came out
    film_seconds = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True, editable=False)
    poster = models.ForeignKey("media.Asset", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("begun by")
    )
    made_at = models.DateTimeField(_("begun"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    #: how often it was watched, added up with the facts
    views = models.PositiveIntegerField(_("views"), default=0, editable=False)

    objects = TrailerQuerySet.as_manager()

    class Meta:
        verbose_name = _("book trailer")
        verbose_name_plural = _("book trailers")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seconds__gte=0, seconds__lte=MOST_SECONDS), name="trailer_within_three_minutes",
                violation_error_message=_("A trailer is three minutes long at most."),
            ),
            models.CheckConstraint(
                condition=Q(film_seconds=None) | Q(film_seconds__lte=MOST_SECONDS), name="film_within_three_minutes",
                violation_error_message=_("A trailer is three minutes long at most."),
            ),
            models.CheckConstraint(condition=~Q(stage="published") | Q(published_at__isnull=False), name="published_has_day"),
        ]  # fmt: skip
        indexes = [
            # the gallery, newest first
            models.Index(fields=["stage", "-published_at"], name="trailers_shown"),
            # the desk of a library
            models.Index(fields=["unit", "stage"], name="trailers_of_a_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("trailers:trailer", args=[self.pk])

    @property
    def is_shown(self) -> bool:
        return self.stage == "published"

    @property
    def is_editable(self) -> bool:
        return self.stage in EDITABLE

    @property
    def badge(self) -> str:
        """The word of the badge for its stage."""
        return {"published": "ok", "rendering": "net", "ready": "wait", "review": "wait", "withdrawn": "late"}.get(
            self.stage, "none"
        )

    @property
    def clock(self) -> str:
        """Length of the film, «1:07»."""
        seconds = round(self.film_seconds or 0)
        return f"{seconds // 60}:{seconds % 60:02d}"

    @property
    def all_seconds(self) -> Any:
        """The scenes and the last frame."""
        return self.seconds + CREDITS_SECONDS if self.seconds else self.seconds


class Maker(models.Model):
    """Who made it. A child is named by the first name alone, and only when an adult who answers for it has agreed."""

    trailer = models.ForeignKey(Trailer, models.CASCADE, related_name="makers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="trailers_made"
    )
    name = models.CharField(pgettext_lazy("of a maker of a film", "name"), max_length=120)
    task = models.CharField(pgettext_lazy("of a maker of a film", "what they did"), max_length=120, blank=True)
    is_child = models.BooleanField(_("younger than 18"), default=False)
    agreed_by = models.CharField(_("who agreed that the name is shown"), max_length=200, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("maker")
        verbose_name_plural = _("makers")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trailer", "user"], condition=Q(user__isnull=False), name="maker_once_in_a_trailer"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="maker_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """The name that others may read, or nothing."""
        if not self.is_child:
            return self.name
        return self.name.split()[0] if self.agreed_at else ""
