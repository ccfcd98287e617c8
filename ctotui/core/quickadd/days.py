"""The production *day*, and the days that it resolves to under the three leans (A10, A12)."""

from datetime import date, timedelta
from typing import NamedTuple

from ctotui.core import civil
from ctotui.core.quickadd import lexicon
from ctotui.core.quickadd.context import Reader, number

ONE = timedelta(days=1)


class Day(NamedTuple):
    day: date
    last: int
    """Index of the first word after it."""
    strong: bool


def read(reader: Reader, index: int, head: str | None = None) -> Day | None:
    """The longest day that starts at word `index`, whose look-up form is `head` where a sigil was taken off it."""
    key = reader.key(index) if head is None else head
    if not key:
        return None
    if (shift := _relative(reader, index, key)) is not None:
        day = plus(reader.today, "DAILY", shift[0])
        return _found(day, shift[1], True)
    if key in lexicon.IN:
        return _ahead(reader, index)
    if key in lexicon.ON:
        after = reader.key(index + 1)
        return _date(reader, index + 1, after) if after else None
    if key in lexicon.NEXT:
        weekday = lexicon.WEEKDAYS.get(reader.key(index + 1))
        return None if weekday is None else _safe(reader.today, 7 - reader.today.weekday() + weekday, index + 2)
    return _date(reader, index, key)


def plus(day: date, frequency: str, count: int) -> date | None:
    """`count` units of an RRULE frequency after `day`, kept inside the month; None past the calendar's end."""
    try:
        if frequency in ("DAILY", "WEEKLY"):
            return day + timedelta(days=count if frequency == "DAILY" else 7 * count)
        months = day.year * 12 + day.month - 1 + (count if frequency == "MONTHLY" else 12 * count)
        year, month = divmod(months, 12)
        first = date(year, month + 1, 1)
        return first if day.day == 1 else min(first + timedelta(days=day.day - 1), _month_end(first))
    except (OverflowError, ValueError):
        return None


def _month_end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def iso(text: str) -> date | None:
    """``2026-03-12``; only that form of the many that `date.fromisoformat` takes."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not text.isascii():
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def label(day: date, today: date) -> str:
    """``Wed 11 Mar``, with the year where it is another."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{civil.WEEKDAYS[day.weekday()]} {civil.day_month(day)}{year}"


def _relative(reader: Reader, index: int, key: str) -> tuple[int, int] | None:
    past = reader.context.lean == "past"
    if key == "i":
        after = reader.key(index + 1)
        shift = lexicon.AFTER_I.get(after)
        if shift is None and past:
            shift = lexicon.AFTER_I_PAST.get(after)
        return None if shift is None else (shift, index + 2)
    shift = lexicon.RELATIVE.get(key)
    if shift is None and past:
        shift = lexicon.RELATIVE_PAST.get(key)
    return None if shift is None else (shift, index + 1)


def _ahead(reader: Reader, index: int) -> Day | None:
    """``in 3 days``, ``om 2 veckor``, ``in 3d``, ``om en vecka``."""
    found = count(reader.key(index + 1), reader.key(index + 2))
    if found is None:
        return None
    many, unit, used = found
    day = plus(reader.today, lexicon.UNITS[unit], many)
    return _found(day, index + 1 + used, True)


def _ago(reader: Reader, index: int) -> Day | None:
    """``3 days ago``, ``2 veckor sedan``."""
    found = count(reader.key(index), reader.key(index + 1))
    if found is None or reader.key(index + found[2]) not in lexicon.AGO:
        return None
    day = plus(reader.today, lexicon.UNITS[found[1]], -found[0])
    return _found(day, index + found[2] + 1, True)


def count(first: str, second: str) -> tuple[int, str, int] | None:
    """Number, unit and words used, of ``3 days`` or ``3d``."""
    many = 1 if first in lexicon.ONE else number(first)
    if many is not None:
        return (many, second, 2) if second in lexicon.UNITS else None
    digits = len(first) - len(first.lstrip("0123456789"))
    many = number(first[:digits])
    return (many, first[digits:], 1) if many is not None and first[digits:] in lexicon.UNITS else None


def _date(reader: Reader, index: int, key: str) -> Day | None:
    """A weekday, a week or a date."""
    if key in lexicon.WEEKDAYS:
        return _weekday(reader, index, lexicon.WEEKDAYS[key])
    if key[0].isdigit():
        if reader.context.lean == "past" and (ago := _ago(reader, index)) is not None:
            return ago
        if (day := iso(key)) is not None:
            return Day(day, index + 1, True)
        return _slashed(reader, index, key) if "/" in key else _of_month(reader, index, key)
    if key[0] in "wv" and (monday := _week(reader, key)) is not None:
        return _week_day(reader, index, monday)
    if key in lexicon.MONTHS:
        return _month_first(reader, index, lexicon.MONTHS[key])
    return None


def _weekday(reader: Reader, index: int, weekday: int) -> Day | None:
    """The next one strictly after today (A5), the last one strictly before it in the past; ``fre v13`` names both."""
    if (monday := _week(reader, reader.key(index + 1))) is not None:
        return _safe(monday, weekday, index + 2)
    today = reader.today.weekday()
    if reader.context.lean == "past":
        return _safe(reader.today, -((today - weekday - 1) % 7 + 1), index + 1)
    return _safe(reader.today, (weekday - today - 1) % 7 + 1, index + 1)


def _week_day(reader: Reader, index: int, monday: date) -> Day | None:
    """The Monday of the week, or the weekday named after it; of the week that runs, today."""
    weekday = lexicon.WEEKDAYS.get(reader.key(index + 1))
    if weekday is None and reader.context.lean == "future" and monday < reader.today:
        return Day(reader.today, index + 1, False)
    return _safe(monday, weekday or 0, index + (1 if weekday is None else 2))


def _week(reader: Reader, key: str) -> date | None:
    """Monday of the ISO week ``v13``: two digits, so that "v2" stays a version (A12)."""
    week = number(key[1:]) if len(key) == 3 and key[0] in "wv" else None
    if week is None:
        return None
    lean, today = reader.context.lean, reader.today
    year, current, _ = today.isocalendar()
    if lean == "future" and week < current:
        year += 1
    elif lean == "past" and week > current:
        year -= 1
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def _slashed(reader: Reader, index: int, key: str) -> Day | None:
    """``2/4``, ``2/4/2027``: day first."""
    parts = key.split("/", 3)
    day, month = number(parts[0], 2), number(parts[1], 2)
    if day is None or month is None or len(parts) > 3:
        return None
    year = number(parts[2]) if len(parts) == 3 else None
    if len(parts) == 3 and (year is None or len(parts[2]) != 4):
        return None
    return _dated(reader, year, month, day, index + 1)


def _of_month(reader: Reader, index: int, key: str) -> Day | None:
    """``12 mars``, ``3 mar 2027``."""
    month = lexicon.MONTHS.get(reader.key(index + 1))
    day = _ordinal(key)
    return None if month is None or day is None else _with_year(reader, month, day, index + 2)


def _month_first(reader: Reader, index: int, month: int) -> Day | None:
    """``March 12``."""
    day = _ordinal(reader.key(index + 1))
    return None if day is None else _with_year(reader, month, day, index + 2)


def _ordinal(key: str) -> int | None:
    for ending in ("st", "nd", "rd", "th", ":e", ":a", "."):
        key = key.removesuffix(ending)
    return number(key, 2)


def _with_year(reader: Reader, month: int, day: int, last: int) -> Day | None:
    """A year after it counts where it can be no clock for `when`."""
    key = reader.key(last)
    year = number(key) if len(key) == 4 and key[:2] in ("19", "20", "21") else None
    return _dated(reader, year, month, day, last if year is None else last + 1)


def _dated(reader: Reader, year: int | None, month: int, day: int, last: int) -> Day | None:
    """The date, weak; without a year the one that the lean wants, so that a past ``d/m`` is next year's (A12)."""
    if year is not None:
        found = exact(year, month, day)
        return _found(found, last, False)
    lean, today = reader.context.lean, reader.today
    steps = {"future": range(9), "past": range(0, -9, -1), "written": range(1)}[lean]
    for step in steps:
        found = exact(today.year + step, month, day)
        if found and (lean == "written" or (found >= today if lean == "future" else found <= today)):
            return Day(found, last, False)
    return None


def exact(year: int, month: int, day: int) -> date | None:
    """The date, if there is one: 31/2 is text."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _safe(day: date, shift: int, last: int) -> Day | None:
    """A weak day `shift` days after `day`."""
    moved = plus(day, "DAILY", shift)
    return _found(moved, last, False)


def _found(day: date | None, last: int, strong: bool) -> Day | None:
    return None if day is None else Day(day, last, strong)
