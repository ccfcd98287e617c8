"""A day as rows of the screen: which blocks share each row, and what was tracked in it (S3, S8, S11).

Rows are stretches of instants, so that a day on which clocks change has 23 or 25 hours of them; blocks keep their wall
time. Lanes go by screen row: what touches a row shares it, in the order of its start.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from ctotui.core.agenda import Instance
from ctotui.core.civil import at_minute, clock_face, day_bounds, instant, wall
from ctotui.core.holidays import working_hours
from ctotui.core.model import CLOSED, Entry
from ctotui.core.state import Settings

Lane = Literal["", "on", "off"]
"""What the actual lane shows: nothing, on plan, off plan."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the time grid, ``[begins, ends)``."""

    begins: datetime
    ends: datetime
    moment: datetime
    """Wall time of its start."""

    @property
    def label(self) -> str:
        """``08:30``."""
        return clock_face(self.moment)


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of an instance that lies in one row."""

    instance: Instance
    first: bool
    """The row that shows its title."""
    second: bool
    """The row below that."""
    label: str
    """Its own start, where that is not the start of the row: ``08:15``."""


@lru_cache(maxsize=64)
def rows(day: date, zone: str, step: int) -> tuple[Row, ...]:
    """The rows of a local day, `step` minutes each."""
    start, end = day_bounds(day, zone)
    size = timedelta(minutes=step)
    found = []
    while start < end:
        found.append(Row(start, min(start + size, end), wall(start, zone)))
        start += size
    return tuple(found)


def row_at(grid: Sequence[Row], moment: datetime) -> int:
    """Index of the row that holds an instant: the first or the last where it is on another day."""
    if not grid or moment < grid[0].begins:
        return 0
    size = grid[0].ends - grid[0].begins
    return min((moment - grid[0].begins) // size, len(grid) - 1)


def pieces(instances: Iterable[Instance], grid: Sequence[Row]) -> list[list[Piece]]:
    """What stands in each row, all-day instances left out; one without length stands in the row of its start."""
    found: list[list[Piece]] = [[] for _row in grid]
    if not grid:
        return found
    timed = (one for one in instances if not one.all_day)
    for one in sorted(timed, key=lambda one: (one.begins, -one.minutes, one.id)):
        if one.ends < grid[0].begins or one.begins >= grid[-1].ends or one.ends == grid[0].begins > one.begins:
            continue
        first = row_at(grid, one.begins)
        last = max(row_at(grid, one.ends - timedelta(microseconds=1)), first)
        label = _own_start(one, grid[first])
        for index in range(first, last + 1):
            found[index].append(Piece(one, index == first, index == first + 1, label if index == first else ""))
    return found


def _own_start(one: Instance, row: Row) -> str:
    if one.begins == row.begins or not isinstance(one.start, datetime):
        return ""
    return clock_face(one.start)


def actual(grid: Sequence[Row], entries: Iterable[Entry], instances: Iterable[Instance], now: datetime) -> list[Lane]:
    """What most of the minutes of each row were: tracked on what was planned then, off it, or not at all (S11, T11).

    Of a row that holds `now` only the past part counts; a tie is tracked, and on plan.
    """
    tracked = [0.0] * len(grid)
    on_plan = [0.0] * len(grid)
    planned: dict[str, list[Instance]] = {}
    for one in instances:
        if not one.all_day:
            planned.setdefault(one.item, []).append(one)
    for entry in entries:
        if entry.adjustment is not None or not grid:
            continue
        end = min(entry.end or now, now)
        for index in range(row_at(grid, entry.start), row_at(grid, end) + 1):
            row = grid[index]
            low, high = max(entry.start, row.begins), min(end, row.ends)
            tracked[index] += max((high - low).total_seconds(), 0)
            on_plan[index] += _shared(low, high, planned.get(entry.item, []))
    return [_lane(row, t, on, now) for row, t, on in zip(grid, tracked, on_plan, strict=True)]


def _shared(low: datetime, high: datetime, planned: Iterable[Instance]) -> float:
    """Seconds of ``[low, high)`` within the union of `planned`, which is in order of start."""
    total = 0.0
    for one in planned:
        start, end = max(low, one.begins), min(high, one.ends)
        if start < end:
            total += (end - start).total_seconds()
            low = end
    return total


def _lane(row: Row, tracked: float, on_plan: float, now: datetime) -> Lane:
    past = (min(row.ends, max(now, row.begins)) - row.begins).total_seconds()
    if tracked <= 0 or tracked < past - tracked:
        return ""
    return "on" if on_plan >= tracked - on_plan else "off"


def protected(day: date, settings: Settings, grid: Sequence[Row]) -> list[tuple[str, bool]]:
    """The protected window (M6) that each row lies in, as (name, is it the first row); else ``("", False)``."""
    found = [("", False)] * len(grid)
    opens, closes = working_hours(day, settings)
    windows = [("Lunch", *settings.lunch)] if opens < closes else []
    windows += [("Focus", start, end) for weekday, start, end in settings.focus if weekday == day.weekday()]
    for name, start, end in windows:
        if start >= end:
            continue
        low, high = instant(at_minute(day, start), settings.zone), instant(at_minute(day, end), settings.zone)
        covered = [index for index, row in enumerate(grid) if row.begins < high and row.ends > low]
        for index in covered:
            found[index] = (name, index == covered[0])
    return found


def clashes(instances: Iterable[Instance]) -> dict[str, bool]:
    """Ids of what overlaps something that started before it or is fixed, and whether that is fixed (``×``, else ``!``).

    Done and dropped ones hit nothing.
    """
    standing = [one for one in instances if not one.all_day and one.status not in CLOSED]
    standing.sort(key=lambda one: (one.begins, one.ends))
    found: dict[str, bool] = {}
    reach: list[Instance] = []
    for one in standing:
        reach = [other for other in reach if other.ends > one.begins]
        for other in reach:
            loser, winner = (other, one) if one.fixed and not other.fixed else (one, other)
            found[loser.id] = found.get(loser.id, False) or winner.fixed
        reach.append(one)
    return found
