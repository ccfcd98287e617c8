"""One recurrence rule, read from its text (RFC 5545 3.3.10).

Reading is strict: what a calendar would silently misread is refused with a sentence. Rules are cached by their text, as
hundreds of series share a few.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from ctotui.core.errors import PlanError
from ctotui.core.model import Wall

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
WITHIN_DAY = frozenset({"HOURLY", "MINUTELY", "SECONDLY"})

_RANGES = {
    "BYMONTH": (1, 12, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYSETPOS": (1, 366, True),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYSECOND": (0, 60, False),
}
"""Smallest and largest value of each part that is a list of numbers, and whether it may be negative."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The parts of one RRULE. Weekdays count from Monday, 0; an empty tuple is a part that is not there."""

    text: str
    frequency: str
    interval: int = 1
    count: int | None = None
    until: Wall | None = None
    until_utc: bool = False
    """Whether `until` is UTC, and not wall time in the zone of the series."""
    week_start: int = 0
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    """(n, weekday): the n-th of its month or year, from the end where negative; 0 is every one."""
    positions: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()

    @property
    def regular(self) -> bool:
        """Whether it is nothing but every n days, or weekdays of every n weeks, at the time of the start."""
        others = self.months or self.month_days or self.year_days or self.weeks or self.positions
        times = self.hours or self.minutes or self.seconds
        plain = self.frequency == "WEEKLY" or (self.frequency == "DAILY" and not self.weekdays)
        return plain and not others and not times

    @property
    def several_a_day(self) -> bool:
        """Whether the rule may give more than one start on a day."""
        return self.frequency in WITHIN_DAY or max(len(self.hours), len(self.minutes), len(self.seconds)) > 1


@lru_cache(maxsize=1024)
def parse(text: str) -> Rule:
    """The rule in `text`, with or without a leading ``RRULE:``; a trailing ``;`` is harmless.

    Raises PlanError with a sentence that names the part which is wrong.
    """
    body = text.strip().upper().removeprefix("RRULE:")
    parts: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in body.split(";"))):
        name, equals, value = part.partition("=")
        if not equals or not value:
            raise _wrong(text, f"{name or part} has no value")
        if name in parts:
            raise _wrong(text, f"{name} stands there twice")
        parts[name] = value
    unknown = parts.keys() - _RANGES.keys() - {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY"}
    if unknown:
        raise _wrong(text, f"{min(unknown)} is not a part of a rule")
    return _rule(text, parts)


def _rule(text: str, parts: dict[str, str]) -> Rule:
    frequency = parts.get("FREQ", "")
    if frequency not in FREQUENCIES:
        raise _wrong(text, f"FREQ must be one of {', '.join(FREQUENCIES)}")
    if "COUNT" in parts and "UNTIL" in parts:
        raise _wrong(text, "COUNT and UNTIL exclude each other")
    numbers = {name: _numbers(text, name, parts[name]) for name in _RANGES if name in parts}
    until, utc = _until(text, parts["UNTIL"]) if "UNTIL" in parts else (None, False)
    count = _positive(text, "COUNT", parts["COUNT"]) if "COUNT" in parts else None
    return Rule(
        text=text,
        frequency=frequency,
        interval=_positive(text, "INTERVAL", parts.get("INTERVAL", "1")),
        count=count,
        until=until,
        until_utc=utc,
        week_start=_weekday(text, parts.get("WKST", "MO"))[1],
        months=numbers.get("BYMONTH", ()),
        month_days=numbers.get("BYMONTHDAY", ()),
        year_days=numbers.get("BYYEARDAY", ()),
        weeks=numbers.get("BYWEEKNO", ()),
        weekdays=_weekdays(text, frequency, parts.get("BYDAY", "")),
        positions=numbers.get("BYSETPOS", ()),
        hours=numbers.get("BYHOUR", ()),
        minutes=numbers.get("BYMINUTE", ()),
        seconds=tuple(second for second in numbers.get("BYSECOND", ()) if second < 60),
    )


def _wrong(text: str, why: str) -> PlanError:
    return PlanError(f"The rule “{text.strip()}” cannot be read: {why}.")


def _integer(text: str, name: str, value: str) -> int:
    digits = value.removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise _wrong(text, f"{name} needs a number, not “{value}”")
    return int(value)


def _positive(text: str, name: str, value: str) -> int:
    number = _integer(text, name, value)
    if number < 1:
        raise _wrong(text, f"{name} must be at least 1")
    return number


def _numbers(text: str, name: str, value: str) -> tuple[int, ...]:
    low, high, negative = _RANGES[name]
    found = {_integer(text, name, one.strip()) for one in value.split(",")}
    for number in found:
        if not low <= number <= high and not (negative and low <= -number <= high):
            raise _wrong(text, f"{name} cannot be {number}")
    return tuple(sorted(found))


def _weekday(text: str, value: str) -> tuple[int, int]:
    name = value[-2:]
    if name not in DAYS:
        raise _wrong(text, f"“{value}” is not a weekday such as MO or 2TU")
    nth = _integer(text, "BYDAY", value[:-2]) if value[:-2] else 0
    if abs(nth) > 53:
        raise _wrong(text, f"there is no weekday {value}")
    return nth, DAYS.index(name)


def _weekdays(text: str, frequency: str, value: str) -> tuple[tuple[int, int], ...]:
    if not value:
        return ()
    found = {_weekday(text, one.strip()) for one in value.split(",")}
    if frequency not in ("YEARLY", "MONTHLY"):
        found = {(0, weekday) for _nth, weekday in found}  # a number has no meaning there (RFC 5545 3.3.10)
    return tuple(sorted(found, key=lambda one: (one[1], one[0])))


def _until(text: str, value: str) -> tuple[Wall, bool]:
    digits, utc = value.removesuffix("Z"), value.endswith("Z")
    day, _mark, clock = digits.partition("T")
    try:
        if not (day + clock).isdigit() or len(day) != 8 or len(clock) not in (0, 4, 6):
            raise ValueError(value)
        found = date(int(day[:4]), int(day[4:6]), int(day[6:]))
        if not clock:
            return found, False
        at = time(int(clock[:2]), int(clock[2:4]), min(int(clock[4:] or 0), 59))
    except ValueError:
        raise _wrong(text, f"UNTIL must look like 20261231 or 20261231T235959Z, not “{value}”") from None
    return datetime.combine(found, at), utc
