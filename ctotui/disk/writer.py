"""A data folder as the keeper of a store: reads its files, writes steps to them, takes in what others wrote.

The protocol of a write is that of storage-and-time 2.2: lock, take in, edit, log, acknowledge, files, mark.
"""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from threading import RLock
from typing import Self, TypeVar

from ctotui.core import ids
from ctotui.core.errors import NotLoaded, PlanError
from ctotui.core.model import Item, Record
from ctotui.core.plan import EMPTY, Plan, Shard, differences
from ctotui.disk import backup, files, layout, migrations
from ctotui.disk.draft import Draft, Opened, apply, compose, replayed, take_back, whole
from ctotui.disk.files import Finding
from ctotui.disk.known import Known
from ctotui.disk.lock import PATIENCE, FolderLock
from ctotui.disk.log import Header, Log, Transaction
from ctotui.disk.own import OwnWrites, notes
from ctotui.disk.places import IDENTITY, Paths, own_folders
from ctotui.disk.reader import MARKED
from ctotui.disk.sheet import Sheet, Stale
from ctotui.disk.splice import Document
from ctotui.store import Change, Committed, Edit, KeepError, Step

T = TypeVar("T")
GONE = 5.0
"""Seconds for which a missing file is only "gone for now" (2.3)."""
Acknowledge = Callable[[Committed], None]


class Folder:
    """Implements `store.Keeper`. Its methods may be called from any thread, and block."""

    def __init__(self, data: str, state: str, clock: Callable[[], datetime], today: date) -> None:
        self.data = data
        self.state = state
        self.plan = Plan({})
        self._clock = clock
        self._today = today
        self._guard = RLock()
        self._sheets: dict[str, Sheet] = {}
        self._missing: dict[str, float] = {}
        self._known = Known(state)
        self._log = Log(os.path.join(state, "log"), migrations.log_name(_device()))
        self._own = OwnWrites(self._log.path)
        self._trouble: list[Finding] = []
        self._strays: list[Finding] = []
        self.on_written: Callable[[], None] = lambda: None
        """Called when the files hold a step."""

    @classmethod
    def open(cls, paths: Paths, clock: Callable[[], datetime], today: date) -> Self:
        """Open a data folder, made where there is none, with the shards of today. Raises KeepError."""
        identify(paths.data)
        folder = cls(paths.data, paths.own_state(), clock, today)
        folder._recover()
        folder.plan = Plan(dict.fromkeys(layout.keys(paths.data)))
        folder.load(layout.todays(folder.plan.shards, today))
        folder._show_waiting()
        folder._known.save()
        return folder

    def _recover(self) -> None:
        """At start: finish what a crash left, sweep its temp files, keep the log short."""
        now = self._clock()
        try:
            left = files.leftovers([*layout.folders(self.data), *own_folders(self.state)])
            older = migrations.older_logs(os.path.join(self.state, "log"), _device())
            clean = self._log.clean() and not older and not backup.begun(self.state)
            if clean and not left and not self._log.overgrown(now):
                return
            lock = FolderLock(self.data)
            try:
                if lock.take(0 if clean else PATIENCE):
                    for name in older:
                        self._settle_older(name)
                    self._settle()
                    backup.resume(self.data, self.state)
                    files.sweep(left)
                    self._log.compact(now)
            finally:
                lock.release()
        except (KeepError, OSError) as error:
            what = f"An unfinished step could not be written: {error}"
            self._trouble = self._trouble or [Finding(self.data, 0, 0, what, "")]

    def _settle_older(self, name: str) -> None:
        """Finish what an older ctotui left undone; its steps, in the words of its schema, are not taken back later."""
        own, self._log = self._log, Log(os.path.join(self.state, "log"), name)
        try:
            self._settle()
        finally:
            self._log.close()
            self._log = own

    # --- reading

    def load(self, shards: Iterable[str]) -> dict[str, Shard]:
        """Read shards that are not in memory yet."""
        import gc

        with self._guard:
            collecting = gc.isenabled()
            gc.disable()
            try:
                for key in shards:
                    if key not in self._sheets:
                        self._sheets[key] = Sheet.read(self.data, key, self._known)
                    if self.plan.shards.get(key) is None:
                        self.plan = Plan({**self.plan.shards, key: self._sheets[key].shard})
            finally:
                if collecting:
                    gc.enable()
            return {key: self.plan.shard(key) for key in shards}

    def search(self, keys: Iterable[str], words: Sequence[str], matches: Callable[[Item], bool]) -> list[Item]:
        """The items of shards that are not in memory whose text holds each of `words` and that match."""
        from ctotui.disk import search

        with self._guard:
            return list(search.items(self.data, keys, words, matches, self._known))

    @property
    def findings(self) -> list[Finding]:
        """What is wrong with the files that are in memory."""
        return [
            *self._trouble,
            *self._strays,
            *layout.closed(self.data),
            *(finding for sheet in list(self._sheets.values()) for finding in sheet.findings),
        ]

    @property
    def banners(self) -> tuple[str, ...]:
        """The findings as sentences, the data folder left out of the names."""
        return tuple(finding.sentence.replace(f"{self.data}{os.sep}", "") for finding in self.findings)

    def history(self, limit: int) -> list[Step]:
        """The last steps, newest first."""
        with self._guard:
            found = self._log.steps()[-limit:] if limit > 0 else []
        return [Step(one.header.id, one.header.label, one.header.at, one.undone) for one in reversed(found)]

    def poll(self) -> Committed | None:
        """Take in what others wrote since, or None; while another process writes, the next poll does it."""
        with self._guard:
            before = self.plan
            lock = FolderLock(self.data)
            try:
                locked = lock.take(0)
            except KeepError:
                locked = None
            if locked is False or (locked is None and self._trouble):
                return None
            said: list[str] = []
            try:
                if locked and not self._settled():
                    return None  # the screen shows a step that the files do not hold yet
                if locked:
                    said = self._catch_up()
                else:
                    self._take_in()
            finally:
                lock.release()
            said += self._settle_conflicts() if locked else []
            if self.plan is before and not said:
                return None
            self._known.save()
            return Committed(self.plan, _from_disk(differences(before, self.plan)), tuple(said))

    def _settle_conflicts(self) -> list[str]:
        """Merge what a sync tool or git left of a conflict. Returns what is said of it."""
        from ctotui.disk.copies import is_copy, strays

        marked = [key for key, sheet in self._sheets.items() if sheet.readonly.endswith(MARKED)]
        if not marked and not self._strays and not any(map(is_copy, strays(self.data))):
            return []
        from ctotui.disk import conflicts

        try:
            said, self._strays = conflicts.settle(self, marked)
        except (KeepError, OSError) as error:
            self._strays = [Finding(self.data, 0, 0, f"The copies of a conflict could not be merged: {error}", "")]
            return []
        return said

    def versions(self, keys: Iterable[str]) -> dict[str, list[Record]]:
        """The versions of some records that the log knows, oldest first."""
        from ctotui.disk.draft import chunk_of
        from ctotui.disk.reader import record_of

        wanted, found = frozenset(keys), dict[str, list[Record]]()
        for step in self._log.steps():
            latest = step.transaction()
            for image in latest.images if latest is not None else ():
                for text in (image.before, image.after) if image.id in wanted else ():
                    record = record_of(chunk_of(text)) if text is not None else None
                    if record is not None and record not in found.setdefault(image.id, []):
                        found[image.id].append(record)
        return found

    def _catch_up(self) -> list[str]:
        """Take in what others wrote, and write again what of ours they did not know. Returns what is said of it."""
        before = self.plan
        self._take_in()
        calm = not any(sheet.stamp is not None and sheet.stamp.young for sheet in self._sheets.values())
        found = self._own.catch_up(before, self.plan, calm)
        if found is None:
            return []
        try:
            draft = compose(self.plan, found.plan, self._open)
        except (Stale, LookupError, KeepError):
            return []  # a file that cannot be written now: what they wrote stands, what we wrote is in the log
        self._keep("Merge with what others wrote", "do", "", draft, self.plan, lambda _done: None)
        return notes(found)

    def _take_in(self) -> None:
        """Bring the plan up to date with the files."""
        shards = dict(self.plan.shards)
        for key in layout.keys(self.data):
            if key not in shards and (layout.is_open_list(key) or key in layout.todays([key], self._today)):
                self._sheets[key] = self._sheets.get(key) or Sheet.read(self.data, key, self._known)
                shards[key] = self._sheets[key].shard
            else:
                shards.setdefault(key, None)
        for key, sheet in list(self._sheets.items()):
            there = sheet.refresh(self._known)
            if there:
                self._missing.pop(key, None)
                if shards.get(key) is not sheet.shard:
                    shards[key] = sheet.shard
            elif sheet.existed and time.monotonic() - self._missing.setdefault(key, time.monotonic()) > GONE:
                del self._sheets[key], self._missing[key]
                shards.pop(key, None)
        if any(shards.get(key, self) is not shard for key, shard in self.plan.shards.items()) or len(shards) != len(
            self.plan.shards
        ):
            self.plan = Plan(shards)

    # --- writing

    def commit(self, label: str, edit: Edit, guess: tuple[Plan, Plan], acknowledge: Acknowledge) -> None:
        """Keep an edit: see `store.Keeper.commit`. Raises PlanError or KeepError."""
        with self._guard, FolderLock(self.data):
            self._settle()
            said: list[str] = []
            for _attempt in range(8):
                said += self._catch_up()
                before = self.plan
                after = self._result(edit, guess)
                try:
                    draft = compose(self.plan, after, self._open)
                    break
                except Stale:
                    continue
                except LookupError as missing:
                    raise KeepError(
                        f"Nothing was saved: {missing.args[0]} stands in its file in a way that cannot be changed "
                        "in place. Write it as a table of its own, [[item]]."
                    ) from None
            else:
                raise KeepError("Nothing was saved: a file keeps changing while it is read. Try again.")
            draft.notes += said
            self._keep(label, "do", "", draft, before, acknowledge)

    def amend(self, label: str, work: Callable[[Plan, Opened], Draft], acknowledge: Acknowledge) -> None:
        """Keep a step that is worked out on the text of the files, such as a repair. Raises KeepError."""
        with self._guard, FolderLock(self.data):
            self._settle()
            for _attempt in range(8):
                self._catch_up()
                try:
                    draft = work(self.plan, self._open)
                    break
                except Stale:
                    continue
                except NotLoaded as missing:
                    self.load(missing.shards)
            else:
                raise KeepError("Nothing was saved: a file keeps changing while it is read. Try again.")
            self._keep(label, "do", "", draft, self.plan, acknowledge)

    def undo(self, acknowledge: Acknowledge) -> None:
        """Take back the last step. Raises PlanError where there is none, KeepError where it cannot be written."""
        self._step("undo", acknowledge)

    def redo(self, acknowledge: Acknowledge) -> None:
        """Do the last undone step again. Raises PlanError where there is none, KeepError where it cannot be written."""
        self._step("redo", acknowledge)

    def _step(self, does: str, acknowledge: Acknowledge) -> None:
        with self._guard, FolderLock(self.data):
            self._settle()
            said = self._catch_up()
            stack = [step for step in self._log.steps() if not step.lost]
            done = next((index for index in range(len(stack) - 1, -1, -1) if not stack[index].undone), -1)
            at = done if does == "undo" else done + 1
            if not 0 <= at < len(stack):
                raise PlanError(f"There is nothing to {does}.")
            step = stack[at]
            latest = step.transaction()
            if latest is None:
                raise PlanError(f'"{step.header.label}" cannot be taken back: its record in the log is damaged.')
            there = {image.file for image in latest.images} & self.plan.shards.keys()
            self.load(there)
            before = self.plan
            draft = take_back(latest.images, before, self._open)
            draft.notes += said
            self._keep(step.header.label, does, step.header.id, draft, before, acknowledge)

    def _result(self, edit: Edit, guess: tuple[Plan, Plan]) -> Plan:
        """The plan after the edit: the caller's, where nothing that it changed was changed meanwhile."""
        seen, after = guess
        changed = {key: shard for key, shard in after.shards.items() if shard is not seen.shards.get(key)}
        if all(seen.shards.get(key, EMPTY) is self.plan.shards.get(key, EMPTY) for key in changed):
            return Plan({**self.plan.shards, **changed})
        for _attempt in range(64):
            try:
                return edit(self.plan)
            except NotLoaded as missing:
                self.load(missing.shards)
        raise RuntimeError("an edit keeps asking for shards that do not come")

    def _open(self, key: str) -> Document | None:
        """The document of a shard. Raises KeepError where the file must not be written, Stale where it just changed."""
        if key not in self._sheets:
            self._sheets[key] = Sheet.read(self.data, key, self._known)
        sheet = self._sheets[key]
        if sheet.readonly:
            raise KeepError(f"Nothing was saved: {sheet.readonly}. First {sheet.remedy}, then try again.")
        if obstacle := files.obstacle(sheet.path):
            raise KeepError(f"Nothing was saved: {obstacle}. Give yourself the right to write there, then try again.")
        if sheet.older:
            self._upgrade(sheet)
        return sheet.document()

    def _upgrade(self, sheet: Sheet) -> None:
        """Rewrite a file of an older schema; before the first one, back all of them up (2.1)."""
        why = f"before-schema-{migrations.current()}"
        if not any(one.why.startswith(why) for one in backup.every(self.state)):
            backup.make(self.data, self.state, self._clock(), why)
        try:
            sheet.upgrade(self._known)
        except ValueError:
            what = f"{sheet.path} is of an older schema ({sheet.schema}) and damaged"
            raise KeepError(f"Nothing was saved: {what}. Repair what doctor names in it, then try again.") from None
        except OSError as error:
            raise KeepError(f"Nothing was saved: {sheet.path} cannot be written ({error.strerror}).") from None

    def migrate(self) -> list[str]:
        """Rewrite every file of an older schema; their names. Raises KeepError."""
        done: list[str] = []

        def work() -> None:
            for key in layout.keys(self.data):
                sheet = Sheet.read(self.data, key, self._known)
                if sheet.older and not sheet.readonly:
                    self._upgrade(sheet)
                    done.append(f"{key}.toml")

        self.alone(work)
        return done

    def disown(self) -> None:
        """Let every process forget what it wrote last: what is restored now is not merged with it (2.3)."""
        self._own = OwnWrites(self._log.path)
        self._log.renew()

    def alone(self, work: Callable[[], T]) -> T:
        """Do what changes files besides steps, under the lock, and take in what it did. Raises KeepError."""
        with self._guard, FolderLock(self.data):
            self._settle()
            try:
                return work()
            finally:
                for sheet in self._sheets.values():
                    sheet.forget()
                self._take_in()
                self._known.save()

    def _keep(self, label: str, does: str, of: str, draft: Draft, before: Plan, acknowledge: Acknowledge) -> None:
        change = Change(label, tuple(differences(before, draft.plan)))
        if not draft.images and does == "do":
            acknowledge(Committed(self.plan, change))
            return
        header = Header(ids.form("t", os.urandom(5)), self._clock().astimezone(UTC), label, does, of)
        transaction = Transaction(header, tuple(draft.images))
        try:
            self._log.append(transaction)
        except OSError as error:
            raise KeepError(
                f"Nothing was saved: the log {self._log.path} cannot be written ({error.strerror}). "
                "Make room or give yourself the right to write there, then try again."
            ) from None
        self.plan = draft.plan
        self._own.note(change.records)
        try:
            acknowledge(Committed(draft.plan, change, tuple(draft.notes)))
        finally:
            self._write(transaction, draft.documents)

    def _write(self, transaction: Transaction, documents: dict[str, Document | None]) -> None:
        """Bring an acknowledged step to its files; where that fails, the log has it and the next write tries again."""
        new = {image.file for image in transaction.images if image.before is None}
        try:
            for key in sorted(documents, key=lambda key: (key not in new, key)):
                document = documents[key]
                if not any(image.file == key for image in transaction.images):
                    continue
                self._sheets[key].write(document, self.plan.shards.get(key) or EMPTY, self._known)
                if document is None:
                    del self._sheets[key]
            self._log.applied(transaction.header.id)
            self._own.seen()
            self._trouble = []
            self.on_written()
        except Stale:
            self._settle()
        except OSError as error:
            self._trouble = [self._waits(error)]
        self._known.save()

    def _settle(self) -> None:
        """Finish the step that a crash, a full disk or a foreign save left between log and files (2.2, recovery)."""
        try:
            left = self._log.unapplied()
            if left is None:
                return
            lost: list[Finding] = []
            for key in dict.fromkeys(image.file for image in left.images):
                files.finish(layout.path_of(self.data, key))
                sheet = Sheet.read(self.data, key, self._known)
                if sheet.readonly:
                    lost.append(self._put_aside(left, key, sheet.readonly))
                    continue
                found = sheet.document()
                document = found.copy() if found is not None else None
                for image in left.images:
                    if image.file == key:
                        document = apply(image, document)
                if (document and document.text) != (found and found.text):
                    sheet.overwrite(document)
                if key in self._sheets:
                    self._sheets[key].forget()
            self._log.applied(left.header.id)
            self._trouble = lost
        except OSError as error:
            self._trouble = [self._waits(error)]
            raise KeepError(
                f"Nothing was saved: an earlier step still cannot be written to {self.data} ({error.strerror}). "
                "It is safe in the log; make room, then try again."
            ) from None
        except Stale:
            raise KeepError("Nothing was saved: a file keeps changing while it is read. Try again.") from None

    def _waits(self, error: OSError) -> Finding:
        what = f"The last step is safe in the log, but not in its files: {error.strerror}."
        return Finding(error.filename or self.data, 0, 0, what, "It is written when there is room again.")

    def _show_waiting(self) -> None:
        """At start, show a step that the log has and that could not be written to its files."""
        left = self._log.waiting() if self._trouble else None
        if left is not None:
            self.load({image.file for image in left.images} & self.plan.shards.keys())
            self.plan = replayed(self.plan, Draft(self.plan, images=list(left.images)))

    def _settled(self) -> bool:
        """As `_settle` for a look at the files: what still cannot be written stays a banner."""
        try:
            self._settle()
        except KeepError as error:
            self._trouble = self._trouble or [Finding(self.data, 0, 0, str(error), "")]
            return False
        return True

    def _put_aside(self, left: Transaction, key: str, why: str) -> Finding:
        """Keep what an unfinished step wanted of a file that is damaged now and not written. Raises OSError."""
        from ctotui.disk import quarantine

        wanted = "".join(image.after or "" for image in left.images if image.file == key and image.id)
        copy = quarantine.put(self.state, f"{key}.toml", wanted.encode())
        what = f'"{left.header.label}" is not in this file: {why}.'
        return Finding(layout.path_of(self.data, key), 0, 0, what, f"What it wrote is kept in {copy}.")

    # --- checks and caches

    def close(self) -> None:
        """Let go of the log."""
        with self._guard:
            self._known.save()
            self._log.close()


def seed(paths: Paths, build: Callable[[], Plan]) -> None:
    """Write the records of a plan to a data folder that holds none yet, not as a step. Raises KeepError."""
    if layout.keys(paths.data):
        return
    identify(paths.data)
    known = Known(paths.own_state())
    try:
        with FolderLock(paths.data):
            for key, shard in build().loaded():
                if len(shard):
                    data = whole(shard).text.encode()
                    files.replace(layout.path_of(paths.data, key), data)
                    known.add(key, data)
    except OSError as error:
        raise KeepError(f"{paths.data} cannot be written: {error.strerror}.") from None
    known.save()


def _from_disk(pairs: list[tuple[Record | None, Record | None]]) -> Change:
    counts: dict[str, int] = {}
    for old, new in pairs:
        kind = type(new or old).__name__.lower()
        counts[kind] = counts.get(kind, 0) + 1
    plural = {"entry": "entries", "person": "people"}
    parts = [f"{count} {kind if count == 1 else plural.get(kind, kind + 's')}" for kind, count in counts.items()]
    return Change(f"From disk: {', '.join(parts) or 'other files'}", tuple(pairs))


def _device() -> str:
    """Name of this machine, as a file name: a state folder may lie on a volume that several mount."""
    import platform

    name = os.uname().nodename if hasattr(os, "uname") else platform.node()
    return "".join(c if c.isascii() and (c.isalnum() or c == "-") else "-" for c in name)[:60] or "device"


def identify(data: str) -> None:
    """Make the data folder and give it an id, where it has none. A read-only one is left as it is. Raises KeepError."""
    path = os.path.join(data, IDENTITY)
    if os.path.exists(path):
        return
    try:
        files.make_folder(data)
        with FolderLock(data):
            if not os.path.exists(path):
                files.replace(
                    path, f'schema = {migrations.current()}\nid = "{ids.form("d", os.urandom(5))}"\n'.encode()
                )
    except (OSError, KeepError) as error:
        if not os.path.isdir(data):
            raise KeepError(f"The data folder {data} cannot be made: {getattr(error, 'strerror', error)}.") from None
