"""What a drop makes of a held block: the plan of each policy (section 6). A preview calls the same function (I14).

Moved, copied, or new, alone or with others; of a series the occurrences that were asked for. What it then hits is left
alone, pushed (ripple), changed places with (swap), or avoided (fit).
"""

from dataclasses import replace
from datetime import datetime

from ctotui.core import areas, series_edits
from ctotui.core.blocks import find, lasting, move, plan_item, unplan
from ctotui.core.civil import instant, minutes_between, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import Item, Wall
from ctotui.core.plan import Plan
from ctotui.core.reschedule.fit import FOCUS_FROM, next_free
from ctotui.core.reschedule.free import Search, starts
from ctotui.core.state import Grab, Settings


def drop(plan: Plan, grab: Grab, now: datetime, settings: Settings) -> Plan:
    """The plan in which what is held stands where it is held. Where it was: the same plan.

    `now` is an instant. Raises PlanError where a rule refuses it: a swap with what is fixed, a fit without room.
    """
    grab = landing(plan, grab, now, settings)
    if grab.title and grab.policy in ("ripple", "swap"):
        raise PlanError("It has no name yet, and moves nothing: enter names it, then m and r push what it hits.")
    placed = plan
    for one in (grab, *grab.others):
        placed = _put(placed, one, now, settings)
    if grab.policy == "ripple":
        from ctotui.core.reschedule.ripple import ripple

        return ripple(placed, keys(placed, grab, now, settings), settings, now)
    if grab.policy == "swap":
        return _swapped(placed, grab, now, settings)
    return placed


def taken_off(plan: Plan, grab: Grab, now: datetime, settings: Settings) -> Plan:
    """The plan without the blocks that are held; of a series, without the occurrence."""
    for one in (grab, *grab.others):
        plan = unplan(plan, one.id, now, settings.zone)
    return plan


def landing(plan: Plan, grab: Grab, now: datetime, settings: Settings) -> Grab:
    """`grab` where a drop puts it: with the policy *fit* the first free time from where it is held."""
    if grab.policy != "fit":
        return grab
    if grab.others:
        raise PlanError("Several blocks are held, and fit finds time for one: r pushes what they hit, tab goes on.")
    start, end = grab.start, grab.end
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return grab
    search, today = free_for(plan, grab, settings), wall(now, settings.zone)
    found = [begin for begin in starts(plan, start.date(), settings, search, max(start, today)) if begin >= start]
    if start not in found:
        first = found[0] if found else next_free(plan, start, search, settings, today)
        if first is None:
            raise PlanError("There is no free time for it from here on inside working hours: k moves it earlier.")
        start = first
    return replace(grab, start=start, end=lasting(start, search.minutes, settings.zone))


def keys(plan: Plan, grab: Grab, now: datetime, settings: Settings) -> tuple[str, ...]:
    """Ids that the held blocks have in `plan`, the one that a drop of them made."""
    return tuple(_key(plan, one, now, settings) for one in (grab, *grab.others))


def free_for(plan: Plan, grab: Grab, settings: Settings) -> Search:
    """The free time that a held block needs: buffers bind fit and auto-plan only (section 6)."""
    start, end = grab.start, grab.end
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        raise PlanError("An all-day block has no hours to find free time for; t and a time give it some.")
    minutes = length(start, end, settings)
    item = plan.find(grab.item)
    important = isinstance(item, Item) and item.priority in ("high", "urgent")
    area = areas.line(item.list if isinstance(item, Item) else "", settings)
    return Search(minutes, minutes >= FOCUS_FROM or important, ignoring="" if grab.copy else grab.id, area=area)


def length(start: datetime, end: datetime, settings: Settings) -> int:
    """Minutes of a block; a mark without length, as some calendars have, becomes one slot once it is moved (I4)."""
    return minutes_between(start, end, settings.zone) or settings.slot


def _put(plan: Plan, grab: Grab, now: datetime, settings: Settings) -> Plan:
    """One held block where it is held; nothing else moves."""
    start, end, zone = *_span(grab), settings.zone
    if grab.copy:
        return _copy(plan, grab, start, end, now, zone)
    if grab.title:
        plan = plan.put(Item(grab.item, grab.title, status="next", created=now, modified=now))
    if grab.new:
        return plan_item(plan, grab.item, start, end, zone, now, grab.id)
    if _is_at_origin(grab):
        return plan
    if "@" in grab.id:
        return series_edits.move(plan, grab.id, start, end, grab.scope, _making(grab, now, settings))
    return move(plan, grab.id, start, end, now, zone)


def _is_at_origin(grab: Grab) -> bool:
    """Whether it is back where it was: also in the same showing of an hour that comes twice (`fold`)."""
    pairs = ((grab.start, grab.origin_start), (grab.end, grab.origin_end))
    return all(one == two and getattr(one, "fold", 0) == getattr(two, "fold", 0) for one, two in pairs)


def _copy(plan: Plan, grab: Grab, start: Wall, end: Wall, now: datetime, zone: str) -> Plan:
    """More time for the same item; of a meeting, or of a series, an item of its own that happens once."""
    item = plan.get(Item, grab.item)
    one = find(plan, grab.id, zone)
    if not item.repeat and item.kind != "meeting":
        return plan_item(plan, item.id, start, end, zone, now, grab.made_block)
    copied = Item(
        grab.made_item,
        one.title if one is not None else item.title,
        item.kind,
        "next",
        item.priority,
        item.list,
        item.tags,
        item.people,
        item.owner,
        item.estimate,
        notes=item.notes,
        links=item.links,
        location=item.location,
        created=now,
        modified=now,
    )
    return plan_item(plan.put(copied), copied.id, start, end, zone, now, grab.made_block)


def _swapped(placed: Plan, grab: Grab, now: datetime, settings: Settings) -> Plan:
    """The plan in which what is held and what it hits have changed places."""
    from ctotui.core.reschedule.swap import partner, swap

    if grab.others:
        raise PlanError("Several blocks are held, and a swap takes two: esc, then rw on two marked blocks.")
    if grab.origin_start is None or grab.origin_end is None or grab.copy:
        raise PlanError("It has no place yet that it could give in return: r pushes what it hits instead.")
    if grab.scope != "this":
        raise PlanError("A swap is for one occurrence: esc, then m and t for this one.")
    start, end = grab.origin_start, grab.origin_end
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        raise PlanError("An all-day block has no hours to swap: t and a time give it some.")
    key = _key(placed, grab, now, settings)
    other = partner(placed, key, settings, now)
    origin = (instant(start, settings.zone), instant(end, settings.zone))
    return swap(placed, key, other, settings, now, origin)


def _key(plan: Plan, grab: Grab, now: datetime, settings: Settings) -> str:
    if grab.copy:
        return grab.made_block
    if "@" not in grab.id or grab.scope == "this":
        return grab.id
    start = _span(grab)[0]
    return series_edits.moved_to(plan, grab.id, _making(grab, now, settings), start)


def _making(grab: Grab, now: datetime, settings: Settings) -> series_edits.Making:
    return series_edits.Making(now, settings.zone, grab.made_item, grab.made_block)


def _span(grab: Grab) -> tuple[Wall, Wall]:
    if grab.start is None or grab.end is None:
        raise PlanError("A card has no time: grab its block on the calendar.")
    return grab.start, grab.end
