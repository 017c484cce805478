"""The tree of units: region → library system → branch, any depth."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from chytalnia.core.translated import TranslatedField


class UnitKind(models.TextChoices):
    REGION = "region", _("region")
    SYSTEM = "system", _("library system")
    LIBRARY = "library", _("library")
    BRANCH = "branch", _("branch")
    POINT = "point", _("library point")


class Unit(MP_Node):
    """A node of the network. `code` is what people and files name it by; it never changes."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=UnitKind.choices, default=UnitKind.BRANCH)
    name = TranslatedField(_("name"))
    short_name = TranslatedField(_("short name"))

    node_order_by = None

    def __str__(self) -> str:
        return str(self.name) or self.code
