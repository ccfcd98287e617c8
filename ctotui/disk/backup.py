"""Backups of a data folder: ``backups/<time>-<why>.tar.gz`` in its state folder, and the way back (2.1, 2.4).

One is made a day, at the first write; one before anything that rewrites much; and by ``ctotui backup``. Kept are the
newest ten, and the newest of each of seven days. A restore that is killed is finished at the next start.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ctotui.core.errors import PlanError
from ctotui.disk import files, layout, quarantine
from ctotui.disk.places import IDENTITY
from ctotui.store import KeepError

FOLDER = "backups"
QUARANTINE = "quarantine"
MARK = "restoring"
"""File of the state folder that names the backup, and the file in it, whose restore has begun."""
NEWEST = 10
DAYS = 7
_END = ".tar.gz"
_LEVEL = 1
"""Of gzip: a tenth of the size at a third of the time of the default."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup on disk."""

    path: str
    at: datetime
    why: str
    """``manual``, ``daily``, ``before-restore``, ``before-schema-2``; of a file in quarantine ``quarantine``."""
    size: int
    """Bytes."""

    @property
    def name(self) -> str:
        """What the user calls it."""
        return os.path.basename(self.path).removesuffix(_END)

    @property
    def file(self) -> str:
        """Of a file in quarantine: what it is a copy of, in the data folder; else empty."""
        return self.name.rpartition("-")[0].replace("+", "/") if self.why == QUARANTINE else ""


def every(state: str) -> list[Backup]:
    """The backups in a state folder, newest first."""
    folder = os.path.join(state, FOLDER)
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    found = []
    for name in names:
        stamp, _, why = name.removesuffix(_END).partition("-")
        try:
            at = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            size = os.stat(os.path.join(folder, name)).st_size
        except (ValueError, OSError):
            continue
        if name.endswith(_END):
            found.append(Backup(os.path.join(folder, name), at, why, size))
    return sorted(found, key=lambda backup: (backup.at, backup.name), reverse=True)


def restorable(states: str, state: str) -> list[Backup]:
    """The backups of a folder, newest first, then its files in quarantine.

    Of a data folder that was lost, and is made anew under another id, those of the old one too: `states` holds the
    state folders of all data folders, which end in what tells the place.
    """
    place = os.path.basename(state).rpartition("-")[2]
    try:
        names = sorted(name for name in os.listdir(states) if name.endswith(f"-{place}"))
    except OSError:
        names = []
    own = dict.fromkeys([state, *(os.path.join(states, name) for name in names)])
    found = sorted((one for folder in own for one in every(folder)), key=lambda one: (one.at, one.name), reverse=True)
    return found + _put_aside(state)


def _put_aside(state: str) -> list[Backup]:
    folder = os.path.join(state, quarantine.FOLDER)
    found = []
    for name in sorted(os.listdir(folder), reverse=True) if os.path.isdir(folder) else ():
        path = os.path.join(folder, name)
        stat = os.stat(path)
        if not name.startswith("."):
            found.append(Backup(path, datetime.fromtimestamp(stat.st_mtime, UTC), QUARANTINE, stat.st_size))
    return found


# --- making one ------------------------------------------------------------------------------------------------------


def make(data: str, state: str, now: datetime, why: str) -> Backup:
    """Pack the data folder, under its lock, and drop backups past their time. Raises KeepError."""
    packed = _packed(data)
    stem = os.path.join(state, FOLDER, f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{why}")
    path, number = stem + _END, 1
    while os.path.exists(path):
        number += 1
        path = f"{stem}.{number}{_END}"
    try:
        files.replace(path, packed)
        kept = _kept(every(state))
        for backup in every(state):
            if backup.path not in kept and backup.path != path:
                files.remove(backup.path)
    except OSError as error:
        raise KeepError(f"No backup could be made: {path} cannot be written ({error.strerror}).") from None
    return Backup(path, now, why, len(packed))


def daily(data: str, state: str, now: datetime) -> None:
    """Make one where there is none of this day yet. One that fails is passed over: the next write tries again."""
    if any(backup.at.date() == now.astimezone(UTC).date() for backup in every(state)):
        return
    try:
        make(data, state, now, "daily")
    except (KeepError, OSError):
        return


def _kept(backups: list[Backup]) -> set[str]:
    """Of backups, newest first, the paths of those that stay."""
    by_day: dict[object, str] = {}
    for backup in backups:
        by_day.setdefault(backup.at.date(), backup.path)
    return {*(backup.path for backup in backups[:NEWEST]), *list(by_day.values())[:DAYS]}


def _packed(data: str) -> bytes:
    import io
    import tarfile

    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=_LEVEL) as tar:
        for path in dict.fromkeys([*_files(data), *(layout.path_of(data, key) for key in layout.keys(data))]):
            try:
                content, stamp = files.read(path, files.LARGEST)
            except OSError:
                continue
            info = tarfile.TarInfo(os.path.relpath(path, data).replace(os.sep, "/"))
            info.size, info.mtime, info.mode = len(content), stamp.mtime // 1_000_000_000, 0o600
            tar.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def _files(data: str) -> Iterator[str]:
    """The files of a data folder, not those of linked folders; hidden ones, as those of git, are no records."""
    for root, folders, names in os.walk(data):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(root, name) for name in sorted(names) if not name.startswith("."))


# --- the way back ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    written: int
    removed: int
    """Files with records that the backup does not hold."""


def restore(data: str, state: str, backup: Backup, only: str = "") -> Restored:
    """Put the files of a backup, or one of them, back. Under the folder's lock; the caller made a backup first.

    Each file is replaced whole; killed half way, `resume` goes on. Raises PlanError where the backup cannot be read or
    does not hold that file, KeepError where the folder cannot be written.
    """
    held = check(backup, only)
    only = only or backup.file
    mark = os.path.join(state, MARK)
    try:
        files.replace(mark, f"{backup.path}\n{backup.why}\n{only}\n".encode())
        done = _put(data, {only: held[only]} if only else held, not only)
        files.remove(mark)
    except OSError as error:
        raise KeepError(
            f"The restore of {backup.name} is not finished: {error.filename or data} cannot be written "
            f"({error.strerror}). Make room or give yourself the right to write there; the next start goes on with it."
        ) from None
    return done


def check(backup: Backup, only: str) -> dict[str, bytes]:
    """The files of a backup. Raises PlanError where it is damaged, or does not hold the file `only`."""
    held = contents(backup)
    if only and only not in held:
        raise PlanError(f"{backup.name} holds no {only}. It holds {_some(list(held))}.")
    return held


def _put(data: str, held: dict[str, bytes], whole: bool) -> Restored:
    written = removed = 0
    shards = layout.keys(data)
    for name in sorted(held, key=lambda name: (name == IDENTITY, name)):
        path = os.path.join(data, *name.split("/"))
        if (name == IDENTITY and shards) or _same(path, held[name]):
            continue  # the id of a folder that is in use stays: its log goes by it
        files.replace(path, held[name])
        written += 1
    for key in shards if whole else ():
        if f"{key}.toml" not in held and _is_readable(layout.path_of(data, key)):
            files.remove(layout.path_of(data, key))
            removed += 1
    return Restored(written, removed)


def _is_readable(path: str) -> bool:
    """Whether the backup that was just made holds the file: what it could not read stays."""
    try:
        files.read(path, files.LARGEST)
    except OSError:
        return False
    return True


def _same(path: str, content: bytes) -> bool:
    try:
        return files.read(path)[0] == content
    except OSError:
        return False


def resume(data: str, state: str) -> None:
    """Finish a restore that was killed. Under the folder's lock. Raises KeepError."""
    try:
        text = files.read(os.path.join(state, MARK))[0].decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return
    except OSError as error:
        raise KeepError(f"A restore is not finished: {error.strerror}.") from None
    path, why, only = (text + "\n\n").split("\n")[:3]
    try:
        restore(data, state, Backup(path, datetime.now(UTC), why, 0), only)
    except PlanError as error:
        raise KeepError(f"A restore is not finished: {error} Restore another one.") from None


def begun(state: str) -> bool:
    """Whether a restore was killed."""
    return os.path.exists(os.path.join(state, MARK))


def contents(backup: Backup) -> dict[str, bytes]:
    """The files of a backup by their path in the data folder. Raises PlanError where it is damaged."""
    import tarfile
    import zlib

    found: dict[str, bytes] = {}
    try:
        if backup.file:
            safe = all(_is_safe(part) for part in backup.file.split("/"))
            return {backup.file: files.read(backup.path)[0]} if safe else {}
        with tarfile.open(backup.path, "r:gz") as tar:
            for member in tar:
                parts = member.name.split("/")
                file = tar.extractfile(member) if member.isreg() and all(_is_safe(part) for part in parts) else None
                if file is not None:
                    found[member.name] = file.read()
    except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
        raise PlanError(f"{backup.path} cannot be read ({error}). Take another one.") from None
    return found


def _is_safe(part: str) -> bool:
    return bool(part) and not part.startswith(".") and "\\" not in part and ":" not in part


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more if names else "nothing"
