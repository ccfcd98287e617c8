"""What the terminal shows, cell by cell, so that only what differs is sent, by the cheapest way to say it.

Textual repaints whole regions; this stands between it and the line and brings a frame to the few cells that changed
(textual-notes 2). No Textual here: rows of cells in, bytes for the terminal out. Control functions: ECMA-48 8.3.
"""

from bisect import bisect_left
from collections import Counter
from functools import lru_cache

from ctotui.ui.terminal.pen import PLAIN, Pen, change

Cell = tuple[str, Pen]
"""A grapheme and its pen. A wide grapheme is followed by an empty one; a space has a pen that is its own `blank`."""

_ERASE_LINE_FROM = 4
_ERASE_RUN_FROM = 10
_WRITE_OVER_AT_MOST = 4
_BLANK_TWO = "\x1b[2X"
"""Sent before a fragile grapheme: on a terminal that gives it one cell, nothing old shows in the other."""


@lru_cache(maxsize=8192)
def fragile(grapheme: str) -> bool:
    """Whether terminals disagree on the width: several code points in one, emoji, wide symbols (not CJK)."""
    if len(grapheme) != 1:
        return len(grapheme) > 1
    code = ord(grapheme)
    return code >= 0x1F000 or (0x2300 <= code < 0x2800 and _wide(grapheme))


def _wide(grapheme: str) -> bool:
    from rich.cells import cell_len

    return cell_len(grapheme) == 2


class Shadow:
    """The cells, the cursor and the pen of a terminal of `width` × `height` cells that was just cleared by `clear`."""

    def __init__(self, width: int, height: int, erases_in_colour: bool = True) -> None:
        self.width = width
        self.height = height
        self.rows: list[list[Cell]] = [[(" ", PLAIN)] * width for _ in range(height)]
        self._erases_in_colour = erases_in_colour
        self._pen: Pen | None = None
        self._at: tuple[int, int] | None = None
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
            self._out.append(_motion(self._at, x, y))
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
        changed = self._changed(old, new)
        tail = self._blank_tail(new)
        position = 0
        while position < len(changed):
            index = changed[position]
            if new[index][0] == "":
                position += 1
                continue
            if index >= tail and changed[-1] - index + 1 >= _ERASE_LINE_FROM:
                self._erase(index, y, new[index][1], "\x1b[K")
                return
            run = self._blank_run(new, index, changed[-1])
            if run >= _ERASE_RUN_FROM:
                self._erase(index, y, new[index][1], f"\x1b[{run}X")
                position = bisect_left(changed, index + run)
                continue
            self._approach(index, y, new)
            position = self._write(y, new, changed, position)

    def _changed(self, old: list[Cell], new: list[Cell]) -> list[int]:
        """The columns to send: those that differ, and all that follow a fragile grapheme that comes or goes."""
        changed = [index for index, cell in enumerate(new) if old[index] != cell]
        for position, index in enumerate(changed):
            if fragile(old[index][0]) or fragile(new[index][0]):
                return changed[:position] + list(range(index, self.width))
        return changed

    def _blank_tail(self, row: list[Cell]) -> int:
        """The first column of the blanks that end the row, or its width where they cannot be erased."""
        last = row[-1]
        if last[0] != " " or not self._can_erase(last[1]):
            return self.width
        start = self.width - 1
        while start > 0 and row[start - 1] == last:
            start -= 1
        return start

    def _blank_run(self, row: list[Cell], start: int, last: int) -> int:
        first = row[start]
        if first[0] != " " or not self._can_erase(first[1]):
            return 0
        end = start
        while end <= last and row[end] == first:
            end += 1
        return end - start

    def _erase(self, x: int, y: int, pen: Pen, sequence: str) -> None:
        self.move_to(x, y)
        if self._pen is None or self._pen.blank is not pen:
            self._set_pen(pen)
        self._out.append(sequence)

    def _approach(self, x: int, y: int, row: list[Cell]) -> None:
        """Move to column `x`, or get there by writing again the few cells between, where that is shorter."""
        if self._at is not None and self._at[1] == y and 0 < x - self._at[0] <= _WRITE_OVER_AT_MOST:
            between = row[self._at[0] : x]
            if all(self._draws(cell) for cell in between):
                again = "".join(cell[0] for cell in between)
                if len(again.encode()) <= len(_motion(self._at, x, y)):
                    self._out.append(again)
                    self._at = (x, y)
        self.move_to(x, y)

    def _draws(self, cell: Cell) -> bool:
        grapheme, pen = cell
        if grapheme == " ":
            return self._pen is not None and self._pen.blank is pen
        return pen is self._pen and not fragile(grapheme)

    def _write(self, y: int, row: list[Cell], changed: list[int], position: int) -> int:
        """Write the changed cell at `position` and those that go on in the same pen; the position after them."""
        index = changed[position]
        grapheme, pen = row[index]
        if grapheme != " ":
            self._set_pen(pen)
        elif self._pen is None or self._pen.blank is not pen:
            self._set_pen(self._pen_ahead(row, changed, position))
        if fragile(grapheme):
            self._out.append(_BLANK_TWO)
        self._out.append(grapheme)
        after = index + (2 if index + 1 < self.width and row[index + 1][0] == "" else 1)
        position += 1
        if grapheme.isascii():
            while position < len(changed) and changed[position] == after and row[after][1] is pen:
                letter = row[after][0]
                if letter == " " or not letter.isascii() or not letter:
                    break
                self._out.append(letter)
                after += 1
                position += 1
        # At the right edge terminals differ on where the cursor stands; after a fragile grapheme nobody knows.
        self._at = None if after >= self.width or fragile(grapheme) else (after, y)
        return position

    def _pen_ahead(self, row: list[Cell], changed: list[int], position: int) -> Pen:
        """The pen for a space: that of the text after it if it draws the same space, so that the pen changes once."""
        blank = row[changed[position]][1]
        for index in changed[position + 1 : position + 9]:
            grapheme, pen = row[index]
            if grapheme != " ":
                return pen if pen.blank is blank else blank
        return blank


def _heal(row: list[Cell], start: int, end: int) -> None:
    """Blank the halves that stay of wide graphemes when [start, end) was drawn over them, as terminals do."""
    if start > 0 and row[start][0] != "" and start < len(row) and _half(row, start - 1):
        row[start - 1] = (" ", row[start - 1][1].blank)
    if end < len(row) and row[end][0] == "":
        row[end] = (" ", row[end][1].blank)


def _half(row: list[Cell], index: int) -> bool:
    grapheme = row[index][0]
    return grapheme not in ("", " ") and not grapheme.isascii() and row[index + 1][0] != "" and _wide(grapheme)


@lru_cache(maxsize=4096)
def _motion(at: tuple[int, int] | None, x: int, y: int) -> str:
    """The shortest sequence that brings the cursor from `at` (None: unknown) to column `x`, row `y`, both from 0."""
    column = f";{x + 1}" if x else ""
    ways = [f"\x1b[{y + 1}{column}H" if x or y else "\x1b[H"]
    if at is not None:
        across, down = x - at[0], y - at[1]
        if down == 0:
            ways += ["\r" if x == 0 else f"\x1b[{x + 1}G", _across(across)]
        elif across == 0:
            ways.append(_down(down))
        elif x == 0:
            ways.append("\r" + _down(down))
    return min(ways, key=len)


def _across(cells: int) -> str:
    if cells > 0:
        return f"\x1b[{_count(cells)}C"
    return "\b" * -cells if cells > -4 else f"\x1b[{-cells}D"


def _down(rows: int) -> str:
    """Line feeds for a few rows: the driver has the tty send them as they are."""
    if rows > 0:
        return "\n" * rows if rows < 4 else f"\x1b[{rows}B"
    return f"\x1b[{_count(-rows)}A"


def _count(number: int) -> str:
    return "" if number == 1 else str(number)
