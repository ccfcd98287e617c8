"""From what Textual's compositor wants to paint to rows of cells for the `Shadow`."""

from collections.abc import Iterator
from functools import lru_cache

from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from ctotui.ui.frame import graphemes
from ctotui.ui.terminal.pen import PLAIN, Pen, pen_of
from ctotui.ui.terminal.runs import Cell

Piece = tuple[int, int, Strip]
"""Column, row and what stands there."""


def pieces(update: LayoutUpdate | ChopsUpdate) -> Iterator[Piece]:
    """The strips of an update with their places, as `render_segments` of Textual 8.2 would print them."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in line:
                yield x, y, strip
                x += strip.cell_length
        return
    for y, left, right in update.spans:
        for end, (x, chop) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if chop is None or x > right or end <= left:
                continue
            inside = right > x >= left and end <= right
            yield x, y, chop if inside else chop.crop(0, min(end, right) - x)


def cells_of(strip: Strip, system: ColorSystem) -> list[Cell]:
    """The cells of a strip for a terminal with the colours of `system`."""
    cells: list[Cell] = []
    for text, style, control in strip:
        if not control:
            cells += _cells(text, PLAIN if style is None else pen_of(style, system))
    return cells


@lru_cache(maxsize=2048)
def _cells(text: str, pen: Pen) -> list[Cell]:
    blank = pen.blank
    cells: list[Cell] = []
    for grapheme, width in graphemes(text):
        cells.append((grapheme, blank if grapheme == " " else pen))
        if width == 2:
            cells.append(("", pen))
    return cells
