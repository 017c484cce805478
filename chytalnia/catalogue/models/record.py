"""The bibliographic record: its source kept whole, the internal model made from it, and the columns that lists need."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chytalnia.wire.bib import Bib


class Format(models.TextChoices):
    """How the bytes of a record are laid out."""

    ISO2709 = "iso2709", "ISO 2709"
    MARCXML = "marcxml", "MARCXML"
    IRBIS = "irbis", _("IRBIS text")


class Dialect(models.TextChoices):
    """What the fields of a record mean."""

    MARC21 = "marc21", "MARC 21"
    UNIMARC = "unimarc", "UNIMARC"
    RUSMARC = "rusmarc", "RUSMARC"
    IRBIS = "irbis", _("IRBIS")


class RecordQuerySet(models.QuerySet["Record"]):
    def light(self) -> RecordQuerySet:
        """Without the source bytes and the whole model: what lists read."""
        return self.defer("source", "bib_data")

    def active(self) -> RecordQuerySet:
        """Neither withdrawn from the catalogue nor merged into another record."""
        return self.filter(deleted_at=None, merged_into=None)

    def public(self) -> RecordQuerySet:
        """What a reader may see."""
        return self.active().filter(visible=True)


class Record(models.Model):
    """A description of an edition as one library has it.

    `identity` says which record of which library this is, so that the same file imported twice finds its records:
    owner's code, agency and control number, or a fingerprint of the content where a record carries no number.
    `work` is what pages show; `base_work` is where the key of the record, or a cataloguer's split, puts it before works
    were joined by hand. `merged_into` points to the record that stands for this one; the source stays as it came.
    """

    owner = models.ForeignKey(
        "network.Unit", models.PROTECT, null=True, blank=True, related_name="records", verbose_name=_("owner")
    )
    identity = models.CharField(max_length=200, unique=True, editable=False)
    agency = models.CharField(_("agency"), max_length=40, blank=True)
    control_number = models.CharField(_("control number"), max_length=80, blank=True)
    source_date = models.CharField(_("date of the source"), max_length=20, blank=True)
    format = models.CharField(_("format"), max_length=8, choices=Format.choices, default=Format.ISO2709)
    dialect = models.CharField(_("dialect"), max_length=8, choices=Dialect.choices, default=Dialect.MARC21)
    encoding = models.CharField(_("encoding"), max_length=16, default="utf-8")
    content_hash = models.CharField(max_length=32, editable=False)
    #: of the source as a file last brought it, so that the same file does not undo what was edited here since
    import_hash = models.CharField(max_length=32, blank=True, editable=False)

    work = models.ForeignKey("catalogue.Work", models.PROTECT, related_name="records", verbose_name=_("work"))
    base_work = models.ForeignKey("catalogue.Work", models.PROTECT, related_name="base_records", editable=False)
    work_pinned = models.BooleanField(_("the work was chosen by hand"), default=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    title = models.CharField(_("title"), max_length=500, blank=True)
    title_romanised = models.CharField(_("romanised title"), max_length=500, blank=True)
    sort_title = models.CharField(max_length=120, blank=True, editable=False)
    author = models.CharField(_("author"), max_length=300, blank=True)
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    edition = models.CharField(_("edition"), max_length=200, blank=True)
    year = models.SmallIntegerField(_("year"), null=True, blank=True)
    year_to = models.SmallIntegerField(_("last year"), null=True, blank=True)
    languages = models.CharField(_("languages"), max_length=60, blank=True)
    country = models.CharField(_("country"), max_length=4, blank=True)
    level = models.CharField(_("level"), max_length=12, default="monograph")
    kind = models.CharField(_("kind"), max_length=12, default="book")
    isbn = models.CharField(_("ISBN"), max_length=20, blank=True)
    issn = models.CharField(_("ISSN"), max_length=20, blank=True)
    extent = models.CharField(_("extent"), max_length=200, blank=True)
    age_mark = models.SmallIntegerField(_("age mark"), null=True, blank=True)
    has_links = models.BooleanField(_("available online"), default=False)
    derived_script = models.BooleanField(_("original script turned back by tables"), default=False)

    visible = models.BooleanField(_("shown to readers"), default=True)
    deleted_at = models.DateTimeField(_("taken out of the catalogue"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("changed by")
    )
    change_reason = models.CharField(_("reason of the change"), max_length=200, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    job = models.ForeignKey(
        "catalogue.ImportJob", models.SET_NULL, null=True, blank=True, related_name="records", db_index=False
    )

    #: What a cataloguer corrected in script turned back by tables: romanised form → original form.
    script_fixes = models.JSONField(default=dict, blank=True)
    # The two large columns stand last: SQLite then reads a row of a list without touching their overflow pages.
    bib_data = models.JSONField(default=dict)
    source = models.BinaryField()

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        indexes = [
            # what was merged here; only of the merged, so that no plan takes "not merged" – nearly all – for a choice
            models.Index(fields=["merged_into"], condition=models.Q(merged_into__isnull=False), name="record_merged"),
            # "new here" and the desk's list of records
            models.Index(fields=["-created_at"], name="record_newest"),
            # lists of a library by title
            models.Index(fields=["owner", "sort_title"], name="record_owner_title"),
            # SRU, OAI-PMH and exact requests by number
            models.Index(fields=["control_number"], name="record_control_number"),
            # the desk's list: what changed last, and how many there are
            models.Index(
                fields=["-changed_at", "-id"],
                condition=models.Q(deleted_at__isnull=True, merged_into__isnull=True),
                name="record_listed",
            ),
            # harvesting by date
            models.Index(fields=["changed_at", "id"], name="record_changed"),
        ]

    def __str__(self) -> str:
        return self.title or self.identity

    def get_absolute_url(self) -> str:
        return reverse("catalogue:record", args=[self.pk])

    @cached_property
    def bib(self) -> Bib:
        return Bib.from_dict(self.bib_data)

    @property
    def language_codes(self) -> list[str]:
        return self.languages.split()

    @property
    def is_active(self) -> bool:
        return self.deleted_at is None and self.merged_into_id is None

    @property
    def is_public(self) -> bool:
        return self.visible and self.is_active


class KeyKind(models.TextChoices):
    ISBN = "isbn", "ISBN"
    ISSN = "issn", "ISSN"
    #: author, beginning of the title and year, for the search of duplicates
    LIKENESS = "like", _("likeness")


class RecordKey(models.Model):
    """What a record is found by when another one like it comes: ISBN, ISSN, fingerprint of author, title, year."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=4, choices=KeyKind.choices)
    value = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value", "record"], name="record_key_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


class RecordVersion(models.Model):
    """A former state of a record: its source as it was, who made that state and why, who replaced it is in the next."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    source = models.BinaryField()
    format = models.CharField(max_length=8, choices=Format.choices)
    dialect = models.CharField(max_length=8, choices=Dialect.choices)
    encoding = models.CharField(max_length=16)
    content_hash = models.CharField(max_length=32)
    script_fixes = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="record_version_once")]

    def __str__(self) -> str:
        return f"{self.record_id} · {self.number}"


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, user: Any) -> DraftQuerySet:
        """What this person has not finished."""
        return self.filter(user=user)


class Draft(models.Model):
    """What a cataloguer has typed and not yet saved. A draft of a new record has a token instead of a record."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="catalogue_drafts")
    record = models.ForeignKey(Record, models.CASCADE, null=True, blank=True, related_name="drafts")
    token = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey("network.Unit", models.CASCADE, null=True, blank=True, related_name="+")
    dialect = models.CharField(max_length=8, choices=Dialect.choices, default=Dialect.MARC21)
    #: version of the record the draft was begun from: a newer one asks the cataloguer to compare
    base_version = models.PositiveIntegerField(default=0)
    data: Any = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "record"], condition=models.Q(record__isnull=False), name="one_draft_per_record"
            ),
            models.UniqueConstraint(
                fields=["user", "token"], condition=models.Q(record__isnull=True), name="one_draft_per_token"
            ),
        ]

    def __str__(self) -> str:
        return str(self.data.get("title") or self.token or self.record_id)
