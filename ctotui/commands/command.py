"""The one table of what a user can do.

A command is one plain function that talks to a `Desk`; its docstring, one imperative sentence, is its help. Footer,
which-key, palette, ``?``, the README's key table, ``ctotui keys`` and ``keys.toml`` all read `TABLE`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from ctotui.core.model import Item
from ctotui.core.plan import Plan
from ctotui.core.state import WITHIN, State, place
from ctotui.store import Change

if TYPE_CHECKING:
    from ctotui.commands.keymap import Keymap
    from ctotui.commands.task import Tell

T = TypeVar("T")


class Desk(Protocol):
    """What a command may reach: the state, edits, looks, time, ids, and files it is told to read."""

    @property
    def state(self) -> State: ...

    @property
    def now(self) -> datetime:
        """The instant, UTC, to the second."""
        ...

    def new_id(self, letter: str) -> str:
        """A new random id for a record with that letter (`model.LETTERS`)."""
        ...

    def ask(self, question: Callable[[State], T]) -> T:
        """A query of the state, with what it needs loaded first."""
        ...

    def edit(self, label: str, edit: Callable[..., Plan], *arguments: object, nudge: str = "") -> Change:
        """Run ``edit(plan, *arguments)`` and keep the result as one undoable step. Raises PlanError.

        `nudge` names what is changed and how, where the same again within a second is to be one step with this
        (`commands.nudges`).
        """
        ...

    def look(self, **changes: object) -> None:
        """Replace fields of the view."""
        ...

    def say(self, text: str, level: str = "info") -> None:
        """Show a sentence in the status row."""
        ...

    def undo(self) -> None: ...

    def redo(self) -> None: ...

    def look_up(
        self, words: tuple[str, ...], matches: Callable[[Item], bool], ids: frozenset[str]
    ) -> tuple[frozenset[str], tuple[str, ...]]:
        """What files that are not in memory hold of a search: ids of the items that match, and the keys of the months
        in which each of `words` stands, or a block of these items or of `ids`."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of a file the user named. Raises PlanError with the reason where it cannot be read."""
        ...

    def work(self, job: Callable[["Tell"], T], then: Callable[[T], None]) -> None:
        """Run a long job beside the screen, then `then` with its result; where there is no screen, one after another.

        The job calls what it gets with how far it is; Esc ends it there, and `then` is not called.
        """
        ...

    def show_calendar(self, name: str, shown: bool) -> None:
        """Show or hide a calendar, and keep that in `settings.toml`. Raises KeepError: it is so until the end only."""
        ...

    def leave(self) -> None:
        """End the program once everything is kept."""
        ...


class ScreenDesk(Desk, Protocol):
    """A desk with a screen in front of it: what the palette and ``.`` need besides."""

    @property
    def keymap(self) -> "Keymap": ...

    def run(self, command: "Command", count: int = 1) -> None:
        """Run another command, or show why it cannot."""
        ...

    def repeat(self) -> None:
        """Do the last repeatable change again."""
        ...

    def restart(self, demo: bool) -> None:
        """Leave, and open the demo day or the own data instead."""
        ...


Guard = Callable[[State], str | None]
"""None where the command may run, else the reason why not: a few words, e.g. ``needs a block``."""

CONTEXTS = ("NORMAL", "GRAB", "OFFER", "INPUT", "PALETTE", "PICKER", "HELP", "ASK", "WELCOME")
"""Where a key is looked up: the mode, or the dialog that has the keyboard."""


_PLACES = {"list": "the list of Today"}


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table."""

    id: str
    """``area.verb``, stable: what ``keys.toml`` names."""
    title: str
    keys: tuple[str, ...]
    """Key names as Textual gives them for what a legacy terminal can send; a chord is written ``r f``."""
    run: Callable[..., None]
    """``run(desk)``, or ``run(desk, count)`` where `counted`."""
    help: str
    group: str
    """Heading in ``?``: Move, Make, Field, Time, Select, App, Grab."""
    contexts: tuple[str, ...] = ("NORMAL",)
    panes: tuple[str, ...] = ()
    """Places as in `core.state.place`; empty: everywhere."""
    guard: Guard | None = None
    hint: str = ""
    """A word or two for the footer; empty: never in the footer."""
    weight: int = 0
    """Order in the footer, high first (K6)."""
    counted: bool = False
    """Takes the count typed before it; without one, 1."""
    repeats: bool = False
    """``.`` does it again."""

    def reason(self, state: State) -> str | None:
        """Why it cannot run now, or None."""
        here = place(state.view)
        if self.panes and here not in self.panes and WITHIN.get(here) not in self.panes:
            return f"works in {' and '.join(_PLACES.get(pane, pane.title()) for pane in self.panes)}"
        return self.guard(state) if self.guard else None


TABLE: dict[str, Command] = {}
"""Every command by id, in the order of definition."""


def command(
    id: str,
    title: str,
    *keys: str,
    group: str,
    contexts: Iterable[str] = ("NORMAL",),
    panes: Iterable[str] = (),
    needs: Guard | None = None,
    hint: str = "",
    weight: int = 0,
    counted: bool = False,
    repeats: bool = False,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Enter a function into `TABLE`."""

    def enter(function: Callable[..., None]) -> Callable[..., None]:
        if id in TABLE:
            raise ValueError(f"two commands are called {id}")
        help_text = " ".join((function.__doc__ or "").split())
        TABLE[id] = Command(
            id,
            title,
            keys,
            function,
            help_text,
            group,
            tuple(contexts),
            tuple(panes),
            needs,
            hint,
            weight,
            counted,
            repeats,
        )
        return function

    return enter
