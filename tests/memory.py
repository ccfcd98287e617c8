"""A store in memory for tests: the keeper of `store.Keeper` without a disk, and a desk over it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from ctotui.commands.nudges import Nudges
from ctotui.core.errors import PlanError
from ctotui.core.plan import Plan, Shard, differences
from ctotui.core.state import Settings, State, View
from ctotui.store import Change, Committed, Edit, Step, Store

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
"""Tue 10 March 2026, 10:42 in Stockholm."""
ZONE = "Europe/Stockholm"


class MemoryKeeper:
    """Keeps plans in a list; every step can be undone."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.run = ""
        """Of the last step."""
        self.done: list[tuple[str, Plan, Plan]] = []
        self.undone: list[tuple[str, Plan, Plan]] = []
        self.refuse: Exception | None = None
        """Raised by the next commit."""

    def load(self, shards: Iterable[str]) -> dict[str, Shard]:
        raise AssertionError(f"everything is in memory, but {sorted(shards)} was asked for")

    def commit(
        self,
        label: str,
        edit: Edit,
        _guess: tuple[Plan, Plan],
        acknowledge: Callable[[Committed], None],
        run: str = "",
    ) -> None:
        if self.refuse is not None:
            error, self.refuse = self.refuse, None
            raise error
        before = self.plan
        self.plan = edit(before)
        first = self.done.pop()[1] if run and run == self.run else before
        self.done.append((label, first, self.plan))
        self.undone.clear()
        self.run = run
        acknowledge(self._committed(label, before, self.plan))

    def undo(self, acknowledge: Callable[[Committed], None]) -> None:
        if not self.done:
            raise PlanError("There is nothing to undo.")
        label, before, after = self.done.pop()
        self.run = ""
        self.undone.append((label, before, after))
        self.plan = before
        acknowledge(self._committed(label, after, before))

    def redo(self, acknowledge: Callable[[Committed], None]) -> None:
        if not self.undone:
            raise PlanError("There is nothing to redo.")
        label, before, after = self.undone.pop()
        self.done.append((label, before, after))
        self.plan = after
        acknowledge(self._committed(label, before, after))

    def history(self, limit: int) -> list[Step]:
        return [Step(str(n), label, NOW, False) for n, (label, _, _) in enumerate(self.done)][::-1][:limit]

    def poll(self) -> Committed | None:
        return None

    @staticmethod
    def _committed(label: str, before: Plan, after: Plan) -> Committed:
        return Committed(after, Change(label, tuple(differences(before, after))))


class MemoryDesk:
    """A `Desk` over a store in memory, its clock standing still until a test moves it, its ids counted."""

    def __init__(self, plan: Plan | None = None, settings: Settings | None = None, now: datetime = NOW) -> None:
        self.keeper = MemoryKeeper(plan or Plan({}))
        settings = settings or Settings(zone=ZONE)
        state = State(self.keeper.plan, View(), settings, now)
        state = State(self.keeper.plan, View(moment=state.wall), settings, now)
        self.store = Store(self.keeper, state)
        self.now = now
        self.nudges = Nudges(lambda: self.now.timestamp())
        self.left = False
        self.files: dict[str, bytes] = {}
        self._ids = 0

    @property
    def state(self) -> State:
        return self.store.state

    def wait(self, **span: float) -> None:
        """Let time pass, as for `timedelta`."""
        self.now += timedelta(**span)
        self.store.update(now=self.now)

    def new_id(self, letter: str) -> str:
        self._ids += 1
        return f"{letter}{self._ids:08d}"

    def ask(self, question: Callable[[State], Any]) -> Any:
        return self.store.ask(question)

    def edit(self, label: str, edit: Callable[..., Plan], *arguments: object, nudge: str = "") -> Change:
        return self.store.edit(label, lambda plan: edit(plan, *arguments), self.nudges.run(nudge))

    def look(self, **changes: object) -> None:
        self.store.look(**changes)

    def say(self, text: str, level: str = "info") -> None:
        self.store.say(text, level)

    def undo(self) -> None:
        self.nudges.end()
        self.store.undo()

    def redo(self) -> None:
        self.nudges.end()
        self.store.redo()

    def read(self, path: str) -> bytes:
        if path not in self.files:
            raise PlanError(f"{path} cannot be read: No such file or directory.")
        return self.files[path]

    def look_up(self, _words: object, _matches: object, _ids: object) -> tuple[frozenset[str], tuple[str, ...]]:
        return frozenset(), ()

    def work(self, job: Callable[[Callable[[str], None]], Any], then: Callable[[Any], None]) -> None:
        then(job(lambda _words: None))

    def show_calendar(self, name: str, shown: bool) -> None:
        settings = self.state.settings
        found = tuple(replace(one, shown=shown) if one.name == name else one for one in settings.calendars)
        self.store.update(settings=replace(settings, calendars=found))

    def leave(self) -> None:
        self.left = True
