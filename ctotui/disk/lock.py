"""The lock of a data folder, held for a write only (storage-and-time 2.3)."""

import os
import time
from errno import EACCES, EAGAIN, EROFS
from types import TracebackType

from ctotui.store import KeepError

NAME = ".ctotui.lock"
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

    def __enter__(self) -> "FolderLock":
        if not self.take(PATIENCE):
            raise KeepError(
                f"Nothing was saved: another ctotui has been writing to {self._folder} for {PATIENCE:g} seconds. "
                "Try again; if it stays so, end that program."
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
        path = os.path.join(self._folder, f"{NAME}.held")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            try:
                if time.time() - os.stat(path).st_mtime > STALE:
                    os.unlink(path)
            except FileNotFoundError:
                pass
            return False
        import platform

        os.write(descriptor, f"{platform.node()} {os.getpid()} {time.time():.0f}\n".encode())
        os.close(descriptor)
        self._exclusive = path
        return True

    def release(self) -> None:
        """Let others write."""
        if self._exclusive:
            try:
                os.unlink(self._exclusive)
            finally:
                self._exclusive = ""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
