"""What readers say is wrong in letters that were turned back by tables."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet


def _accept(correction: Correction, *, by: Any, note: str) -> None:
    # Services stand on models, so this one is called for late: the move may come from any board of stages.
    from chytalnia.catalogue.services import corrections

    corrections.carry_out(correction, by=by)


class Correction(Staged):
    """A reader's word about a record, for a cataloguer to decide. No person is attached."""

    machine = Machine(
        [
            Stage("open", _("to be decided"), "attention", days=30),
            Stage("accepted", _("accepted"), "good", terminal=True),
            Stage("declined", _("declined"), terminal=True),
        ],
        [
            Move("accept", "open", "accepted", _("Accept"), right="catalogue.edit_record", then=_accept),
            Move("decline", "open", "declined", _("Decline"), right="catalogue.edit_record"),
        ],
    )

    record = models.ForeignKey("catalogue.Record", models.CASCADE, related_name="corrections")
    romanised = models.CharField(_("romanised"), max_length=500, blank=True)
    shown = models.CharField(_("shown"), max_length=500, blank=True)
    proposed = models.CharField(_("proposed"), max_length=500, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = StagedQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader's correction")
        verbose_name_plural = _("readers' corrections")

    def __str__(self) -> str:
        return f"{self.shown} → {self.proposed}" if self.proposed else self.shown

    @property
    def stage_unit(self) -> Any:
        return self.record.owner
