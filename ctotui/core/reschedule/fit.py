"""fit: the earliest free time for an item; and the free times around a block that is held (section 6, I11).

A start is valid on the slot grid, not before now, inside working hours, clear of lunch, of everything planned and of
focus windows, unless the item is long or important; `fit` also keeps the buffer of the settings around what is fixed.
"""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

from ctotui.core import areas, duration
from ctotui.core.agenda import of_block
from ctotui.core.blocks import lasting, move, named, plan_item
from ctotui.core.civil import DAY, WEEKDAYS, clock, day_month, exactly, instant, midnight, minutes_between, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import CLOSED, Item
from ctotui.core.plan import Plan, blocks_of
from ctotui.core.reschedule.free import Search, days, longest, starts
from ctotui.core.reschedule.pieces import held
from ctotui.core.reschedule.proposal import Proposal
from ctotui.core.state import Settings
from ctotui.core.tracked import tracked

HORIZON = 60
"""Days that are searched."""

DEFAULT = 60
DEFAULT_MEETING = 30
"""Minutes of an item without an estimate (A6)."""

FOCUS_FROM = 60
"""Minutes from which an item may use a focus window (section 6)."""


def fit(
    plan: Plan,
    item: Item,
    now: datetime,
    settings: Settings,
    minutes: int | None = None,
    late: bool = False,
    ignoring: str = "",
) -> tuple[datetime, datetime]:
    """The earliest free ``[start, end)`` for `item` from the wall time `now`, in wall time (I11).

    It ends by the due day, unless that is over already or `late` allows more. Without `minutes`, what is left of the
    item is planned (`length`). `ignoring` is the id of a block that is not in the way. Raises PlanError with the
    longest free run where there is none.
    """
    minutes = length(plan, item, now, settings) if minutes is None else minutes
    search = search_for(item, minutes, settings, ignoring)
    limit = None if late else limit_from(item, now)
    last = last_day(limit, now)
    for day in days(now.date(), last):
        for start in starts(plan, day, settings, search, now):
            end = lasting(start, minutes, settings.zone)
            if limit is None or exactly(end, settings.zone) <= instant(limit, settings.zone):
                return start, end
    raise PlanError(_none_free(plan, settings, search, now, last, limit))


def fit_now(plan: Plan, item: str, now: datetime, settings: Settings, new_id: str) -> Plan:
    """The key `f`: a block of `item` at its earliest free time from the instant `now`. Raises PlanError."""
    found = plan.get(Item, item)
    start, end = fit(plan, found, wall(now, settings.zone), settings)
    return plan_item(plan, item, start, end, settings.zone, now, new_id)


def move_to_fit(plan: Plan, key: str, settings: Settings, now: datetime) -> Plan:
    """``rf``: a block or an occurrence at its earliest free time from the instant `now`, itself not in the way (I11).

    Nothing else moves. Raises PlanError for what is fixed, closed or has no hours, and where nothing is free in time.
    """
    one = held(plan, named(plan, key, now, settings.zone), settings)
    if one.all_day or one.status in CLOSED:
        why = "has no hours: m, t and a time give it some" if one.all_day else f"is {one.status}: x opens it again"
        raise PlanError(f"{one.title} {why}.")
    item, here = plan.get(Item, one.item), wall(now, settings.zone)
    try:
        start, end = fit(plan, item, here, settings, one.minutes or settings.slot, ignoring=one.id)
    except PlanError as reason:
        way = " rx splits it, or < moves the deadline." if limit_from(item, here) else ""
        raise PlanError(f"{reason}{way}") from None
    return move(plan, one.id, start, end, now, settings.zone)


def ways_out(
    plan: Plan, item: Item, settings: Settings, now: datetime, minutes: int | None = None, ignoring: str = ""
) -> tuple[tuple[str, tuple[Proposal, ...]], ...]:
    """What to offer where `fit` finds nothing before the deadline, by name, from the instant `now`; else nothing.

    ``split``: chunks of 30 minutes or more in the free runs before it, where those hold all. ``late``: the first free
    time that ends after it. `minutes` and `ignoring` are as for `fit`: the length of a block, and its id.
    """
    from ctotui.core.reschedule.chunks import in_chunks

    here = wall(now, settings.zone)
    minutes = length(plan, item, here, settings) if minutes is None else minutes
    limit = limit_from(item, here)
    last = last_day(limit, here)
    with suppress(PlanError):
        fit(plan, item, here, settings, minutes, ignoring=ignoring)
        return ()
    by = _until(last, limit)
    why = f"of {duration.text(minutes)}, {by}"
    parts = tuple(
        Proposal(item.id, start, end, f"{duration.text(minutes_between(start, end, settings.zone))} {why}")
        for start, end in in_chunks(plan, item, minutes, days(here.date(), last), settings, here, limit, ignoring)
    )
    found = [("split", parts)] if parts else []
    if limit is not None:
        with suppress(PlanError):
            start, end = fit(plan, item, here, settings, minutes, late=True, ignoring=ignoring)
            late = Proposal(item.id, start, end, f"first free {duration.text(minutes)}, not {by}")
            found.append(("late", (late,)))
    return tuple(found)


def search_for(item: Item, minutes: int, settings: Settings, ignoring: str = "") -> Search:
    """The free time that a block of `minutes` of an item may take: its area's hours, with buffers (section 6)."""
    focus = minutes >= FOCUS_FROM or item.priority in ("high", "urgent")
    return Search(minutes, focus, settings.buffer, ignoring, areas.line(item.list, settings))


def limit_from(item: Item, now: datetime) -> datetime | None:
    """The deadline of an item as a wall time, where it is still ahead at the wall time `now`."""
    limit = deadline(item)
    return limit if limit is not None and limit > now else None


def last_day(limit: datetime | None, now: datetime) -> date:
    """The last day that is searched from the wall time `now`, for what must be done by `limit`."""
    horizon = now.date() + HORIZON * DAY
    return min((limit - timedelta(minutes=1)).date(), horizon) if limit is not None else horizon


def next_free(
    plan: Plan,
    start: datetime,
    search: Search,
    settings: Settings,
    now: datetime,
    direction: int = 1,
    within: int = HORIZON,
) -> datetime | None:
    """The nearest start of a free run after (`direction` 1) or before (-1) a wall time, and never before `now`.

    `within` is how many days are searched.
    """
    if direction > 0:
        first = max(start, now).date()
        for day in days(first, first + within * DAY):
            for found in starts(plan, day, settings, search, now):
                if found > start:
                    return found
        return None
    for day in reversed(days(max(now.date(), start.date() - within * DAY), start.date())):
        for found in reversed(starts(plan, day, settings, search, now)):
            if found < start:
                return found
    return None


def length(plan: Plan, item: Item, now: datetime, settings: Settings) -> int:
    """Minutes to plan: the estimate less what is tracked and planned ahead, in whole slots; without one, the default.

    An item that took longer than estimated gets the shorter default. Raises PlanError where all is planned already.
    """
    default = DEFAULT_MEETING if item.kind == "meeting" else DEFAULT
    if item.estimate is None:
        return _slots(default, settings)
    left = item.estimate - tracked(plan, item.id, instant(now, settings.zone))
    ahead = planned_ahead(plan, item.id, now, settings.zone)
    if left - ahead > 0:
        return _slots(left - ahead, settings)
    if ahead > 0:
        raise PlanError(f"All of {item.title} is planned already: {duration.text(ahead)} ahead; m moves a block of it.")
    return _slots(DEFAULT_MEETING, settings)


def planned_ahead(plan: Plan, item: str, now: datetime, zone: str) -> int:
    """Minutes of the item's blocks that are still to come, of one that is on only the rest."""
    moment = instant(now, zone)
    ahead = 0.0
    for block in blocks_of(plan, item):
        if not block.all_day:
            one = of_block(block, plan, zone)
            ahead += max((one.ends - max(one.begins, moment)).total_seconds(), 0)
    return round(ahead / 60)


def deadline(item: Item) -> datetime | None:
    """The wall time by which all of an item must be done; None where it has none."""
    if item.due is None:
        return None
    return item.due if isinstance(item.due, datetime) else midnight(item.due + DAY)


def _slots(minutes: int, settings: Settings) -> int:
    return max(-(-minutes // settings.slot), 1) * settings.slot


def _none_free(
    plan: Plan, settings: Settings, search: Search, now: datetime, last: date, limit: datetime | None
) -> str:
    refusal = f"No free {duration.text(search.minutes)} {_until(last, limit)} inside {areas.hours_of(search.area)}"
    best, on = max(((longest(plan, day, settings, search, now), day) for day in days(now.date(), last)), key=_first)
    if best < settings.slot:
        return f"{refusal}; nothing is free there at all."
    return f"{refusal}; longest free is {duration.text(best)} on {_dated(on)}."


def _first(found: tuple[int, date]) -> int:
    return found[0]


def _until(last: date, limit: datetime | None) -> str:
    if limit is None or limit.time() == time():
        return f"by {_dated(last)}"
    return f"by {_dated(last)} {clock(limit)}"


def _dated(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day_month(day)}"
