"""Label: a number that was printed before it is known for which book."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chytalnia.bookcrossing.numbers import written


class Label(models.Model):
    """Whoever has the paper in hand may register a book under its number."""

    number = models.CharField(_("number"), max_length=12, unique=True)
    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="+", verbose_name=_("library"))
    printed_at = models.DateTimeField(_("printed"), default=timezone.now)
    taken_at = models.DateTimeField(_("given to a book"), null=True, blank=True)

    class Meta:
        verbose_name = _("printed label")
        verbose_name_plural = _("printed labels")
        indexes = [
            # labels that no book has yet
            models.Index(fields=["unit", "-printed_at"], condition=models.Q(taken_at=None), name="crossing_free_labels")
        ]

    def __str__(self) -> str:
        return written(self.number)
