"""What is held: a block, or several, and what each key of GRAB makes of it. Pure: a `Grab` in, a `Grab` out.

What a drop stores is `core.dropping`, what is shown before that `core.preview`.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ctotui.core.agenda import Instance
from ctotui.core.blocks import lasting, settled
from ctotui.core.civil import exists, instant, later, midnight, minutes_between, wall
from ctotui.core.dropping import free_for, length
from ctotui.core.errors import PlanError
from ctotui.core.model import Item, Wall
from ctotui.core.plan import Plan
from ctotui.core.reschedule.fit import fit, next_free
from ctotui.core.state import POLICIES, Grab, Policy, Recipe, Settings


def hold(one: Instance, *others: Instance) -> Grab:
    """Take a block or an occurrence in hand where it stands, and `others` with it."""
    grab = Grab("block", one.id, one.item, one.start, one.end, one.start, one.end)
    return replace(grab, others=tuple(hold(other) for other in others)) if others else grab


def hold_new(plan: Plan, item: Item, new_id: str, now: datetime, settings: Settings) -> Grab:
    """A block of `item` that is not stored yet, at its earliest free time from the wall time `now`, late if need be."""
    try:
        start, end = fit(plan, item, now, settings)
    except PlanError:
        start, end = fit(plan, item, now, settings, late=True)
    return Grab("block", new_id, item.id, start, end, new=True)


def shift(grab: Grab, settings: Settings, slots: int = 0, days: int = 0) -> Grab:
    """Move the whole block by slots and days; its length and its minute offset stay (I4)."""
    return _moved(grab, settings, timedelta(minutes=slots * settings.slot), timedelta(days=days))


def _moved(grab: Grab, settings: Settings, by: timedelta, days: timedelta) -> Grab:
    start, end = _span(grab)
    others = tuple(_moved(other, settings, by, days) for other in grab.others)
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        if by:
            raise PlanError("An all-day block moves by days: h and l, or t and a time.")
        return _placed(grab, start + days, end + days, others)
    minutes = length(start, end, settings)
    start = later(_days_on(start, days, settings.zone), by, settings.zone)
    return _placed(grab, start, later(start, timedelta(minutes=minutes), settings.zone), others)


def move_end(grab: Grab, settings: Settings, slots: int) -> Grab:
    """Move the end by slots (days of an all-day block), never to the start or before it (I4)."""
    start, end = _span(grab)
    others = tuple(move_end(other, settings, slots) for other in grab.others)
    if not isinstance(end, datetime) or not isinstance(start, datetime):
        return _placed(grab, start, max(end + timedelta(days=slots), start + timedelta(days=1)), others)
    slot = timedelta(minutes=settings.slot)
    end = later(end, slots * slot, settings.zone)
    while minutes_between(start, end, settings.zone) <= 0:
        end = later(end, slot, settings.zone)
    return _placed(grab, start, end, others)


def move_start(grab: Grab, settings: Settings, slots: int) -> Grab:
    """Move the start by slots (days of an all-day block), never to the end or past it (I4)."""
    start, end = _span(grab)
    others = tuple(move_start(other, settings, slots) for other in grab.others)
    if not isinstance(end, datetime) or not isinstance(start, datetime):
        return _placed(grab, min(start + timedelta(days=slots), end - timedelta(days=1)), end, others)
    slot = timedelta(minutes=settings.slot)
    start = later(start, slots * slot, settings.zone)
    while minutes_between(start, end, settings.zone) <= 0:
        start = later(start, -slot, settings.zone)
    return _placed(grab, start, end, others)


def place(grab: Grab, start: Wall, end: Wall, settings: Settings) -> Grab:
    """Put the block where a typed time says, and what is held besides as far from it as it was.

    Raises PlanError unless its length is positive (I4).
    """
    start, end = settled(start, end, settings.zone)
    if not grab.others:
        return _placed(grab, start, end, ())
    by = _moment(start) - _moment(_span(grab)[0])
    days = timedelta(days=round(by / timedelta(days=1)))
    return _placed(grab, start, end, tuple(_moved(other, settings, by - days, days) for other in grab.others))


def to_free(plan: Plan, grab: Grab, settings: Settings, now: datetime, direction: int) -> Grab:
    """Take the next (1) or previous (-1) free time that holds the block, from the wall time `now` on."""
    if grab.others:
        raise PlanError("Several blocks are held, and f finds time for one: hjkl and t move them together.")
    search = free_for(plan, grab, settings)
    start = _span(grab)[0]
    assert isinstance(start, datetime)
    found = next_free(plan, start, search, settings, now, direction)
    if found is None:
        way = "later" if direction > 0 else "earlier"
        raise PlanError(f"There is no {way} free time for it inside working hours.")
    return _placed(grab, found, lasting(found, search.minutes, settings.zone), ())


def with_policy(grab: Grab, policy: Policy) -> Grab:
    """The policy of a letter; the same letter again takes it back."""
    return replace(grab, policy="none" if grab.policy == policy else policy)


def next_policy(grab: Grab) -> Grab:
    """The policy after this one: none, ripple, swap, fit, and none again."""
    return replace(grab, policy=POLICIES[(POLICIES.index(grab.policy) + 1) % len(POLICIES)])


def as_copy(grab: Grab, made_item: str, made_block: str) -> Grab:
    """A copy in hand, the block itself where it was; of a copy the block itself again.

    Raises PlanError where several are held, or nothing is stored yet that could be copied.
    """
    if grab.others:
        raise PlanError("Several blocks are held, and y copies one: esc, then m and y on each.")
    if grab.new:
        raise PlanError("It is not planned yet: enter plans it, then m and y copy it.")
    if grab.copy:
        return replace(grab, copy=False)
    return replace(grab, copy=True, scope="this", made_item=made_item, made_block=made_block)


def recipe(grab: Grab) -> Recipe | None:
    """What was done with a held block; None for one that came from nowhere, or was copied."""
    if grab.origin_start is None or grab.origin_end is None or grab.copy:
        return None
    start, end = _span(grab)
    by = _moment(start) - _moment(grab.origin_start)
    grown = _moment(end) - _moment(grab.origin_end) - by
    days = round(by / timedelta(days=1))
    minutes = round((by - timedelta(days=days)).total_seconds() / 60)
    return Recipe(days, minutes, round(grown.total_seconds() / 60), grab.policy)


def repeated(what: Recipe, grab: Grab, settings: Settings) -> Grab:
    """The same done with another block, which never becomes shorter than a slot."""
    moved = _moved(grab, settings, timedelta(minutes=what.minutes), timedelta(days=what.days))
    start, end = _span(moved)
    if what.grown and isinstance(start, datetime) and isinstance(end, datetime):
        end = max(end + timedelta(minutes=what.grown), start + timedelta(minutes=settings.slot))
    return replace(_placed(moved, start, end, moved.others), policy=what.policy)


def _placed(grab: Grab, start: Wall, end: Wall, others: tuple[Grab, ...]) -> Grab:
    return replace(grab, start=start, end=end, others=others)


def _days_on(moment: datetime, days: timedelta, zone: str) -> datetime:
    """The same wall time days later; one that does not exist is passed over in the direction of the move."""
    if not days:
        return moment
    moved = moment + days
    if exists(moved, zone):
        return moved
    beyond = wall(instant(moved, zone), zone)
    return beyond if days >= timedelta(0) else moved - (beyond - moved)


def _span(grab: Grab) -> tuple[Wall, Wall]:
    if grab.start is None or grab.end is None:
        raise PlanError("A card has no time: grab its block on the calendar.")
    return grab.start, grab.end


def _moment(value: Wall) -> datetime:
    return value if isinstance(value, datetime) else midnight(value)
