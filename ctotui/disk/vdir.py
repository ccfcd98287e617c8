"""What is known of calendar folders: their files as they are, and as they were when they were last seen.

Kept in the state folder (derived, never synced): of each file its stamp, the things in it and its bytes. The bytes are
the base of a three-way merge, and what an undo puts back.
"""

import os
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from ctotui.core.sources import Calendar
from ctotui.disk import files
from ctotui.disk.files import Stamp

NAME = "calendars.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS file (
    calendar TEXT, href TEXT, mtime INTEGER, size INTEGER, inode INTEGER, sha TEXT, items TEXT, said TEXT, seen TEXT,
    PRIMARY KEY (calendar, href));
CREATE TABLE IF NOT EXISTS version (
    calendar TEXT, said TEXT, href TEXT, sha TEXT, bytes BLOB, PRIMARY KEY (calendar, sha, said));
CREATE TABLE IF NOT EXISTS shard (
    key TEXT PRIMARY KEY, mtime INTEGER, size INTEGER, inode INTEGER, print TEXT, items TEXT);
"""
_VERSIONS = 20
"""Versions kept of one file."""


class Unreachable(Exception):
    """A calendar cannot be listed, or looks as if it were not really there; the message says why."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a calendar as it was last seen."""

    calendar: str
    href: str
    """Its name in the folder."""
    stamp: Stamp
    sha: str
    items: tuple[str, ...]
    """Ids of what is in it."""
    said: str
    """What it says of each of them (`formats.vdir.said`), with blanks between, in the order of `items`."""
    seen: str = ""
    """When the records that it stands for were last changed, as text that sorts."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the data folder all of which had gone out to the calendars."""

    stamp: Stamp
    """Its time is 0 where it was so young that the content has to be compared (2.3)."""
    print: str
    """Fingerprint of the content (`disk.known`)."""
    items: tuple[str, ...]
    """Ids of the items of calendars in it."""


def fingerprint(data: bytes) -> str:
    """The content of a file, shortly."""
    return sha256(data).hexdigest()[:32]


class Memory:
    """The files as they were last seen."""

    def __init__(self, state: str) -> None:
        files.make_folder(state)
        path = os.path.join(state, NAME)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # what SQLite puts beside it has the same mode
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {_TABLES}")
        self.files: dict[tuple[str, str], File] = {}
        self.by_item: dict[str, File] = {}
        self._version = -1
        self.refresh()

    def refresh(self) -> None:
        """Take in what another process wrote."""
        (version,) = self._database.execute("PRAGMA data_version").fetchone()
        if version == self._version:
            return
        self._version = version
        self.files.clear()
        self.by_item.clear()
        for calendar, href, mtime, size, inode, sha, items, said, seen in self._database.execute("SELECT * FROM file"):
            stamp = Stamp(mtime, size, inode, False)
            self._keep(File(calendar, href, stamp, sha, tuple(items.split()), said, seen))

    def _keep(self, file: File) -> None:
        self.files[file.calendar, file.href] = file
        self.by_item.update(dict.fromkeys(file.items, file))

    def of(self, calendar: str) -> dict[str, File]:
        """The files of one calendar by name."""
        return {href: file for (name, href), file in self.files.items() if name == calendar}

    def add(self, entries: Iterable[tuple[File, bytes | None]]) -> None:
        """Remember files, with their content where it is new."""
        with self._database:
            self._database.execute("BEGIN")
            for file, data in entries:
                self.forget(file.calendar, file.href)
                self._keep(file)
                row = (*file.stamp[:3], file.sha, " ".join(file.items), file.said, file.seen)
                self._database.execute("INSERT INTO file VALUES (?,?,?,?,?,?,?,?,?)", (file.calendar, file.href, *row))
                if data is not None:
                    self._add_version(file, data)

    def _add_version(self, file: File, data: bytes) -> None:
        row = (file.calendar, file.said, file.href, file.sha, data)
        self._database.execute("INSERT OR REPLACE INTO version VALUES (?,?,?,?,?)", row)
        self._database.execute(
            "DELETE FROM version WHERE calendar = ? AND href = ? AND rowid NOT IN (SELECT rowid FROM version "
            "WHERE calendar = ? AND href = ? ORDER BY rowid DESC LIMIT ?)",
            (file.calendar, file.href, file.calendar, file.href, _VERSIONS),
        )

    def forget(self, calendar: str, href: str) -> None:
        """Let go of a file; its contents stay for an undo."""
        gone = self.files.pop((calendar, href), None)
        for item in gone.items if gone is not None else ():
            if self.by_item.get(item) is gone:
                del self.by_item[item]
        self._database.execute("DELETE FROM file WHERE calendar = ? AND href = ?", (calendar, href))

    def content(self, file: File) -> bytes | None:
        """What was in a file when it was last seen."""
        found = self._database.execute(
            "SELECT bytes FROM version WHERE calendar = ? AND sha = ? LIMIT 1", (file.calendar, file.sha)
        ).fetchone()
        return found[0] if found is not None else None

    def earlier(self, calendar: str, said: str, href: str = "") -> tuple[str, bytes] | None:
        """Name and content of a file, of the one called `href` where that is given, that said the same before."""
        found = self._database.execute(
            "SELECT href, bytes FROM version WHERE calendar = ? AND said = ? AND ? IN ('', href) "
            "ORDER BY rowid DESC LIMIT 1",
            (calendar, said, href),
        ).fetchone()
        return found if said else None

    def shared(self, calendar: str, said: str) -> tuple[File, bytes] | None:
        """A file as it is now that said this too before, besides what it still says, and its content then."""
        rows = self._database.execute(
            "SELECT href, said, bytes FROM version WHERE calendar = ? AND instr(' ' || said || ' ', ?) "
            "ORDER BY rowid DESC",
            (calendar, f" {said} "),
        )
        for href, then, data in rows:
            file = self.files.get((calendar, href))
            if file is not None and sorted([*file.said.split(), said]) == sorted(then.split()):
                return file, data
        return None

    def shards(self) -> dict[str, Kept]:
        """The files of the data folder as they were when everything in them had gone out to the calendars."""
        rows = self._database.execute("SELECT * FROM shard")
        return {
            key: Kept(Stamp(mtime, size, inode, mtime == 0), print, tuple(items.split()))
            for key, mtime, size, inode, print, items in rows
        }

    def keep_shards(self, shards: Mapping[str, Kept]) -> None:
        """Remember files of the data folder."""
        rows = [(key, *one.stamp[:3], one.print, " ".join(one.items)) for key, one in shards.items()]
        with self._database:
            self._database.execute("BEGIN")
            self._database.executemany("INSERT OR REPLACE INTO shard VALUES (?,?,?,?,?,?)", rows)

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def listing(source: Calendar, known: Mapping[str, File]) -> dict[str, Stamp]:
    """The files of a calendar with their stamps. Raises Unreachable."""
    try:
        if not os.path.isdir(source.path):
            found = files.stamp(source.path)
            if found is None:
                raise Unreachable("it is not there")
            return {os.path.basename(source.path): found}
        with os.scandir(source.path) as entries:
            names = [one.name for one in entries if one.name.endswith(".ics") and not one.name.startswith(".")]
        stamps = {name: stamp for name in sorted(names) if (stamp := files.stamp(path_of(source, name))) is not None}
    except OSError as error:
        raise Unreachable((error.strerror or "it cannot be read").lower()) from None
    if not stamps and len(known) > 1:
        raise Unreachable("it is empty all at once, as a folder is that is not mounted")
    return stamps


def path_of(source: Calendar, href: str) -> str:
    """The path of a file of a calendar."""
    return os.path.join(source.path, href) if os.path.isdir(source.path) else source.path
