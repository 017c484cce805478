"""Papers that are numbered within a balance holder and a year, from the first, without a gap."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Numbered(models.Model):
    """A paper with a number of its holder and year; without one while it is a draft.

    Each numbered paper points to the one before it, once: the database lets none be deleted from the middle, none have
    two followers, and only one be the first of its year. The first need not be № 1: a library that began the year on
    paper goes on from where the paper ended.
    """

    holder = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("on the balance of"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"), null=True, blank=True, editable=False)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="following", editable=False
    )

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["holder", "year", "number"], name="%(class)s_number_once"),
            models.UniqueConstraint(
                fields=["holder", "year"], condition=Q(previous=None, number__isnull=False), name="%(class)s_one_first"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True, previous__isnull=True) | Q(number__isnull=False, number__gte=1),
                name="%(class)s_number_counts",
            ),
        ]

    @property
    def number_text(self) -> str:
        """As it stands in books and on copies: «2026/12»."""
        return f"{self.year}/{self.number}" if self.number else ""
