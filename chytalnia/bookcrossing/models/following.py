"""Follow: who wants to hear of a book, a shelf or the books of a region. News: what they are to be told, in a queue."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chytalnia.core.models import Posted


def new_token() -> str:
    return secrets.token_urlsafe(18)


class Target(models.TextChoices):
    TRAVELLER = "traveller", _("travelling book")
    SHELF = "shelf", _("shelf")
    UNIT = "unit", _("library or region")


class Follow(models.Model):
    """By account or by an address that its owner has confirmed; nothing is sent before. `token` ends it without signing in."""

    target = models.CharField(max_length=9, choices=Target.choices)
    traveller = models.ForeignKey(
        "bookcrossing.Traveller", models.CASCADE, null=True, blank=True, related_name="follows"
    )
    shelf = models.ForeignKey("bookcrossing.Shelf", models.CASCADE, null=True, blank=True, related_name="follows")
    unit = models.ForeignKey("network.Unit", models.CASCADE, null=True, blank=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(max_length=2)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    #: when the latest question went to the address
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            models.CheckConstraint(
                condition=Q(target="traveller", traveller__isnull=False, shelf=None, unit=None)
                | Q(target="shelf", traveller=None, shelf__isnull=False, unit=None)
                | Q(target="unit", traveller=None, shelf=None, unit__isnull=False),
                name="crossing_follows_one_thing",
            ),
            models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(email=""), name="crossing_follower_is_reached"),
            *(
                models.UniqueConstraint(
                    fields=[who, target], condition=Q(**{f"{target}__isnull": False}) & ~Q(**{who: nobody}),
                    name=f"crossing_{who}_follows_{target}_once",
                )
                for who, nobody in (("user", None), ("email", ""))
                for target in ("traveller", "shelf", "unit")
            ),
        ]  # fmt: skip
        # questions that an address has not answered
        indexes = [models.Index(fields=["email"], condition=Q(confirmed_at=None), name="crossing_asked")]

    def __str__(self) -> str:
        return self.email or str(self.user)

    @property
    def address(self) -> str:
        """The address that its follower gave, or that of the account; an account may have none."""
        return self.email or (self.user.email if self.user else "")

    @property
    def thing(self) -> object:
        return self.traveller or self.shelf or self.unit


class News(Posted):
    """A letter to one follower; whoever stops following hears no more."""

    follow = models.ForeignKey(Follow, models.CASCADE, related_name="news")

    class Meta(Posted.Meta):
        verbose_name = _("news for a follower")
        verbose_name_plural = _("news for followers")
