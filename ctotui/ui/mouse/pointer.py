"""The mouse as the user moves it: clicks, and the drag, which is a `Grab` whose times follow the pointer (section 4).

A drag is a verb of GRAB: the same preview, the same keys meanwhile, the same edit at its end (I14). It begins with the
first cell that the pointer leaves with the button down. Where the button is lost, nothing has changed.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from ctotui.commands.command import TABLE, ScreenDesk
from ctotui.core import cursor, drag
from ctotui.core.drag import Taken
from ctotui.core.errors import PlanError
from ctotui.core.state import View
from ctotui.store import KeepError
from ctotui.ui.buttons import MouseAction
from ctotui.ui.frame import Frame, Target
from ctotui.ui.mouse import clicks, taking
from ctotui.ui.mouse.spot import Rest, Spot, beyond, spot

REST = 0.6
"""Seconds that the pointer rests on a tab, or on an edge of the calendar, before something happens (section 4)."""
LOST = "The drag ended without a drop: what was dragged is back where it was."


class Timer(Protocol):
    """What a delayed call gives back."""

    def cancel(self) -> None:
        """Let it not happen."""


class Pointer:
    """Clicks select, drags hold.

    `frame` gives what the screen shows now, `later` calls back after some seconds, and `watch` asks the terminal to
    tell, or no longer, when it loses the focus.
    """

    def __init__(
        self,
        desk: ScreenDesk,
        frame: Callable[[], Frame],
        later: Callable[[float, Callable[[], None]], Timer],
        watch: Callable[[bool], None],
    ) -> None:
        self._desk = desk
        self._frame = frame
        self._later = later
        self._watch = watch
        self._pressed: tuple[Target, Spot] | None = None
        self._taken: Taken | None = None
        self._before: View | None = None
        """The view in which the drag began."""
        self._at = (0, 0)
        self._rest: Rest | None = None
        self._timer: Timer | None = None

    def act(self, action: MouseAction) -> None:
        """Do what the mouse did; what is refused is said."""
        try:
            self._act(action)
        except (PlanError, KeepError) as refused:
            self._desk.say(str(refused), "error")

    def _act(self, action: MouseAction) -> None:
        x, y = action.x, action.y
        match action.kind:
            case "press":
                self.lose()
                target = self._frame().at(x, y)
                self._pressed = (target, spot(self._frame(), x, y, self._desk.state.view)) if target else None
            case "drag":
                self._move(x, y)
            case "release":
                self._release(x, y)
            case "lost":
                self.lose()
            case "wheel":
                clicks.wheel(self._desk, action.direction)
            case "menu":
                clicks.menu(self._desk, self._frame().at(x, y))
            case "click" | "double":
                clicks.click(self._desk, self._frame().at(x, y), action.kind == "double")

    # -- the drag
    def _move(self, x: int, y: int) -> None:
        if self._pressed is not None:
            (target, where), self._pressed = self._pressed, None
            self._before = self._desk.state.view
            self._taken = taking.take(self._desk, target, where)
            if self._taken is not None:
                self._watch(True)
        self._follow(x, y)

    def _follow(self, x: int, y: int) -> None:
        """Let what is held be where the pointer is."""
        view, taken = self._desk.state.view, self._taken
        if taken is None:
            return
        if not _is_held(view):
            self._stop()
            return
        self._at = (x, y)
        where = spot(self._frame(), x, y, view)
        self._rest_on(where.rest)
        grab = view.grab
        assert grab is not None
        if grab.kind == "card":
            held = self._desk.ask(lambda state: taking.over(state, grab, where.card))
        else:
            held = drag.follow(taken, grab, where.row, self._desk.state.settings)
        if held != grab:
            self._desk.look(grab=held)

    def _release(self, x: int, y: int) -> None:
        self._pressed = None
        if (x, y) != self._at:
            self._follow(x, y)
        taken, before = self._taken, self._before
        self._stop()
        grab = self._desk.state.view.grab
        if taken is None or before is None or grab is None:
            return
        if grab.dragged:
            grab = replace(grab, dragged=False)
            self._desk.look(grab=grab)
        if not _is_held(self._desk.state.view):
            return
        if grab.kind == "card":
            self._desk.run(TABLE["board.drop"])
        elif grab.start is None:
            self._give_back(before)
        else:
            self._desk.run(TABLE["grab.drop"])

    def lose(self) -> None:
        """The button is up, and nobody said where: what was dragged is back where it was, and so is the cursor."""
        taken, before = self._taken, self._before
        self._pressed = None
        self._stop()
        if taken is not None and before is not None and _is_held(self._desk.state.view):
            self._give_back(before)
            self._desk.say(LOST, "warn")

    def _give_back(self, before: View) -> None:
        view = self._desk.state.view
        self._desk.look(
            **{name: getattr(before, name) for name in ("pane", "zoom", "part", "moment", "block", "mode", "grab")},
            keys="",
            message=view.message,
        )

    def _stop(self) -> None:
        """The drag is over: follow the pointer no more."""
        if self._taken is not None:
            self._watch(False)
        self._taken = None
        self._rest_on(None)

    # -- resting
    def _rest_on(self, rest: Rest | None) -> None:
        if rest == self._rest:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._rest = rest
        self._timer = self._later(REST, self._rested) if rest is not None else None

    def _rested(self) -> None:
        """The pointer has been on one place for a while: show what lies behind it, and go on from there."""
        rest, self._rest, self._timer = self._rest, None, None
        if rest is None or self._taken is None or not _is_held(self._desk.state.view):
            return
        try:
            if rest.kind == "tab":
                self._taken = taking.into(self._desk, self._taken, rest.value)
                self._rest = rest
            elif rest.kind == "rows":
                self._scroll(rest.way)
            else:
                self._turn(rest.way)
            self._follow(*self._at)
        except (PlanError, KeepError) as refused:
            self._desk.say(str(refused), "error")

    def _scroll(self, way: int) -> None:
        moment = beyond(self._frame(), self._at[0], way)
        if moment is not None:
            self._desk.look(moment=cursor.real(moment, self._desk.state.settings.zone), block="")

    def _turn(self, way: int) -> None:
        by = way * (3 if self._desk.state.view.zoom == "three" else 7)
        there = self._desk.ask(lambda state: cursor.days(state.plan, cursor.here(state), state.settings, by))
        self._desk.look(moment=there.moment, block="")


def _is_held(view: View) -> bool:
    """Whether the drag has the hand: nothing was dropped or let go by a key, and no line or question is open."""
    return view.mode == "GRAB" and view.grab is not None and view.prompt is None and view.question is None
