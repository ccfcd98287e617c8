"""VTIMEZONE of an IANA zone (RFC 5545 3.6.5), from the transitions that the zone really has."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from ctotui.core.civil import zone_info


def vtimezone(zone: str, first: int, last: int) -> Iterator[str]:
    """The lines of a VTIMEZONE that holds from the year `first` to a few years after `last`."""
    info = zone_info(zone)
    begin = datetime(max(first - 1, 2), 1, 1, tzinfo=UTC)
    end = datetime(min(last + 6, 9990), 1, 1, tzinfo=UTC)
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{zone}"
    local = begin.astimezone(info)
    yield from _observance(local, local.utcoffset() or timedelta(), local)
    for moment, before in _transitions(begin, end, zone):
        yield from _observance(moment + before, before, moment.astimezone(info))
    yield "END:VTIMEZONE"


def _transitions(begin: datetime, end: datetime, zone: str) -> Iterator[tuple[datetime, timedelta]]:
    """Each instant at which the offset of `zone` changes, with the offset before it."""
    info, step = zone_info(zone), timedelta(days=7)

    def offset(moment: datetime) -> timedelta:
        return moment.astimezone(info).utcoffset() or timedelta()

    while begin < end:
        low, high = begin, begin + step
        if offset(low) != offset(high):
            while high - low > timedelta(seconds=60):
                middle = low + (high - low) // 2 // timedelta(seconds=60) * timedelta(seconds=60)
                low, high = (middle, high) if offset(middle) == offset(begin) else (low, middle)
            yield high, offset(begin)
        begin += step


def _observance(wall: datetime, before: timedelta, after: datetime) -> Iterator[str]:
    name = "DAYLIGHT" if after.dst() else "STANDARD"
    yield f"BEGIN:{name}"
    yield f"DTSTART:{wall:%Y%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{_offset(before)}"
    yield f"TZOFFSETTO:{_offset(after.utcoffset() or timedelta())}"
    yield f"TZNAME:{after.tzname()}"
    yield f"END:{name}"


def _offset(offset: timedelta) -> str:
    total = abs(int(offset.total_seconds()))
    text = f"{'-' if offset < timedelta() else '+'}{total // 3600:02d}{total % 3600 // 60:02d}"
    return text + (f"{total % 60:02d}" if total % 60 else "")
