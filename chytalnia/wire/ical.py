"""iCalendar (RFC 5545): calendars of events as bytes. Plain data in; no Django, no database.

Written as text rather than built of objects: a year of a network is ten thousand events, and somebody's phone asks for it
every hour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Status = Literal["CONFIRMED", "CANCELLED", "TENTATIVE"]

#: A line has at most 75 octets; what follows begins with a space that counts among them.
WIDTH = 75


@dataclass(frozen=True, slots=True)
class Event:
    """`starts` and `ends` are moments; `zone` is the clock of the place, by which they are written. With `all_day` the days
    of that clock stand instead, the last of them included."""

    uid: str
    sequence: int
    changed: datetime
    starts: datetime
    ends: datetime
    zone: str
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    status: Status = "CONFIRMED"
    categories: tuple[str, ...] = ()
    geo: tuple[float, float] | None = None
    all_day: bool = False


def calendar(
    events: Iterable[Event], *, name: str, product: str, language: str = "", fresh: timedelta | None = None
) -> bytes:
    """A whole calendar, with the clocks of the places that are in it."""
    bodies: list[str] = []
    spans: dict[str, list[datetime]] = defaultdict(list)
    clocks: dict[str, ZoneInfo] = {}
    lines = _Lines()
    for event in events:
        clock = clocks.get(event.zone) or clocks.setdefault(event.zone, ZoneInfo(event.zone))
        if not event.all_day:
            span = spans[event.zone]
            if span:
                span[0], span[1] = min(span[0], event.starts), max(span[1], event.ends)
            else:
                span += [event.starts, event.ends]
        bodies.append(_event(event, clock, lines))
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{product}//{language.upper() or 'EN'}", "CALSCALE:GREGORIAN"]
    head += ["METHOD:PUBLISH", folded("X-WR-CALNAME", escaped(name)), folded("NAME", escaped(name))]
    if fresh is not None:
        wait = f"PT{int(fresh.total_seconds() // 60)}M"
        head += [f"REFRESH-INTERVAL;VALUE=DURATION:{wait}", f"X-PUBLISHED-TTL:{wait}"]
    zones = [line for zone, (first, last) in sorted(spans.items()) for line in time_zone(zone, first, last)]
    return "\r\n".join([*head, *zones, *bodies, "END:VCALENDAR", ""]).encode()


def escaped(text: str) -> str:
    # Five replacements are ten times quicker than one translation of a Cyrillic text.
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n").replace("\r", "")


def folded(name: str, value: str) -> str:
    """A property in lines short enough, broken between letters and never inside one."""
    line = f"{name}:{value}"
    raw = line.encode()
    if len(raw) <= WIDTH:
        return line
    parts: list[bytes] = []
    start, room = 0, WIDTH
    while len(raw) - start > room:
        cut = start + room
        # A byte that continues a letter begins with the bits 10.
        while raw[cut] & 0xC0 == 0x80:
            cut -= 1
        parts.append(raw[start:cut])
        start, room = cut, WIDTH - 1
    parts.append(raw[start:])
    return b"\r\n ".join(parts).decode()


class _Lines(dict[tuple[str, str], str]):
    """Properties written once: the events of a series share title and description, those of a library its address."""

    def __missing__(self, told: tuple[str, str]) -> str:
        name, value = told
        line = self[told] = folded(name, escaped(value))
        return line


def _stamp(moment: datetime) -> str:
    return _local(moment.astimezone(UTC)) + "Z"


def _local(moment: datetime) -> str:
    # Ten thousand events have thirty thousand moments: the quickest way that Python knows.
    return moment.isoformat()[:19].replace("-", "").replace(":", "")


def _event(event: Event, clock: ZoneInfo, told: _Lines) -> str:
    starts, ends = event.starts.astimezone(clock), event.ends.astimezone(clock)
    stamp = _stamp(event.changed)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
    ]
    if event.all_day:
        after = (ends - timedelta(seconds=1)).date() + timedelta(days=1)
        lines += [f"DTSTART;VALUE=DATE:{_day(starts.date())}", f"DTEND;VALUE=DATE:{_day(after)}", "TRANSP:TRANSPARENT"]
    else:
        lines += [f"DTSTART;TZID={event.zone}:{_local(starts)}", f"DTEND;TZID={event.zone}:{_local(ends)}"]
    lines.append(told["SUMMARY", event.summary])
    if event.description:
        lines.append(told["DESCRIPTION", event.description])
    if event.location:
        lines.append(told["LOCATION", event.location])
    if event.geo:
        lines.append(f"GEO:{event.geo[0]:.6f};{event.geo[1]:.6f}")
    if event.categories:
        lines.append(folded("CATEGORIES", ",".join(map(escaped, event.categories))))
    if event.url:
        lines.append(folded("URL", event.url))
    lines += [f"STATUS:{event.status}", "END:VEVENT"]
    return "\r\n".join(lines)


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def time_zone(name: str, first: datetime, last: datetime) -> list[str]:
    """The lines of a VTIMEZONE that holds from the first moment to the last: each change of the clock by its date, so that no
    rule of a country has to be guessed."""
    zone = ZoneInfo(name)
    begin = datetime(first.astimezone(UTC).year - 1, 1, 1, tzinfo=UTC)
    end = datetime(last.astimezone(UTC).year + 1, 12, 31, tzinfo=UTC)
    changes = list(_changes(zone, begin, end))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    kinds: dict[tuple[str, timedelta, timedelta, str], list[datetime]] = defaultdict(list)
    usual = _offset(begin, zone)
    kinds["STANDARD", usual, usual, begin.astimezone(zone).tzname() or name].append(begin.astimezone(zone))
    for moment in changes:
        before, after = _offset(moment - timedelta(seconds=1), zone), _offset(moment, zone)
        local = moment.astimezone(zone)
        kind = "DAYLIGHT" if local.dst() else "STANDARD"
        kinds[kind, before, after, local.tzname() or name].append((moment + before).replace(tzinfo=None))
    for (kind, before, after, said), moments in kinds.items():
        lines += [f"BEGIN:{kind}", f"DTSTART:{_local(moments[0])}"]
        lines += [f"TZOFFSETFROM:{_hours(before)}", f"TZOFFSETTO:{_hours(after)}", f"TZNAME:{said}"]
        lines += [f"RDATE:{_local(moment)}" for moment in moments[1:]]
        lines.append(f"END:{kind}")
    lines.append("END:VTIMEZONE")
    return lines


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Moments at which the clock of a zone jumps."""
    step = timedelta(days=7)
    moment = begin
    while moment < end:
        following = moment + step
        if _offset(moment, zone) != _offset(following, zone):
            low, high = moment, following
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) / 2
                if _offset(middle, zone) == _offset(moment, zone):
                    low = middle
                else:
                    high = middle
            yield high.replace(microsecond=0)
        moment = following


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _hours(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
