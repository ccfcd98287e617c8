"""How much a day can hold and how much is planned for it (section 6): overload is arithmetic, not a feeling.

An area with hours of its own has its own line: what is planned for it counts there alone. What is fixed takes time from
every line in whose hours it lies, whatever its area: nobody is in two places.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ctotui.core import agenda, areas
from ctotui.core.agenda import Instance
from ctotui.core.civil import at_minute, day_minutes, instant
from ctotui.core.duration import spoken
from ctotui.core.holidays import working_hours
from ctotui.core.memo import recall
from ctotui.core.plan import Plan
from ctotui.core.state import Settings

STEP = 5
"""Capacity is floored to this many minutes."""

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Load:
    """Minutes planned for a day, and its capacity in minutes."""

    planned: int
    capacity: int

    @property
    def over(self) -> int:
        """Minutes planned beyond capacity, 0 where it fits."""
        return max(self.planned - self.capacity, 0)


def load(plan: Plan, day: date, settings: Settings, area: str = "") -> Load:
    """The load of one day, in the zone of `settings`; computed once a plan. Raises NotLoaded.

    It is that of the work line, or of an `area` that has hours of its own.
    """
    line = areas.line(area, settings)
    return recall(
        plan, ("load", day, settings, line), lambda: of(agenda.on_day(plan, day, settings.zone), day, settings, line)
    )


def others(plan: Plan, day: date, settings: Settings) -> tuple[tuple[str, Load], ...]:
    """Name and load of each area that has hours of its own, in the order of the settings, where it has any that day.

    Raises NotLoaded.
    """
    loads = ((name, load(plan, day, settings, name)) for name, _week in settings.area_hours)
    return tuple((name, found) for name, found in loads if found.planned or found.capacity)


def of(instances: Iterable[Instance], day: date, settings: Settings, area: str = "") -> Load:
    """The load of a day on which `instances` stand: of the work line, or of an area with hours of its own."""
    found = list(instances)
    return Load(_planned(found, day, settings, area), _capacity(found, day, settings, area))


def headline(found: Load, dot: str = "·", name: str = "plan") -> str:
    """``plan 5h45 of 5h00 · +0h45 OVER``, without the end where it fits; of an area its `name` begins it."""
    over = f" {dot} +{spoken(found.over)} OVER" if found.over else ""
    return f"{name} {spoken(found.planned)} of {spoken(found.capacity)}{over}"


def counted(one: Instance, day: date, settings: Settings, area: str = "") -> bool:
    """Whether an instance is planned time of a line on `day`: flexible, not dropped, and it starts then."""
    return _counts(one) and not one.fixed and _starts(one) == day and areas.line(one.list, settings) == area


def _planned(instances: list[Instance], day: date, settings: Settings, area: str) -> int:
    """Minutes of the flexible blocks that start on `day`, past ones too; dropped ones do not count."""
    return sum(one.minutes for one in instances if counted(one, day, settings, area))


def _capacity(instances: list[Instance], day: date, settings: Settings, area: str) -> int:
    """Minutes a day can hold: 85 % of (working time − lunch − union of fixed − buffer per fixed), floored to 5.

    The reserve of 15 % and the buffer are settings. Only what lies inside the hours and outside lunch is taken off;
    focus windows and all-day events are not.
    """
    opens, closes = working_hours(day, settings, area)
    if opens >= closes or not day_minutes(day, settings.zone):
        return 0
    lunch, after = (min(max(minute, opens), closes) for minute in settings.lunch)
    parts = [_span(day, opens, lunch, settings.zone), _span(day, max(lunch, after), closes, settings.zone)]
    busy = [(one.begins, one.ends) for one in instances if _counts(one) and one.fixed]
    left = sum(_minutes(part) - _covered(part, busy) for part in parts)
    touching = sum(any(_minutes(_common(part, span)) > 0 for part in parts) for span in busy)
    share = (left - settings.buffer * touching) * (1 - settings.reserve)
    return max(int(share + 1e-6) // STEP * STEP, 0)


def _counts(one: Instance) -> bool:
    return not one.all_day and one.status != "dropped"


def _starts(one: Instance) -> date:
    return one.start.date() if isinstance(one.start, datetime) else one.start


def _span(day: date, start: int, end: int, zone: str) -> Span:
    return instant(at_minute(day, start), zone), instant(at_minute(day, end), zone)


def _minutes(span: Span) -> int:
    return max(round((span[1] - span[0]).total_seconds() / 60), 0)


def _common(one: Span, two: Span) -> Span:
    return max(one[0], two[0]), min(one[1], two[1])


def _covered(part: Span, busy: list[Span]) -> int:
    """Minutes of `part` that the union of `busy` takes."""
    total, reached = 0, part[0]
    for span in sorted(busy):
        start, end = _common((max(reached, part[0]), part[1]), span)
        if start < end:
            total += _minutes((start, end))
            reached = end
    return total
