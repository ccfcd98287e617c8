"""A framed sheet that lies over a pane."""

from ctotui.ui.frame import Frame, clip, width_of
from ctotui.ui.glyphs import Glyphs


def box(width: int, height: int, glyphs: Glyphs, title: str = "", aside: str = "") -> Frame:
    """An empty sheet with a border; `title` stands left in its upper edge and `aside` right."""
    sheet = Frame(max(width, 0), max(height, 0))
    if width < 2 or height < 2:
        return sheet
    left_top, right_top, left_bottom, right_bottom = tuple(glyphs.corners)
    for y, left, right in ((0, left_top, right_top), (height - 1, left_bottom, right_bottom)):
        sheet.fill(1, y, width - 2, glyphs.hline, "muted")
        sheet.put(0, y, left, "muted")
        sheet.put(width - 1, y, right, "muted")
    for y in range(1, height - 1):
        sheet.put(0, y, glyphs.vline, "muted")
        sheet.put(width - 1, y, glyphs.vline, "muted")
    if title:
        sheet.put(2, 0, clip(f" {title} ", width - 4), "text+bold")
    if aside and width_of(title) + width_of(aside) < width - 10:
        sheet.put_right(width - 2, 0, f" {aside} ", "muted")
    return sheet


def caret_line(sheet: Frame, x: int, y: int, width: int, text: str, caret: int, glyphs: Glyphs) -> int:
    """Draw a line being typed with its caret; return how many cells of its start are scrolled out of sight."""
    from ctotui.core.text import clean
    from ctotui.ui.frame import graphemes

    before = width_of(text[:caret])
    hidden = max(before - width + 2, 0)
    column = -hidden
    for part, cells in graphemes(clean(text)):
        if column >= 0 and column + cells <= width:
            sheet.put(x + column, y, part, "text+bold")
        column += cells
    at = x + before - hidden
    if caret < len(text):
        sheet.restyle(at, y, max(width_of(text[caret : caret + 1]), 1), "reverse")
    else:
        sheet.put(at, y, glyphs.caret, "focus+bold")
    sheet.cursor = (at, y)
    return hidden
