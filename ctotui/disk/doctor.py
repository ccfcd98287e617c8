"""``ctotui doctor``: everything that is wrong with a data folder, and the one step that mends what can be mended.

Records are mended by `core.repairs` through the folder, so that one undo takes all of it back; what stands around them
is `disk.housekeeping`. While anything cannot be read, references are left alone: what they mean may be in there.
"""

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from ctotui.core.model import TABLES, Occurrence, Record
from ctotui.core.plan import Plan
from ctotui.core.repairs import Fault, examine, named, other_id
from ctotui.disk import copies, files, layout, quarantine
from ctotui.disk.compose import compose
from ctotui.disk.conflicts import versions, with_copy
from ctotui.disk.editing import Draft, Editing, Opened
from ctotui.disk.files import Finding
from ctotui.disk.folder import Folder
from ctotui.disk.housekeeping import chores
from ctotui.disk.log import Image
from ctotui.disk.reader import record_of
from ctotui.disk.replay import replayed
from ctotui.disk.sheet import Sheet
from ctotui.disk.splice import Document, header, parse_block, rewrite, scan, unnamed
from ctotui.store import KeepError

BY_ITSELF = "ctotui doctor --fix mends it: "


@dataclass(frozen=True, slots=True)
class Ailment:
    """A finding, and what mending it does as a sentence; empty: it takes the user."""

    finding: Finding
    mend: str = ""


def ailments(folder: Folder, now: datetime) -> list[Ailment]:
    """Everything that is wrong, in the order of the files. Changes nothing."""
    import gc

    collecting = gc.isenabled()
    gc.disable()  # a third of the time of reading everything (storage-and-time 1.2)
    try:
        return _all_ailments(folder, now)
    finally:
        if collecting:
            gc.enable()


def _all_ailments(folder: Folder, now: datetime) -> list[Ailment]:
    found = [Ailment(chore.finding, chore.mend) for chore in chores(folder.data, folder.state)]
    sheets = [Sheet.read(folder.data, key, None) for key in layout.keys(folder.data)]
    spoiled = _Copies(folder.data)
    for sheet in sheets:
        twice = {one.line: one for one in _twice_within(sheet)}
        for finding in sheet.findings:
            again = twice.get(finding.line)
            found.append(Ailment(finding._replace(what=again.what), again.mend) if again else Ailment(finding))
    known = {ailment.finding[:4] for ailment in found}
    found += [Ailment(finding) for finding in folder.findings if finding[:4] not in known]
    plan = Plan({sheet.key: sheet.shard for sheet in sheets if not sheet.readonly})
    whole = _all_seen(folder.data, sheets, spoiled) and not spoiled.records
    found += _located(folder.data, examine(plan, now, whole).faults)
    found += [Ailment(_stray(path), spoiled.mend(path)) for path in copies.strays(folder.data)]
    return [_told(ailment) for ailment in found]


def _all_seen(data: str, sheets: Iterable[Sheet], found: "_Copies") -> bool:
    """Whether every record that there is was seen: else what refers to others is left alone."""
    hidden = any(len(_twice_within(sheet)) < len(sheet.findings) for sheet in sheets)
    return not (hidden or found.unreadable or layout.closed(data))


def _told(ailment: Ailment) -> Ailment:
    """With what to do about it."""
    if not ailment.mend:
        return ailment
    return replace(ailment, finding=ailment.finding._replace(todo=f"{BY_ITSELF}{ailment.mend}"))


def mend(folder: Folder, now: datetime) -> tuple[list[Ailment], list[Ailment]]:
    """Mend what can be mended, records in one step. Returns what was mended and what is left. Raises KeepError."""
    before = [one for one in ailments(folder, now) if one.mend]
    done = before + [one for one in _mended(folder, now) if all(one.finding[:4] != old.finding[:4] for old in before)]
    after = ailments(folder, now)
    left = {one.finding[:4] for one in after}
    return [one for one in done if one.finding[:4] not in left], after


def _mended(folder: Folder, now: datetime) -> list[Ailment]:
    """What was mended, where it stood by then."""
    done: list[Ailment] = []
    for chore in chores(folder.data, folder.state):
        if chore.mend:
            try:
                chore.work()
            except OSError as error:
                raise KeepError(f"{chore.finding.file} could not be mended: {error.strerror}.") from None
            done.append(Ailment(chore.finding, chore.mend))
    work = _Mending(folder, now)
    folder.load(layout.keys(folder.data))
    folder.amend("Mend what doctor found", work.draft, lambda _committed: None)
    return [*done, *work.done, *work.put_aside()]


class _Mending:
    """The one step that mends records."""

    def __init__(self, folder: Folder, now: datetime) -> None:
        self._folder = folder
        self._now = now
        self._merged: list[str] = []
        self.done: list[Ailment] = []

    def draft(self, plan: Plan, opened: Opened) -> Draft:
        """Worked out under the lock. Raises NotLoaded for shards that appeared meanwhile."""
        plan.all("")
        self.done = []
        damaged = self._damaged()
        editing = Editing(plan, opened)
        for sheet in damaged:
            for one in reversed(_twice_within(sheet)):  # from the end: the places of the others stay
                self.done.append(Ailment(Finding(sheet.path, one.line, 1, one.what, ""), one.mend))
                _mend_within(editing, sheet.key, one)
        named_plan = replayed(plan, editing.draft)
        spoiled = _Copies(self._folder.data)
        after = self._with_copies(named_plan, spoiled)
        shut = {sheet.key: sheet.shard for sheet in damaged if sheet.readonly}
        open_ones = Plan({key: shard for key, shard in after.shards.items() if key not in shut})
        found = examine(open_ones, self._now, _all_seen(self._folder.data, damaged, spoiled))
        self.done += [one for one in _located(self._folder.data, found.faults) if one.mend]
        result = Plan({**after.shards, **found.plan.shards})
        rest = compose(named_plan, result, lambda key: editing.draft.documents.get(key) or opened(key))
        documents = {**editing.draft.documents, **rest.documents}
        return Draft(rest.plan, documents, [*editing.draft.images, *_of_copies(rest.images, named_plan)])

    def _damaged(self) -> list[Sheet]:
        """The files about which there is something to say, as they are now."""
        paths = {finding.file for finding in self._folder.findings}
        keys = [key for key in layout.keys(self._folder.data) if layout.path_of(self._folder.data, key) in paths]
        return [Sheet.read(self._folder.data, key, None) for key in keys]

    def _with_copies(self, plan: Plan, found: "_Copies") -> Plan:
        """The plan with what the copies of a sync tool hold."""
        self._merged = list(found.records)
        for path, records in found.records.items():
            plan, merged = with_copy(plan, records, versions(self._folder.log, records))
            what = f"A copy that a sync tool made: {len(merged.records)} of {len(records)} records differed."
            self.done.append(Ailment(Finding(path, 0, 0, what, ""), "They are merged."))
        return plan

    def put_aside(self) -> Iterable[Ailment]:
        """Move the copies that were merged to quarantine."""
        for path in self._merged:
            name = os.path.relpath(path, self._folder.data)
            try:
                kept = quarantine.put(self._folder.state, name, files.read(path)[0])
                files.remove(path)
            except OSError as error:
                raise KeepError(f"{path} could not be moved away: {error.strerror}.") from None
            yield Ailment(_stray(path), f"It is kept in {kept}.")


def _of_copies(images: list[Image], before: Plan) -> list[Image]:
    """The images of a step; a block that goes because another file has its id goes by its text, so undo restores it."""
    count = Counter(key for _name, shard in before.loaded() for key in shard)
    return [
        image._replace(id=unnamed(image.before))
        if image.after is None and image.before and count[image.id] > 1
        else image
        for image in images
    ]


# --- copies of sync tools --------------------------------------------------------------------------------------------


class _Copies:
    """The files that sync tools made of a conflict: their records by path, and other files with records."""

    def __init__(self, data: str) -> None:
        self.records: dict[str, dict[str, Record]] = {}
        self.unreadable: list[str] = []
        for path in copies.strays(data):
            found = copies.records(path) if copies.is_copy(path) else None
            if found is not None:
                self.records[path] = found
            elif path.endswith(".toml"):
                self.unreadable.append(path)

    def mend(self, path: str) -> str:
        return "It is merged record by record and moved to quarantine." if path in self.records else ""


def _stray(path: str) -> Finding:
    what = "A copy that a sync tool made is not read." if copies.is_copy(path) else "This file is not read."
    return Finding(path, 0, 0, what, "Merge what it holds into the file it is a copy of, or move it away.")


# --- one id twice in a file ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Again:
    """A block that is hidden because an earlier one of its file has its id."""

    index: int
    line: int
    what: str
    mend: str
    text: str | None
    """What takes its place; None: nothing."""
    id: str
    """Of the record that comes of it; where none does, of the block."""


def _twice_within(sheet: Sheet) -> list[_Again]:
    """The blocks of a file that repeat an id, with what mends them."""
    document = sheet.document() if sheet.findings and not sheet.readonly else None
    found: list[_Again] = []
    if document is None:
        return found
    lines = _header_lines(document)
    for index, chunk in enumerate(document.chunks):
        hidden = record_of(chunk) if chunk.id.startswith("~") and chunk.name in TABLES else None
        first = sheet.shard.get(hidden.id) if hidden is not None and document.find(hidden.id) is not None else None
        if hidden is None or first is None or "id" not in (parse_block(chunk.text) or ("", {}))[1]:
            continue
        what = f"{named(hidden)} has the id {hidden.id} of {named(first)}."
        what = what[:1].upper() + what[1:]
        if hidden == first:
            found.append(_Again(index, lines[index], what, "This copy is deleted.", None, chunk.id))
        elif not isinstance(hidden, Occurrence):
            name = other_id(hidden, repr(hidden))
            text = rewrite(chunk.text, {"id": name})
            found.append(_Again(index, lines[index], what, f"It gets an id of its own, {name}.", text, name))
    return found


def _mend_within(editing: Editing, key: str, one: _Again) -> None:
    if one.text is None:
        editing.take(key, one.index, one.id)
    else:
        editing.set(key, one.index, one.id, one.text)


# --- where a record stands -------------------------------------------------------------------------------------------


def _located(data: str, faults: Iterable[Fault]) -> list[Ailment]:
    """Faults as findings, with the line of the record's header."""
    lines: dict[str, dict[str, int]] = {}
    found = []
    for fault in faults:
        path = layout.path_of(data, fault.shard)
        if fault.shard not in lines:
            lines[fault.shard] = _lines_by_id(path)
        line = lines[fault.shard].get(fault.id, 0)
        found.append(Ailment(Finding(path, line, int(line > 0), fault.what, fault.todo), fault.mend))
    return found


def _lines_by_id(path: str) -> dict[str, int]:
    try:
        document = scan(files.read(path)[0].decode())
    except (OSError, UnicodeDecodeError):
        return {}
    found: dict[str, int] = {}
    for chunk, line in zip(document.chunks, _header_lines(document), strict=True):
        found.setdefault(chunk.id, line)
    return found


def _header_lines(document: Document) -> list[int]:
    """The line of the header of each block, from 1."""
    found, line = [], document.head.count("\n") + 1
    for chunk in document.chunks:
        body = chunk.text.split("\n")
        found.append(line + next((number for number, text in enumerate(body) if header(text) is not None), 0))
        line += chunk.text.count("\n")
    return found
