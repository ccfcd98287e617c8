"""An instance: one stretch of the calendar, as the viewer in a zone sees it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ctotui.core.civil import DAY, day_of, instant, midnight, wall, zone_info
from ctotui.core.model import Block, Item, Occurrence, Wall
from ctotui.core.plan import Plan
from ctotui.core.series import Series

DELETED = "(deleted item)"


@dataclass(frozen=True, slots=True)
class Instance:
    """One stretch of the calendar: a stored block, or a computed occurrence of a series (M5)."""

    id: str
    """Of the block, or ``<item id>@<original start>``."""
    item: str
    """Id of its item."""
    title: str
    """The item's title, or the occurrence's own."""
    start: Wall
    end: Wall
    """Wall times in the viewer's zone; days, end exclusive, where `all_day`."""
    begins: datetime
    ends: datetime
    """The same as instants: for durations, order and overlap."""
    all_day: bool
    zone: str
    """Of the block; empty: floating."""
    fixed: bool
    """M6: has other people, or is imported, or pinned."""
    recurring: bool = False
    status: str = ""
    """``done`` or ``dropped`` where this occurrence was finished by itself, else the item's status."""
    kind: str = "task"
    """Kind of the item."""
    list: str = ""
    """List of the item."""
    at: Wall | None = None
    """Original start of an occurrence, wall time in the zone of its series: the `at` of its `Occurrence`."""

    @property
    def minutes(self) -> int:
        """Length in whole minutes."""
        return round((self.ends - self.begins).total_seconds() / 60)


def project_block(block: Block, item: Item | None, zone: str) -> Instance:
    if item is None:
        item = Item(block.item, DELETED)
        status = ""
    else:
        status = item.status
    fixed = block.fixed or bool(item.people) or bool(item.uid)
    start, end, begins, ends = _span(block.start, block.end, block.zone, zone)
    named = block.zone if not block.all_day else ""
    return Instance(
        block.id,
        item.id,
        item.title,
        start,
        end,
        begins,
        ends,
        block.all_day,
        named,
        fixed,
        False,
        status,
        item.kind,
        item.list,
    )


def project_occurrence(series: Series, at: Wall, key: str, override: Occurrence | None, zone: str) -> Instance | None:
    """One occurrence with what was touched in it; None where it was cancelled."""
    if override is None:
        override = Occurrence(key, series.item.id, at)
    elif override.cancelled:
        return None
    item, block = series.item, series.block
    start = at if override.start is None else override.start
    end = override.end if override.end is not None else start + length(series, start)
    source = series.zone if override.zone is None else override.zone
    start, end, begins, ends = _span(start, end, source, zone)
    all_day = not isinstance(start, datetime)
    people = item.people if override.people is None else override.people
    fixed = bool(people) or bool(item.uid) or (block is not None and block.fixed)
    title = item.title if override.title is None else override.title
    return Instance(
        key,
        item.id,
        title,
        start,
        end,
        begins,
        ends,
        all_day,
        "" if all_day else source,
        fixed,
        True,
        override.status or item.status,
        item.kind,
        item.list,
        at,
    )


def length(series: Series, start: Wall) -> timedelta:
    """How long an occurrence lasts by the clock; a touched one may be a day where the series has times, or reverse."""
    if series.block is None:
        return DAY
    first, last = series.block.start, series.block.end
    if isinstance(start, datetime) == isinstance(first, datetime):
        return (
            last - first if isinstance(last, datetime) and isinstance(first, datetime) else day_of(last) - day_of(first)
        )
    return timedelta(minutes=30) if isinstance(start, datetime) else DAY


def _span(start: Wall, end: Wall, source: str, zone: str) -> tuple[Wall, Wall, datetime, datetime]:
    """Start and end in the viewer's zone, and as instants. A start in a gap moves forward and keeps its length."""
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        first, last = day_of(start), max(day_of(end), day_of(start) + DAY)
        return first, last, instant(midnight(first), zone), instant(midnight(last), zone)
    where = source or zone
    begins, ends = instant(start, where), instant(end, where)
    shown = wall(begins, where)
    if ends < begins or shown != start:
        ends = begins + max(end - start, timedelta())
    return shown if where == zone else wall(begins, zone), wall(ends, zone), begins, ends


def overlaps(one: Instance, start: date, end: date) -> bool:
    if isinstance(one.start, datetime) and isinstance(one.end, datetime):
        first, last = midnight(start), midnight(end)
        return one.start < last and (one.end > first or (one.begins == one.ends and one.start >= first))
    return day_of(one.start) < end and day_of(one.end) > start


def is_over(instance: Instance, now: datetime) -> bool:
    """Whether it has ended: a meeting is done then (M10)."""
    return instance.ends <= now


def as_json(instance: Instance, plan: Plan) -> dict[str, object]:
    """The agenda row of the command line: instants with the offset of their zone, days where it lasts whole days."""
    item = plan.find(instance.item)
    zone = instance.zone
    if instance.all_day or not zone:
        start, end = instance.start.isoformat(), instance.end.isoformat()
    else:
        start = instance.begins.astimezone(zone_info(zone)).isoformat()
        end = instance.ends.astimezone(zone_info(zone)).isoformat()
    row: dict[str, object] = {
        "id": instance.id,
        "uid": item.uid if isinstance(item, Item) else "",
        "title": instance.title,
        "kind": instance.kind,
        "start": start,
        "end": end,
        "all_day": instance.all_day,
        "tz": zone,
        "fixed": instance.fixed,
        "recurring": instance.recurring,
        "status": instance.status,
        "list": instance.list,
        "calendar": item.calendar if isinstance(item, Item) else "",
    }
    return {key: value for key, value in row.items() if value != ""}
