"""A hand on the mouse of a `Window`: presses, drags and releases on cells, and rests that no clock measures."""

from collections.abc import Callable
from datetime import datetime

from ctotui.core.agenda import on_day
from ctotui.core.civil import day_name
from ctotui.core.cursor import addressed
from ctotui.core.instance import Instance
from ctotui.ui.buttons import MouseAction
from ctotui.ui.frame import Frame
from ctotui.ui.mouse import Pointer
from tests.ui.window import Window


class Timer:
    """A delayed call that a test lets happen."""

    def __init__(self, seconds: float, call: Callable[[], None]) -> None:
        self.seconds, self.call, self.on = seconds, call, True

    def cancel(self) -> None:
        """Let it not happen."""
        self.on = False


class Hand:
    """Moves the mouse over what a window of a size shows."""

    def __init__(self, window: Window, size: tuple[int, int] = (80, 24)) -> None:
        self.window, self.size = window, size
        self.timers: list[Timer] = []
        self.watched = False
        self.pointer = Pointer(window.desk, self.frame, self._later, self._watch)

    def _later(self, seconds: float, call: Callable[[], None]) -> Timer:
        self.timers.append(Timer(seconds, call))
        return self.timers[-1]

    def _watch(self, on: bool) -> None:
        self.watched = on

    def frame(self) -> Frame:
        """What the screen shows."""
        return self.window.frame(*self.size)

    def do(self, *actions: tuple[str, int, int]) -> "Hand":
        """What the terminal tells, as (kind, x, y)."""
        for kind, x, y in actions:
            self.pointer.act(MouseAction(kind, x, y))
        return self

    def take(self, at: tuple[int, int], *through: tuple[int, int]) -> "Hand":
        """Press at a cell and drag through others, the button still down."""
        return self.do(("press", *at), *(("drag", x, y) for x, y in through))

    def drop(self) -> "Hand":
        """Let go of the button where the pointer is."""
        return self.do(("release", *self.pointer._at))

    def rest(self) -> float:
        """Let the pointer stay where it is until something happens; after how many seconds that is."""
        waiting = [timer for timer in self.timers if timer.on]
        assert len(waiting) == 1, "one place at a time"
        waiting[0].on = False
        waiting[0].call()
        return waiting[0].seconds

    # -- finding cells
    def cells(self, kind: str, value: str) -> list[tuple[int, int]]:
        """The cells whose topmost target is that, row by row."""
        frame = self.frame()
        return [
            (x, y)
            for y in range(frame.height)
            for x in range(frame.width)
            if (target := frame.at(x, y)) is not None and (target.kind, target.value) == (kind, value)
        ]

    def block(self, title: str) -> Instance:
        """The block of the cursor's day with a title that begins so."""
        state = self.window.memory.state
        found = on_day(state.plan, state.view.moment.date(), state.settings.zone)
        return next(one for one in found if one.title.startswith(title))

    def body(self, title: str) -> tuple[int, int]:
        """A cell of the first row of a block with that title, behind its bar."""
        x, y = self.cells("block", self.block(title).id)[0]
        return x + 2, y

    def end(self, title: str) -> tuple[int, int]:
        """A cell where the end of a block is taken."""
        return self.cells("end", self.block(title).id)[-1]

    def start(self, title: str) -> tuple[int, int]:
        """The cell where the start of a block is taken."""
        return self.cells("start", self.block(title).id)[0]

    def span(self, title: str) -> str:
        """``13:30-15:00``: where a block of the cursor's day stands."""
        one = self.block(title)
        return f"{one.start:%H:%M}-{one.end:%H:%M}"

    def held(self) -> str:
        """``Tue 10 14:30-16:00``: where what is held would go; empty where nothing is, or it has no time yet."""
        grab = self.window.view.grab
        if grab is None or grab.start is None:
            return ""
        assert isinstance(grab.start, datetime)
        return f"{day_name(grab.start)} {grab.start:%H:%M}-{grab.end:%H:%M}"

    def at(self, moment: str, x: int | None = None) -> tuple[int, int]:
        """The cell of the calendar's row at a wall time ``2026-03-10T14:00``; `x` where several days stand."""
        frame, wanted = self.frame(), addressed(f"{moment}:00")
        columns = range(frame.width) if x is None else [x]
        for y in range(frame.height):
            for column in columns:
                target = frame.at(column, y, "slot")
                if target is not None and addressed(target.value) == wanted:
                    return column, y
        raise AssertionError(f"{moment} is not on the screen:\n{frame.text()}")
