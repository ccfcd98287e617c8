"""The output step: turns Textual's updates into the few bytes that bring the terminal up to date."""

from collections.abc import Mapping
from typing import Any

from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.screen import Screen
from textual.strip import Strip

from ctotui.ui.environment import erases_in_colour
from ctotui.ui.terminal.cells import cells_of, pieces
from ctotui.ui.terminal.runs import Cell
from ctotui.ui.terminal.shadow import Shadow

_SYNCHRONIZE_FROM = 1500
"""Characters from which a frame is announced as one (mode 2026), so that no half of it is seen."""


class TerminalOutput:
    """What the terminal shows as far as we know, and where its own cursor is parked."""

    def __init__(self, environ: Mapping[str, str], system: ColorSystem) -> None:
        self._erases_in_colour = erases_in_colour(environ)
        self._system = system
        self._shadow: Shadow | None = None
        self._drawn: dict[int, Strip] = {}
        self._parked: tuple[int, int] | None = None
        self._cursor_shown = False

    def forget(self, *, cursor: bool = False) -> None:
        """Nothing is known of the cells (nor of the cursor): the next update clears the terminal and sends all."""
        self._shadow = None
        if cursor:
            self._cursor_shown = False

    def update(self, screen: Screen[Any], update: LayoutUpdate | ChopsUpdate | None) -> str:
        """What to send for an update of Textual's; empty when the terminal shows all of it already.

        `update` is None for the whole screen, after updates that were left out.
        """
        size = screen._compositor.size
        shadow = self._shadow
        if shadow is None or (shadow.width, shadow.height) != size:
            shadow = self._shadow = Shadow(size.width, size.height, self._erases_in_colour)
            self._drawn.clear()
            placed = self._placed(screen._compositor.render_full_update())
            shadow.clear([cells for _, _, _, cells in placed])
        else:
            placed = self._placed(update or screen._compositor.render_full_update())
        for x, y, strip, cells in placed:
            shadow.draw(y, x, cells)
            if strip.cell_length == shadow.width:
                self._drawn[y] = strip
            else:
                self._drawn.pop(y, None)
        self._move(shadow)
        output = shadow.take()
        return f"\x1b[?2026h{output}\x1b[?2026l" if len(output) >= _SYNCHRONIZE_FROM else output

    def _placed(self, update: LayoutUpdate | ChopsUpdate) -> list[tuple[int, int, Strip, list[Cell]]]:
        """The pieces of an update that may differ from what is shown, with their cells."""
        changed = [piece for piece in pieces(update) if self._drawn.get(piece[1]) is not piece[2]]
        return [(x, y, strip, cells_of(strip, self._system)) for x, y, strip in changed]

    def park(self, cell: tuple[int, int] | None) -> None:
        """Keep the terminal's own cursor on `cell` (x, y) from now on, or hide it."""
        self._parked = cell

    def settle(self) -> str:
        """What to send so that the cursor stands where it is parked and is shown, or hidden, as it should be."""
        moved = ""
        if self._shadow is not None:
            self._move(self._shadow)
            moved = self._shadow.take()
        shown = self._parked is not None
        if shown == self._cursor_shown:
            return moved
        self._cursor_shown = shown
        return moved + ("\x1b[?25h" if shown else "\x1b[?25l")

    def _move(self, shadow: Shadow) -> None:
        if self._parked is not None:
            x, y = self._parked
            shadow.move_to(min(x, shadow.width - 1), min(y, shadow.height - 1))
