"""A month as cells, one a day: what stands on each, its load, and what overlaps (S7)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ctotui.core import capacity
from ctotui.core.agenda import Instance, instances
from ctotui.core.capacity import Load
from ctotui.core.civil import DAY, day_of, midnight, next_month, week_of
from ctotui.core.lanes import clashes
from ctotui.core.memo import recall
from ctotui.core.plan import Plan
from ctotui.core.state import Settings
from ctotui.core.week import Total


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month's grid."""

    day: date
    found: tuple[Instance, ...]
    """All-day ones first, then by their start."""
    load: Load
    hit: dict[str, bool]
    """Ids of what overlaps, with whether that is fixed (`lanes.clashes`)."""


def weeks(day: date, week_start: int) -> list[tuple[date, ...]]:
    """The weeks that hold the month of `day`, whole: four to six."""
    first, after = day.replace(day=1), next_month(day.replace(day=1))
    start, found = week_of(first, week_start), []
    while start < after:
        found.append(tuple(start + timedelta(days=number) for number in range(7)))
        start += timedelta(days=7)
    return found


def cells(plan: Plan, start: date, end: date, settings: Settings) -> dict[date, Cell]:
    """The cells of the days ``[start, end)``, computed once a plan. Raises NotLoaded."""
    return recall(plan, ("cells", start, end, settings), lambda: _cells(plan, start, end, settings))


def of_month(plan: Plan, day: date, settings: Settings) -> dict[date, Cell]:
    """The cells of the weeks that hold the month of `day`. Raises NotLoaded."""
    rows = weeks(day, settings.week_start)
    return cells(plan, rows[0][0], rows[-1][-1] + DAY, settings)


def total(found: dict[date, Cell], month: date) -> Total:
    """The sums of the days of one month."""
    own = [cell for day, cell in found.items() if (day.year, day.month) == (month.year, month.month)]
    return Total(
        sum(cell.load.planned for cell in own),
        sum(cell.load.capacity for cell in own),
        sum(bool(cell.load.over) for cell in own),
        sum(sum(cell.hit.values()) for cell in own),
    )


def _cells(plan: Plan, start: date, end: date, settings: Settings) -> dict[date, Cell]:
    days = [start + timedelta(days=number) for number in range((end - start).days)]
    held: dict[date, list[Instance]] = {day: [] for day in days}
    for one in instances(plan, start, end, settings.zone):
        first, last = max(day_of(one.start), start), min(last_day(one), days[-1])
        for number in range((last - first).days + 1):
            held[first + timedelta(days=number)].append(one)
    return {day: _cell(day, tuple(sorted(on, key=lambda one: not one.all_day)), settings) for day, on in held.items()}


def last_day(one: Instance) -> date:
    """The last day that an instance stands on; one without length stands on the day of its start."""
    if isinstance(one.end, datetime) and one.end > midnight(one.end.date()):
        return one.end.date()
    return max(day_of(one.end) - DAY, day_of(one.start))


def _cell(day: date, found: tuple[Instance, ...], settings: Settings) -> Cell:
    return Cell(day, found, capacity.of(found, day, settings), clashes(found))
