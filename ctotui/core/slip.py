"""Slip: what it costs the rest of the day that the running work goes on past its block, and what could absorb it.

The block that should be over is stretched to the next slot, and what it hits gives way (ripple), gives way and shrinks
(compress), or goes to the next working day (carry). A fixed block, a meeting that ends late, stays as it is (I2): only
what follows gives way. Plan verbs touch no entry (I3).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ctotui.core.agenda import Instance, on_day
from ctotui.core.civil import wall
from ctotui.core.entries import running
from ctotui.core.errors import PlanError
from ctotui.core.memo import recall
from ctotui.core.offer import Way, Ways
from ctotui.core.plan import Plan
from ctotui.core.reschedule.carry import carry
from ctotui.core.reschedule.changes import Shift, changes
from ctotui.core.reschedule.compress import at_most, compress
from ctotui.core.reschedule.ripple import ripple
from ctotui.core.reschedule.room import movables, put, slot_from
from ctotui.core.state import Settings, State

LEAST = timedelta(minutes=5)
"""What runs over by less is not worth a word."""


@dataclass(frozen=True, slots=True)
class Slip:
    """The running work is past its block, and others wait for it."""

    one: Instance
    """The block that should be over."""
    minutes: int
    """From its end to the next slot."""
    moved: tuple[Shift, ...]
    """What a ripple would push."""

    @property
    def ends(self) -> datetime | None:
        """Wall time at which the last pushed block would end."""
        ends = [shift.after.end for shift in self.moved if shift.after is not None and not shift.spilled]
        return max((end for end in ends if isinstance(end, datetime)), default=None)

    @property
    def fallen(self) -> tuple[Shift, ...]:
        """What would lose its time."""
        return tuple(shift for shift in self.moved if shift.spilled)


def slip(state: State) -> Slip | None:
    """What is slipping at this moment; None where nothing is late, or nothing waits. Computed once a minute."""
    minute = state.now.replace(second=0, microsecond=0)
    key = ("slip", minute, state.settings)
    return recall(state.plan, key, lambda: _slip(state.plan, state.settings, minute))


def _slip(plan: Plan, settings: Settings, now: datetime) -> Slip | None:
    one = _late(plan, settings, now)
    if one is None:
        return None
    end = slot_from(now, settings)
    moved = tuple(
        shift for shift in changes(plan, _pushed(plan, one, settings, now), settings.zone) if shift.key != one.id
    )
    return Slip(one, round((end - one.ends).total_seconds() / 60), moved) if moved else None


def _late(plan: Plan, settings: Settings, now: datetime) -> Instance | None:
    """The last block of today of what runs, where that is over."""
    current = running(plan)
    if current is None:
        return None
    today = on_day(plan, wall(now, settings.zone).date(), settings.zone)
    own = [one for one in today if one.item == current.item and not one.all_day and one.begins <= now]
    last = max(own, key=lambda one: one.ends, default=None)
    return last if last is not None and last.ends + LEAST <= now else None


def ways(slip: Slip, settings: Settings, now: datetime, ids: Sequence[str]) -> Ways:
    """What could absorb it: one way each, of which the first is shown. `ids` are for what carrying makes."""
    one, minutes = slip.one, slip.minutes
    # What begins after the block should have ended is late, not past.
    since = one.ends

    def rippled(plan: Plan) -> Plan:
        return _pushed(plan, one, settings, now)

    def compressed(plan: Plan) -> Plan:
        smaller = compress(plan, since, min(minutes, at_most(plan, since, settings, since)), settings, since)
        return _pushed(smaller, one, settings, now)

    def carried(plan: Plan) -> Plan:
        return _carried(plan, one, settings, now, ids)

    offered: tuple[tuple[str, Callable[[Plan], Plan], str], ...] = (
        ("Ripple", rippled, "what follows is pushed later, gaps absorb"),
        ("Compress", compressed, "what follows shrinks, 30 minutes of a block stay"),
        ("Carry", carried, "what is in the way goes to the next working day"),
    )
    title = f"Absorb {minutes}m of {one.title}"
    return Ways(title, tuple(Way(name, edit, why) for name, edit, why in offered))


def hit(plan: Plan, one: Instance, settings: Settings, now: datetime) -> list[Instance]:
    """What may move and is in the way of `one` until the next slot."""
    end = slot_from(now, settings)
    day = wall(one.begins, settings.zone).date()
    found = movables(plan, day, settings, one.ends, (one.id,))
    return [other for other in found if other.begins < end and other.ends > one.ends]


def _pushed(plan: Plan, one: Instance, settings: Settings, now: datetime) -> Plan:
    """The block stretched to the next slot, what it hits pushed; a fixed one put back as it was."""
    stretched = put(plan, one, one.begins, slot_from(now, settings), settings, now)
    pushed = ripple(stretched, (one.id,), settings, one.ends)
    if not one.fixed:
        return pushed
    record = plan.find(one.id)
    return pushed.put(record) if record is not None else pushed.drop(one.id)


def _carried(plan: Plan, one: Instance, settings: Settings, now: datetime, ids: Sequence[str]) -> Plan:
    late = hit(plan, one, settings, now)
    if not late:
        raise PlanError("Nothing is in the way yet that could be carried: it is enough to go on.")
    if not one.fixed:
        plan = put(plan, one, one.begins, slot_from(now, settings), settings, now)
    for other, new_id in zip(late, ids, strict=False):
        plan = carry(plan, other.id, settings, now, new_id)
    return plan
