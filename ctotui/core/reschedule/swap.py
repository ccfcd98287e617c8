"""swap: two blocks change places, the earlier one's start for the later one's end (section 6, I8)."""

from datetime import datetime

from ctotui.core.agenda import Instance, on_day
from ctotui.core.blocks import counts, move_all
from ctotui.core.civil import wall
from ctotui.core.errors import PlanError
from ctotui.core.model import CLOSED
from ctotui.core.plan import Plan
from ctotui.core.reschedule.free import Run
from ctotui.core.reschedule.room import movables
from ctotui.core.reschedule.shifting import NOTHING, common, instance
from ctotui.core.state import Settings


def swap(plan: Plan, key: str, other: str, settings: Settings, now: datetime, origin: Run | None = None) -> Plan:
    """`plan` in which the later of two blocks begins where the earlier one did, and that ends where the later one did.

    What lies between stays free as long as it was. `origin` is the slot that `key` had before it was held: it counts
    instead of where it stands now. `key` may be fixed, as whoever holds it said so; `other` must be free to move
    (I2). Raises PlanError where one of the two may not, or cannot.
    """
    one, two = instance(plan, key, settings, now), instance(plan, other, settings, now)
    slot, place = origin or (one.begins, one.ends), (two.begins, two.ends)
    _check(one, two)
    if (slot, one.id) > (place, two.id):
        one, slot, two, place = two, place, one, slot
    if slot[0] < now:
        raise PlanError(_past(one))
    first, last = slot[0], max(slot[1], place[1])
    moved = [(two, first, first + (place[1] - place[0])), (one, last - (slot[1] - slot[0]), last)]
    return move_all(plan, moved, now, settings.zone)


def partner(plan: Plan, key: str, settings: Settings, now: datetime) -> str:
    """Id of the block that `key` swaps with: the one it overlaps longest, else the next one of its day, else the last
    one before it.

    Raises PlanError where it lies on something fixed alone, which is named, or the day has nothing else that may move.
    """
    one = instance(plan, key, settings, now)
    day = wall(one.begins, settings.zone).date()
    others = [other for other in movables(plan, day, settings, now, (one.id,)) if other.ends > other.begins]
    longest = max(others, key=lambda other: common(one, other), default=None)
    if longest is not None and common(one, longest) > NOTHING:
        return longest.id
    for hit in on_day(plan, day, settings.zone):
        if hit.id != one.id and counts(hit) and common(one, hit) > NOTHING:
            raise PlanError(_pinned(hit) if hit.fixed else _past(hit))
    after = [other for other in others if other.begins >= one.begins]
    if not others:
        raise PlanError(f"Nothing else on that day may move: {one.title} has nothing to swap with.")
    return (after or others[-1:])[0].id


def _check(one: Instance, two: Instance) -> None:
    """Raises PlanError unless the two may change places, were both to come."""
    if one.id == two.id:
        raise PlanError(f"{one.title} cannot swap with itself: name another block.")
    for block in (one, two):
        if block.all_day or block.ends <= block.begins:
            raise PlanError(f"{block.title} takes no hours of the day and cannot swap: t and a time give it some.")
        if block.status in CLOSED:
            raise PlanError(f"{block.title} is {block.status} and stays where it was: x opens it again.")
    if two.fixed:
        raise PlanError(_pinned(two))


def _pinned(one: Instance) -> str:
    return f"{one.title} is fixed and does not swap: m moves it by itself."


def _past(one: Instance) -> str:
    return f"{one.title} has begun, and what is past stays: swap blocks that are still to come."
