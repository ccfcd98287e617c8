"""Values of iCalendar properties: dates, times, durations, periods (RFC 5545 3.3)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ctotui.core.civil import day_of, instant, midnight, rezone, wall
from ctotui.core.model import Wall
from ctotui.formats.ics.lines import Property
from ctotui.formats.ics.zones import Zones


class Unreadable(ValueError):
    """A value that is none; the message says why, to stand in a sentence after the line number."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a wall time with its zone; no zone is floating."""

    wall: Wall
    zone: str = ""

    @property
    def all_day(self) -> bool:
        return not isinstance(self.wall, datetime)

    def inside(self, zone: str, all_day: bool) -> Wall:
        """This moment as a start in a series of `zone`: a time there, or a day where the series has whole days."""
        if all_day:
            return day_of(self.wall)
        if not isinstance(self.wall, datetime):
            return midnight(self.wall)
        return rezone(self.wall, self.zone, zone) if zone else self.wall


def moment(prop: Property, zones: Zones) -> Moment:
    """The one date or time of a property. Raises Unreadable."""
    return parse_moment(prop.value, prop.parameters.get("TZID", ""), zones)


def parse_moment(value: str, tzid: str, zones: Zones) -> Moment:
    """``20260310``, ``20260310T090000`` or ``20260310T080000Z``, also with the dashes and colons of ISO 8601."""
    text = value.strip().upper().replace("-", "").replace(":", "")
    utc = text.endswith("Z")
    day, mark, clock = text.removesuffix("Z").partition("T")
    if not text:
        raise Unreadable("is empty")
    if not (len(day) == 8 and day.isascii() and day.isdigit()):
        raise Unreadable(f"“{value.strip()[:40]}” is not a date")
    try:
        found = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        raise Unreadable(f"“{value.strip()[:40]}” is not a day of the calendar") from None
    if not 2 <= found.year <= 9990:
        raise Unreadable(f"the year {found.year} is out of reach")
    if not mark:
        return Moment(found)
    at = _clock(value, clock)
    if utc:
        return Moment(at + midnight(found), "UTC")
    return Moment(at + midnight(found), zones.zone(tzid, found.year) if tzid else "")


def _clock(value: str, clock: str) -> timedelta:
    if len(clock) not in (4, 6) or not (clock.isascii() and clock.isdigit()):
        raise Unreadable(f"“{value.strip()[:40]}” is not a time")
    hour, minute, second = int(clock[:2]), int(clock[2:4]), min(int(clock[4:] or 0), 59)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise Unreadable(f"“{value.strip()[:40]}” is not a time")
    return timedelta(hours=hour, minutes=minute, seconds=second)


@dataclass(frozen=True, slots=True)
class Duration:
    """Nominal days, which keep the clock over daylight saving, and exact seconds (RFC 5545 3.3.6)."""

    days: int = 0
    seconds: int = 0

    def after(self, start: Moment) -> Wall:
        """The end of what lasts this long from `start` on; a whole day lasts at least one."""
        if not isinstance(start.wall, datetime):
            return start.wall + timedelta(days=max(1, self.days + (self.seconds + 86399) // 86400))
        end = start.wall + timedelta(days=self.days)
        if not self.seconds:
            return end
        if not start.zone:
            return end + timedelta(seconds=self.seconds)
        return wall(instant(end, start.zone) + timedelta(seconds=self.seconds), start.zone)


def duration(text: str) -> Duration:
    """``PT1H30M``, ``P2W``, ``P1DT12H``. Raises Unreadable; a negative one is none here."""
    body = text.strip().upper().removeprefix("+")
    if not body.startswith("P") or len(body) > 40:
        raise Unreadable(f"“{text.strip()[:40]}” is not a duration")
    days = seconds = 0
    digits, in_time = "", False
    for char in body[1:]:
        if char.isascii() and char.isdigit():
            digits += char
        elif char == "T" and not digits:
            in_time = True
        elif digits and char in ("WD" if not in_time else "HMS"):
            number, digits = int(digits), ""
            days += number * {"W": 7, "D": 1}.get(char, 0)
            seconds += number * {"H": 3600, "M": 60, "S": 1}.get(char, 0)
        else:
            raise Unreadable(f"“{text.strip()[:40]}” is not a duration")
    if digits or days + seconds // 86400 > 40_000:
        raise Unreadable(f"“{text.strip()[:40]}” is not a duration")
    return Duration(days, seconds)


def period(value: str, tzid: str, zones: Zones) -> tuple[Moment, Wall]:
    """``start/end`` or ``start/duration``: the start, and the end in its zone. Raises Unreadable."""
    first, _slash, last = value.partition("/")
    start = parse_moment(first, tzid, zones)
    if last.strip().upper().startswith(("P", "+P")):
        return start, duration(last).after(start)
    return start, parse_moment(last, tzid, zones).inside(start.zone, start.all_day)


def to_time(moment_: Wall) -> datetime:
    """A wall time; the first minute of a day."""
    return moment_ if isinstance(moment_, datetime) else datetime.combine(moment_, time())
