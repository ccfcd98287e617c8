"""Gaps in the tracked time of a day, and what fills them (T7)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ctotui.core import entries
from ctotui.core.agenda import on_day as planned_on
from ctotui.core.civil import at_minute, instant, wall
from ctotui.core.errors import PlanError
from ctotui.core.holidays import working_hours
from ctotui.core.model import Entry
from ctotui.core.plan import Plan
from ctotui.core.state import Settings

LEAST = timedelta(minutes=5)
Span = tuple[datetime, datetime]
"""Instants ``[start, end)``."""


def working(day: date, settings: Settings, zone: str) -> list[Span]:
    """The working hours of a day without its lunch."""
    opens, closes = working_hours(day, settings)
    lunch, after = settings.lunch
    parts = [(opens, min(closes, max(lunch, opens))), (max(opens, min(after, closes)), closes)]
    return [(instant(at_minute(day, a), zone), instant(at_minute(day, b), zone)) for a, b in parts if a < b]


def gaps(tracked: list[Entry], hours: list[Span], now: datetime) -> list[Span]:
    """Untracked stretches of at least five minutes inside `hours`, between the first and the last of `tracked`."""
    spans = sorted((entry.start, entry.end or max(now, entry.start)) for entry in tracked if entry.adjustment is None)
    found: list[Span] = []
    reached = spans[0][1] if spans else now
    for start, end in spans[1:]:
        clipped = [(max(reached, opens), min(start, closes)) for opens, closes in hours]
        found += [(low, high) for low, high in clipped if high - low >= LEAST]
        reached = max(reached, end)
    return found


@dataclass(frozen=True, slots=True)
class Filling:
    """What `fill` would do: a new entry of `item`, or a longer one where `stretch` names it."""

    start: datetime
    end: datetime
    item: str
    occurrence: str = ""
    stretch: str = ""
    """Id of the entry that ends where the gap begins, where nothing was planned in it."""


def filling(plan: Plan, gap: Span, zone: str) -> Filling:
    """How `fill` fills a gap: with the first thing planned in it, for as long as that was planned; else with more of
    what was tracked before it. Raises PlanError where there is neither."""
    start, end = gap
    for one in planned_on(plan, wall(start, zone).date(), zone):
        if not one.all_day and one.status != "dropped" and max(one.begins, start) < min(one.ends, end):
            occurrence = one.id if one.recurring else ""
            return Filling(max(one.begins, start), min(one.ends, end), one.item, occurrence)
    before = [entry for entry in entries.overlapping(plan, start - entries.LONGEST, start, start) if entry.end]
    if not before:
        raise PlanError("Nothing was planned in the gap and nothing was tracked before it: log it with T.")
    previous = before[-1]
    stretch = previous.id if previous.end == start else ""
    return Filling(start, end, previous.item, previous.occurrence, stretch)


def fill(plan: Plan, gap: Span, now: datetime, new_id: str, zone: str) -> Plan:
    """Fill a gap with what was planned then, else with more of what was tracked before it; never over an entry."""
    what = filling(plan, gap, zone)
    if what.stretch:
        return entries.change(plan, what.stretch, plan.get(Entry, what.stretch).start, what.end, now)
    return entries.log(plan, what.item, what.start, what.end, now, new_id, zone, occurrence=what.occurrence)
