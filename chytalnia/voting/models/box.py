"""The ballot box. While the polls are open every ballot in it is sealed; when they close the box is emptied into the list
that everybody may read, and its key is destroyed.

Ballots carry no time, no reader, no station, and numbers that a dice throws, so that their order tells nothing.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from .election import Election


def any_number() -> int:
    """A number that says nothing of when it was given."""
    return secrets.randbits(62) + 1


class Box(models.Model):
    """Half of the key of an open box; the other half is the key of the machine. Destroyed when the polls close."""

    election = models.OneToOneField(Election, models.PROTECT, primary_key=True, related_name="box")
    salt = models.BinaryField()
    #: Tells a wrong key of the machine before a ballot is lost to it.
    check_value = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("open ballot box")
        verbose_name_plural = _("open ballot boxes")

    def __str__(self) -> str:
        return str(self.election_id)


class SealedBallot(models.Model):
    """A ballot in the box. `tie` is empty unless a vote may be changed."""

    id = models.BigIntegerField(primary_key=True, default=any_number)
    box = models.ForeignKey(Box, models.PROTECT, related_name="ballots")
    code = models.CharField(max_length=19, unique=True)
    sealed = models.BinaryField()
    tie = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        verbose_name = _("sealed ballot")
        verbose_name_plural = _("sealed ballots")

    def __str__(self) -> str:
        return str(self.pk)


class Ballot(models.Model):
    """A ballot on the public list, in the order of the codes. Never changed: the database refuses."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="ballots")
    code = models.CharField(max_length=19)
    #: The number of a candidate; 0 for a ballot left empty.
    choice = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["election", "code"]
        constraints = [models.UniqueConstraint(fields=["election", "code"], name="ballot_once_on_the_list")]

    def __str__(self) -> str:
        return self.code
