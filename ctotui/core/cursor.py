"""Where the cursor of a calendar can stand: on blocks as units, and on free slots one by one (S10). Pure.

The cursor is a wall time and the id of what stands there; the time survives every change of pane and zoom (S7).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ctotui.core.agenda import Instance, on_day
from ctotui.core.civil import DAY, at_minute, exists, midnight, next_month, opening, shown
from ctotui.core.holidays import working_hours
from ctotui.core.memo import recall
from ctotui.core.plan import Plan
from ctotui.core.state import Settings, State, View

PAGE = timedelta(hours=4)
"""How far ^D and ^U go."""
FIRST, LAST = datetime(1971, 1, 1), datetime(9990, 12, 31)
"""How far the cursor goes: what a screen shows around it lies within the calendar of `date`."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place for the cursor: wall time, and the id of the block there, empty on a free slot."""

    moment: datetime
    block: str = ""


def focus(view: View) -> datetime:
    """The wall time that a calendar must show: of what is held, else of the cursor."""
    grab = view.grab
    if grab is None or grab.start is None:
        return view.moment
    return grab.start if isinstance(grab.start, datetime) else midnight(grab.start)


def stops(plan: Plan, day: date, settings: Settings) -> list[Stop]:
    """Every place on a day, top to bottom: the all-day strip, then blocks and free slots by their time."""
    return recall(plan, ("stops", day, settings.zone, settings.slot), lambda: _stops(plan, day, settings))


def _stops(plan: Plan, day: date, settings: Settings) -> list[Stop]:
    found = on_day(plan, day, settings.zone)
    first = opening(day, settings.zone)
    strip = [Stop(first, one.id) for one in found if one.all_day]
    timed = [(begin, end, one) for one in found if not one.all_day for begin, end in [_within(one, day, first)]]
    blocks = [Stop(begin, one.id) for begin, _end, one in timed]
    slots = [
        Stop(moment)
        for moment in _slots(day, settings)
        if not any(begin <= moment < end or begin == moment for begin, end, _one in timed)
    ]
    return strip + sorted([*blocks, *slots], key=lambda stop: stop.moment) or [Stop(first)]


def _within(one: Instance, day: date, first: datetime) -> tuple[datetime, datetime]:
    """The part of a timed instance that lies on a day, which begins at `first`, in wall time."""
    assert isinstance(one.start, datetime)
    assert isinstance(one.end, datetime)
    return max(one.start, first), min(one.end, midnight(day + DAY))


def _slots(day: date, settings: Settings) -> list[datetime]:
    moments = [at_minute(day, minute) for minute in range(0, 1440, settings.slot)]
    return [moment for moment in moments if exists(moment, settings.zone)]


def at(plan: Plan, moment: datetime, settings: Settings) -> Stop:
    """The place at a wall time, which stays as it is: the block that covers it, of several the last to start."""
    covering = [
        one
        for one in on_day(plan, moment.date(), settings.zone)
        if isinstance(one.start, datetime)
        and isinstance(one.end, datetime)
        and (one.start <= moment < one.end or one.start == moment)
    ]
    return Stop(moment, covering[-1].id if covering else "")


def step(plan: Plan, here: Stop, settings: Settings, by: int) -> Stop:
    """`by` places down (up where negative) on the day, stopping at its ends (`j`, `k`)."""
    places = stops(plan, here.moment.date(), settings)
    return places[min(max(_index(places, here) + by, 0), len(places) - 1)]


def coarse(plan: Plan, here: Stop, settings: Settings, by: timedelta) -> Stop:
    """`by` later or earlier on the same day, to the place there, but at least one place on (`J K`, ^D ^U)."""
    day = opening(here.moment.date(), settings.zone)
    last = stops(plan, day.date(), settings)[-1].moment
    moment = min(max(here.moment + by, day), last)
    beyond = shown(moment, settings.zone)
    if beyond != moment:
        moment = beyond if by > timedelta(0) else moment - (beyond - moment)
    found, start = _unit(plan, at(plan, moment, settings), settings), _unit(plan, here, settings)
    return step(plan, here, settings, 1 if by > timedelta(0) else -1) if found == start else found


def days(plan: Plan, here: Stop, settings: Settings, by: int) -> Stop:
    """The same wall time `by` days later (`h l`, `H L`)."""
    try:
        moment = here.moment + timedelta(days=by)
    except OverflowError:
        moment = FIRST if by < 0 else LAST
    return at(plan, real(moment, settings.zone, by), settings)


def months(plan: Plan, here: Stop, settings: Settings, by: int) -> Stop:
    """The same day and wall time `by` months later, or the last day of a month that is shorter (`H L` of a month)."""
    moment = min(max(here.moment, FIRST), LAST)
    try:
        day = next_month(moment.date(), by)
    except ValueError:
        day = (FIRST if by < 0 else LAST).date()
    return at(plan, real(datetime.combine(day, moment.time()), settings.zone, by), settings)


def real(moment: datetime, zone: str, by: int = 1) -> datetime:
    """A wall time that clocks show, within the calendar: later by the gap that `moment` lies in.

    Where that is another day, as in Apia in 2011, a way back (`by` < 0) leads to the day before the gap.
    """
    moment = min(max(moment, FIRST), LAST)
    beyond = shown(moment, zone)
    return moment - (beyond - moment) if by < 0 and beyond.date() != moment.date() else beyond


def top(plan: Plan, here: Stop, settings: Settings) -> Stop:
    """The all-day strip where there is one, else the first block or the start of working hours, what is earlier."""
    return _edge(plan, here, settings, min)


def bottom(plan: Plan, here: Stop, settings: Settings) -> Stop:
    """The last block of the day or the last slot of working hours, whichever is later."""
    return _edge(plan, here, settings, max)


def _edge(plan: Plan, here: Stop, settings: Settings, choose: Callable[..., Stop]) -> Stop:
    day = here.moment.date()
    opens, closes = working_hours(day, settings)
    if opens >= closes:
        opens, closes = 8 * 60, 17 * 60
    border = opens if choose is min else closes - settings.slot
    blocks = [stop for stop in stops(plan, day, settings) if stop.block]
    return choose([at(plan, at_minute(day, border), settings), *blocks], key=lambda stop: stop.moment)


def _unit(plan: Plan, found: Stop, settings: Settings) -> Stop:
    """A place as `step` knows it: the start of a block, or the slot that a free moment lies in."""
    places = stops(plan, found.moment.date(), settings)
    return places[_index(places, found)]


def _index(places: list[Stop], here: Stop) -> int:
    """Where `here` is among the places of its day: its block, else the last place that is not later."""
    for index, place in enumerate(places):
        if here.block and place.block == here.block:
            return index
    timed = [index for index, place in enumerate(places) if place.moment <= here.moment]
    return timed[-1] if timed else 0


def here(state: State) -> Stop:
    """The place of the cursor."""
    return Stop(state.view.moment, state.view.block)
