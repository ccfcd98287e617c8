"""A disk that fails at one chosen operation, for every operation of a write (storage-and-time 2.2; SQLite tests so).

`Disk` stands in for `os` in the modules that write. It counts the operations that change something and, at one of them,
kills the process, cuts the power, fails, or writes less than it was told. Run by hand for the numbers:

    python -m tests.disk.faults
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from errno import EBUSY, EIO, ENOSPC
from pathlib import Path
from unittest.mock import patch

from ctotui.disk import files, lock, log, summary

MODES = (
    "kill",  # the process ends before the operation; of a write, half is done
    "cut",  # the same, and all that was not flushed is gone: data, new names, renames
    "cut data",  # the same, but names and renames are on the disk and the data is not
    "cut names",  # the same, but the data is on the disk and the names are not
    "EIO",  # the operation fails once
    "ENOSPC",  # it and every later one fail
    "short",  # a write does half, and the next one the rest
    "short ENOSPC",  # a write does half, then the disk is full
)


class Killed(BaseException):
    """The process is gone."""


@dataclass
class _Event:
    """Something that a power cut takes back."""

    place: object
    """Inode of the file whose data it is, or path of the folder whose names it is."""
    undo: Callable[[], None]


@dataclass
class Disk:
    """`os`, whose operation number `at` (from 0) goes wrong."""

    at: int = 1 << 30
    mode: str = "kill"
    busy: str = ""
    """A folder whose .toml files cannot be renamed over (bind-mounted, 2.4)."""
    count: int = 0
    hit: bool = False
    dead: bool = False
    events: list[_Event] = field(default_factory=list)
    paths: dict[int, str] = field(default_factory=dict)
    """By inode."""

    def __getattr__(self, name: str):
        return getattr(os, name)

    def _step(self, frees: bool = False, half: bool = False) -> bool:
        """Count an operation; True where this one goes wrong in a way that the caller must do. Raises the fault.

        `frees`: it needs no room, so that a full disk lets it through. `half`: it can be done by half.
        """
        if self.dead:
            raise Killed
        if frees and self.mode in ("ENOSPC", "short ENOSPC"):
            return False
        self.count += 1
        if self.count - 1 < self.at or (self.hit and self.mode not in ("ENOSPC", "short ENOSPC")):
            return False
        first = not self.hit
        if self.mode.startswith("short") and first:
            self.hit = half and self.count - 1 == self.at
            return self.hit
        self.hit = True
        if self.mode.startswith(("kill", "cut")):
            return True
        if self.mode == "EIO":
            raise OSError(EIO, "Input/output error")
        raise OSError(ENOSPC, "No space left on device")

    def _go(self, frees: bool = False) -> None:
        """As `_step`, for what cannot be done by half."""
        if self._step(frees):
            self.dead = True
            raise Killed

    def open(self, path, flags, mode=0o777):
        new = flags & os.O_CREAT and not os.path.lexists(path)
        if new:
            self._go()
        descriptor = os.open(path, flags, mode)
        if flags & (os.O_WRONLY | os.O_RDWR):
            self.paths[os.fstat(descriptor).st_ino] = path
        if new:
            self._note(os.path.dirname(path), lambda: os.unlink(path))
        return descriptor

    def write(self, descriptor, data):
        half = self._step(half=True)
        data = bytes(data)
        self._note_data(descriptor)
        if half:
            done = os.write(descriptor, data[: max(1, len(data) // 2)])
            if not self.mode.startswith("short"):
                self.dead = True
                raise Killed
            return done
        return os.write(descriptor, data)

    def ftruncate(self, descriptor, size):
        self._go(frees=True)
        self._note_data(descriptor)
        os.ftruncate(descriptor, size)

    def fsync(self, descriptor):
        """Flushes the books only, which saves time."""
        self._go()
        found = os.fstat(descriptor)
        place = os.readlink(f"/proc/self/fd/{descriptor}") if stat.S_ISDIR(found.st_mode) else found.st_ino
        self.events = [event for event in self.events if event.place != place]

    fdatasync = fsync

    def replace(self, source, target):
        self._go()
        if self.busy and target.startswith(self.busy) and target.endswith(".toml"):
            raise OSError(EBUSY, "Device or resource busy")
        old = Path(target).read_bytes() if os.path.lexists(target) else None
        os.replace(source, target)
        self.paths[os.stat(target).st_ino] = target
        self._note(os.path.dirname(target), lambda: _rename_back(source, target, old))

    def unlink(self, path):
        self._go(frees=True)
        data = Path(path).read_bytes() if os.path.lexists(path) else b""
        os.unlink(path)
        self._note(os.path.dirname(path), lambda: Path(path).write_bytes(data) and None)

    def mkdir(self, path, mode=0o777):
        self._go()
        os.mkdir(path, mode)
        self._note(os.path.dirname(path), lambda: os.rmdir(path))

    def chmod(self, path, mode):
        self._go()
        os.chmod(path, mode)

    def _note(self, place: object, undo: Callable[[], None]) -> None:
        self.events.append(_Event(os.path.realpath(str(place)), undo))

    def _note_data(self, descriptor: int) -> None:
        number = os.fstat(descriptor).st_ino
        old = Path(f"/proc/self/fd/{descriptor}").read_bytes()
        self.events.append(_Event(number, lambda: Path(self.paths[number]).write_bytes(old) and None))

    def cut_power(self) -> None:
        """What was not flushed is gone."""
        for event in reversed(self.events):
            if self.mode in ("cut", "cut data" if isinstance(event.place, int) else "cut names"):
                event.undo()

    @contextmanager
    def inserted(self) -> Iterator[None]:
        """The disk under everything that writes, until the block ends or the process is killed."""
        with ExitStack() as stack:
            for module in (files, log, lock, summary):
                stack.enter_context(patch.object(module, "os", self))
            try:
                yield
            except Killed:
                self.dead = True
        if self.dead:
            self.cut_power()


def _rename_back(source: str, target: str, old: bytes | None) -> None:
    os.replace(target, source)
    if old is not None:
        Path(target).write_bytes(old)


# --- what goes wrong while what is done ------------------------------------------------------------------------------


@dataclass
class Outcome:
    """How one act with one fault ended."""

    acknowledged: bool
    refused: bool


def copied(box, root: Path):
    """A second data folder with the same content, and its state folder."""
    twin = type(box)(root)
    shutil.copytree(box.data, twin.data, symlinks=True)
    if os.path.isdir(box.paths.own_state()):
        shutil.copytree(box.paths.own_state(), twin.paths.own_state())
    return twin


def run(box, act: Callable[..., None], disk: Disk, prepared: bool = True) -> Outcome:
    """Do `act` on a session of `box` while `disk` fails; `prepared`: the session is open before the fault."""
    from ctotui.core.errors import PlanError
    from ctotui.store import KeepError

    told: list[bool] = []
    returned = refused = False
    session = box.open() if prepared else None
    if session is not None:
        session.store.subscribe(lambda state: told.append(state.saved))
    with disk.inserted():
        try:
            act(session if session is not None else box)
            returned = True
        except (KeepError, PlanError):
            refused = True
    message = session.state.view.message if session is not None else None
    if session is not None and message is not None and message.level == "warn" and not refused:
        refused = "Nothing was saved" in message.text
    saved = returned and not refused
    return Outcome(saved or (not refused and bool(told) and told[-1] and disk.dead), refused)


def main() -> None:
    """Every act with every mode at every operation; prints a table."""
    import tempfile

    from tests.disk.acts import ACTS, count

    total = 0
    print(" " * 24 + "".join(f"{mode:>14}" for mode in MODES))
    with tempfile.TemporaryDirectory() as folder:
        for name in ACTS:
            numbers = count(name, Path(folder) / name)
            total += sum(numbers)
            print(f"{name:24}" + "".join(f"{number:14}" for number in numbers))
    print(f"{total} faults: every acknowledged step is there, no half of one, every undo works")


if __name__ == "__main__":
    main()
