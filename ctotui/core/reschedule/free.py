"""Free time of a day: what is left of the working hours, and where in it something could start.

Days are looked at one at a time, so that nothing beyond the day that is asked for is loaded.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ctotui.core.agenda import on_day
from ctotui.core.blocks import counts, lasting
from ctotui.core.civil import DAY, at_minute, exactly, exists, instant, midnight, wall
from ctotui.core.holidays import working_hours
from ctotui.core.memo import recall
from ctotui.core.plan import Plan
from ctotui.core.state import Settings

Run = tuple[datetime, datetime]
"""Instants [start, end)."""


@dataclass(frozen=True, slots=True)
class Search:
    """What kind of free time is looked for."""

    minutes: int
    """Length that must fit."""
    focus: bool = True
    """Whether focus windows may be used (section 6: items of 60 minutes or more, or of high priority)."""
    buffer: int = 0
    """Minutes kept free before and after what is fixed."""
    ignoring: str = ""
    """Id of a block or occurrence that is not in the way: the one that is held."""
    area: str = ""
    """Whose hours are searched (`areas.line`): an area with hours of its own; empty: the working hours."""
    without: frozenset[str] = frozenset()
    """Ids of blocks that are thought away: those that could give up their time."""


def runs(plan: Plan, day: date, settings: Settings, search: Search) -> list[Run]:
    """The free stretches of a day inside its hours, protected windows left out, in order; computed once a plan."""
    key = ("free runs", day, settings, search.focus, search.buffer, search.ignoring, search.area, search.without)
    return recall(plan, key, lambda: _runs(plan, day, settings, search))


def _runs(plan: Plan, day: date, settings: Settings, search: Search) -> list[Run]:
    zone = settings.zone
    opens, closes = working_hours(day, settings, search.area)
    if opens >= closes:
        return []
    free = [_stretch(day, (opens, closes), zone)]
    for window in protected(day, settings, search.focus):
        free = _without(free, _stretch(day, window, zone))
    for one in on_day(plan, day, zone):
        if counts(one) and one.id != search.ignoring and one.id not in search.without:
            margin = timedelta(minutes=search.buffer if one.fixed else 0)
            free = _without(free, (one.begins - margin, one.ends + margin))
    return free


def protected(day: date, settings: Settings, focus: bool = False) -> list[tuple[int, int]]:
    """Lunch, and the focus windows unless `focus` allows them, as minutes of the day (M6)."""
    windows = [] if settings.lunch[0] >= settings.lunch[1] else [settings.lunch]
    if not focus:
        windows += [(start, end) for weekday, start, end in settings.focus if weekday == day.weekday()]
    return windows


def starts(plan: Plan, day: date, settings: Settings, search: Search, earliest: datetime) -> list[datetime]:
    """The first start, on the slot grid, in each free run of a day that has room; none before the time `earliest`."""
    found = []
    for begin, end in runs(plan, day, settings, search):
        start = first_slot(max(begin, exactly(earliest, settings.zone)), settings)
        if exactly(lasting(start, search.minutes, settings.zone), settings.zone) <= end:
            found.append(start)
    return found


def longest(plan: Plan, day: date, settings: Settings, search: Search, earliest: datetime) -> int:
    """Minutes of the longest free run of a day from the wall time `earliest`, counted from the slot grid."""
    best = 0
    for begin, end in runs(plan, day, settings, search):
        start = first_slot(max(begin, exactly(earliest, settings.zone)), settings)
        best = max(best, int((end - instant(start, settings.zone)).total_seconds() // 60))
    return best


def first_slot(begin: datetime, settings: Settings) -> datetime:
    """The first wall time on the slot grid that exists and is not before the instant `begin`."""
    moment = wall(begin, settings.zone)
    past = (moment - midnight(moment.date())) % timedelta(minutes=settings.slot)
    if not past and instant(moment, settings.zone) == begin:
        return moment
    start = moment - past
    while instant(start, settings.zone) < begin or not exists(start, settings.zone):
        start += timedelta(minutes=settings.slot)
    return start


def _stretch(day: date, window: tuple[int, int], zone: str) -> Run:
    return instant(at_minute(day, window[0]), zone), instant(at_minute(day, window[1]), zone)


def _without(free: list[Run], busy: Run) -> list[Run]:
    """Free runs with one stretch cut out."""
    left = []
    for begin, end in free:
        if busy[1] <= begin or end <= busy[0]:
            left.append((begin, end))
            continue
        if begin < busy[0]:
            left.append((begin, busy[0]))
        if busy[1] < end:
            left.append((busy[1], end))
    return left


def days(first: date, last: date) -> list[date]:
    """The days from `first` through `last`."""
    return [first + n * DAY for n in range((last - first).days + 1)]
