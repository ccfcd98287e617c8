"""A length of time in chunks over the free runs of some days: what is offered where one run does not hold it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from ctotui.core.blocks import lasting
from ctotui.core.civil import instant, minutes_between
from ctotui.core.model import Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.fit import FOCUS_FROM, search_for
from ctotui.core.reschedule.free import Run, Search, runs, starts
from ctotui.core.state import Settings

LEAST = 30
"""Minutes of the shortest chunk (section 6)."""

Span = tuple[datetime, datetime]
"""Wall times ``[start, end)``."""

Room = tuple[int, datetime, datetime]
"""Least minutes of a chunk, the wall time at which it could start, and the instant by which it must end."""


def in_chunks(
    plan: Plan,
    item: Item,
    minutes: int,
    days: Sequence[date],
    settings: Settings,
    now: datetime,
    limit: datetime | None,
    ignoring: str = "",
) -> tuple[Span, ...]:
    """`minutes` of an item in chunks of `LEAST` or more, one a free run, from the wall time `now` until `limit`.

    The last of them is in as early a run as can be, the first are as long as can be; empty where the runs do not hold
    all. Chunks are whole slots where that adds up.
    """
    runs: list[list[Room]] = []
    reached = 1
    for day in days:
        for rooms in _rooms(plan, item, day, settings, now, limit, ignoring):
            runs.append(rooms)
            reached = _with(reached, rooms, minutes, settings)
            if reached >> minutes & 1:
                return _chosen(runs, minutes, settings)
    return ()


def _with(reached: int, rooms: list[Room], minutes: int, settings: Settings) -> int:
    """The sums that chunks can have, up to `minutes`, as the bits of a number, once there is one more free run."""
    found = reached
    for room in rooms:
        least, most = room[0], _most(room, settings)
        if least <= most:
            sums, count = reached << least, 1
            while count <= most - least:
                step = min(count, most - least + 1 - count)
                sums |= sums << step
                count += step
            found |= sums
    return found & ((2 << minutes) - 1)


def _chosen(runs: list[list[Room]], minutes: int, settings: Settings) -> tuple[Span, ...]:
    """The chunks in free runs that can have the sum `minutes`, each as long as the later ones allow."""
    later = [1]
    for rooms in reversed(runs[1:]):
        later.append(_with(later[-1], rooms, minutes, settings))
    found: list[Span] = []
    for rooms, sums in zip(runs, reversed(later), strict=True):
        for size, span in _sizes(rooms, minutes, settings):
            if sums >> (minutes - size) & 1:
                found.append(span)
                minutes -= size
                break
    return tuple(found) if not minutes else ()


def _rooms(
    plan: Plan, item: Item, day: date, settings: Settings, now: datetime, limit: datetime | None, ignoring: str
) -> Iterator[list[Room]]:
    """The free runs of a day, of each the rooms that one chunk could take.

    Where focus windows are for long chunks only, a run may have two: all of it, and the longest part outside of them.
    """
    wide, parts = (
        [
            (least, start, end)
            for start, end in _stretches(plan, day, settings, search_for(item, least, settings, ignoring), now, limit)
        ]
        for least in (FOCUS_FROM, LEAST)
    )
    inside = [[part for part in parts if room[1] <= part[1] and part[2] <= room[2]] for room in wide]
    for room, found in zip(wide, inside, strict=True):
        longest = max(found, key=lambda part: part[2] - instant(part[1], settings.zone), default=None)
        yield [room] if longest is None else [room, longest]
    yield from ([part] for part in parts if not any(part in found for found in inside))


def _stretches(
    plan: Plan, day: date, settings: Settings, search: Search, now: datetime, limit: datetime | None
) -> Iterator[Run]:
    """The free runs of a day that have room, from a wall time on the slot grid to the instant at which they end."""
    until = instant(limit, settings.zone) if limit is not None else None
    for start in starts(plan, day, settings, search, now):
        begin = instant(start, settings.zone)
        end = next(ends for begins, ends in runs(plan, day, settings, search) if begins <= begin < ends)
        end = end if until is None else min(end, until)
        if begin + timedelta(minutes=search.minutes) <= end:
            yield start, end


def _sizes(rooms: list[Room], left: int, settings: Settings) -> Iterator[tuple[int, Span]]:
    """The chunks of at most `left` minutes that a free run can hold: whole slots before others, long ones first."""
    for room in rooms:
        least, start = room[0], room[1]
        sizes = range(min(_most(room, settings), left), least - 1, -1)
        for size in sorted(sizes, key=lambda size: (size % settings.slot > 0, -size)):
            finish = lasting(start, size, settings.zone)
            if minutes_between(start, finish, settings.zone) == size:
                yield size, (start, finish)


def _most(room: Room, settings: Settings) -> int:
    """Minutes of the longest chunk that a room holds."""
    return int((room[2] - instant(room[1], settings.zone)).total_seconds() // 60)
