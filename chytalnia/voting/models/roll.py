"""The roll, and the marks on it. Neither knows anything of a ballot.

A mark has no time and no number of its own: nothing that could be laid beside a ballot.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .election import Election, Station


class Sheet(models.Model):
    """Printed codes for a school class or another group, with the teacher who hands them out."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="sheets")
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    name = models.CharField(_("class or group"), max_length=120)
    teacher = models.CharField(_("teacher"), max_length=150)
    band = models.CharField(_("age"), max_length=10, blank=True)
    size = models.PositiveSmallIntegerField(_("codes"))
    #: The codes are made of it and of the key of the machine, so a sheet can be printed again.
    key = models.UUIDField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("sheet of codes")
        verbose_name_plural = _("sheets of codes")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=200), name="sheet_is_for_a_group"),
            models.UniqueConstraint(fields=["election", "unit", "name"], name="one_sheet_a_class"),
        ]

    def __str__(self) -> str:
        return self.name


class RollEntry(models.Model):
    """A line of the roll: a reader, or a code of a sheet. The age is that on the day of the roll."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="roll")
    reader = models.ForeignKey("people.Reader", models.SET_NULL, null=True, blank=True, related_name="+")
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+")
    band = models.CharField(max_length=10, blank=True)
    sheet = models.ForeignKey(Sheet, models.CASCADE, null=True, blank=True, related_name="entries")
    #: A keyed hash of the code of a sheet.
    code_hash = models.CharField(max_length=64, blank=True)
    #: Entered at a polling station after the roll was frozen.
    extra = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("line of the roll")
        verbose_name_plural = _("roll")
        constraints = [
            models.UniqueConstraint(
                fields=["election", "reader"], condition=Q(reader__isnull=False), name="reader_once_on_a_roll"
            ),
            models.UniqueConstraint(fields=["code_hash"], condition=~Q(code_hash=""), name="code_once_on_a_roll"),
        ]
        # turnout by library
        indexes = [models.Index(fields=["election", "unit"], name="roll_by_library")]

    def __str__(self) -> str:
        return f"{self.election_id}: {self.pk}"


class How(models.TextChoices):
    ONLINE = "online", _("online")
    TABLET = "tablet", _("on a tablet at a polling station")
    PAPER = "paper", _("on paper at a polling station")


class Mark(models.Model):
    """«Took part». One line of the roll has one: the database refuses a second."""

    entry = models.OneToOneField(RollEntry, models.PROTECT, primary_key=True, related_name="mark")
    how = models.CharField(max_length=6, choices=How)
    station = models.ForeignKey(Station, models.PROTECT, null=True, blank=True, related_name="marks")
    #: How often this reader has voted online, where a vote may be changed.
    times = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("mark on the roll")
        verbose_name_plural = _("marks on the roll")
        constraints = [
            models.CheckConstraint(condition=Q(how__in=How.values), name="mark_says_how"),
            models.CheckConstraint(
                condition=(Q(how="online") & Q(station=None)) | (~Q(how="online") & Q(station__isnull=False)),
                name="mark_says_where",
            ),
            models.CheckConstraint(condition=Q(times__gte=1), name="mark_is_a_vote"),
        ]

    def __str__(self) -> str:
        return str(self.entry_id)


class Slip(models.Model):
    """A one-time code that a polling station hands out with a mark on the roll: the right to one ballot, of nobody."""

    id = models.BigIntegerField(primary_key=True)
    station = models.ForeignKey(Station, models.PROTECT, related_name="slips")
    code_hash = models.CharField(max_length=64, unique=True)
    used = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("one-time ballot")
        verbose_name_plural = _("one-time ballots")

    def __str__(self) -> str:
        return str(self.pk)


class Printed(models.Model):
    """Paper ballots that a station took over from the commission."""

    station = models.OneToOneField(Station, models.CASCADE, primary_key=True, related_name="printed")
    count = models.PositiveIntegerField(_("printed ballots"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("paper ballots")
        verbose_name_plural = _("paper ballots")

    def __str__(self) -> str:
        return f"{self.station_id}: {self.count}"
