"""Accounts of staff and readers, and the roles staff hold in units."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from chytalnia.people.rules import Role


class User(AbstractUser):
    """An account. What it may do follows from its role grants alone; `is_superuser` is the installer's key."""

    patronymic = models.CharField(_("patronymic"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    opened_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"
        indexes = [
            # who signs in by an address, and whether it is somebody's already
            models.Index(Lower("email"), condition=~models.Q(email=""), name="user_email"),
        ]


class RoleGrant(models.Model):
    """A role held in a unit, and so in every unit under it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="role_grants", verbose_name=_("account"))
    unit = models.ForeignKey("network.Unit", models.CASCADE, related_name="role_grants", verbose_name=_("library"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    granted_at = models.DateTimeField(auto_now_add=True)
    granted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "role"], name="one_grant_per_role_and_unit"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} – {self.unit}"
