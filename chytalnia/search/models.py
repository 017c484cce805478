from __future__ import annotations

from django.db import models


class Change(models.Model):
    """A thing whose search entry is out of date: written with the change itself, deleted when the index holds it."""

    kind = models.CharField(max_length=40)
    object_pk = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "search_outbox"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_pk}"
