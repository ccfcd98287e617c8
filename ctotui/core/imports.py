"""Taking foreign records into a plan: idempotent, and never over what the user changed (M3, N4).

Formats turn their files into an `Imported`, whose ids are made from the foreign ids, so that two machines agree and a
second import finds what the first one made. What was imported last is remembered as ``field=hash`` in the item: a field
that still is what it was is brought up to date, one that the user changed stays and is counted as kept.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from hashlib import sha256

from ctotui.core.civil import day_of, midnight, rezone
from ctotui.core.groups import Group, met, with_handles
from ctotui.core.model import LETTERS, Block, Entry, Item, Occurrence, Person, Record, Wall
from ctotui.core.plan import Plan, Shard
from ctotui.core.recurrence import several_a_day
from ctotui.core.series import occurrence_id

Progress = Callable[[float], None]
"""Called now and then with the share, 0 to 1, that is done; what it raises ends the work."""
EVERY = 64
"""Groups from one call to the next."""

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford base32, as in every id (storage-and-time 2.1)."""

OWN = "@ctotui"
"""Ends the UID of what was made here, after its id."""

ITEM_FIELDS = (
    "title", "status", "priority", "tags", "people", "due", "day", "repeat", "rdates", "exdates", "holidays",
    "notes", "links", "location", "parent", "blocked_by", "estimate", "extra", "ics",
)  # fmt: skip
"""The fields of an item that an import may bring up to date."""
_OCCURRENCE_FIELDS = ("cancelled", "title", "start", "end", "zone", "status", "people", "location", "notes")


@dataclass(frozen=True, slots=True)
class Refused:
    """What could not be read: a whole record, or a part of one that came in without it."""

    line: int
    """In the file, from 1; 0 where the file as a whole is meant."""
    what: str
    """Title, UID or the text itself."""
    why: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Imported:
    """A file, read."""

    groups: tuple[Group, ...] = ()
    people: tuple[Person, ...] = ()
    refused: tuple[Refused, ...] = ()
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import does: each thing is new, changed or same; `kept` counts those where a change of the user stays."""

    new: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0
    older: int = 0
    """Left alone, because a later version is known here (SEQUENCE, RFC 5546 2.1.5)."""
    refused: int = 0


@dataclass(slots=True)
class _Merge:
    """The work on one plan: what is put and dropped, and what was known before."""

    known: dict[str, Record]
    now: datetime
    put: list[Record] = field(default_factory=list)
    drop: list[str] = field(default_factory=list)
    new: list[Group] = field(default_factory=list)
    changed: int = 0
    kept: int = 0
    older: int = 0
    same: int = 0


def imported_id(kind: type[Record], key: str) -> str:
    """The id of a record that stands for the foreign `key`: the same on every machine; its own for one of ours."""
    own = key.removesuffix(OWN)
    if own != key and len(own) == 9 and own[0] == LETTERS.get(kind) and set(own[1:]) <= set(ALPHABET):
        return own
    number = int.from_bytes(sha256(key.encode("utf-8", "replace")).digest()[:5])
    return LETTERS[kind] + "".join(ALPHABET[number >> shift & 31] for shift in range(35, -5, -5))


def take_in(plan: Plan, imported: Imported, now: datetime) -> Plan:
    """`plan` with everything in `imported`. Raises NotLoaded until every item and block is in memory.

    The second import of the same file gives back the very same plan.
    """
    return taken_in(plan, imported, now)[0]


def counts(plan: Plan, imported: Imported, now: datetime) -> Counts:
    """What `take_in` would do, for the preview and for the answer. Raises NotLoaded as it does."""
    return taken_in(plan, imported, now)[1]


def taken_in(
    plan: Plan, imported: Imported, now: datetime, progress: Progress = lambda _share: None
) -> tuple[Plan, Counts]:
    """`take_in` and `counts` at once. Raises NotLoaded as they do, and what `progress` raises."""
    shards = [*plan.all("items/"), *plan.all("calendar/"), *plan.all("people")]
    shards += plan.all("entries/") if any(group.entries for group in imported.groups) else []
    work = _Merge({key: record for shard in shards for key, record in shard.items()}, now)
    handles, strangers = met(imported.people, work.known.values(), now)
    work.put += strangers
    groups = {group.item.id: group for group in imported.groups}
    for group in _followed(groups.values(), lambda share: progress(share / 2)):
        named = with_handles(group, handles)
        if named.original is None or not _joined(named, named.original, work):
            _group(named, work)
    after = plan.put(*work.put).drop(*work.drop) if work.put or work.drop else plan
    after = insert(after, _followed(work.new, lambda share: progress(0.5 + share / 2)), now)
    refused = sum(1 for one in imported.refused if one.whole)
    same = len(groups) - len(work.new) - work.changed - work.older
    return after, Counts(len(work.new), work.changed, same, work.kept, work.older, refused)


def _followed(groups: Collection[Group], progress: Progress) -> Iterator[Group]:
    """The groups, one by one; `progress` is told how far they are."""
    for number, group in enumerate(groups):
        if number % EVERY == 0:
            progress(number / len(groups))
        yield group


def _group(group: Group, work: _Merge) -> None:
    old = work.known.get(group.item.id)
    if not isinstance(old, Item):
        if not group.cancels and group.item.uid.removesuffix(OWN) not in work.known:
            work.new.append(group)
        return
    if not old.uid and (group.item.uid or not old.imported):
        return  # it went out under a name made here, and is back: what stands here is the newer one
    if sequence(group.item.ics) < sequence(old.ics):
        work.older += 1
        return
    if group.cancels:
        _cancel(old, group, work)
        return
    base = _remembered(old)
    next_base = {name: value for name, value in base.items() if name not in ITEM_FIELDS}
    changes = dict[str, object]()
    kept = False
    for name in ITEM_FIELDS:
        mine, theirs = _told(old, name), _told(group.item, name)
        take, stays = _decide(base.get(name, _hash(_default(name))), _hash(mine), _hash(theirs))
        next_base |= _base(name, theirs)
        kept = kept or stays
        if take:
            changes[name] = getattr(group.item, name)
    records: list[Block | Occurrence | Entry] = [*group.blocks, *group.occurrences, *group.entries]
    took, stays = _parts(records, base, next_base, work)
    imported = _as_text(next_base)
    if changes or imported != old.imported:
        work.put.append(replace(old, **changes, imported=imported, modified=_later(old.modified, work.now)))  # type: ignore[arg-type]
    work.changed += took or bool(changes)
    work.kept += stays or kept


def _cancel(old: Item, group: Group, work: _Merge) -> None:
    """Drop what a message of METHOD:CANCEL names; everything else of it stays as it is."""
    stamp = tuple(line for line in old.ics if not line.upper().startswith("SEQUENCE"))
    number = tuple(line for line in group.item.ics if line.upper().startswith("SEQUENCE"))
    ics = (*number, *stamp) if number else old.ics
    if old.status == "dropped" and sequence(ics) == sequence(old.ics):
        return
    base = _remembered(old) | {"status": _hash("dropped"), "ics": _hash(steady(ics))}
    changed = replace(old, status="dropped", ics=ics, ended=old.ended or work.now, imported=_as_text(base))
    work.put.append(replace(changed, modified=_later(old.modified, work.now)))
    work.changed += 1


def sequence(ics: Iterable[str] | None) -> int:
    """The SEQUENCE among kept lines, 0 where there is none (RFC 5545 3.8.7.4)."""
    for line in ics or ():
        name, _colon, value = line.partition(":")
        if name.upper() == "SEQUENCE" and value.strip().isascii() and value.strip().isdigit() and len(value) < 12:
            return int(value)
    return 0


def differing(group: Group) -> frozenset[str]:
    """Fields of an imported item, and ids of its parts, that are not as they were imported; none where nothing was."""
    base = _remembered(group.item)
    if not base:
        return frozenset()
    said = ((name, _told(group.item, name)) for name in ITEM_FIELDS)
    changed = ((name, now) for name, now in said if name in base or now != _default(name))
    names = (name for name, now in changed if _hash(now) != base.get(name))
    parts: list[Block | Occurrence | Entry] = [*group.blocks, *group.occurrences, *group.entries]
    mine = {one.id: _hash_of(one) for one in parts}
    keys = {*mine, *(base.keys() - set(ITEM_FIELDS))}
    return frozenset((*names, *(key for key in keys if mine.get(key) != base.get(key))))


def touched(series: Item, zone: str, at: Wall, key: str, item: Item, block: Block) -> Occurrence:
    """The occurrence `at` of a series in `zone`, that happens as `item` in `block` instead; `key` is its id."""
    return Occurrence(
        key,
        series.id,
        at,
        title=item.title if item.title != series.title else None,
        start=block.start,
        end=block.end,
        zone=None if block.all_day or block.zone == zone else block.zone,
        status="dropped" if item.status == "dropped" else "",
        people=item.people if item.people and item.people != series.people else None,
        location=item.location if item.location != series.location else None,
        notes=item.notes if item.notes != series.notes else None,
    )


def _joined(group: Group, original: tuple[Wall, str, tuple[str, ...]], work: _Merge) -> bool:
    """Make a lone override (an invitation that changes one date) part of its series, where that is known here."""
    series = work.known.get(imported_id(Item, group.item.uid))
    block = work.known.get(imported_id(Block, group.item.uid))
    if not isinstance(series, Item) or not series.repeat or not isinstance(block, Block):
        return False
    at, zone, lines = original
    if block.all_day or not isinstance(at, datetime):
        at = day_of(at) if block.all_day else midnight(at)
    else:
        at = rezone(at, zone, block.zone) if block.zone else at
    key = occurrence_id(series.id, at, several_a_day(series.repeat))
    known = work.known.get(key)
    mine = known if isinstance(known, Occurrence) else None
    if sequence(group.item.ics) < sequence(mine.ics if mine is not None and mine.ics is not None else series.ics):
        work.older += 1
        return True
    one = replace(touched(series, block.zone, at, key, group.item, group.blocks[0]), ics=lines)
    if group.cancels:
        one = replace(mine or Occurrence(key, series.id, at), status="dropped")
    base = _remembered(series)
    take, stays = _part(one, base.get(one.id, ""), work)
    base[one.id] = _hash_of(one)
    if take or _as_text(base) != series.imported:
        changed = replace(series, imported=_as_text(base), modified=_later(series.modified, work.now))
        work.known[series.id] = changed
        work.put.append(changed)
    work.changed += take
    work.kept += stays
    return True


def _remembered(item: Item) -> dict[str, str]:
    return dict(one.split("=", 1) for one in item.imported if "=" in one)


def _as_text(base: dict[str, str]) -> tuple[str, ...]:
    return tuple(f"{name}={base[name]}" for name in sorted(base))


def _part(record: Block | Occurrence | Entry, base: str, work: _Merge) -> tuple[bool, bool]:
    """Bring one part of an item up to date: whether it was taken over, and whether a change of the user stays."""
    mine = work.known.get(record.id)
    if isinstance(record, Occurrence) and isinstance(mine, Occurrence) and sequence(record.ics) < sequence(mine.ics):
        return False, False
    take, stays = _decide(base, _hash_of(mine), _hash_of(record))
    if take:
        work.put.append(_placed(record, mine, work.now))
    return take, stays


def _parts(
    records: list[Block | Occurrence | Entry], base: dict[str, str], next_base: dict[str, str], work: _Merge
) -> tuple[bool, bool]:
    """Bring the parts of one item up to date: whether one was taken over, and whether a change of the user stays."""
    took = kept = False
    for record in records:
        take, stays = _part(record, base.get(record.id, ""), work)
        next_base[record.id] = _hash_of(record)
        took, kept = took or take, kept or stays
    for key in sorted(base.keys() - set(ITEM_FIELDS) - {record.id for record in records}):
        del next_base[key]
        mine = work.known.get(key)
        if mine is not None and _hash_of(mine) == base[key]:
            work.drop.append(key)
            took = True
    return took, kept


def _decide(base: str, mine: str, theirs: str) -> tuple[bool, bool]:
    """Three-way: whether to take theirs, and whether a change of the user stays."""
    if mine == theirs:
        return False, False
    return mine == base, mine != base


def _placed(record: Block | Occurrence | Entry, mine: Record | None, now: datetime) -> Record:
    if isinstance(record, Block) and isinstance(mine, Block):
        return replace(mine, start=record.start, end=record.end, zone=record.zone, modified=_later(mine.modified, now))
    return replace(record, modified=_later(mine.modified if mine is not None else None, now))


def insert(plan: Plan, groups: Iterable[Group], now: datetime, remember: bool = True) -> Plan:
    """Put whole new groups, one copy of a shard for all of them; `remember` what was imported for the next time."""
    found: dict[str, dict[str, Record]] = {}
    for group in groups:
        parts: list[Block | Occurrence | Entry] = [*group.blocks, *group.occurrences, *group.entries]
        item = replace(group.item, created=group.item.created or now, modified=now)
        if remember:
            base = {record.id: _hash_of(record) for record in parts}
            for name in ITEM_FIELDS:
                base |= _base(name, _told(group.item, name))
            item = replace(item, imported=_as_text(base))
        alone = Plan({}).put(item, *(replace(record, modified=now) for record in parts))
        for key, shard in alone.shards.items():
            if shard:
                found.setdefault(key, {}).update(shard)
    if not found:
        return plan
    return Plan({**plan.shards, **{key: Shard({**plan.shard(key), **new}) for key, new in found.items()}})


def _later(old: datetime | None, now: datetime) -> datetime:
    return now if old is None or now > old else old + timedelta(microseconds=1)


_DEFAULTS = {one.name: one.default for one in fields(Item)}


def _default(name: str) -> object:
    return _DEFAULTS[name]


def _told(item: Item, name: str) -> object:
    """A field as far as it says something: when a foreign event was last written says nothing."""
    return steady(item.ics) if name == "ics" else getattr(item, name)


def steady(ics: Iterable[str]) -> tuple[str, ...]:
    """Kept lines as far as they say something, in an order that says nothing."""
    return tuple(sorted(line for line in ics if not line.startswith(("DTSTAMP", "LAST-MODIFIED", "X-CTOTUI-HOLIDAYS"))))


def _base(name: str, value: object) -> dict[str, str]:
    """What is remembered of an imported field: nothing where it is as if it had not been given."""
    return {} if value == _default(name) else {name: _hash(value)}


def _hash_of(record: Record | None) -> str:
    """What an import knows of a part of an item; empty where there is none."""
    if isinstance(record, Block):
        return _hash((record.start, record.end, record.zone))
    if isinstance(record, Occurrence):
        lines = () if record.ics is None else (steady(record.ics),)
        return _hash((*(getattr(record, name) for name in _OCCURRENCE_FIELDS), *lines))
    if isinstance(record, Entry):
        return _hash((record.start, record.end, record.note))
    return ""


def _hash(value: object) -> str:
    return sha256("\x1f".join(_texts(value)).encode("utf-8", "replace")).hexdigest()[:10]


def _texts(value: object) -> Iterator[str]:
    """The parts of a value as text that is the same before and after a file."""
    if isinstance(value, tuple | list):
        for one in value:
            yield from _texts(one)
            yield "\x1e"
    elif isinstance(value, datetime):
        yield value.isoformat()
    else:
        yield str(value)
