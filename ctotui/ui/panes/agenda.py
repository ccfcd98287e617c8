"""The calendar as a list: weeks, days and blocks under each other, empty days folded, without an end (S7)."""

from datetime import date, datetime

from ctotui.core import agenda_rows
from ctotui.core.agenda import Instance
from ctotui.core.agenda_rows import WEEK, Row
from ctotui.core.capacity import headline
from ctotui.core.civil import DAY, clock_face, day_month, day_name, day_of, odd_length, week_of_iso
from ctotui.core.duration import clock as hours
from ctotui.core.duration import spoken
from ctotui.core.memo import recall
from ctotui.core.model import Item
from ctotui.core.selection import item_of
from ctotui.core.state import State
from ctotui.core.today import Times
from ctotui.ui.frame import Frame, Run, Target, clip, width_of
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes.figures import figures, priority
from ctotui.ui.panes.month import sign_of, state_of
from ctotui.ui.scroll import first_visible

WIDE, SIDE = 140, 48
"""Columns from which the inspector stands at the right, and the cells that it takes (S2)."""
TITLE = 16
"""Column of the titles."""


def draw(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The body of the pane. Raises NotLoaded."""
    frame = Frame(max(width, 0), max(height, 0))
    left = width - SIDE if width >= WIDE else width
    if left <= TITLE or height <= 0:
        return frame
    found, here = agenda_rows.rows(state, 2 * height)
    first = first_visible(len(found), height, max(here, 0))
    minute = state.now.replace(second=0, microsecond=0)
    key = ("agenda", found[first].day, first, left, height, state.settings, minute, glyphs.name)
    frame.stamp(recall(state.plan, key, lambda: _picture(state, found[first : first + height], left, glyphs)), 0, 0)
    if here >= 0:
        y, free = here - first, found[here].kind == "day"
        frame.put(0, y, glyphs.cursor, "focus+bold")
        if free:
            frame.put(left - 6, y, clock_face(state.view.moment), "focus+bold")
        one = found[here].one
        x, cells = (1, 10) if one is None else (TITLE - 1, min(width_of(one.title) + 1, left - TITLE - 14))
        frame.restyle(x, y, max(cells, 1), "reverse")
        frame.cursor = (x, y)
    if left < width:
        from ctotui.ui.panes import inspector

        frame.fill(left, 0, 1, glyphs.vline, "muted", height)
        chosen = item_of(state, state.view.block) if state.view.block else ""
        frame.stamp(inspector.draw(state, chosen, SIDE - 1, height, glyphs), left + 1, 0)
    return frame


def _picture(state: State, rows: list[Row], width: int, glyphs: Glyphs) -> Frame:
    """The rows without the cursor; where the first is within a day, that stands in its own place."""
    frame = Frame(width, len(rows))
    times = recall(state.plan, ("times", _minute(state)), lambda: Times(state.plan, _minute(state)))
    for y, row in enumerate(rows):
        match row.kind:
            case "week":
                _week(frame, row, y, glyphs)
            case "day":
                _day(frame, state, row, y, glyphs)
            case "empty":
                _empty(frame, state, row, y, glyphs)
            case "now":
                words = f"{glyphs.hline * 2} {clock_face(state.wall)} "
                end = frame.put(2, y, words, "now")
                frame.fill(end, y, max(width - 1 - end, 0), glyphs.hline, "now")
            case "block":
                assert row.one is not None
                _block(frame, state, row.day, row.one, y, times, glyphs)
    return frame


def _minute(state: State) -> datetime:
    return state.now.replace(second=0, microsecond=0)


def _week(frame: Frame, row: Row, y: int, glyphs: Glyphs) -> None:
    """``─ v11 · 9–15 Mar 2026 ── plan 20h15 of 24h50 · 2 over ─``."""
    frame.fill(0, y, frame.width, glyphs.hline, "muted")
    frame.put(1, y, f" {week_of_iso(row.day)} {glyphs.dot} {_span(row.day, row.until, glyphs)} ", "text+bold")
    planned = sum(cell.load.planned for cell in row.cells)
    capacity = sum(cell.load.capacity for cell in row.cells)
    over = sum(bool(cell.load.over) for cell in row.cells)
    right = frame.width - 1
    if over:
        right = frame.put_right(right, y, f"{glyphs.dot} {over} over ", "warn+bold")
    frame.put_right(right, y, f" plan {spoken(planned)} of {spoken(capacity)} ", "text")


def _span(first: date, last: date, glyphs: Glyphs) -> str:
    """``9–15 Mar 2026``, ``30 Mar–5 Apr 2026``."""
    start = str(first.day) if (first.year, first.month) == (last.year, last.month) else day_month(first)
    start += f" {first.year}" if first.year != last.year else ""
    return f"{start}{glyphs.dash}{day_month(last)} {last.year}"


def _day(frame: Frame, state: State, row: Row, y: int, glyphs: Glyphs) -> None:
    """Name of the day, today said so, and its load."""
    today = row.day == state.today
    frame.target(0, y, frame.width, _slot(state, row.day))
    end = frame.put(1, y, f"{day_name(row.day)} {day_month(row.day).split()[1]}", "now+bold" if today else "text+bold")
    words = " ".join(word for word in ("today" if today else "", odd_length(row.day, state.settings.zone)) if word)
    end = frame.put(end + 1, y, words, "now" if today else "warn") if words else end
    assert row.cell is not None
    load = row.cell.load
    if load.planned or load.capacity:
        end = frame.put(max(end + 2, TITLE + 1), y, headline(load, glyphs.dot), "warn+bold" if load.over else "muted")
    frame.put(max(end + 2, TITLE + 1), y, row.note, "protected", max(frame.width - 8 - max(end + 2, TITLE + 1), 0))


def _empty(frame: Frame, state: State, row: Row, y: int, glyphs: Glyphs) -> None:
    """One day, or several, on which nothing stands."""
    today = row.day == state.today
    words = f"{day_name(row.day)} {day_month(row.day).split()[1]}"
    if row.until > row.day:
        tail = f"{day_name(row.until)} {day_month(row.until).split()[1]}"
        words += f" {glyphs.dash} {tail}" + (f" {row.until.year}" if row.until.year != state.today.year else "")
    frame.target(0, y, frame.width, _slot(state, row.day))
    end = frame.put(1, y, words, "now+bold" if today else "muted")
    count = (row.until - row.day).days + 1
    more = f" ({count} days)" if count > 7 else ""
    end = frame.put(max(end + 2, TITLE + 1), y, f"{'today: ' if today else ''}nothing planned{more}", "muted")
    frame.put(end + 2, y, row.note, "protected", max(frame.width - end - 3, 0))
    if count % 7 == 0:
        weeks = [week_of_iso(row.day), week_of_iso(row.until + DAY - WEEK)]
        frame.put_right(frame.width - 1, y, glyphs.dash.join(dict.fromkeys(weeks)), "muted")


def _slot(state: State, day: date) -> Target:
    time = state.view.moment.time() if state.view.moment.year > 1970 else datetime.min.time()
    return Target("slot", datetime.combine(day, time).isoformat())


def _block(frame: Frame, state: State, day: date, one: Instance, y: int, times: Times, glyphs: Glyphs) -> None:
    """Time, sign, title, list, and tracked of estimated time (S4)."""
    frame.target(0, y, frame.width, Target("block", one.id))
    over, mark = state_of(one, state, glyphs)
    frame.put(2, y, _time(one, day, glyphs), "muted")
    cell = agenda_rows.cell_of(state, day)
    runs = times.running == one.item and one.begins <= state.now < one.ends
    sign = (glyphs.running, "running") if runs else sign_of(state, cell, one, glyphs)
    frame.put(TITLE - 1, y, *sign)
    found = recall(state.plan, ("item", one.item), lambda: state.plan.find(one.item))
    item = found if isinstance(found, Item) else None
    aside = _aside(one, item, times.of(one.id if one.recurring else one.item), mark, glyphs)
    right = frame.width - 1 - sum(width_of(text) for text, _style in aside)
    frame.runs(right, y, aside)
    end = frame.put(TITLE, y, clip(one.title, right - TITLE - 1, glyphs.ellipsis), "muted" if over else "text")
    if one.list and end + width_of(one.list) + 4 < right:
        frame.put(end + 2, y, f"/{one.list.partition('/')[2] or one.list}", "muted")


def _time(one: Instance, day: date, glyphs: Glyphs) -> str:
    """``08:00–09:30``; of what began before, or goes on after, the part on this day; ``day 2/3`` of whole days."""
    if not isinstance(one.start, datetime) or not isinstance(one.end, datetime):
        days = (day_of(one.end) - day_of(one.start)).days
        return f"day {(day - day_of(one.start)).days + 1}/{days}" if days > 1 else "all day"
    start = clock_face(one.start) if one.start.date() == day else glyphs.ellipsis
    end = clock_face(one.end) if one.end.date() == day else "24:00" if one.end.date() == day + DAY else glyphs.ellipsis
    if one.end.date() == day + DAY and one.end > datetime.combine(day + DAY, datetime.min.time()):
        end = glyphs.ellipsis
    return f"{start}{glyphs.dash}{end}"


def _aside(one: Instance, item: Item | None, actual: int, mark: str, glyphs: Glyphs) -> list[Run]:
    """Done or priority, then figures: tracked of estimated, else fixed or the length."""
    if one.status == "dropped":
        return [("dropped", "muted")]
    estimate = item.estimate if item is not None and item.estimate is not None else one.minutes
    if actual:
        numbers = figures(actual, estimate, glyphs)
    elif one.all_day:
        numbers = ""
    else:
        numbers = "fixed" if one.fixed else hours(one.minutes)
    level = priority(item)
    signs = [(mark, "done")] if mark else [(level, "warn+bold" if "!" in level else "muted")]
    return [*signs, (f" {numbers:>10}", "text")]
