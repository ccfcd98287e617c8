"""A data folder whose declared calendars are folders and files elsewhere: what changes there comes in, and goes back.

Taking in is no step of the user, so it is in the log and not on the undo stack; an undo of an edit that was written to
a calendar puts the file back as it was, byte for byte. A file is replaced only where it still is what was last seen;
where it is not, both sides are merged first (`core.synced`).
"""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from sqlite3 import DatabaseError

from ctotui.core.errors import NotLoaded, PlanError
from ctotui.core.groups import Group, met, with_handles
from ctotui.core.model import Item, Person
from ctotui.core.plan import Plan, differences
from ctotui.core.sources import Calendar
from ctotui.core.synced import Arrival, adopt
from ctotui.disk import files, vdir
from ctotui.disk.compose import compose
from ctotui.disk.files import Finding
from ctotui.disk.folder import Folder
from ctotui.disk.lock import FolderLock
from ctotui.disk.meanwhile import Meanwhile
from ctotui.disk.outbox import Outbox, last_changes
from ctotui.disk.sheet import Stale
from ctotui.disk.vdir import File, Memory, Unreachable
from ctotui.disk.writer import Acknowledge
from ctotui.store import Change, Committed, Edit, KeepError

Seen = tuple[Calendar, str, files.Stamp, bytes | None]
"""A file that changed: its calendar, name and stamp, and its content; None: it is gone."""


class Synced(Folder):
    """A `Folder` that keeps the items of calendars in step with their files."""

    _calendars: "_Calendars | None" = None
    _told: Plan | None = None
    """What the last step was answered with; its calendars may have brought in more since."""

    def declare(self, calendars: Iterable[Calendar], zone: str) -> None:
        """Say which calendars there are, and the user's zone. What they hold comes in at the next poll."""
        self._calendars = _Calendars(self, {one.name: one for one in calendars}, zone)

    @property
    def findings(self) -> list[Finding]:
        """What is wrong with the files in memory, and with the calendars."""
        return [*super().findings, *(self._calendars.unwell.values() if self._calendars is not None else ())]

    def commit(self, label: str, edit: Edit, guess: tuple[Plan, Plan], acknowledge: Acknowledge, run: str = "") -> None:
        """Keep an edit, then write what it changed to the calendars."""
        self._and_out(lambda answer: super(Synced, self).commit(label, edit, guess, answer, run), acknowledge)

    def undo(self, acknowledge: Acknowledge) -> None:
        """Take back the last step, in the calendars too."""
        self._and_out(super().undo, acknowledge)

    def redo(self, acknowledge: Acknowledge) -> None:
        """Do the last undone step again, in the calendars too."""
        self._and_out(super().redo, acknowledge)

    def poll(self) -> Committed | None:
        """Take in what others wrote to the data folder and to the calendars."""
        if self._calendars is None:
            return super().poll()
        with self._guard:
            before, kept = self._told or self.plan, self.plan
            found = super().poll()
            self._calendars.bring_in()
            if found is not None:
                self._calendars.outbox.send(_without_lost(found.change, kept, self.plan), sure=False)
            self._calendars.note()
            sentences, self._calendars.said = tuple(self._calendars.said), []
            self._told = None
            if self.plan is before and not sentences:
                return None
            pairs = tuple(differences(before, self.plan))
            label = "" if sentences else found.change.label if found is not None else _label(pairs)
            return Committed(self.plan, Change(label, pairs), sentences)

    def take(self, label: str, edit: Edit) -> None:
        """Keep an edit that is no step of the user. Raises PlanError or KeepError."""
        with self._guard, FolderLock(self.data):
            self.recovery.settle()
            for _attempt in range(64):
                self.sheets.take_in()
                before = self.plan
                try:
                    draft = compose(before, edit(before), self.sheets.open)
                except NotLoaded as missing:
                    self.load(missing.shards)
                except Stale:
                    continue
                else:
                    if draft.images:
                        self.writer.keep(label, "sync", "", draft, before, lambda _done: None)
                    return
            raise KeepError(f"{label}: nothing was taken in, because the files keep changing.")

    @property
    def now(self) -> datetime:
        """The instant, UTC, to the second."""
        return self._clock().astimezone(UTC).replace(microsecond=0)

    def close(self) -> None:
        """Let go of everything."""
        super().close()
        if self._calendars is not None:
            self._calendars.close()

    def _and_out(self, work: Callable[[Acknowledge], None], acknowledge: Acknowledge) -> None:
        kept: list[Change] = []
        calendars = self._calendars
        if calendars is None:
            work(acknowledge)
            return

        def answer(done: Committed) -> None:
            kept.append(done.change)
            self._told = done.plan
            acknowledge(Committed(done.plan, done.change, (*done.notes, *calendars.not_written(done.change))))

        with self._guard:
            before = self.plan
            work(answer)
            for change in kept:
                calendars.outbox.send(change)
            others = Change("", tuple(differences(before, self.plan)))
            calendars.outbox.send(_without_lost(others, before, self.plan), sure=False)
            calendars.note()


class _Calendars:
    """The declared calendars of one data folder."""

    def __init__(self, folder: Synced, sources: dict[str, Calendar], zone: str) -> None:
        self._folder = folder
        self._sources = sources
        self._zone = zone
        self.unwell: dict[str, Finding] = {}
        """What is wrong, by the calendar, the file in it, or the item (``> id``) that could not be written."""
        self.said: list[str] = []
        """Sentences for the user that were not shown yet."""
        self._begun = False
        try:
            self.memory = Memory(folder.state)
        except DatabaseError:  # damaged; it is made of the folders anew
            files.remove(os.path.join(folder.state, vdir.NAME))
            self.memory = Memory(folder.state)
        self.outbox = Outbox(folder, sources, zone, self.memory, self.unwell, self.bring_in)
        self._meanwhile = Meanwhile(folder, self.memory)

    def note(self) -> None:
        """Remember what has gone out."""
        if self._begun and not self.outbox.waits:
            with suppress(DatabaseError):  # then the next start has more to compare
                self._meanwhile.note()

    def close(self) -> None:
        """Let go of everything."""
        self.note()
        self.memory.close()

    def not_written(self, change: Change) -> tuple[str, ...]:
        """A sentence where a change stays here, because its calendar is not written to."""
        items = [record for pair in change.records for record in pair if isinstance(record, Item)]
        names = dict.fromkeys(item.calendar for item in items if item.calendar in self._sources)
        closed = [name for name in names if _readonly(self._sources[name])]
        return tuple(f"The calendar {name} is read-only: your change stays here." for name in closed)

    def bring_in(self) -> None:
        """Take in what changed in the calendars, and write what is late."""
        self.memory.refresh()
        arrived = [seen for source in self._sources.values() for seen in self._changed(source)]
        late = [*self.outbox.late(), *self._meanwhile.changed()] if not self._begun else []
        if arrived:
            arrivals = [self._arrival(seen) for seen in arrived]
            try:
                self.said += self._adopt(arrivals)
            except (KeepError, PlanError) as error:
                self.said.append(str(error))
                return
            self._remember(arrived, arrivals)
            late += [group.item.id for one in arrivals if one.base for group in one.theirs]
        self._begun = True
        for key in dict.fromkeys(late):
            self.outbox.send_item(key, sure=False)
        self.outbox.retry()

    def _adopt(self, arrivals: list[Arrival]) -> tuple[str, ...]:
        names, now = frozenset(self._sources), self._folder.now
        said: tuple[str, ...] = ()

        def edit(plan: Plan) -> Plan:
            nonlocal said
            after, said = adopt(plan, arrivals, names, now)
            return after

        self._folder.take(f"From {', '.join(dict.fromkeys(one.calendar for one in arrivals))}", edit)
        return said

    def _changed(self, source: Calendar) -> Iterable[Seen]:
        """The files of a calendar that are not what was last seen."""
        known = self.memory.of(source.name)
        self.unwell.pop(source.name, None)
        try:
            stamps = vdir.listing(source, known)
        except Unreachable as why:
            what = f"The calendar {source.name} cannot be read: {why}."
            todo = f"What it held is shown as it was; correct calendars.{source.name}.path in settings.toml."
            self.unwell[source.name] = Finding(source.path, 0, 0, what, todo)
            return
        for href, stamp in stamps.items():
            old = known.get(href)
            if old is None or stamp.young or not stamp.same(old.stamp):
                yield from self._read(source, href, old)
        for href, old in known.items():
            if href not in stamps:
                yield source, href, old.stamp, None

    def _read(self, source: Calendar, href: str, old: File | None) -> Iterable[Seen]:
        path, key = vdir.path_of(source, href), f"{source.name}/{href}"
        try:
            data, stamp = files.read(path, files.LARGEST)
        except OSError as error:
            what = f"The file cannot be read: {error.strerror}."
            self.unwell[key] = Finding(path, 0, 0, what, "What it held is shown as it was.")
            return
        if old is None or vdir.fingerprint(data) != old.sha:
            self.unwell.pop(key, None)
            yield source, href, stamp, data
        elif not stamp.same(old.stamp):
            self.memory.add([(replace(old, stamp=stamp), None)])

    def _arrival(self, seen: Seen) -> Arrival:
        from ctotui.formats import vdir as form

        source, href, _stamp, data = seen
        old = self.memory.files.get((source.name, href))
        past = self.memory.content(old) if old is not None else None
        base = form.read(past, self._zone) if past is not None else None
        now = form.read(data, self._zone) if data is not None else None
        refused = [one for one in now.refused if one.whole] if now is not None else []
        if refused:
            first, path = refused[0], vdir.path_of(source, href)
            what, todo = f"{first.what}: {first.why}.", "The rest of the calendar is shown."
            self.unwell[f"{source.name}/{href}"] = Finding(path, first.line, 0, what, todo)
        read = now or base
        return Arrival(
            source.name,
            _readonly(source),
            base.groups if base is not None else (),
            now.groups if now is not None else (),
            read.people if read is not None else (),
        )

    def _remember(self, arrived: list[Seen], arrivals: list[Arrival]) -> None:
        entries: list[tuple[File, bytes | None]] = []
        plan = self._folder.plan
        changed, known = last_changes(plan), plan.records(Person)
        for (source, href, stamp, data), arrival in zip(arrived, arrivals, strict=True):
            if data is None:
                self.memory.forget(source.name, href)
                continue
            handles, _strangers = met(arrival.people, known, self._folder.now)
            groups = [with_handles(group, handles) for group in arrival.theirs]
            groups = [group for group in groups if self._is_from(group, source.name)]
            items = tuple(group.item.id for group in groups)
            said = " ".join(self.outbox.said(group) for group in groups)
            seen = max((changed.get(key, "") for key in items), default="")
            entries.append((File(source.name, href, stamp, vdir.fingerprint(data), items, said, seen), data))
        if entries:
            self.memory.add(entries)

    def _is_from(self, group: Group, calendar: str) -> bool:
        item = self._folder.plan.find(group.item.id)
        return isinstance(item, Item) and item.calendar == calendar


def _readonly(source: Calendar) -> bool:
    return source.readonly or not os.path.isdir(source.path)


def _without_lost(change: Change, before: Plan, after: Plan) -> Change:
    """A change by others without what went with a whole file: that may be on its way (2.3), and deletes nothing."""
    lost = before.shards.keys() - after.shards.keys()
    held = {key for name in lost for key in before.shards[name] or ()}
    kept = tuple(pair for pair in change.records if pair[1] or not pair[0] or pair[0].id not in held)
    return replace(change, records=kept)


def _label(pairs: Iterable[tuple[object, object]]) -> str:
    count = sum(1 for old, new in pairs if isinstance(new or old, Item))
    return f"From the calendars: {count} event{'s' * (count != 1)}"
