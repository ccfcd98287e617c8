"""make room: the last in the order of auto-plan give up their time today, as few as it takes (section 6, I15)."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ctotui.core import duration
from ctotui.core.agenda import Instance, on_day
from ctotui.core.blocks import counts, plan_item
from ctotui.core.civil import instant, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import Item
from ctotui.core.plan import Plan, open_items
from ctotui.core.reschedule.fit import length, limit_from, planned_ahead, search_for
from ctotui.core.reschedule.free import Run, Search, longest, runs
from ctotui.core.reschedule.order import order
from ctotui.core.reschedule.room import earliest, movables, slot_from, slots_up, spill
from ctotui.core.state import Settings
from ctotui.core.tracked import is_running, tracked


def make_room(
    plan: Plan, item_id: str, settings: Settings, now: datetime, new_id: str, minutes: int | None = None
) -> Plan:
    """Plan `minutes` of an item today, else what is left of it, at the earliest time once there is room for them.

    Room is made by the movable blocks of today that are last in the order of auto-plan: the fewest that will do lose
    their time (`room.spill`), none where it fits already (I15). Left is the estimate less what is tracked and planned
    ahead; a block of it that is on counts as ahead only while its timer runs, since else it is interrupted. Where
    nothing is left, the plan stays the same. Raises PlanError where even all of them are too few.
    """
    item = plan.get(Item, item_id)
    wanted = _left(plan, item, settings, now) if minutes is None else minutes
    if wanted <= 0:
        return plan
    ranked = _ranked(plan, item, settings, now)
    search = replace(search_for(item, wanted, settings), without=frozenset(one.id for one in ranked))
    free = _today(plan, item, settings, search, now)
    taken = sorted((one.begins, one.ends, place) for place, one in enumerate(ranked))

    def start(victims: int) -> datetime | None:
        kept = [(begins, ends) for begins, ends, place in taken if place < len(ranked) - victims]
        return _first(free, kept, wanted, settings)

    fewest = bisect_left(range(len(ranked) + 1), True, key=lambda victims: start(victims) is not None)
    begin = start(fewest) if fewest <= len(ranked) else None
    if begin is None:
        raise PlanError(_none(plan, item, settings, search, len(ranked), now))
    plan = spill(plan, ranked[len(ranked) - fewest :], settings, now)
    end, zone = begin + timedelta(minutes=wanted), settings.zone
    return plan_item(plan, item.id, wall(begin, zone), wall(end, zone), zone, now, new_id)


def _left(plan: Plan, item: Item, settings: Settings, now: datetime) -> int:
    """Minutes of an item to make room for, in whole slots."""
    here, zone = wall(now, settings.zone), settings.zone
    broken = 0.0 if is_running(plan, item.id) else _on_now(plan, item, settings, now)
    if item.estimate is None:
        return slots_up(broken, settings) or length(plan, item, here, settings)
    ahead = planned_ahead(plan, item.id, here, zone) - broken
    return slots_up(item.estimate - tracked(plan, item.id, now) - ahead, settings)


def _on_now(plan: Plan, item: Item, settings: Settings, now: datetime) -> float:
    """Minutes that are left of the item's block that is on."""
    found = on_day(plan, wall(now, settings.zone).date(), settings.zone)
    own = [one for one in found if one.item == item.id and counts(one) and one.begins < now < one.ends]
    return sum((one.ends - now).total_seconds() / 60 for one in own)


def _ranked(plan: Plan, item: Item, settings: Settings, now: datetime) -> list[Instance]:
    """The blocks of today that could give way, the most important first, as auto-plan orders their items."""
    found = [one for one in movables(plan, wall(now, settings.zone).date(), settings, now) if one.item != item.id]
    items = {one.item: plan.get(Item, one.item, open_items(one.list)) for one in found}
    rank = {one.id: number for number, one in enumerate(order(plan, list(items.values()), settings, now))}
    return sorted(found, key=lambda one: (rank[one.item], one.begins, one.id))


def _today(plan: Plan, item: Item, settings: Settings, search: Search, now: datetime) -> list[Run]:
    """The runs that are left of today once all give way, until the item is due."""
    here = wall(now, settings.zone)
    limit = limit_from(item, here)
    until = instant(limit, settings.zone) if limit is not None else None
    found = runs(plan, here.date(), settings, search)
    return [(max(begin, now), min(end, until) if until is not None else end) for begin, end in found]


def _first(free: Sequence[Run], kept: Sequence[Run], minutes: int, settings: Settings) -> datetime | None:
    """The first instant on the slot grid at which `minutes` are free between what is `kept` (by start)."""
    size = timedelta(minutes=minutes)
    for begin, end in free:
        start = slot_from(begin, settings)
        while (clear := earliest(start, size, kept, end)) is not None:
            start = slot_from(clear, settings)
            if start == clear:
                if _has_name(start, settings):
                    return start
                start += timedelta(minutes=settings.slot)
    return None


def _has_name(moment: datetime, settings: Settings) -> bool:
    """Whether a wall time says this instant: none does in the second showing of an hour."""
    return instant(wall(moment, settings.zone), settings.zone) == moment


def _none(plan: Plan, item: Item, settings: Settings, search: Search, victims: int, now: datetime) -> str:
    here = wall(now, settings.zone)
    most = longest(plan, here.date(), settings, search, here)
    others = f"even if {victims} of its blocks give" if victims > 1 else "even if its one block gives"
    way = f", {others} way" if victims else ": nothing there can give way"
    most_of_it = f"; {duration.text(most)} is the most" if most >= settings.slot else ""
    return f"Today has no {duration.text(search.minutes)} for {item.title}{way}{most_of_it}. rt carries it."
