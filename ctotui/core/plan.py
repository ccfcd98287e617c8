"""The Plan: all saved records, in immutable shards that mirror the files.

An edit copies the shard it changes and shares the rest, so that "what must be written" and "what must be repainted" are
both ``is not``. A shard that is on disk but not in memory raises `NotLoaded` when it is needed; the store loads it and
runs the function again. Anything derived is a function of shards, cached by their identity (`derive`).
"""

from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeVar

from ctotui.core.civil import wall as wall_in
from ctotui.core.errors import NotLoaded, PlanError
from ctotui.core.model import CLOSED, Block, Entry, Item, List, Occurrence, Record

T = TypeVar("T")
R = TypeVar("R", bound=Record)

SERIES = "calendar/series"


class Shard(Mapping[str, Record]):
    """The records of one file by id, in file order; equal only to itself."""

    __slots__ = ("_derived", "_records")

    def __init__(self, records: Mapping[str, Record] | None = None) -> None:
        self._records: Mapping[str, Record] = records if records is not None else {}
        self._derived: dict[object, object] = {}

    def __getitem__(self, key: str) -> Record:
        return self._records[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, key: object) -> bool:
        return key in self._records

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def keys(self) -> KeysView[str]:
        """The ids, in file order; faster than what `Mapping` offers, as the next two."""
        return self._records.keys()

    def values(self) -> ValuesView[Record]:
        """The records, in file order."""
        return self._records.values()

    def items(self) -> ItemsView[str, Record]:
        """Id and record of each, in file order."""
        return self._records.items()

    def with_record(self, *records: Record) -> "Shard":
        """A copy in which each of `records` stands, in its old place where it was there before."""
        return Shard({**self._records, **{record.id: record for record in records}})

    def without(self, *keys: str) -> "Shard":
        """A copy that lacks the records `keys`."""
        left = dict(self._records)
        for key in keys:
            left.pop(key, None)
        return Shard(left)

    def derive(self, function: "Callable[[Shard], T]") -> T:
        """`function` of this shard, computed once."""
        if function not in self._derived:
            self._derived[function] = function(self)
        return self._derived[function]  # type: ignore[return-value]


EMPTY = Shard()


@dataclass(frozen=True, slots=True)
class Plan:
    """Shards by key, such as ``items/work--infra``; ``None`` marks one that is on disk and not loaded."""

    shards: Mapping[str, Shard | None]
    hidden: frozenset[str] = frozenset()
    """Names of the calendars that are not shown: what stands in them is on no day."""

    def shard(self, key: str) -> Shard:
        """The shard `key`, empty where there is no such file. Raises NotLoaded."""
        shard = self.shards.get(key, EMPTY)
        if shard is None:
            raise NotLoaded([key])
        return shard

    def loaded(self, prefix: str = "") -> list[tuple[str, Shard]]:
        """Every shard in memory whose key starts with `prefix`."""
        return [(key, shard) for key, shard in self.shards.items() if shard is not None and key.startswith(prefix)]

    def all(self, prefix: str) -> list[Shard]:
        """Every shard whose key starts with `prefix`. Raises NotLoaded for all that are missing at once."""
        missing = [key for key, shard in self.shards.items() if shard is None and key.startswith(prefix)]
        if missing:
            raise NotLoaded(missing)
        return [shard for _key, shard in self.loaded(prefix)]

    def where(self, key: str, near: str = "") -> str | None:
        """Key of the loaded shard that holds the record `key`, or None; the shard `near` is looked into first."""
        likely = self.shards.get(near)
        if likely is not None and key in likely:
            return near
        for name, shard in self.shards.items():
            if shard is not None and key in shard._records:
                return name
        return None

    def find(self, key: str, near: str = "") -> Record | None:
        """The record `key` among the loaded shards, or None; the shard `near` is looked into first."""
        name = self.where(key, near)
        return self.shard(name)[key] if name is not None else None

    def get(self, kind: type[R], key: str, near: str = "") -> R:
        """The record `key`, which must be a `kind`. Raises PlanError where it is not there."""
        record = self.find(key, near)
        if not isinstance(record, kind):
            raise PlanError(f"There is no {kind.__name__.lower()} {key} any more: it was deleted, here or elsewhere.")
        return record

    def records(self, kind: type[R], prefix: str = "") -> list[R]:
        """All loaded records of one kind, shard by shard."""
        found: list[R] = []
        for _key, shard in self.loaded(prefix):
            found += shard.derive(by_kind).get(kind, ())  # type: ignore[arg-type]
        return found

    def put(self, *records: Record) -> "Plan":
        """A plan in which each of `records` stands, in the place that its fields say.

        A record that a user put elsewhere by hand stays there until a field that decides its place changes.
        """
        stay: dict[str, list[Record]] = {}
        for record in records:
            stay.setdefault(self._keeps(record), []).append(record)
        if "" not in stay:
            shards = {name: self.shard(name).with_record(*found) for name, found in stay.items()}
            return Plan({**self.shards, **shards}, self.hidden) if stay else self
        plan = self
        for record in records:
            plan = plan._put(record)
        return plan

    def _keeps(self, record: Record) -> str:
        """The shard in which a record stays that is put there again, or nothing: a day that is pushed is one copy."""
        if isinstance(record, Item):
            near = open_items(record.list)
        elif isinstance(record, Block | Occurrence):
            near = f"calendar/{month(record.start if isinstance(record, Block) else record.at)}"
        else:
            return ""
        name = self.where(record.id, near)
        return name if name is not None and _same_place(self.shard(name)[record.id], record) else ""

    def drop(self, *keys: str, near: str = "") -> "Plan":
        """A plan without the records `keys`; unknown ones are passed over. The shard `near` is looked into first."""
        gone: dict[str, list[Record]] = {}
        for key in dict.fromkeys(keys):
            name = self.where(key, near)
            if name is not None:
                gone.setdefault(name, []).append(self.shard(name)[key])
        shards = {name: self.shard(name).without(*(one.id for one in found)) for name, found in gone.items()}
        plan = Plan({**self.shards, **shards}, self.hidden) if gone else self
        for record in (one for found in gone.values() for one in found):
            plan = plan._settled(record, self)
        return plan

    def _put(self, record: Record) -> "Plan":
        target = home(self, record)
        current = self.where(record.id)
        if current is not None and current != target and home(self, self.shard(current)[record.id]) == target:
            target = current
        return self._place(record, current, target)._settled(record, self)

    def _place(self, record: Record, current: str | None, target: str) -> "Plan":
        shards = dict(self.shards)
        if current is not None and current != target:
            shards[current] = self.shard(current).without(record.id)
        shards[target] = self.shard(target).with_record(record)
        return Plan(shards, self.hidden)

    def _settled(self, changed: Record, before: "Plan") -> "Plan":
        """Move what stands with `changed`: the blocks of a new series, the item of a meeting's block."""
        if isinstance(changed, Item):
            companions: list[Record] = list(blocks_of(self, changed.id))
        elif isinstance(changed, Block):
            item = self.find(changed.item)
            # Where any other item belongs, its blocks do not say.
            companions = [item] if isinstance(item, Item) and item.kind == "meeting" else []
        else:
            return self
        plan = self
        for record in companions:
            current, target = plan.where(record.id), home(plan, record)
            if current is not None and current != target and home(before, record) != target:
                plan = plan._place(record, current, target)
        return plan


def month(moment: date) -> str:
    """``2026-03`` for a day or time in March 2026."""
    return f"{moment.year:04d}-{moment.month:02d}"


@lru_cache(maxsize=512)
def slug(path: str) -> str:
    """File name of a list path: ``[a-z0-9-]``, at most 60 characters, ``--`` between levels (2.1)."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", path.lower()).encode("ascii", "ignore").decode()
    levels = ["".join(c if c.isalnum() else "-" for c in level).strip("-") for level in plain.split("/")]
    name = "--".join(level for level in levels if level)[:60].strip("-") or "list"
    devices = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
    return f"{name}-list" if name in devices else name


def home(plan: Plan, record: Record) -> str:
    """Key of the shard in which `record` belongs (storage-and-time 2.1)."""
    if isinstance(record, Item):
        return _item_home(plan, record)
    if isinstance(record, Block):
        item = plan.find(record.item)
        series = isinstance(item, Item) and bool(item.repeat)
        return SERIES if series else f"calendar/{month(record.start)}"
    if isinstance(record, Occurrence):
        return f"calendar/{month(record.at)}"
    if isinstance(record, Entry):
        return f"entries/{month(wall_in(record.start, record.zone))}"
    return "lists" if isinstance(record, List) else "people"


def _item_home(plan: Plan, item: Item) -> str:
    if item.repeat:
        return SERIES
    if item.kind == "meeting":
        blocks = blocks_of(plan, item.id)
        if len(blocks) == 1:
            return f"calendar/{month(blocks[0].start)}"
    if item.status in CLOSED and item.ended is not None:
        return f"items/archive/{month(item.ended)}"
    return open_items(item.list)


def open_items(path: str) -> str:
    """Key of the shard of the open items of a list; of the inbox where `path` is empty."""
    return f"items/{slug(path) if path else 'inbox'}"


def _same_place(old: Record, new: Record) -> bool:
    """Whether nothing differs that decides where a record belongs, or what stands with it (`Plan._settled`)."""
    if isinstance(old, Item) and isinstance(new, Item):
        return _deciding(old) == _deciding(new)
    if isinstance(old, Block) and isinstance(new, Block):
        return (old.item, old.start.year, old.start.month) == (new.item, new.start.year, new.start.month)
    return isinstance(old, Occurrence) and isinstance(new, Occurrence) and old.at == new.at


def _deciding(item: Item) -> tuple[str, str, str, bool, datetime | None]:
    return item.repeat, item.kind, item.list, item.status in CLOSED, item.ended


def by_kind(shard: Shard) -> dict[type[Record], list[Record]]:
    """The records of one shard by their class, in file order: what looks for one kind of them passes over no other."""
    found: dict[type[Record], list[Record]] = {}
    for record in shard.values():
        found.setdefault(type(record), []).append(record)
    return found


def blocks_in(shard: Shard) -> list[Block]:
    """The blocks of one shard."""
    return shard.derive(by_kind).get(Block, [])  # type: ignore[return-value]


def repeating(shard: Shard) -> tuple[Item, ...]:
    """The repeating items of one shard."""
    items: list[Item] = shard.derive(by_kind).get(Item, [])  # type: ignore[assignment]
    return tuple(item for item in items if item.repeat)


def blocks_by_item(shard: Shard) -> dict[str, list[Block]]:
    """The blocks of one shard by the id of their item."""
    found: dict[str, list[Block]] = {}
    for block in blocks_in(shard):
        found.setdefault(block.item, []).append(block)
    return found


def blocks_of(plan: Plan, item: str) -> list[Block]:
    """The stored blocks of one item in the loaded shards, by start."""
    found: list[Block] = []
    for _key, shard in plan.loaded("calendar/"):
        found += shard.derive(blocks_by_item).get(item, [])
    return sorted(found, key=lambda block: block.start.isoformat())


def update(plan: Plan, record: R, now: datetime, **changes: object) -> Plan:
    """`plan` with some fields of `record` changed, stamped ``modified`` (never earlier than it was: 2.4)."""
    return plan.put(stamped(record, now, **changes))


def stamped(record: R, now: datetime, **changes: object) -> R:
    """`record` with some fields changed, and ``modified`` later than it was (2.4)."""
    old = record.modified
    stamp = now if old is None or now > old else old + timedelta(microseconds=1)
    return replace(record, **{"modified": stamp, **changes})  # type: ignore[arg-type]


def differences(before: Plan, after: Plan) -> list[tuple[Record | None, Record | None]]:
    """Every record that differs, as (before, after), None where it was not there or is gone."""
    old: dict[str, Record] = {}
    new: dict[str, Record] = {}
    for key in before.shards.keys() | after.shards.keys():
        one, two = before.shards.get(key, EMPTY), after.shards.get(key, EMPTY)
        if one is two or one is None or two is None:
            continue
        old.update((k, v) for k, v in one.items() if two.get(k) is not v)
        new.update((k, v) for k, v in two.items() if one.get(k) is not v)
    keys: Iterable[str] = dict.fromkeys([*old, *new])
    return [(old.get(key), new.get(key)) for key in keys]
