"""How the choice of what an item waits for looks."""

from ctotui.commands.blockers import Row, rows
from ctotui.core.model import CLOSED, Item
from ctotui.core.state import State
from ctotui.ui.dialogs import picker
from ctotui.ui.frame import Frame, clip
from ctotui.ui.glyphs import Glyphs

NOTHING = "No open item matches. Fewer letters find more; esc leaves."


def draw(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The sheet of the choice, sized for a body of `width` × `height`."""
    prompt = state.view.prompt
    assert prompt is not None
    item = state.plan.find(prompt.subject)
    title = item.title if isinstance(item, Item) else ""

    def row(sheet: Frame, y: int, one: Row, right: int) -> int:
        return _row(sheet, y, one, right, glyphs)

    return picker.draw(
        prompt,
        (width, height),
        glyphs,
        lambda wide: f"{clip(title, wide - 32)} waits for",
        rows(state),
        lambda one: bool(one.reason),
        row,
        NOTHING,
    )


def _row(sheet: Frame, y: int, row: Row, right: int, glyphs: Glyphs) -> int:
    sheet.put(4, y, glyphs.marked if row.blocks else " ", "focus+bold")
    aside = row.reason or (row.item.status if row.item.status in CLOSED else "blocks it" if row.blocks else "")
    if aside:
        right = sheet.put_right(right, y, clip(aside, (right + 2) // 3), "warn" if row.reason else "focus") - 2
    end = sheet.put(6, y, f"{row.short} ", "muted")
    end = sheet.put(end, y, clip(row.item.title, right - end), "muted" if row.reason else "text+bold")
    if right - end > 6:
        sheet.put(end + 2, y, clip(row.item.list or "inbox", right - end - 2), "muted")
    return end
