"""A data folder as the keeper of a store: what the rest of the program asks of its files goes through here.

It lets one thread in at a time, takes the lock of the folder, and gives the work to those who do it: `sheets` reads,
`intake` takes in what others wrote, `writer` keeps a step, `recovery` finishes what was left undone.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from threading import RLock
from typing import Self, TypeVar

from ctotui.core.errors import NotLoaded, PlanError
from ctotui.core.model import Item
from ctotui.core.plan import EMPTY, Plan, Shard, differences
from ctotui.disk import layout, migrations
from ctotui.disk.compose import compose
from ctotui.disk.creation import identify
from ctotui.disk.editing import Draft, Opened
from ctotui.disk.files import Finding
from ctotui.disk.intake import catch_up, from_disk
from ctotui.disk.lock import FolderLock
from ctotui.disk.log import Log, device
from ctotui.disk.places import Paths
from ctotui.disk.recovery import Recovery
from ctotui.disk.sheet import Stale
from ctotui.disk.sheets import Sheets
from ctotui.disk.undo import take_back
from ctotui.disk.writer import Acknowledge, Writer
from ctotui.store import Committed, Edit, KeepError, Step

T = TypeVar("T")


class Folder:
    """Implements `store.Keeper`. Its methods may be called from any thread, and block."""

    def __init__(self, data: str, state: str, clock: Callable[[], datetime], today: date) -> None:
        self.data = data
        self.state = state
        self.log = Log(os.path.join(state, "log"), migrations.log_name(device()))
        self.sheets = Sheets(data, state, clock, today)
        self.recovery = Recovery(data, state, self.log, self.sheets)
        self.writer = Writer(self.sheets, self.log, self.recovery, clock)
        self._clock = clock
        self._guard = RLock()
        self._strays: list[Finding] = []

    @classmethod
    def open(cls, paths: Paths, clock: Callable[[], datetime], today: date) -> Self:
        """Open a data folder, made where there is none, with the shards of today. Raises KeepError."""
        identify(paths.data)
        folder = cls(paths.data, paths.own_state(), clock, today)
        folder.recovery.start(clock())
        folder.sheets.plan = Plan(dict.fromkeys(layout.keys(paths.data)))
        folder.load(layout.todays(folder.plan.shards, today))
        folder.recovery.show_waiting()
        folder.sheets.known.save()
        return folder

    @property
    def plan(self) -> Plan:
        """What is kept now, as far as it is in memory."""
        return self.sheets.plan

    # --- reading

    def load(self, shards: Iterable[str]) -> dict[str, Shard]:
        """Read shards that are not in memory yet."""
        with self._guard:
            return self.sheets.load(shards)

    def search(self, keys: Iterable[str], words: Sequence[str], matches: Callable[[Item], bool]) -> list[Item]:
        """The items of shards that are not in memory whose text holds each of `words` and that match."""
        from ctotui.disk import search

        with self._guard:
            return list(search.items(self.data, keys, words, matches, self.sheets.known))

    @property
    def findings(self) -> list[Finding]:
        """What is wrong with the files that are in memory."""
        return [*self.recovery.trouble, *self._strays, *layout.closed(self.data), *self.sheets.findings]

    @property
    def banners(self) -> tuple[str, ...]:
        """The findings as sentences, the data folder left out of the names."""
        return tuple(finding.sentence.replace(f"{self.data}{os.sep}", "") for finding in self.findings)

    def history(self, limit: int) -> list[Step]:
        """The last steps, newest first."""
        with self._guard:
            found = self.log.steps()[-limit:] if limit > 0 else []
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
            if locked is False or (locked is None and self.recovery.trouble):
                return None
            said: list[str] = []
            try:
                if locked and not self.recovery.settled():
                    return None  # the screen shows a step that the files do not hold yet
                if locked:
                    said = catch_up(self.sheets, self.writer)
                else:
                    self.sheets.take_in()
            finally:
                lock.release()
            said += self._settle_conflicts() if locked else []
            if self.plan is before and not said:
                return None
            self.sheets.known.save()
            return Committed(self.plan, from_disk(differences(before, self.plan)), tuple(said))

    def _settle_conflicts(self) -> list[str]:
        """Merge what a sync tool or git left of a conflict. Returns what is said of it."""
        from ctotui.disk.copies import is_copy, strays

        marked = self.sheets.marked
        if not marked and not self._strays and not any(map(is_copy, strays(self.data))):
            return []
        from ctotui.disk import conflicts

        try:
            said, self._strays = conflicts.settle(self, marked)
        except (KeepError, OSError) as error:
            self._strays = [Finding(self.data, 0, 0, f"The copies of a conflict could not be merged: {error}", "")]
            return []
        return said

    # --- writing

    def commit(self, label: str, edit: Edit, guess: tuple[Plan, Plan], acknowledge: Acknowledge, run: str = "") -> None:
        """Keep an edit: see `store.Keeper.commit`. Raises PlanError or KeepError."""

        def work(_plan: Plan, opened: Opened) -> Draft:
            after = _result(self.sheets, edit, guess)
            try:
                return compose(self.plan, after, opened)
            except LookupError as missing:
                raise KeepError(
                    f"Nothing was saved: {missing.args[0]} stands in its file in a way that cannot be changed "
                    "in place. Write it as a table of its own, [[item]]."
                ) from None

        self.amend(label, work, acknowledge, run)

    def amend(self, label: str, work: Callable[[Plan, Opened], Draft], acknowledge: Acknowledge, run: str = "") -> None:
        """Keep a step that is worked out on the text of the files, such as a repair. Raises KeepError."""
        with self._guard, FolderLock(self.data):
            self.recovery.settle()
            said: list[str] = []
            for _attempt in range(8):
                said += catch_up(self.sheets, self.writer)
                before = self.plan
                try:
                    draft = work(before, self.sheets.open)
                    break
                except Stale:
                    continue
                except NotLoaded as missing:
                    self.load(missing.shards)
            else:
                raise KeepError("Nothing was saved: a file keeps changing while it is read. Try again.")
            draft.notes += said
            self.writer.keep(label, "do", "", draft, before, acknowledge, run)

    def undo(self, acknowledge: Acknowledge) -> None:
        """Take back the last step. Raises PlanError where there is none, KeepError where it cannot be written."""
        self._step("undo", acknowledge)

    def redo(self, acknowledge: Acknowledge) -> None:
        """Do the last undone step again. Raises PlanError where there is none, KeepError where it cannot be written."""
        self._step("redo", acknowledge)

    def _step(self, does: str, acknowledge: Acknowledge) -> None:
        with self._guard, FolderLock(self.data):
            self.recovery.settle()
            said = catch_up(self.sheets, self.writer)
            step = self.log.next_step(does)
            if step is None:
                raise PlanError(f"There is nothing to {does}.")
            latest = step.transaction()
            if latest is None:
                raise PlanError(f'"{step.header.label}" cannot be taken back: its record in the log is damaged.')
            self.load({image.file for image in latest.images} & self.plan.shards.keys())
            before = self.plan
            draft = take_back(latest.images, before, self.sheets.open)
            draft.notes += said
            self.writer.keep(step.header.label, does, step.header.id, draft, before, acknowledge)

    # --- work on the files that is no step

    def migrate(self) -> list[str]:
        """Rewrite every file of an older schema; their names. Raises KeepError."""
        return self.alone(self.sheets.upgrade_all)

    def alone(self, work: Callable[[], T]) -> T:
        """Do what changes files besides steps, under the lock, and take in what it did. Raises KeepError."""
        with self._guard, FolderLock(self.data):
            self.recovery.settle()
            try:
                return work()
            finally:
                self.sheets.forget_all()
                self.sheets.take_in()
                self.sheets.known.save()

    def disown(self) -> None:
        """Let every process forget what it wrote last: what is restored now is not merged with it (2.3)."""
        self.writer.disown()

    def close(self) -> None:
        """Let go of the log."""
        with self._guard:
            self.sheets.known.save()
            self.log.close()


def _result(sheets: Sheets, edit: Edit, guess: tuple[Plan, Plan]) -> Plan:
    """The plan after the edit: the caller's, where nothing that it changed was changed meanwhile."""
    seen, after = guess
    changed = {key: shard for key, shard in after.shards.items() if shard is not seen.shards.get(key)}
    if all(seen.shards.get(key, EMPTY) is sheets.plan.shards.get(key, EMPTY) for key in changed):
        return Plan({**sheets.plan.shards, **changed})
    for _attempt in range(64):
        try:
            return edit(sheets.plan)
        except NotLoaded as missing:
            sheets.load(missing.shards)
    raise RuntimeError("an edit keeps asking for shards that do not come")
