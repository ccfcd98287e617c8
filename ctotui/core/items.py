"""Edits of items: made from a typed line, amended, finished, delegated, dropped.

Every edit is ``(plan, …) -> plan`` and raises PlanError where a rule refuses it; the time and new ids are arguments.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from ctotui.core import dependencies, entries
from ctotui.core.civil import DAY, midnight, wall
from ctotui.core.errors import NotLoaded, PlanError
from ctotui.core.model import CLOSED, PRIORITIES, Block, Entry, Item, Occurrence, Person, Priority, Status
from ctotui.core.plan import Plan, blocks_of, month, update

if TYPE_CHECKING:
    from ctotui.core.quickadd.line import Parsed


def create(plan: Plan, parsed: "Parsed", now: datetime, zone: str, item_id: str, block_id: str) -> Plan:
    """The item that a quick-add line describes, with its block where the line has a time (section 5).

    Its status is waiting where it is delegated, next where it is dated, else backlog (M10).
    """
    if parsed.problems:
        raise PlanError(parsed.problems[0])
    item = Item(
        item_id,
        parsed.title,
        kind=parsed.kind,
        status=_first_status(parsed),
        priority=parsed.priority or "normal",
        list=parsed.list or "",
        tags=parsed.tags,
        people=parsed.people,
        owner=parsed.owner or "",
        follow_up=parsed.follow_up,
        estimate=parsed.estimate,
        due=parsed.due,
        day=_first_day(parsed, wall(now, zone).date()),
        repeat=parsed.repeat,
        holidays=parsed.holidays if parsed.repeat else "",
        again=parsed.again,
        remind=parsed.remind,
        created=now,
        modified=now,
    )
    plan = dependencies.wait_for(plan.put(item), item_id, parsed.blocked_by, now)
    if parsed.start is None or parsed.end is None:
        return plan
    return plan.put(Block(block_id, item_id, parsed.start, parsed.end, zone, fixed=parsed.fixed, modified=now))


def _first_status(parsed: "Parsed") -> Status:
    if parsed.owner:
        return "waiting"
    dated = parsed.day or parsed.start or parsed.due or parsed.repeat
    return "next" if dated else "backlog"


def _first_day(parsed: "Parsed", today: date) -> date | None:
    """Day of an item without a block; a repeating one needs a first day to count from."""
    if parsed.start is not None:
        return None
    return parsed.day or (today if parsed.repeat else None)


def meet(plan: Plan, handles: tuple[str, ...], now: datetime, new_ids: tuple[str, ...]) -> Plan:
    """Make a Person of each handle that is not one yet (A8)."""
    known = {person.handle for person in plan.records(Person)}
    unknown = [handle for handle in dict.fromkeys(handles) if handle not in known]
    return plan.put(*(Person(key, handle, modified=now) for key, handle in zip(new_ids, unknown, strict=False)))


def amend(
    plan: Plan,
    item_id: str,
    parsed: "Parsed",
    now: datetime,
    zone: str,
    block_id: str,
    fields: frozenset[str] | None = None,
    block: str = "",
) -> Plan:
    """Change the `fields` of an item to what a line says; without any, those that the line gives (``edit``, K4).

    A line that `e` opened gives the fields in which it differs from before (`quickadd.write.changed`): one that was
    taken out is cleared. `block` is the stored block that the line showed, if it showed one; a new one gets `block_id`.
    """
    if parsed.problems:
        raise PlanError(parsed.problems[0])
    item = plan.get(Item, item_id)
    wanted = parsed.given if fields is None else fields
    values: dict[str, object] = {
        "title": parsed.title or item.title,
        "kind": parsed.kind,
        "priority": parsed.priority or "normal",
        "list": parsed.list or "",
        "tags": parsed.tags,
        "people": parsed.people,
        "owner": parsed.owner or "",
        "follow_up": parsed.follow_up,
        "estimate": parsed.estimate,
        "due": parsed.due,
        "day": parsed.day,
        "repeat": parsed.repeat,
        "holidays": parsed.holidays,
        "again": parsed.again,
        "remind": parsed.remind,
    }
    changes = {name: value for name, value in values.items() if name in wanted and getattr(item, name) != value}
    if parsed.start is not None and wanted & {"start", "end"} and item.day is not None:
        changes["day"] = None
    status = _status_after(item, changes)
    if status != item.status:
        changes["status"] = status
    if changes:
        plan = update(plan, item, now, **changes)
    if "blocked_by" in wanted:
        plan = dependencies.wait_for(plan, item_id, parsed.blocked_by, now)
    if wanted & {"start", "end"}:
        plan = _amend_time(plan, item_id, parsed, now, zone, block_id, block)
    return plan


def _status_after(item: Item, changes: dict[str, object]) -> Status:
    """Delegating waits; dating a backlog item makes it next (M10)."""
    if item.status in CLOSED:
        return item.status
    if changes.get("owner"):
        return "waiting"
    if item.status == "waiting" and changes.get("owner") == "":
        return "next"
    if item.status == "backlog" and (changes.get("due") or changes.get("day")):
        return "next"
    return item.status


def _amend_time(
    plan: Plan, item_id: str, parsed: "Parsed", now: datetime, zone: str, block_id: str, block: str
) -> Plan:
    """Move the block that the line showed, else the next one, to the line's time; make or drop one where needed."""
    stored = plan.find(block) if block else next(iter(_future_blocks(plan, item_id, now, zone)), None)
    if parsed.start is None or parsed.end is None:
        return plan.drop(stored.id) if block and stored is not None else plan
    if isinstance(stored, Block):
        if (stored.start, stored.end) == (parsed.start, parsed.end):
            return plan
        return update(plan, stored, now, start=parsed.start, end=parsed.end, zone=zone)
    plan = plan.put(Block(block_id, item_id, parsed.start, parsed.end, zone, fixed=parsed.fixed, modified=now))
    item = plan.get(Item, item_id)
    return update(plan, item, now, status="next") if item.status == "backlog" else plan


def _future_blocks(plan: Plan, item_id: str, now: datetime, zone: str) -> list[Block]:
    current = wall(now, zone)
    return [
        block
        for block in blocks_of(plan, item_id)
        if (block.end if isinstance(block.end, datetime) else midnight(block.end)) > current
    ]


def finish(plan: Plan, item_id: str, now: datetime, occurrence: str = "", zone: str = "UTC") -> Plan:
    """Tick an item, or untick it: done, and again back to what it was (M10). Its running timer stops.

    A repeating item finishes one occurrence (M5). What comes again after it was done does so from its day in `zone`.
    A release is refused while its checklist or blockers are open (M4).
    """
    item = plan.get(Item, item_id)
    if item.repeat:
        return _finish_occurrence(plan, item, occurrence, now)
    if item.status in CLOSED:
        return set_status(plan, item_id, item.was or "next", now)  # type: ignore[arg-type]
    return set_status(plan, item_id, "done", now, zone)


def _finish_occurrence(plan: Plan, item: Item, occurrence: str, now: datetime) -> Plan:
    if not occurrence:
        raise PlanError(f'"{item.title}" repeats and has no occurrence ahead to finish.')
    record = plan.find(occurrence)
    if isinstance(record, Occurrence) and record.status == "done":
        return update(plan, record, now, status="", ended=None)
    plan = entries.stop_on(plan, item.id, now)
    if blocks_of(plan, item.id):
        from ctotui.core import blocks

        return blocks.touch_occurrence(plan, occurrence, now, status="done", ended=now)
    if not isinstance(record, Occurrence):
        record = Occurrence(occurrence, item.id, date.fromisoformat(occurrence.partition("@")[2][:10]))
    return update(plan, record, now, status="done", ended=now)


def set_status(plan: Plan, item_id: str, status: Status, now: datetime, zone: str = "UTC") -> Plan:
    """Give an item another status; closing it remembers the one it had, and stops its timer (M10).

    What comes again after it was done (`Item.again`) does so, counted from today in `zone`.
    """
    item = plan.get(Item, item_id)
    if item.status == status:
        return plan
    if item.again and (status == "done" or item.status == "done"):
        from ctotui.core import again

        plan = again.come_again(plan, item, now, zone) if status == "done" else again.take_back(plan, item_id)
    if status not in CLOSED:
        return update(plan, item, now, status=status, ended=None, was="")
    if status == "done":
        _refuse_unready_release(plan, item)
    plan = entries.stop_on(plan, item_id, now)
    was = item.was if item.status in CLOSED else item.status
    return update(plan, item, now, status=status, was=was, ended=now)


def _refuse_unready_release(plan: Plan, item: Item) -> None:
    if item.kind != "release":
        return
    open_lines = sum(not line.startswith("[x]") for line in item.checklist)
    waiting = [blocker.title for blocker in dependencies.blockers(plan, item)]
    if open_lines:
        raise PlanError(f'"{item.title}" is a release with {open_lines} open checklist lines: tick them first.')
    if waiting:
        raise PlanError(f'"{item.title}" is a release that waits on "{waiting[0]}": finish that first.')


def delete(plan: Plan, item_id: str, now: datetime) -> Plan:
    """Take an item away: dropped where time was tracked on it, else deleted with its blocks (M10).

    Future blocks of a dropped item go as well; its past ones stay as they were planned. An imported item is dropped
    too, so that a second import does not bring it back.
    """
    item = plan.get(Item, item_id)
    if item.imported or has_entries(plan, item):
        gone = [block.id for block in _future_blocks(plan, item_id, now, "UTC")] if not item.repeat else []
        return set_status(plan.drop(*gone), item_id, "dropped", now)
    touched = [record.id for record in plan.records(Occurrence, "calendar/") if record.series == item_id]
    children = [child for child in plan.records(Item) if child.parent == item_id or item_id in child.blocked_by]
    for child in children:
        left = tuple(key for key in child.blocked_by if key != item_id)
        plan = update(plan, child, now, parent="" if child.parent == item_id else child.parent, blocked_by=left)
    plan = plan.drop(*(block.id for block in blocks_of(plan, item_id)), *touched)
    return plan.drop(item_id)


def has_entries(plan: Plan, item: Item) -> bool:
    """Whether time was ever tracked on an item. Raises NotLoaded for the months since it was made."""
    if any(entry.item == item.id for entry in plan.records(Entry, "entries/")):
        return True
    since = f"entries/{month(item.created)}" if item.created else ""
    missing = [
        key for key, shard in plan.shards.items() if shard is None and key.startswith("entries/") and key >= since
    ]
    if missing:
        raise NotLoaded(missing)
    return False


def raise_priority(plan: Plan, item_id: str, steps: int, now: datetime) -> Plan:
    """Move an item `steps` up the scale low, normal, high, urgent; down where negative; it stops at the ends."""
    item = plan.get(Item, item_id)
    index = min(max(PRIORITIES.index(item.priority) + steps, 0), len(PRIORITIES) - 1)
    return set_priority(plan, item_id, PRIORITIES[index], now)


def set_priority(plan: Plan, item_id: str, priority: Priority, now: datetime) -> Plan:
    """Give an item a priority."""
    item = plan.get(Item, item_id)
    return plan if item.priority == priority else update(plan, item, now, priority=priority)


def toggle_star(plan: Plan, item_id: str, now: datetime) -> Plan:
    """Make an item one of the big three, or no longer."""
    item = plan.get(Item, item_id)
    return update(plan, item, now, star=not item.star)


def due_day(item: Item) -> date | None:
    """The day of the deadline."""
    return item.due.date() if isinstance(item.due, datetime) else item.due


def overdue_days(item: Item, today: date) -> int:
    """Whole days that an open item is past its deadline or its follow-up; 0 where it is not."""
    if item.status in CLOSED:
        return 0
    limit = item.follow_up if item.status == "waiting" and item.follow_up else due_day(item)
    return max((today - limit) // DAY, 0) if limit else 0
