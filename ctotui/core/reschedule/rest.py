"""What is left of a block once the time tracked on its day is taken off (I16)."""

from datetime import date, datetime
from itertools import pairwise

from ctotui.core import entries
from ctotui.core.agenda import Instance, on_day
from ctotui.core.civil import DAY, day_bounds, day_of
from ctotui.core.memo import recall
from ctotui.core.model import Entry
from ctotui.core.plan import Plan
from ctotui.core.reschedule.free import Run
from ctotui.core.reschedule.room import slots_up
from ctotui.core.state import Settings


def rest(plan: Plan, one: Instance, settings: Settings, now: datetime) -> int:
    """Minutes of a block that were not worked on its day, up to the instant `now`, in whole slots.

    Of several blocks that its item has that day, time counts for the one that began last before it; what is more than
    that one lasts, for the first that are not done. So a block that is cut down to what was worked of it has no rest.
    All of an all-day one is left, and one slot of a mark without length.
    """
    if one.all_day or not one.minutes:
        return one.minutes or settings.slot
    first, past = day_bounds(day_of(one.start), settings.zone)
    if one.ends > past and _within(_clocks(plan, one, settings, now), one.begins, one.ends) >= one.minutes:
        return 0
    return min(slots_up(one.minutes - _worked(plan, one, settings, now, (first, past)), settings), one.minutes)


def _worked(plan: Plan, one: Instance, settings: Settings, now: datetime, day: Run) -> int:
    """Minutes tracked on the day of a block, instants, that count for it."""
    blocks = [one] if one.recurring else _of_that_day(plan, one, settings)
    edges = [day[0], *(other.begins for other in blocks[1:]), day[1]]
    clocks = _clocks(plan, one, settings, now)
    tracked = [_within(clocks, begin, end) for begin, end in pairwise(edges)]
    done = [min(minutes, other.minutes) for minutes, other in zip(tracked, blocks, strict=True)]
    spare = sum(tracked) - sum(done) + _corrected(plan, one, settings, now)
    for number, other in enumerate(blocks):
        more = min(other.minutes - done[number], max(spare, 0))
        done[number] += more
        spare -= more
    for number in reversed(range(len(blocks))):
        less = min(done[number], max(-spare, 0))
        done[number] -= less
        spare += less
    return done[[other.id for other in blocks].index(one.id)]


def _of_that_day(plan: Plan, one: Instance, settings: Settings) -> list[Instance]:
    """The item's blocks with hours that begin on the day of `one`, by start."""
    day = day_of(one.start)
    found = on_day(plan, day, settings.zone)
    own = [other for other in found if other.item == one.item and not other.all_day and day_of(other.start) == day]
    return own or [one]


def _clocks(plan: Plan, one: Instance, settings: Settings, now: datetime) -> list[Run]:
    """When time was tracked on what a block is of, on its day, and on the next where it passes midnight."""
    day = day_of(one.start)
    days = [day, day + DAY] if one.ends > day_bounds(day, settings.zone)[1] else [day]
    found = {entry.id: entry for each in days for entry in _entries(plan, each, settings, now) if _on(entry, one)}
    return [(entry.start, entry.end or now) for entry in found.values() if entry.adjustment is None]


def _corrected(plan: Plan, one: Instance, settings: Settings, now: datetime) -> int:
    """The signed minutes by which the timesheet of its day was corrected (T10)."""
    found = _entries(plan, day_of(one.start), settings, now)
    return sum(entry.adjustment for entry in found if entry.adjustment is not None and _on(entry, one))


def _entries(plan: Plan, day: date, settings: Settings, now: datetime) -> list[Entry]:
    """The entries of a day, computed once for all of its blocks."""
    return recall(plan, ("entries", day, settings.zone, now), lambda: entries.on_day(plan, day, settings.zone, now))


def _on(entry: Entry, one: Instance) -> bool:
    return entry.occurrence == one.id if one.recurring else entry.item == one.item


def _within(clocks: list[Run], begin: datetime, end: datetime) -> int:
    """Minutes of tracked times between two instants, by shown times, as every sum of tracked time counts them."""
    parts = ((max(start, begin), min(stop, end)) for start, stop in clocks)
    return sum(max(int(stop.timestamp()) // 60 - int(start.timestamp()) // 60, 0) for start, stop in parts)
