"""What the terminal shows, cell by cell, so that only what differs is sent, by the cheapest way to say it.

Textual repaints whole regions; this stands between it and the line and brings a frame to the few cells that changed
(textual-notes 2). No Textual here: rows of cells in, bytes for the terminal out. Control functions: ECMA-48 8.3.
"""

from collections import Counter

from ctotui.ui.terminal.motion import motion
from ctotui.ui.terminal.pen import PLAIN, Pen, change
from ctotui.ui.terminal.runs import Cell, Place, RowRuns, changed_columns, fragile, in_cheapest_order, is_wide


class Shadow:
    """The cells, the cursor and the pen of a terminal of `width` × `height` cells that was just cleared by `clear`."""

    def __init__(self, width: int, height: int, erases_in_colour: bool = True) -> None:
        self.width = width
        self.height = height
        self.rows: list[list[Cell]] = [[(" ", PLAIN)] * width for _ in range(height)]
        self._erases_in_colour = erases_in_colour
        self._pen: Pen | None = None
        self._at: Place = None
        self._out: list[str] = []

    def clear(self, ground: list[list[Cell]]) -> None:
        """Clear the terminal to the commonest background of the rows that will be drawn, so its blanks cost nothing."""
        blanks = Counter(cell[1] for row in ground for cell in row if cell[0] == " " and self._can_erase(cell[1]))
        pen = blanks.most_common(1)[0][0] if blanks else PLAIN
        self._set_pen(pen)
        self._out.append("\x1b[2J")
        self.rows = [[(" ", pen)] * self.width for _ in range(self.height)]

    def draw(self, y: int, x: int, cells: list[Cell]) -> None:
        """Make row `y` show `cells` from column `x` on."""
        if not 0 <= y < self.height or not 0 <= x < self.width:
            return
        old = self.rows[y]
        new = old[:x] + cells[: self.width - x]
        new += old[len(new) :]
        if new != old:
            _heal(new, x, x + len(cells))
            self._emit_row(y, old, new)
            self.rows[y] = new

    def move_to(self, x: int, y: int) -> None:
        """Put the terminal's cursor on a cell."""
        if self._at != (x, y):
            self._out.append(motion(self._at, x, y))
            self._at = (x, y)

    def take(self) -> str:
        """What must be sent for all that was drawn since the last call; empty when the terminal shows it already."""
        sent = "".join(self._out)
        self._out.clear()
        return sent

    def _can_erase(self, pen: Pen) -> bool:
        return pen.erasable and (self._erases_in_colour or not pen.background)

    def _set_pen(self, pen: Pen) -> None:
        if pen is not self._pen:
            self._out.append(change(self._pen, pen))
            self._pen = pen

    def _emit_row(self, y: int, old: list[Cell], new: list[Cell]) -> None:
        changed = changed_columns(old, new)
        runs = RowRuns(new, changed, self._erases_in_colour).runs()
        # Half a wide grapheme is blanked when the other half is written over: such rows go from left to right.
        if len(runs) > 2 and not any(cell[0] == "" or fragile(cell[0]) for cell in (*old, *new)):
            runs = in_cheapest_order(runs, y, self._at, self._pen)
        for run in runs:
            self.move_to(run.start, y)
            if not (run.blank and self._pen is not None and self._pen.blank is run.pen):
                self._set_pen(run.pen)
            self._out.append(run.sent)
            self._at = None if run.end is None else (run.end, y)


def _heal(row: list[Cell], start: int, end: int) -> None:
    """Blank the halves that stay of wide graphemes when [start, end) was drawn over them, as terminals do."""
    if start > 0 and row[start][0] != "" and start < len(row) and _half(row, start - 1):
        row[start - 1] = (" ", row[start - 1][1].blank)
    if end < len(row) and row[end][0] == "":
        row[end] = (" ", row[end][1].blank)


def _half(row: list[Cell], index: int) -> bool:
    grapheme = row[index][0]
    return grapheme not in ("", " ") and not grapheme.isascii() and row[index + 1][0] != "" and is_wide(grapheme)
