"""What is wrong among the records of a plan, and the plan without it: pure edits that mend (``ctotui doctor``).

`examine` looks at records that are each valid by themselves. Nothing that a user wrote is dropped where it can be kept:
a copy with other content becomes a record of its own, time on a deleted item gets an item back, overlapping entries
share the time that they cover. New ids come from what they are made of, so that two devices mend alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise

from ctotui.core.entries import LONGEST
from ctotui.core.ids import form
from ctotui.core.merge import Merged, merge_record
from ctotui.core.model import LETTERS, Block, Entry, Item, List, Occurrence, Person, Record
from ctotui.core.plan import Plan, Shard, home
from ctotui.core.text import clean

_FOREVER = datetime.max.replace(tzinfo=UTC)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with one record."""

    shard: str
    """Where the record stands."""
    id: str
    what: str
    """A sentence."""
    mend: str = ""
    """What mending does, as a sentence; empty: it cannot be mended without the user."""
    todo: str = ""
    """What to do, where it cannot be mended."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found."""

    plan: Plan
    """The plan without it: the very plan that was given, where nothing can be mended."""
    faults: tuple[Fault, ...]


def examine(plan: Plan, now: datetime, whole: bool = True) -> Examination:
    """Every fault among the records of `plan`, all of whose shards must be in memory (else NotLoaded).

    Not `whole`: some records cannot be read now, so what refers to others is left alone.
    """
    plan.all("")
    work = _Work(plan, now)
    _twice(work)
    for rule in (_without_item, _without_series, _links, _time_of_nothing) if whole else ():
        rule(work)
    _endless(work)
    _overlaps(work)
    if whole:
        _misplaced(work)
    return Examination(work.plan(), tuple(work.faults))


class _Work:
    """The records while they are mended."""

    def __init__(self, plan: Plan, now: datetime) -> None:
        self.now = now
        self.faults: list[Fault] = []
        self._before = plan
        self._shards: dict[str, Shard] = dict(plan.loaded())
        self._changed: dict[str, dict[str, Record]] = {}
        self.place: dict[str, str] = {}
        """Id -> the first shard that it stands in."""
        for key, shard in self._shards.items():
            for name in shard:
                self.place.setdefault(name, key)

    def records(self, key: str) -> "Shard | dict[str, Record]":
        """The records of a shard as they are now."""
        return self._changed.get(key, self._shards.get(key, Shard()))

    def of(self, *kinds: type[Record]) -> Iterator[tuple[str, Record]]:
        """Shard and record of each record of some kinds, as they are when it is asked for."""
        for key in [*self._shards, *(key for key in self._changed if key not in self._shards)]:
            for record in list(self.records(key).values()):
                if isinstance(record, kinds):
                    yield key, record

    def item(self, key: str) -> Item | None:
        """The item `key`, or None."""
        found = self.records(self.place[key]).get(key) if key in self.place else None
        return found if isinstance(found, Item) else None

    def note(self, shard: str, record: Record, what: str, mend: str = "", todo: str = "") -> None:
        self.faults.append(Fault(shard, record.id, what, mend, todo))

    def put(self, shard: str, record: Record) -> None:
        self._copy(shard)[record.id] = record
        self.place.setdefault(record.id, shard)

    def change(self, shard: str, record: Record, **changes: object) -> None:
        """Put `record` with some fields changed, stamped."""
        stamp = max(self.now, record.modified or self.now)
        self.put(shard, replace(record, modified=stamp, **changes))  # type: ignore[arg-type]

    def drop(self, shard: str, key: str) -> None:
        del self._copy(shard)[key]
        if self.place.get(key) == shard:
            del self.place[key]

    def _copy(self, shard: str) -> dict[str, Record]:
        if shard not in self._changed:
            self._changed[shard] = dict(self._shards.get(shard, Shard()))
        return self._changed[shard]

    def plan(self) -> Plan:
        """The plan as it is now."""
        if not self._changed:
            return self._before
        return Plan({**self._before.shards, **{key: Shard(records) for key, records in self._changed.items()}})


def named(record: Record) -> str:
    """What a user calls a record, in a sentence."""
    if isinstance(record, Item):
        return f'"{clean(record.title)}"'
    if isinstance(record, List | Person):
        return f'"{clean(record.path if isinstance(record, List) else record.handle)}"'
    when = record.at if isinstance(record, Occurrence) else record.start
    return f"the {type(record).__name__.lower()} of {when:%Y-%m-%d}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def other_id(record: Record, salt: str) -> str:
    """A new id for a copy of `record`, always the same for the same record and salt."""
    from hashlib import blake2s

    return form(LETTERS[type(record)], blake2s(f"{record.id} {salt}".encode(), digest_size=5).digest())


# --- one record in two files -----------------------------------------------------------------------------------------


def _twice(work: _Work) -> None:
    """An id that stands in two files: one version stays, a copy with a life of its own gets an id of its own."""
    places: dict[str, list[str]] = {}
    for key, record in work.of(Item, Block, Occurrence, Entry, List, Person):
        places.setdefault(record.id, []).append(key)
    for name, keys in places.items():
        while len(keys) > 1:
            keys.remove(_settle(work, name, keys[0], keys[1]))


def _settle(work: _Work, name: str, one: str, two: str) -> str:
    """Leave the record `name` in one of two shards. Returns the other one."""
    first, second = work.records(one)[name], work.records(two)[name]
    copy = type(first) is not type(second) or first.modified == second.modified
    if copy and first != second and not isinstance(second, Occurrence):
        fresh = replace(second, id=other_id(second, repr(second)))
        what = f"{_sentence(named(second))} has the id {name} of {named(first)} in {one}.toml."
        work.note(two, second, what, f"It gets an id of its own, {fresh.id}.")
        work.drop(two, name)
        work.put(two, fresh)
        return two
    merged = merge_record(None, first, second, Merged())
    assert merged is not None
    lost, kept = (one, two) if home(work.plan(), merged) == two else (two, one)
    mend = "This copy is deleted." if first == second else "The two are made one; of what differs, the later stays."
    work.note(lost, merged, f"{_sentence(named(merged))} ({name}) also stands in {kept}.toml.", mend)
    work.drop(lost, name)
    work.place[name] = kept
    if merged != work.records(kept)[name]:
        work.put(kept, merged)
    return lost


# --- references ------------------------------------------------------------------------------------------------------


def _without_item(work: _Work) -> None:
    """Blocks of an item that is not there."""
    for key, block in work.of(Block):
        assert isinstance(block, Block)
        if work.item(block.item) is None:
            what = f"{_sentence(named(block))} is of an item that is not there ({clean(block.item)})."
            work.note(key, block, what, "The block is deleted.")
            work.drop(key, block.id)


def _without_series(work: _Work) -> None:
    """Touched occurrences of a series that is not there."""
    for key, one in work.of(Occurrence):
        assert isinstance(one, Occurrence)
        if work.item(one.series) is None:
            what = f"{_sentence(named(one))} is of a series that is not there ({clean(one.series)})."
            work.note(key, one, what, "The occurrence is deleted.")
            work.drop(key, one.id)


def _links(work: _Work) -> None:
    """`parent` and `blocked_by` of items that are not there."""
    for key, item in work.of(Item):
        assert isinstance(item, Item)
        if item.parent and work.item(item.parent) is None:
            what = f"{_sentence(named(item))} is a part of an item that is not there ({clean(item.parent)})."
            work.note(key, item, what, "It stands by itself.")
            work.change(key, item, parent="")
        lost = [name for name in item.blocked_by if work.item(name) is None]
        if lost:
            what = f"{_sentence(named(item))} waits for an item that is not there ({clean(', '.join(lost))})."
            work.note(key, item, what, "It waits for that no longer.")
            current = work.records(key)[item.id]
            work.change(key, current, blocked_by=tuple(name for name in item.blocked_by if name not in lost))


def _time_of_nothing(work: _Work) -> None:
    """Tracked time whose item is not there: it gets a dropped item, so that the past stays (M10)."""
    orphans: dict[str, list[tuple[str, Entry]]] = {}
    for key, entry in work.of(Entry):
        assert isinstance(entry, Entry)
        if entry.item and work.item(entry.item) is None:
            orphans.setdefault(entry.item, []).append((key, entry))
    for name, found in orphans.items():
        free = name not in work.place
        for key, entry in found:
            what = f"{_sentence(named(entry))} is of an item that is not there ({clean(name)})."
            mend = "The item is made again, dropped, so that the time still counts."
            work.note(key, entry, what, mend if free else "", "" if free else "Correct its item with an editor.")
        if free:
            first = min(entry.start for _key, entry in found)
            last = max(entry.end or entry.start for _key, entry in found)
            title = f"Deleted item of {first:%Y-%m-%d}"
            item = Item(name, title, status="dropped", created=first, modified=work.now, ended=last)
            work.put(home(work.plan(), item), item)


# --- tracked time ----------------------------------------------------------------------------------------------------


def _by_start(place: tuple[str, Entry]) -> tuple[datetime, datetime, str]:
    return place[1].start, place[1].modified or _LONG_AGO, place[1].id


def _entries(work: _Work) -> list[tuple[str, Entry]]:
    """Tracked time by start, without corrections."""
    found = [(key, entry) for key, entry in work.of(Entry) if isinstance(entry, Entry) and entry.adjustment is None]
    return sorted(found, key=_by_start)


def _endless(work: _Work) -> None:
    """Two that run: the latest runs, an earlier one ends where the next began (2.3); a forgotten one is named."""
    running = [(key, entry) for key, entry in _entries(work) if entry.end is None]
    for (key, entry), (_key, following) in pairwise(running):
        what = f"{_sentence(named(entry))} still runs, beside one that began later."
        work.note(key, entry, what, f"It ends there, {following.start:%Y-%m-%d %H:%M} UTC.")
        work.change(key, entry, end=following.start)
    for key, entry in running[-1:]:
        if work.now - entry.start > LONGEST:
            what = f"The timer has run for {(work.now - entry.start).days} days, since {entry.start:%Y-%m-%d}."
            work.note(key, entry, what, todo='End it where the work ended: "ctotui stop --at TIME", then correct it.')


def _overlaps(work: _Work) -> None:
    """Entries that share time: the one that began later keeps it, the other is cut around it."""
    taken: list[tuple[datetime, datetime]] = []
    for key, entry in reversed(_entries(work)):
        end = entry.end or _FOREVER
        if entry.start == end:
            continue
        pieces, at = [], entry.start
        for start, past in reversed(taken):
            if start >= end:
                break
            if start > at:
                pieces.append((at, start))
            at = max(at, past)
        if at < end and (end is not _FOREVER or at == entry.start or at < work.now):
            pieces.append((at, end))
        if pieces != [(entry.start, end)]:
            _cut(work, key, entry, pieces)
        while taken and taken[-1][0] <= end:
            end = max(end, taken.pop()[1])
        taken.append((entry.start, end))


def _cut(work: _Work, key: str, entry: Entry, pieces: list[tuple[datetime, datetime]]) -> None:
    what = f"{_sentence(named(entry))}, {entry.start:%H:%M} UTC, overlaps another one."
    if not pieces:
        work.note(key, entry, what, "All of its time is tracked there too: it is deleted.")
        work.drop(key, entry.id)
        return
    work.note(key, entry, what, "It is cut around the one that began later.")
    for number, (start, end) in enumerate(pieces):
        name = other_id(entry, start.isoformat()) if number else entry.id
        part = replace(entry, id=name, start=start)
        work.change(key, part, end=None if end is _FOREVER else end)


# --- places ----------------------------------------------------------------------------------------------------------


def _misplaced(work: _Work) -> None:
    """Records in a file that is not theirs, where they may not be looked for (2.1)."""
    items: dict[str, dict[str, Record]] = {}
    blocks: dict[str, dict[str, Record]] = {}
    for _key, one in work.of(Item, Block):
        if isinstance(one, Block):
            blocks.setdefault(one.item, {})[one.id] = one
        else:
            items[one.id] = {one.id: one}
    for key, record in list(work.of(Item, Block, Occurrence, Entry, List, Person)):
        # All that decides the place of a record, as a plan of its own: a look through ten years for each takes seconds.
        near = items.get(record.item) if isinstance(record, Block) else blocks.get(record.id)
        target = home(Plan({"calendar/": Shard(near or {})}), record)
        if target != key and record.id not in work.records(target):
            mend = f"It is moved to {target}.toml."
            work.note(key, record, f"{_sentence(named(record))} stands in the wrong file.", mend)
            work.drop(key, record.id)
            work.put(target, record)
