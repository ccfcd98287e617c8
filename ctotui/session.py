"""A data folder, opened: keeper, store, clock and new ids. The app and the command line both work through it."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

from ctotui.commands.nudges import Nudges
from ctotui.commands.task import Task, Tell
from ctotui.core import ids
from ctotui.core.civil import at_minute, wall
from ctotui.core.errors import NotLoaded, PlanError
from ctotui.core.model import Item
from ctotui.core.plan import EMPTY, Plan
from ctotui.core.state import Settings, State, View
from ctotui.disk import backup, holidays
from ctotui.disk.backup import Backup, Restored
from ctotui.disk.creation import seed
from ctotui.disk.drafts import Drafts, Typed
from ctotui.disk.files import Finding
from ctotui.disk.files import obstacle as obstacle_to
from ctotui.disk.folder import Folder
from ctotui.disk.places import IDENTITY, Paths, paths
from ctotui.disk.status import Status
from ctotui.disk.summary import remember
from ctotui.store import Change, Runner, Step, Store, at_once

__all__ = ["Clock", "Paths", "Session", "fixed", "paths", "running_from", "system", "threaded"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ctotui.core.query import Query
    from ctotui.disk.doctor import Ailment

T = TypeVar("T")
Clock = Callable[[], datetime]
"""The instant, aware, UTC."""


def system() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


def fixed(instant: datetime) -> Clock:
    """A clock that stands still (``--now``)."""
    return lambda: instant


def running_from(instant: datetime) -> Clock:
    """A clock that shows `instant` now and runs from there (``--demo``)."""
    ahead = instant - system()
    return lambda: system() + ahead


class Session:
    """One open data folder. Implements `commands.command.Desk`."""

    def __init__(self, paths: Paths, folder: Folder, store: Store, clock: Clock) -> None:
        self.paths = paths
        self.folder = folder
        self.store = store
        self.clock = clock
        self.drafts = Drafts(folder.state)
        """Lines being typed; what a killed process left there is offered by the app."""
        self.nudges = Nudges()
        self.task = Task(lambda answer: answer(), self.say)
        """The long job that runs, or ran last."""
        self.on_leave: Callable[[], None] = lambda: None
        """What `leave` calls: the app sets its exit here."""

    @classmethod
    def open(
        cls,
        paths: Paths,
        settings: Settings,
        clock: Clock = system,
        runner: Runner = at_once,
        deliver: Callable[[Callable[[], None]], None] = lambda answer: answer(),
        demo: Callable[[], Plan] | None = None,
    ) -> "Session":
        """Open (and create) the data folder with what today's screens need in memory.

        `runner` is `at_once`, or a `threaded()` one; `deliver` hands an answer to the thread that owns the session
        and must not wait for it (``loop.call_soon_threadsafe``). `demo` builds the records of a folder that holds
        none yet. Raises KeepError where the folder can neither be read nor made.
        """
        now = clock()
        today = wall(now, settings.zone).date()
        if settings.holidays:
            holidays.keep_in(paths.state)
        if demo is not None:
            seed(paths, demo)
        folder = _opened(paths, settings, clock, today)
        local = wall(now, settings.zone)
        moment = at_minute(today, (local.hour * 60 + local.minute) // settings.slot * settings.slot)
        state = State(
            folder.plan, View(moment=moment), settings, now, demo is not None, paths.data, True, folder.banners
        )
        session = cls(paths, folder, Store(folder, state, runner, deliver), clock)
        session._runner, session._deliver = runner, deliver
        folder.writer.on_written = session._remember
        if settings.calendars and runner is at_once:
            session.poll()
        return session

    _runner: Runner = staticmethod(at_once)
    _deliver: Callable[[Callable[[], None]], None] = staticmethod(lambda answer: answer())

    # -- Desk

    @property
    def state(self) -> State:
        """What is shown now."""
        return self.store.state

    @property
    def now(self) -> datetime:
        """The instant, UTC, to the second."""
        return self.clock().replace(microsecond=0)

    def new_id(self, letter: str) -> str:
        """A new random id (2.1): the letter and 8 Crockford base32 characters."""
        return ids.form(letter, os.urandom(5))

    def ask(self, question: Callable[[State], T]) -> T:
        """A query of the state, with what it needs loaded first."""
        return self.store.ask(question)

    def edit(self, label: str, edit: Callable[..., Plan], *arguments: object, nudge: str = "") -> Change:
        """Run ``edit(plan, *arguments)`` and keep the result as one step. Raises PlanError, or KeepError at once.

        `nudge`: see `commands.command.Desk`.
        """
        return self.store.edit(label, lambda plan: edit(plan, *arguments), self.nudges.run(nudge))

    def look(self, **changes: object) -> None:
        """Replace fields of the view."""
        self.store.look(**changes)

    def say(self, text: str, level: str = "info") -> None:
        """Show a sentence."""
        self.store.say(text, level)

    def undo(self) -> None:
        """Take back the last step of this device."""
        self.nudges.end()
        self.store.undo()

    def redo(self) -> None:
        """Do the last undone step again."""
        self.nudges.end()
        self.store.redo()

    def look_up(
        self, words: tuple[str, ...], matches: Callable[[Item], bool], ids: frozenset[str]
    ) -> tuple[frozenset[str], tuple[str, ...]]:
        """What files that are not in memory hold of a search: ids of items, and the months that may show one."""
        from ctotui.disk.search import months

        missing = [key for key, shard in self.state.plan.shards.items() if shard is None]
        places = [key for key in missing if key.startswith(("items/", "calendar/"))]
        found = ids | {item.id for item in self.folder.search(places, words, matches)}
        calendar, entries = ([key for key in missing if key.startswith(kind)] for kind in ("calendar/", "entries/"))
        data = self.paths.data
        return found - ids, (*months(data, calendar, words, found), *months(data, entries, words, frozenset()))

    def read(self, path: str) -> bytes:
        """The bytes of a file the user named. Raises PlanError with the reason."""
        try:
            with open(os.path.expanduser(path), "rb") as file:
                return file.read()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise PlanError(f"{path} cannot be read: {reason}.") from None

    def work(self, job: Callable[[Tell], T], then: Callable[[T], None]) -> None:
        """Run a long job beside the screen, then `then`; without a screen, one after another. Raises PlanError."""
        if self._runner is at_once:
            then(job(lambda _words: None))
        elif self.task.runs:
            raise PlanError("Something else is still under way; Esc ends it.")
        else:
            self.task = Task(self._deliver, self.say)
            self.task.start(job, then)

    def show_calendar(self, name: str, shown: bool) -> None:
        """Show or hide a calendar, and keep that in `settings.toml`. Raises KeepError: it is so until the end only."""
        from ctotui.disk.calendar_settings import keep_shown
        from ctotui.disk.config import SETTINGS

        settings = self.state.settings
        found = tuple(replace(one, shown=shown) if one.name == name else one for one in settings.calendars)
        self.store.update(settings=replace(settings, calendars=found))
        keep_shown(os.path.join(self.paths.config, SETTINGS), name, shown)

    def leave(self) -> None:
        """End the program once everything is kept."""
        self.on_leave()

    # -- for the app and the command line

    def search(self, query: "Query") -> list[Item]:
        """The items that match, of all there are; those not in memory are read from the files and not kept there."""
        from ctotui.core.query import in_order, loaded, unloaded

        plan = self.state.plan
        return in_order([*loaded(plan, query), *self.folder.search(unloaded(plan, query), query.words, query.matches)])

    def fetch(self, typed: str) -> None:
        """Load the shards that hold an item whose id begins so."""
        from ctotui.disk.search import holding

        shards = self.state.plan.shards
        missing = [key for key, one in shards.items() if one is None and key.startswith(("items/", "calendar/"))]
        found = frozenset(holding(self.paths.data, missing, typed) if typed else ())

        def bring(state: State) -> None:
            left = {key for key in found if state.plan.shards.get(key, EMPTY) is None}
            if left:
                raise NotLoaded(left)

        self.ask(bring)

    def tick(self) -> None:
        """Take the time from the clock into the state."""
        self.store.update(now=self.clock())

    def poll(self) -> None:
        """Take in what other processes wrote; refresh the banners."""
        self.store.poll()
        if self.folder.banners != self.state.banners:
            self.store.update(banners=self.folder.banners)

    @property
    def readonly(self) -> str:
        """Why nothing can be saved in the data folder, as a sentence; empty where it can."""
        obstacle = obstacle_to(os.path.join(self.paths.data, IDENTITY))
        return f"{obstacle}: you can look, and nothing is saved." if obstacle else ""

    def keep_draft(self, typed: Typed | None) -> None:
        """Keep the line being typed; None: it was entered or cancelled. A failure is passed over: no edit is lost."""
        drafts = self.drafts
        work = drafts.drop if typed is None else lambda: drafts.keep(typed)

        def attempt() -> None:
            try:
                work()
            except OSError:
                return

        self._runner(attempt, lambda _error: None)

    def history(self, limit: int = 20) -> list[Step]:
        """The last steps, newest first."""
        return self.folder.history(limit)

    @property
    def findings(self) -> list[Finding]:
        """What could not be read of the files that were needed so far (exit status 3)."""
        return self.folder.findings

    def check(self) -> "list[Ailment]":
        """Everything that is wrong with the folder: ``ctotui doctor``."""
        from ctotui.disk import doctor

        return doctor.ailments(self.folder, self.now)

    def mend(self) -> "tuple[list[Ailment], list[Ailment]]":
        """Mend what can be mended: what was, and what is left (``ctotui doctor --fix``). Raises KeepError."""
        from ctotui.disk import doctor

        done = doctor.mend(self.folder, self.now)
        self.store.refresh()
        return done

    def migrate(self) -> list[str]:
        """Rewrite every file of an older schema, and name them: ``ctotui migrate``. Raises KeepError."""
        done = self.folder.migrate()
        self.store.refresh()
        return done

    def back_up(self, why: str = "manual") -> Backup:
        """Keep a copy of the data folder: ``ctotui backup``. Raises KeepError."""
        return self.folder.alone(lambda: backup.make(self.paths.data, self.folder.state, self.now, why))

    def restorable(self) -> list[Backup]:
        """The backups of this folder, newest first, then what was put aside."""
        return backup.restorable(self.paths.state, self.folder.state)

    def restore(self, kept: Backup, only: str = "") -> tuple[Restored, Backup]:
        """Put a backup, or one file of it, back, after a backup of what is there. Raises PlanError or KeepError."""

        def work() -> tuple[Restored, Backup]:
            backup.check(kept, only)
            before = backup.make(self.paths.data, self.folder.state, self.now, "before-restore")
            self.folder.disown()
            return backup.restore(self.paths.data, self.folder.state, kept, only), before

        done = self.folder.alone(work)
        self.store.refresh()
        return done

    def status(self) -> Status:
        """The running entry for ``ctotui status``; the state folder keeps it for the next call."""
        return remember(self.folder, self.folder.plan, self.now)

    def _remember(self) -> None:
        remember(self.folder, self.folder.plan, self.now)
        if not self.state.demo and self._backed_up != self.now.date():
            self._backed_up = self.now.date()
            backup.daily(self.paths.data, self.folder.state, self.now)

    _backed_up: date | None = None
    """The day for which there is a backup, as far as this session knows."""

    def close(self, tell: Tell = lambda _words: None) -> None:
        """Wait until everything is kept; `tell` is told what for, where that takes more than a moment."""
        finish = getattr(self._runner, "close", None)
        if finish is not None:
            finish(lambda: tell(self._underway()))
        self.folder.close()

    def _underway(self) -> str:
        """What the writer still has to do."""
        unsaved = self.store.unsaved
        if not unsaved:
            return "Writing files; everything is safe in the log."
        count = sum(len(change.records) for change in unsaved)
        more = f" and {len(unsaved) - 1} more" if len(unsaved) > 1 else ""
        return f"Saving {count:,} record{'s' * (count != 1)}: {unsaved[0].label}{more} …"


def _opened(paths: Paths, settings: Settings, clock: Clock, today: date) -> Folder:
    """The data folder, with its calendars where some are declared."""
    if not settings.calendars:
        return Folder.open(paths, clock, today)
    from ctotui.disk.synced import Synced

    folder = Synced.open(paths, clock, today)
    folder.declare(settings.calendars, settings.zone)
    return folder


class threaded:
    """A runner with one worker thread, which does the keeper's work in order. `close` waits for the rest."""

    MOMENT = 0.3
    """Seconds of waiting that nobody need be told of."""

    def __init__(self) -> None:
        from queue import SimpleQueue
        from threading import Thread

        self._queue: SimpleQueue[tuple[Callable[[], None], Callable[[Exception], None]] | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def __call__(self, work: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        self._queue.put((work, failed))

    def close(self, late: Callable[[], None] = lambda: None) -> None:
        """Wait for the work that was given; `late` is called where that takes more than a moment."""
        self._queue.put(None)
        self._thread.join(self.MOMENT)
        if self._thread.is_alive():
            late()
            self._thread.join()

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            work, failed = job
            try:
                work()
            except Exception as error:  # the owner decides what a refusal means
                failed(error)
