"""The free time of some days while proposals take of it: what auto-plan works on, inside one call.

Free runs are kept by who may use them: items of an area with hours of its own (`areas.line`), with focus windows or
without. What is taken is taken for all of them. Capacity is kept by line, as `core.capacity` counts it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from ctotui.core import areas
from ctotui.core.capacity import load
from ctotui.core.civil import instant, wall
from ctotui.core.model import Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.fit import FOCUS_FROM
from ctotui.core.reschedule.free import Run, Search, first_slot, runs
from ctotui.core.state import Settings


class Kind(NamedTuple):
    """Which free time an item may use."""

    focus: bool
    """Focus windows too, where there are any: for what takes 60 minutes or is of high priority (section 6)."""
    line: str
    """Whose hours and capacity: an area with hours of its own; empty: the working hours."""


class Want(NamedTuple):
    """What is looked for: at least and at most how many minutes, in whole slots, between two instants."""

    least: int
    most: int
    since: datetime
    until: datetime | None = None


class Found(NamedTuple):
    """A free stretch: its wall start on the slot grid, that instant, and minutes."""

    start: datetime
    begin: datetime
    minutes: int


def kind_of(item: Item, minutes: int, settings: Settings) -> Kind:
    """Which free time `item` may use, of which `minutes` are to be planned."""
    focus = not settings.focus or minutes >= FOCUS_FROM or item.priority in ("high", "urgent")
    return Kind(focus, areas.line(item.list, settings))


class Timetable:
    """Free time and capacity of `days`, those that are over left out, from the instant `now` on."""

    def __init__(self, plan: Plan, days: Iterable[date], settings: Settings, now: datetime) -> None:
        self.plan, self.settings, self.now = plan, settings, now
        self.days = sorted({day for day in days if day >= wall(now, settings.zone).date()})
        self._gaps: dict[tuple[date, Kind], list[Found]] = {}
        self._longest: dict[tuple[date, Kind], int] = {}
        self._rooms: dict[tuple[date, str], int] = {}
        self._taken: dict[date, list[Run]] = {}

    def room(self, day: date, line: str) -> int:
        """Minutes of capacity that are left on a day; negative past the capacity line."""
        if (day, line) not in self._rooms:
            found = load(self.plan, day, self.settings, line)
            self._rooms[day, line] = found.capacity - found.planned
        return self._rooms[day, line]

    def between(self, since: datetime, until: datetime | None) -> list[date]:
        """The days of which some lies between two instants; no second one: all from the first on."""
        first = bisect_left(self.days, wall(since, self.settings.zone).date())
        if until is None:
            return self.days[first:]
        last = wall(until - timedelta(minutes=1), self.settings.zone).date()
        return self.days[first : bisect_right(self.days, last)]

    def find(self, day: date, kind: Kind, want: Want, bound: bool = True) -> Found | None:
        """The earliest free time of a day that holds what is wanted, as much of it as it can.

        `bound` keeps to the capacity that is left.
        """
        if self._longest_on(day, kind) < want.least:
            return None
        most = min(want.most, self._slots(self.room(day, kind.line))) if bound else want.most
        if most < want.least:
            return None
        for gap in self._gaps[day, kind]:
            if gap.minutes >= want.least:
                found = self._within(gap, want, most)
                if found is not None:
                    return found
        return None

    def take(self, found: Found, line: str) -> None:
        """Let nobody else have this time, nor this much of the line's capacity that day."""
        day = found.start.date()
        busy = found.begin, found.begin + timedelta(minutes=found.minutes)
        self._taken.setdefault(day, []).append(busy)
        for on, kind in self._gaps:
            if on == day:
                self._keep(day, kind, self._without(self._gaps[day, kind], busy))
        self._rooms[day, line] = self.room(day, line) - found.minutes

    def _longest_on(self, day: date, kind: Kind) -> int:
        """Minutes of the longest gap of a day; its gaps are looked up first, where they are not known."""
        if (day, kind) not in self._longest:
            search = Search(0, kind.focus, self.settings.buffer, area=kind.line)
            free = runs(self.plan, day, self.settings, search)
            gaps = [gap for begin, end in free for gap in self._gap(max(begin, self.now), end)]
            for busy in self._taken.get(day, ()):
                gaps = self._without(gaps, busy)
            self._keep(day, kind, gaps)
        return self._longest[day, kind]

    def _keep(self, day: date, kind: Kind, gaps: list[Found]) -> None:
        self._gaps[day, kind] = gaps
        self._longest[day, kind] = max((gap.minutes for gap in gaps), default=0)

    def _within(self, gap: Found, want: Want, most: int) -> Found | None:
        """The first stretch of a gap; where it ends may be in the second showing of an hour."""
        start, begin, end = gap.start, gap.begin, gap.begin + timedelta(minutes=gap.minutes)
        if begin < want.since:
            start, begin = self._slot(want.since)
        if want.until is not None:
            end = min(end, want.until)
        minutes = min(self._between(begin, end), most)
        return Found(start, begin, minutes) if minutes >= want.least else None

    def _gap(self, begin: datetime, end: datetime) -> list[Found]:
        """A free run from the first slot in it on; nothing where it holds none."""
        start, begin = self._slot(begin)
        minutes = self._between(begin, end)
        return [Found(start, begin, minutes)] if minutes > 0 else []

    def _without(self, gaps: list[Found], busy: Run) -> list[Found]:
        """Gaps with one stretch cut out."""
        left: list[Found] = []
        for gap in gaps:
            end = gap.begin + timedelta(minutes=gap.minutes)
            if busy[1] <= gap.begin or end <= busy[0]:
                left.append(gap)
                continue
            if gap.begin < busy[0]:
                left.append(Found(gap.start, gap.begin, self._between(gap.begin, busy[0])))
            left += self._gap(busy[1], end)
        return left

    def _between(self, begin: datetime, end: datetime) -> int:
        """Minutes between two instants, in whole slots; 0 or less where there are none."""
        return self._slots((end - begin) // timedelta(minutes=1))

    def _slots(self, minutes: int) -> int:
        return minutes // self.settings.slot * self.settings.slot

    def _slot(self, moment: datetime) -> tuple[datetime, datetime]:
        """The first time on the slot grid that is not before an instant: wall time and instant."""
        start = first_slot(moment, self.settings)
        return start, instant(start, self.settings.zone)
