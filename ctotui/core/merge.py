"""Three-way merge of records by field (storage-and-time 2.3): pure, the same from both sides, the same when done twice.

What one side alone changed is taken. Where both did: a single value is that of the record modified later, and the other
is named as lost; tags, people, dependencies and the like merge as sets, a checklist by line, notes by diff3, else both
texts are kept. Who edits what the other deleted keeps it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise

from ctotui.core.fields import FIELDS
from ctotui.core.ids import form
from ctotui.core.mergetext import merge_lines, merge_notes, merge_sequence
from ctotui.core.model import LETTERS, Block, Entry, Item, List, Occurrence, Person, Record

Records = Mapping[str, Record]
_TOGETHER: dict[type[Record], tuple[tuple[str, ...], ...]] = {
    Item: (("status", "ended", "was"),),
    Block: (("start", "end", "zone"),),
    Occurrence: (("start", "end", "zone"), ("status", "ended")),
    Entry: (),
    List: (),
    Person: (),
}
"""Fields that make sense only together: they merge as one value."""
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Loss:
    """A value that gave way to one modified later."""

    record: Record
    """As it was merged."""
    field: str
    kept: object
    lost: object


@dataclass(slots=True)
class Merged:
    """What a merge came to."""

    records: dict[str, Record] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    revived: list[Record] = field(default_factory=list)
    """Deleted on one side and edited on the other: they stay."""
    parted: list[Record] = field(default_factory=list)
    """Two records had one id; these got another."""


def merge(base: Records, ours: Records, theirs: Records) -> Merged:
    """The records of both sides, `base` being what both began with; in the order of `ours`, then `theirs`."""
    merged = Merged()
    for key in {**ours, **theirs}:
        one, two, old = ours.get(key), theirs.get(key), base.get(key)
        if one is not None and two is not None and (old is None or type(one) is not type(two)) and _differ(one, two):
            _part(merged, one, two)
        elif (found := merge_record(old, one, two, merged)) is not None:
            merged.records[found.id] = found
    return merged


def merge_record(base: Record | None, ours: Record | None, theirs: Record | None, into: Merged) -> Record | None:
    """One record of both sides, None where it is deleted. What was lost or revived is noted in `into`."""
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    if ours is None or theirs is None:
        kept = ours or theirs
        if kept is not None:
            into.revived.append(kept)
        return kept
    if base is not None and (type(base) is not type(ours) or type(base) is not type(theirs)):
        base = None
    if type(ours) is not type(theirs):
        return max(ours, theirs, key=_clock)
    return _by_field(base, ours, theirs, into)


def _differ(one: Record, two: Record) -> bool:
    """Whether two records of one id were made apart from each other (2.3: same id, different `created`)."""
    if isinstance(one, Item) and isinstance(two, Item):
        return None not in (one.created, two.created) and one.created != two.created
    if isinstance(one, Entry) and isinstance(two, Entry):
        return one.item != two.item and one.start != two.start
    if isinstance(one, Block) and isinstance(two, Block):
        return one.item != two.item and one.start != two.start
    return type(one) is not type(two)


def _part(merged: Merged, one: Record, two: Record) -> None:
    """Keep both: the one made first under its id, the other under an id that follows from it."""
    first, second = sorted((one, two), key=lambda record: (_made(record), repr(record)))
    merged.records[first.id] = first
    moved = renamed(second)
    if moved.id not in merged.records:
        merged.records[moved.id] = moved
        merged.parted.append(moved)


def _made(record: Record) -> datetime:
    return getattr(record, "created", None) or record.modified or _NEVER


def renamed(record: Record) -> Record:
    """`record` under another id, always the same for the same record's making: who merges later finds the same."""
    from zlib import crc32

    made = getattr(record, "created", None) or (getattr(record, "item", ""), getattr(record, "start", ""))
    source = f"{record.id} {type(record).__name__} {made}".encode()
    letter = LETTERS.get(type(record), record.id[:1])
    return replace(record, id=form(letter, crc32(source).to_bytes(4) + bytes([crc32(source[::-1]) & 255])))


def _clock(record: Record) -> tuple[datetime, str]:
    """What tells which of two records is later; equal times are told apart by the content, the same on both sides."""
    return record.modified or _NEVER, repr(replace(record, modified=None))


def _by_field(base: Record | None, ours: Record, theirs: Record, into: Merged) -> Record:
    # The clock alone decides where it can; where it cannot, each value is compared with its counterpart, so that a
    # second merge, in which the other values are settled already, decides the same.
    one, two = ours.modified or _NEVER, theirs.modified or _NEVER
    sides = _Sides(base, ours, theirs, (one > two) - (one < two))
    values: dict[str, object] = {"modified": max((theirs.modified, ours.modified), key=lambda at: at or _NEVER)}
    for names in _units(type(ours)):
        values.update(zip(names, sides.unit(names), strict=True))
    values["extra"] = sides.extra()
    made = replace(ours, **sides.whole_span(values))  # type: ignore[arg-type]
    into.losses += [Loss(made, *loss) for loss in sides.losses]
    return made


_SINGLE = object()
_ABSENT = object()
Unit = tuple[object, ...]
"""The values of fields that merge as one."""


def _units(kind: type[Record]) -> list[tuple[str, ...]]:
    together = _TOGETHER[kind]
    grouped = {name for names in together for name in names}
    single = [(row.name,) for row in FIELDS[kind] if row.name not in grouped and row.name not in ("id", "modified")]
    return [*single, *together]


def _values(record: Record, names: Iterable[str]) -> Unit:
    return tuple(getattr(record, name) for name in names)


@dataclass(slots=True)
class _Sides:
    """Two versions of one record, what they began with, and which was modified later."""

    base: Record | None
    ours: Record
    theirs: Record
    clock: int
    losses: list[tuple[str, object, object]] = field(default_factory=list)

    def later(self, one: object, two: object) -> bool:
        """Whether `one` of ours wins: it was modified later; at the same instant the greater text does."""
        return self.clock > 0 or (self.clock == 0 and repr(one) >= repr(two))

    def unit(self, names: tuple[str, ...]) -> Unit:
        """The merged values of some fields that go together."""
        one, two = _values(self.ours, names), _values(self.theirs, names)
        old = _values(self.base, names) if self.base is not None else None
        if one == two or two == old:
            return one
        if one == old:
            return two
        both = self._both(names[0], old[0] if old else None, one[0], two[0]) if len(names) == 1 else _SINGLE
        if both is not _SINGLE:
            return (both,)
        kept, lost = (one, two) if self.later(one, two) else (two, one)
        pairs = zip(names, kept, lost, strict=True)
        self.losses += [(name, here, there) for name, here, there in pairs if here != there]
        return kept

    def _both(self, name: str, base: object, ours: object, theirs: object) -> object:
        """The merge of a value that both changed, `_SINGLE` where one must win."""
        if isinstance(ours, tuple) and isinstance(theirs, tuple):
            before = base if isinstance(base, tuple) else ()
            if name == "checklist":
                return merge_lines(before, ours, theirs, self.clock)
            if name == "imported":
                return self._imported(before, ours, theirs)
            return merge_sequence(before, ours, theirs, self.clock)
        if name == "created":
            return min((at for at in (ours, theirs) if isinstance(at, datetime)), default=None)
        if name in ("notes", "note") and isinstance(ours, str) and isinstance(theirs, str):
            return merge_notes(base if isinstance(base, str) else "", ours, theirs, self.clock)
        return _SINGLE

    def _imported(self, base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
        """``field=hash`` pairs, each field a value of its own."""
        old, one, two = (dict(pair.partition("=")[::2] for pair in pairs) for pairs in (base, ours, theirs))
        return tuple(f"{name}={value}" for name, value, _lost in self._keys(old, one, two))

    def extra(self) -> tuple[tuple[str, object], ...]:
        """Unknown keys: each merges as a single value."""
        base, ours, theirs = self.base.extra if self.base is not None else None, self.ours.extra, self.theirs.extra
        if ours == theirs or theirs == base:
            return ours
        if ours == base:
            return theirs
        merged = list(self._keys(dict(base or ()), dict(ours), dict(theirs)))
        self.losses += [(name, value, lost) for name, value, lost in merged if lost is not _ABSENT]
        return tuple((name, value) for name, value, _lost in merged)

    def _keys(
        self, old: Mapping[str, object], one: Mapping[str, object], two: Mapping[str, object]
    ) -> Iterable[tuple[str, object, object]]:
        """Two mappings as one: name, value, and the value that gave way. A name that one side dropped and the other
        changed stays."""
        for name in [*old, *sorted({*one, *two} - old.keys())]:
            here, there, before = (side.get(name, _ABSENT) for side in (one, two, old))
            lost: object = _ABSENT
            if here == there or there == before:
                value = here
            elif here == before or here is _ABSENT:
                value = there
            elif there is _ABSENT or self.later(here, there):
                value, lost = here, there
            else:
                value, lost = there, here
            if value is not _ABSENT:
                yield name, value, lost

    def whole_span(self, values: dict[str, object]) -> dict[str, object]:
        """An entry whose merged end would lie before its start takes both from the later side."""
        one, two = self.ours, self.theirs
        start, end = values.get("start"), values.get("end")
        if not isinstance(one, Entry) or not isinstance(two, Entry):
            return values
        if not isinstance(start, datetime) or not isinstance(end, datetime) or end >= start:
            return values
        kept, lost = (one, two) if self.later((one.start, one.end), (two.start, two.end)) else (two, one)
        self.losses.append(("start and end", (kept.start, kept.end), (lost.start, lost.end)))
        return {**values, "start": kept.start, "end": kept.end}


# --- timers ----------------------------------------------------------------------------------------------------------


def one_timer(entries: Iterable[Entry]) -> list[Entry]:
    """The running entries but the latest, each ended where the next begins (2.3): what two devices started at once."""
    running = sorted((entry for entry in entries if entry.end is None), key=lambda entry: (entry.start, entry.id))
    return [replace(one, end=after.start) for one, after in pairwise(running)]
