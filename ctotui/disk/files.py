"""The file layer: everything that writes goes through here, each operation by `os`, so that a test can make it fail.

A file is replaced whole: temp file beside the resolved target, fsync, rename, fsync of the folder (2.2). Folders are
0700 and files 0600 unless they had another mode.
"""

import os
import sys
import time
from errno import EBUSY, EFBIG, EINVAL, EXDEV
from stat import S_IMODE, S_ISREG
from typing import NamedTuple

TEMP_SUFFIX = ".tmp"
WHOLE = "whole" + TEMP_SUFFIX
"""End of the name of a temp file that is complete and on its way into a target that cannot be renamed over."""
LARGEST = 64 << 20
"""Bytes from which a file is not read: ten years of everything are a third of that."""
OLD = 3600.0
"""Seconds after which a temp file is left over even where its process number is in use (again)."""
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


def read(path: str, largest: int = 1 << 40) -> tuple[bytes, Stamp]:
    """Content and stamp, of the same file. Raises OSError; also for a pipe or a device, and past `largest` bytes."""
    with open(path, "rb", opener=_without_waiting) as file:
        found = os.fstat(file.fileno())
        if not S_ISREG(found.st_mode):
            raise OSError(EINVAL, "it is no regular file", path)
        if found.st_size > largest:
            raise OSError(EFBIG, f"it is larger than {largest >> 20} MB", path)
        return file.read(), _stamp(found)


def _without_waiting(path: str, flags: int) -> int:
    """Open also a pipe that nobody writes to at once."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


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


def obstacle(path: str) -> str:
    """Why the file could not be replaced, empty where nothing is seen to be in the way.

    Asked before a step is logged, so that it is refused rather than half done (2.4).
    """
    target = os.path.realpath(path)
    try:
        if not S_ISREG(os.stat(target).st_mode):
            return f"{path} is no regular file"
        if not os.access(target, os.W_OK):
            return f"{path} is read-only"
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        return f"{path} cannot be reached ({error.strerror})"
    folder = os.path.dirname(target)
    while not os.path.lexists(folder):
        folder = os.path.dirname(folder)
    if not os.path.isdir(folder):
        return f"{folder} is no folder"
    return "" if os.access(folder, os.W_OK | os.X_OK) else f"{folder} is read-only"


def replace(path: str, data: bytes) -> Stamp:
    """Put `data` in the place of the file, all or nothing, durable on return. Raises OSError.

    A file that cannot be renamed over (bind-mounted: EBUSY, EXDEV) is written in place, from a complete copy beside it
    that `finish` completes it from after a crash.
    """
    target = os.path.realpath(path)
    folder = os.path.dirname(target)
    make_folder(folder)
    try:
        mode = S_IMODE(os.stat(target).st_mode)
    except FileNotFoundError:
        mode = 0o600
    temp = _write_new(target, data, mode)
    try:
        _rename(temp, target)
    except OSError as error:
        if error.errno not in (EBUSY, EXDEV):
            _discard(temp)
            raise
        os.replace(temp, _whole(target))
        sync_folder(folder)
        finish(target)
    sync_folder(folder)
    found = stamp(target)
    if found is None:
        raise FileNotFoundError(2, "vanished while it was written", target)
    return found


def _write_new(target: str, data: bytes, mode: int) -> str:
    """A complete temp file beside `target`, on the disk; returns its path. Raises OSError, and then there is none."""
    global _counter
    folder, name = os.path.split(target)
    while True:
        _counter += 1
        path = os.path.join(folder, f".{name}.{os.getpid()}-{_counter}{TEMP_SUFFIX}")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            break
        except FileExistsError:  # left by a process of the same number
            continue
    try:
        write_all(descriptor, data)
        if mode != 0o600:
            os.chmod(path, mode)
        sync(descriptor)
    except OSError:
        _discard(path)
        raise
    finally:
        os.close(descriptor)
    return path


def _whole(target: str) -> str:
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name}.{WHOLE}")


def finish(path: str) -> None:
    """Complete the writing in place of a file, if one was begun. Raises OSError, and then it is still begun."""
    target = os.path.realpath(path)
    try:
        data, _found = read(_whole(target))
    except FileNotFoundError:
        return
    descriptor = os.open(target, os.O_WRONLY)
    try:
        write_all(descriptor, data)
        os.ftruncate(descriptor, len(data))
        sync(descriptor)
    finally:
        os.close(descriptor)
    os.unlink(_whole(target))


def append(path: str, data: bytes) -> None:
    """Put `data` behind the content of a file, without waiting for the disk. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        write_all(descriptor, data)
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


def leftovers(folders: list[str]) -> list[str]:
    """Temp files of ours in these folders, and where their files link to, that no process is at work on.

    Only names that `replace` makes, and only those of a process that is gone, or past an hour.
    """
    found: list[str] = []
    linked: list[str] = []
    for folder in folders:
        found += _temp_files(folder, linked)
    for folder in set(linked).difference(folders):
        found += _temp_files(folder, [])
    return [path for path in found if _is_left(path)]


def _temp_files(folder: str, linked: list[str]) -> list[str]:
    """Files with the name of a temp file; the folders that links to data lead to are put in `linked`."""
    found: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") and entry.name.endswith(TEMP_SUFFIX):
                    found.append(entry.path)
                elif entry.name.endswith(".toml") and entry.is_symlink():
                    linked.append(os.path.dirname(os.path.realpath(entry.path)))
    except OSError:
        return found
    return found


def sweep(paths: list[str]) -> None:
    """Delete `leftovers`; one that cannot be deleted is passed over."""
    for path in paths:
        _discard(path)


def _is_left(path: str) -> bool:
    process, dash, number = path.removesuffix(TEMP_SUFFIX).rpartition(".")[2].partition("-")
    if not (dash and process.isdecimal() and number.isdecimal()):
        return False
    try:
        old = time.time() - os.lstat(path).st_mtime > OLD
    except OSError:
        return False
    return old or int(process) == os.getpid() or not alive(int(process))


def alive(process: int) -> bool:
    """Whether a process of that number runs on this machine; on Windows, where one must not ask so, it may."""
    if os.name == "nt":  # there, a signal of 0 ends the process
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
