"""What changes here, on its way to the files of the calendars (`disk.synced`)."""

import os
from collections.abc import Callable, Iterable, Mapping

from ctotui.core.groups import Group
from ctotui.core.imports import OWN
from ctotui.core.model import Block, Item, Occurrence, Person
from ctotui.core.plan import Plan, blocks_of
from ctotui.core.sources import Calendar
from ctotui.disk import files, vdir
from ctotui.disk.belonging import Belonging
from ctotui.disk.files import Finding
from ctotui.disk.folder import Folder
from ctotui.disk.vdir import File, Memory
from ctotui.store import Change


class _Unsure(ValueError):
    """What is not in memory may have been deleted, or stand in a file that is damaged."""


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
        self._belonging = Belonging(folder.data)
        self._take_in = take_in
        """Brings in what changed in the calendars, where a file is not what was last seen."""

    def send(self, change: Change, sure: bool = True) -> None:
        """Write what a step changed; what cannot be written is named, and tried again with the next change.

        `sure`: what is gone was deleted by a step of the user. Else nothing is deleted while a file is damaged.
        """
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
            self.send_item(key, sure)

    def send_item(self, key: str, sure: bool = True) -> None:
        """Bring the file of one item in step with it; `sure` as for `send`."""
        item = self._folder.plan.find(key)
        for _attempt in range(4):
            file = self._memory.by_item.get(key)
            name = item.calendar if isinstance(item, Item) else ""
            try:
                if file is not None and item is None and not sure and self._folder.sheets.findings:
                    raise _Unsure("it may stand in what cannot be read")
                late = file is not None and name != file.calendar and not self._deleted(file)
                if not late and (not isinstance(item, Item) or name not in self._sources or self._written(item)):
                    self._unwell.pop(f"> {key}", None)
                    return
            except (OSError, ValueError) as error:
                self._not_written(key, item, file, error)
                return
            self._take_in()
            item = self._folder.plan.find(key)

    def _not_written(self, key: str, item: object, file: File | None, error: OSError | ValueError) -> None:
        title = f"“{item.title}”" if isinstance(item, Item) else "A deleted event"
        calendar = file.calendar if file is not None else item.calendar if isinstance(item, Item) else ""
        place, todo = self._folder.data, "It is safe here; make its folder writable."
        if isinstance(error, _Unsure):
            why, todo = str(error), "Nothing is deleted there; repair the files that are named."
        elif isinstance(error, OSError):
            place, why = str(error.filename or place), error.strerror or str(error)
        else:  # Unfit
            why, todo = str(error), "It is safe here; repair the file, or delete it, and it is written anew."
            place = vdir.path_of(self._sources[calendar], file.href) if file is not None else place
        what = f"{title} is not written to the calendar {calendar}: {why}."
        self._unwell[f"> {key}"] = Finding(place, 0, 0, what, todo)

    def retry(self) -> None:
        """Try again what could not be written."""
        for key in [name[2:] for name in self._unwell if name.startswith("> ")]:
            self.send_item(key, sure=False)

    @property
    def waits(self) -> bool:
        """Whether something could not be written yet."""
        return any(name.startswith("> ") for name in self._unwell)

    def late(self) -> Iterable[str]:
        """Items in memory that were changed later than their file: a crash came between the step and the file."""
        changed = last_changes(self._folder.plan)
        return [key for key, file in self._memory.by_item.items() if changed.get(key, "") > file.seen]

    def _deleted(self, file: File) -> bool:
        """Delete the file of what is gone here, or take that out of it; False where it changed meanwhile."""
        source = self._sources.get(file.calendar)
        if source is None or not _writable(source):
            return True
        path = vdir.path_of(source, file.href)
        if files.stamp(path) is not None:
            if not unchanged(path, file):
                return False
            if (old := self._several(file)) is not None:
                return self._spliced(source, file, old)
            files.remove(path)
        self._memory.forget(file.calendar, file.href)
        return True

    def _several(self, file: File) -> bytes | None:
        """The content of a file that holds several things; None: it holds one."""
        from ctotui.formats.vdir_splice import holds_several

        old = self._memory.content(file)
        return old if old is not None and holds_several(old, self._zone) else None

    def _spliced(self, source: Calendar, file: File, old: bytes) -> bool:
        """Bring what changed of the things in a file up to date in it; False where it changed meanwhile."""
        from ctotui.formats import vdir_splice as form

        now = {key: self._here(key, source.name) for key in file.items}
        said = {key: self.said(group) for key, group in now.items() if group is not None}
        before = dict(zip(file.items, file.said.split(), strict=False))
        if len(before) != len(file.items):
            before = {one.item.id: self.said(one) for one in form.things(old, self._people(), self._zone)}
        wanted = {key: group for key, group in now.items() if said.get(key, "") != before.get(key)}
        if not wanted:
            return True
        path = vdir.path_of(source, file.href)
        if not unchanged(path, file):
            return False
        earlier = self._earlier(file, " ".join(said.values()), old)
        new = form.Spliced(earlier) if earlier else form.spliced(old, wanted, self._people(), self._zone)
        for key in new.apart:  # first, so that nothing is lost in between
            self._write_new(source, key, now[key])
        if new.empty:
            files.remove(path)
            self._memory.forget(source.name, file.href)
        else:
            self._replace(source, file.href, new.data, {k: text for k, text in said.items() if k not in new.apart})
        return True

    def _here(self, key: str, calendar: str) -> Group | None:
        """What is to stand in a calendar under an id."""
        item = self._folder.plan.find(key)
        return self.group(item) if isinstance(item, Item) and item.calendar == calendar else None

    def _write_new(self, source: Calendar, key: str, group: Group | None) -> None:
        """Give a part of a file a file, and a UID, of its own."""
        from ctotui.formats import vdir as form

        if group is not None:
            uid = f"{key}{OWN}"
            data = form.write(group, self._people(), self._zone, None, uid)
            self._replace(source, form.file_name(group, uid), data, {key: self.said(group)})

    def _replace(self, source: Calendar, href: str, data: bytes, said: Mapping[str, str]) -> None:
        """Write a file and remember it; `said` is what it says, by the ids of what is in it."""
        stamp = files.replace(vdir.path_of(source, href), data)
        seen = max((last_change(self._folder.plan, key) for key in said), default="")
        words = " ".join(said.values())
        new = File(source.name, href, stamp, vdir.fingerprint(data), tuple(said), words, seen)
        self._memory.add([(new, data)])

    def _written(self, item: Item) -> bool:
        """Write an item's file; False where that changed meanwhile, so that it must be taken in first."""
        source, file = self._sources[item.calendar], self._memory.by_item.get(item.id)
        if not _writable(source) or (file is not None and file.calendar != source.name):
            return True
        if file is not None and (old := self._several(file)) is not None:
            return self._spliced(source, file, old)
        group = self.group(item)
        said = self.said(group)
        if file is not None:
            return file.said == said or self._rewritten(source, file, group, said)
        return self._back_in_place(source, item.id, said) or self._made(source, item, group, said)

    def _rewritten(self, source: Calendar, file: File, group: Group, said: str) -> bool:
        """Replace the file of one thing, under the UID that it has there; False where it changed meanwhile."""
        from ctotui.formats import vdir as form

        path = vdir.path_of(source, file.href)
        if files.stamp(path) is not None and not unchanged(path, file):
            return False
        old = self._memory.content(file)
        uid = next((one.item.uid for one in form.read(old, self._zone).groups), "") if old is not None else ""
        data = self._earlier(file, said, old) or form.write(group, self._people(), self._zone, old, uid)
        self._replace(source, file.href, data, {group.item.id: said})
        return True

    def _earlier(self, file: File, said: str, old: bytes | None) -> bytes | None:
        """What a file was when it said `said`, as long as nothing else in it was changed since."""
        from ctotui.formats.vdir import besides

        found = self._memory.earlier(file.calendar, said, file.href)
        return found[1] if found is not None and (old is None or besides(old) == besides(found[1])) else None

    def _back_in_place(self, source: Calendar, key: str, said: str) -> bool:
        """Put back into a file of several what was taken out of it; False where it does not come from there."""
        found = self._memory.shared(source.name, said)
        if found is None or not unchanged(vdir.path_of(source, found[0].href), found[0]):
            return False
        from ctotui.formats.vdir_splice import things

        file, data = found
        now = {**dict(zip(file.items, file.said.split(), strict=False)), key: said}
        order = [one.item.id for one in things(data, self._people(), self._zone)]
        if set(order) != set(now):
            return False
        self._replace(source, file.href, data, {key: now[key] for key in order})
        return True

    def _made(self, source: Calendar, item: Item, group: Group, said: str) -> bool:
        """Write a file that was not there, or was and is there no more; False where there is one by its name."""
        from ctotui.formats import vdir as form

        uid = self._other_name(item)
        earlier = self._memory.earlier(source.name, said)
        href = earlier[0] if earlier is not None else form.file_name(group, uid)
        if files.stamp(vdir.path_of(source, href)) is not None:
            return False
        data = earlier[1] if earlier is not None else form.write(group, self._people(), self._zone, None, uid)
        self._replace(source, href, data, {item.id: said})
        return True

    def _other_name(self, item: Item) -> str:
        """A UID of its own for what was split off from something that has one already (M5)."""
        known = [key for key, one in self._memory.by_item.items() if one.calendar == item.calendar]
        taken = (self._folder.plan.find(key) for key in known) if item.uid else ()
        return f"{item.id}{OWN}" if any(isinstance(one, Item) and one.uid == item.uid for one in taken) else ""

    def group(self, item: Item) -> Group:
        """An item with all that belongs to it, loaded where it has to be."""
        shards = self._folder.plan.shards.items()
        missing = [key for key, shard in shards if shard is None and key.startswith("calendar/")]
        self._folder.load(self._belonging.months(missing, item.id))
        plan = self._folder.plan
        dates = tuple(one for one in plan.records(Occurrence, "calendar/") if one.series == item.id)
        blocks = tuple(blocks_of(plan, item.id))
        return Group(item, blocks, dates)

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
