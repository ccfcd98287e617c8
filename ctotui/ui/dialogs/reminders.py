"""The list of reminders, over a pane."""

from datetime import datetime

from ctotui.core import reminders
from ctotui.core.civil import DAY, clock, day_bounds, day_name, wall
from ctotui.core.model import CLOSED, Item
from ctotui.core.reminders import Reminder
from ctotui.core.state import State
from ctotui.ui.dialogs.box import box
from ctotui.ui.frame import Frame, clip
from ctotui.ui.glyphs import Glyphs

Row = tuple[str, str, str]
"""When, words and style."""


def rows(state: State) -> list[Row]:
    """What is still to come today, then what was shown, the newest first. Raises NotLoaded."""
    later = day_bounds(state.today, state.settings.zone)[1]
    coming = reminders.between(state.plan, state.settings, state.now, later)
    found: list[Row] = [("", "STILL TO COME TODAY", "focus+bold")] if coming else []
    found += [_row(one, state, one.fires, "text") for one in coming]
    found += [("", "SHOWN", "focus+bold")] if state.view.reminders else []
    for one in reversed(state.view.reminders):
        item = state.plan.find(one.item)
        over = not isinstance(item, Item) or item.status in CLOSED or one.at < state.now - DAY
        found.append(_row(one, state, one.fires, "muted" if over else "text"))
    return found or [("", "Nothing yet: meetings, deadlines, follow-ups and what has remind:10m come here.", "muted")]


def _row(one: Reminder, state: State, moment: datetime, style: str) -> Row:
    shown = wall(moment, state.settings.zone)
    when = clock(shown) if shown.date() == state.today else f"{day_name(shown)} {clock(shown)}"
    return when, reminders.words(one, min(one.at, max(state.now, one.fires)), state.settings.zone), style


def draw(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The sheet for a body of `width` × `height`, from row `view.choice` on."""
    found = rows(state)
    wide = min(width, 100)
    high = min(len(found) + 2, height)
    sheet = box(wide, high, glyphs, "Reminders")
    first = min(state.view.choice, max(len(found) - high + 2, 0))
    for y, (when, text, style) in enumerate(found[first : first + high - 2], 1):
        sheet.put(2, y, when, "muted")
        sheet.put(15 if when else 2, y, clip(text, wide - (17 if when else 4), glyphs.ellipsis), style)
    return sheet
