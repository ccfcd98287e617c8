"""Which contents of files were checked, or written, by us: those are read without checking them again.

Kept in the state folder, a line for each; a file is known by the checksum and size of its content, so that a copy or a
checkout with new time stamps is still known. Lines are appended, the last one of a shard counts.
"""

import os
from zlib import crc32

from ctotui import __version__
from ctotui.disk import files

_HEADER = f"ctotui {__version__} 1"
_ROOM = 4
"""The file is written anew when it has more than this many lines a shard."""


def fingerprint(data: bytes) -> str:
    """Checksum and size."""
    return f"{crc32(data):08x}.{len(data)}"


class Known:
    """The contents that need no check."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        """The state folder of this data folder."""
        self._path = os.path.join(folder, "known")
        self._found: dict[str, str] = {}
        self._new: dict[str, str] = {}
        self._lines = 0
        try:
            lines = files.read(self._path)[0].decode("utf-8", "replace").splitlines()
        except OSError:
            lines = []
        if lines and lines[0] == _HEADER:
            self._lines = len(lines)
            self._found = dict(line.rpartition(" ")[::2] for line in lines[1:] if " " in line)

    def has(self, key: str, data: bytes) -> bool:
        """Whether this content of the shard was checked before."""
        return self._found.get(key) == fingerprint(data)

    def add(self, key: str, data: bytes) -> None:
        """Remember a content."""
        found = fingerprint(data)
        if self._found.get(key) != found:
            self._found[key] = self._new[key] = found

    def save(self) -> None:
        """Bring what is new to the disk; a failure costs the next start a check, and is passed over."""
        if not self._new:
            return
        lines, self._new = "".join(f"{key} {found}\n" for key, found in self._new.items()), {}
        try:
            if self._lines and self._lines < _ROOM * len(self._found) + 64:
                files.append(self._path, lines.encode())
                self._lines += lines.count("\n")
            else:
                every = "".join(f"{key} {found}\n" for key, found in self._found.items())
                files.replace(self._path, f"{_HEADER}\n{every}".encode())
                self._lines = len(self._found) + 1
        except OSError:
            return
