"""A step worked out from an edit of the plan: what of the text of files changes, and where new records go (2.1)."""

from ctotui.core.fields import KIND_NAMES, to_toml
from ctotui.core.model import Block, Entry, Item, List, Occurrence, Record
from ctotui.core.plan import EMPTY, Plan, Shard
from ctotui.disk import migrations
from ctotui.disk.editing import Draft, Editing, Opened, chunk_of
from ctotui.disk.reader import record_of
from ctotui.disk.splice import Chunk, Document, new_block, parse_block, rewrite, scan


def compose(before: Plan, after: Plan, opened: Opened) -> Draft:
    """The draft of an edit that made `after` of `before`. LookupError: a record has no block of its own."""
    editing = Editing(after, opened)
    changed = [key for key, shard in after.shards.items() if shard is not before.shards.get(key) and shard is not None]
    pairs = [(key, before.shards.get(key) or EMPTY, after.shard(key)) for key in changed]
    for key, old, _new in pairs:
        _name_all(editing, key, old)
    moved: dict[str, tuple[str, Record]] = {}
    for key, old, new in pairs:
        for gone in [old[name] for name in old if name not in new]:
            moved[gone.id] = editing.take(key, _index(editing, key, gone), gone.id), gone
    for key, old, new in pairs:
        placing: _Placing | None = None
        for record in new.values():
            was = old.get(record.id)
            if was is None:
                placing = placing or _Placing(new, editing.sure(key))
                text = _text(record, moved.get(record.id), editing.sure(key).newline)
                kind = KIND_NAMES[type(record)] if record.id not in moved and not record.id.startswith("~") else ""
                editing.insert(key, placing.place(record), record.id, text, kind)
            elif was is not None and was is not record and (differ := changes(was, record)):
                index = _index(editing, key, record)
                editing.set(key, index, record.id, rewrite(editing.sure(key).chunks[index].text, differ))
    _adopt_texts(editing)
    return editing.draft


def _name_all(editing: Editing, file: str, shard: Shard) -> None:
    """Give hand-written blocks without an id the one that they are known by."""
    document = editing.document(file)
    if document is None:
        return
    for index, chunk in enumerate(document.chunks):
        if not chunk.id.startswith("~") or not chunk.name or (record := record_of(chunk)) is None:
            continue
        if record.id in shard and document.find(record.id) is None:
            editing.set(file, index, record.id, rewrite(chunk.text, {"id": record.id}))


def _index(editing: Editing, file: str, record: Record) -> int:
    document = editing.document(file)
    found = document.find(record.id) if document is not None else None
    if found is None:
        raise LookupError(record.id)
    return found


def changes(old: Record, new: Record) -> dict[str, object]:
    """The keys of a file that differ, None for those that go."""
    before, after = to_toml(old), to_toml(new)
    return {key: after.get(key) for key in {**after, **before} if repr(before.get(key)) != repr(after.get(key))}


def _text(record: Record, moved: tuple[str, Record] | None, newline: str) -> str:
    """The block of a record that is new in a file: its old block with its comments, where it only moved."""
    if moved is None:
        return new_block(KIND_NAMES[type(record)], to_toml(record), newline)
    text, old = moved
    if type(old) is not type(record):
        return _text(record, None, newline)
    text = rewrite(text, changes(old, record)).lstrip("\ufeff").replace("\r\n", "\n")
    return (text if text.startswith("\n") else f"\n{text}").replace("\n", newline)


def _adopt_texts(editing: Editing) -> None:
    """Let the plan hold what the files will say: they differ where a text cannot be written (a lone surrogate)."""
    draft = editing.draft
    shards = dict(draft.plan.shards)
    for image in draft.images:
        if image.after is None or not image.id or (image.before is None and "\ufffd" not in image.after):
            continue
        record = record_of(chunk_of(image.after))
        shard = shards.get(image.file)
        if record is not None and shard is not None and record.id in shard and shard[record.id] != record:
            shards[image.file] = shard.with_record(record)
            draft.plan = Plan(shards)


def whole(shard: Shard) -> Document:
    """The document of a file that is written for the first time, its records in sorted order."""
    records = sorted(shard.values(), key=_Placing(shard, Document("")).order)
    blocks = (new_block(KIND_NAMES[type(record)], to_toml(record)) for record in records)
    return scan("".join([migrations.head(), *blocks]))


class _Placing:
    """Where new records go in a file: sorted among those that are sorted; existing ones stay (2.1)."""

    def __init__(self, shard: Shard, document: Document) -> None:
        self._shard = shard
        self._chunks = document.chunks
        self._starts = {one.item: one.start.isoformat() for one in shard.values() if isinstance(one, Block)}
        strange = [n for n, chunk in enumerate(self._chunks) if chunk.id not in shard and _damaged(chunk)]
        self._behind = len(self._chunks) - strange[0] if strange else 0

    def place(self, record: Record) -> int:
        """Index of the new block: after the last that comes before it, never behind a damaged one."""
        own = self.order(record)
        for index in range(len(self._chunks) - self._behind - 1, -1, -1):
            other = self._shard.get(self._chunks[index].id)
            if other is not None and self.order(other) <= own:
                return index + 1
        return 0

    def order(self, record: Record) -> tuple[str, str, int]:
        """What records are sorted by: start or creation, the item of a meeting right before its block."""
        if isinstance(record, Block):
            return record.start.isoformat(), record.item, 1
        if isinstance(record, Item):
            start = self._starts.get(record.id)
            made = record.created.isoformat() if record.created else ""
            return (start, record.id, 0) if start is not None else (made, "", 0)
        if isinstance(record, Occurrence):
            return record.at.isoformat(), record.series, 2
        if isinstance(record, Entry):
            return record.start.isoformat(), "", 0
        return (record.path if isinstance(record, List) else record.handle), "", 0


def _damaged(chunk: Chunk) -> bool:
    """Whether a chunk does not parse."""
    return bool(chunk.name) and parse_block(chunk.text) is None
