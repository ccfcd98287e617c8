"""Days, weeks, zones and daylight saving: the civil calendar (storage-and-time 3).

Wall times are naive; instants are aware and in UTC. A wall time that does not exist is moved forward by the gap, an
ambiguous one is the first of the two.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ctotui.core.model import Wall

DAY = timedelta(days=1)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@lru_cache(maxsize=64)
def zone_info(zone: str) -> ZoneInfo:
    """The zone called `zone`; UTC where the name is empty or unknown to this machine."""
    try:
        return ZoneInfo(zone or "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def instant(wall: datetime, zone: str) -> datetime:
    """The instant, UTC, of a wall time in `zone`: forward by the gap where it does not exist (PEP 495, fold 0)."""
    return wall.replace(tzinfo=zone_info(zone), fold=0).astimezone(UTC)


def wall(moment: datetime, zone: str) -> datetime:
    """An instant as naive wall time in `zone`."""
    return moment.astimezone(zone_info(zone)).replace(tzinfo=None)


def exactly(moment: datetime, zone: str) -> datetime:
    """The instant, UTC, of a wall time as the cursor names it: with `fold` 1 the second of two showings (PEP 495).

    What is stored has no fold and is always the first: `instant`.
    """
    if moment.fold and is_twice(moment, zone):
        return moment.replace(tzinfo=zone_info(zone)).astimezone(UTC)
    return instant(moment, zone)


def exists(moment: datetime, zone: str) -> bool:
    """Whether clocks in `zone` ever show this wall time."""
    return shown(moment, zone) == moment


def is_twice(moment: datetime, zone: str) -> bool:
    """Whether clocks in `zone` show this wall time twice; a stored one is the first of the two."""
    first, second = (moment.replace(tzinfo=zone_info(zone), fold=fold) for fold in (0, 1))
    return first.utcoffset() != second.utcoffset() and exists(moment, zone)


def shown(moment: datetime, zone: str) -> datetime:
    """A wall time as clocks in `zone` show it: later by the gap where they skip it."""
    return wall(instant(moment, zone), zone)


def rezone(moment: datetime, source: str, target: str) -> datetime:
    """A wall time of `source` as wall time of `target`; a floating one (no source) stays as it is."""
    if not source or source == target:
        return moment
    return wall(instant(moment, source), target)


def minutes_between(start: datetime, end: datetime, zone: str) -> int:
    """Whole minutes that pass between two wall times of one zone, daylight saving counted."""
    return round((exactly(end, zone) - exactly(start, zone)).total_seconds() / 60)


def later(moment: datetime, by: timedelta, zone: str) -> datetime:
    """The wall time after `by` of real time, with fold 1 in the second showing of an hour."""
    return wall(exactly(moment, zone) + by, zone)


def midnight(day: date) -> datetime:
    """The first wall time of a day."""
    return datetime.combine(day, time())


def opening(day: date, zone: str) -> datetime:
    """The first wall time that clocks in `zone` show on a day: midnight, or an hour on where they skip that (Cairo)."""
    first = shown(midnight(day), zone)
    return first if first.date() == day else midnight(day)


def at_minute(day: date, minute: int) -> datetime:
    """Wall time of a day at a minute since midnight; 1440 is the next midnight."""
    return midnight(day) + timedelta(minutes=minute)


def day_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """The instants [start, end) of a local day: 23 or 25 hours where clocks change."""
    return instant(midnight(day), zone), instant(midnight(day + DAY), zone)


def day_minutes(day: date, zone: str) -> int:
    """How long a local day lasts: 1440, more or less where clocks change, 0 where a zone skipped it (Apia, 2011)."""
    start, end = day_bounds(day, zone)
    return round((end - start).total_seconds() / 60)


def odd_length(day: date, zone: str) -> str:
    """``23h``, ``25h``, ``23h30`` for a day on which clocks change (S9), else nothing."""
    hours, minutes = divmod(day_minutes(day, zone), 60)
    return "" if (hours, minutes) == (24, 0) else f"{hours}h{minutes:02d}" if minutes else f"{hours}h"


def next_month(day: date, by: int = 1) -> date:
    """The same day `by` months on, or the last one of a month that is shorter."""
    number = day.year * 12 + day.month - 1 + by
    first = date(number // 12, number % 12 + 1, 1)
    last = (first.replace(day=28) + 4 * DAY).replace(day=1) - DAY
    return first.replace(day=min(day.day, last.day))


def week_of_iso(day: date) -> str:
    """ISO week of the seven days from `day`: that of the Thursday in them, whatever day a week begins on (ISO 8601)."""
    return week_name(day + timedelta(days=(3 - day.weekday()) % 7))


def day_of(moment: Wall) -> date:
    """The day of a wall time, or the day itself."""
    return moment.date() if isinstance(moment, datetime) else moment


def week_of(day: date, week_start: int = 0) -> date:
    """First day of the week that holds `day`; `week_start` 0 is Monday."""
    return day - timedelta(days=(day.weekday() - week_start) % 7)


def week_name(day: date) -> str:
    """ISO week as ``v11`` (ISO 8601, `date.isocalendar`)."""
    return f"v{day.isocalendar().week:02d}"


def day_name(day: date) -> str:
    """``Tue 10``."""
    return f"{WEEKDAYS[day.weekday()]} {day.day}"


def day_month(day: date) -> str:
    """``10 Mar``."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def clock(moment: datetime) -> str:
    """``08:05``."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def clock_face(moment: datetime) -> str:
    """``08:05``; ``02b05`` in the second showing of an hour that clocks show twice (S9), by its `fold` (PEP 495)."""
    return f"{moment.hour:02d}b{moment.minute:02d}" if moment.fold else clock(moment)
