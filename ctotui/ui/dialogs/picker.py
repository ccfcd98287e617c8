"""A sheet to choose from while typing: what matches the line, one row highlighted (palette, what blocks an item)."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from ctotui.core.state import Prompt
from ctotui.ui.dialogs.box import box, caret_line
from ctotui.ui.frame import Frame, Target, clip
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.scroll import first_visible

R = TypeVar("R")
DrawRow = Callable[[Frame, int, R, int], int]
"""Draws a row of the sheet at a height, to the column it may not pass; gives the column after its label."""
LABEL = 4
"""Column at which rows begin."""


def draw(
    prompt: Prompt,
    size: tuple[int, int],
    glyphs: Glyphs,
    title: Callable[[int], str],
    rows: Sequence[R],
    dimmed: Callable[[R], bool],
    row: DrawRow[R],
    nothing: str,
) -> Frame:
    """The sheet for a body of `size`; `title` for its width, and `nothing` where no row matches."""
    width, height = size
    wide, high = min(max(width - 12, 40), 100, width), min(height, 17 if height < 40 else 24)
    sheet = box(wide, high, glyphs, title(wide), f"{len(rows)} found")
    sheet.put(2, 1, ">", "focus+bold")
    caret_line(sheet, LABEL, 1, wide - 6, prompt.text, prompt.caret, glyphs)
    room = max(high - 3, 0)
    chosen = min(prompt.choice, max(len(rows) - 1, 0))
    first = first_visible(len(rows), room, chosen)
    for y, found in enumerate(rows[first : first + room], 2):
        index = first + y - 2
        mark = glyphs.cursor if index == chosen else glyphs.dash if dimmed(found) else " "
        sheet.put(2, y, mark, "selection+bold" if index == chosen else "muted")
        end = row(sheet, y, found, wide - 2)
        if index == chosen:
            sheet.restyle(LABEL, y, max(end - LABEL, 1), "reverse")
        sheet.target(1, y, wide - 2, Target("choice", str(index)))
    if not rows:
        sheet.put(LABEL, 2, clip(nothing, wide - 6), "muted")
    return sheet
