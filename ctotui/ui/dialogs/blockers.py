"""How the choice of what an item waits for looks."""

from ctotui.commands.blockers import Row, rows
from ctotui.core.model import CLOSED, Item
from ctotui.core.state import State
from ctotui.ui.dialogs.box import box, caret_line
from ctotui.ui.frame import Frame, Target, clip
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.scroll import first_visible


def draw(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The sheet of the choice, sized for a body of `width` × `height`."""
    prompt = state.view.prompt
    assert prompt is not None
    found = rows(state)
    item = state.plan.find(prompt.subject)
    title = item.title if isinstance(item, Item) else ""
    wide, high = min(max(width - 12, 40), 100, width), min(height, 17 if height < 40 else 24)
    sheet = box(wide, high, glyphs, f"{clip(title, wide - 32)} waits for", f"{len(found)} found")
    sheet.put(2, 1, ">", "focus+bold")
    caret_line(sheet, 4, 1, wide - 6, prompt.text, prompt.caret, glyphs)
    room = max(high - 3, 0)
    chosen = min(prompt.choice, max(len(found) - 1, 0))
    first = first_visible(len(found), room, chosen)
    for line, row in enumerate(found[first : first + room]):
        _draw_row(sheet, 2 + line, row, first + line, chosen, wide, glyphs)
    if not found:
        sheet.put(4, 2, clip("No open item matches. Fewer letters find more; esc leaves.", wide - 6), "muted")
    return sheet


def _draw_row(sheet: Frame, y: int, row: Row, index: int, chosen: int, wide: int, glyphs: Glyphs) -> None:
    mark = glyphs.cursor if index == chosen else glyphs.dash if row.reason else " "
    sheet.put(2, y, mark, "selection+bold" if index == chosen else "muted")
    sheet.put(4, y, glyphs.marked if row.blocks else " ", "focus+bold")
    right = wide - 2
    aside = row.reason or (row.item.status if row.item.status in CLOSED else "blocks it" if row.blocks else "")
    if aside:
        right = sheet.put_right(right, y, clip(aside, wide // 3), "warn" if row.reason else "focus") - 2
    end = sheet.put(6, y, f"{row.short} ", "muted")
    end = sheet.put(end, y, clip(row.item.title, right - end), "muted" if row.reason else "text+bold")
    last = end
    if right - end > 6:
        sheet.put(end + 2, y, clip(row.item.list or "inbox", right - end - 2), "muted")
    if index == chosen:
        sheet.restyle(4, y, max(last - 4, 1), "reverse")
    sheet.target(1, y, wide - 2, Target("choice", str(index)))
