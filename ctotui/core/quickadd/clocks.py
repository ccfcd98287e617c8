"""The productions *clock* and *time*, and ISO 8601 moments and intervals. Seconds count from midnight."""

from datetime import date, datetime
from typing import NamedTuple

from ctotui.core.quickadd import days, lexicon
from ctotui.core.quickadd.context import Reader, number

DAY = 86_400
HALF_DAY = DAY // 2


Interval = tuple[date, date | None, int]
"""Start, end if one is written, and the index of the first word after it."""


class Clock(NamedTuple):
    seconds: int
    sure: bool
    """It has a colon or am/pm, so it is a time on its own (A3)."""
    half: str = ""
    """``am`` or ``pm``, where one was written."""


class Times(NamedTuple):
    start: int
    end: int | None
    """After midnight where it is more than a day's seconds; at or before `start` where it makes no sense."""
    last: int
    """Index of the first word after it."""
    strong: bool


def clock(text: str) -> Clock | None:
    """``9``, ``9:30``, ``9.30``, ``09:30:15``, ``9am``; ``24:00`` is the end of a day."""
    half = text[-2:] if text[-2:] in lexicon.NOON else ""
    body = text[:-2] if half else text
    if len(body) > 8 or not body:
        return None
    colon = ":" in body
    hours, *rest = body.split(":") if colon else body.split(".", 1)
    parts = [number(hours, 2), *(number(part) if len(part) == 2 else None for part in rest)]
    if len(parts) > 3 or any(part is None for part in parts):
        return None
    hour, minute, second = ([part for part in parts if part is not None] + [0, 0])[:3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + lexicon.NOON[half]
    seconds = hour * 3600 + minute * 60 + second
    fits = minute < 60 and second < 60 and seconds <= DAY
    return Clock(seconds, colon or bool(half), half) if fits else None


def span(text: str) -> tuple[Clock, Clock] | None:
    """``9-11``, ``14-15:30``, ``9–11am``."""
    for dash in lexicon.DASHES:
        first, found, second = text.partition(dash)
        if found:
            start, end = clock(first), clock(second)
            return (start, end) if start and end and start.seconds < DAY else None
    return None


def read(reader: Reader, index: int) -> Times | None:
    """The longest time that starts at word `index`; a lone hour needs ``at``, ``kl``, a colon or am/pm (A3)."""
    key = reader.key(index)
    if key in lexicon.AT:
        found = _read(reader, index + 1, True)
        return found and found._replace(strong=True)
    return _read(reader, index, False) if key[:1].isdigit() else None


def _read(reader: Reader, index: int, told: bool) -> Times | None:
    """A range or a clock at word `index`; `told` that it is one, by a word before it."""
    key = reader.key(index)
    pair = span(key)
    if pair is not None:
        start, end = pair
        last, end = _half(reader, index + 1, end)
        found = _times(start, end, last, start.sure or end.sure)
        score = not (told or found.strong) and (found.end or 0) <= found.start  # "won 2-1"
        return None if score else found
    first = clock(key)
    if first is None:
        return None
    last, start = _half(reader, index + 1, first)
    if start.seconds >= DAY or not (told or start.sure):
        return None
    return _until(reader, last, start) or Times(start.seconds, None, last, first.sure)


def _until(reader: Reader, index: int, start: Clock) -> Times | None:
    """``14:00 - 15:30``, ``kl 9 till 11``: the end in words of its own; after a word it must be surely a time."""
    link = reader.key(index)
    if link not in lexicon.TO:
        return None
    end = clock(reader.key(index + 1))
    if end is None:
        return None
    last, end = _half(reader, index + 2, end)
    return _times(start, end, last, True) if end.sure or link in lexicon.DASHES or link == "till" else None


def _half(reader: Reader, index: int, found: Clock) -> tuple[int, Clock]:
    """The clock with an am or pm that stands after it as a word."""
    half = reader.key(index)
    hours = found.seconds // 3600
    if half not in lexicon.NOON or found.half or not 1 <= hours <= 12:
        return index, found
    return index + 1, Clock(found.seconds % HALF_DAY + lexicon.NOON[half] * 3600, True, half)


def _times(start: Clock, end: Clock, last: int, strong: bool) -> Times:
    """``2-3pm`` starts at 14:00, ``9am-5`` ends at 17:00, ``11-1pm`` starts before noon."""
    first, second = start.seconds, end.seconds
    if end.half and not start.half and first <= HALF_DAY + 3599:
        morning = first % HALF_DAY
        evening = morning + HALF_DAY
        first = evening if end.half == "pm" and evening < second else morning
    elif start.half and not end.half and second <= first:
        second += HALF_DAY if first < second + HALF_DAY <= DAY else 0
    return Times(first, after(first, second), last, strong)


def after(start: int, end: int) -> int:
    """`end` on the next day where that makes it at most half a day long: ``22:00-01:00``."""
    return end + DAY if end < start and end + DAY - start <= HALF_DAY else end


def moment(text: str) -> datetime | None:
    """``2026-03-12T14:00``, naive; None where it is none, or has an offset."""
    if len(text) not in (16, 19) or text[10] not in "tT" or not text.isascii():
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is None and days.iso(text[:10]) else None


def interval(reader: Reader, index: int) -> Interval | None:
    """Start, end and the next index of a moment, an interval ``moment/moment``, or days that are meant whole.

    Days are whole where they are a range, both included: ``2026-03-12/2026-03-14``, ``12-14 mars``, ``mon-wed``. Their
    end is returned exclusive, as in `core.model.Block`.
    """
    key = reader.key(index)
    if len(key) >= 16 and key[4] == "-":
        return _iso_interval(key, index)
    first, dash, second = key.partition("-")
    if not dash or len(key) > 21:
        return None
    if second in lexicon.WEEKDAYS:
        return _whole(reader, index, first, second) if first in lexicon.WEEKDAYS else None
    if "/" in first and "/" in second:
        return _whole(reader, index, first, second)
    if reader.key(index + 1) in lexicon.MONTHS and number(first, 2) and number(second, 2):
        ended = days.read(reader, index, second)
        started = ended and days.exact(ended.day.year, ended.day.month, int(first))
        return _included(started, ended.day, ended.last) if ended and started else None
    return None


def _iso_interval(key: str, index: int) -> Interval | None:
    first, slash, second = key.partition("/")
    start = moment(first)
    if start is None:
        day, last = days.iso(first), days.iso(second)
        return _included(day, last, index + 1) if day and last else None
    if not slash:
        return start, None, index + 1
    end = moment(second)
    return None if end is None else (start, end, index + 1)


def _whole(reader: Reader, index: int, first: str, second: str) -> Interval | None:
    start, end = days.read(reader, index, first), days.read(reader, index, second)
    if start is None or end is None or start.last != index + 1 or end.last != index + 1:
        return None
    wraps = end.day < start.day and second in lexicon.WEEKDAYS
    last = days.plus(end.day, "DAILY", 7 if wraps else 0)
    return _included(start.day, last, index + 1) if last else None


def _included(first: date, last: date, index: int) -> Interval | None:
    """Whole days, the last one included, where they are in order."""
    end = days.plus(last, "DAILY", 1)
    return (first, end, index) if end and first <= last else None
