"""Three-way merge of the text of a file: records by field, everything else byte for byte (storage-and-time 2.3).

What ``ctotui merge-driver`` gives git, and what mends a file that git left with marks of a conflict. A record that one
side alone touched keeps that side's very bytes, comments and unknown keys included.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ctotui.core.fields import KIND_NAMES, to_toml
from ctotui.core.merge import Loss, Merged, merge, merge_record, one_timer, renamed
from ctotui.core.mergetext import diff3, merge_by_line
from ctotui.core.model import Entry, Record
from ctotui.core.repairs import named
from ctotui.core.text import clean
from ctotui.disk.compose import changes
from ctotui.disk.reader import read_content, record_of
from ctotui.disk.splice import BOM, Chunk, Document, new_block, parse_statement, rewrite, scan

MARKS = ("<<<<<<< ", "||||||| ", "=======", ">>>>>>> ")
"""What the lines begin with that git puts around a conflict."""


@dataclass(slots=True)
class TextMerge:
    """What a merge of three texts came to."""

    text: str
    """The merge; where there is a `problem`, both versions with the marks of git around what differs."""
    problem: str = ""
    """Why it could not be merged, as a sentence without its full stop."""
    notes: list[str] = field(default_factory=list)
    """What gave way or was ended, as sentences."""


class Conflict(Exception):
    """What both sides changed and no rule decides."""


class _Piece(NamedTuple):
    """A block of a file, and the record that it is, None where it is none or is damaged."""

    text: str
    record: Record | None


class _Side:
    """One of the three versions: its blocks by the id of their record, in order."""

    def __init__(self, name: str, text: str) -> None:
        self.document = scan(text)
        content = read_content(name, text.encode(), trusted=False)
        if content.readonly:
            raise Conflict(content.readonly)
        self.pieces: dict[str, _Piece] = {}
        for chunk in self.document.chunks:
            record = record_of(chunk)
            if record is None or content.records.get(record.id) != record or record.id in self.pieces:
                self.pieces[_free(chunk, self.pieces)] = _Piece(chunk.text, None)
            else:
                self.pieces[record.id] = _Piece(chunk.text, record)

    @property
    def parsed_head(self) -> dict[str, object]:
        """The keys before the first block."""
        return parse_statement(self.document.head)

    def text_of(self, key: str) -> str | None:
        """The text of a block, None where it is not there."""
        return self.pieces[key].text if key in self.pieces else None


def _free(chunk: Chunk, taken: Mapping[str, object]) -> str:
    key, number = chunk.id, 1
    while key in taken:
        key, number = f"{chunk.id}.{number}", number + 1
    return key


def merge_texts(base: str, ours: str, theirs: str, name: str = "the file") -> TextMerge:
    """The merge of two versions of a file that began as `base`, empty where nobody knows. Never raises."""
    if ours == theirs or theirs == base:
        return TextMerge(ours)
    if ours == base:
        return TextMerge(theirs)
    base, mine, theirs = (_plain(text) for text in (base, ours, theirs))
    try:
        base_side, our_side, their_side = (_Side(name, text) for text in (base, mine, theirs))
        found = _merged(name, base_side, our_side, their_side)
    except Conflict as conflict:
        found = TextMerge(marked(base, mine, theirs), str(conflict))
    bom = BOM if ours.startswith(BOM) else ""
    found.text = bom + (found.text.replace("\n", "\r\n") if "\r\n" in ours and "\r\n" not in mine else found.text)
    return found


def _plain(text: str) -> str:
    """`text` without a BOM, and with plain line ends where all of them are CRLF."""
    text = text.removeprefix(BOM)
    return text.replace("\r\n", "\n") if text.count("\r\n") == text.count("\n") else text


def _merged(name: str, base: _Side, ours: _Side, theirs: _Side) -> TextMerge:
    every = dict.fromkeys([*ours.pieces, *theirs.pieces, *base.pieces])
    raw = {key for key in every for side in (base, ours, theirs) if key in side.pieces and not side.pieces[key].record}
    merged = merge(
        *({k: p.record for k, p in side.pieces.items() if p.record and k not in raw} for side in (base, ours, theirs))
    )
    notes = [*told(merged), *_one_timer(merged)]
    texts: dict[str, str] = {}
    for key in every:
        text = _raw(key, base, ours, theirs) if key in raw else None
        if key in merged.records:
            text = _block(merged.records[key], base, ours, theirs)
        if text is not None:
            texts[key] = text
    for record in merged.parted:
        texts[record.id] = _block(record, base, ours, theirs)
    document = _assembled(texts, base, ours, theirs)
    content = read_content(name, document.text.encode(), trusted=False)
    if content.records != merged.records | {k: r for k, r in content.records.items() if k in raw}:
        raise Conflict(f"the two versions of {name} do not fit together")
    return TextMerge(document.text, "", notes)


def _raw(key: str, base: _Side, ours: _Side, theirs: _Side) -> str | None:
    """A block that is no record on some side: the text of who changed it."""
    old, one, two = base.text_of(key), ours.text_of(key), theirs.text_of(key)
    if one == two or two == old:
        return one
    if one == old:
        return two
    raise Conflict(f"{key} was changed on both sides, and cannot be read on one")


def _block(record: Record, base: _Side, ours: _Side, theirs: _Side) -> str:
    """The text of a merged record: the bytes of a side that says the same, else a side's rewritten."""
    pieces = [side.pieces[record.id] for side in (base, ours, theirs) if record.id in side.pieces]
    if len(pieces) == 3:
        both = diff3(*(piece.text for piece in pieces))
        if both is not None and _says(both) == record:
            return both
    versions = [side.pieces[record.id] for side in (ours, theirs) if record.id in side.pieces]
    old = base.text_of(record.id)
    for piece in sorted(versions, key=lambda piece: piece.text == old):
        if piece.record == record:
            return piece.text
    for piece in versions or _parted(record, ours, theirs):
        if piece.record is not None and type(piece.record) is type(record):
            return rewrite(piece.text, changes(piece.record, record))
    return new_block(KIND_NAMES[type(record)], to_toml(record))


def _parted(record: Record, ours: _Side, theirs: _Side) -> list[_Piece]:
    """The block that a record stood in before it got another id."""
    pieces = [piece for side in (ours, theirs) for piece in side.pieces.values()]
    return [piece for piece in pieces if piece.record is not None and renamed(piece.record) == record]


def _says(text: str) -> Record | None:
    chunks = scan(text).chunks
    return record_of(chunks[0]) if len(chunks) == 1 else None


def joined(before: str, after: str, now: str) -> str:
    """The block `now` with the step that made `after` of `before`, where somebody else changed it since."""
    base, ours, theirs = _says(before), _says(after), _says(now)
    if ours == theirs or base is None or ours is None or theirs is None or not base.id == ours.id == theirs.id:
        return now
    merged = merge_record(base, ours, theirs, Merged())
    return now if merged is None or merged == theirs else rewrite(now, changes(theirs, merged))


def _assembled(texts: dict[str, str], base: _Side, ours: _Side, theirs: _Side) -> Document:
    """The blocks in the order of ours, each of theirs behind the one it stood behind and what we put there."""
    order = [key for key in ours.pieces if key in texts]
    known = set(base.pieces) | set(theirs.pieces)
    previous = ""
    for key in [*theirs.pieces, *(key for key in texts if key not in theirs.pieces)]:
        if key not in texts:
            continue
        if key not in order:
            at = order.index(previous) + 1 if previous in order else 0
            while at < len(order) and order[at] not in known:
                at += 1
            order.insert(at, key)
        previous = key
    newline = ours.document.newline if ours.document.chunks else theirs.document.newline
    head = _head(base, ours, theirs)
    document = Document(_closed(head, newline) if order else head, [], _tail(base, ours, theirs))
    for key in order:
        text = texts[key]
        if key not in ours.pieces or text != ours.pieces[key].text:
            text = text.replace("\r\n", "\n").replace("\n", newline)
        if key not in ours.pieces and not text.startswith(newline):
            text = newline + text
        document.chunks.append(Chunk("", _closed(text, newline), key))
    return document


def _closed(text: str, newline: str) -> str:
    return text if not text or text.endswith("\n") else text + newline


def _head(base: _Side, ours: _Side, theirs: _Side) -> str:
    """What stands before the first block: ``schema`` and comments."""
    old, one, two = base.document.head, ours.document.head, theirs.document.head
    if one == two or two == old:
        return one
    if one == old:
        return two
    both = diff3(old, one, two) if old else None
    if both is not None:
        return both
    if ours.parsed_head != theirs.parsed_head:
        raise Conflict("what stands before the first record differs")
    lines = [line for line in two.splitlines(keepends=True) if line.startswith("#") and line not in one]
    return "".join([_closed(one, "\n"), *lines])


def _tail(base: _Side, ours: _Side, theirs: _Side) -> str:
    """Comments after the last block."""
    old, one, two = base.document.tail, ours.document.tail, theirs.document.tail
    if one == two or two == old:
        return one
    if one == old:
        return two
    return merge_by_line(old, one, two, lambda here, there: [*here, *there]) or one + two


def marked(base: str, ours: str, theirs: str) -> str:
    """Both versions as git leaves a conflict: the lines that differ between marks."""

    def conflict(one: list[str], two: list[str]) -> list[str]:
        sides = ["".join(lines) for lines in (one, two)]
        here, there = (_closed(side, "\n") for side in sides)
        return ["<<<<<<< ours\n", here, "=======\n", there, ">>>>>>> theirs\n"]

    return merge_by_line(base, ours, theirs, conflict) or ""


def unmarked(text: str) -> tuple[str, str, str] | None:
    """Base, ours and theirs of a text with the marks of git, None where they do not match up.

    Without the style *diff3* the base is what both sides share.
    """
    base: list[str] = []
    ours: list[str] = []
    theirs: list[str] = []
    sides, both = {"<": ours, "|": base, "=": theirs}, (base, ours, theirs)
    inside = ""
    for line in text.splitlines(keepends=True):
        mark = line[0] if line.startswith(MARKS) and (line[0] != "=" or line.rstrip() == "=======") else ""
        if mark == "=" and not inside:
            mark = ""
        if not mark:
            for side in (sides[inside],) if inside else both:
                side.append(line)
        elif (mark, inside) in (("<", ""), ("|", "<"), ("=", "<"), ("=", "|"), (">", "=")):
            inside = "" if mark == ">" else mark
        else:
            return None
    return None if inside else ("".join(base), "".join(ours), "".join(theirs))


# --- what is said ----------------------------------------------------------------------------------------------------


def _one_timer(merged: Merged) -> list[str]:
    """End all running entries but the latest (2.3)."""
    ended = one_timer(record for record in merged.records.values() if isinstance(record, Entry))
    merged.records.update((entry.id, entry) for entry in ended)
    return timer_notes(len(ended))


def timer_notes(ended: int) -> list[str]:
    """That two timers ran."""
    return ["Two timers ran: the one started last goes on, the earlier ended where it began."] * min(ended, 1)


def told(merged: Merged) -> list[str]:
    """What a merge could not keep in its place, as sentences."""
    notes = [loss_note(loss) for loss in merged.losses]
    notes += [f"{_name(one)} was deleted on one side and changed on the other: it stays." for one in merged.revived]
    return notes + [f"{_name(one)} had the id of another record: it has a new one." for one in merged.parted]


def loss_note(loss: Loss) -> str:
    """Which value gave way."""
    lost, kept = (_value(value) for value in (loss.lost, loss.kept))
    return f"{_name(loss.record)}: {loss.field} was {lost} on one side; {kept}, changed later, stays."


def _name(record: Record) -> str:
    text = named(record)
    return text[:1].upper() + text[1:]


def _value(value: object) -> str:
    shown = clean(str(value if value is not None else "nothing"))
    return f'"{shown[:40]}"' if isinstance(value, str) else shown
