"""The week of the Time pane: tracked minutes by list and day, beside what was planned (T10, T14)."""

from datetime import datetime

from ctotui.core import duration
from ctotui.core.civil import WEEKDAYS, day_month, day_name, week_name
from ctotui.core.state import State
from ctotui.core.timesheet import Row, Sheet
from ctotui.ui.frame import Frame, Target, clip
from ctotui.ui.glyphs import Glyphs


class _Columns:
    """Right edges of the figures for a width: the days shown, then act, plan and diff."""

    def __init__(self, sheet: Sheet, width: int) -> None:
        wide = width >= WIDE
        weekend = any(sheet.total.actual[n] for n, day in enumerate(sheet.days) if day.weekday() >= 5)
        self.days = [n for n, day in enumerate(sheet.days) if wide or weekend or day.weekday() < 5]
        self.difference = width - (1 if wide else 3)
        self.plan, self.actual, last = (self.difference - back for back in (7, 15, 23))
        least = 24 if wide else 12
        self.pitch = next((size for size in (8, 7, 6) if last - size * len(self.days) >= least), 5)
        self.edges = [last - self.pitch * (len(self.days) - 1 - n) for n in range(len(self.days))]
        self.label = max(self.edges[0] - self.pitch, 4)


WIDE = 100
"""Width from which the weekend and the sums of the plan are shown, and items where there is room."""
Rows = list[tuple[Row, str]]
"""Rows of the sheet with their styles."""


def rows_for(sheet: Sheet, width: int, room: int) -> Rows:
    """The rows that fit in `room`: with all items, with those that were worked on, or the lists alone.

    Lists that do not fit either are counted and summed in one row.
    """
    if width >= WIDE:
        for worked in (False, True):
            rows: Rows = []
            for group in sheet.rows:
                rows.append((group, "text+bold"))
                rows += [(item, "text") for item in group.items if any(item.actual) or not worked]
            if len(rows) <= room:
                return rows
    if len(sheet.rows) <= room:
        return [(group, "text") for group in sheet.rows]
    shown = max(room - 1, 0)
    return [*((group, "text") for group in sheet.rows[:shown]), (_together(sheet.rows[shown:]), "muted")]


def height_of(rows: Rows, width: int) -> int:
    """Rows of screen that `draw` takes for them."""
    return len(rows) + (4 if width >= WIDE else 3)


def draw(state: State, sheet: Sheet, rows: Rows, width: int, height: int, glyphs: Glyphs) -> Frame:
    """Heading, a row for each list (and item, where there is room), and the totals."""
    frame = Frame(width, height)
    columns = _Columns(sheet, width)
    _rule(frame, sheet, glyphs)
    _heads(frame, state, sheet, columns, len(rows) > len(sheet.rows), glyphs)
    for y, (row, style) in enumerate(rows, 2):
        _row(frame, y, row, columns, style, glyphs)
    y = len(rows) + 2
    _row(frame, y, sheet.total, columns, "text+bold", glyphs)
    if width >= WIDE:
        _planned(frame, y + 1, sheet, columns)
    return frame


def _heads(frame: Frame, state: State, sheet: Sheet, columns: _Columns, items: bool, glyphs: Glyphs) -> None:
    frame.put(1, 1, "list / item" if items else "list", "muted")
    for edge, n in zip(columns.edges, columns.days, strict=True):
        day = sheet.days[n]
        name = day_name(day) if columns.pitch > 6 else f"{WEEKDAYS[day.weekday()][:2]} {day.day}"
        chosen = day == state.view.moment.date()
        frame.put_right(edge, 1, f"{glyphs.cursor if chosen else ''}{name}", "focus+bold" if chosen else "text")
        moment = datetime.combine(day, state.view.moment.time())
        frame.target(edge - columns.pitch, 1, columns.pitch, Target("slot", moment.isoformat()), frame.height - 1)
    for edge, name in ((columns.actual, "act"), (columns.plan, "plan"), (columns.difference, "diff")):
        frame.put_right(edge, 1, name, "muted")


def _rule(frame: Frame, sheet: Sheet, glyphs: Glyphs) -> None:
    frame.fill(0, 0, frame.width, glyphs.hline, "muted")
    x = frame.put(1, 0, f" Timesheet {week_name(sheet.start)} ", "text+bold")
    frame.put(x, 0, f"{glyphs.dot} {day_month(sheet.start)}{glyphs.dash}{day_month(sheet.days[-1])} ", "text")
    tracked = sum(sheet.total.actual)
    frame.put_right(frame.width - 2, 0, f" tracked {duration.clock(tracked)} ", "text")


def _together(rows: tuple[Row, ...]) -> Row:
    actual = tuple(sum(row.actual[n] for row in rows) for n in range(7))
    planned = tuple(sum(row.planned[n] for row in rows) for n in range(7))
    return Row(f"+{len(rows)} more", "", actual, planned)


def _row(frame: Frame, y: int, row: Row, columns: _Columns, style: str, glyphs: Glyphs) -> None:
    indent = 1 if row.items or not row.key else 3
    frame.put(indent, y, clip(row.label, columns.label - indent, glyphs.ellipsis), style)
    for edge, n in zip(columns.edges, columns.days, strict=True):
        if row.actual[n] or n in row.corrected:
            frame.put_right(edge, y, duration.clock(row.actual[n]) + ("*" if n in row.corrected else ""), style)
    frame.put_right(columns.actual, y, duration.clock(sum(row.actual)), style)
    frame.put_right(columns.plan, y, duration.clock(sum(row.planned)), "muted")
    over = row.difference > 0
    frame.put_right(
        columns.difference, y, f"{'+' if over else ''}{duration.clock(row.difference)}", "warn" if over else style
    )


def _planned(frame: Frame, y: int, sheet: Sheet, columns: _Columns) -> None:
    frame.put(1, y, "planned", "muted")
    for edge, n in zip(columns.edges, columns.days, strict=True):
        if sheet.total.planned[n]:
            frame.put_right(edge, y, duration.clock(sheet.total.planned[n]), "muted")
    frame.put_right(columns.plan, y, duration.clock(sum(sheet.total.planned)), "muted")
