"""The tray: open items whose estimate is neither tracked nor planned whole: what `p` and auto-plan draw from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from ctotui.core.civil import instant, wall
from ctotui.core.dependencies import blockers
from ctotui.core.items import due_day
from ctotui.core.memo import recall
from ctotui.core.model import PRIORITIES, Block, Item
from ctotui.core.plan import SERIES, Plan, Shard, month
from ctotui.core.state import Settings
from ctotui.core.tracked import tracked


@dataclass(frozen=True, slots=True)
class Unplanned:
    """An item and how many minutes of its estimate have no time yet."""

    item: Item
    minutes: int


def tray(plan: Plan, settings: Settings, now: datetime) -> list[Unplanned]:
    """What waits to be planned, by priority, due day, star and rank; what waits for something or someone is left out,
    and so are rests of less than a slot.

    `now` is an instant; what is ahead is counted from its slot on, so that the clock alone rarely changes the answer.
    """
    start = now - timedelta(minutes=now.minute % settings.slot, seconds=now.second, microseconds=now.microsecond)
    return recall(plan, ("tray", settings.zone, start), lambda: _tray(plan, settings, start))


def _tray(plan: Plan, settings: Settings, now: datetime) -> list[Unplanned]:
    planned, least = ahead(plan, now, settings.zone), min(settings.slot, 15)
    found = []
    for _key, shard in plan.loaded():
        for item in (one for one in shard.derive(_candidates) if one.calendar not in plan.hidden):
            left = (item.estimate or 0) - planned.get(item.id, 0)
            if left > 0 and (left := left - tracked(plan, item.id, now)) >= least and not blockers(plan, item):
                found.append(Unplanned(item, left))
    return sorted(found, key=_urgency)


def _candidates(shard: Shard) -> tuple[Item, ...]:
    return tuple(
        record
        for record in shard.values()
        if isinstance(record, Item)
        and record.estimate
        and record.status in ("backlog", "next", "doing")
        and record.kind != "meeting"
        and not record.repeat
        and not record.owner
    )


def ahead(plan: Plan, now: datetime, zone: str) -> dict[str, int]:
    """Minutes of blocks that are still to come at the instant `now`, by item, in the months from this one on."""
    return recall(plan, ("ahead", now, zone), lambda: _ahead(plan, now, zone))


def _ahead(plan: Plan, now: datetime, zone: str) -> dict[str, int]:
    this = f"calendar/{month(wall(now, zone))}"
    found: dict[str, float] = {}
    for key, shard in plan.loaded("calendar/"):
        if key == SERIES or key < this:
            continue
        for item, begin, end in shard.derive(_spans(zone)):
            if end > now:
                found[item] = found.get(item, 0) + (end - max(begin, now)).total_seconds()
    return {item: round(seconds / 60) for item, seconds in found.items()}


@lru_cache(maxsize=8)
def _spans(zone: str) -> Callable[[Shard], list[tuple[str, datetime, datetime]]]:
    """A function of one shard: item, begin and end of its timed blocks, as instants."""

    def spans(shard: Shard) -> list[tuple[str, datetime, datetime]]:
        return [
            (block.item, instant(block.start, block.zone or zone), instant(block.end, block.zone or zone))
            for block in shard.values()
            if isinstance(block, Block) and isinstance(block.start, datetime) and isinstance(block.end, datetime)
        ]

    return spans


def _urgency(one: Unplanned) -> tuple[int, date, bool, float, str]:
    item = one.item
    return -PRIORITIES.index(item.priority), due_day(item) or date.max, not item.star, item.rank, item.id
