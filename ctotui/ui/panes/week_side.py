"""Beside the week on a wide screen: what waits to be planned, and where an hour is free."""

from ctotui.core.civil import WEEKDAYS, clock, day_month
from ctotui.core.duration import clock as hours
from ctotui.core.duration import spoken
from ctotui.core.items import due_day
from ctotui.core.state import State
from ctotui.core.tray import Unplanned, tray
from ctotui.core.week import free, shown
from ctotui.ui.frame import Frame, clip
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes.figures import priority

FREE = 60
"""Minutes from which a free run is listed."""


def draw(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The tray above, the free runs of the week below, behind a line at the left. Raises NotLoaded."""
    frame = Frame(max(width, 0), max(height, 0))
    frame.fill(0, 0, 1, glyphs.vline, "muted", height)
    waiting = tray(state.plan, state.settings, state.now)
    title = f"{glyphs.hline} Tray {glyphs.dot} unplanned "
    end = frame.put(1, 0, title, "muted")
    end = frame.put(end, 0, f"{glyphs.hline} {spoken(sum(one.minutes for one in waiting))} ", "muted")
    frame.fill(end, 0, width - end, glyphs.hline, "muted")
    found = free(state.plan, shown(state), state.settings, state.wall, FREE)
    room = height - 5 - (len(found) + 1) // 2
    y = _tray(frame, state, waiting, max(room, 3), glyphs)
    _free(frame, [f"{WEEKDAYS[moment.weekday()]} {clock(moment)}" for moment in found], y + 1, glyphs)
    return frame


def _tray(frame: Frame, state: State, waiting: list[Unplanned], room: int, glyphs: Glyphs) -> int:
    """The rows of the tray, the last counting what has no row; returns the row after them."""
    frame.put(2, 1, "p plans, f fits, in Today" if waiting else "nothing waits to be planned", "muted")
    y = 3
    for index, one in enumerate(waiting):
        note = _note(state, one)
        if y + 1 + bool(note) > room and index < len(waiting) - 1:
            frame.put(2, y, f"+{len(waiting) - index} more", "warn+bold")
            return y + 1
        role = "warn+bold" if one.item.priority in ("high", "urgent") else "muted"
        frame.put(2, y, priority(one.item) or glyphs.open, role)
        left = frame.put_right(frame.width - 2, y, hours(one.minutes))
        frame.put(5, y, clip(one.item.title, left - 6, glyphs.ellipsis))
        if note:
            frame.put(5, y + 1, clip(note, frame.width - 6, glyphs.ellipsis), "muted")
        y += 1 + bool(note)
    return y


def _note(state: State, one: Unplanned) -> str:
    """When it is due, and how often it was put off."""
    due, words = due_day(one.item), []
    if due is not None:
        words.append(
            f"OVER {(state.today - due).days}d"
            if due < state.today
            else f"due {WEEKDAYS[due.weekday()]} {day_month(due)}"
        )
    if one.item.carried > 1:
        words.append(f"carried {one.item.carried} times" + (" !" if one.item.carried > 2 else ""))
    return ", ".join(words)


def _free(frame: Frame, runs: list[str], y: int, glyphs: Glyphs) -> None:
    frame.put(2, y, f"FREE {glyphs.at_least} {FREE}m", "text+bold")
    if not runs:
        frame.put(2, y + 1, "none this week", "muted")
    for index, words in enumerate(runs):
        frame.put(2 + index % 2 * 11, y + 1 + index // 2, words, "text", frame.width - 3)
