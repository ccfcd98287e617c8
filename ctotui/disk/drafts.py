"""The line being typed, kept while it is typed, so that a kill does not lose it (storage-and-time 2.2).

``drafts/<process>.toml`` in the state folder of the data folder. What a process left there that is gone was never
entered nor cancelled.
"""

import os
from typing import NamedTuple

from ctotui.disk import files
from ctotui.disk.toml import inline


class Typed(NamedTuple):
    """A line that is not entered yet."""

    purpose: str
    """Of the `core.state.Prompt`."""
    text: str


class Drafts:
    """The drafts of one data folder; this process writes its own only."""

    def __init__(self, state: str) -> None:
        self._folder = os.path.join(state, "drafts")
        self._own = os.path.join(self._folder, f"{os.getpid()}.toml")
        self._left: list[str] = []
        """Files of others that were offered, and go with the next line that is entered or cancelled."""

    def left(self) -> list[Typed]:
        """What processes left that are gone, oldest first."""
        import tomli

        try:
            names = os.listdir(self._folder)
        except OSError:
            return []
        found: list[tuple[int, Typed]] = []
        for name in sorted(names):
            path, process = os.path.join(self._folder, name), name.removesuffix(".toml")
            if name == process or not process.isdecimal() or (files.alive(int(process)) and path != self._own):
                continue
            self._left.append(path)
            try:
                data, stamp = files.read(path, files.LARGEST)
                table = tomli.loads(data.decode())
                found.append((stamp.mtime, Typed(str(table["purpose"]), str(table["text"]))))
            except (OSError, ValueError, KeyError, RecursionError):
                continue
        return [typed for _mtime, typed in sorted(found)]

    def keep(self, typed: Typed) -> None:
        """Keep a line, in the place of the one before. Raises OSError."""
        files.replace(self._own, f"purpose = {inline(typed.purpose)}\ntext = {inline(typed.text)}\n".encode())

    def drop(self) -> None:
        """Forget the line and those that were offered: one was entered or cancelled. Raises OSError."""
        gone, self._left = {self._own, *self._left}, []
        for path in gone:
            files.remove(path)
