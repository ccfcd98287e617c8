"""A step worked out on the text of files: from an edit of the plan, or from the images of an earlier step.

Both end in a `Draft`: the new documents, the images that made them of the old ones, and the plan that they hold.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ctotui.core.fields import KIND_NAMES, to_toml
from ctotui.core.model import Block, Entry, Item, List, Occurrence, Person, Record
from ctotui.core.plan import EMPTY, Plan, Shard
from ctotui.disk import migrations
from ctotui.disk.log import Image
from ctotui.disk.reader import read_content, record_of
from ctotui.disk.splice import Chunk, Document, new_block, parse_block, rewrite, scan, unnamed


@dataclass(slots=True)
class Draft:
    """A step that is not kept yet."""

    plan: Plan
    documents: dict[str, Document | None] = field(default_factory=dict)
    """What the files of the step will hold; None: there will be no such file."""
    images: list[Image] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What could not be done, as sentences."""


Opened = Callable[[str], Document | None]
"""The document of a shard as it is on disk, None where there is no such file."""


def chunk_of(text: str) -> Chunk:
    """The chunk that a block's text is."""
    found = scan(text).chunks
    return found[0] if found else Chunk("", text, unnamed(text))


def locate(document: Document, key: str, text: str | None) -> int | None:
    """Index of a block by its id; of one that had none yet, or a copy that had another's, by its text."""
    found = document.find(key)
    if found is None and text is not None:
        found = document.find(unnamed(text))
        if found is None and key.startswith("~"):
            found = next((index for index, chunk in enumerate(document.chunks) if chunk.text == text), None)
    return found


class Editing:
    """Applies changes to the documents of a draft, an image each."""

    def __init__(self, plan: Plan, opened: Opened) -> None:
        self.draft = Draft(plan)
        self._opened = opened

    def document(self, key: str) -> Document | None:
        """The document of a shard as it stands in this draft."""
        if key not in self.draft.documents:
            found = self._opened(key)
            self.draft.documents[key] = found.copy() if found is not None else None
        return self.draft.documents[key]

    def sure(self, key: str) -> Document:
        """As `document`; a file that is not there is begun."""
        found = self.document(key)
        if found is None:
            found = self.draft.documents[key] = Document(migrations.head())
            self._note(Image(key, "", "", None, found.head))
        return found

    def give_up(self, key: str) -> None:
        """Plan for the file to be deleted."""
        document = self.draft.documents[key]
        head = document.head if document is not None else None
        self.draft.documents[key] = None
        self._note(Image(key, "", "", head, None))

    def set(self, file: str, index: int, key: str, text: str) -> None:
        """Put another text in the place of a block."""
        document = self.sure(file)
        old = document.chunks[index]
        document.chunks[index] = chunk_of(text)
        self._note(Image(file, key, _previous(document, index), old.text, text))

    def take(self, file: str, index: int, key: str) -> str:
        """Take a block out, and return its text."""
        document = self.sure(file)
        previous = _previous(document, index)
        gone = document.chunks.pop(index)
        self._note(Image(file, key, previous, gone.text, None))
        return gone.text

    def insert(self, file: str, index: int, key: str, text: str, kind: str = "") -> None:
        """Put a block in; what stands before it gets the line end that it lacked.

        `kind` is the name of its table where the text was just made here, and need not be cut into blocks to know it.
        """
        document = self.sure(file)
        self._close_line(document, file, index)
        closed = text if text.endswith("\n") or (index == len(document.chunks) and not document.tail) else text + "\n"
        chunk = Chunk(kind, closed, key) if kind else chunk_of(closed)
        document.chunks.insert(index, chunk._replace(id=key) if key.startswith("~") else chunk)
        self._note(Image(file, key, _previous(document, index), None, closed))

    def _close_line(self, document: Document, file: str, index: int) -> None:
        if index == 0:
            if document.head.strip("\ufeff") and not document.head.endswith("\n"):
                old = document.head
                document.head += document.newline
                self._note(Image(file, "", "", old, document.head))
        elif not document.chunks[index - 1].text.endswith("\n"):
            before = document.chunks[index - 1]
            self.set(file, index - 1, before.id, before.text + document.newline)

    def _note(self, image: Image) -> None:
        self.draft.images.append(image)


def _previous(document: Document, index: int) -> str:
    return document.chunks[index - 1].id if index else ""


# --- from an edit of the plan ----------------------------------------------------------------------------------------


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


# --- from the images of an earlier step ------------------------------------------------------------------------------


def take_back(images: tuple[Image, ...], plan: Plan, opened: Opened) -> Draft:
    """The draft that undoes `images`: byte for byte where a block still is what they made of it.

    Where a block was changed since, field by field where the value still is theirs; the rest is named in the notes.
    """
    editing = Editing(plan, opened)
    for image in reversed(images):
        wish = image.inverse()
        if not wish.id:
            _restore_head(editing, wish)
        elif wish.after is None:
            _restore_absence(editing, wish)
        elif wish.before is None:
            _restore_block(editing, wish, plan)
        else:
            _restore_values(editing, wish)
    editing.draft.plan = replayed(plan, editing.draft)
    return editing.draft


def _restore_head(editing: Editing, wish: Image) -> None:
    document = editing.document(wish.file)
    if wish.after is None:
        if document is not None and not document.chunks and not document.tail and document.head == wish.before:
            editing.give_up(wish.file)
    elif document is None:
        editing.sure(wish.file)
        editing.draft.images[-1] = editing.draft.images[-1]._replace(after=wish.after)
        editing.sure(wish.file).head = wish.after
    elif wish.before is not None and document.head == wish.before:
        document.head = wish.after
        editing.draft.images.append(wish)


def _restore_absence(editing: Editing, wish: Image) -> None:
    document = editing.document(wish.file)
    index = locate(document, wish.id, wish.before) if document is not None else None
    if document is None or index is None:
        return
    text = document.chunks[index].text
    if text == wish.before or parse_block(text) == parse_block(wish.before or ""):
        editing.take(wish.file, index, wish.id)
    else:
        editing.draft.notes.append(f"{_named(text)} was changed since and stays.")


def _restore_block(editing: Editing, wish: Image, plan: Plan) -> None:
    text = wish.after or ""
    where = plan.where(wish.id)
    there = [
        key for key, document in editing.draft.documents.items() if document and document.find(wish.id) is not None
    ]
    if there or (where is not None and where not in editing.draft.documents):
        editing.draft.notes.append(f"{_named(text)} was made anew since; what it was is not put back.")
        return
    document = editing.sure(wish.file)
    after = document.find(wish.previous) if wish.previous else -1
    editing.insert(wish.file, len(document.chunks) if after is None else after + 1, wish.id, text)


def _restore_values(editing: Editing, wish: Image) -> None:
    document = editing.document(wish.file)
    index = locate(document, wish.id, wish.before) if document is not None else None
    before, after = wish.before or "", wish.after or ""
    if document is None or index is None:
        editing.draft.notes.append(f"{_named(before)} was deleted or moved since.")
        return
    text = document.chunks[index].text
    if text == before:
        editing.set(wish.file, index, wish.id, after)
        return
    now, theirs, wanted = parse_block(text), parse_block(before), parse_block(after)
    if now is None or theirs is None or wanted is None:
        editing.draft.notes.append(f"{_named(before)} was damaged since and stays as it is.")
        return
    keys = [key for key in {**theirs[1], **wanted[1]} if repr(theirs[1].get(key)) != repr(wanted[1].get(key))]
    free = [key for key in keys if repr(now[1].get(key)) == repr(theirs[1].get(key))]
    if set(keys) - set(free) - {"modified"}:
        fields = ", ".join(key for key in keys if key not in free and key != "modified")
        editing.draft.notes.append(f"{_named(text)} was changed since: its {fields} stay{'s' * (', ' not in fields)}.")
    values = {key: wanted[1].get(key) for key in free}
    if values:
        editing.set(wish.file, index, wish.id, rewrite(text, values))


def _named(text: str) -> str:
    """What a user calls the record of a block."""
    record = record_of(chunk_of(text))
    if isinstance(record, Item):
        return f'"{record.title}"'
    if isinstance(record, List | Person):
        return f'"{record.path if isinstance(record, List) else record.handle}"'
    return f"The {type(record).__name__.lower()} of {getattr(record, 'start', 'then')}" if record else "A record"


def _repeats(image: Image) -> bool:
    """Whether a block had, or gets back, the id of another one, of which a file shows the first alone."""
    texts = (text for text in (image.before, image.after) if text is not None)
    found = (record_of(chunk_of(text)) for text in texts)
    return image.id.startswith("~") or any(record is not None and record.id != image.id for record in found)


def replayed(plan: Plan, draft: Draft) -> Plan:
    """`plan` with what the images of a draft change."""
    keys = {image.file for image in draft.images if image.id}
    files = {key: dict(plan.shards.get(key) or EMPTY) for key in keys}
    for image in draft.images:
        if not image.id:
            continue
        records = files[image.file]
        old, new = (record_of(chunk_of(text)) if text is not None else None for text in (image.before, image.after))
        if old is not None and new is not None and old.id == new.id and old.id not in records:
            continue  # one that is hidden, because it is invalid
        if old is not None and (new is None or new.id != old.id):
            records.pop(old.id, None)
        if new is not None and records.get(new.id) != new:
            records[new.id] = new
    for key in {image.file for image in draft.images if image.id and _repeats(image)}:
        document = draft.documents[key]
        read = read_content(key, document.text.encode(), trusted=False).records if document is not None else {}
        files[key] = {name: files[key][name] if files[key].get(name) == one else one for name, one in read.items()}
    shards = {**plan.shards, **{key: Shard(records) for key, records in files.items()}}
    for key, document in draft.documents.items():
        if document is None:
            shards.pop(key, None)
    return Plan(shards)


def apply(image: Image, document: Document | None) -> Document | None:
    """Recovery: the document with `image` made good; a block that another changed since is merged by field (2.2)."""
    if not image.id:
        if document is None and image.before is None and image.after is not None:
            return Document(image.after)
        if document is not None and document.head == image.before:
            gone = image.after is None and not document.chunks
            return None if gone else replace(document, head=document.head if image.after is None else image.after)
        return document
    if document is None:
        return None
    index = locate(document, image.id, image.before)
    if image.before is None:
        if index is None and image.after is not None:
            after = document.find(image.previous) if image.previous else -1
            document.chunks.insert(len(document.chunks) if after is None else after + 1, chunk_of(image.after))
    elif index is not None and document.chunks[index].text == image.before:
        document.chunks[index : index + 1] = [] if image.after is None else [chunk_of(image.after)]
    elif index is not None and image.after is not None:
        from ctotui.disk.merge import joined

        document.chunks[index] = chunk_of(joined(image.before, image.after, document.chunks[index].text))
    return document
