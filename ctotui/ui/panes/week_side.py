"""Beside the week on a wide screen: what waits to be planned, the big three, hours by list, where an hour is free."""

from ctotui.core import timesheet
from ctotui.core.capacity import load
from ctotui.core.civil import WEEKDAYS, clock_face, day_month, week_of
from ctotui.core.duration import clock as hours
from ctotui.core.duration import spoken
from ctotui.core.items import due_day
from ctotui.core.preview import preview_on
from ctotui.core.state import State
from ctotui.core.tracked import act_est
from ctotui.core.tray import Unplanned, tray
from ctotui.core.week import big_three, free, shown
from ctotui.ui.frame import Frame, Target, clip
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes import proposals
from ctotui.ui.panes.figures import figures, priority

FREE = 60
"""Minutes from which a free run is listed."""
STARS = 3
LISTS = 8
Rows = list[tuple[str, str]]
"""What stands at the left and at the right of each row of a section, its title first."""


def draw(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The tray above, sums and free runs below, behind a line at the left; else what is offered. Raises NotLoaded."""
    frame = Frame(max(width, 0), max(height, 0))
    frame.fill(0, 0, 1, glyphs.vline, "muted", height)
    if state.view.offer is not None:
        frame.fill(1, 0, width - 1, glyphs.hline, "muted")
        frame.put(2, 0, clip(f" {state.view.offer.title} ", width - 4, glyphs.ellipsis), "focus+bold")
        frame.stamp(proposals.draw(state, width - 2, height - 1, glyphs), 1, 1)
        return frame
    waiting = tray(state.plan, state.settings, state.now)
    end = frame.put(1, 0, f"{glyphs.hline} Tray {glyphs.dot} unplanned ", "muted")
    end = frame.put(end, 0, f"{glyphs.hline} {spoken(sum(one.minutes for one in waiting))} ", "muted")
    frame.fill(end, 0, width - end, glyphs.hline, "muted")
    sections = [_big_three(state, glyphs), _areas(state), _hours(state, glyphs), _free(state, glyphs)]
    below = sum(len(rows) + 1 for rows in sections)
    y = _tray(frame, state, waiting, max(height - below, 8), glyphs)
    for rows in sections:
        for offset, (left, right) in enumerate(rows):
            style = "text" if offset else "text+bold"
            x = frame.put_right(width - 2, y + 1 + offset, right, style)
            frame.put(2, y + 1 + offset, clip(left, x - 3, glyphs.ellipsis), style)
        y += len(rows) + 1 if rows else 0
    return frame


def _big_three(state: State, glyphs: Glyphs) -> Rows:
    """The starred items with tracked of estimated time (S4)."""
    rows = [
        (f"{glyphs.star} {item.title}", figures(*act_est(state.plan, item, state.now), glyphs))
        for item in big_three(state.plan)[:STARS]
    ]
    return [("BIG THREE", "act/est"), *rows] if rows else []


def _areas(state: State) -> Rows:
    """Plan and capacity, of all days shown, of the areas that have hours of their own; ``!`` where a day is over."""
    rows = Rows()
    for name, _week in state.settings.area_hours:
        loads = [load(preview_on(state, day), day, state.settings, name) for day in shown(state)]
        over = " !" if any(one.over for one in loads) else ""
        sums = f"{spoken(sum(one.planned for one in loads))} of {spoken(sum(one.capacity for one in loads))}"
        rows.append((name, sums + over))
    return [("OTHER HOURS", "plan"), *rows] if rows else []


def _hours(state: State, glyphs: Glyphs) -> Rows:
    """Planned and tracked time of the week by list."""
    minute = state.now.replace(second=0, microsecond=0)
    sheet = timesheet.week(state.plan, week_of(shown(state)[0], state.settings.week_start), state.settings.zone, minute)
    rows = [(row.label, f"{_sum(row.planned, glyphs)} {_sum(row.actual, glyphs)}") for row in sheet.rows[:LISTS]]
    return [("HOURS", " plan   act"), *rows] if rows else []


def _sum(minutes: tuple[int, ...], glyphs: Glyphs) -> str:
    return f"{hours(sum(minutes)) if any(minutes) else glyphs.dash:>5}"


def _free(state: State, glyphs: Glyphs) -> Rows:
    """Where a run of an hour or more begins, two a row."""
    found = free(state.plan, shown(state), state.settings, state.wall, FREE)
    words = [f"{WEEKDAYS[moment.weekday()]} {clock_face(moment)}" for moment in found]
    pairs = ["  ".join(words[index : index + 2]) for index in range(0, len(words), 2)] or ["none this week"]
    return [(f"FREE {glyphs.at_least} {FREE}m", ""), *((pair, "") for pair in pairs)]


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
        frame.target(2, y, frame.width - 2, Target("tray", one.item.id), 1 + bool(note))
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
