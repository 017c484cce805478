"""A campaign: a programme with a founding paper, a unit of score, days, and libraries that take part."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet
from chytalnia.core.translated import TranslatedField

from . import course

RUN = "campaigns.run"


class Score(models.TextChoices):
    """What a campaign counts."""

    MINUTES = "minutes", _("minutes of reading")
    PAGES = "pages", _("pages")
    BOOKS = "books", _("books")
    PARTS = "parts", _("parts collected")
    POSTS = "posts", _("posts")


#: What readers write down in a log; posts are of libraries, parts are collected.
READ = (Score.MINUTES, Score.PAGES, Score.BOOKS)


class Among(models.TextChoices):
    """Among whom prizes are drawn."""

    FINISHERS = "finishers", _("those who reached the goal of one participant")
    ALL = "all", _("everybody who has read something")


class Campaign(Staged):
    """Many libraries and readers do one thing by one rule. Title, words about it, ages and the library that runs it are those of
    its programme."""

    machine = Machine(
        [
            Stage("draft", pgettext_lazy("a campaign", "draft")),
            Stage("announced", pgettext_lazy("a campaign", "announced"), "progress"),
            Stage("running", pgettext_lazy("a campaign", "running"), "attention"),
            Stage("finished", pgettext_lazy("a campaign", "finished, being summed up"), "progress"),
            Stage("results", pgettext_lazy("a campaign", "results told"), "good", terminal=True),
            Stage("cancelled", pgettext_lazy("a campaign", "called off"), "bad", terminal=True),
        ],
        [
            Move("announce", "draft", "announced", _("Announce"), RUN, course.not_described, course.announce),
            Move("begin", "announced", "running", _("Begin"), RUN, course.not_yet, course.begin),
            Move("finish", "running", "finished", _("Finish"), RUN, course.not_over, course.finish),
            Move("tell", "finished", "results", _("Tell the results"), RUN, course.not_summed_up, course.tell),
            Move("cancel", ("draft", "announced", "running"), "cancelled", _("Call off"), RUN, then=course.cancel),
        ],
    )  # fmt: skip

    programme = models.OneToOneField("programmes.Programme", models.PROTECT, related_name="campaign")
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    score = models.CharField(_("what is counted"), max_length=7, choices=Score, default=Score.PAGES)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    goals: Any = TranslatedField(_("goals"))
    task: Any = TranslatedField(_("task"))
    organiser: Any = TranslatedField(_("organiser"))
    who: Any = TranslatedField(_("who takes part"))
    how: Any = TranslatedField(_("how to take part"))
    criteria: Any = TranslatedField(_("how results are judged"))
    prizes_told: Any = TranslatedField(_("prizes"))
    hashtags = models.CharField(_("hashtags"), max_length=200, blank=True)
    #: What a post of a library has to have, a line each.
    elements: Any = TranslatedField(_("what a post must have"))

    goal = models.PositiveIntegerField(_("common goal"), default=0)
    finish_at = models.PositiveIntegerField(_("goal of one participant"), default=0)
    day_limit = models.PositiveIntegerField(_("at most in a day"), default=0)
    back_days = models.PositiveSmallIntegerField(_("days back that a reader may write down"), default=7)
    review_least = models.PositiveSmallIntegerField(_("signs of a review at least"), default=0)
    open_to_readers = models.BooleanField(_("readers take part"), default=True)
    open_to_all_libraries = models.BooleanField(_("libraries may join without an invitation"), default=True)
    counts_loans = models.BooleanField(_("books borrowed may count by themselves"), default=False)

    prizes = models.PositiveSmallIntegerField(_("prizes drawn by lot"), default=0)
    among = models.CharField(_("drawn among"), max_length=9, choices=Among, default=Among.FINISHERS)

    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = StagedQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="campaign_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(condition=Q(score__in=Score.values), name="campaign_score_known"),
            models.CheckConstraint(
                condition=Q(counts_loans=False) | Q(score="books"), name="loans_count_where_books_do",
                violation_error_message=_("Borrowed books count only where books are counted."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.programme)

    def get_absolute_url(self) -> str:
        return reverse("campaigns:campaign", args=[self.slug])

    @property
    def unit(self) -> Any:
        return self.programme.unit

    @property
    def is_shown(self) -> bool:
        return self.stage in ("announced", "running", "finished", "results") and self.programme.is_public

    @property
    def is_over(self) -> bool:
        return self.stage in ("finished", "results")

    @property
    def is_read(self) -> bool:
        """Whether readers write a log of what they read."""
        return self.score in READ

    @property
    def takes_readers(self) -> bool:
        return self.open_to_readers and self.score != Score.POSTS and self.stage in ("announced", "running")

    @property
    def takes_libraries(self) -> bool:
        return self.stage in ("draft", "announced", "running")

    def required(self) -> list[str]:
        """What a post must have, in the language of whoever reads."""
        return [line.strip() for line in str(self.elements).splitlines() if line.strip()]

    def tags(self) -> list[str]:
        return [word if word.startswith("#") else f"#{word}" for word in self.hashtags.replace(",", " ").split()]
