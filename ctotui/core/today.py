"""Today's list (M11): what is on today, in sections, with tracked and estimated time in every row (S4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ctotui.core import agenda, entries
from ctotui.core.agenda import Instance
from ctotui.core.civil import day_bounds, day_of, wall
from ctotui.core.memo import by_shards, recall
from ctotui.core.model import CLOSED, Item
from ctotui.core.plan import Plan, Shard, blocks_of, month
from ctotui.core.reschedule.free import Search, longest
from ctotui.core.state import Settings
from ctotui.core.tracked import tracked

SECTIONS = ("WORK", "MEETINGS", "WAITING", "PERSONAL", "GOALS", "INBOX")
"""In the order of the screen. MEETINGS is shown from 140 columns on; its rows also stand on the calendar."""


@dataclass(frozen=True, slots=True)
class TodayRow:
    """A row of the list: an item, and what it comes to."""

    item: Item
    section: str
    instance: Instance | None
    """Its first block or occurrence today."""
    planned: int
    """Minutes planned today."""
    actual: int
    """Tracked minutes."""
    estimate: int | None
    """Minutes; of a meeting without one, what is planned today."""
    running: bool
    done: bool
    """Finished; a meeting: its end has passed (M10)."""


@dataclass(frozen=True, slots=True)
class Today:
    """The whole list and its sums."""

    sections: dict[str, tuple[TodayRow, ...]]
    """Rows by section, in the order of `SECTIONS`; every section is there, if empty."""
    done: int
    total: int
    """``n/m``: of WORK, PERSONAL and GOALS."""
    left: int
    """``est left``: minutes still estimated for the open rows of WORK and GOALS."""
    overdue: int
    """Open rows whose deadline, or without one the follow-up, has passed."""

    @property
    def order(self) -> list[str]:
        """Ids of the items that the cursor of the list visits, from top to bottom: all but MEETINGS."""
        return [row.item.id for name, rows in self.sections.items() if name != "MEETINGS" for row in rows]


def today(plan: Plan, settings: Settings, now: datetime) -> Today:
    """Today's list at the instant `now`, computed once a plan and minute. Raises NotLoaded."""
    minute = now.replace(second=0, microsecond=0)
    return recall(plan, ("today", settings.zone, minute), lambda: _today(plan, settings, now))


def _today(plan: Plan, settings: Settings, now: datetime) -> Today:
    zone, day = settings.zone, wall(now, settings.zone).date()
    times = Times(plan, now)
    blocks: dict[str, list[Instance]] = {}
    for one in (*agenda.on_day(plan, day, zone), *agenda.untimed_on(plan, day, zone)):
        if one.status != "dropped":
            blocks.setdefault(one.item, []).append(one)
    rows = [_row(item, blocks.get(item.id, []), times, day, now) for item in _members(plan, blocks, day, zone, now)]
    sections = {name: tuple(sorted((r for r in rows if r.section == name), key=_order)) for name in SECTIONS}
    counted = [row for name in ("WORK", "PERSONAL", "GOALS") for row in sections[name]]
    left = sum(
        max((row.estimate or 0) - row.actual, 0) for name in ("WORK", "GOALS") for row in sections[name] if not row.done
    )
    late = sum(_is_late(row, day) for rows_of in sections.values() for row in rows_of)
    return Today(sections, sum(row.done for row in counted), len(counted), left, late)


def _is_late(row: TodayRow, day: date) -> bool:
    moment = row.item.due if row.item.due is not None else row.item.follow_up
    return not row.done and moment is not None and day_of(moment) < day


class Times:
    """Tracked minutes of many items of one plan at one moment."""

    def __init__(self, plan: Plan, now: datetime) -> None:
        self._plan = plan
        self._now = now
        self._sums = _sums(plan)
        current = entries.running(plan)
        self.running = "" if current is None else current.item
        """Id of the item that the timer runs on."""
        self._growing = () if current is None else (current.item, current.occurrence)

    def of(self, key: str) -> int:
        """Minutes tracked on an item or an occurrence."""
        if key in self._growing:
            return tracked(self._plan, key, self._now)
        if key not in self._sums:
            self._sums[key] = tracked(self._plan, key, self._now)
        return self._sums[key]


@by_shards("entries/")
def _sums(_plan: Plan) -> dict[str, int]:
    """Minutes by key of what does not run, filled as they are asked for, until an entry changes."""
    return {}


def _members(plan: Plan, blocks: dict[str, list[Instance]], day: date, zone: str, now: datetime) -> Iterable[Item]:
    """The items of the list, each once: M11, all that waits, and the inbox; of hidden calendars only what runs."""
    found: dict[str, Item] = {}
    current = entries.running(plan)
    for key in [*blocks, *([current.item] if current is not None else [])]:
        item = plan.find(key)
        if isinstance(item, Item) and (item.status not in CLOSED or _ended_on(item, day, zone)):
            found[item.id] = item
    for key, shard in plan.loaded("items/"):
        if not key.startswith("items/archive/"):
            found.update((item.id, item) for item in shard.derive(_candidates) if _stands(item, day))
    # An item is filed by the month, in UTC, that ended it; the local day may begin in the one before.
    archive = dict.fromkeys(f"items/archive/{month(moment)}" for moment in (day_bounds(day, zone)[0], now))
    for shard in (plan.shard(key) for key in archive):
        found.update((item.id, item) for item in shard.derive(_ended) if _ended_on(item, day, zone))
    if not plan.hidden:
        return found.values()
    running = current.item if current is not None else ""
    return [item for item in found.values() if item.calendar not in plan.hidden or item.id == running]


def _candidates(shard: Shard) -> list[Item]:
    """Open items that may be on some day's list."""
    return [item for item in shard.values() if isinstance(item, Item) and item.status not in CLOSED and _marked(item)]


def _marked(item: Item) -> bool:
    return item.star or item.day is not None or item.due is not None or item.status == "waiting" or not item.list


def _stands(item: Item, day: date) -> bool:
    if item.star or item.status == "waiting" or not item.list:
        return True
    return any(moment is not None and day_of(moment) <= day for moment in (item.day, item.due))


def _ended(shard: Shard) -> list[Item]:
    return [item for item in shard.values() if isinstance(item, Item) and item.status == "done" and item.ended]


def _ended_on(item: Item, day: date, zone: str) -> bool:
    return item.status == "done" and item.ended is not None and wall(item.ended, zone).date() == day


def _row(item: Item, own: list[Instance], times: Times, day: date, now: datetime) -> TodayRow:
    first = min(own, key=lambda one: one.begins, default=None)
    planned = sum(one.minutes for one in own if not one.all_day)
    series = first is not None and first.recurring
    actual = sum(times.of(one.id) for one in own) if series else times.of(item.id)
    done = item.status == "done" or (series and all(one.status == "done" for one in own))
    if item.kind == "meeting" and own:
        done = done or all(one.ends <= now for one in own)
    estimate = item.estimate
    if estimate is None and item.kind == "meeting" and planned:
        estimate = planned
    section = _section(item, bool(own), day)
    return TodayRow(item, section, first, planned, actual, estimate, times.running == item.id, done)


def _section(item: Item, planned: bool, day: date) -> str:
    if item.kind == "meeting" and planned:
        return "MEETINGS"
    if item.status == "waiting":
        return "WAITING"
    dated = any(moment is not None and day_of(moment) <= day for moment in (item.day, item.due))
    if not item.list and not (planned or dated or item.star or item.status in ("doing", "done")):
        return "INBOX"
    area = item.list.partition("/")[0].lower()
    return {"personal": "PERSONAL", "goals": "GOALS"}.get(area, "WORK")


def _order(row: TodayRow) -> tuple[object, ...]:
    """Meetings by time, what waits by follow-up; else stars, then rank, done last (M11)."""
    item = row.item
    if row.section == "MEETINGS" and row.instance is not None:
        return row.instance.begins, item.id
    if row.section == "WAITING":
        return awaited(item) or date.max, item.rank, item.id
    return row.done, not item.star, item.rank, item.created.isoformat() if item.created else "", item.id


def awaited(item: Item) -> date | None:
    """The day on which to ask after a delegated item: its follow-up, else its deadline."""
    if item.follow_up is not None:
        return item.follow_up
    return day_of(item.due) if item.due is not None else None


@dataclass(frozen=True, slots=True)
class Tray:
    """What is estimated and not on the calendar."""

    unplanned: int
    """Minutes."""
    free: int
    """Minutes of the longest free run of the rest of today."""


def tray(plan: Plan, settings: Settings, now: datetime) -> Tray:
    """The open estimates that no block ahead covers, without PERSONAL, what waits and what is blocked.

    Raises NotLoaded.
    """
    minute = now.replace(second=0, microsecond=0)
    return recall(plan, ("tray", settings, minute), lambda: _tray(plan, settings, now))


def _tray(plan: Plan, settings: Settings, now: datetime) -> Tray:
    here = wall(now, settings.zone)
    since = f"calendar/{month(here)}"
    ahead = Plan({key: shard for key, shard in plan.loaded("calendar/") if key >= since})
    times = Times(plan, now)
    total = 0
    for key, shard in plan.loaded("items/"):
        if not key.startswith("items/archive/"):
            for item in (one for one in shard.derive(_plannable) if one.calendar not in plan.hidden):
                total += max((item.estimate or 0) - times.of(item.id) - _ahead(ahead, item, settings.zone, now), 0)
    return Tray(total, longest(plan, here.date(), settings, Search(settings.slot), here))


def _plannable(shard: Shard) -> list[Item]:
    return [
        item
        for item in shard.values()
        if isinstance(item, Item)
        and item.status not in (*CLOSED, "waiting")
        and item.estimate
        and not item.blocked_by
        and item.list.partition("/")[0].lower() != "personal"
    ]


def _ahead(plan: Plan, item: Item, zone: str, now: datetime) -> int:
    """Planned minutes of blocks that are not over; a block that is on counts whole, for what it was planned to take."""
    own = (agenda.of_block(block, plan, zone) for block in blocks_of(plan, item.id))
    return sum(one.minutes for one in own if not one.all_day and one.ends > now)
