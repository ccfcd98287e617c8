"""The plan of a data folder and the files it is made of: read on demand, brought up to date, opened for a write."""

import time
from collections.abc import Callable, Iterable
from datetime import date, datetime

from ctotui.core.plan import Plan, Shard
from ctotui.disk import backup, files, layout, migrations
from ctotui.disk.files import Finding
from ctotui.disk.known import Known
from ctotui.disk.reader import MARKED
from ctotui.disk.sheet import Sheet
from ctotui.disk.splice import Document
from ctotui.store import KeepError

GONE = 5.0
"""Seconds for which a missing file is only "gone for now" (2.3)."""


class Sheets:
    """The files that were read, by the key of their shard. Not guarded: the folder lets one thread in at a time."""

    def __init__(self, data: str, state: str, clock: Callable[[], datetime], today: date) -> None:
        self.plan = Plan({})
        """What the files say, with the steps that are in the log and on their way to them."""
        self.known = Known(state)
        self._data = data
        self._state = state
        self._clock = clock
        self._today = today
        self._read: dict[str, Sheet] = {}
        self._missing: dict[str, float] = {}

    def load(self, shards: Iterable[str]) -> dict[str, Shard]:
        """Read shards that are not in memory yet."""
        import gc

        collecting = gc.isenabled()
        gc.disable()
        try:
            for key in shards:
                sheet = self._sheet(key)
                if self.plan.shards.get(key) is None:
                    self.plan = Plan({**self.plan.shards, key: sheet.shard})
        finally:
            if collecting:
                gc.enable()
        return {key: self.plan.shard(key) for key in shards}

    def take_in(self) -> None:
        """Bring the plan up to date with the files."""
        shards = dict(self.plan.shards)
        for key in layout.keys(self._data):
            if key not in shards and (layout.is_open_list(key) or key in layout.todays([key], self._today)):
                shards[key] = self._sheet(key).shard
            else:
                shards.setdefault(key, None)
        for key, sheet in list(self._read.items()):
            there = sheet.refresh(self.known)
            if there:
                self._missing.pop(key, None)
                if shards.get(key) is not sheet.shard:
                    shards[key] = sheet.shard
            elif sheet.existed and time.monotonic() - self._missing.setdefault(key, time.monotonic()) > GONE:
                del self._read[key], self._missing[key]
                shards.pop(key, None)
        if any(shards.get(key, self) is not shard for key, shard in self.plan.shards.items()) or len(shards) != len(
            self.plan.shards
        ):
            self.plan = Plan(shards)

    def open(self, key: str) -> Document | None:
        """The document of a shard. Raises KeepError where the file must not be written, Stale where it just changed."""
        sheet = self._sheet(key)
        if sheet.readonly:
            raise KeepError(f"Nothing was saved: {sheet.readonly}. First {sheet.remedy}, then try again.")
        if obstacle := files.obstacle(sheet.path):
            raise KeepError(f"Nothing was saved: {obstacle}. Give yourself the right to write there, then try again.")
        if sheet.older:
            self._upgrade(sheet)
        return sheet.document()

    def write(self, key: str, document: Document | None, shard: Shard) -> None:
        """Replace a file that was opened; None: delete it. Raises Stale where it changed since, OSError."""
        self._read[key].write(document, shard, self.known)
        if document is None:
            del self._read[key]

    def upgrade_all(self) -> list[str]:
        """Rewrite every file of an older schema; their names. Under the folder's lock. Raises KeepError."""
        done: list[str] = []
        for key in layout.keys(self._data):
            sheet = Sheet.read(self._data, key, self.known)
            if sheet.older and not sheet.readonly:
                self._upgrade(sheet)
                done.append(f"{key}.toml")
        return done

    def forget(self, key: str) -> None:
        """Read a file again when the plan is next brought up to date."""
        if key in self._read:
            self._read[key].forget()

    def forget_all(self) -> None:
        """The same of every file."""
        for sheet in self._read.values():
            sheet.forget()

    @property
    def findings(self) -> list[Finding]:
        """What is wrong with the files."""
        return [finding for sheet in list(self._read.values()) for finding in sheet.findings]

    @property
    def sound(self) -> list[Sheet]:
        """The files that were read whole: every record in them is known, and what is not there is in no file."""
        return [sheet for sheet in self._read.values() if sheet.stamp is not None and not sheet.findings]

    @property
    def marked(self) -> list[str]:
        """Keys of the files in which git left the marks of a conflict."""
        return [key for key, sheet in self._read.items() if sheet.readonly.endswith(MARKED)]

    @property
    def calm(self) -> bool:
        """Whether no file changed in the last seconds, so that what is to come in together has."""
        return not any(sheet.stamp is not None and sheet.stamp.young for sheet in self._read.values())

    def _sheet(self, key: str) -> Sheet:
        if key not in self._read:
            self._read[key] = Sheet.read(self._data, key, self.known)
        return self._read[key]

    def _upgrade(self, sheet: Sheet) -> None:
        """Rewrite a file of an older schema; before the first one, back all of them up (2.1)."""
        why = f"before-schema-{migrations.current()}"
        if not any(one.why.startswith(why) for one in backup.every(self._state)):
            backup.make(self._data, self._state, self._clock(), why)
        try:
            sheet.upgrade(self.known)
        except ValueError:
            what = f"{sheet.path} is of an older schema ({sheet.schema}) and damaged"
            raise KeepError(f"Nothing was saved: {what}. Repair what doctor names in it, then try again.") from None
        except OSError as error:
            raise KeepError(f"Nothing was saved: {sheet.path} cannot be written ({error.strerror}).") from None
