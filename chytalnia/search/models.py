from __future__ import annotations

from django.db import models


class Change(models.Model):
    """A thing whose search entry is out of date: written with the change itself, deleted when the index holds it."""

    kind = models.CharField(max_length=40)
    object_pk = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    #: somebody waits for it: a copy was lent or came back. Taken in before what an import writes in bulk
    urgent = models.BooleanField(default=False)

    class Meta:
        db_table = "search_outbox"
        ordering = ["pk"]
        indexes = [models.Index(fields=["id"], condition=models.Q(urgent=True), name="urgent_changes")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_pk}"
