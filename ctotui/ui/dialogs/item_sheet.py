"""One item over the pane, all of it: what `enter` and a double click open."""

from ctotui.core.state import State
from ctotui.ui.dialogs.box import box
from ctotui.ui.frame import Frame
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes import inspector


def draw(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The sheet of `view.opened`, from line `view.choice` on."""
    lines = inspector.lines(state, state.view.opened, width - 4, glyphs)
    high = min(len(lines) + 2, height)
    room = max(high - 2, 0)
    first = min(state.view.choice, max(len(lines) - room, 0))
    sheet = box(width, high, glyphs, "Item", "j k scroll  esc close" if len(lines) > room else "esc closes")
    for y, line in enumerate(lines[first : first + room], 1):
        sheet.runs(2, y, line)
    for y in range(1, high - 1):
        sheet.put(width - 1, y, glyphs.vline, "muted")
    return sheet


def end(state: State, width: int, height: int, glyphs: Glyphs) -> int:
    """The first line shown when the sheet is scrolled to its end."""
    return max(len(inspector.lines(state, state.view.opened, width - 4, glyphs)) - max(height - 2, 0), 0)
