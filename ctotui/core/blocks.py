"""Planned time: putting an item on the calendar, moving its block, taking it off, and what it overlaps.

Edits here never touch an entry (I3) nor an estimate (M7). Times given and returned are wall times in the viewer's zone;
a block keeps the zone it was made in, and an occurrence of a series that of its series (storage-and-time 3). One
with `fold` 1 is in the second showing of an hour in autumn (PEP 495), and is stored in a zone that can name it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from ctotui.core.agenda import Instance, by_id, instances, of_block
from ctotui.core.civil import DAY, exactly, instant, later, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import CLOSED, Block, Item, Occurrence, Record, Wall
from ctotui.core.plan import Plan, blocks_of, month, stamped, update
from ctotui.core.series import Series, occurrence_id

_Place = tuple[Wall, Wall, str]
"""Wall times ``[start, end)`` and their zone, as they are stored."""
AHEAD = (14, 62, 400)
"""Days that are searched, one after another, for the next occurrence of a series."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that a stretch of time overlaps (section 6: ``×`` where it is fixed, else ``!``)."""

    instance: Instance
    minutes: int
    """How much of it."""
    fixed: bool


def lasting(start: datetime, minutes: int, zone: str) -> datetime:
    """The wall time at which something ends that begins at `start` and takes `minutes` of real time.

    It has `fold` 1 where that is in the second showing of an hour in autumn: `civil.exactly` is its instant.
    """
    return later(start, timedelta(minutes=minutes), zone)


def settled(start: Wall, end: Wall, zone: str) -> tuple[Wall, Wall]:
    """`start` and `end` as clocks in `zone` can show them. Raises PlanError unless the length is positive (I4)."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        begins, ends = exactly(start, zone), exactly(end, zone)
        if round((ends - begins).total_seconds() / 60) > 0:
            return wall(begins, zone), wall(ends, zone)
    elif not isinstance(start, datetime) and not isinstance(end, datetime) and start < end:
        return start, end
    raise PlanError("A block must end after it starts.")


def plan_item(plan: Plan, item: str, start: Wall, end: Wall, zone: str, now: datetime, new_id: str) -> Plan:
    """A new block for `item`, made in `zone`; from the backlog it becomes next, as all that is dated (M10).

    Raises PlanError for a closed or repeating item.
    """
    found = plan.get(Item, item)
    if found.status in CLOSED:
        raise PlanError(f"{found.title} is {found.status}: open it again with x before you plan it.")
    if found.repeat:
        raise PlanError(f"{found.title} repeats: its times come from its rule; e edits it.")
    start, end = settled(start, end, zone)
    start, end, own = _place(start, end, zone, zone, False)
    plan = plan.put(Block(new_id, item, start, end, zone=own, modified=now))
    return update(plan, found, now, status="next") if found.status == "backlog" else plan


def move(plan: Plan, key: str, start: Wall, end: Wall, now: datetime, zone: str) -> Plan:
    """Let a block or an occurrence stand at ``[start, end)`` instead; the series' own block means its next one (M5).

    The same place changes nothing. Raises PlanError where it is gone or the length is not positive (I4).
    """
    start, end = settled(start, end, zone)
    key = named(plan, key, now, zone)
    return plan.put(*_moved(plan, key, now, lambda own, all_day: _place(start, end, zone, own, all_day)))


def move_all(plan: Plan, places: Iterable[tuple[Instance, datetime, datetime]], now: datetime, zone: str) -> Plan:
    """As `move`, in one step, for several instances of `plan`, each to its instants ``[begins, ends)``."""
    found: list[Record] = []
    for one, begins, ends in places:
        if begins >= ends:
            raise PlanError("A block must end after it starts.")
        found += _moved(plan, one.id, now, partial(_at, begins, ends, zone), one)
    return plan.put(*found)


def unplan(plan: Plan, key: str, now: datetime, zone: str = "") -> Plan:
    """Take a block off the calendar; an occurrence is cancelled, the series goes on (M5)."""
    key = named(plan, key, now, zone)
    if "@" in key:
        _series, occurrence = _occurrence(plan, key)
        return update(plan, occurrence, now, cancelled=True)
    return plan.drop(plan.get(Block, key).id)


def touch_occurrence(plan: Plan, key: str, now: datetime, **changes: object) -> Plan:
    """Record what differs for the occurrence `key` (M5). Raises PlanError where its series is gone."""
    return update(plan, _occurrence(plan, key)[1], now, **changes)


def conflicts(plan: Plan, start: Wall, end: Wall, ignoring: str, zone: str) -> list[Clash]:
    """What ``[start, end)`` overlaps, by start: all but `ignoring`, all-day ones and what is done or dropped."""
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return []
    begins, ends = exactly(start, zone), exactly(end, zone)
    found = []
    for one in instances(plan, start.date(), end.date() + DAY, zone):
        overlap = min(one.ends, ends) - max(one.begins, begins)
        if overlap > timedelta(0) and one.id != ignoring and counts(one):
            found.append(Clash(one, round(overlap.total_seconds() / 60), one.fixed))
    return found


def counts(one: Instance) -> bool:
    """Whether an instance takes up time: it has hours and is neither done nor dropped."""
    return not one.all_day and one.status not in CLOSED


def find(plan: Plan, key: str, zone: str) -> Instance | None:
    """A stored block or an occurrence as the viewer in `zone` sees it, or None where it is gone."""
    return by_id(plan, key, zone)


def of_item(plan: Plan, item: str, start: date, end: date, zone: str) -> list[Instance]:
    """The instances of one item on the days ``[start, end)``."""
    return [one for one in instances(plan, start, end, zone) if one.item == item]


def next_block(plan: Plan, item: str, now: datetime, zone: str) -> Instance | None:
    """The item's block or occurrence that is on or comes next; where all are over, the last stored one; or None."""
    found = plan.find(item)
    if isinstance(found, Item) and found.repeat:
        return _next_occurrence(plan, item, now, zone)
    blocks = [of_block(block, plan, zone) for block in blocks_of(plan, item)]
    blocks.sort(key=lambda one: one.begins)
    return next((one for one in blocks if one.ends > now), blocks[-1] if blocks else None)


def named(plan: Plan, key: str, now: datetime, zone: str) -> str:
    """`key`, or the next occurrence where it is the own block of a series (M5)."""
    if "@" in key:
        return key
    block = plan.get(Block, key)
    item = plan.find(block.item)
    if not isinstance(item, Item) or not item.repeat:
        return key
    following = next_block(plan, block.item, now, zone)
    if following is None:
        raise PlanError(f"{item.title} does not come again: its last occurrence is over.")
    return following.id


def _next_occurrence(plan: Plan, item: str, now: datetime, zone: str) -> Instance | None:
    today = wall(now, zone).date()
    if not blocks_of(plan, item):
        return _next_day(plan, plan.get(Item, item), today, zone)
    done = today
    for days in AHEAD:
        until = today + timedelta(days=days)
        for one in instances(plan, done, until, zone):
            if one.item == item and one.ends > now:
                return one
        done = until
    return None


def _next_day(plan: Plan, item: Item, today: date, zone: str) -> Instance | None:
    """The occurrence, from today on, of a series that has days and no times."""
    series = Series(item, None)
    for days in AHEAD:
        for at in series.starts(today, today + timedelta(days=days)):
            found = by_id(plan, occurrence_id(item.id, at), zone)
            if found is not None:
                return found
    return None


def _moved(
    plan: Plan, key: str, now: datetime, place: Callable[[str, bool], _Place], known: Instance | None = None
) -> tuple[Record, ...]:
    """The record of a block or an occurrence at another place; none where it stands there already.

    `place` is told its zone, and whether it lasts whole days. What is `known` of it saves a search.
    """
    if "@" in key:
        series, occurrence = _occurrence(plan, key, known.at if known is not None else None)
        first, last, own = place(series.zone, series.all_day)
        other = None if own == series.zone else own
        if (occurrence.start, occurrence.end, occurrence.zone) == (first, last, other):
            return ()
        return (stamped(occurrence, now, start=first, end=last, zone=other, cancelled=False),)
    block = plan.get(Block, key, f"calendar/{month(known.start)}" if known is not None else "")
    first, last, own = place(block.zone, block.all_day)
    if (block.start, block.end, block.zone) == (first, last, own):
        return ()
    return (stamped(block, now, start=first, end=last, zone=own),)


def _place(start: Wall, end: Wall, zone: str, own: str, all_day: bool) -> _Place:
    """Viewer's wall times as those of a block made in `own`, and the zone that it then has."""
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return start, end, ""
    return _at(exactly(start, zone), exactly(end, zone), zone, own, all_day)


def _at(begins: datetime, ends: datetime, zone: str, own: str, all_day: bool) -> _Place:
    """Instants as wall times of a block made in `own`, and the zone that it then has.

    That is the viewer's where clocks in `own` show the time twice, and so cannot name it, and UTC where both do.
    """
    for named in (zone if all_day else own, zone):
        first, last = wall(begins, named or zone), wall(ends, named or zone)
        if (instant(first, named or zone), instant(last, named or zone)) == (begins, ends):
            return first, last, named
    return wall(begins, "UTC"), wall(ends, "UTC"), "UTC"


def _occurrence(plan: Plan, key: str, at: Wall | None = None) -> tuple[Block, Occurrence]:
    """The series' block and the record of an occurrence, a fresh one where it was never touched.

    Where the original start is known to be `at`, it is not worked out again.
    """
    series = key.partition("@")[0]
    blocks, record = blocks_of(plan, series), plan.find(key, f"calendar/{month(at)}" if at is not None else "")
    if blocks and isinstance(record, Occurrence):
        return blocks[0], record
    if blocks and at is not None:
        return blocks[0], Occurrence(key, series, at)
    one = by_id(plan, key, "UTC")
    if not blocks and one is not None:
        raise PlanError(f"{one.title} repeats by days and has no time to move: e gives it one.")
    if one is None or one.at is None:
        raise PlanError("That occurrence is gone: it or its series was deleted, here or elsewhere.")
    return blocks[0], Occurrence(key, series, one.at)
