"""The lock of a data folder, held for a write only (storage-and-time 2.3)."""

import os
import time
from errno import EACCES, EAGAIN, EROFS
from types import TracebackType

from ctotui.store import KeepError

NAME = ".ctotui.lock"
HELD = f"{NAME}.held"
"""The lock itself, where flock does not work: host, process and time of who made it."""
PATIENCE = 2.0
"""Seconds that a write waits for another one."""
STALE = 30.0
"""Seconds after which a lock file of a volume without flock counts as left behind."""


class FolderLock:
    """Keeps other processes from writing. Raises KeepError where they do not let go, or the folder is read-only."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._descriptor: int | None = None
        self._exclusive = ""
        self._name = b""
        """What the lock file says of us."""

    def __enter__(self) -> "FolderLock":
        if not self.take(PATIENCE):
            who = holder(self._folder)
            raise KeepError(
                f"Nothing was saved: {who or 'another program'} has been writing to {self._folder} for {PATIENCE:g} "
                f"seconds. Try again; if it stays so, end {'it' if who else 'the other ctotui'}."
            )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()

    def take(self, patience: float) -> bool:
        """Take the lock within `patience` seconds, or not at all. Raises KeepError for a read-only folder."""
        try:
            descriptor = os.open(os.path.join(self._folder, NAME), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            why = "is read-only" if error.errno in (EACCES, EROFS) else f"cannot be written ({error.strerror})"
            raise KeepError(
                f"Nothing was saved: {self._folder} {why}. Give yourself the right to write there, or use --data."
            ) from None
        deadline = time.monotonic() + patience
        while True:
            if self._attempt(descriptor):
                self._descriptor = descriptor
                return True
            if time.monotonic() >= deadline:
                os.close(descriptor)
                return False
            time.sleep(0.004)

    def _attempt(self, descriptor: int) -> bool:
        try:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno not in (EAGAIN, EACCES) and self._make_lock_file()
        except ImportError:
            return self._make_lock_file()
        return True

    def _make_lock_file(self) -> bool:
        """Where flock does not work (some network volumes): a file that only one can make."""
        path = os.path.join(self._folder, HELD)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            _break_stale(path)
            return False
        import platform

        self._name = f"{platform.node()} {os.getpid()} {time.time():.6f}\n".encode()
        os.write(descriptor, self._name)
        os.close(descriptor)
        self._exclusive = path
        return True

    def release(self) -> None:
        """Let others write."""
        if self._exclusive:
            try:
                with open(self._exclusive, "rb") as file:
                    own = file.read() == self._name  # and not one that took its place when it was stale
                if own:
                    os.unlink(self._exclusive)
            except FileNotFoundError:
                pass
            finally:
                self._exclusive = ""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _break_stale(path: str) -> None:
    """Take a lock file that was left behind out of the way; of two who try, one finds it gone."""
    aside = f"{path}.{os.getpid()}"
    try:
        if time.time() - os.stat(path).st_mtime <= STALE:
            return
        os.rename(path, aside)
        if time.time() - os.stat(aside).st_mtime <= STALE:
            os.link(aside, path)  # another one was quicker, and holds it now
        os.unlink(aside)
    except OSError:
        return


def holder(folder: str) -> str:
    """Who holds the lock, as far as the system tells: ``process 4321 (ctotui)``, with its host where that is known."""
    try:
        with open(os.path.join(folder, HELD), encoding="utf-8", errors="replace") as file:
            host, process, _since = file.read(200).split()
        return f"process {process} on {host}"
    except (OSError, ValueError):
        process = _flock_holder(os.path.join(folder, NAME))
    if not process:
        return ""
    try:
        with open(f"/proc/{process}/comm", encoding="utf-8", errors="replace") as file:
            return f"process {process} ({file.read(80).strip()})"
    except OSError:
        return f"process {process}"


def _flock_holder(path: str) -> str:
    """Number of the process whose flock is on the file, from Linux's table of locks; empty on other systems."""
    try:
        inode = str(os.stat(path).st_ino)
        with open("/proc/locks", encoding="ascii") as file:
            rows = [line.split() for line in file]
    except OSError:
        return ""
    found = [row[4] for row in rows if len(row) > 5 and row[1] == "FLOCK" and row[5].rpartition(":")[2] == inode]
    return found[0] if found else ""
