"""A block that is held: what each key of GRAB makes of it, what it would hit, the plan that a drop stores (section 6).

All functions are pure: a `Grab` in, a `Grab` out. `preview` is the very plan that `drop` gives (S5, I14). The policy is
*none*: nothing but the held block moves.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ctotui.core.agenda import Instance
from ctotui.core.blocks import Clash, conflicts, find, lasting, move, plan_item, settled
from ctotui.core.civil import day_of, exists, instant, midnight, minutes_between, wall
from ctotui.core.errors import PlanError
from ctotui.core.holidays import working_hours
from ctotui.core.model import Item, Wall
from ctotui.core.plan import Plan
from ctotui.core.reschedule.fit import FOCUS_FROM, deadline, fit, next_free
from ctotui.core.reschedule.free import Search
from ctotui.core.state import Grab, Settings, State

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
    """Some of it lies outside working hours."""
    late: bool
    """It ends after the item is due."""


def hold(one: Instance) -> Grab:
    """Take a block or an occurrence in hand, where it stands."""
    return Grab("block", one.id, one.item, one.start, one.end, one.start, one.end)


def hold_new(plan: Plan, item: Item, new_id: str, now: datetime, settings: Settings) -> Grab:
    """A block of `item` that is not stored yet, at its earliest free time from the wall time `now`, late if need be."""
    try:
        start, end = fit(plan, item, now, settings)
    except PlanError:
        start, end = fit(plan, item, now, settings, late=True)
    return Grab("block", new_id, item.id, start, end, new=True)


def shift(grab: Grab, settings: Settings, slots: int = 0, days: int = 0) -> Grab:
    """Move the whole block by slots and days; its length and its minute offset stay (I4)."""
    start, end = _span(grab)
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        if slots:
            raise PlanError("An all-day block moves by days: h and l, or t and a time.")
        return _placed(grab, start + timedelta(days=days), end + timedelta(days=days))
    minutes = _length(start, end, settings)
    start = _step(start, timedelta(days=days, minutes=slots * settings.slot), settings.zone)
    return _placed(grab, start, lasting(start, minutes, settings.zone))


def move_end(grab: Grab, settings: Settings, slots: int) -> Grab:
    """Move the end by slots (days of an all-day block), never to the start or before it (I4)."""
    start, end = _span(grab)
    if not isinstance(end, datetime) or not isinstance(start, datetime):
        return _placed(grab, start, max(end + timedelta(days=slots), start + timedelta(days=1)))
    end = _step(end, timedelta(minutes=slots * settings.slot), settings.zone)
    while minutes_between(start, end, settings.zone) <= 0:
        end += timedelta(minutes=settings.slot)
    return _placed(grab, start, end)


def move_start(grab: Grab, settings: Settings, slots: int) -> Grab:
    """Move the start by slots (days of an all-day block), never to the end or past it (I4)."""
    start, end = _span(grab)
    if not isinstance(end, datetime) or not isinstance(start, datetime):
        return _placed(grab, min(start + timedelta(days=slots), end - timedelta(days=1)), end)
    start = _step(start, timedelta(minutes=slots * settings.slot), settings.zone)
    while minutes_between(start, end, settings.zone) <= 0:
        start -= timedelta(minutes=settings.slot)
    return _placed(grab, start, end)


def place(grab: Grab, start: Wall, end: Wall, settings: Settings) -> Grab:
    """Put the block where a typed time says. Raises PlanError unless its length is positive (I4)."""
    return _placed(grab, *settled(start, end, settings.zone))


def to_free(plan: Plan, grab: Grab, settings: Settings, now: datetime, direction: int) -> Grab:
    """Take the next (1) or previous (-1) free time that holds the block, from the wall time `now` on."""
    start, end = _hours(grab)
    search = _search(plan, grab, settings)
    found = next_free(plan, start, search, settings, now, direction)
    if found is None:
        way = "later" if direction > 0 else "earlier"
        raise PlanError(f"There is no {way} free time for it inside working hours.")
    return _placed(grab, found, lasting(found, _length(start, end, settings), settings.zone))


def drop(plan: Plan, grab: Grab, now: datetime, zone: str) -> Plan:
    """The plan in which the block stands where it is held. Where it was: the same plan."""
    start, end = _span(grab)
    if grab.new:
        return plan_item(plan, grab.item, start, end, zone, now, grab.id)
    if (start, end) == (grab.origin_start, grab.origin_end):
        return plan
    return move(plan, grab.id, start, end, now, zone)


_last_preview: list[tuple[Plan, Grab, str, Plan]] = []


def preview(state: State) -> Plan:
    """The plan that a drop would store now, else the plan itself; where a drop would be refused, the plan as it is."""
    grab, plan, zone = state.view.grab, state.plan, state.settings.zone
    if grab is None or grab.kind != "block":
        return plan
    if _last_preview and _last_preview[0][0] is plan and _last_preview[0][1:3] == (grab, zone):
        return _last_preview[0][3]
    try:
        result = drop(plan, grab, state.now, zone)
    except PlanError:
        result = plan
    _last_preview[:] = [(plan, grab, zone, result)]
    return result


def preview_on(state: State, day: date) -> Plan:
    """`preview` where it matters to a day: one that the held block neither left nor reached is the same without it."""
    grab = state.view.grab
    if grab is None or grab.start is None or grab.end is None:
        return state.plan
    spans = [(grab.start, grab.end)]
    if grab.origin_start is not None and grab.origin_end is not None:
        spans.append((grab.origin_start, grab.origin_end))
    touched = any(day_of(start) <= day <= day_of(end) for start, end in spans)
    return preview(state) if touched else state.plan


def describe(state: State) -> GrabStatus | None:
    """What the status row says while a block is held; None where none is."""
    grab, plan, settings = state.view.grab, state.plan, state.settings
    if grab is None or grab.kind != "block":
        return None
    start, end = _span(grab)
    clashes = tuple(conflicts(plan, start, end, grab.id, settings.zone))
    shifted, grown = _shift_of(grab)
    following = None
    if isinstance(start, datetime):
        search = _search(plan, grab, settings)
        following = next_free(plan, start, search, settings, state.wall, within=FORESIGHT)
    return GrabStatus(
        _title(plan, grab, settings.zone),
        start,
        end,
        shifted,
        grown,
        clashes,
        following,
        _outside(grab, settings),
        _late(plan, grab),
    )


def _placed(grab: Grab, start: Wall, end: Wall) -> Grab:
    return replace(grab, start=start, end=end)


def _step(moment: datetime, by: timedelta, zone: str) -> datetime:
    """A wall time moved on the clock face; one that does not exist is passed over in the direction of the move."""
    moved = moment + by
    if exists(moved, zone):
        return moved
    beyond = wall(instant(moved, zone), zone)
    return beyond if by >= timedelta(0) else moved - (beyond - moved)


def _span(grab: Grab) -> tuple[Wall, Wall]:
    if grab.start is None or grab.end is None:
        raise PlanError("A card has no time: grab its block on the calendar.")
    return grab.start, grab.end


def _hours(grab: Grab) -> tuple[datetime, datetime]:
    start, end = _span(grab)
    if isinstance(start, datetime) and isinstance(end, datetime):
        return start, end
    raise PlanError("An all-day block has no hours to find free time for; t and a time give it some.")


def _length(start: datetime, end: datetime, settings: Settings) -> int:
    """Minutes of the block; a mark without length, as some calendars have, becomes one slot once it is moved (I4)."""
    return minutes_between(start, end, settings.zone) or settings.slot


def _search(plan: Plan, grab: Grab, settings: Settings) -> Search:
    """Free time for a held block: buffers bind fit and auto-plan only (section 6)."""
    minutes = _length(*_hours(grab), settings)
    item = plan.find(grab.item)
    important = isinstance(item, Item) and item.priority in ("high", "urgent")
    return Search(minutes, minutes >= FOCUS_FROM or important, ignoring=grab.id)


def _shift_of(grab: Grab) -> tuple[int, int]:
    """Minutes that the start moved, and that the length grew."""
    if grab.start is None or grab.end is None or grab.origin_start is None or grab.origin_end is None:
        return 0, 0
    shifted = _minutes(grab.origin_start, grab.start)
    return shifted, _minutes(grab.origin_end, grab.end) - shifted


def _minutes(one: Wall, two: Wall) -> int:
    return round((_moment(two) - _moment(one)).total_seconds() / 60)


def _moment(value: Wall) -> datetime:
    return value if isinstance(value, datetime) else midnight(value)


def _title(plan: Plan, grab: Grab, zone: str) -> str:
    one = None if grab.new else find(plan, grab.id, zone)
    if one is not None:
        return one.title
    item = plan.find(grab.item)
    return item.title if isinstance(item, Item) else "(deleted item)"


def _outside(grab: Grab, settings: Settings) -> bool:
    """Whether a block leaves the working hours of the day that it starts on."""
    if not isinstance(grab.start, datetime) or not isinstance(grab.end, datetime):
        return False
    day = midnight(grab.start.date())
    opens, closes = (timedelta(minutes=minute) for minute in working_hours(day.date(), settings))
    return grab.start - day < opens or grab.end - day > closes


def _late(plan: Plan, grab: Grab) -> bool:
    item = plan.find(grab.item)
    if not isinstance(item, Item) or grab.end is None:
        return False
    limit = deadline(item)
    return limit is not None and _moment(grab.end) > limit
