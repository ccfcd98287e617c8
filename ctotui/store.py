"""The store: one immutable state, changed by edits and looks, told to whoever subscribes.

Where the records come from and go to is a `Keeper` (a data folder; a list in a test). The store shows an edit at once
and takes it back where the keeper refuses it; what another process wrote comes in as an edit of its own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar

from ctotui.core.errors import NotLoaded, PlanError
from ctotui.core.model import Record
from ctotui.core.plan import Plan, Shard, differences
from ctotui.core.state import Message, State

T = TypeVar("T")
Edit = Callable[[Plan], Plan]


@dataclass(frozen=True, slots=True)
class Change:
    """One step: what it is called and the records it changed, as (before, after)."""

    label: str
    records: tuple[tuple[Record | None, Record | None], ...]

    @property
    def ids(self) -> list[str]:
        """Ids of the changed records."""
        return [record.id for pair in self.records for record in (pair[1] or pair[0],) if record is not None]


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the history: one transaction of the log."""

    id: str
    label: str
    at: datetime
    undone: bool


@dataclass(frozen=True, slots=True)
class Committed:
    """What the keeper made of a request: the plan as it is kept now, and the change."""

    plan: Plan
    change: Change
    notes: tuple[str, ...] = ()
    """Sentences for the user, such as a record that was changed elsewhere and left out of an undo."""


class KeepError(Exception):
    """The keeper could not write; the message says why, what was kept and what to do. Nothing was half done."""


class Keeper(Protocol):
    """Where records live. Every method may be called from one thread at a time, and blocks."""

    @property
    def plan(self) -> Plan:
        """What is kept now, as far as it is in memory."""
        ...

    def load(self, shards: Iterable[str]) -> dict[str, Shard]:
        """Read shards that are not in memory yet."""
        ...

    def commit(
        self,
        label: str,
        edit: Edit,
        guess: tuple[Plan, Plan],
        acknowledge: Callable[[Committed], None],
        run: str = "",
    ) -> None:
        """Run `edit` on what is kept now, make it durable, call `acknowledge`, then finish.

        `guess` is (before, after) as the caller saw it: where the shards in which they differ are still the kept ones,
        `after` is the result and `edit` need not run again. An edit of the same `run` as the one kept before it, empty
        for none, is one step with that: undo, redo and history take both together. Raises PlanError (a rule refuses
        the edit on the merged plan) or KeepError.
        """
        ...

    def undo(self, acknowledge: Callable[[Committed], None]) -> None:
        """Take back the last step. Raises PlanError where there is none."""
        ...

    def redo(self, acknowledge: Callable[[Committed], None]) -> None:
        """Do the last undone step again. Raises PlanError where there is none."""
        ...

    def history(self, limit: int) -> list[Step]:
        """The last steps, newest first."""
        ...

    def poll(self) -> Committed | None:
        """Take in what others wrote since, or None."""
        ...


class Runner(Protocol):
    """Runs the blocking work of the keeper: at once (command line, tests) or on one thread (app)."""

    def __call__(self, work: Callable[[], None], failed: Callable[[Exception], None]) -> None: ...


def at_once(work: Callable[[], None], failed: Callable[[Exception], None]) -> None:
    """The plain runner: blocks, and lets a refusal through to the caller."""
    del failed
    work()


@dataclass(slots=True)
class _Pending:
    """An edit that is on the screen and not acknowledged yet."""

    change: Change
    edit: Edit


class Store:
    """Holds the State. `deliver` brings a keeper's answer to the thread that owns the store."""

    def __init__(
        self,
        keeper: Keeper,
        state: State,
        runner: Runner = at_once,
        deliver: Callable[[Callable[[], None]], None] = lambda answer: answer(),
    ) -> None:
        self.keeper = keeper
        self.state = _without_hidden(replace(state, plan=keeper.plan))
        self._runner = runner
        self._deliver = deliver
        self._pending: list[_Pending] = []
        self._subscribers: list[Callable[[State], None]] = []

    def subscribe(self, subscriber: Callable[[State], None]) -> None:
        """Call `subscriber` with the new state after every change of it."""
        self._subscribers.append(subscriber)

    def update(self, **changes: object) -> None:
        """Replace fields of the state, and tell."""
        self.state = _without_hidden(replace(self.state, **changes))  # type: ignore[arg-type]
        for subscriber in self._subscribers:
            subscriber(self.state)

    def look(self, **changes: object) -> None:
        """Replace fields of the view."""
        self.update(view=replace(self.state.view, **changes))  # type: ignore[arg-type]

    def say(self, text: str, level: str = "info") -> None:
        """Show a sentence in the status row."""
        self.look(message=Message(text, level))  # type: ignore[arg-type]

    def ask(self, question: Callable[[State], T]) -> T:
        """`question` of the state, with the shards that it needs loaded first."""
        for _attempt in range(64):
            try:
                return question(self.state)
            except NotLoaded as missing:
                self._load(missing.shards)
        raise RuntimeError("a question keeps asking for shards that do not come")

    def edit(self, label: str, edit: Edit, run: str = "") -> Change:
        """Apply a pure edit, show it, and have it kept. Raises PlanError where a rule refuses it.

        An edit that changes nothing is neither a step nor written. `run`: see `Keeper.commit`.
        """
        before = self.state.plan
        after = self.ask(lambda state: edit(state.plan))
        before = self.state.plan
        change = Change(label, tuple(differences(before, after)))
        if not change.records:
            return change
        pending = _Pending(change, edit)
        self._pending.append(pending)
        guess = (before, after)

        def work() -> None:
            self.keeper.commit(label, edit, guess, lambda done: self._deliver(lambda: self._kept(pending, done)), run)

        self.update(plan=after, saved=False)
        try:
            self._runner(work, lambda error: self._deliver(lambda: self._refused(pending, error)))
        except (PlanError, KeepError):
            self._forget(pending)
            raise
        return change

    @property
    def unsaved(self) -> list[Change]:
        """What is on the screen and not acknowledged yet, oldest first."""
        return [pending.change for pending in self._pending]

    def undo(self) -> None:
        """Take back the last step."""
        self._step("Undone", self.keeper.undo)

    def redo(self) -> None:
        """Do the last undone step again."""
        self._step("Redone", self.keeper.redo)

    def poll(self) -> None:
        """Take in what other processes wrote."""

        def work() -> None:
            found = self.keeper.poll()
            if found is not None:
                self._deliver(lambda: self._merged(found))

        self._runner(work, lambda error: self._deliver(lambda: self.say(str(error), "error")))

    def refresh(self) -> None:
        """Show what the keeper holds now, after work on its files that was no step."""
        self._adopt(self.keeper.plan)

    def _step(self, verb: str, step: Callable[[Callable[[Committed], None]], None]) -> None:
        def show(done: Committed) -> None:
            self._merged(done, quiet=True)
            notes = "".join(f" {note}" for note in done.notes)
            self.say(f"{verb}: {done.change.label}.{notes}", "warn" if done.notes else "info")

        def work() -> None:
            step(lambda done: self._deliver(lambda: show(done)))

        self._runner(work, lambda error: self._deliver(lambda: self.say(str(error), "warn")))

    def _load(self, shards: Iterable[str]) -> None:
        loaded = self.keeper.load(shards)
        self.state = replace(self.state, plan=Plan({**self.state.plan.shards, **loaded}, self.state.plan.hidden))

    def _kept(self, pending: _Pending, done: Committed) -> None:
        self._pending.remove(pending)
        self._adopt(done.plan)
        for note in done.notes:
            self.say(note, "warn")

    def _refused(self, pending: _Pending, error: Exception) -> None:
        self._forget(pending)
        self.say(str(error), "error")

    def _forget(self, pending: _Pending) -> None:
        self._pending.remove(pending)
        self._adopt(self.keeper.plan)

    def _merged(self, done: Committed, quiet: bool = False) -> None:
        self._adopt(done.plan)
        if quiet or not (done.change.label or done.notes):
            return
        label = f"{done.change.label}. " if done.change.label and done.notes else done.change.label
        self.say(label + " ".join(done.notes), "warn" if done.notes else "info")

    def _adopt(self, kept: Plan) -> None:
        """Show what is kept, with the edits still under way on top; one that no longer fits waits for its answer."""
        plan = kept
        for pending in self._pending:
            try:
                plan = pending.edit(plan)
            except (PlanError, NotLoaded):
                continue
        same = plan.shards.keys() == self.state.plan.shards.keys() and all(
            plan.shards[key] is self.state.plan.shards[key] for key in plan.shards
        )
        self.update(plan=self.state.plan if same else plan, saved=not self._pending)


def _without_hidden(state: State) -> State:
    """`state` with a plan that knows which calendars are not shown."""
    calendars = state.settings.calendars
    hidden = frozenset(one.name for one in calendars if not one.shown) if calendars else frozenset[str]()
    return state if state.plan.hidden == hidden else replace(state, plan=replace(state.plan, hidden=hidden))
