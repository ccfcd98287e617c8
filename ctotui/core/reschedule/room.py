"""A day as the verbs see it: what may give way, what never does, and where a block could go between that (section 6).

All is in instants, so that a day of 23 or 25 hours is as long as it is. Movable is what is flexible and has not begun;
what is fixed, protected or past is a wall for whatever is pushed, never for what the user put down.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from ctotui.core import areas
from ctotui.core.agenda import Instance, on_day
from ctotui.core.blocks import counts, move
from ctotui.core.civil import DAY, at_minute, day_bounds, day_minutes, instant, midnight, wall
from ctotui.core.holidays import working_hours
from ctotui.core.model import Item
from ctotui.core.plan import Plan, month, open_items, stamped
from ctotui.core.reschedule.fit import FOCUS_FROM
from ctotui.core.reschedule.free import Run, protected
from ctotui.core.state import Settings


def movable(one: Instance, now: datetime) -> bool:
    """Whether verbs may move an instance: flexible, with hours, open, and not begun at the instant `now`."""
    return counts(one) and not one.fixed and one.begins >= now


def movables(plan: Plan, day: date, settings: Settings, now: datetime, but: Iterable[str] = ()) -> list[Instance]:
    """What may move among the blocks that begin on a day, in order, `but` some ids left out."""
    left_out, start = frozenset(but), day_bounds(day, settings.zone)[0]
    found = on_day(plan, day, settings.zone)
    return [one for one in found if movable(one, now) and one.begins >= start and one.id not in left_out]


def walls(
    plan: Plan, day: date, settings: Settings, now: datetime, but: Iterable[str] = (), focus: bool = True
) -> list[Run]:
    """What nothing is pushed onto on a day, by start: fixed and past blocks, protected windows, hours without a name.

    `focus` opens the focus windows, as for what is long or important (`may_focus`). `but` are ids that are no walls.
    """
    left_out, zone = frozenset(but), settings.zone
    start = day_bounds(day, zone)[0]
    found = [
        (one.begins, one.ends)
        for one in on_day(plan, day, zone)
        if counts(one) and one.id not in left_out and (not movable(one, now) or one.begins < start)
    ]
    found += [
        (instant(at_minute(day, opens), zone), instant(at_minute(day, closes), zone))
        for opens, closes in protected(day, settings, focus)
    ]
    return sorted([*found, *_nameless(day, zone)])


def may_focus(plan: Plan, one: Instance) -> bool:
    """Whether a block may stand in a focus window: one of 60 minutes or more, or of high priority (section 6)."""
    item = plan.find(one.item, open_items(one.list))
    return one.minutes >= FOCUS_FROM or (isinstance(item, Item) and item.priority in ("high", "urgent"))


def earliest(begin: datetime, length: timedelta, busy: Iterable[Run], limit: datetime) -> datetime | None:
    """The first instant from `begin` at which `length` fits between what is `busy` (by start) and ends by `limit`."""
    for start, end in busy:
        if end > begin and start < begin + length:
            begin = end
    return begin if begin + length <= limit else None


def day_end(one: Instance, settings: Settings) -> datetime:
    """Until when a block may be pushed: the end of its area's hours; midnight for one that ends later already."""
    day = wall(one.begins, settings.zone).date()
    closes = instant(at_minute(day, working_hours(day, settings, areas.line(one.list, settings))[1]), settings.zone)
    return closes if one.ends <= closes else day_bounds(day, settings.zone)[1]


def put(plan: Plan, one: Instance, begin: datetime, end: datetime, settings: Settings, now: datetime) -> Plan:
    """`plan` with a block at the instants ``[begin, end)``; the same place changes nothing."""
    if (begin, end) == (one.begins, one.ends):
        return plan
    return move(plan, one.id, wall(begin, settings.zone), wall(end, settings.zone), now, settings.zone)


def spill(plan: Plan, blocks: Iterable[Instance], settings: Settings, now: datetime) -> Plan:
    """Take the time of blocks, and leave the work on its day: nothing goes to another day, or away, in silence (I6).

    The item of a block is planned for the day without a time; an occurrence stays on its day without hours.
    """
    planned: dict[str, tuple[Item, date]] = {}
    gone: list[Instance] = []
    for one in blocks:
        day = wall(one.begins, settings.zone).date()
        if one.recurring:
            plan = move(plan, one.id, day, day + DAY, now, settings.zone)
            continue
        gone.append(one)
        item, first = planned.get(one.item) or (plan.get(Item, one.item, open_items(one.list)), day)
        planned[one.item] = item, min(first, day)
    if gone:
        plan = plan.drop(*(one.id for one in gone), near=f"calendar/{month(gone[0].start)}")
    late = [(item, day) for item, day in planned.values() if item.day is None or item.day > day]
    return plan.put(*(stamped(item, now, day=day) for item, day in late))


def slots_up(minutes: float, settings: Settings) -> int:
    """Minutes in whole slots, rounded up."""
    return -int(-minutes // settings.slot) * settings.slot


def slot_from(moment: datetime, settings: Settings) -> datetime:
    """The first instant on the slot grid of wall time that is not before `moment`."""
    here = wall(moment, settings.zone)
    past = (here - midnight(here.date())) % timedelta(minutes=settings.slot)
    return moment if not past else moment + timedelta(minutes=settings.slot) - past


def _nameless(day: date, zone: str) -> list[Run]:
    """The second showing of an hour in autumn, which a stored wall time cannot name; what ends there cannot either."""
    if day_minutes(day, zone) <= 24 * 60:
        return []
    moment, last = day_bounds(day, zone)
    step = timedelta(minutes=15)
    found: list[datetime] = []
    while moment < last:
        if instant(wall(moment, zone), zone) != moment:
            found.append(moment)
        moment += step
    return [(found[0] - timedelta(minutes=1), found[-1] + step)] if found else []
