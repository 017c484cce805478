"""Candidates are heroes of books; materials are what is said for them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet
from chytalnia.core.translated import TranslatedField

from .election import Election

CHECK = "voting.check"


def _not_to_be_registered(candidate: Candidate) -> str:
    from chytalnia.voting.services import nominating

    return nominating.not_to_be_registered(candidate)


def _not_to_be_struck(candidate: Candidate) -> str:
    return "" if candidate.election.stage in ("registration", "campaign", "silence") else str(
        _("A candidate is crossed out only before the polls open.")
    )  # fmt: skip


class Candidate(Staged):
    """A hero who stands for election. Once on the printed ballot, a candidate is never taken off, only crossed out."""

    machine = Machine(
        [
            Stage("proposed", _("nominated"), "attention"),
            Stage("registered", pgettext_lazy("a candidate", "registered"), "good"),
            Stage("declined", pgettext_lazy("a candidate", "declined"), "neutral", terminal=True),
            Stage("struck", _("crossed out by decision"), "bad", terminal=True),
        ],
        [
            Move("register", "proposed", "registered", pgettext_lazy("a candidate", "Register"), CHECK,
                 _not_to_be_registered),
            Move("decline", "proposed", "declined", pgettext_lazy("a candidate", "Decline"), CHECK),
            Move("strike", "registered", "struck", _("Cross out"), "voting.run", _not_to_be_struck),
        ],
    )  # fmt: skip

    election = models.ForeignKey(Election, models.CASCADE, related_name="candidates")
    hero: Any = TranslatedField(_("hero"))
    work = models.ForeignKey("catalogue.Work", models.PROTECT, related_name="candidates", verbose_name=_("book"))
    portrait = models.ForeignKey(
        "media.Asset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )
    #: Which of the faces that could be drawn for the name the commission has chosen.
    face = models.PositiveSmallIntegerField(default=0, editable=False)
    slogan: Any = TranslatedField(_("slogan"))
    programme: Any = TranslatedField(_("programme"), help_text=_("What the hero promises, in the hero's own words."))
    agent = models.CharField(
        _("authorised agent"), max_length=150, blank=True, help_text=_("A class, a club or a name; readers see it.")
    )
    played_by = models.CharField(_("played by"), max_length=150, blank=True)
    proposer = models.ForeignKey(
        "people.Reader", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("nominated by")
    )
    #: What the draw draws by, so that it can be repeated without our numbers of rows.
    key = models.CharField(max_length=32, editable=False)
    number = models.PositiveSmallIntegerField(_("№ on the ballot"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StagedQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "proposer"], condition=Q(proposer__isnull=False), name="one_reader_one_nomination"
            ),
            models.UniqueConstraint(
                fields=["election", "number"], condition=Q(number__isnull=False), name="one_number_a_candidate"
            ),
            models.UniqueConstraint(fields=["election", "key"], name="one_key_a_candidate"),
        ]

    def __str__(self) -> str:
        return str(self.hero)

    def get_absolute_url(self) -> str:
        return reverse("voting:candidate", args=[self.election.slug, self.pk])

    @property
    def unit(self) -> Any:
        return self.election.unit

    def grants(self, user: Any, move: Any) -> bool:
        """The commission looks at candidates, whatever its members' roles in their own libraries."""
        return move.right == CHECK and self.election.has_member(user)

    @property
    def is_registered(self) -> bool:
        return self.stage == "registered"


class MaterialKind(models.TextChoices):
    POSTER = "poster", _("poster")
    DEBATE = "debate", _("debate")
    MEETING = "meeting", _("meeting with the candidate")
    TRAILER = "trailer", _("trailer")
    SPEECH = "speech", _("speech")
    OTHER = "other", pgettext_lazy("a campaign material", "other")


class Material(models.Model):
    """Something said, drawn or held in the campaign; without a candidate it is about the whole election."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="materials")
    candidate = models.ForeignKey(
        Candidate, models.CASCADE, null=True, blank=True, related_name="materials", verbose_name=_("candidate")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=MaterialKind, default=MaterialKind.POSTER)
    title: Any = TranslatedField(_("title"))
    text: Any = TranslatedField(_("text"))
    author = models.CharField(_("author"), max_length=150, blank=True)
    at = models.DateTimeField(_("held at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("address on the net"), blank=True)
    picture = models.ForeignKey(
        "media.Asset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("campaign material")
        verbose_name_plural = _("campaign materials")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return str(self.title)
