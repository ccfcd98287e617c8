"""Keeps a step that is worked out: log, acknowledge, files, mark (the protocol of storage-and-time 2.2)."""

import os
from collections.abc import Callable
from datetime import UTC, datetime

from ctotui.core import ids
from ctotui.core.plan import EMPTY, Plan, differences
from ctotui.disk.editing import Draft
from ctotui.disk.log import Header, Log, Transaction
from ctotui.disk.own_writes import OwnWrites
from ctotui.disk.recovery import Recovery
from ctotui.disk.sheet import Stale
from ctotui.disk.sheets import Sheets
from ctotui.disk.splice import Document
from ctotui.store import Change, Committed, KeepError

Acknowledge = Callable[[Committed], None]


class Writer:
    """Writes steps under the folder's lock, and remembers what it wrote last."""

    def __init__(self, sheets: Sheets, log: Log, recovery: Recovery, clock: Callable[[], datetime]) -> None:
        self.own = OwnWrites(log.path)
        self.on_written: Callable[[], None] = lambda: None
        """Called when the files hold a step."""
        self._sheets = sheets
        self._log = log
        self._recovery = recovery
        self._clock = clock
        self._run = ("", "")
        """The run of nudges that was kept last, and the id of its step."""

    def keep(
        self, label: str, does: str, of: str, draft: Draft, before: Plan, acknowledge: Acknowledge, run: str = ""
    ) -> None:
        """Make a step durable, tell so, and bring it to the files. Raises KeepError where nothing was kept.

        `does` is ``do``, ``undo``, ``redo`` or ``sync``; `of` is the id of the step that an undo or redo is of. What
        belongs to the same `run` as the step before it, of this process too, goes on with that step.
        """
        change = Change(label, tuple(differences(before, draft.plan)))
        if not draft.images and does == "do":
            acknowledge(Committed(self._sheets.plan, change))
            return
        if run and run == self._run[0] and self._log.untouched():
            of = self._run[1]
        header = Header(ids.form("t", os.urandom(5)), self._clock().astimezone(UTC), label, does, of)
        transaction = Transaction(header, tuple(draft.images))
        try:
            self._log.append(transaction)
        except OSError as error:
            raise KeepError(
                f"Nothing was saved: the log {self._log.path} cannot be written ({error.strerror}). "
                "Make room or give yourself the right to write there, then try again."
            ) from None
        if does != "sync":
            self._run = (run, of or header.id)
        self._sheets.plan = draft.plan
        self.own.note(change.records)
        try:
            acknowledge(Committed(draft.plan, change, tuple(draft.notes)))
        finally:
            self._write(transaction, draft.documents)

    def _write(self, transaction: Transaction, documents: dict[str, Document | None]) -> None:
        """Bring an acknowledged step to its files; where that fails, the log has it and the next write tries again."""
        changed = {image.file for image in transaction.images}
        new = {image.file for image in transaction.images if image.before is None}
        try:
            for key in sorted(documents, key=lambda key: (key not in new, key)):
                if key in changed:
                    self._sheets.write(key, documents[key], self._sheets.plan.shards.get(key) or EMPTY)
            self._log.applied(transaction.header.id)
            self.own.seen()
            self._recovery.trouble = []
            self.on_written()
        except Stale:
            self._recovery.settle()
        except OSError as error:
            self._recovery.wait(error)
        self._sheets.known.save()

    def disown(self) -> None:
        """Let every process forget what it wrote last: what is restored now is not merged with it (2.3)."""
        self.own = OwnWrites(self._log.path)
        self._log.renew()
