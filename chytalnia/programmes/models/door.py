"""What happens at the door. Each act carries a key, so that a phone without a line may tell it as often as it likes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.journal.kinds import Audience

#: Whom a hand at the door can tell apart by sight.
BANDS = [(a.value, a.label) for a in (Audience.CHILDREN, Audience.YOUTH, Audience.ADULTS)]


class DoorKind(models.TextChoices):
    CAME = "came", pgettext_lazy("at the door", "came")
    BACK = "back", pgettext_lazy("at the door", "taken back")
    WALK_IN = "walk_in", pgettext_lazy("at the door", "walked in")


class DoorAct(models.Model):
    occasion = models.ForeignKey("programmes.Occasion", models.CASCADE, related_name="door_acts")
    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=7, choices=DoorKind.choices)
    enrolment = models.ForeignKey(
        "programmes.Enrolment", models.CASCADE, null=True, blank=True, related_name="door_acts"
    )
    #: Whoever walks into a hall of a non-stop day is counted there; the door of the house counts apart.
    slot = models.ForeignKey("programmes.Slot", models.CASCADE, null=True, blank=True, related_name="door_acts")
    audience = models.CharField(max_length=8, choices=BANDS, blank=True)
    #: Below nothing when somebody was counted by mistake.
    number = models.SmallIntegerField(default=1)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("act at the door")
        verbose_name_plural = _("acts at the door")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="walk_in", enrolment=None) | (~Q(kind="walk_in") & Q(enrolment__isnull=False)),
                name="door_act_says_who",
            ),
            models.CheckConstraint(condition=Q(slot=None) | Q(kind="walk_in"), name="into_a_hall_people_only_walk"),
        ]
        indexes = [
            # which word about a ticket is the last
            models.Index(
                fields=["enrolment", "-at"], condition=Q(enrolment__isnull=False), name="door_acts_of_a_ticket"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
