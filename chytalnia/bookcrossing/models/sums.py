"""UnitSum: what the books of a library come to together; kept in the transaction of each step, so that no page adds a million up."""

from __future__ import annotations

from django.db import models


class UnitSum(models.Model):
    unit = models.OneToOneField("network.Unit", models.CASCADE, primary_key=True, related_name="+")
    books = models.IntegerField(default=0)
    roaming = models.IntegerField(default=0)
    #: books that were found at least once, and finds of all books
    found = models.IntegerField(default=0)
    finds = models.IntegerField(default=0)
    metres = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.books}"
