"""Quarter-hours: pure arithmetic over moments. The unit in which spaces are held."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

QUARTER = timedelta(minutes=15)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def floor(moment: datetime) -> datetime:
    """The quarter-hour that a moment is in. In UTC, where no hour comes twice."""
    return _EPOCH + (moment.astimezone(UTC) - _EPOCH) // QUARTER * QUARTER


def ceil(moment: datetime) -> datetime:
    begun = floor(moment)
    return begun if begun == moment else begun + QUARTER


def covering(starts: datetime, ends: datetime) -> list[datetime]:
    """The quarter-hours that something touches from one moment to another."""
    found, current = [], floor(starts)
    while current < ends:
        found.append(current)
        current += QUARTER
    return found


def is_whole(moment: datetime) -> bool:
    return floor(moment) == moment
