"""Conflicts that a sync tool or git left: never loaded as data, merged by record, then moved to quarantine (2.3).

The log tells which versions of a record this device made: a copy that holds one of them holds nothing new, and any
other is merged against the one that it is closest to.
"""

import os
from collections.abc import Iterable, Mapping

from ctotui.core.errors import NotLoaded
from ctotui.core.merge import Merged, merge
from ctotui.core.model import Record
from ctotui.core.plan import Plan
from ctotui.core.reconcile import closest
from ctotui.disk import copies, files, layout, quarantine
from ctotui.disk.compose import compose
from ctotui.disk.editing import Draft, Opened, chunk_of
from ctotui.disk.files import Finding
from ctotui.disk.folder import Folder
from ctotui.disk.lock import FolderLock
from ctotui.disk.log import Log
from ctotui.disk.merge import merge_texts, told, unmarked
from ctotui.disk.reader import record_of

UNREAD = "It is a copy that a sync tool made of a conflict, and was not merged: it cannot be read whole."
REPAIR = "Nothing of it is used; repair it with an editor, or move it away."


def settle(folder: Folder, marked: Iterable[str]) -> tuple[list[str], list[Finding]]:
    """Merge what waits, and the files of the shards `marked`, in which git left its marks.

    Returns what is said of it, and what could not be merged. Raises KeepError where nothing can be written.
    """
    said: list[str] = []
    left: list[Finding] = []
    for path in waiting(folder.data):
        stamp = files.stamp(path)
        if stamp is None or stamp.young:
            continue  # it may still be on its way
        records = copies.records(path)
        if records is None:
            left.append(Finding(path, 0, 0, UNREAD, REPAIR))
        else:
            said += _merge_copy(folder, path, records)
    for key in marked:
        said += _merge_marked(folder, key)
    return said, left


def waiting(data: str) -> list[str]:
    """The copies that sync tools made of a conflict."""
    return [path for path in copies.strays(data) if copies.is_copy(path)]


def _merge_copy(folder: Folder, path: str, records: dict[str, Record]) -> list[str]:
    name = os.path.relpath(path, folder.data)
    found = Merged()
    past = versions(folder.log, records.keys())

    def work(plan: Plan, opened: Opened) -> Draft:
        missing = _holding(folder.data, plan, records.keys())
        if missing:
            raise NotLoaded(missing)
        after, merged = with_copy(plan, records, past)
        found.records, found.losses, found.revived = merged.records, merged.losses, merged.revived
        found.parted = merged.parted
        return compose(plan, after, opened)

    kept = quarantine.put(folder.state, name, files.read(path)[0])
    folder.amend(f"Merge {name}", work, lambda _done: None)
    files.remove(path)
    count = len(found.records)
    what = f"{count} record{'s' * (count != 1)} of it {'were' if count != 1 else 'was'} new or merged"
    return [
        f"{name}, a copy of a conflict: {what if count else 'nothing new in it'}; it is kept in {kept}.",
        *told(found),
    ]


def versions(log: Log, keys: Iterable[str]) -> dict[str, list[Record]]:
    """The versions of some records that the log knows, oldest first."""
    wanted, found = frozenset(keys), dict[str, list[Record]]()
    for step in log.steps():
        latest = step.transaction()
        for image in latest.images if latest is not None else ():
            for text in (image.before, image.after) if image.id in wanted else ():
                record = record_of(chunk_of(text)) if text is not None else None
                if record is not None and record not in found.setdefault(image.id, []):
                    found[image.id].append(record)
    return found


def with_copy(plan: Plan, records: Mapping[str, Record], past: Mapping[str, list[Record]]) -> tuple[Plan, Merged]:
    """The plan with what a copy holds, and what that changed; `past` are the versions that this device knew."""
    merged = Merged()
    for key, theirs in records.items():
        ours, base = plan.find(key), closest(past.get(key, []), theirs)
        sides = ({key: record} if record is not None else {} for record in (base, ours, theirs))
        one = merge(*sides)
        merged.records.update((name, record) for name, record in one.records.items() if record != plan.find(name))
        merged.losses += one.losses
        merged.revived += one.revived
        merged.parted += one.parted
    return plan.put(*merged.records.values()), merged


def _holding(data: str, plan: Plan, keys: Iterable[str]) -> list[str]:
    """The shards not in memory whose file holds one of the ids: found in their text, nothing else is read."""
    wanted = [f'"{key}"'.encode() for key in keys if plan.find(key) is None]
    found: list[str] = []
    for name, shard in plan.shards.items() if wanted else ():
        if shard is None:
            try:
                text = files.read(layout.path_of(data, name))[0]
            except OSError:
                continue
            if any(key in text for key in wanted):
                found.append(name)
    return found


def _merge_marked(folder: Folder, key: str) -> list[str]:
    """Merge the two versions of a file that git left between marks; what no rule decides stays as it is."""
    path, name = layout.path_of(folder.data, key), f"{key}.toml"
    with FolderLock(folder.data):
        stamp = files.stamp(path)
        if stamp is None or stamp.young:
            return []
        data = files.read(path)[0]
        try:
            sides = unmarked(data.decode())
        except UnicodeDecodeError:
            return []
        if sides is None:
            return []
        base, ours, theirs = sides
        found = merge_texts(base if "\n||||||| " in data.decode() else "", ours, theirs, name)
        if found.problem:
            return []
        kept = quarantine.put(folder.state, name, data)
        files.replace(path, found.text.encode())
    return [
        f"{name} held the marks of an unfinished merge: it is merged by record, and kept as it was in {kept}.",
        *found.notes,
    ]
