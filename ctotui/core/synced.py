"""What a calendar folder says now, brought into a plan: three-way by field, and nothing of the user's is overwritten.

The base of each merge is what the file said when it was last read or written here. What one side changed is taken. What
both changed differently is a conflict: in a folder that is written to, the calendar's version stands and the user's is
put beside it as a meeting of its own; where nothing is written, the user's stays (M3).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from ctotui.core.groups import Group, met, with_handles
from ctotui.core.imports import ITEM_FIELDS, imported_id, insert, steady
from ctotui.core.items import has_entries
from ctotui.core.model import Block, Item, Occurrence, Person, Record
from ctotui.core.plan import Plan, blocks_of, update

Fields = tuple[tuple[str, ...], ...]
_TIMES = ("start", "end", "zone")
_FIELDS: dict[type, Fields] = {
    Item: tuple((name,) for name in ITEM_FIELDS),
    Block: (_TIMES,),
    Occurrence: (_TIMES, *((name,) for name in ("cancelled", "title", "status", "people", "location", "notes", "ics"))),
}
"""What a file says of a record; what stands together is one value."""
KEPT = " (as it was here)"
"""Ends the title of the user's version of what was changed on both sides."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file of a calendar folder that says something else than when it was last seen."""

    calendar: str
    readonly: bool
    base: tuple[Group, ...]
    """What it said then; empty: it was not there."""
    theirs: tuple[Group, ...]
    """What it says now; empty: it is gone, or holds nothing that can be read."""
    people: tuple[Person, ...] = ()


@dataclass(slots=True)
class _Merge:
    plan: Plan
    arrival: Arrival
    now: datetime
    others: frozenset[str]
    """The other calendars that are declared."""
    new: dict[str, Group]
    sentences: list[str] = field(default_factory=list)


def adopt(
    plan: Plan, arrivals: Iterable[Arrival], calendars: frozenset[str], now: datetime
) -> tuple[Plan, tuple[str, ...]]:
    """`plan` with what the files say, and sentences on what could not simply be taken. Raises NotLoaded.

    `calendars` are the names of all that are declared: what already comes from another one stays there.
    """
    plan.all("items/")
    plan.all("calendar/")
    sentences: list[str] = []
    new: dict[str, Group] = {}
    for arrival in arrivals:
        handles, strangers = met(arrival.people, plan.records(Person), now)
        work = _Merge(plan.put(*strangers), arrival, now, calendars - {arrival.calendar}, new)
        base = {group.item.id: _as_here(with_handles(group, handles), plan) for group in arrival.base}
        theirs = {group.item.id: _as_here(with_handles(group, handles), plan) for group in arrival.theirs}
        for key in {**base, **theirs}:
            _thing(key, base.get(key), theirs.get(key), work)
        plan = work.plan
        sentences += work.sentences
    return insert(plan, new.values(), now, remember=False), tuple(sentences)


def _as_here(group: Group, plan: Plan) -> Group:
    """`group` with its first block under the id that it has here: that of what was made here is not made of its UID."""
    known = {block.id for block in group.blocks}
    mine = [block.id for block in blocks_of(plan, group.item.id)]
    other = next((key for key in mine if key not in known), None)
    if not group.blocks or other is None or group.blocks[0].id in mine:
        return group
    return replace(group, blocks=(replace(group.blocks[0], id=other), *group.blocks[1:]))


def _thing(key: str, base: Group | None, theirs: Group | None, work: _Merge) -> None:
    item = work.plan.find(key)
    name = work.arrival.calendar
    if key in work.new and theirs is not None and work.new[key].item.calendar != name:
        other = work.new[key].item.calendar
        work.sentences.append(f"“{theirs.item.title}” is in the calendars {other} and {name}; {other}'s counts.")
    elif not isinstance(item, Item):
        if theirs is not None:
            work.new[key] = replace(theirs, item=replace(theirs.item, calendar=name))
    elif theirs is None:
        _gone(item, base, work)
    elif item.calendar in work.others:
        work.sentences.append(
            f"“{item.title}” is in the calendars {item.calendar} and {name}; {item.calendar}'s counts."
        )
    else:
        _merge(item, base.records if base is not None else {}, theirs, work)


def _gone(item: Item, base: Group | None, work: _Merge) -> None:
    if base is None or item.calendar != work.arrival.calendar:
        return
    mine = {key: work.plan.find(key) for key in base.records}
    if any(_clashes(old, mine[key], None) for key, old in base.records.items()):
        where = "" if work.arrival.readonly else " and is written there again"
        work.sentences.append(f"“{item.title}” was deleted in {item.calendar} and changed here: it stays{where}.")
        if work.arrival.readonly:
            work.plan = update(work.plan, item, work.now, calendar="")
    elif has_entries(work.plan, item):
        ended = item.ended or work.now
        work.plan = update(work.plan, item, work.now, status="dropped", calendar="", ended=ended)
    else:
        touched = [one.id for one in work.plan.records(Occurrence, "calendar/") if one.series == item.id]
        work.plan = work.plan.drop(*(one.id for one in blocks_of(work.plan, item.id)), *touched, item.id)


def _merge(item: Item, base: Mapping[str, Record], theirs: Group, work: _Merge) -> None:
    """Bring one thing up to date, record by record; the user's version goes beside it where they clash."""
    keys = list({**theirs.records, **base})
    mine = {key: work.plan.find(key) for key in keys}
    clash = any(_clashes(base.get(key), mine[key], theirs.records.get(key)) for key in keys)
    if clash and not work.arrival.readonly:
        _put_beside(item, work)
    for key in keys:
        _record(base.get(key), mine[key], theirs.records.get(key), work)
    found = work.plan.get(Item, item.id)
    if found.calendar != work.arrival.calendar:
        work.plan = update(work.plan, found, work.now, calendar=work.arrival.calendar)


def _record(base: Record | None, mine: Record | None, theirs: Record | None, work: _Merge) -> None:
    if theirs is None:
        if mine is not None and not isinstance(mine, Item) and not _clashes(base, mine, None):
            work.plan = work.plan.drop(mine.id)
    elif mine is None:
        if base is None or _differing(base, theirs):
            work.plan = work.plan.put(replace(theirs, modified=work.now))
    else:
        changes: dict[str, object] = {}
        for names in _FIELDS[type(theirs)]:
            old, ours, new = (_values(one, names) for one in (base, mine, theirs))
            clashes = base is None or (ours != old and new != old)
            if new not in (old, ours) and not (clashes and work.arrival.readonly and base is not None):
                changes |= {name: getattr(theirs, name) for name in names}
        if changes:
            work.plan = update(work.plan, mine, work.now, **changes)


def _clashes(base: Record | None, mine: Record | None, theirs: Record | None) -> bool:
    """Whether both sides changed the same, and differently; where nothing is known of the past, whether they differ."""
    if mine is None or (theirs is None and base is None):
        return False
    if theirs is None or base is None:
        return bool(_differing(base or theirs, mine))
    return any(
        _values(mine, names) not in (_values(base, names), _values(theirs, names))
        and _values(theirs, names) != _values(base, names)
        for names in _FIELDS[type(theirs)]
    )


def _differing(one: Record | None, other: Record | None) -> list[Fields]:
    return [names for names in _FIELDS[type(one or other)] if _values(one, names) != _values(other, names)]  # type: ignore[misc]


def _values(record: Record | None, names: tuple[str, ...]) -> tuple[object, ...]:
    if record is None:
        return ()
    found = (getattr(record, name) for name in names)
    return tuple(
        _steady(one) if name == "ics" and one is not None else one for name, one in zip(names, found, strict=True)
    )


def _steady(ics: tuple[str, ...]) -> tuple[str, ...]:
    """Kept lines as far as they say something: the number of a version is that of the file, and raised there."""
    return tuple(line for line in steady(ics) if not line.upper().startswith("SEQUENCE"))


def _put_beside(item: Item, work: _Merge) -> None:
    """The user's version of `item`, as a meeting of its own that no calendar holds."""
    key = f"{item.id} {item.modified}"
    new = imported_id(Item, key)
    blocks = [replace(one, id=imported_id(Block, f"{key} {one.id}"), item=new) for one in blocks_of(work.plan, item.id)]
    dates = [
        replace(one, id=f"{new}@{one.id.partition('@')[2]}", series=new)
        for one in work.plan.records(Occurrence, "calendar/")
        if one.series == item.id
    ]
    copy = replace(
        item, id=new, title=item.title + KEPT, uid="", calendar="", imported=(), created=work.now, modified=work.now
    )
    work.plan = work.plan.put(copy, *blocks, *dates)
    name = work.arrival.calendar
    work.sentences.append(
        f"“{item.title}” was changed here and in {name}: {name}'s version stands, yours is beside it; delete one."
    )
