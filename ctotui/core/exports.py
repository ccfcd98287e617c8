"""What of a plan goes out into a calendar: each item with its blocks and what was touched in it."""

from datetime import date, datetime, timedelta

from ctotui.core.civil import day_of, rezone
from ctotui.core.errors import PlanError
from ctotui.core.groups import Group
from ctotui.core.model import CLOSED, Block, Item, Occurrence
from ctotui.core.plan import Plan
from ctotui.core.recurrence import next_occurrence


def calendar_groups(plan: Plan, start: date | None, end: date | None, zone: str) -> list[Group]:
    """The items that stand on the days ``[start, end)`` of `zone`, a series whole, and open tasks due or planned then.

    Without `start` or `end` there is no bound on that side. Raises NotLoaded until everything it needs is in memory.
    """
    plan.all("calendar/")
    plan.all("items/")
    items = {item.id: item for item in plan.records(Item)}
    blocks: dict[str, list[Block]] = {}
    for block in sorted(plan.records(Block, "calendar/"), key=lambda block: block.start.isoformat()):
        blocks.setdefault(block.item, []).append(block)
    for key, found in list(blocks.items()):
        item = items.get(key)
        standing = [block for block in found if item is not None and _stands(block, item, start, end, zone)]
        blocks[key] = found if standing and item is not None and item.repeat else standing
    blocks = {key: found for key, found in blocks.items() if found}
    touched: dict[str, list[Occurrence]] = {}
    for one in plan.records(Occurrence, "calendar/"):
        touched.setdefault(one.series, []).append(one)
    tasks = (item.id for item in items.values() if item.id not in blocks and _due(item, start, end))
    return [
        Group(items[key], tuple(blocks.get(key, ())), tuple(touched.get(key, ()))) for key in sorted({*blocks, *tasks})
    ]


def _stands(block: Block, item: Item, start: date | None, end: date | None, zone: str) -> bool:
    first = _day(block.start, block.zone, zone)
    last = _day(block.end, block.zone, zone)
    if end is not None and first >= end and not item.rdates:
        return False
    if start is None or last > start or (last == start and not block.all_day):
        return True
    if not item.repeat:
        return False
    try:
        since = start - (last - first) - timedelta(days=1)
        later = next_occurrence(item.repeat, block.start, since, item.rdates, item.exdates, block.zone)
    except PlanError:
        return False
    return later is not None and (end is None or day_of(later) < end)


def _day(moment: date, source: str, zone: str) -> date:
    return rezone(moment, source, zone).date() if isinstance(moment, datetime) else moment


def _due(item: Item, start: date | None, end: date | None) -> bool:
    """Whether an item without a block is an open task of those days."""
    if item.kind == "meeting" or item.status in CLOSED:
        return False
    days = [day_of(one) for one in (item.day, item.due) if one is not None]
    return any((start is None or day >= start) and (end is None or day < end) for day in days)
