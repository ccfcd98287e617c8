"""What a very wide screen adds to Today: a small month and tomorrow (S2)."""

from datetime import date, datetime, timedelta

from ctotui.core import agenda, capacity
from ctotui.core.civil import DAY, MONTHS, WEEKDAYS, clock_face, day_month, day_name, week_name, week_of
from ctotui.core.errors import NotLoaded
from ctotui.core.holidays import working_hours
from ctotui.core.memo import recall
from ctotui.core.state import State
from ctotui.ui.frame import Frame, clip
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes import area_loads, calendar_colour

MONTH = 8
"""Rows of the month: its name, the weekdays, six weeks."""
ROWS = MONTH + 8
"""Rows that month and tomorrow take."""


def draw(state: State, day: date, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The month of `day`, then what stands on the day after today."""
    key = ("outlook", day, state.today, width, height, state.settings, glyphs.name)
    return recall(state.plan, key, lambda: _draw(state, day, width, height, glyphs))


def _draw(state: State, day: date, width: int, height: int, glyphs: Glyphs) -> Frame:
    frame = Frame(max(width, 0), max(height, 0))
    _month(frame, state, day)
    _tomorrow(frame, state, glyphs)
    return frame


def _month(frame: Frame, state: State, day: date) -> None:
    """Weeks with their ISO numbers; today bold, the shown day reversed."""
    start = week_of(day.replace(day=1), state.settings.week_start)
    frame.put(1, 0, f"{MONTHS[day.month - 1]} {day.year}", "muted+bold")
    names = [WEEKDAYS[(state.settings.week_start + column) % 7][:2] for column in range(7)]
    frame.put(6, 1, "  ".join(names), "muted")
    for week in range(6):
        first = start + timedelta(days=7 * week)
        if first.month != day.month and week > 0:
            break
        # The ISO week of the Thursday within, whatever day a week begins on (ISO 8601).
        thursday = first + timedelta(days=(3 - first.weekday()) % 7)
        frame.put(1, 2 + week, week_name(thursday), "muted")
        for column in range(7):
            one = first + timedelta(days=column)
            if one.month == day.month:
                style = (
                    "now+bold" if one == state.today else "text" if working_hours(one, state.settings)[1] else "muted"
                )
                x = 6 + 4 * column
                frame.put(x, 2 + week, f"{one.day:2}", style)
                if one == day:
                    frame.restyle(x, 2 + week, 2, "reverse")


def _tomorrow(frame: Frame, state: State, glyphs: Glyphs) -> None:
    """Load and instances of the next day, with a count of what does not fit."""
    day, zone = state.today + DAY, state.settings.zone
    try:
        found = [one for one in agenda.on_day(state.plan, day, zone) if one.status != "dropped"]
        load = capacity.load(state.plan, day, state.settings)
        beside = area_loads.loads(state.plan, day, state.settings, glyphs)
    except NotLoaded:
        return
    title = f"TOMORROW {day_name(day)} {day_month(day).split()[1]}"
    end = frame.put(1, MONTH, title, "muted+bold")
    frame.put(end + 2, MONTH, capacity.headline(load, glyphs.dot), "warn+bold" if load.over else "text")
    for y, (words, style) in enumerate(beside, MONTH + 1):
        frame.put(end + 2, y, words, style)
    top = MONTH + 1 + len(beside)
    room = frame.height - top
    shown = found if len(found) <= room else found[: max(room - 1, 0)]
    for y, one in enumerate(shown, top):
        start = clock_face(one.start) if isinstance(one.start, datetime) else "day  "
        sign, role = calendar_colour.sign(state, one, glyphs)
        frame.put(3, y, start, "muted")
        frame.put(9, y, sign, role)
        frame.put(10, y, clip(one.title, frame.width - 11, glyphs.ellipsis))
    if len(shown) < len(found):
        frame.put(3, top + len(shown), f"+{len(found) - len(shown)}", "warn+bold")
    elif not found:
        frame.put(3, top, "nothing yet", "muted")
