"""What would have to go so that a day fits its capacity line again (section 6), named before anything is stored. Pure.

Overload is allowed: it is said, with the way out. What goes first is the end of the order in which auto-plan takes
items (`order`), as for make room; only what may move is offered, and never what the user just put down.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from ctotui.core import areas
from ctotui.core.agenda import Instance
from ctotui.core.capacity import counted, load
from ctotui.core.civil import day_name
from ctotui.core.duration import clock, spoken
from ctotui.core.errors import PlanError
from ctotui.core.memo import recall
from ctotui.core.model import Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.order import order
from ctotui.core.reschedule.room import movables
from ctotui.core.state import Settings

NAMED = 3
"""Blocks that a sentence names; the rest are counted."""


def relief(
    plan: Plan,
    day: date,
    settings: Settings,
    now: datetime,
    area: str = "",
    but: Iterable[str] = (),
    before: Plan | None = None,
) -> tuple[Instance, ...]:
    """The fewest blocks of a day, from the end of auto-plan's order, without which it is not planned beyond capacity.

    First the one to go first; empty where the day fits, and all that may move where even that is not enough. `area` is
    that of a line with hours of its own, else the work line; `but` are ids of blocks that stay. `now` is an instant.
    The order is that of the plan `before` an edit that is only shown, so that a preview does not order all anew.
    Raises NotLoaded.
    """
    line = areas.line(area, settings)
    over = load(plan, day, settings, line).over
    if not over:
        return ()
    found = [
        one for one in movables(plan, day, settings, now, but) if counted(one, day, settings, line) and one.minutes
    ]
    gone: list[Instance] = []
    for one in reversed(_ranked(before or plan, found, settings, now)):
        if over <= 0:
            break
        gone.append(one)
        over -= one.minutes
    return tuple(gone)


def warning(
    before: Plan, after: Plan, day: date, settings: Settings, now: datetime, area: str = "", but: Iterable[str] = ()
) -> str:
    """``Tue 10 is now +0h45 over: drop RFC-12 review (0:30) and Delegation round (0:30).``

    Empty where `after` does not plan the day further beyond its capacity than `before`. Raises NotLoaded.
    """
    line = areas.line(area, settings)
    over = load(after, day, settings, line).over
    if over <= load(before, day, settings, line).over:
        return ""
    found = relief(after, day, settings, now, line, but, before)
    rest = over - sum(one.minutes for one in found)
    words = [f"{day_name(day)} is now +{spoken(over)} over{f' in {line}' if line else ''}"]
    if found:
        words.append(f"drop {listed(found)}" + (f"; +{spoken(rest)} stays" if rest > 0 else ""))
    return ": ".join(words) + "."


def listed(found: Sequence[Instance]) -> str:
    """``RFC-12 review (0:30) and Delegation round (0:30)``; empty for nothing."""
    names = [f"{one.title} ({clock(one.minutes)})" for one in found[:NAMED]]
    if len(found) > NAMED:
        names.append(f"{len(found) - NAMED} more")
    head, last = ", ".join(names[:-1]), names[-1] if names else ""
    return f"{head} and {last}" if head else last


def _ranked(plan: Plan, found: Sequence[Instance], settings: Settings, now: datetime) -> list[Instance]:
    """Blocks by the place of their items in auto-plan's order, of one item the earlier block first."""
    slot = now - timedelta(minutes=now.minute % settings.slot, seconds=now.second, microseconds=now.microsecond)
    ids = tuple(sorted({one.item for one in found}))
    place = recall(plan, ("places", ids, settings, slot), lambda: _places(plan, ids, settings, slot))
    return sorted(found, key=lambda one: (place.get(one.item, len(place)), one.begins, one.id))


def _places(plan: Plan, ids: Iterable[str], settings: Settings, now: datetime) -> dict[str, int]:
    """Which place each of some items has in auto-plan's order; what was deleted has none."""
    items = [item for key in ids if isinstance(item := plan.find(key), Item)]
    try:
        ranked = order(plan, items, settings, now)
    except PlanError:  # Items that wait for each other in a circle: no reason to hide the way out of the overload.
        ranked = order(plan, [replace(item, blocked_by=()) for item in items], settings, now)
    return {item.id: number for number, item in enumerate(ranked)}
