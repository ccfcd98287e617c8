"""The app without a terminal: a store in memory, the real keymap and interpreter, and the frame they make."""

from ctotui.commands.every import TABLE
from ctotui.commands.keymap import build
from ctotui.core import cursor
from ctotui.core.plan import Plan
from ctotui.core.selection import settled
from ctotui.core.state import Settings, State
from ctotui.ui import mouse
from ctotui.ui.desk import WindowDesk
from ctotui.ui.frame import Frame, Target
from ctotui.ui.glyphs import glyphs
from ctotui.ui.screen import compose
from tests.memory import MemoryDesk

NAMED = {"enter", "esc", "tab", "space", "up", "down", "left", "right", "backspace", "ctrl+p", "ctrl+r", "ctrl+t"}
SIZES = ((80, 24), (160, 45))


class Window:
    """Types keys and clicks as a user does, and shows what a terminal of any size would."""

    def __init__(self, plan: Plan | None = None, settings: Settings | None = None, *, demo: bool = False) -> None:
        self.memory = MemoryDesk(plan, settings)
        self.keymap = build()
        self.desk = WindowDesk(self.memory, self.keymap, lambda _demo: None, lambda: None)
        self.memory.store.update(demo=demo, place="~/cto")
        here = self.memory.ask(lambda state: cursor.at(state.plan, state.wall, state.settings))
        self.memory.look(moment=here.moment, block=here.block)
        self._plan = self.memory.state.plan
        self.memory.store.subscribe(self._settle)
        assert TABLE

    @property
    def view(self):
        """What the user is looking at."""
        return self.memory.state.view

    def _settle(self, state: State) -> None:
        if state.plan is not self._plan:
            self._plan = state.plan
            self.memory.store.update(view=self.memory.ask(settled))

    def type(self, *keys: str) -> "Window":
        """Press named keys; any other word is typed letter by letter."""
        for word in keys:
            for key in [word] if word in NAMED else word:
                self.desk.interpreter.press(key, key if len(key) == 1 else " " if key == "space" else None)
        return self

    def frame(self, width: int, height: int, *, ascii: bool = False) -> Frame:
        """What the screen shows."""
        self.keymap.plain = ascii
        chord = self.desk.interpreter.pending
        return self.memory.ask(lambda state: compose(state, width, height, glyphs(ascii), self.keymap, chord))

    def click(self, target: Target | None, *, double: bool = False) -> None:
        """Click on what stands there."""
        mouse.click(self.desk, target, double)
