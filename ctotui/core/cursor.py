"""Where the cursor of a calendar can stand: on blocks as units, and on free slots one by one (S10). Pure.

The cursor is a wall time and the id of what stands there; the time survives every change of pane and zoom (S7). In the
second showing of an hour that clocks show twice its `fold` is 1 (PEP 495): order and distance go by the instant (S9).
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ctotui.core.agenda import on_day
from ctotui.core.civil import (
    at_minute,
    day_bounds,
    exactly,
    exists,
    midnight,
    next_month,
    odd_length,
    opening,
    shown,
    wall,
)
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
    """The wall time that a calendar must show: of what the keyboard holds, else of the cursor."""
    grab = view.grab
    if grab is None or grab.start is None or grab.dragged:
        return view.moment
    return grab.start if isinstance(grab.start, datetime) else midnight(grab.start)


def stops(plan: Plan, day: date, settings: Settings) -> list[Stop]:
    """Every place on a day, top to bottom: the all-day strip, then blocks and free slots by their time."""
    return recall(plan, ("stops", day, settings.zone, settings.slot), lambda: _stops(plan, day, settings))


def _stops(plan: Plan, day: date, settings: Settings) -> list[Stop]:
    zone, first = settings.zone, opening(day, settings.zone)
    found, midnight_here = on_day(plan, day, zone), day_bounds(day, zone)[0]
    strip = [Stop(first, one.id) for one in found if one.all_day]
    timed = [(max(one.begins, midnight_here), one.ends, one) for one in found if not one.all_day]
    places = [(begin, Stop(wall(begin, zone), one.id)) for begin, _end, one in timed]
    for moment in _slots(day, settings):
        here = exactly(moment, zone)
        if not any(begin <= here < end or begin == here for begin, end, _one in timed):
            places.append((here, Stop(moment)))
    return strip + [stop for _here, stop in sorted(places, key=lambda place: place[0])] or [Stop(first)]


def _slots(day: date, settings: Settings) -> list[datetime]:
    """The wall times of a day that clocks show, slot by slot; those that they show twice once more, with fold 1."""
    moments = [at_minute(day, minute) for minute in range(0, 1440, settings.slot)]
    found = [moment for moment in moments if exists(moment, settings.zone)]
    if not odd_length(day, settings.zone):
        return found
    start, end = day_bounds(day, settings.zone)
    again = [(moment, moment.replace(fold=1)) for moment in found]
    instants = [(exactly(first, settings.zone), exactly(second, settings.zone), second) for first, second in again]
    return found + [moment for first, second, moment in instants if start <= first < second < end]


def at(plan: Plan, moment: datetime, settings: Settings) -> Stop:
    """The place at a wall time, which stays as it is: the block that covers it, of several the last to start."""
    here = exactly(moment, settings.zone)
    covering = [
        one
        for one in on_day(plan, moment.date(), settings.zone)
        if not one.all_day and (one.begins <= here < one.ends or one.begins == here)
    ]
    return Stop(moment, covering[-1].id if covering else "")


def step(plan: Plan, here: Stop, settings: Settings, by: int) -> Stop:
    """`by` places down (up where negative) on the day, stopping at its ends (`j`, `k`)."""
    places = stops(plan, here.moment.date(), settings)
    return places[min(max(_index(places, here, settings.zone) + by, 0), len(places) - 1)]


def coarse(plan: Plan, here: Stop, settings: Settings, by: timedelta) -> Stop:
    """`by` later or earlier on the same day, to the place there, but at least one place on (`J K`, ^D ^U)."""
    day, zone = here.moment.date(), settings.zone
    last = exactly(stops(plan, day, settings)[-1].moment, zone)
    moment = min(max(exactly(here.moment, zone) + by, day_bounds(day, zone)[0]), last)
    found, start = _unit(plan, at(plan, wall(moment, zone), settings), settings), _unit(plan, here, settings)
    same = found == start and found.moment.fold == start.moment.fold
    return step(plan, here, settings, 1 if by > timedelta(0) else -1) if same else found


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
    return places[_index(places, found, settings.zone)]


def _index(places: list[Stop], here: Stop, zone: str) -> int:
    """Where `here` is among the places of its day: its block, else the last place that is not later."""
    for index, place in enumerate(places):
        if here.block and place.block == here.block:
            return index
    moment = exactly(here.moment, zone)
    return max(bisect_right(places, moment, key=lambda place: exactly(place.moment, zone)) - 1, 0)


def address(moment: datetime) -> str:
    """A wall time as text for the target of a click, which knows the second showing of an hour (its `fold`)."""
    return f"{moment.isoformat()}b" if moment.fold else moment.isoformat()


def addressed(text: str) -> datetime:
    """The wall time of an `address`. Raises ValueError."""
    return datetime.fromisoformat(text.removesuffix("b")).replace(fold=int(text.endswith("b")))


def here(state: State) -> Stop:
    """The place of the cursor."""
    return Stop(state.view.moment, state.view.block)
