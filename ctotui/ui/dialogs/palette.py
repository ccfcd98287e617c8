"""How the palette looks."""

from ctotui.commands.keymap import Keymap
from ctotui.commands.palette import Row, choices
from ctotui.core.state import State
from ctotui.ui.dialogs import picker
from ctotui.ui.frame import Frame, clip, width_of
from ctotui.ui.glyphs import Glyphs

NOTHING = "Nothing matches. Fewer letters find more; esc closes."


def draw(state: State, width: int, height: int, glyphs: Glyphs, keymap: Keymap) -> Frame:
    """The sheet of the palette, sized for a body of `width` × `height`."""
    prompt = state.view.prompt
    assert prompt is not None
    rows = choices(state, keymap)
    size = (width, height)
    return picker.draw(
        prompt, size, glyphs, lambda _wide: ": palette", rows, lambda row: bool(row.reason), _row, NOTHING
    )


def _row(sheet: Frame, y: int, row: Row, right: int) -> int:
    style = "muted" if row.reason else "text"
    sheet.put(4, y, "item" if row.command is None else "cmd", "muted")
    if row.key:
        right = sheet.put_right(right, y, row.key, "focus" if not row.reason else "muted") - 2
    end = sheet.put(9, y, clip(row.label, right - 9), style if row.reason else f"{style}+bold")
    if right - end > 6:
        detail = row.reason or row.detail
        sheet.put(end + 2, y, clip(detail, right - end - 2), "warn" if row.reason else "muted")
    return 9 + width_of(row.label)
