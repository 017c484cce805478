"""MapCell: how many books on the road lie in a square of the map; kept in the transaction of each move."""

from __future__ import annotations

from django.db import models


class MapCell(models.Model):
    """Squares of two sizes (`places.LEVELS`). A country seen as a whole reads the large ones, a town the small."""

    level = models.PositiveSmallIntegerField()
    x = models.IntegerField()
    y = models.IntegerField()
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "x", "y"], name="crossing_one_cell_a_square")]

    def __str__(self) -> str:
        return f"{self.level}: {self.x}, {self.y}"
