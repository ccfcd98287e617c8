"""One run of a command: its operands and options, the open folder, and what is printed."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TextIO, TypeVar

from ctotui.cli.arguments import Arguments, UsageError
from ctotui.cli.interrupts import held
from ctotui.cli.opening import Opening, opening
from ctotui.cli.printing import Printer
from ctotui.cli.table import VERBS
from ctotui.core.plan import Plan
from ctotui.core.state import State
from ctotui.session import Session
from ctotui.store import Change

T = TypeVar("T")


class Call:
    """What a command gets. The folder is opened when it is first needed."""

    def __init__(
        self, arguments: Arguments, environ: Mapping[str, str], printer: Printer, stdin: TextIO | None = None
    ) -> None:
        self.arguments = arguments
        self.environ = environ
        self.printer = printer
        self.stdin = stdin
        self.quiet = False
        """What cannot be read is the command's own subject: it is not said once more on stderr."""
        self.kept = ""
        """The last step that was kept, for who interrupts the command after it."""

    @property
    def words(self) -> tuple[str, ...]:
        """The operands."""
        return self.arguments.words

    def option(self, name: str) -> str:
        """Value of an option, empty where it was not given."""
        return self.arguments.values.get(name, "")

    @property
    def as_json(self) -> bool:
        """Whether records are printed as JSON."""
        return bool(self.option("--json"))

    @property
    def dry(self) -> bool:
        """Whether nothing is stored: ``--dry-run``, or a proposal that no option accepts."""
        accepts = VERBS[self.arguments.verb].accepts
        return bool(self.option("--dry-run")) or (bool(accepts) and not any(map(self.option, accepts)))

    @cached_property
    def opening(self) -> Opening:
        """Folders, settings and clock. Raises UsageError."""
        chosen = opening(self.arguments.values, self.environ)
        for problem in () if self.quiet else chosen.problems:
            self.printer.complain(str(problem))
        return chosen

    @cached_property
    def session(self) -> Session:
        """The open folder. Raises KeepError, and UsageError where the clock stands still over unnamed data."""
        chosen = self.opening
        if VERBS[self.arguments.verb].writes and not self.dry and not chosen.may_write:
            nearest = f"{self.arguments.verb} --now TIME --data DIR"
            raise UsageError("the clock stands still, so writing needs a data folder of its own", nearest)
        session = chosen.session()
        self._warn(session)
        return session

    @property
    def state(self) -> State:
        return self.session.state

    @property
    def zone(self) -> str:
        """The user's zone."""
        return self.opening.settings.zone

    def ask(self, question: Callable[[State], T]) -> T:
        """A query of the state, with what it needs loaded first."""
        return self.session.ask(question)

    def edit(self, label: str, edit: Callable[..., Plan], *arguments: object) -> Change:
        """One undoable step, which Ctrl-C does not cut in two; what the keeper has to say about it goes to stderr."""
        with held():
            change = self.session.edit(label, edit, *arguments)
            self.kept = change.label if change.records else ""
        self._warn(self.session)
        self.take_in()
        return change

    def take_in(self) -> None:
        """Bring in what calendars were found to say while a step was written to them; conflicts go to stderr."""
        if self.opening.settings.calendars:
            self.session.look(message=None)
            self.session.poll()
            self._warn(self.session)

    def _warn(self, session: Session) -> None:
        """Say, once, what there is to say about the files."""
        message = session.state.view.message
        if message is not None and message.level != "info":
            self.printer.complain(message.text)
            session.look(message=None)

    def close(self) -> list[str]:
        """Close the folder; sentences on what of it could not be read."""
        session = self.__dict__.get("session")
        if session is None:
            return []
        session.close()
        return [] if self.quiet else [finding.sentence for finding in session.findings]
