"""The base of the app: Textual with our own output step, keys, signals and last words."""

import gc
import os
from typing import Any, ClassVar

from rich.color import ColorSystem
from rich.console import RenderableType
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.binding import BindingType
from textual.geometry import Offset, Size
from textual.screen import Screen

from ctotui.ui.buttons import Buttons, MouseAction
from ctotui.ui.environment import end_light_import
from ctotui.ui.terminal.driver import TerminalDriver
from ctotui.ui.terminal.ending import OrderlyApp
from ctotui.ui.terminal.output import TerminalOutput

end_light_import()


class PlannerScreen(Screen[None], inherit_bindings=False, inherit_css=False):
    """The ground under the one widget: no bindings, no scroll bars, nothing of its own to paint."""

    BLANK = True


class TerminalApp(OrderlyApp, inherit_bindings=False, inherit_css=False):
    """A full-screen program: override what `PlannerHooks` names, compose a `Surface`, then call `run_terminal`."""

    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(driver_class=TerminalDriver)
        self._disable_tooltips = True
        self._disable_notifications = True
        self.diffing = os.environ.get("CTOTUI_DIFF", "1") != "0"
        self._output = TerminalOutput(os.environ, self.console._color_system or ColorSystem.TRUECOLOR)
        self._behind = False
        self._buttons = Buttons()
        self._told_size: Size | None = None

    def get_default_screen(self) -> Screen[None]:
        """The one screen."""
        return PlannerScreen()

    def get_css_variables(self) -> dict[str, str]:
        """None: colours come from our own themes, and no style sheet is read that could ask for more."""
        return {}

    # -- running ------------------------------------------------------------
    def run_terminal(self, mouse: bool = True) -> int:
        """Run until the end and return the exit status; the terminal is as it was, last words are printed."""
        result = self.run(mouse=mouse)
        return self.return_code or (result if isinstance(result, int) else 0)

    def on_mount(self) -> None:
        """Let the first frame be drawn before Textual lays out and paints."""
        self._tell_size()

    def _check_resize(self) -> None:
        """Let the frame for a new size be drawn before Textual lays out for it."""
        if self._is_mounted:
            self._tell_size()
        super()._check_resize()

    def _tell_size(self) -> None:
        if self.size != self._told_size:
            self._told_size = self.size
            self.on_size(*self.size)

    def on_ready(self) -> None:
        """The first frame stands: what is imported stays, so keep it out of every later garbage collection."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    async def on_event(self, event: events.Event) -> None:
        """Keys, pastes and the mouse go to the planner alone, in the order in which they come; else as in Textual."""
        if isinstance(event, events.Key):
            if event.key == "ctrl+z":
                self.action_suspend_process()
            elif event.key == "ctrl+j":  # Enter typed before raw mode, or by a terminal in newline mode (K2)
                self.on_input("enter", "\r")
            else:
                self.on_input(event.key, event.character)
        elif isinstance(event, events.Paste):
            self.on_paste_text(event.text)
        elif isinstance(event, events.MouseEvent):
            for action in self._told(event):
                self.on_mouse(action)
        elif isinstance(event, events.AppBlur | events.AppFocus):
            if isinstance(event, events.AppBlur):
                self.on_focus_lost()
        else:
            await super().on_event(event)

    def _told(self, event: events.MouseEvent) -> list[MouseAction]:
        """What the mouse did, by what the terminal tells of it."""
        x, y = int(event.screen_x), int(event.screen_y)
        match event:
            case events.MouseScrollUp() | events.MouseScrollDown():
                return [MouseAction("wheel", x, y, -1 if isinstance(event, events.MouseScrollUp) else 1)]
            case events.MouseDown():
                return self._buttons.down(event.button, x, y)
            case events.MouseMove():
                return self._buttons.move(event.button, x, y)
            case events.MouseUp():
                return self._buttons.up(event.button, x, y, event.time)
        return []

    # -- output -------------------------------------------------------------
    def on_terminal_taken(self) -> None:
        """The driver has entered the terminal, first or again: nothing on it is ours."""
        self._output.forget(cursor=True)
        if self._is_mounted:
            self.refresh()
            self.call_after_refresh(self._settle_cursor)

    def repaint(self) -> None:
        """Clear the terminal and draw all of it again."""
        self._output.forget()
        self.refresh()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Textual's output step: send only the cells that changed."""
        if not self.diffing or self.is_headless or not isinstance(renderable, LayoutUpdate | ChopsUpdate):
            super()._display(screen, renderable)
            return
        driver = self._driver
        try:
            if isinstance(driver, TerminalDriver) and self._running and not self._closed and not self._batch_count:
                if driver.busy:
                    self._behind = True
                    driver.tell_when_drained()
                else:
                    driver.write(self._output.update(screen, None if self._behind else renderable))
                    self._behind = False
        except Exception as error:
            self._handle_exception(error)
        finally:
            self.post_display_hook()

    def on_drained(self) -> None:
        """A slow line has taken the frame before: send the newest, without those between."""
        self.call_later(self._catch_up)

    def _catch_up(self) -> None:
        if self._behind:
            self._display(self.screen, self.screen._compositor.render_full_update())

    def set_mouse(self, on: bool) -> None:
        """Report the mouse from now on, or leave it to the terminal (X4)."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.set_mouse(on)

    def watch_focus(self, on: bool) -> None:
        """Have `on_focus_lost` called when the terminal loses the focus, or no longer."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.watch_focus(on)

    def alert(self, way: str, text: str) -> None:
        """Call the user: the terminal's bell, or its notification with the cleaned `text` (`terminal.alert.WAYS`)."""
        from ctotui.ui.terminal.alert import sequence

        if self._driver is not None and self._running and not self.is_headless:
            self._driver.write(sequence(way, text, os.environ))

    def _set_pointer_shape(self, shape: str) -> None:
        """Leave the shape of the mouse pointer alone: it would cost bytes on the line (OSC 22)."""

    def park_cursor(self, x: int, y: int | None) -> None:
        """Show the terminal's own cursor on cell (x, y), for screen readers (X6); `y` None hides it."""
        self._output.park(None if y is None else (x, y))
        if y is not None:
            self.cursor_position = Offset(x, y)
        if not self.is_headless:
            self.call_after_refresh(self._settle_cursor)

    def _settle_cursor(self) -> None:
        if self._driver is not None and self._running and (output := self._output.settle()):
            self._driver.write(output)
