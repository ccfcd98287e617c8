"""ripple: what was just dropped stays, what it overlaps or precedes is pushed later just enough (section 6, I6).

Pushed blocks keep their order and their length and follow one another over what does not move; a gap absorbs the push.
What it does not reach stays where it is. What cannot end by the end of its day loses its time and stays on the day.
"""

from collections.abc import Sequence
from datetime import date, datetime

from ctotui.core.agenda import Instance
from ctotui.core.blocks import counts, move_all
from ctotui.core.civil import DAY, day_bounds, wall
from ctotui.core.plan import Plan
from ctotui.core.reschedule import room
from ctotui.core.reschedule.shifting import NOTHING, Place, Walls, common, first_clear, instance
from ctotui.core.state import Settings


def ripple(plan: Plan, keys: tuple[str, ...], settings: Settings, now: datetime) -> Plan:
    """`plan` in which the blocks `keys` stay and what is in their way is pushed, on each day that they touch.

    The very plan where they overlap nothing that may move. Raises PlanError where one of them is gone.
    """
    held = [instance(plan, key, settings, now) for key in keys]
    held = [one for one in held if counts(one)]
    for day in sorted({day for one in held for day in _days(one, settings.zone)}):
        plan = _pushed(plan, day, held, settings, now)
    return plan


def _days(one: Instance, zone: str) -> list[date]:
    """The days that an instance touches."""
    first, last = wall(one.begins, zone).date(), wall(one.ends, zone).date()
    days = [first + number * DAY for number in range((last - first).days + 1)]
    return [day for day in days if day_bounds(day, zone)[0] < one.ends]


def _pushed(plan: Plan, day: date, held: Sequence[Instance], settings: Settings, now: datetime) -> Plan:
    keys = [one.id for one in held]
    following = [one for one in room.movables(plan, day, settings, now, keys) if one.ends > one.begins]
    hitting = [one.begins for one in held if any(common(one, other) > NOTHING for other in following)]
    if not hitting:
        return plan
    since = min(hitting)
    walls = Walls(
        plan,
        lambda focus: room.walls(plan, day, settings, now, keys, focus),
        [(one.begins, one.ends) for one in held],
    )
    places, spilled = _places([one for one in following if one.ends > since], since, held, walls, settings)
    return room.spill(move_all(plan, places, now, settings.zone), spilled, settings, now)


def _places(
    following: Sequence[Instance], reached: datetime, held: Sequence[Instance], walls: Walls, settings: Settings
) -> tuple[list[Place], list[Instance]]:
    """Where each goes that is hit by what is `held` or by the one before, and those without room until the day's end.

    `reached` is the instant up to which time is taken.
    """
    places: list[Place] = []
    spilled: list[Instance] = []
    for one in following:
        if one.begins >= reached and not any(common(one, other) > NOTHING for other in held):
            reached = one.ends
            continue
        length = one.ends - one.begins
        begin = first_clear(max(one.begins, reached), length, walls.of(one), room.day_end(one, settings))
        if begin is None:
            spilled.append(one)
            continue
        reached = begin + length
        places.append((one, begin, reached))
    return places, spilled
