"""Find a slot: three free times that meet a wish, each with the reason why it is offered. Pure.

A start is valid where `fit` would take it (I11): on the slot grid, not before now, inside working hours, clear of lunch
and of everything planned, away from what is fixed; and where the wish allows it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ctotui.core import areas, duration
from ctotui.core.agenda import on_day
from ctotui.core.blocks import counts, lasting
from ctotui.core.capacity import load
from ctotui.core.civil import DAY, WEEKDAYS, at_minute, day_month, exactly, exists, instant, midnight, wall
from ctotui.core.errors import PlanError
from ctotui.core.plan import Plan
from ctotui.core.quickadd.wish import Wish, spoken
from ctotui.core.reschedule.fit import FOCUS_FROM
from ctotui.core.reschedule.free import Run, Search, runs
from ctotui.core.state import Settings

OFFERS = 3
NEAR = 14
"""Days that are searched where the wish names no end."""
FAR = 60
"""Days that are searched at most."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A free time ``[start, end)``, in wall time, and why it is offered."""

    start: datetime
    end: datetime
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Free:
    """A free run that has room, and the first wall time in it at which something could start."""

    run: Run
    first: datetime
    spare: int
    """Minutes of it that would be left."""


def find(
    plan: Plan, wish: Wish, minutes: int, now: datetime, settings: Settings, ignoring: str = "", path: str = ""
) -> list[Slot]:
    """At most three slots for `minutes` from the wall time `now`, in order of time; no two overlap.

    Offered are the earliest, the first on the day with most room left, the one that leaves the smallest gap, and where
    these are one, the next ones. `ignoring` is the id of a block that is not in the way, and `path` the list of what is
    placed, whose hours are kept. Raises PlanError with the longest free time where nothing is long enough.
    """
    search = _search(wish, minutes, settings, ignoring, path)
    for reach in (NEAR, FAR):
        found = [one for day in _days(wish, now, reach) for one in _free(plan, day, wish, search, now, settings)]
        if found or _last(wish, now, NEAR) == _last(wish, now, FAR):
            break
    if not found:
        raise PlanError(_none(plan, wish, search, now, settings))
    chosen = _offers(plan, found, search, settings)
    return [
        Slot(start, lasting(start, minutes, settings.zone), (*why, _clearance(plan, start, minutes, settings)))
        for start, why in sorted(chosen.items())
    ]


def _search(wish: Wish, minutes: int, settings: Settings, ignoring: str, path: str) -> Search:
    off = settings.buffer if wish.off is None else wish.off
    return Search(minutes, minutes >= FOCUS_FROM, off, ignoring, areas.line(path, settings))


def _last(wish: Wish, now: datetime, reach: int) -> date:
    last = now.date() + timedelta(days=reach)
    if wish.days is not None:
        last = min(wish.days[1], now.date() + FAR * DAY)
    return min(last, wish.latest.date()) if wish.latest else last


def _days(wish: Wish, now: datetime, reach: int) -> Iterable[date]:
    begun = (wish.days[0] if wish.days else now.date(), wish.earliest.date() if wish.earliest else now.date())
    first = max(now.date(), *begun)
    for number in range((_last(wish, now, reach) - first).days + 1):
        day = first + timedelta(days=number)
        if not wish.weekdays or day.weekday() in wish.weekdays:
            yield day


def _free(plan: Plan, day: date, wish: Wish, search: Search, now: datetime, settings: Settings) -> list[_Free]:
    """The free runs of a day that the wish allows and that have room."""
    found: list[_Free] = []
    for run in _allowed(plan, day, wish, search, now, settings):
        first = next(_starts(run, search.minutes, settings), None)
        if first is not None:
            length = round((run[1] - run[0]).total_seconds() / 60)
            found.append(_Free(run, first, length - search.minutes))
    return found


def _allowed(plan: Plan, day: date, wish: Wish, search: Search, now: datetime, settings: Settings) -> list[Run]:
    zone = settings.zone
    since = exactly(max(now, wish.earliest or now), zone)
    until = instant(wish.latest, zone) if wish.latest else None
    cut: list[Run] = []
    for begin, end in runs(plan, day, settings, search):
        for first, last in wish.windows or ((0, 1440),):
            low = max(begin, since, instant(at_minute(day, first), zone))
            high = min(end, instant(at_minute(day, last), zone), until or end)
            if low < high:
                cut.append((low, high))
    return sorted(set(cut))


def _starts(run: Run, minutes: int, settings: Settings) -> Iterator[datetime]:
    """The wall times on the slot grid at which `minutes` fit into a run."""
    moment = wall(run[0], settings.zone)
    start = moment - (moment - midnight(moment.date())) % timedelta(minutes=settings.slot)
    while True:
        begin = instant(start, settings.zone)
        if exactly(lasting(start, minutes, settings.zone), settings.zone) > run[1] or begin >= run[1]:
            return
        if begin >= run[0] and exists(start, settings.zone):
            yield start
        start += timedelta(minutes=settings.slot)


def _offers(plan: Plan, found: list[_Free], search: Search, settings: Settings) -> dict[datetime, tuple[str, ...]]:
    """The chosen starts with their reasons."""
    chosen: dict[datetime, tuple[str, ...]] = {}
    minutes = search.minutes
    loads = {day: load(plan, day, settings, search.area) for day in {one.first.date() for one in found}}

    def first_clear(some: Iterable[_Free]) -> datetime | None:
        starts = (_first_clear(one, chosen, minutes, settings) for one in some)
        return min((start for start in starts if start is not None), default=None)

    def offer(start: datetime | None, reason: str) -> None:
        if start is not None and len(chosen) < OFFERS:
            chosen[start] = (reason,)

    def why(start: datetime, reason: str) -> None:
        chosen[start] = (*(one for one in chosen[start] if one != "next"), reason)

    offer(first_clear(found), "earliest")
    first = next(iter(chosen))
    lightest = min(loads, key=lambda day: (loads[day].planned - loads[day].capacity, day))
    least = loads[lightest]
    words = (
        f"lightest day, {search.area or 'plan'} {duration.spoken(least.planned)} of {duration.spoken(least.capacity)}"
    )
    if first.date() == lightest:
        why(first, words)
    else:
        offer(first_clear(one for one in found if one.first.date() == lightest), words)
    snug = min(found, key=lambda one: (one.spare, one.first))
    words = "fills its gap" if not snug.spare else f"leaves only {duration.text(snug.spare)} of its gap"
    if snug.first in chosen:
        why(snug.first, words)
    elif snug.spare < max(minutes, settings.slot):
        offer(first_clear([snug]), words)
    while len(chosen) < OFFERS and (rest := first_clear(found)):
        offer(rest, "next")
    return chosen


def _first_clear(one: _Free, chosen: Iterable[datetime], minutes: int, settings: Settings) -> datetime | None:
    """The first start in a free run that overlaps none of those chosen already."""
    starts = _starts(one.run, minutes, settings)
    return next((start for start in starts if _clear(start, chosen, minutes, settings)), None)


def _clear(start: datetime, chosen: Iterable[datetime], minutes: int, settings: Settings) -> bool:
    """Whether a start overlaps none of those chosen already."""
    begin, length = instant(start, settings.zone), timedelta(minutes=minutes)
    return all(abs(begin - instant(other, settings.zone)) >= length for other in chosen)


def _clearance(plan: Plan, start: datetime, minutes: int, settings: Settings) -> str:
    """How far the nearest fixed block of the day is."""
    begin = instant(start, settings.zone)
    end = begin + timedelta(minutes=minutes)
    fixed = [one for one in on_day(plan, start.date(), settings.zone) if one.fixed and counts(one)]
    gaps = [round(max(one.begins - end, begin - one.ends).total_seconds() / 60) for one in fixed]
    return f"{duration.text(max(min(gaps), 0))} off meetings" if gaps else "no meetings that day"


def _none(plan: Plan, wish: Wish, search: Search, now: datetime, settings: Settings) -> str:
    asked = spoken(replace(wish, minutes=search.minutes))
    best, on = timedelta(), None
    for day in _days(wish, now, FAR):
        for begin, end in _allowed(plan, day, wish, search, now, settings):
            if end - begin > best:
                best, on = end - begin, day
    longest = round(best.total_seconds() / 60)
    if on is None or longest < settings.slot:
        return f"Nothing is free for {asked}, inside {areas.hours_of(search.area)}."
    return (
        f"Nothing is free for {asked}, inside {areas.hours_of(search.area)}; "
        f"longest is {duration.text(longest)} on {WEEKDAYS[on.weekday()]} {day_month(on)}."
    )
