"""What is left of a block once the time tracked on its day is taken off (I16)."""

from datetime import datetime

from ctotui.core import entries
from ctotui.core.agenda import Instance, of_block
from ctotui.core.civil import DAY, day_bounds, day_of
from ctotui.core.model import Entry
from ctotui.core.plan import Plan, blocks_of
from ctotui.core.reschedule.free import Run
from ctotui.core.reschedule.room import slots_up
from ctotui.core.state import Settings


def rest(plan: Plan, one: Instance, settings: Settings, now: datetime) -> int:
    """Minutes of a block that were not worked on its day, up to the instant `now`, in whole slots.

    Time tracked on an item while it had a block counts for that block; what was tracked beside its blocks of the day,
    for the first of them that are not done. All of an all-day one is left, and one slot of a mark without length.
    """
    if one.all_day or not one.minutes:
        return one.minutes or settings.slot
    return min(slots_up(one.minutes - _worked(plan, one, settings, now), settings), one.minutes)


def _worked(plan: Plan, one: Instance, settings: Settings, now: datetime) -> int:
    """Minutes tracked that count for a block."""
    spans, beside = _tracked(plan, one, settings, now)
    blocks = [one] if one.recurring else _of_that_day(plan, one, settings)
    left = max(sum(_minutes(span) for span in spans) + beside, 0)
    done: dict[str, int] = {}
    for other in blocks:
        inside = sum(_minutes((max(begin, other.begins), min(end, other.ends))) for begin, end in spans)
        done[other.id] = min(inside, other.minutes, left)
        left -= done[other.id]
    for other in blocks:
        more = min(other.minutes - done[other.id], left)
        done[other.id] += more
        left -= more
    return done[one.id]


def _of_that_day(plan: Plan, one: Instance, settings: Settings) -> list[Instance]:
    """The item's blocks with hours that begin on the day of `one`, by start."""
    day = day_of(one.start)
    found = [of_block(block, plan, settings.zone) for block in blocks_of(plan, one.item) if not block.all_day]
    return sorted((other for other in found if day_of(other.start) == day), key=lambda other: (other.begins, other.id))


def _tracked(plan: Plan, one: Instance, settings: Settings, now: datetime) -> tuple[list[Run], int]:
    """Tracked on the day of a block, and until the block is over where that is later: times, and signed corrections."""
    day, zone = day_of(one.start), settings.zone
    first, past = day_bounds(day, zone)
    until = min(max(past, one.ends), now)
    days = [day, day + DAY] if one.ends > past else [day]
    found = {entry.id: entry for each in days for entry in entries.on_day(plan, each, zone, now) if _on(entry, one)}
    clocks = [entry for entry in found.values() if entry.adjustment is None]
    spans = [(max(entry.start, first), min(entry.end or now, until)) for entry in clocks]
    return spans, sum(entry.adjustment for entry in found.values() if entry.adjustment is not None)


def _on(entry: Entry, one: Instance) -> bool:
    return entry.occurrence == one.id if one.recurring else entry.item == one.item


def _minutes(span: Run) -> int:
    """Minutes between shown times, as every sum of tracked time counts them."""
    return max(int(span[1].timestamp()) // 60 - int(span[0].timestamp()) // 60, 0)
