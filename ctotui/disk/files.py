"""The file layer: everything that writes goes through here, each operation by `os`, so that a test can make it fail.

A file is replaced whole: temp file beside the resolved target, fsync, rename, fsync of the folder (2.2). Folders are
0700 and files 0600 unless they had another mode.
"""

import os
import sys
import time
from errno import EBUSY, EXDEV
from stat import S_IMODE
from typing import NamedTuple

TEMP_SUFFIX = ".tmp"
YOUNG = 2_000_000_000
"""Nanoseconds: a file changed less than this ago may change again under the same time stamp (2.3)."""

_counter = 0


class Finding(NamedTuple):
    """Something wrong with a file: where, what, and what to do."""

    file: str
    """Path, absolute."""
    line: int
    """From 1; 0: the file as a whole."""
    column: int
    what: str
    todo: str

    @property
    def sentence(self) -> str:
        """``/path:3:7: what. what to do.``"""
        where = ":".join([self.file, *(str(number) for number in (self.line, self.column) if number)])
        return f"{where}: {self.what} {self.todo}".rstrip()


class Stamp(NamedTuple):
    """What tells that a file changed without reading it."""

    mtime: int
    """Nanoseconds."""
    size: int
    inode: int
    young: bool
    """It was changed so shortly before this stamp was taken that the content must be compared as well."""

    def same(self, other: "Stamp | None") -> bool:
        """Whether nothing was seen to change."""
        return other is not None and (self.mtime, self.size, self.inode) == (other.mtime, other.size, other.inode)


def stamp(path: str) -> Stamp | None:
    """The stamp of the file, None where it is not there."""
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return _stamp(found)


def _stamp(found: os.stat_result) -> Stamp:
    young = time.time_ns() - found.st_mtime_ns < YOUNG
    return Stamp(found.st_mtime_ns, found.st_size, found.st_ino, young)


def read(path: str) -> tuple[bytes, Stamp]:
    """Content and stamp, of the same file. Raises OSError."""
    with open(path, "rb") as file:
        before = _stamp(os.fstat(file.fileno()))
        return file.read(), before


def make_folder(path: str) -> None:
    """Make a folder, and those above it, for the user alone. Raises OSError."""
    if os.path.isdir(path):
        return
    above = os.path.dirname(path)
    if above not in ("", path):
        make_folder(above)
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        if not os.path.isdir(path):
            raise
    sync_folder(above)


def replace(path: str, data: bytes) -> Stamp:
    """Put `data` in the place of the file, all or nothing, durable on return. Raises OSError."""
    global _counter
    target = os.path.realpath(path)
    folder, name = os.path.split(target)
    make_folder(folder)
    _counter += 1
    temp = os.path.join(folder, f".{name}.{os.getpid()}-{_counter}{TEMP_SUFFIX}")
    try:
        mode = S_IMODE(os.stat(target).st_mode)
    except FileNotFoundError:
        mode = 0o600
    try:
        _write_new(temp, data, mode)
        _rename(temp, target)
    except OSError as error:
        _discard(temp)
        if error.errno not in (EBUSY, EXDEV):
            raise
        _write_in_place(target, data)
    sync_folder(folder)
    found = stamp(target)
    if found is None:
        raise FileNotFoundError(2, "vanished while it was written", target)
    return found


def _write_new(path: str, data: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        write_all(descriptor, data)
        if mode != 0o600:
            os.chmod(path, mode)
        sync(descriptor)
    finally:
        os.close(descriptor)


def _write_in_place(path: str, data: bytes) -> None:
    """For a bind-mounted file, which cannot be renamed over; the log has the content (2.4)."""
    descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC)
    try:
        write_all(descriptor, data)
        sync(descriptor)
    finally:
        os.close(descriptor)


def _rename(source: str, target: str) -> None:
    """Rename; on Windows again for 2.5 s while a scanner holds the target (2.2)."""
    deadline = time.monotonic() + 2.5
    while True:
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if os.name != "nt" or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _discard(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return


def remove(path: str) -> None:
    """Delete a file, durable on return; one that is gone already is passed over. Raises OSError."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
    sync_folder(os.path.dirname(path))


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`. Raises OSError."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def sync(descriptor: int, data_only: bool = False) -> None:
    """Bring a file to the disk; on macOS to the platter (F_FULLFSYNC), where the volume knows how. Raises OSError."""
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
        except OSError:
            os.fsync(descriptor)
            return
    if data_only and hasattr(os, "fdatasync"):
        os.fdatasync(descriptor)
    else:
        os.fsync(descriptor)


def sync_folder(path: str) -> None:
    """Bring a folder's entries to the disk, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (22, 95):  # EINVAL, EOPNOTSUPP: a volume that cannot
            raise
    finally:
        os.close(descriptor)


def sweep(folders: list[str]) -> None:
    """Delete the temp files that a killed process left; one of a process that lives stays."""
    for folder in folders:
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for name in names:
            if name.startswith(".") and name.endswith(TEMP_SUFFIX) and not _alive(name):
                _discard(os.path.join(folder, name))


def _alive(name: str) -> bool:
    process = name.removesuffix(TEMP_SUFFIX).rpartition(".")[2].partition("-")[0]
    if not process.isdigit():
        return True
    if int(process) == os.getpid():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
