"""pull: the blocks that follow slide earlier, in order, to close the gaps between them (section 6, I7)."""

from datetime import datetime

from ctotui.core import areas
from ctotui.core.agenda import Instance
from ctotui.core.blocks import move_all
from ctotui.core.civil import at_minute, instant, wall
from ctotui.core.holidays import working_hours
from ctotui.core.plan import Plan
from ctotui.core.reschedule import room
from ctotui.core.reschedule.shifting import Place, Walls, first_clear, whole_minute
from ctotui.core.state import Settings


def pull(plan: Plan, since: datetime, settings: Settings, now: datetime, but: tuple[str, ...] = ()) -> Plan:
    """`plan` in which what may move and begins at the instant `since` or later, that day, begins as early as it can.

    That is not before `since`, nor before the next slot, nor onto anything that stands, nor before the hours of its
    area open, for what begins later. The ids `but` stay. The very plan where nothing can begin earlier.
    """
    day = wall(since, settings.zone).date()
    every = [one for one in room.movables(plan, day, settings, now) if one.ends > one.begins]
    sliding = [one for one in every if one.begins >= since and one.id not in but]
    standing = [(one.begins, one.ends) for one in every if one.begins < since or one.id in but]
    walls = Walls(plan, lambda focus: room.walls(plan, day, settings, now, (), focus), standing)
    reached = max(whole_minute(since), room.slot_from(now, settings))
    places: list[Place] = []
    for one in sliding:
        length, end = one.ends - one.begins, one.ends
        begin = first_clear(max(reached, _opening(one, since, settings)), length, walls.of(one), end)
        if begin is not None and begin < one.begins:
            end = begin + length
            places.append((one, begin, end))
        reached = max(reached, end)
    return move_all(plan, places, now, settings.zone)


def _opening(one: Instance, since: datetime, settings: Settings) -> datetime:
    """Before when a block is not pulled: the start of its area's hours; `since` for one that begins before that."""
    day = wall(one.begins, settings.zone).date()
    hours = working_hours(day, settings, areas.line(one.list, settings))
    opens = instant(at_minute(day, hours[0]), settings.zone)
    return opens if one.begins >= opens else since
