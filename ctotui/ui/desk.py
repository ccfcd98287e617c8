"""The desk with a screen in front of it: a session's, with the keymap and the interpreter."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from ctotui.commands.command import Command, Desk
from ctotui.commands.keymap import Keymap
from ctotui.commands.task import Tell
from ctotui.core.model import Item
from ctotui.core.plan import Plan
from ctotui.core.state import State
from ctotui.store import Change
from ctotui.ui.keys import Interpreter

T = TypeVar("T")


class WindowDesk:
    """Passes edits, looks and questions to `desk`, and keys to its own interpreter."""

    def __init__(self, desk: Desk, keymap: Keymap, restart: Callable[[bool], None], leave: Callable[[], None]) -> None:
        self._desk = desk
        self._restart = restart
        self._leave = leave
        self.keymap = keymap
        self.interpreter = Interpreter(keymap, self)

    @property
    def state(self) -> State:
        return self._desk.state

    @property
    def now(self) -> datetime:
        return self._desk.now

    def new_id(self, letter: str) -> str:
        """A new random id."""
        return self._desk.new_id(letter)

    def ask(self, question: Callable[[State], T]) -> T:
        """A query of the state, with what it needs loaded first."""
        return self._desk.ask(question)

    def edit(self, label: str, edit: Callable[..., Plan], *arguments: object, nudge: str = "") -> Change:
        """One undoable step, or more of the last one."""
        return self._desk.edit(label, edit, *arguments, nudge=nudge)

    def look(self, **changes: object) -> None:
        """Replace fields of the view."""
        self._desk.look(**changes)

    def say(self, text: str, level: str = "info") -> None:
        """Show a sentence in the status row."""
        self._desk.say(text, level)

    def undo(self) -> None:
        """Take back the last step."""
        self._desk.undo()

    def redo(self) -> None:
        """Do the last undone step again."""
        self._desk.redo()

    def look_up(
        self, words: tuple[str, ...], matches: Callable[[Item], bool], ids: frozenset[str]
    ) -> tuple[frozenset[str], tuple[str, ...]]:
        """What files that are not in memory hold of a search."""
        return self._desk.look_up(words, matches, ids)

    def read(self, path: str) -> bytes:
        """The bytes of a file the user named."""
        return self._desk.read(path)

    def work(self, job: Callable[[Tell], T], then: Callable[[T], None]) -> None:
        """Run a long job beside the screen."""
        self._desk.work(job, then)

    def show_calendar(self, name: str, shown: bool) -> None:
        """Show or hide a calendar. Raises KeepError."""
        self._desk.show_calendar(name, shown)

    def leave(self) -> None:
        """End the program."""
        self._leave()

    def run(self, command: Command, count: int = 1) -> None:
        """Run another command, or show why it cannot."""
        self.interpreter.run(command, count)

    def repeat(self) -> None:
        """Do the last repeatable change again."""
        self.interpreter.repeat()

    def restart(self, demo: bool) -> None:
        """Leave, and open the demo day or the own data instead."""
        self._restart(demo)
