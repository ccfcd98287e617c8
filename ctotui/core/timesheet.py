"""The timesheet: tracked and planned time of a week by list, and of a day entry by entry (T7, T11, T14).

All figures are whole minutes between shown times, so rows add up to their totals. Planned time is that of the live
plan, without all-day and dropped instances.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ctotui.core import entries, gaps
from ctotui.core.agenda import Instance, instances
from ctotui.core.civil import DAY, day_bounds, wall, week_of
from ctotui.core.memo import by_shards
from ctotui.core.model import Entry, Item
from ctotui.core.plan import Plan
from ctotui.core.state import Settings, State

MEETINGS = "meetings"
INBOX = "inbox"
AREAS = ("work", "personal", "goals")
"""Areas in the order of their rows."""
Week7 = tuple[int, ...]
"""Minutes of the seven days of a week."""
_NOTHING: Week7 = (0,) * 7


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the timesheet: a list, the meetings, the inbox, one item, or the day totals."""

    label: str
    key: str
    """Path of the list or id of the item; empty for totals."""
    actual: Week7
    planned: Week7
    items: tuple["Row", ...] = ()
    corrected: frozenset[int] = frozenset()
    """Days whose figure holds a correction (T10), shown as ``2:30*``."""

    @property
    def difference(self) -> int:
        """Tracked less planned."""
        return sum(self.actual) - sum(self.planned)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A week of the timesheet."""

    start: date
    rows: tuple[Row, ...]
    """One for each list that has time, by area and name; then meetings, then what has no list."""
    total: Row

    @property
    def days(self) -> list[date]:
        return [self.start + n * DAY for n in range(7)]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the day: an entry, a gap, or what is planned for later today."""

    kind: str
    """``entry``, ``gap`` or ``planned``."""
    start: datetime
    """Instants; of an entry over midnight, its own and not those of the day."""
    end: datetime | None
    """None: it runs."""
    zone: str
    minutes: int
    """Of its part on this day."""
    title: str = ""
    entry: Entry | None = None
    item: Item | None = None
    planned: int = 0
    """Minutes planned on its item (or occurrence) this day."""
    planned_at: datetime | None = None
    """Wall time at which that starts."""
    drift: int | None = None
    """Tracked on its item less `planned` (T11): on the last entry of an item that was planned and does not run."""


@dataclass(frozen=True, slots=True)
class Effort:
    """One item's day: what was planned on it and what was tracked."""

    key: str
    """Id of the item, or of the occurrence of a series."""
    title: str
    actual: int
    planned: int
    running: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The entries of a local day beside its plan."""

    day: date
    lines: tuple[Line, ...]
    efforts: tuple[Effort, ...]
    """Every item planned or tracked, in the order of its first time."""
    tracked: int
    gaps: int
    on_plan: int
    """Minutes tracked on the item that was planned just then, as the live plan stands (T11)."""
    unplanned: int
    """Minutes tracked on items that were not planned this day."""
    drift: int
    """Sum of the drifts of the lines."""

    @property
    def on_plan_percent(self) -> int | None:
        """None where nothing was tracked."""
        return round(100 * self.on_plan / self.tracked) if self.tracked else None

    def line(self, entry: str) -> Line | None:
        """The line of an entry."""
        return next((line for line in self.lines if line.entry is not None and line.entry.id == entry), None)


def week_of_state(state: State) -> Sheet:
    """The week that the cursor of Time is in. Raises NotLoaded for months that are not in memory."""
    start = week_of(state.view.moment.date(), state.settings.week_start)
    return week(state.plan, start, state.settings.zone, _minute(state.now))


def day_of_state(state: State) -> Day:
    """The day that the cursor of Time is in. Raises NotLoaded for months that are not in memory."""
    return day(state.plan, state.view.moment.date(), state.settings, _minute(state.now))


def selected(state: State) -> Entry | None:
    """The entry that has the cursor of Time: the chosen one where it is on the day shown, else the day's last."""
    found = shown(state)
    return next((entry for entry in found if entry.id == state.view.entry), found[-1] if found else None)


def shown(state: State) -> list[Entry]:
    """The entries of the day shown, in the order of their rows."""
    return [line.entry for line in day_of_state(state).lines if line.entry is not None]


def _minute(now: datetime) -> datetime:
    """The moment as far as a screen shows it: what is drawn within a minute is computed once."""
    return now.replace(second=0, microsecond=0)


@by_shards("entries/", "calendar/", "items/", "lists")
def week(plan: Plan, start: date, zone: str, now: datetime) -> Sheet:
    """Tracked and planned minutes of seven days, by list and item."""
    days = [start + n * DAY for n in range(7)]
    actual: dict[str, list[int]] = {}
    planned: dict[str, list[int]] = {}
    corrected: dict[str, set[int]] = {}
    for index, one in enumerate(days):
        for entry in entries.on_day(plan, one, zone, now):
            actual.setdefault(entry.item, [0] * 7)[index] += entries.minutes(entry, now, one, zone)
            if entry.adjustment is not None:
                corrected.setdefault(entry.item, set()).add(index)
    for instance in _planned(plan, start, start + 7 * DAY, zone):
        for index, one in enumerate(days):
            minutes = _minutes_on(instance, one, zone)
            if minutes:
                planned.setdefault(instance.item, [0] * 7)[index] += minutes
    rows = [
        Row(
            _title(plan, key),
            key,
            tuple(actual.get(key, _NOTHING)),
            tuple(planned.get(key, _NOTHING)),
            corrected=frozenset(corrected.get(key, ())),
        )
        for key in dict.fromkeys([*actual, *planned])
    ]
    return Sheet(start, _grouped(plan, rows), _sum("day", "", rows))


@by_shards("entries/", "calendar/", "items/", "lists")
def day(plan: Plan, on: date, settings: Settings, now: datetime) -> Day:
    """The entries of a day beside what was planned on their items, the gaps between them, and what is still planned."""
    zone = settings.zone
    found = entries.on_day(plan, on, zone, now)
    planned = _planned(plan, on, on + DAY, zone)
    lines = _lines(plan, on, zone, now, found, planned)
    holes = gaps.gaps(found, gaps.working(on, settings, zone), now)
    lines += [Line("gap", a, b, zone, round((b - a).total_seconds()) // 60) for a, b in holes]
    lines += [_upcoming(plan, one, zone) for one in planned if one.begins > now and wall(now, zone).date() == on]
    lines.sort(key=lambda line: (line.kind == "planned", line.start))
    efforts = _efforts(on, zone, now, found, planned, plan)
    return Day(
        on,
        tuple(lines),
        tuple(efforts),
        sum(effort.actual for effort in efforts),
        sum(line.minutes for line in lines if line.kind == "gap"),
        sum(_on_plan(entry, planned, on, zone, now) for entry in found),
        sum(effort.actual for effort in efforts if not effort.planned),
        sum(line.drift or 0 for line in lines),
    )


# --- how -------------------------------------------------------------------------------------------------------------


def _key(entry: Entry) -> str:
    """What an entry is compared with in the plan: the occurrence that it was tracked on, else its item."""
    return entry.occurrence or entry.item


def _plan_key(one: Instance) -> str:
    return one.id if one.recurring else one.item


def _planned(plan: Plan, start: date, end: date, zone: str) -> list[Instance]:
    found = instances(plan, start, end, zone)
    return [one for one in found if not one.all_day and one.status != "dropped"]


def _minutes_on(one: Instance, on: date, zone: str) -> int:
    first, past = day_bounds(on, zone)
    return max(round((min(one.ends, past) - max(one.begins, first)).total_seconds() / 60), 0)


def _matches(entry: Entry, one: Instance) -> bool:
    """Whether an entry was tracked on what an instance plans; one of a series that names no occurrence fits any."""
    return one.item == entry.item and (not entry.occurrence or not one.recurring or one.id == entry.occurrence)


def _on_plan(entry: Entry, planned: list[Instance], on: date, zone: str, now: datetime) -> int:
    if entry.adjustment is not None:
        return 0
    first, past = day_bounds(on, zone)
    start, end = max(entry.start, first), min(entry.end or max(now, entry.start), past)
    spans = sorted((max(one.begins, start), min(one.ends, end)) for one in planned if _matches(entry, one))
    total, reached = timedelta(0), start
    for low, high in spans:
        total += max(high - max(low, reached), timedelta(0))
        reached = max(reached, high)
    return round(total.total_seconds() / 60)


def _lines(plan: Plan, on: date, zone: str, now: datetime, found: list[Entry], planned: list[Instance]) -> list[Line]:
    spent: dict[str, int] = {}
    final: dict[str, str] = {}
    for entry in found:
        spent[_key(entry)] = spent.get(_key(entry), 0) + entries.minutes(entry, now, on, zone)
        final[_key(entry)] = entry.id if entry.end is not None else ""
    lines = []
    for entry in found:
        item = plan.find(entry.item)
        its = [one for one in planned if _matches(entry, one)]
        minutes = sum(_minutes_on(one, on, zone) for one in its)
        ended = bool(minutes) and final[_key(entry)] == entry.id
        lines.append(
            Line(
                "entry",
                entry.start,
                entry.end,
                entry.zone or zone,
                entries.minutes(entry, now, on, zone),
                its[0].title if its else _title(plan, entry.item),
                entry,
                item if isinstance(item, Item) else None,
                minutes,
                wall(its[0].begins, zone) if its else None,
                spent[_key(entry)] - minutes if ended else None,
            )
        )
    return lines


def _upcoming(plan: Plan, one: Instance, zone: str) -> Line:
    item = plan.find(one.item)
    found = item if isinstance(item, Item) else None
    return Line("planned", one.begins, one.ends, zone, one.minutes, one.title, None, found, one.minutes)


def _efforts(
    on: date, zone: str, now: datetime, found: list[Entry], planned: list[Instance], plan: Plan
) -> list[Effort]:
    actual: dict[str, int] = {}
    meant: dict[str, int] = {}
    first: dict[str, tuple[datetime, str]] = {}
    live = {_key(entry) for entry in found if entry.end is None}
    for entry in found:
        actual[_key(entry)] = actual.get(_key(entry), 0) + entries.minutes(entry, now, on, zone)
        first.setdefault(_key(entry), (entry.start, _title(plan, entry.item)))
    for one in planned:
        key = _plan_key(one) if _plan_key(one) in actual or one.item not in actual else one.item
        meant[key] = meant.get(key, 0) + _minutes_on(one, on, zone)
        start, title = first.get(key, (one.begins, one.title))
        first[key] = (min(start, one.begins), title)
    order = sorted(first, key=lambda key: first[key])
    return [Effort(key, first[key][1], actual.get(key, 0), meant.get(key, 0), key in live) for key in order]


def _title(plan: Plan, item: str) -> str:
    found = plan.find(item)
    return found.title if isinstance(found, Item) else "(deleted item)"


def _grouped(plan: Plan, rows: list[Row]) -> tuple[Row, ...]:
    """A row for each list, its items beneath it by their time."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        item = plan.find(row.key)
        meeting = isinstance(item, Item) and item.kind == "meeting"
        path = MEETINGS if meeting else (item.list if isinstance(item, Item) else "") or INBOX
        groups.setdefault(path, []).append(row)
    paths = sorted((path for path in groups if path not in (MEETINGS, INBOX)), key=_area_first)
    paths += [path for path in (MEETINGS, INBOX) if path in groups]
    return tuple(_sum(_label(path, paths), path, groups[path], tuple(_by_time(groups[path]))) for path in paths)


def _area_first(path: str) -> tuple[int, str]:
    """Work, then personal, then goals (M1), then the rest; within an area by name."""
    area = path.partition("/")[0]
    return (AREAS.index(area) if area in AREAS else len(AREAS)), path


def _by_time(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-sum(row.actual), -sum(row.planned), row.label))


def _label(path: str, paths: list[str]) -> str:
    """``/infra`` where no other shown list ends so, else the whole path."""
    if path in (MEETINGS, INBOX):
        return path
    last = path.rpartition("/")[2]
    alone = sum(other.rpartition("/")[2] == last for other in paths) == 1
    return f"/{last if alone else path}"


def _sum(label: str, key: str, rows: Iterable[Row], items: tuple[Row, ...] = ()) -> Row:
    parts = list(rows)
    actual = tuple(sum(row.actual[n] for row in parts) for n in range(7))
    planned = tuple(sum(row.planned[n] for row in parts) for n in range(7))
    corrected = frozenset(day for row in parts for day in row.corrected)
    return Row(label, key, actual, planned, items, corrected)
