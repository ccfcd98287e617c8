"""What changes here, on its way to the files of the calendars (`disk.synced`)."""

import os
from collections.abc import Callable, Iterable, Mapping

from ctotui.core.exports import dated
from ctotui.core.groups import Group
from ctotui.core.imports import OWN
from ctotui.core.model import Block, Item, Occurrence, Person
from ctotui.core.plan import Plan, blocks_of
from ctotui.core.sources import Calendar
from ctotui.disk import files, vdir
from ctotui.disk.files import Finding
from ctotui.disk.folder import Folder
from ctotui.disk.vdir import File, Memory
from ctotui.store import Change


class Outbox:
    """Writes the items of calendars to their files, each guarded by what was last seen of it."""

    def __init__(
        self,
        folder: Folder,
        sources: Mapping[str, Calendar],
        zone: str,
        memory: Memory,
        unwell: dict[str, Finding],
        take_in: Callable[[], object],
    ) -> None:
        self._folder = folder
        self._sources = sources
        self._zone = zone
        self._memory = memory
        self._unwell = unwell
        self._take_in = take_in
        """Brings in what changed in the calendars, where a file is not what was last seen."""

    def send(self, change: Change) -> None:
        """Write what a step changed; what cannot be written is named, and tried again with the next change."""
        keys: dict[str, None] = {}
        for pair in change.records:
            for record in pair:
                if isinstance(record, Item):
                    keys[record.id] = None
                elif isinstance(record, Block):
                    keys[record.item] = None
                elif isinstance(record, Occurrence):
                    keys[record.series] = None
        for key in keys:
            self.send_item(key)

    def send_item(self, key: str) -> None:
        """Bring the file of one item in step with it."""
        item = self._folder.plan.find(key)
        for _attempt in range(4):
            file = self._memory.by_item.get(key)
            name = item.calendar if isinstance(item, Item) else ""
            try:
                late = file is not None and name != file.calendar and not self._deleted(file)
                if not late and (not isinstance(item, Item) or name not in self._sources or self._written(item)):
                    self._unwell.pop(f"> {key}", None)
                    return
            except OSError as error:
                title = item.title if isinstance(item, Item) else "A deleted event"
                what = f"“{title}” is not written to the calendar {name}: {error.strerror or error}."
                place, todo = str(error.filename or self._folder.data), "It is safe here; make its folder writable."
                self._unwell[f"> {key}"] = Finding(place, 0, 0, what, todo)
                return
            self._take_in()
            item = self._folder.plan.find(key)

    def retry(self) -> None:
        """Try again what could not be written."""
        for key in [name[2:] for name in self._unwell if name.startswith("> ")]:
            self.send_item(key)

    def late(self) -> Iterable[str]:
        """Items in memory that were changed later than their file: a crash came between the step and the file."""
        changed = last_changes(self._folder.plan)
        return [key for key, file in self._memory.by_item.items() if changed.get(key, "") > file.seen]

    def _deleted(self, file: File) -> bool:
        """Delete the file of what is gone here; False where it changed meanwhile."""
        source = self._sources.get(file.calendar)
        if source is None or not _writable(source) or len(file.items) > 1:
            return True
        path = vdir.path_of(source, file.href)
        if files.stamp(path) is not None:
            if not unchanged(path, file):
                return False
            files.remove(path)
        self._memory.forget(file.calendar, file.href)
        return True

    def _written(self, item: Item) -> bool:
        """Write an item's file; False where that changed meanwhile, so that it must be taken in first."""
        from ctotui.formats import vdir as form

        source, file = self._sources[item.calendar], self._memory.by_item.get(item.id)
        if not _writable(source) or (file is not None and (len(file.items) > 1 or file.calendar != source.name)):
            return True
        group = self.group(item)
        said = self.said(group)
        if file is not None and file.said == said:
            return True
        uid = self._other_name(item) if file is None else ""
        earlier = self._memory.earlier(source.name, said)
        href = file.href if file is not None else earlier[0] if earlier is not None else form.file_name(group, uid)
        path = vdir.path_of(source, href)
        if files.stamp(path) is not None and (file is None or not unchanged(path, file)):
            return False
        old = self._memory.content(file) if file is not None else None
        data = earlier[1] if earlier is not None else form.write(group, self._people(), self._zone, old, uid)
        stamp = files.replace(path, data)
        seen = last_change(self._folder.plan, item.id)
        new = File(source.name, href, stamp, vdir.fingerprint(data), (item.id,), said, seen)
        self._memory.add([(new, data)])
        return True

    def _other_name(self, item: Item) -> str:
        """A UID of its own for what was split off from something that has one already (M5)."""
        known = [key for key, one in self._memory.by_item.items() if one.calendar == item.calendar]
        taken = (self._folder.plan.find(key) for key in known) if item.uid else ()
        return f"{item.id}{OWN}" if any(isinstance(one, Item) and one.uid == item.uid for one in taken) else ""

    def group(self, item: Item) -> Group:
        """An item with all that belongs to it, loaded where it has to be; holidays as dates (RFC 5545 has no rule)."""
        if item.repeat:
            missing = [key for key, shard in self._folder.plan.shards.items() if shard is None]
            self._folder.load([key for key in missing if key.startswith("calendar/")])
        plan = self._folder.plan
        dates = tuple(one for one in plan.records(Occurrence, "calendar/") if one.series == item.id)
        blocks = tuple(blocks_of(plan, item.id))
        return Group(dated(item, blocks), blocks, dates)

    def said(self, group: Group) -> str:
        """What a file of `group` would say."""
        from ctotui.formats import vdir as form

        return form.said(group, self._people(), self._zone)

    def _people(self) -> dict[str, Person]:
        return {person.handle: person for person in self._folder.plan.records(Person)}


def unchanged(path: str, file: File) -> bool:
    """Whether a file still is what was last seen (its etag: time, size, inode; content where it is young)."""
    now = files.stamp(path)
    if now is None:
        return False
    return (now.same(file.stamp) and not now.young) or vdir.fingerprint(files.read(path)[0]) == file.sha


def last_change(plan: Plan, item: str) -> str:
    """When an item, its blocks or its dates were last changed, as text that sorts."""
    found = plan.find(item)
    times = [found.modified] if isinstance(found, Item) else []
    times += [block.modified for block in blocks_of(plan, item)]
    times += [one.modified for one in plan.records(Occurrence, "calendar/") if one.series == item]
    return max((time.isoformat() for time in times if time is not None), default="")


def last_changes(plan: Plan) -> dict[str, str]:
    """The same of every item in memory."""
    found: dict[str, str] = {}
    for key, time in (
        *((one.id, one.modified) for one in plan.records(Item)),
        *((one.item, one.modified) for one in plan.records(Block, "calendar/")),
        *((one.series, one.modified) for one in plan.records(Occurrence, "calendar/")),
    ):
        if time is not None:
            found[key] = max(found.get(key, ""), time.isoformat())
    return found


def _writable(source: Calendar) -> bool:
    return not source.readonly and os.path.isdir(source.path)
