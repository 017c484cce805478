"""Names and subjects as headings that records share."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class AuthorityKind(models.TextChoices):
    PERSON = "person", _("person")
    BODY = "body", _("corporate body")
    MEETING = "meeting", _("meeting")
    TITLE = "title", _("title")
    TOPIC = "topic", _("topic")
    PLACE = "place", _("place")
    TIME = "time", _("time")
    FORM = "form", _("form")


class Authority(models.Model):
    """A name or a subject, made from the headings of records and corrected by people.

    `key` is the heading without case, marks and punctuation; `variants` are other spellings and languages that lead here.
    `merged_into` points to the one that stands for this one; the row stays, so that records that come with its spelling
    are led on, and so that the merge can be undone.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=AuthorityKind.choices)
    key = models.CharField(max_length=200, editable=False)
    heading = models.CharField(_("heading"), max_length=500)
    romanised = models.CharField(_("romanised"), max_length=500, blank=True)
    dates = models.CharField(_("dates"), max_length=60, blank=True)
    variants: Any = models.JSONField(_("variants"), default=list, blank=True)
    sources: Any = models.JSONField(_("sources"), default=list, blank=True)
    number = models.CharField(_("number in the authority file"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    #: made from records; false once a cataloguer confirmed or corrected it
    derived = models.BooleanField(_("made from records"), default=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_index=False, related_name="merged", editable=False
    )

    class Meta:
        verbose_name = _("authority record")
        verbose_name_plural = _("authority records")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_authority_per_key")]
        indexes = [
            # help while typing a name or subject, the list of all and that of one kind: nobody looks for those that were merged
            models.Index(
                fields=["heading", "id"], condition=models.Q(merged_into__isnull=True), name="authority_by_heading"
            ),
            models.Index(
                fields=["kind", "heading", "id"],
                condition=models.Q(merged_into__isnull=True),
                name="authority_of_a_kind",
            ),
            # what was merged here; only of the merged, as with records
            models.Index(
                fields=["merged_into"], condition=models.Q(merged_into__isnull=False), name="authority_merged"
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return reverse(f"catalogue:{'author' if self.is_agent else 'subject'}", args=[self.pk])

    @property
    def name(self) -> str:
        """As one says it: «Тарас Шевченко», not «Шевченко, Тарас»."""
        surname, comma, given = self.heading.partition(", ")
        plain = self.kind == AuthorityKind.PERSON and comma and "," not in given and not given[:1].isdigit()
        return f"{given} {surname}" if plain else self.heading

    @property
    def years(self) -> str:
        """Dates with the dash they deserve."""
        return self.dates.replace("-", "–")

    @property
    def is_agent(self) -> bool:
        """Somebody who makes works: their page is an author's, whatever is written about them."""
        return self.kind in (AuthorityKind.PERSON, AuthorityKind.BODY, AuthorityKind.MEETING)


class Heading(models.Model):
    """A record's use of an authority: as author, editor…, by relator code, or as a subject (`sub`)."""

    record = models.ForeignKey("catalogue.Record", models.CASCADE, related_name="headings")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="headings", db_index=False)
    role = models.CharField(max_length=4, default="aut")

    class Meta:
        constraints = [
            # also the index of an author's and a subject's page
            models.UniqueConstraint(fields=["authority", "role", "record"], name="heading_once")
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} · {self.role}"
