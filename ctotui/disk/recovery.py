"""Finishes what a crash, a full disk or a foreign save left between the log and the files (2.2, recovery)."""

import os
from datetime import datetime

from ctotui.disk import backup, files, layout, migrations
from ctotui.disk.editing import Draft
from ctotui.disk.files import Finding
from ctotui.disk.lock import PATIENCE, FolderLock
from ctotui.disk.log import Log, Transaction, device
from ctotui.disk.places import own_folders
from ctotui.disk.replay import apply, replayed
from ctotui.disk.sheet import Sheet, Stale
from ctotui.disk.sheets import Sheets
from ctotui.store import KeepError


class Recovery:
    """Brings a step that is in the log alone to its files. Under the folder's lock, except where said."""

    def __init__(self, data: str, state: str, log: Log, sheets: Sheets) -> None:
        self.trouble: list[Finding] = []
        """Why a step is in the log and not in its files, or what of it could not go there."""
        self._data = data
        self._state = state
        self._log = log
        self._sheets = sheets

    def start(self, now: datetime) -> None:
        """At start: finish what is left, sweep temp files of a crash, keep the log short. Takes the lock if need be."""
        try:
            left = files.leftovers([*layout.folders(self._data), *own_folders(self._state)])
            folder = os.path.join(self._state, "log")
            older = migrations.older_logs(folder, device())
            clean = self._log.clean() and not older and not backup.begun(self._state)
            if clean and not left and not self._log.overgrown(now):
                return
            lock = FolderLock(self._data)
            try:
                if lock.take(0 if clean else PATIENCE):
                    for name in older:
                        self._finish_older(Log(folder, name))
                    self.settle()
                    backup.resume(self._data, self._state)
                    files.sweep(left)
                    self._log.compact(now)
            finally:
                lock.release()
        except (KeepError, OSError) as error:
            what = f"An unfinished step could not be written: {error}"
            self.trouble = self.trouble or [Finding(self._data, 0, 0, what, "")]

    def show_waiting(self) -> None:
        """At start, without the lock: show a step that the log has and that could not be written to its files."""
        left = self._log.waiting() if self.trouble else None
        if left is not None:
            self._sheets.load({image.file for image in left.images} & self._sheets.plan.shards.keys())
            plan = self._sheets.plan
            self._sheets.plan = replayed(plan, Draft(plan, images=list(left.images)))

    def settle(self) -> None:
        """Finish the step that is left, if any. Raises KeepError where it still cannot be written."""
        self._finish(self._log)

    def settled(self) -> bool:
        """As `settle` for a look at the files: what still cannot be written stays a banner."""
        try:
            self.settle()
        except KeepError as error:
            self.trouble = self.trouble or [Finding(self._data, 0, 0, str(error), "")]
            return False
        return True

    def wait(self, error: OSError) -> None:
        """Note that the last step waits in the log."""
        what = f"The last step is safe in the log, but not in its files: {error.strerror}."
        todo = "It is written when there is room again."
        self.trouble = [Finding(error.filename or self._data, 0, 0, what, todo)]

    def _finish_older(self, log: Log) -> None:
        """Finish what an older ctotui left undone; its steps, in the words of its schema, are not taken back later."""
        try:
            self._finish(log)
        finally:
            log.close()

    def _finish(self, log: Log) -> None:
        try:
            left = log.unapplied()
            if left is None:
                return
            keys = dict.fromkeys(image.file for image in left.images)
            lost = [finding for key in keys if (finding := self._bring(left, key)) is not None]
            log.applied(left.header.id)
            self.trouble = lost
        except OSError as error:
            self.wait(error)
            raise KeepError(
                f"Nothing was saved: an earlier step still cannot be written to {self._data} ({error.strerror}). "
                "It is safe in the log; make room, then try again."
            ) from None
        except Stale:
            raise KeepError("Nothing was saved: a file keeps changing while it is read. Try again.") from None

    def _bring(self, left: Transaction, key: str) -> Finding | None:
        """Bring a step to one of its files; what is said where that must not be written. Raises OSError, Stale."""
        files.finish(layout.path_of(self._data, key))
        sheet = Sheet.read(self._data, key, self._sheets.known)
        if sheet.readonly:
            return self._put_aside(left, key, sheet.readonly)
        found = sheet.document()
        document = found.copy() if found is not None else None
        for image in left.images:
            if image.file == key:
                document = apply(image, document)
        if (document and document.text) != (found and found.text):
            sheet.overwrite(document)
        self._sheets.forget(key)
        return None

    def _put_aside(self, left: Transaction, key: str, why: str) -> Finding:
        """Keep what an unfinished step wanted of a file that is damaged now and not written. Raises OSError."""
        from ctotui.disk import quarantine

        wanted = "".join(image.after or "" for image in left.images if image.file == key and image.id)
        copy = quarantine.put(self._state, f"{key}.toml", wanted.encode())
        what = f'"{left.header.label}" is not in this file: {why}.'
        return Finding(layout.path_of(self._data, key), 0, 0, what, f"What it wrote is kept in {copy}.")
