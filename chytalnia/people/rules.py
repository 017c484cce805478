"""Who may: the matrix role × action. Rights hold for the unit of the grant and everything under it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    DIRECTOR = "director", _("director")
    METHODOLOGIST = "methodologist", _("methodologist")
    CATALOGUER = "cataloguer", _("cataloguer")
    LIBRARIAN = "librarian", _("librarian")
    BRANCH_HEAD = "branch_head", _("branch head")
    BIBLIOGRAPHER = "bibliographer", _("bibliographer")
    EDITOR = "editor", _("editor")
    ADMINISTRATOR = "administrator", _("administrator")
