"""An election: its decree, its rules as data, its days, its commission and polling stations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet
from chytalnia.core.translated import TranslatedField

from . import course


class RollKind(models.TextChoices):
    READERS = "readers", _("registered readers")
    CODES = "codes", _("one-time codes on printed sheets")
    BOTH = "both", _("registered readers, and sheets for school classes")


class Tie(models.TextChoices):
    JOINT = "joint", _("they win together")
    SECOND = "second", _("a second round between them")


RUN = "voting.run"


class Election(Staged):
    """The readers of a library, system or network choose the leader among literary heroes."""

    machine = Machine(
        [
            Stage("decree", _("decree"), "neutral"),
            Stage("nomination", _("nomination"), "progress"),
            Stage("registration", _("registration of candidates"), "progress"),
            Stage("campaign", pgettext_lazy("an election", "campaign"), "progress"),
            Stage("silence", _("silence"), "neutral"),
            Stage("voting", _("voting"), "attention"),
            Stage("counting", _("counting"), "attention"),
            Stage("protocol", _("protocol signed"), "good"),
            Stage("inaugurated", _("inauguration held"), "good", terminal=True),
            Stage("cancelled", pgettext_lazy("an election", "cancelled"), "bad", terminal=True),
        ],
        [
            Move("announce", "decree", "nomination", _("Announce, open the nomination"), RUN, course.not_announced),
            Move("close_nomination", "nomination", "registration", _("Close the nomination"), RUN),
            Move("begin_campaign", "registration", "campaign", _("Draw the order, begin the campaign"), RUN,
                 course.not_registered, course.draw),
            Move("keep_silence", "campaign", "silence", _("Begin the silence"), RUN),
            Move("open_polls", ("campaign", "silence"), "voting", _("Open the polls"), RUN, course.not_open,
                 course.close_the_box),
            Move("close_polls", "voting", "counting", _("Close the polls, open the box"), RUN, course.not_over,
                 course.open_the_box),
            Move("sign", "counting", "protocol", _("Sign the protocol, publish the result"), RUN, course.not_counted,
                 course.publish),
            Move("inaugurate", "protocol", "inaugurated", _("The winner is inaugurated"), RUN),
            Move("cancel", ("decree", "nomination", "registration", "campaign", "silence", "voting"), "cancelled",
                 _("Cancel the election"), RUN, then=course.burn_the_box),
        ],
    )  # fmt: skip

    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="elections", verbose_name=_("library"))
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title: Any = TranslatedField(_("title"))
    purpose: Any = TranslatedField(_("goal"), help_text=_("Two or three sentences that make one want to take part."))
    decree = models.CharField(_("decree"), max_length=200, blank=True, help_text=_("Number and date of the order."))

    nomination_until = models.DateTimeField(_("nomination until"))
    silence_from = models.DateTimeField(_("silence from"))
    opens_at = models.DateTimeField(_("polls open"))
    closes_at = models.DateTimeField(_("polls close"))

    roll_kind = models.CharField(_("who is on the roll"), max_length=8, choices=RollKind, default=RollKind.READERS)
    roll_on = models.DateField(_("registered by"))
    age_from = models.PositiveSmallIntegerField(_("age from"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(pgettext_lazy("an age", "to"), null=True, blank=True)
    online = models.BooleanField(_("votes are taken online too"), default=True)
    may_change = models.BooleanField(
        _("a vote given online may be changed, the last one counts"), default=False,
        help_text=_("Safer against pressure; until the polls close the box then keeps a keyed mark of whose ballot it is."),
    )  # fmt: skip
    quorum_percent = models.PositiveSmallIntegerField(_("quorum, per cent of the roll"), default=0)
    tie = models.CharField(_("when the first are equal"), max_length=6, choices=Tie, default=Tie.JOINT)

    #: Kept until the draw; its commitment is published from the first day.
    seed = models.CharField(max_length=64, editable=False)
    commitment = models.CharField(max_length=64, editable=False)
    drawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    roll_salt = models.CharField(max_length=64, blank=True, editable=False)
    roll_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    roll_size = models.PositiveIntegerField(default=0, editable=False)
    roll_frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    roll_forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)

    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="second_round", verbose_name=_("first round")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StagedQuerySet.as_manager()

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    nomination_until__lte=F("silence_from"), silence_from__lte=F("opens_at"), opens_at__lt=F("closes_at")
                ),
                name="election_times_follow",
                violation_error_message=_("The times are out of order: nomination, silence, opening and closing follow each other."),
            ),
            models.CheckConstraint(condition=Q(quorum_percent__lte=100), name="quorum_is_a_share",
                violation_error_message=_("A quorum is a share: from 0 to 100 per cent.")),
            models.CheckConstraint(
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_from__lte=F("age_to")), name="election_ages_follow",
                violation_error_message=_("The youngest is older than the oldest."),
            ),
            models.CheckConstraint(
                condition=Q(roll_frozen_at=None) | ~Q(roll_sha256=""), name="frozen_roll_has_digest"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.title) or self.slug

    def get_absolute_url(self) -> str:
        return reverse("voting:election", args=[self.slug])

    @property
    def is_frozen(self) -> bool:
        return self.roll_frozen_at is not None

    @property
    def is_shown(self) -> bool:
        """Whether readers see the page: from the announcement on."""
        return self.stage not in ("decree", "cancelled")

    @property
    def is_quiet(self) -> bool:
        """Nothing for or against anybody is published."""
        return self.stage in ("silence", "voting") or (self.stage == "campaign" and timezone.now() >= self.silence_from)

    @property
    def is_drawn(self) -> bool:
        return self.drawn_at is not None

    @property
    def is_told(self) -> bool:
        """Whether the result is there for everybody."""
        return self.stage in ("protocol", "inaugurated")

    def has_member(self, user: Any) -> bool:
        """Whether somebody is in the commission, with the account they work with. Asked once of this object."""
        kept: set[int] | None = self.__dict__.get("_members")
        if kept is None:
            kept = set(self.members.exclude(user=None).values_list("user", flat=True))
            self.__dict__["_members"] = kept
        return user.pk in kept

    def takes_votes(self, at: datetime | None = None) -> bool:
        return self.stage == "voting" and self.opens_at <= (at or timezone.now()) < self.closes_at


class Post(models.TextChoices):
    CHAIR = "chair", _("chair of the commission")
    SECRETARY = "secretary", _("secretary of the commission")
    MEMBER = "member", _("member of the commission")


class Member(models.Model):
    """One of those who answer for the election and sign its protocol."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="members")
    name = models.CharField(_("name"), max_length=150)
    post = models.CharField(_("post"), max_length=9, choices=Post, default=Post.MEMBER)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account")
    )

    class Meta:
        verbose_name = _("member of the commission")
        verbose_name_plural = _("commission")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["election", "name"], name="member_once_in_a_commission"),
            models.UniqueConstraint(fields=["election"], condition=Q(post="chair"), name="one_chair_of_a_commission"),
        ]

    def __str__(self) -> str:
        return self.name


class Station(models.Model):
    """A branch where one can vote: a booth, a box, a tablet."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="stations")
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))

    class Meta:
        verbose_name = _("polling station")
        verbose_name_plural = _("polling stations")
        ordering = ["unit__path"]
        constraints = [models.UniqueConstraint(fields=["election", "unit"], name="one_station_a_library")]

    def __str__(self) -> str:
        return str(self.unit)
