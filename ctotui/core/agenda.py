"""What stands on the calendar: blocks and occurrences as instances in the viewer's zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ctotui.core.civil import day_of, instant, midnight, rezone
from ctotui.core.model import Block, Item, Wall
from ctotui.core.plan import Plan


@dataclass(frozen=True, slots=True)
class Instance:
    """One stretch of the calendar: a stored block, or a computed occurrence of a series (M5)."""

    id: str
    """Of the block, or ``<item id>@<original start>``."""
    item: str
    """Id of its item."""
    title: str
    """The item's title, or the occurrence's own."""
    start: Wall
    end: Wall
    """Wall times in the viewer's zone; days, end exclusive, where `all_day`."""
    begins: datetime
    ends: datetime
    """The same as instants: for durations, order and overlap."""
    all_day: bool
    zone: str
    """Of the block; empty: floating."""
    fixed: bool
    """M6: has other people, or is imported, or pinned."""
    recurring: bool = False
    status: str = ""
    """``done`` or ``dropped`` where this occurrence was finished by itself, else the item's status."""

    @property
    def minutes(self) -> int:
        """Length in whole minutes."""
        return round((self.ends - self.begins).total_seconds() / 60)


def instances(plan: Plan, start: date, end: date, zone: str) -> list[Instance]:
    """Everything that overlaps the days ``[start, end)`` of `zone`, by start, all-day ones first on their day.

    Raises NotLoaded for months that are not in memory.
    """
    found = [
        of_block(block, plan, zone) for block in plan.records(Block, "calendar/") if _overlaps(block, start, end, zone)
    ]
    return sorted(found, key=lambda one: (one.begins, not one.all_day, one.ends, one.id))


def on_day(plan: Plan, day: date, zone: str) -> list[Instance]:
    """Everything that overlaps one day."""
    return instances(plan, day, day + timedelta(days=1), zone)


def of_block(block: Block, plan: Plan, zone: str) -> Instance:
    """A stored block as the viewer in `zone` sees it."""
    item = plan.find(block.item)
    title, status, fixed = "(deleted item)", "", block.fixed
    if isinstance(item, Item):
        title, status = item.title, item.status
        fixed = block.fixed or bool(item.people) or bool(item.uid)
    if isinstance(block.start, datetime) and isinstance(block.end, datetime):
        start, stop = rezone(block.start, block.zone, zone), rezone(block.end, block.zone, zone)
        begins, ends = instant(block.start, block.zone or zone), instant(block.end, block.zone or zone)
        return Instance(block.id, block.item, title, start, stop, begins, ends, False, block.zone, fixed, False, status)
    first, last = day_of(block.start), day_of(block.end)
    begins, ends = instant(midnight(first), zone), instant(midnight(last), zone)
    return Instance(block.id, block.item, title, first, last, begins, ends, True, "", fixed, False, status)


def _overlaps(block: Block, start: date, end: date, zone: str) -> bool:
    first, last = block.start, block.end
    if isinstance(first, datetime) and isinstance(last, datetime):
        begins, ends = rezone(first, block.zone, zone), rezone(last, block.zone, zone)
        return begins < midnight(end) and (ends > midnight(start) or begins == ends == midnight(start))
    return day_of(first) < end and day_of(last) > start
