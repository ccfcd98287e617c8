"""What this process wrote last, kept to be merged into a foreign version of a file that does not know it (2.3)."""

import os
import time
from collections.abc import Iterable

from ctotui.core.model import Record
from ctotui.core.plan import Plan
from ctotui.disk.log import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ctotui.core.reconcile import Reconciled

FRESH = 10.0
"""Seconds after a write within which another program may have read the file before it."""
MOST = 500
"""Records that are remembered."""
VERSIONS = 8
"""Versions of each."""


class OwnWrites:
    """The records that this process wrote, each with the versions it had."""

    def __init__(self, log: str) -> None:
        self._log = log
        self._found: dict[str, tuple[tuple[Record | None, ...], int, float]] = {}
        self._step = 0
        self._end = (0, 0)
        """Inode and size of the log behind our own last step."""
        self._moved: set[str] = set()
        """Files that others changed, not looked through for records that stand in two places."""
        self._first = True

    def note(self, pairs: Iterable[tuple[Record | None, Record | None]]) -> None:
        """Remember a step, once it is in the log."""
        self._step += 1
        found = [(old, new, record) for old, new in pairs if (record := new or old) is not None]
        for _old, _new, record in found[:-MOST]:
            self._found.pop(record.id, None)
        for old, new, record in found[-MOST:]:
            known = self._found.pop(record.id, None)
            versions = known[0] if known is not None and known[0][-1] == old else (old,)
            self._found[record.id] = ((*versions, new)[-VERSIONS:], self._step, time.monotonic())
        while len(self._found) > MOST:
            del self._found[next(iter(self._found))]

    def seen(self) -> None:
        """Everything in the log so far is ours, or was taken in."""
        self._end = self._log_end()

    def _log_end(self) -> tuple[int, int]:
        try:
            found = os.stat(self._log)
        except OSError:
            return 0, 0
        return found.st_ino, found.st_size

    def _forget_logged(self) -> None:
        """Forget what another process of this device wrote since, an undo above all: it saw what we wrote."""
        inode, size = self._log_end()
        if (inode, size) == self._end:
            return
        if inode != self._end[0] or size < self._end[1]:
            self._found.clear()
        else:
            with open(self._log, "rb") as file:
                file.seek(self._end[1])
                text = file.read()
            for piece in text.replace(b"\n[[applied]]\n", b"\n[[txn]]\n").split(b"\n[[txn]]\n"):
                step = decode(b"\n[[txn]]\n" + piece)
                for image in step.images if step is not None else ():
                    self._found.pop(image.id, None)
        self._end = inode, size

    def catch_up(self, before: Plan, now: Plan, calm: bool) -> "Reconciled | None":
        """What the files should say, where others wrote them since `before`; None: what they say.

        `calm`: no file changed in the last seconds, so that what is to come in together has.
        """
        if now is before and not (self._moved and calm) and not self._first:
            return None
        from ctotui.core.reconcile import Reconciled, end_timers, joined, twins

        found = Reconciled(now)
        if now is not before:
            found = self._reconciled(before, now)
        if now is not before or self._first:
            end_timers(found)
            self._first = False
        if calm:
            changed, self._moved = self._moved, set()
            for key, places in twins(found.plan, changed).items():
                found.plan = joined(found.plan, key, places, found.merged)
        return found if found.plan is not now else None

    def _reconciled(self, before: Plan, now: Plan) -> "Reconciled":
        from ctotui.core.reconcile import Own, reconcile

        if self._found:
            self._forget_logged()
        then = time.monotonic() - FRESH
        own = {key: Own(versions, step, at > then) for key, (versions, step, at) in self._found.items()}
        found = reconcile(own, before, now)
        moved = {key for key, shard in now.shards.items() if shard is not before.shards.get(key)}
        for key, one in own.items():
            if found.plan.find(key) != one.last:
                del self._found[key]
            elif now.where(key) in moved and now.find(key) == one.last:
                self._found[key] = (one.versions, one.step, float("-inf"))  # who wrote the file has seen it
        self._moved |= moved
        return found


def notes(found: "Reconciled") -> list[str]:
    """What is said about it."""
    from ctotui.core.repairs import named
    from ctotui.disk.merge import timer_notes, told

    kept = [f"Another version of the file lacked {named(one)}, just saved here: it stays." for one in found.kept]
    return [*told(found.merged), *kept, *timer_notes(found.timers)]
