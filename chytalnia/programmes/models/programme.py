"""Programme: what runs over time and consists of occasions – a club, a school, a campaign, a cycle."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.stages import Machine, Move, Stage, Staged, StagedQuerySet
from chytalnia.core.translated import TranslatedField
from chytalnia.journal.kinds import Audience

from .occasion import AUDIENCES, AgeMark

MANAGE = "programmes.plan"


class Programme(Staged):
    """A chain of occasions with one aim. `kind` names the special life that adds to it (`lives.py`), or is empty."""

    machine = Machine(
        [
            Stage("planned", pgettext_lazy("a programme", "planned")),
            Stage("running", pgettext_lazy("a programme", "running"), "progress"),
            Stage("finished", pgettext_lazy("a programme", "finished"), "good"),
            Stage("archived", pgettext_lazy("a programme", "archived"), terminal=True),
            Stage("cancelled", pgettext_lazy("a programme", "cancelled"), "bad", terminal=True),
        ],
        [
            Move("begin", "planned", "running", pgettext_lazy("a programme", "Begin"), right=MANAGE),
            Move("finish", "running", "finished", pgettext_lazy("a programme", "Finish"), right=MANAGE),
            Move("resume", "finished", "running", pgettext_lazy("a programme", "Go on"), right=MANAGE),
            Move("archive", "finished", "archived", pgettext_lazy("a programme", "Put into the archive"), right=MANAGE),
            Move("cancel", ("planned", "running"), "cancelled", pgettext_lazy("a programme", "Call off"), right=MANAGE),
        ],
    )

    unit = models.ForeignKey("network.Unit", models.PROTECT, related_name="programmes", verbose_name=_("library"))
    kind = models.CharField(pgettext_lazy("a programme", "kind"), max_length=20, blank=True)
    format_code = models.CharField(pgettext_lazy("of work with people", "format"), max_length=60, blank=True)
    title = TranslatedField(_("title"))
    about = TranslatedField(_("what it is about"))
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    audience = models.CharField(_("for whom"), max_length=12, choices=AUDIENCES, default=Audience.MIXED)
    age_from = models.PositiveSmallIntegerField(_("age from"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("age to"), null=True, blank=True)
    age_mark = models.CharField(_("age mark"), max_length=3, choices=AgeMark.choices, blank=True)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
    )
    leader_name = models.CharField(_("who leads it"), max_length=200, blank=True)
    partners = models.CharField(_("partners"), max_length=500, blank=True)
    photo = models.ForeignKey(
        "media.Asset", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    is_public = models.BooleanField(_("shown to readers"), default=True)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = StagedQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-first_day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="programme_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
        ]
        indexes = [
            # lists of one kind in a library
            models.Index(fields=["kind", "unit"], name="programmes_of_a_kind"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("programmes:programme", args=[self.pk])

    @property
    def is_shown(self) -> bool:
        return self.is_public and self.stage in ("running", "finished", "archived")

    @property
    def ages(self) -> tuple[Any, Any]:
        return self.age_from, self.age_to
