"""What is wrong around the records of a data folder: rights, leftovers of a crash, a stuck lock, copies of a sync tool.

Each is a `Chore`: the finding, and what mends it. None of these touches a record.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from stat import S_IMODE

from ctotui.disk import files, layout
from ctotui.disk.files import Finding
from ctotui.disk.lock import HELD, NAME, STALE, FolderLock, holder
from ctotui.disk.places import own_folders
from ctotui.store import KeepError

PATIENCE = 0.5
"""Seconds after which a lock that is held counts as stuck: a write takes milliseconds."""


@dataclass(frozen=True, slots=True)
class Chore:
    """A finding, what mending it does as a sentence (empty: it cannot be mended), and the mending. Raises OSError."""

    finding: Finding
    mend: str = ""
    work: Callable[[], None] = lambda: None


def chores(data: str, state: str) -> list[Chore]:
    """Everything of the kind; `state` is the state folder of this data folder alone."""
    return [*_rights(data, state), *_leftovers(data, state), *_lock(data)]


# --- rights ----------------------------------------------------------------------------------------------------------


def _rights(data: str, state: str) -> Iterator[Chore]:
    """Folders that are not 0700 and files that are not 0600 (2.1); the files of a folder are one finding."""
    if os.name == "nt":
        return
    for folder in [*layout.folders(data), *own_folders(state)]:
        if not os.path.isdir(folder):
            continue
        if wrong := _mode_fault(folder, 0o700):
            yield Chore(_finding(folder, f"The folder {wrong}."), "Its mode is 0700.", _setting(0o700, [folder]))
        paths = [path for path in _own_files(folder, folder.startswith(data)) if _mode_fault(path, 0o600)]
        if paths:
            names = ", ".join(os.path.basename(path) for path in paths[:3])
            more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
            what = f"{names}{more}: {_mode_fault(paths[0], 0o600)}."
            yield Chore(_finding(folder, what), "Their mode is 0600.", _setting(0o600, paths))


def _own_files(folder: str, data: bool) -> list[str]:
    """The plain files in a folder that are ours: those with records, or all of a state folder."""
    try:
        with os.scandir(folder) as entries:
            return sorted(
                entry.path
                for entry in entries
                if entry.is_file(follow_symlinks=False) and (entry.name.endswith(".toml") or not data)
            )
    except OSError:
        return []


def _mode_fault(path: str, wanted: int) -> str:
    """What is wrong with the rights of a file or folder, empty where nothing is."""
    try:
        mode = S_IMODE(os.stat(path).st_mode)
    except OSError:
        return ""
    if mode & 0o077:
        return f"can be used by others (mode {mode:04o})"
    return "" if mode & wanted == wanted else f"cannot be used by you (mode {mode:04o})"


def _setting(mode: int, paths: list[str]) -> Callable[[], None]:
    def work() -> None:
        for path in paths:
            os.chmod(path, mode)

    return work


# --- leftovers -------------------------------------------------------------------------------------------------------


def _leftovers(data: str, state: str) -> Iterator[Chore]:
    """Temp files that no process is at work on; the start of the program sweeps them too."""
    for path in files.leftovers([*layout.folders(data), *own_folders(state)]):
        finding = _finding(path, "A crash left this unfinished file behind; what it was to hold is in the log.")
        yield Chore(finding, "It is deleted.", _removing(path))


def _removing(path: str) -> Callable[[], None]:
    return lambda: files.remove(path)


# --- the lock --------------------------------------------------------------------------------------------------------


def _lock(data: str) -> Iterator[Chore]:
    """A lock that is held for longer than any write takes, and a lock file that was left behind (2.3)."""
    held = os.path.join(data, HELD)
    try:
        age = time.time() - os.stat(held).st_mtime
    except OSError:
        age = 0.0
    if age > STALE:
        what = f"A lock was left behind {age:.0f} seconds ago."
        yield Chore(_finding(held, what), "It is deleted.", _removing(held))
        return
    lock = FolderLock(data)
    try:
        free = lock.take(PATIENCE)
    except KeepError:
        return  # a folder that is only read has no lock
    finally:
        lock.release()
    if not free:
        name = holder(data) or "another program"
        what, todo = f"The lock is held by {name}.", f"Nothing can be saved until it ends: end {name}."
        yield Chore(_finding(os.path.join(data, NAME), what, todo))


def _finding(path: str, what: str, todo: str = "") -> Finding:
    return Finding(path, 0, 0, what, todo)
