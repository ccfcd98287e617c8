"""Beside the month on a wide screen: all of the cursor's day."""

from datetime import date, datetime

from ctotui.core.capacity import headline
from ctotui.core.civil import clock_face, day_month, day_name, odd_length, week_name
from ctotui.core.duration import clock as hours
from ctotui.core.holidays import label
from ctotui.core.memo import recall
from ctotui.core.month import of_month
from ctotui.core.state import State
from ctotui.ui.frame import Frame, clip
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes import area_loads
from ctotui.ui.panes.month import sign_of, state_of


def draw(state: State, day: date, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The day as a list, behind a line at the left. Raises NotLoaded."""
    minute = state.now.replace(second=0, microsecond=0)
    key = ("month side", day, width, height, state.settings, minute, glyphs.name)
    drawn, rows = recall(state.plan, key, lambda: _draw(state, day, width, height, glyphs))
    frame = Frame(width, height)
    frame.stamp(drawn, 0, 0)
    y = rows.get(state.view.block, -1) if state.view.block else -1
    if y >= 0:
        frame.put(1, y, glyphs.cursor, "focus+bold")
    return frame


def _draw(state: State, day: date, width: int, height: int, glyphs: Glyphs) -> tuple[Frame, dict[str, int]]:
    frame, rows = Frame(width, height), dict[str, int]()
    cell = of_month(state.plan, day, state.settings)[day]
    frame.fill(0, 0, 1, glyphs.vline, "muted", height)
    odd = odd_length(day, state.settings.zone)
    name = f"{day_name(day)} {day_month(day).split()[1]} {day.year} {week_name(day)}"
    end = frame.put(2, 0, name, "now+bold" if day == state.today else "text+bold")
    frame.put(end + 1, 0, odd, "warn")
    style = "warn+bold" if cell.load.over else "text"
    frame.put(2, 1, headline(cell.load, glyphs.dot), style, width - 3)
    beside = area_loads.loads(state.plan, day, state.settings, glyphs)
    for y, (words, style) in enumerate(beside, 2):
        frame.put(2, y, words, style, width - 2)
    frame.put(2, 2 + len(beside), label(day, state.settings), "protected", width - 3)
    top = 3 + len(beside)
    room = max(height - top, 0)
    shown = cell.found if len(cell.found) <= room else cell.found[: max(room - 1, 0)]
    for y, one in enumerate(shown, top):
        start = clock_face(one.start) if isinstance(one.start, datetime) else "day"
        frame.put(2, y, start, "muted")
        frame.put(8, y, *sign_of(state, cell, one, glyphs))
        over, mark = state_of(one, state, glyphs)
        right = frame.put_right(width, y, hours(one.minutes) if not one.all_day else "", "muted")
        right = frame.put_right(right, y, f"{mark} ", "done") if mark else right
        frame.put(9, y, clip(one.title, right - 10, glyphs.ellipsis), "muted" if over else "text")
        rows[one.id] = y
    if len(shown) < len(cell.found):
        frame.put(2, top + len(shown), f"+{len(cell.found) - len(shown)}", "warn+bold")
    elif not cell.found and height > top:
        frame.put(2, top, "nothing is planned; a adds", "muted", width - 3)
    return frame, rows
