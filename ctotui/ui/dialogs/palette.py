"""How the palette looks."""

from ctotui.commands.keymap import Keymap
from ctotui.commands.palette import Row, choices
from ctotui.core.state import State
from ctotui.ui.dialogs.box import box, caret_line
from ctotui.ui.frame import Frame, Target, clip, width_of
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.scroll import first_visible


def draw(state: State, width: int, height: int, glyphs: Glyphs, keymap: Keymap) -> Frame:
    """The sheet of the palette, sized for a body of `width` × `height`."""
    prompt = state.view.prompt
    assert prompt is not None
    rows = choices(state, keymap)
    wide, high = min(max(width - 12, 40), 100, width), min(height, 17 if height < 40 else 24)
    sheet = box(wide, high, glyphs, ": palette", f"{len(rows)} found")
    sheet.put(2, 1, ">", "focus+bold")
    caret_line(sheet, 4, 1, wide - 6, prompt.text, prompt.caret, glyphs)
    room = max(high - 3, 0)
    chosen = min(prompt.choice, max(len(rows) - 1, 0))
    first = first_visible(len(rows), room, chosen)
    for line, row in enumerate(rows[first : first + room]):
        _draw_row(sheet, 2 + line, row, first + line, chosen, wide, glyphs)
    if not rows:
        sheet.put(4, 2, clip("Nothing matches. Fewer letters find more; esc closes.", wide - 6), "muted")
    return sheet


def _draw_row(sheet: Frame, y: int, row: Row, index: int, chosen: int, wide: int, glyphs: Glyphs) -> None:
    style = "muted" if row.reason else "text"
    kind = "item" if row.command is None else "cmd"
    mark = glyphs.cursor if index == chosen else glyphs.dash if row.reason else " "
    sheet.put(2, y, mark, "selection+bold" if index == chosen else "muted")
    sheet.put(4, y, kind, "muted")
    right = wide - 2
    if row.key:
        right = sheet.put_right(right, y, row.key, "focus" if not row.reason else "muted") - 2
    end = sheet.put(9, y, clip(row.label, right - 9), style if row.reason else f"{style}+bold")
    detail = row.reason or row.detail
    if right - end > 6:
        sheet.put(end + 2, y, clip(detail, right - end - 2), "warn" if row.reason else "muted")
    if index == chosen:
        sheet.restyle(4, y, max(width_of(row.label) + 5, 1), "reverse")
    sheet.target(1, y, wide - 2, Target("choice", str(index)))
