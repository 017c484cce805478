"""Paper ballots counted by two people, and the result as it was published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .election import Election, Station


class PaperCount(models.Model):
    """What one person counted in the box of a station. Two such counts that are the same make the tally."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="counts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    found = models.PositiveIntegerField(_("ballots in the box"))
    invalid = models.PositiveIntegerField(_("invalid ballots"))
    unused = models.PositiveIntegerField(_("unused ballots"))
    #: Votes by the number of the candidate.
    votes = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("count of paper ballots")
        verbose_name_plural = _("counts of paper ballots")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["station", "by"], name="one_count_a_person")]

    def __str__(self) -> str:
        return f"{self.station_id}: {self.found}"

    @property
    def numbers(self) -> tuple[object, ...]:
        """What two counts must have in common."""
        return (self.found, self.invalid, self.unused, tuple(sorted((int(k), v) for k, v in self.votes.items())))


class Publication(models.Model):
    """The published file, byte for byte, with its digest."""

    election = models.OneToOneField(Election, models.PROTECT, primary_key=True, related_name="publication")
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    ballots = models.PositiveIntegerField()
    valid = models.PositiveIntegerField()
    invalid = models.PositiveIntegerField()
    came = models.PositiveIntegerField()
    result = models.JSONField(default=dict)
    winners = models.JSONField(default=list)
    quorum_met = models.BooleanField(default=True)
    stations = models.JSONField(default=list)
    turnout = models.JSONField(default=list)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("published result")
        verbose_name_plural = _("published results")

    def __str__(self) -> str:
        return self.sha256
