"""Reader: a person, or a group that borrows as one, entered once for the whole network."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReaderKind(models.TextChoices):
    PERSON = "person", pgettext_lazy("a reader", "person")
    COLLECTIVE = "collective", pgettext_lazy("a reader", "group")


class ReaderState(models.TextChoices):
    PREREGISTERED = "preregistered", pgettext_lazy("a reader", "registered from home, not yet confirmed")
    ACTIVE = "active", pgettext_lazy("a reader", "active")
    CLOSED = "closed", pgettext_lazy("a reader", "closed")
    MERGED = "merged", pgettext_lazy("a reader", "merged into another")


class ReaderCategory(models.TextChoices):
    """Who a reader is for the rules of lending."""

    CHILD = "child", _("child")
    YOUTH = "youth", _("young person")
    ADULT = "adult", _("adult")
    COLLECTIVE = "collective", pgettext_lazy("a reader", "group")
    STAFF = "staff", _("member of staff")


class AgeBand(models.TextChoices):
    """Age as the diary counts it; the values are those of the journal's audiences, so a fact takes them as they are."""

    TO_6 = "age_0_6", _("0–6 years")
    TO_9 = "age_7_9", _("7–9 years")
    TO_14 = "age_10_14", _("10–14 years")
    TO_17 = "age_15_17", _("15–17 years")
    TO_35 = "age_18_35", _("18–35 years")
    TO_55 = "age_36_55", _("36–55 years")
    OLDER = "age_56", _("56 years and older")


class Sex(models.TextChoices):
    UNKNOWN = "", _("not said")
    FEMALE = "f", _("female")
    MALE = "m", _("male")


class Occupation(models.TextChoices):
    """What the diary divides registered readers by."""

    UNKNOWN = "", _("not said")
    PRESCHOOL = "preschool", _("preschool child")
    PUPIL_1_4 = "pupil_1_4", _("pupil, classes 1–4")
    PUPIL_5_9 = "pupil_5_9", _("pupil, classes 5–9")
    PUPIL_10_12 = "pupil_10_12", _("pupil, classes 10–12")
    VOCATIONAL = "vocational", _("student of a vocational school")
    COLLEGE = "college", _("student of a college")
    UNIVERSITY = "university", _("student of a university")
    WORKER = "worker", pgettext_lazy("an occupation", "worker")
    FARMER = "farmer", _("agricultural worker")
    EMPLOYEE = "employee", _("office employee")
    SPECIALIST = "specialist", _("specialist with higher education")
    ENTREPRENEUR = "entrepreneur", _("entrepreneur")
    MILITARY = "military", _("in military service")
    PENSIONER = "pensioner", _("pensioner")
    UNEMPLOYED = "unemployed", _("unemployed")
    HOMEMAKER = "homemaker", _("homemaker")
    OTHER = "other", pgettext_lazy("an occupation", "other")


class Education(models.TextChoices):
    UNKNOWN = "", _("not said")
    PRIMARY = "primary", _("primary")
    BASIC = "basic", _("basic secondary")
    SECONDARY = "secondary", _("general secondary")
    VOCATIONAL = "vocational", _("vocational")
    HIGHER = "higher", _("higher")
    DEGREE = "degree", _("academic degree")


class SocialCategory(models.TextChoices):
    """Kept only while the reader consents to it."""

    SIGHT = "sight", _("disability: sight")
    HEARING = "hearing", _("disability: hearing")
    MOVEMENT = "movement", _("disability: movement")
    MENTAL = "mental", _("disability: mental")
    LARGE_FAMILY = "large_family", _("large family")
    LOW_INCOME = "low_income", _("low income")
    ORPHAN = "orphan", _("orphan or without parental care")
    VETERAN = "veteran", _("veteran")
    DISPLACED = "displaced", _("internally displaced")
    MIGRANT = "migrant", _("migrant or foreign citizen")


class ReaderQuerySet(models.QuerySet["Reader"]):
    def active(self) -> ReaderQuerySet:
        return self.filter(state=ReaderState.ACTIVE)

    def known(self) -> ReaderQuerySet:
        """Readers a person may be shown: not those closed and anonymised, nor those merged into another."""
        return self.filter(state__in=[ReaderState.ACTIVE, ReaderState.PREREGISTERED, ReaderState.CLOSED]).filter(
            anonymised_at=None
        )


class Reader(models.Model):
    """Who borrows. A class, an institution or a care home is a collective reader, named by `title`, with one person
    responsible; its own loans stand on the collective."""

    kind = models.CharField(pgettext_lazy("a reader", "kind"), max_length=10, choices=ReaderKind, default="person")
    state = models.CharField(pgettext_lazy("a reader", "state"), max_length=13, choices=ReaderState, default="active")
    surname = models.CharField(_("surname"), max_length=150, blank=True)
    name = models.CharField(_("first name"), max_length=150, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=150, blank=True)
    title = models.CharField(_("name of the group"), max_length=250, blank=True)
    responsible = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answers_for", verbose_name=_("responsible person")
    )
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    settlement = models.CharField(_("town or village"), max_length=150, blank=True)
    is_rural = models.BooleanField(_("lives in the country"), default=False)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    #: The last ten digits of the phone, by which it is found however it was written.
    phone_digits = models.CharField(max_length=10, blank=True, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    education = models.CharField(_("education"), max_length=12, choices=Education, blank=True)
    occupation = models.CharField(_("occupation"), max_length=12, choices=Occupation, blank=True)
    study_place = models.CharField(_("place of study or work"), max_length=200, blank=True)
    study_group = models.CharField(_("class or group"), max_length=40, blank=True)
    #: Values of SocialCategory; empty without the consent to keep them.
    social = models.JSONField(_("social categories"), default=list, blank=True)
    language = models.CharField(_("language of letters"), max_length=2, blank=True)
    interests = models.CharField(_("interests"), max_length=500, blank=True)
    #: A keyed hash of kind and number of the document that was shown: it finds the same person, and tells nothing.
    document_hash = models.CharField(max_length=64, blank=True, editable=False)
    home_unit = models.ForeignKey(
        "network.Unit", models.PROTECT, related_name="readers", verbose_name=_("library of registration")
    )
    user = models.OneToOneField(
        "people.User", models.SET_NULL, null=True, blank=True, related_name="reader", verbose_name=_("account")
    )
    household = models.ForeignKey(
        "people.Household", models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("family")
    )
    household_role = models.CharField(_("in the family"), max_length=10, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    keep_history = models.BooleanField(_("keep the history of reading"), default=False)
    #: Of a child old enough to decide it; forgotten when the family changes.
    shows_parents = models.BooleanField(
        _("my parents may see my events, clubs, courses and marathons"), default=False,
        help_text=_("What you borrow stays your own in any case."),
    )  # fmt: skip
    blocked_until = models.DateField(_("blocked until"), null=True, blank=True)
    block_reason = models.CharField(_("reason of the block"), max_length=300, blank=True)
    note = models.TextField(_("note of the librarian"), blank=True)
    #: Until when a registration from home waits for the first visit.
    waits_until = models.DateField(null=True, blank=True)
    #: Given by a desk that was without a line, so that the same registration sent twice is one reader.
    key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    #: A keyed hash of the code that opens the reader's account from home, and until when it does.
    access_code = models.CharField(max_length=64, blank=True, editable=False)
    access_code_until = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader")
        verbose_name_plural = _("readers")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ReaderKind.values), name="reader_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ReaderState.values), name="reader_state_known"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into=None)),
                name="merged_reader_leads_on",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="reader_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=~Q(kind="person") | ~Q(surname="") | Q(anonymised_at__isnull=False), name="person_has_surname"
            ),
            models.CheckConstraint(
                condition=~Q(kind="collective")
                | (~Q(title="") & Q(responsible__isnull=False))
                | Q(anonymised_at__isnull=False),
                name="group_has_title_and_responsible",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="closed_reader_has_date"
            ),
        ]
        indexes = [
            # by what nearly all leave empty: of an index of everybody SQLite believes that it tells nobody apart
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="readers_merged"),
            models.Index(fields=["responsible"], condition=Q(responsible__isnull=False), name="groups_of_a_reader"),
            # the list of readers by name, page by page
            models.Index(fields=["surname", "name"], name="reader_name"),
            # duplicates: the same day of birth, the same phone, the same document
            models.Index(fields=["birth_date"], name="reader_born"),
            models.Index(fields=["phone_digits"], condition=~Q(phone_digits=""), name="reader_phone"),
            models.Index(Lower("email"), condition=~Q(email=""), name="reader_email"),
            models.Index(fields=["document_hash"], condition=~Q(document_hash=""), name="reader_document"),
            # the nightly sweep of registrations from home that nobody confirmed
            models.Index(fields=["waits_until"], condition=Q(state="preregistered"), name="reader_waits"),
        ]

    def __str__(self) -> str:
        return self.full_name or str(_("a reader whose data were removed"))

    def get_absolute_url(self) -> str:
        return reverse("desk_readers:reader", args=[self.pk])

    @property
    def full_name(self) -> str:
        if self.kind == ReaderKind.COLLECTIVE:
            return self.title
        return " ".join(part for part in (self.surname, self.name, self.patronymic) if part)

    @property
    def short_name(self) -> str:
        """Surname and initials, as on a slip or a list on the wall."""
        if self.kind == ReaderKind.COLLECTIVE:
            return self.title
        initials = " ".join(f"{part[0]}." for part in (self.name, self.patronymic) if part)
        return f"{self.surname} {initials}".strip()

    @property
    def is_collective(self) -> bool:
        return self.kind == ReaderKind.COLLECTIVE

    @property
    def is_active(self) -> bool:
        return self.state == ReaderState.ACTIVE

    def get_social_labels(self) -> list[str]:
        labels = dict(SocialCategory.choices)
        return [str(labels[value]) for value in self.social if value in labels]

    def is_blocked(self, day: date) -> bool:
        """Whether lending is stopped on a day; a block without an end has a reason and the last date there is."""
        return self.blocked_until is not None and self.blocked_until >= day


class ReaderWord(models.Model):
    """A word of a reader's name, folded, so that a name typed in any order and spelling finds its reader by index."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="words")
    word = models.CharField(max_length=150, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "word"], name="word_once_a_reader")]

    def __str__(self) -> str:
        return self.word
