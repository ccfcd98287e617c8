"""What the status row says of what is held: where it would go, what it hits and pushes, what that costs (section 6)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ctotui.core import areas
from ctotui.core.blocks import Clash, conflicts, find
from ctotui.core.capacity import load
from ctotui.core.civil import day_of, midnight, minutes_between
from ctotui.core.dropping import free_for, landing
from ctotui.core.errors import PlanError
from ctotui.core.holidays import working_hours
from ctotui.core.instance import Instance
from ctotui.core.model import Item, Wall
from ctotui.core.plan import Plan
from ctotui.core.preview import is_held, shifts, trial
from ctotui.core.reschedule.changes import Shift
from ctotui.core.reschedule.fit import deadline, next_free
from ctotui.core.reschedule.overload import relief
from ctotui.core.state import Grab, Policy, Settings, State

FORESIGHT = 14
"""Days within which the next free time is named at each step; `f` looks further."""


@dataclass(frozen=True, slots=True)
class GrabStatus:
    """What the status row says of a held block."""

    title: str
    start: Wall
    end: Wall
    shifted_minutes: int
    """How far the start moved, in wall time."""
    grown_minutes: int
    """How much longer it became, in wall time."""
    clashes: tuple[Clash, ...]
    next_free: datetime | None
    """Wall time of the next free run that holds it: what `f` takes. None where the next two weeks have none."""
    outside: bool
    """Some of it lies outside the hours of its area."""
    late: bool
    """It ends after the item is due."""
    policy: Policy
    pushed: tuple[Shift, ...]
    """What else would move."""
    spilled: tuple[Shift, ...]
    """What would lose its time."""
    over: int
    """Minutes by which this makes its day exceed its capacity, more than it does already."""
    relief: tuple[Instance, ...]
    """What would have to go so that the day fits again, the first to go first."""
    refusal: str
    """Why a drop would be refused; empty where it would not."""
    count: int
    """How many blocks are held."""
    copy: bool


def describe(state: State) -> GrabStatus | None:
    """What the status row says while a block is held; None where none is."""
    held, settings = state.view.grab, state.settings
    if held is None or held.kind != "block" or held.start is None or held.end is None:
        return None
    tried = trial(state)
    grab = stands(state)
    assert grab.start is not None
    assert grab.end is not None
    hits = conflicts(tried.plan, grab.start, grab.end, "" if grab.copy else grab.id, settings.zone)
    shifted, grown = _shift_of(grab, settings.zone)
    moved = [shift for shift in shifts(state) if not _is_held(grab, shift)]
    return GrabStatus(
        _title(state.plan, grab, settings.zone),
        grab.start,
        grab.end,
        shifted,
        grown,
        tuple(clash for clash in hits if not is_held(grab, clash.instance)),
        _next_free(state, grab),
        _outside(grab, settings, _line(state.plan, grab, settings)),
        _late(state.plan, grab),
        held.policy,
        tuple(shift for shift in moved if not shift.spilled),
        tuple(shift for shift in moved if shift.spilled),
        over := _over(state, tried.plan, grab),
        _relief(state, tried.plan, grab) if over else (),
        tried.refusal,
        1 + len(grab.others),
        grab.copy,
    )


def stands(state: State) -> Grab:
    """What is held, where a drop would put it: a fit in free time, a swap in the place of the other."""
    grab, settings = state.view.grab, state.settings
    assert grab is not None
    tried = trial(state)
    if tried.refusal:
        return grab
    try:
        grab = landing(state.plan, grab, state.now, settings)
    except PlanError:
        return grab
    if grab.policy == "swap" and (one := find(tried.plan, grab.id, settings.zone)) is not None:
        return replace(grab, start=one.start, end=one.end)
    return grab


def _is_held(grab: Grab, shift: Shift) -> bool:
    return any(one is not None and is_held(grab, one) for one in (shift.before, shift.after))


def _next_free(state: State, grab: Grab) -> datetime | None:
    if not isinstance(grab.start, datetime) or grab.others:
        return None
    search = free_for(state.plan, grab, state.settings)
    return next_free(state.plan, grab.start, search, state.settings, state.wall, within=FORESIGHT)


def _over(state: State, plan: Plan, grab: Grab) -> int:
    """How much more the day of the block exceeds its capacity than it did."""
    assert grab.start is not None
    day, settings, line = day_of(grab.start), state.settings, _line(state.plan, grab, state.settings)
    return max(load(plan, day, settings, line).over - load(state.plan, day, settings, line).over, 0)


def _relief(state: State, plan: Plan, grab: Grab) -> tuple[Instance, ...]:
    assert grab.start is not None
    line, kept = _line(state.plan, grab, state.settings), (grab.id, *(one.id for one in grab.others))
    return relief(plan, day_of(grab.start), state.settings, state.now, line, kept, state.plan)


def _line(plan: Plan, grab: Grab, settings: Settings) -> str:
    """Against whose capacity the held block counts."""
    item = plan.find(grab.item)
    return areas.line(item.list if isinstance(item, Item) else "", settings)


def _shift_of(grab: Grab, zone: str) -> tuple[int, int]:
    """Minutes on the clock face that the start moved, and real ones that the length grew."""
    if grab.start is None or grab.end is None or grab.origin_start is None or grab.origin_end is None:
        return 0, 0
    before, now = _moment(grab.origin_start), _moment(grab.start)
    again = before.fold or now.fold
    shifted = minutes_between(before, now, zone) if again else round((now - before).total_seconds() / 60)
    return shifted, _length(grab.start, grab.end, zone) - _length(grab.origin_start, grab.origin_end, zone)


def _length(start: Wall, end: Wall, zone: str) -> int:
    if isinstance(start, datetime) and isinstance(end, datetime):
        return minutes_between(start, end, zone)
    return (day_of(end) - day_of(start)).days * 1440


def _moment(value: Wall) -> datetime:
    return value if isinstance(value, datetime) else midnight(value)


def _title(plan: Plan, grab: Grab, zone: str) -> str:
    if grab.title:
        return grab.title
    one = None if grab.new else find(plan, grab.id, zone)
    if one is not None:
        return one.title
    item = plan.find(grab.item)
    return item.title if isinstance(item, Item) else "(deleted item)"


def _outside(grab: Grab, settings: Settings, line: str) -> bool:
    """Whether a block leaves the hours of its area on the day that it starts on."""
    if not isinstance(grab.start, datetime) or not isinstance(grab.end, datetime):
        return False
    day = midnight(grab.start.date())
    opens, closes = (timedelta(minutes=minute) for minute in working_hours(day.date(), settings, line))
    return grab.start - day < opens or grab.end - day > closes


def _late(plan: Plan, grab: Grab) -> bool:
    item = plan.find(grab.item)
    if not isinstance(item, Item) or grab.end is None:
        return False
    limit = deadline(item)
    return limit is not None and _moment(grab.end) > limit
