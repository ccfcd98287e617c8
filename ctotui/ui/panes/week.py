"""The week: seven days side by side with their load, the all-day strip, and on wide screens what waits (S2, S6, S8)."""

from dataclasses import dataclass
from datetime import date, datetime

from ctotui.core import agenda
from ctotui.core.agenda import Instance
from ctotui.core.capacity import Load, headline, load
from ctotui.core.civil import (
    WEEKDAYS,
    clock_face,
    day_month,
    day_name,
    day_of,
    exactly,
    odd_length,
    week_name,
    week_of_iso,
)
from ctotui.core.cursor import focus
from ctotui.core.duration import clock as hours
from ctotui.core.duration import spoken
from ctotui.core.holidays import label
from ctotui.core.preview import preview, preview_on
from ctotui.core.state import State
from ctotui.core.week import focused, shown
from ctotui.ui.frame import Frame, Target, clip
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes import calendar_colour, clock_rows, week_grid, zone_hours
from ctotui.ui.panes.clock_rows import Face
from ctotui.ui.scroll import first_visible

TIME = 6
"""Cells of the time column."""
SIDE = 28
"""Cells of the part at the right, on wide screens."""
WIDE = 140
ROOMY = 40
"""Columns for the part at the right, and rows for load bars, rules and quarters of an hour (S2)."""
SPELT, FIGURES = 34, 18
"""Cells of a day from which its load is a sentence, and from which overload is a number on a low screen too."""
NARROW = 2
"""Cells of a day off where columns are scarce."""
STRIP = 3
"""Most rows of the all-day strip (S6)."""


@dataclass(frozen=True, slots=True)
class Column:
    """Where one day stands: its cells from `x`, the last of them a gutter."""

    day: date
    x: int
    width: int


def draw(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The body of the pane. Raises NotLoaded."""
    margin = zone_hours.margin(state, width)
    frame = Frame(max(width - margin, 0), max(height, 0))
    width = frame.width
    roomy = height >= ROOMY
    left = width - SIDE if width >= WIDE else width
    columns = _columns(state, left, width)
    top = _head(frame, state, columns, left, roomy, glyphs)
    top += _strip(frame, state, columns, top, glyphs)
    bottom = height - 1 if roomy else height
    rows, step = range(0), 15 if roomy else 30
    face = clock_rows.face(shown(state), state.settings.zone, step)
    if bottom > top:
        rows = _grid(frame, state, columns, (top, bottom - top), face, step, glyphs)
    if roomy:
        _legend(frame, state, left, height - 1, glyphs)
    if left < width:
        from ctotui.ui.panes import week_side

        frame.stamp(week_side.draw(state, width - left, height - 1 if roomy else height, glyphs), left, 0)
    if not margin:
        return frame
    return zone_hours.beside(state, frame, top, _instants(state, tuple(face[row] for row in rows), step), head=True)


def _instants(state: State, rows: Face, step: int) -> list[datetime | None]:
    """When the labelled rows begin on the cursor's day; None where its clocks skip them, or show them but once."""
    day, zone = focused(state), state.settings.zone
    skipped = clock_rows.skipped(day, zone, rows, step)
    moments = [exactly(clock_rows.moment_of(day, row), zone) for row in rows]
    return [None if index in skipped or rows[index][0] % 30 else moment for index, moment in enumerate(moments)]


def _is_off(day: date, state: State) -> bool:
    """Whether a day needs no room: nobody works on it, and its clocks go as always."""
    return state.settings.hours[day.weekday()] == (0, 0) and not odd_length(day, state.settings.zone)


def _columns(state: State, left: int, width: int) -> list[Column]:
    """A column a day; the days off of a week are narrow below 100 cells."""
    days = shown(state)
    scarce = width < 100 and len(days) == 7
    off = {day for day in days if scarce and _is_off(day, state)}
    off = off if len(off) < len(days) else set()
    size = max((left - TIME - NARROW * len(off)) // (len(days) - len(off)), 1)
    columns, x = [], TIME
    for day in days:
        cells = NARROW if day in off else size
        columns.append(Column(day, x, cells))
        x += cells
    return columns


def _head(frame: Frame, state: State, columns: list[Column], left: int, roomy: bool, glyphs: Glyphs) -> int:
    """Names of the days, load of capacity, and where there is room a bar and a rule; returns the rows taken."""
    frame.put(1, 0, week_of_iso(columns[0].day) if len(columns) == 7 else week_name(columns[0].day), "muted")
    frame.put(1, 1, "load", "muted")
    for column in columns:
        today = column.day == state.today
        name = _name(column, state) if column.width > 7 else WEEKDAYS[column.day.weekday()][: max(column.width - 1, 1)]
        x = column.x if column.width <= NARROW else column.x + (2 if roomy else 1)
        if today:
            frame.put(column.x, 0, glyphs.cursor, "now+bold")
        x = frame.put(x, 0, name, "now+bold" if today else "text", column.x + column.width - x)
        held = load(preview_on(state, column.day), column.day, state.settings)
        _load(frame, column, held, roomy, glyphs)
        _holiday(frame, state, column, x + 1, held, glyphs)
        frame.target(column.x, 0, column.width, Target("day", _at(state, column.day).isoformat()), 2)
    if not roomy:
        return 2
    frame.fill(0, 3, left, glyphs.hline, "muted")
    return 4


def _holiday(frame: Frame, state: State, column: Column, x: int, held: Load, glyphs: Glyphs) -> None:
    """Name of a holiday in place of the load of a day without any, else after the name of the day where it fits."""
    words, end = label(column.day, state.settings), column.x + column.width - 1
    if not words or column.width <= NARROW:
        return
    if not held.capacity and not held.planned:
        frame.put(column.x, 1, clip(words, column.width - 1, glyphs.ellipsis), "protected")
    elif end - x > 3:
        frame.put(x, 0, clip(words, end - x, glyphs.ellipsis), "protected")


def _name(column: Column, state: State) -> str:
    """``Tue 10``; of a day on which clocks change also how long it lasts (S9), with the month where there is room."""
    name = day_name(column.day)
    if column.width >= week_grid.ROOM:
        name += f" {day_month(column.day).split()[1]}"
    odd = odd_length(column.day, state.settings.zone)
    if not odd:
        return name
    return f"{name} {odd}" if len(f"{name} {odd}") < column.width - 1 else f"{column.day.day} {odd}"


def _at(state: State, day: date) -> datetime:
    return datetime.combine(day, focus(state.view).time().replace(fold=0))


def _load(frame: Frame, column: Column, found: Load, roomy: bool, glyphs: Glyphs) -> None:
    room = column.width - 1
    if not found.capacity and (not found.planned or room < 6):
        frame.put(column.x, 1, glyphs.dash if roomy else "-", "muted", 1)
        return
    text = f"{spoken(found.planned)}/{spoken(found.capacity)}"
    role = "warn+bold" if found.over else "text"
    choices = [f"{text} +{hours(found.over)} !", f"{text} !", "!"] if found.over else [f"{text} ok", text, "ok"]
    if room >= SPELT:
        choices = [headline(found, glyphs.dot, "").strip()]
    elif not roomy and room < FIGURES:
        choices = choices[1:]
    frame.put(column.x, 1, next((words for words in choices if len(words) <= room), ""), role, room)
    if roomy and room > 8:
        _bar(frame, column.x, min(room - 2, 15), found, glyphs)


def _bar(frame: Frame, x: int, cells: int, found: Load, glyphs: Glyphs) -> None:
    """``▓▓▓▓▓░░``: planned of capacity; beyond it, capacity of planned, marked."""
    part, whole = (found.capacity, found.planned) if found.over else (found.planned, found.capacity)
    full = round(part * cells / whole) if whole else 0
    frame.fill(x, 2, full, glyphs.full, "warn" if found.over else "flexible")
    frame.fill(x + full, 2, cells - full, glyphs.empty, "warn" if found.over else "muted")
    if found.over:
        frame.put(x + cells, 2, "!", "warn+bold")


def _strip(frame: Frame, state: State, columns: list[Column], top: int, glyphs: Glyphs) -> int:
    """All-day and multi-day items, packed into at most three rows, ``+n`` for what has none (S6); returns the rows."""
    first, last = columns[0].day, columns[-1].day
    grab = state.view.grab
    plan = preview(state) if grab is not None and not isinstance(grab.start, datetime) else state.plan
    found = agenda.instances(plan, first, date.fromordinal(last.toordinal() + 1), state.settings.zone)
    packed: list[list[tuple[int, int, Instance]]] = []
    more = [0] * len(columns)
    for one in found:
        if not one.all_day:
            continue
        start = max((day_of(one.start) - first).days, 0)
        end = min((day_of(one.end) - first).days, len(columns))
        row = next((row for row in packed if all(end <= a or b <= start for a, b, _one in row)), None)
        if row is None and len(packed) < min(STRIP, max(frame.height - 8, 0)):
            packed.append(row := [])
        if row is None:
            more[start:end] = [count + 1 for count in more[start:end]]
        else:
            row.append((start, end, one))
    for y, row in enumerate(packed, start=top):
        frame.put(1, y, "day", "muted")
        for start, end, one in row:
            _span(frame, state, columns[start], columns[end - 1], y, one, glyphs)
    for column, count in zip(columns, more, strict=True):
        if count and packed:
            frame.put_right(column.x + max(column.width - 1, 1), top + len(packed) - 1, f"+{count}", "warn+bold")
    return len(packed)


def _span(frame: Frame, state: State, column: Column, last: Column, y: int, one: Instance, glyphs: Glyphs) -> None:
    """One bar of the strip, over all its days."""
    x, end = column.x, last.x + max(last.width - 1, 1)
    sign, role = calendar_colour.sign(state, one, glyphs)
    if state.view.grab is not None and one.id == state.view.grab.id:
        sign, role = glyphs.ghost, "ghost"
    frame.fill(x, y, end - x, glyphs.hline, "muted")
    frame.fill(x, y, 1, sign, role)
    frame.put(x + 1, y, clip(one.title, end - x - 1, glyphs.ellipsis))
    frame.target(x, y, end - x, Target("block", one.id))
    if one.id == state.view.block and state.view.mode != "GRAB":
        frame.put(x - 1, y, glyphs.cursor, "focus+bold")
        frame.restyle(x, y, end - x, "reverse")
        frame.cursor = (x, y)


def _grid(
    frame: Frame,
    state: State,
    columns: list[Column],
    place: tuple[int, int],
    face: Face,
    step: int,
    glyphs: Glyphs,
) -> range:
    """The rows of the day: their times at the left, and a column for each day; returns the rows that are seen."""
    top, height = place
    moment = focus(state.view)
    if moment.year <= 1970:
        moment = state.wall
    days = [week_grid.day(state, preview_on(state, column.day), column.day, face, step) for column in columns]
    row = clock_rows.index(face, moment, step)
    still = days
    if state.view.grab is not None and state.view.grab.dragged:
        still = [week_grid.day(state, state.plan, column.day, face, step) for column in columns]
    first = first_visible(len(face), height, row, _home(state, still, height, step))
    rows = range(first, min(first + height, len(face)))
    _times(frame, state, columns, rows, top, face, step)
    for column, content in zip(columns, days, strict=True):
        week_grid.draw(frame, state, content, (column.x, column.width), rows, top, glyphs)
    return rows


def _home(state: State, days: list["week_grid.Day"], height: int, step: int) -> int:
    """First row while the cursor asks for no other: where work begins, or what stands before it where room is."""
    hours_of = [window for window in state.settings.hours if window[0] < window[1]] or [(480, 1020)]
    opens, closes = min(opens for opens, _ in hours_of), max(closes for _, closes in hours_of)
    low, high = (_row_of(days, minute, step) for minute in (opens, closes))
    earliest = min((day.earliest for day in days), default=low)
    return low - min(max(low - earliest, 0), max(height - (high - low) - 1, 0))


def _row_of(days: list["week_grid.Day"], minute: int, step: int) -> int:
    """The row of a minute of the clock face, which may be midnight at its end."""
    face = days[0].face
    return next((index for index, (begin, _fold) in enumerate(face) if begin + step > minute), len(face))


def _times(frame: Frame, state: State, columns: list[Column], rows: range, top: int, face: Face, step: int) -> None:
    """``08:00``; the row of now shows the time that it is, and that of the cursor the time where it stands."""
    for offset, row in enumerate(rows):
        if face[row][0] % 30 == 0:
            frame.put(0, top + offset, clock_face(clock_rows.moment_of(columns[0].day, face[row])), "muted")
    days = [column.day for column in columns]
    view = state.view
    marks = [(state.wall, "now+bold")] if state.today in days else []
    if not view.block and view.mode != "GRAB" and view.moment.year > 1970:
        marks.append((view.moment, "focus+bold"))
    for moment, style in marks:
        row = clock_rows.index(face, moment, step)
        if row in rows:
            frame.put(0, top + row - rows.start, clock_face(moment), style)


def _legend(frame: Frame, state: State, left: int, y: int, glyphs: Glyphs) -> None:
    """What the signs mean, where there is a row for it."""
    settings = state.settings
    frame.fill(0, y, frame.width, glyphs.hline, "muted")
    words = (
        f" {glyphs.fixed} fixed  {glyphs.flexible} flexible  {glyphs.running} running  {glyphs.protected} protected"
        f"  {glyphs.clash} conflict {glyphs.vline} buffer {settings.buffer}m around fixed {glyphs.vline} "
        f"slot {settings.slot}m "
    )
    frame.put(2, y, clip(words, left - 2, glyphs.ellipsis), "muted")
