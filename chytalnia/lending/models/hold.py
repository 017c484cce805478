"""Hold: a reader waits for a work, an edition or a copy. Transit: a copy on its way from one branch to another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HoldState(models.TextChoices):
    QUEUED = "queued", _("in the queue")
    ASSIGNED = "assigned", _("to be taken from the shelf")
    IN_TRANSIT = "in_transit", pgettext_lazy("a hold", "on the way")
    ON_SHELF = "on_shelf", _("waits for the reader")
    FILLED = "filled", _("given to the reader")
    EXPIRED = "expired", _("not picked up in time")
    CANCELLED = "cancelled", pgettext_lazy("a hold", "cancelled")


#: A copy is set aside for the reader.
WITH_ITEM = (HoldState.ASSIGNED, HoldState.IN_TRANSIT, HoldState.ON_SHELF)
LIVE = (HoldState.QUEUED, *WITH_ITEM)


class HoldQuerySet(models.QuerySet["Hold"]):
    def live(self) -> HoldQuerySet:
        return self.filter(state__in=LIVE)

    def waiting(self, on: date) -> HoldQuerySet:
        """In the queue, not suspended and still wanted on a day; in the order of the queue."""
        return (
            self.filter(state=HoldState.QUEUED)
            .filter(Q(suspended_until=None) | Q(suspended_until__lte=on))
            .filter(Q(expires_on=None) | Q(expires_on__gte=on))
            .order_by("priority", "placed_at", "pk")
        )


class Hold(models.Model):
    """A reader's place in a queue. Exactly one of `work`, `record` and `wanted_item` says what is wanted.

    `item` is the copy set aside for it, from the moment one is assigned until the hold ends; a filled hold keeps it, with
    the loan. The queue goes by priority, then by time; a place in it is counted, never stored, so it has no gaps.
    """

    reader = models.ForeignKey(
        "people.Reader", models.PROTECT, null=True, blank=True, related_name="holds", verbose_name=_("reader")
    )
    work = models.ForeignKey(
        "catalogue.Work", models.PROTECT, null=True, blank=True, related_name="holds", db_index=False
    )
    record = models.ForeignKey(
        "catalogue.Record", models.PROTECT, null=True, blank=True, related_name="holds", db_index=False
    )
    wanted_item = models.ForeignKey(
        "catalogue.Item", models.PROTECT, null=True, blank=True, related_name="wanted_by", db_index=False
    )
    #: the work that the target belongs to: one queue, and one place to lock, for all that can fill the hold
    queue_work = models.ForeignKey("catalogue.Work", models.PROTECT, related_name="+", db_index=False)
    pickup_unit = models.ForeignKey(
        "network.Unit", models.PROTECT, related_name="holds", verbose_name=_("where to pick up"), db_index=False
    )
    state = models.CharField(_("state"), max_length=10, choices=HoldState.choices, default=HoldState.QUEUED)
    priority = models.PositiveSmallIntegerField(_("priority"), default=50, help_text=_("The smaller, the sooner."))
    placed_at = models.DateTimeField(_("placed"))
    channel = models.CharField(_("how it came"), max_length=6, default="desk")
    expires_on = models.DateField(_("wanted until"), null=True, blank=True)
    suspended_until = models.DateField(_("suspended until"), null=True, blank=True)
    item = models.ForeignKey(
        "catalogue.Item", models.PROTECT, null=True, blank=True, related_name="holds", verbose_name=_("copy set aside")
    )
    assigned_at = models.DateTimeField(_("copy set aside"), null=True, blank=True)
    #: where a copy set aside stands, for somebody to take it from there
    pick_unit = models.ForeignKey(
        "network.Unit", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    shelf_at = models.DateTimeField(_("on the shelf since"), null=True, blank=True)
    shelf_until = models.DateField(_("on the shelf until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    loan = models.OneToOneField(
        "lending.Loan", models.PROTECT, null=True, blank=True, related_name="hold", verbose_name=_("loan")
    )
    audience = models.CharField(max_length=12, blank=True, editable=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ["priority", "placed_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(work__isnull=False, record=None, wanted_item=None)
                | Q(work=None, record__isnull=False, wanted_item=None)
                | Q(work=None, record=None, wanted_item__isnull=False),
                name="a_hold_wants_one_thing",
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state__in=WITH_ITEM), name="one_live_assignment_an_item"
            ),
            models.UniqueConstraint(
                fields=["reader", "work"], condition=Q(state__in=LIVE, work__isnull=False), name="one_live_hold_a_work"
            ),
            models.UniqueConstraint(
                fields=["reader", "record"],
                condition=Q(state__in=LIVE, record__isnull=False),
                name="one_live_hold_a_record",
            ),
            models.UniqueConstraint(
                fields=["reader", "wanted_item"],
                condition=Q(state__in=LIVE, wanted_item__isnull=False),
                name="one_live_hold_an_item",
            ),
            models.CheckConstraint(
                condition=Q(state=HoldState.QUEUED, item=None, loan=None, ended_at=None)
                | Q(state__in=WITH_ITEM, item__isnull=False, loan=None, ended_at=None)
                | Q(state=HoldState.FILLED, item__isnull=False, loan__isnull=False, ended_at__isnull=False)
                | Q(state__in=(HoldState.EXPIRED, HoldState.CANCELLED), loan=None, ended_at__isnull=False),
                name="a_hold_is_in_one_state",
            ),
            models.CheckConstraint(
                condition=~Q(state=HoldState.ON_SHELF) | Q(shelf_until__isnull=False), name="a_shelf_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(reader__isnull=False) | ~Q(state__in=LIVE), name="a_live_hold_has_a_reader"
            ),
        ]
        indexes = [
            # the queue of a work
            models.Index(
                fields=["queue_work", "priority", "placed_at", "id"],
                condition=Q(state=HoldState.QUEUED),
                name="holds_in_a_queue",
            ),
            # the pick list of a branch
            models.Index(fields=["pick_unit"], condition=Q(state=HoldState.ASSIGNED), name="holds_to_pick"),
            # shelf and expected copies of a branch
            models.Index(fields=["pickup_unit", "state"], name="holds_at_a_branch"),
            # a reader's account
            models.Index(fields=["reader", "state"], name="holds_of_a_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.target} → {self.pickup_unit_id}"

    @property
    def target(self) -> Any:
        """The work, edition or copy that is wanted."""
        return self.work or self.record or self.wanted_item

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    def is_wanted(self, day: date) -> bool:
        """Whether a copy may be set aside for it on a day: neither suspended nor too late."""
        return (self.suspended_until is None or self.suspended_until <= day) and (
            self.expires_on is None or self.expires_on >= day
        )


class TransitReason(models.TextChoices):
    HOLD = "hold", _("a reader waits for it")
    RETURN = "return", _("goes home")
    MOVE = "move", _("is moved")


#: Neither arrived nor lost nor called off.
UNDER_WAY = Q(received_at=None, lost_at=None, cancelled_at=None)


class TransitQuerySet(models.QuerySet["Transit"]):
    def open(self) -> TransitQuerySet:
        return self.filter(UNDER_WAY)


class Transit(models.Model):
    """A copy's way from one branch to another. Without `sent_at` it still stands at the source, to be put on the van."""

    item = models.ForeignKey("catalogue.Item", models.PROTECT, related_name="transits", verbose_name=_("item"))
    source = models.ForeignKey("network.Unit", models.PROTECT, related_name="transits_out", verbose_name=_("from"))
    target = models.ForeignKey(
        "network.Unit", models.PROTECT, related_name="transits_in", verbose_name=pgettext_lazy("a library", "to")
    )
    reason = models.CharField(_("reason"), max_length=6, choices=TransitReason.choices)
    hold = models.ForeignKey(Hold, models.SET_NULL, null=True, blank=True, related_name="transits")
    #: the state in which the copy goes to its shelf when it is home
    shelf_status = models.CharField(max_length=14, default="available", editable=False)
    made_at = models.DateTimeField(_("ordered"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    lost_at = models.DateTimeField(_("lost on the way"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("called off"), null=True, blank=True)

    objects = TransitQuerySet.as_manager()

    class Meta:
        verbose_name = _("transit")
        verbose_name_plural = _("transits")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=UNDER_WAY, name="one_open_transit_an_item"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="a_transit_goes_somewhere"),
        ]
        indexes = [
            models.Index(fields=["source", "made_at"], condition=UNDER_WAY, name="transits_leaving"),
            models.Index(fields=["target", "made_at"], condition=UNDER_WAY, name="transits_coming"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.source_id} → {self.target_id}"

    @property
    def is_open(self) -> bool:
        return self.received_at is None and self.lost_at is None and self.cancelled_at is None
