"""The full-screen program: wires a session, the command table and the one widget that shows the frame."""

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from ctotui.cli.opening import Opening, demo
from ctotui.commands import welcome
from ctotui.commands.every import TABLE
from ctotui.commands.keymap import Keymap, build
from ctotui.core import cursor
from ctotui.core.abroad import arrive
from ctotui.core.plan import Plan
from ctotui.core.selection import settled
from ctotui.core.state import State
from ctotui.core.text import clean
from ctotui.disk import locality
from ctotui.disk.config import KEYS, SETTINGS, load_keys, sets
from ctotui.disk.places import Paths
from ctotui.session import Session, threaded
from ctotui.store import KeepError
from ctotui.ui import environment
from ctotui.ui.buttons import MouseAction
from ctotui.ui.desk import WindowDesk
from ctotui.ui.drafting import Drafting
from ctotui.ui.frame import Frame
from ctotui.ui.glyphs import ASCII, glyphs
from ctotui.ui.keys import Interpreter
from ctotui.ui.mouse import Pointer
from ctotui.ui.screen import compose, last_row
from ctotui.ui.surface import Surface
from ctotui.ui.terminal import TerminalApp
from ctotui.ui.themes import Theme, load

if TYPE_CHECKING:
    from ctotui.ui.reminding import Reminding

POLL = 1.5
"""Seconds between looks at what other programs wrote: it is on the screen within two (storage-and-time 2.3)."""


class Planner(TerminalApp):
    """Keys and clicks go to the interpreter, every state to the frame; nothing else happens here."""

    report_to = "the issue tracker of ctotui"

    def __init__(self, chosen: Opening) -> None:
        super().__init__()
        self.reopen: bool | None = None
        """Whether to open the demo day (True) or the own data (False) after the end; None: neither."""
        self._dirty = False
        self._drawing = False
        self._late: list[Callable[[], None]] = []
        """Answers of the writer that came after the end of the screen."""
        self._ended = False
        self._settled: Plan | None = None
        """The plan on which the cursor is known to stand on something."""
        self._system_zone = locality.zone(os.environ)
        self._clock: asyncio.TimerHandle | None = None
        self._menu: asyncio.TimerHandle | None = None
        self._reminding: Reminding | None = None
        overrides, key_problems = load_keys(os.path.join(chosen.paths.config, KEYS))
        self.keymap: Keymap = build(overrides)
        self.session = Session.open(
            chosen.paths, chosen.settings, chosen.clock, threaded(), self._deliver, demo=chosen.demo
        )
        color = chosen.settings.color
        plain = color == "mono" or (color == "auto" and environment.is_colourless(os.environ))
        plain = plain or bool(os.environ.get("NO_COLOR"))
        self.theme_styles: Theme = load("mono" if plain else chosen.settings.theme, Path(chosen.paths.config))
        self.glyphs = glyphs(chosen.settings.ascii or not _speaks_unicode())
        self.keymap.plain = self.glyphs is ASCII
        self.desk = WindowDesk(self.session, self.keymap, self._restart, self._leave)
        self.surface = Surface()
        self._pointer = Pointer(self.desk, self._shown, self._later, self.watch_focus)
        self._drafting = Drafting(self.session.keep_draft)
        problems = [*map(str, (*chosen.problems, *key_problems)), *self.keymap.problems, self.theme_styles.problem]
        problems.insert(0, self.session.readonly)
        self._prepare([sentence for sentence in problems if sentence])

    def _prepare(self, problems: list[str]) -> None:
        """The first view: a message on bad settings, the strip on a first run."""
        store = self.session.store
        store.update(demo=self.session.state.demo, place=_tilde(self.session.paths.data))
        if problems:
            more = f" ({len(problems) - 1} more: ctotui doctor)" if len(problems) > 1 else ""
            store.say(problems[0] + more, "warn")
        here = store.ask(lambda state: cursor.at(state.plan, state.wall, state.settings))
        store.look(moment=here.moment, block=here.block)
        if welcome.is_empty(store.state):
            store.look(overlay="welcome")
        self._drafting.offer(store, self.session.drafts.left(), self.keymap)
        store.subscribe(self._changed)

    # -- what the terminal layer calls
    def compose(self) -> ComposeResult:
        """One widget shows everything."""
        yield self.surface

    def on_mount(self) -> None:
        """Start the clock and the poll."""
        super().on_mount()
        self.set_interval(POLL, self._poll)
        if self.session.state.settings.calendars:
            self.session.poll()
        self._tick()
        if self.session.state.view.overlay == "welcome":
            self.run_worker(self._look_out, thread=True, group="look-out", exit_on_error=False)

    def _look_out(self) -> None:
        """Look for calendars where they usually lie, beside the first frame (N6)."""
        found = tuple(map(str, welcome.find_calendars(Path.cwd())))
        self._deliver(lambda: self.session.look(calendars=found))

    def on_ready(self) -> None:
        """The first frame stands: look for what there is to be reminded of, also since the last time."""
        from ctotui.ui.reminding import Reminding

        super().on_ready()
        self._reminding = Reminding(self.session, self.alert)
        self._reminding.check()

    def on_size(self, _width: int, _height: int) -> None:
        """Draw for a new size."""
        self._draw()

    def on_input(self, key: str, character: str | None) -> None:
        """A key: to the interpreter, then one frame."""
        self._drawing = True
        self.session.tick()
        if key in ("escape", "ctrl+c") and self.session.task.runs:
            self.session.task.end()
        else:
            self.desk.interpreter.press(key, character)
        self._after_input()

    def on_paste_text(self, text: str) -> None:
        """A paste: to the line being typed."""
        self._drawing = True
        self.desk.interpreter.paste(text)
        self._after_input()

    def save(self) -> None:
        """Wait until everything is kept; called before a forced end."""
        self._drafting.end()
        self.session.close()

    # -- from the store to the screen
    def _deliver(self, answer: Callable[[], None]) -> None:
        """Bring an answer of the writer's thread to this one."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(answer)
        else:
            self._late.append(answer)

    def finish(self) -> bool:
        """After the end of the screen: wait until everything is kept, and say on stderr why, and what was refused."""
        self.session.close(_complain)
        self._ended = True
        seen = self.session.state.view.message
        for answer in self._late:
            answer()
        said = self.session.state.view.message
        if said is None or said is seen or said.level != "error":
            return True
        _complain(said.text)
        return False

    def _changed(self, state: State) -> None:
        if self._ended:
            return
        if state.plan is not self._settled:
            self._settled = state.plan
            view = self.session.ask(lambda state: settled(welcome.without_strip(state)))
            if view is not state.view:
                self.session.store.update(view=view)
                return
        self._dirty = True
        self._drafting.follow(state, self._loop)
        if not self._drawing and self._loop is not None:
            self._drawing = True
            self._loop.call_soon(self._draw_once)

    def _draw_once(self) -> None:
        self._drawing = False
        if self._dirty:
            self._draw()

    def _after_input(self) -> None:
        self._drawing = False
        self._await_menu()
        self._stop_at_end()
        if self._dirty:
            self._draw()

    def _stop_at_end(self) -> None:
        """Scroll what lies over the pane no further than its last row, which only the size of the screen tells."""
        view = self.session.state.view
        if view.overlay in ("help", "inspector") and view.choice:
            size = self.size
            end = self.session.ask(lambda state: last_row(state, *size, self.glyphs, self.keymap))
            if view.choice > end:
                self.session.look(choice=end)

    def _draw(self) -> None:
        if self._exit or self.size.width <= 0:
            return
        self._drawing, frame = True, self.frame()
        self._drawing = self._dirty = False
        self.surface.show(frame, self.theme_styles)
        if self.session.state.settings.cursor == "real":
            self.park_cursor(*(frame.cursor or (0, None)))

    def frame(self) -> Frame:
        """What the screen shows now."""
        width, height = self.size
        chord = self.desk.interpreter.pending
        return self.session.ask(lambda state: compose(state, width, height, self.glyphs, self.keymap, chord))

    # -- time
    def _tick(self) -> None:
        """Take the time, and again when the minute is over (S13)."""
        self.session.tick()
        if self._reminding is not None:
            self._reminding.check()
        now = self.session.clock()
        rest = 60 - now.second - now.microsecond / 1e6
        if self._loop is not None:
            self._clock = self._loop.call_later(rest + 0.01, self._tick)

    def _poll(self) -> None:
        """Take in what others wrote, and the zone that the system has come to on a journey (S9)."""
        self.session.poll()
        zone, state = locality.zone(os.environ), self.session.state
        if zone == self._system_zone:
            return
        self._system_zone = zone
        if state.demo or zone == state.settings.zone or sets(os.path.join(self.session.paths.config, SETTINGS), "zone"):
            return
        settings, view = arrive(state, zone)
        self.session.store.update(settings=settings, view=view)
        self.session.say(f"Zone now {zone}: nothing that has one moved, times are shown anew.")

    def _await_menu(self) -> None:
        """Open which-key when a chord waits long enough (K5)."""
        if self._menu is not None:
            self._menu.cancel()
            self._menu = None
        chord = self.desk.interpreter.pending
        if chord and self._loop is not None:
            delay = self.session.state.settings.which_key_delay
            self._menu = self._loop.call_later(delay, lambda: self.session.look(which_key=True))

    # -- the mouse
    def on_mouse(self, action: MouseAction) -> None:
        """What the mouse did: to the pointer, then one frame."""
        self._drawing = True
        if action.kind != "drag":
            self.session.tick()
        self._pointer.act(action)
        self._after_input()

    def on_focus_lost(self) -> None:
        """The user turned to another window with the button down."""
        self._pointer.lose()

    def _shown(self) -> Frame:
        """What is on the screen, drawn first where that is behind."""
        if self._dirty:
            self._draw()
        return self.surface.frame

    def _later(self, seconds: float, call: Callable[[], None]) -> asyncio.TimerHandle:
        assert self._loop is not None
        return self._loop.call_later(seconds, call)

    # -- the end
    def _leave(self) -> None:
        self.exit(0)

    def _restart(self, wanted: bool) -> None:
        self.reopen = wanted
        self.exit(0)

    @property
    def interpreter(self) -> Interpreter:
        """The interpreter of keys."""
        return self.desk.interpreter


def _tilde(path: str) -> str:
    home = os.path.expanduser("~")
    return "~" + path[len(home) :] if path.startswith(home + os.sep) else path


def _complain(words: str) -> None:
    print(f"ctotui: {clean(words)}", file=sys.stderr)


def _speaks_unicode() -> bool:
    """Whether the terminal's locale can show more than ASCII (X2)."""
    encoding = getattr(sys.__stderr__, "encoding", "") or ""
    return encoding.lower().replace("-", "") in ("utf8", "utf16")


def run(paths: Paths, chosen: Opening) -> int:
    """Open the app on `paths`, again where the user goes to the demo day and back. Returns the exit status."""
    sentence = environment.refuse(os.environ)
    if sentence is not None:
        print(sentence, file=sys.stderr)
        return 2
    own = chosen
    while True:
        try:
            app = Planner(chosen)
        except KeepError as error:
            print(error, file=sys.stderr)
            return 4
        status = app.run_terminal(mouse=chosen.settings.mouse)
        if not app.finish():
            return status or 4
        if app.reopen is None:
            return status
        chosen = demo(replace(own, paths=paths), {}, os.environ) if app.reopen else own


__all__ = ["TABLE", "Planner", "run"]
