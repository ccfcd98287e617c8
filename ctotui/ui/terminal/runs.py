"""A row's changes as runs that are sent in one go, and the order in which they are cheapest to send.

A colour costs up to twenty bytes, a motion of the cursor five to eight: so a row is often cheaper to paint colour by
colour than from left to right. Control functions: ECMA-48 8.3 (ECH, EL).
"""

from functools import lru_cache
from typing import NamedTuple

from ctotui.ui.terminal.motion import motion
from ctotui.ui.terminal.pen import Pen, change

Cell = tuple[str, Pen]
"""A grapheme and its pen. A wide grapheme is followed by an empty one; a space has a pen that is its own `blank`."""

Place = tuple[int, int] | None
"""The cursor's column and row, or None where terminals differ on it."""

_ERASE_LINE_FROM = 4
_ERASE_RUN_FROM = 10
_WRITE_OVER_AT_MOST = 4
_BLANK_TWO = "\x1b[2X"
"""Sent before a fragile grapheme: on a terminal that gives it one cell, nothing old shows in the other."""


class Run(NamedTuple):
    """What is sent at column `start` in `pen`, after which the cursor is at `end` (None: nobody knows).

    `blank` says that only the background shows: any pen with the same one will do.
    """

    start: int
    end: int | None
    pen: Pen
    sent: str
    blank: bool = False


@lru_cache(maxsize=8192)
def fragile(grapheme: str) -> bool:
    """Whether terminals disagree on the width: several code points in one, emoji, wide symbols (not CJK)."""
    if len(grapheme) != 1:
        return len(grapheme) > 1
    code = ord(grapheme)
    return code >= 0x1F000 or (0x2300 <= code < 0x2800 and is_wide(grapheme))


def is_wide(grapheme: str) -> bool:
    """Whether a grapheme takes two cells."""
    from rich.cells import cell_len

    return cell_len(grapheme) == 2


def changed_columns(old: list[Cell], new: list[Cell]) -> list[int]:
    """The columns to send: those that differ, and all that follow a fragile grapheme that comes or goes."""
    changed = [index for index, cell in enumerate(new) if old[index] != cell]
    for position, index in enumerate(changed):
        if fragile(old[index][0]) or fragile(new[index][0]):
            return changed[:position] + list(range(index, len(new)))
    return changed


class RowRuns:
    """Cuts the changed columns of a row into runs, from left to right."""

    def __init__(self, row: list[Cell], changed: list[int], erases_in_colour: bool) -> None:
        self._row = row
        self._changed = changed
        self._last = changed[-1] if changed else -1
        self._erases_in_colour = erases_in_colour
        self._next = 0

    def runs(self) -> list[Run]:
        """All runs of the row."""
        found: list[Run] = []
        while self._next < len(self._changed):
            start = self._changed[self._next]
            if self._row[start][0] == "":
                self._next += 1
                continue
            run = self._erased(start) or self._written(start)
            found.append(run)
        return found

    def _pass(self, column: int) -> None:
        """Go on with the first changed column from `column` on."""
        while self._next < len(self._changed) and self._changed[self._next] < column:
            self._next += 1

    def _erased(self, start: int) -> Run | None:
        """The run that erases the blanks from `start` on, where that is shorter than to write them."""
        grapheme, pen = self._row[start]
        if grapheme != " " or not pen.erasable or (pen.background and not self._erases_in_colour):
            return None
        length = self._blanks_from(start)
        to_end = start + length == len(self._row)
        length = min(length, self._last + 1 - start)
        if length < (_ERASE_LINE_FROM if to_end else _ERASE_RUN_FROM):
            return None
        self._pass(start + length)
        return Run(start, start, pen, "\x1b[K" if to_end else f"\x1b[{length}X", True)

    def _blanks_from(self, start: int) -> int:
        row, end = self._row, start
        while end < len(row) and row[end] == row[start]:
            end += 1
        return end - start

    def _written(self, start: int) -> Run:
        """The run of text from `start` on in one pen, over a few unchanged cells where that is shorter than a move."""
        row, width = self._row, len(self._row)
        grapheme, pen = row[start]
        if fragile(grapheme):
            self._pass(start + 1)
            return Run(start, None, pen, _BLANK_TWO + grapheme)
        text: list[str] = []
        shown: Pen | None = None if grapheme == " " else pen
        blank, column = pen.blank, start
        while column < width:
            grapheme, own = row[column]
            if own is not shown and not (own.blank is blank and (grapheme == " " or shown is None)):
                break
            if grapheme == " " and text and text[-1] != " " and self._erases_here(column):
                break
            if fragile(grapheme):
                break
            shown = shown if grapheme == " " else own
            text.append(grapheme)
            column += 1
            self._pass(column)
            if self._next == len(self._changed) or not self._worth_writing(column, shown, blank):
                break
        while column < width and row[column][0] == "":
            column += 1
        self._pass(column)
        return Run(start, column if column < width else None, shown or blank, "".join(text), shown is None)

    def _erases_here(self, column: int) -> bool:
        here = self._next
        erased = self._changed[here] == column and self._erased(column) is not None
        self._next = here
        return erased

    def _worth_writing(self, column: int, shown: Pen | None, blank: Pen) -> bool:
        """Whether the next change follows at once, or after so few unchanged cells that they are written again."""
        if self._changed[self._next] == column:
            return True
        between = self._row[column : self._changed[self._next]]
        if (
            len(between) > _WRITE_OVER_AT_MOST
            or len("".join(cell[0] for cell in between).encode()) > _WRITE_OVER_AT_MOST
        ):
            return False
        return all(own is (blank if grapheme == " " else shown) and not fragile(grapheme) for grapheme, own in between)


def in_cheapest_order(runs: list[Run], y: int, at: Place, pen: Pen | None) -> list[Run]:
    """The runs of row `y` from left to right or colour by colour, whichever takes fewer bytes."""
    groups: dict[Pen, list[Run]] = {}
    if pen is not None:
        groups[pen] = []
    for run in runs:
        fitting = (group for group in groups if run.blank and group.blank is run.pen)
        groups.setdefault(next(fitting, run.pen), []).append(run)
    grouped = [run for group in groups.values() for run in group]
    return grouped if _cost(grouped, y, at, pen) < _cost(runs, y, at, pen) else runs


def _cost(runs: list[Run], y: int, at: Place, pen: Pen | None) -> int:
    cost = 0
    for run in runs:
        if at != (run.start, y):
            cost += len(motion(at, run.start, y))
        at = None if run.end is None else (run.end, y)
        if not (run.blank and pen is not None and pen.blank is run.pen):
            cost += len(change(pen, run.pen))
            pen = run.pen
    return cost
