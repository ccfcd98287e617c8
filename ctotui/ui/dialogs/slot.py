"""The line that asks for free time, with what it was understood as and what is offered under it."""

from ctotui.commands.slots import offers
from ctotui.core.civil import clock, day_month, day_name
from ctotui.core.state import State
from ctotui.ui.dialogs.box import box, caret_line
from ctotui.ui.frame import Frame, clip, width_of
from ctotui.ui.glyphs import Glyphs

EXAMPLE = "90m before thu, mornings, 15m off meetings"
HIGH = 9


def draw(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The sheet for a body of `width` × `height`."""
    prompt = state.view.prompt
    assert prompt is not None
    told = offers(state)
    wide = min(width, 100)
    sheet = box(wide, min(HIGH, height), glyphs, f"Find a slot: {told.title or 'something new'}", "EN+SV")
    sheet.put(2, 1, ">", "focus+bold")
    caret_line(sheet, 4, 1, wide - 6, prompt.text, prompt.caret, glyphs)
    room = wide - 6
    if told.problem:
        sheet.put(4, 3, clip(f"{glyphs.overlap} {told.problem}", room, glyphs.ellipsis), "warn+bold")
    else:
        sheet.put(4, 2, clip(told.words, room, glyphs.ellipsis), "muted")
    chosen = min(prompt.choice, max(len(told.found) - 1, 0))
    for index, slot in enumerate(told.found):
        y, here = 3 + index, index == chosen
        day = f"{day_name(slot.start)} {day_month(slot.start).split()[1]}"
        words = f"{day} {clock(slot.start)}{glyphs.dash}{clock(slot.end)}"
        sheet.put(2, y, glyphs.cursor if here else " ", "selection+bold")
        x = sheet.put(4, y, words, "text+bold+reverse" if here else "text+bold")
        why = f" {glyphs.dot} ".join(slot.reasons)
        sheet.put(x + 2, y, clip(why, max(wide - x - 4, 0), glyphs.ellipsis), "muted")
    footer = "tab or arrows choose, enter takes it in hand, esc leaves all as it is"
    sheet.put(4, 7, clip(EXAMPLE if not prompt.text and width_of(EXAMPLE) < room else footer, room), "muted")
    return sheet
