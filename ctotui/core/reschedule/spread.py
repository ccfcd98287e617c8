"""spread: what is left of an item in chunks of an hour, on the least-loaded days until it is due (section 6, I12)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ctotui.core import duration
from ctotui.core.capacity import load
from ctotui.core.civil import DAY, instant, wall
from ctotui.core.errors import PlanError
from ctotui.core.holidays import working_hours
from ctotui.core.model import CLOSED, Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.chunks import LEAST
from ctotui.core.reschedule.fit import HORIZON, last_day, limit_from, search_for
from ctotui.core.reschedule.free import days
from ctotui.core.reschedule.order import left
from ctotui.core.reschedule.proposal import Proposal
from ctotui.core.reschedule.timetable import Found, Timetable, Want, kind_of
from ctotui.core.state import Settings

MOST = 60
"""Minutes of the longest chunk (section 6)."""

WORKING_DAYS = 10
"""How many working days are looked at for what has no deadline ahead."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The chunks that were found, by start, and the minutes that found no time (I12)."""

    proposals: tuple[Proposal, ...]
    shortfall: int


def spread(plan: Plan, item_id: str, settings: Settings, now: datetime) -> Spread:
    """Times for what is left of an item, from the instant `now` until its deadline, else on the next ten working days.

    Left is the estimate less what is tracked and planned ahead, in whole slots (`order.left`). Each chunk, of 30 to 60
    minutes unless less is left, goes to the least-loaded day that has room for it (planned less capacity), there to the
    earliest time that `fit` would take. Raises PlanError where the item has no estimate, nothing left, is closed or
    repeats.
    """
    item = plan.get(Item, item_id)
    remaining = _remaining(plan, item, settings, now)
    here = wall(now, settings.zone)
    limit = limit_from(item, here)
    searched = days(here.date(), last_day(limit, here)) if limit is not None else _working_days(item, here, settings)
    until = instant(limit, settings.zone) if limit is not None else None

    def filled(even: bool) -> Spread:
        return _filled(Timetable(plan, searched, settings, now), item, remaining, until, even)

    found = filled(True)
    # While more than that is left, the two take the same.
    return min(found, filled(False), key=lambda one: one.shortfall) if 0 < found.shortfall < MOST + LEAST else found


def _filled(table: Timetable, item: Item, remaining: int, until: datetime | None, even: bool) -> Spread:
    """As many chunks as there is room for; with `even`, none leaves less than `LEAST` to the next one if it can."""
    proposals: list[Proposal] = []
    while remaining and (found := _next(table, item, remaining, until, even, proposals)) is not None:
        proposals.append(_proposal(table, item, found))
        table.take(found, search_for(item, found.minutes, table.settings).area)
        remaining -= found.minutes
    return Spread(tuple(sorted(proposals, key=lambda one: one.start)), remaining)


def _remaining(plan: Plan, item: Item, settings: Settings, now: datetime) -> int:
    if item.status in CLOSED:
        raise PlanError(f"{item.title} is {item.status}: open it again with x before you plan it.")
    if item.repeat:
        raise PlanError(f"{item.title} repeats: its times come from its rule; e edits it.")
    if item.estimate is None:
        raise PlanError(f"{item.title} has no estimate, so there is nothing to spread: = sets it.")
    remaining = left(plan, item, settings, now)
    if not remaining:
        all_of_it = f"All {duration.text(item.estimate)} of {item.title}"
        raise PlanError(f"{all_of_it} is tracked or planned, or less than a slot is left: = sets more.")
    return remaining


def _working_days(item: Item, here: datetime, settings: Settings) -> list[date]:
    """The next working days, today among them while it is one still."""
    area = search_for(item, MOST, settings).area
    ahead = (here.date() + number * DAY for number in range(HORIZON))
    minute = here.hour * 60 + here.minute
    hours = ((day, working_hours(day, settings, area)) for day in ahead)
    found = [day for day, (opens, closes) in hours if opens < closes and (day > here.date() or minute < closes)]
    return found[:WORKING_DAYS]


def _next(
    table: Timetable, item: Item, remaining: int, until: datetime | None, even: bool, before: list[Proposal]
) -> Found | None:
    """The next chunk: on the least-loaded day that has time for one, of equals on one that got fewer `before`.

    None where no day has.
    """
    settings = table.settings
    line, given = kind_of(item, MOST, settings).line, Counter(one.start.date() for one in before)
    sizes = _sizes(remaining, settings, even)
    wanted = [(kind_of(item, size, settings), Want(size, size, table.now, until)) for size in sizes]
    for day in sorted(table.days, key=lambda day: (-table.room(day, line), given[day], day)):
        for kind, want in wanted:
            found = table.find(day, kind, want, bound=False)
            if found is not None:
                return found
    return None


def _sizes(remaining: int, settings: Settings, even: bool) -> list[int]:
    """The lengths that a chunk may have, long ones first; with `even`, those that leave less than `LEAST` last."""
    sizes = range(min(MOST, remaining), min(LEAST, remaining) - 1, -settings.slot)
    return sorted(sizes, key=lambda size: even and 0 < remaining - size < LEAST)


def _proposal(table: Timetable, item: Item, found: Found) -> Proposal:
    """The chunk, and how full its day was before it."""
    settings, day = table.settings, found.start.date()
    line = kind_of(item, found.minutes, settings).line
    capacity = load(table.plan, day, settings, line).capacity
    full = f"{line or 'plan'} {duration.spoken(capacity - table.room(day, line))} of {duration.spoken(capacity)}"
    end = wall(found.begin + timedelta(minutes=found.minutes), settings.zone)
    return Proposal(item.id, found.start, end, f"lightest day with room for {duration.text(found.minutes)}, {full}")
