"""Time: the week by list, the entries of a day beside their plan, and what that day's plan came to (S2, T7, T11)."""

from dataclasses import replace
from datetime import datetime

from ctotui.core import duration, entry_grab, timesheet
from ctotui.core.accuracy import Accuracy, accuracy
from ctotui.core.civil import clock_face, day_bounds, day_name, wall
from ctotui.core.state import State
from ctotui.core.timesheet import Day, Effort, Line
from ctotui.ui.frame import Frame, Target, clip, width_of
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes import timesheet as sheets
from ctotui.ui.panes.figures import gauge
from ctotui.ui.scroll import first_visible

WIDE = 140
"""Columns of screen from which the plan stands beside the week (S2)."""
_SIDE = 59
_BAR = 16
_SCALE = 90
"""Minutes that a whole bar stands for."""


def draw(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The body of the Time pane. Raises NotLoaded for months that are not in memory."""
    frame = Frame(width, height)
    refused = entry_grab.refusal(state)
    state = replace(state, plan=entry_grab.preview(state))
    week, day = timesheet.week_of_state(state), timesheet.day_of_state(state)
    wide = width >= WIDE
    left = width - _SIDE - 1 if wide else width
    entries = min(len(day.lines), max(height // 3, 4)) + 1
    rows = sheets.rows_for(week, left, max(height - entries - sheets.height_of([], left), 1))
    top = min(max(sheets.height_of(rows, left), len(day.efforts) + 3 if wide else 0), max(height - entries, 0))
    frame.stamp(sheets.draw(state, week, rows, left, top, glyphs), 0, 0)
    if wide:
        frame.fill(left, 0, 1, glyphs.vline, "muted", top)
        frame.put(left, 0, glyphs.tee_down, "muted")
        frame.stamp(_beside_plan(day, _SIDE, top, glyphs), left + 1, 0)
    if top < height:
        frame.stamp(_entries(state, day, width, height - top, glyphs), 0, top)
        _accuracy(frame, accuracy(state.plan), top + 1 + max(len(day.lines), 1), glyphs)
        if wide:
            frame.put(left, top, glyphs.tee_up, "muted")
        if refused:
            words = f" {glyphs.clash} {clip(refused, width - 24, glyphs.ellipsis)} "
            frame.put_right(width - 2, top, words, "clash+bold")
    return frame


def _beside_plan(day: Day, width: int, height: int, glyphs: Glyphs) -> Frame:
    """Every item planned or tracked on the day, a bar each, and the sums."""
    frame = Frame(width, height)
    frame.fill(0, 0, width, glyphs.hline, "muted")
    frame.put(1, 0, f" Plan beside actual {glyphs.dot} {day_name(day.day)} ", "text+bold")
    room = height - 3
    shown = day.efforts if len(day.efforts) <= room else day.efforts[: max(room - 1, 0)]
    for y, effort in enumerate(shown, 1):
        _effort(frame, y, effort, glyphs)
    if len(shown) < len(day.efforts):
        frame.put(1, 1 + len(shown), f"+{len(day.efforts) - len(shown)} more", "muted")
    frame.put(1, height - 2, f"{glyphs.full} tracked  {glyphs.empty} planned, left  {glyphs.over} over plan", "muted")
    percent = f"{day.on_plan_percent} %" if day.on_plan_percent is not None else glyphs.dash
    words = [f"on plan {percent}", f"unplanned {duration.clock(day.unplanned)}", f"drift {_signed(day.drift)}"]
    frame.put(1, height - 1, f" {glyphs.dot} ".join(words), "text")
    return frame


def _effort(frame: Frame, y: int, effort: Effort, glyphs: Glyphs) -> None:
    style = "running+bold" if effort.running else "text"
    name = clip(effort.title, 20 if effort.running else 22, glyphs.ellipsis)
    x = frame.put(1, y, name, style)
    if effort.running:
        frame.put(x + 1, y, glyphs.timer, style)
    done = _cells(min(effort.actual, effort.planned))
    over = _cells(max(effort.actual - effort.planned, 0))
    x = frame.put(24, y, glyphs.full * min(done, _BAR), "running" if effort.running else "flexible")
    left = max(_cells(effort.planned) - done, 0)
    x = frame.put(x, y, glyphs.empty * min(left, _BAR - min(done, _BAR)), "muted")
    frame.put(x, y, glyphs.over * min(over, 24 + _BAR - x), "warn")
    figures = f"{duration.clock(effort.actual)}/{duration.clock(effort.planned) if effort.planned else glyphs.dash}"
    x = frame.put(25 + _BAR, y, figures, "text")
    if effort.planned and effort.actual > effort.planned:
        frame.put(x + 1, y, _signed(effort.actual - effort.planned), "warn")


def _cells(minutes: int) -> int:
    """Cells of a bar; the least stretch is one."""
    return max(round(minutes * _BAR / _SCALE), 1) if minutes else 0


def _signed(minutes: int) -> str:
    """``+8m``, ``-10m``, ``0m``."""
    return f"{'+' if minutes > 0 else ''}{minutes}m"


def _entries(state: State, day: Day, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The day line by line: what was tracked, its gaps, and what is planned for later."""
    frame = Frame(width, height)
    _entries_rule(frame, day, glyphs)
    if not day.lines:
        frame.put(1, 1, "Nothing was tracked on this day. T logs past time: T 9-10 hiring call", "muted")
        return frame
    selected = timesheet.selected(state)
    chosen = next((n for n, line in enumerate(day.lines) if selected is not None and line.entry is selected), None)
    room = height - 1
    first = first_visible(len(day.lines), room, chosen or 0)
    for n, line in enumerate(day.lines[first : first + room], first):
        y = 1 + n - first
        hidden = len(day.lines) - n - 1
        if y == room and hidden > 0 and n != chosen:
            frame.put(1, y, f"{glyphs.after} {hidden + 1} more", "muted")
            break
        _line(frame, y, line, day, n == chosen, glyphs)
        if n == chosen and state.view.grab is not None and state.view.grab.kind == "entry":
            frame.put(20, y, glyphs.ghost, "ghost+bold")
    if first:
        frame.put(20, 0, f" {glyphs.before} {first} ", "muted")
    return frame


def _accuracy(frame: Frame, found: tuple[Accuracy, ...], y: int, glyphs: Glyphs) -> None:
    """How estimates held, in the rows that the entries leave (T12)."""
    if not found or frame.height - y < 2:
        return
    y = frame.height - 2
    whole = found[0]
    frame.fill(0, y, frame.width, glyphs.hline, "muted")
    frame.put(1, y, f" Estimate accuracy {glyphs.dot} last {whole.count} finished ", "text+bold")
    side = "longer" if whole.median > 1 else "shorter"
    words = "as long as estimated" if f"{whole.median:.2f}" == "1.00" else f"{side} than estimated"
    frame.put_right(frame.width - 2, y, f" {words} ", "text")
    x = 1
    for one in found:
        spread = f"{one.low:.2f}{glyphs.dash}{one.high:.2f}"
        x = frame.put(x, y + 1, f"{one.name} {one.median:.2f}{glyphs.times} ({spread}) n={one.count}   ", "text")


def _entries_rule(frame: Frame, day: Day, glyphs: Glyphs) -> None:
    frame.fill(0, 0, frame.width, glyphs.hline, "muted")
    frame.put(1, 0, f" Entries {day_name(day.day)} ", "text+bold")
    words = [f"tracked {duration.clock(day.tracked)}", f"gaps {duration.clock(day.gaps)}"]
    if day.on_plan_percent is not None:
        words.append(f"on plan {day.on_plan_percent} %")
    frame.put_right(frame.width - 2, 0, f" {f' {glyphs.dot} '.join(words)} ", "text")


def _line(frame: Frame, y: int, line: Line, day: Day, chosen: bool, glyphs: Glyphs) -> None:
    if line.kind == "planned":
        start, end = (clock_face(wall(moment, line.zone)) for moment in (line.start, line.end or line.start))
        times = f"{start}{glyphs.dash}{end}"
        frame.put(1, y, times, "muted")
        frame.put_right(18, y, duration.clock(line.minutes), "muted")
        frame.put(22, y, clip(f"planned: {line.title}", frame.width - 23, glyphs.ellipsis), "muted")
        return
    style = "running+bold" if line.entry is not None and line.end is None else "text"
    frame.put(1, y, _times(line, day, glyphs), style)
    frame.put_right(18, y, duration.clock(line.minutes), style)
    if line.kind == "gap":
        frame.put(20, y, glyphs.protected, "muted")
        frame.put(22, y, "gap in work hours", "muted")
        frame.put(frame.width - 25 if frame.width < WIDE else 68, y, "f fills", "muted")
        return
    _entry(frame, y, line, style, chosen, glyphs)


def _times(line: Line, day: Day, glyphs: Glyphs) -> str:
    """The part of an entry that lies on the day (T14): ``09:02–09:55``, ``10:06–  …``."""
    if line.entry is not None and line.entry.adjustment is not None:
        return "correction"
    first, past = day_bounds(day.day, line.zone)
    start = clock_face(wall(max(line.start, first), line.zone))
    if line.end is None:
        return f"{start}{glyphs.dash}  {glyphs.ellipsis}"
    return f"{start}{glyphs.dash}{_end(line.end, past, line.zone)}"


def _end(end: datetime, past: datetime, zone: str) -> str:
    return "24:00" if end >= past else clock_face(wall(end, zone))


def _entry(frame: Frame, y: int, line: Line, style: str, chosen: bool, glyphs: Glyphs) -> None:
    entry, item, wide = line.entry, line.item, frame.width >= WIDE
    assert entry is not None
    running = line.end is None
    sign = glyphs.timer if running else "*" if entry.adjustment is not None else glyphs.done
    frame.put(20, y, sign, style)
    places = (22, 60, 76) if wide else (22, frame.width - 37, frame.width - 25)
    title_room = places[1] - places[0] - 1
    frame.put(places[0], y, clip(line.title, title_room, glyphs.ellipsis), style)
    where = "M" if item is not None and item.kind == "meeting" else f"/{item.list.rpartition('/')[2]}" if item else ""
    frame.put(
        places[1], y, clip(where if where != "/" else "inbox", places[2] - places[1] - 1, glyphs.ellipsis), "muted"
    )
    _plan_of(frame, y, places[2], line, wide, glyphs)
    frame.target(0, y, frame.width, Target("entry", entry.id))
    if chosen:
        frame.put(0, y, glyphs.cursor, "focus+bold")
        frame.restyle(1, y, places[0] + min(title_room, width_of(line.title)) - 1, "reverse")
        frame.cursor = (1, y)


def _plan_of(frame: Frame, y: int, x: int, line: Line, wide: bool, glyphs: Glyphs) -> None:
    """What was planned on the entry's item that day, and how far it went (T11)."""
    entry = line.entry
    assert entry is not None
    bill = glyphs.euro if entry.billable else ""
    note_at = x + 40
    if not line.planned:
        frame.put(x, y, "off plan", "muted")
    elif wide and line.planned_at is not None:
        frame.put(x, y, f"plan {clock_face(line.planned_at)} {duration.clock(line.planned)}", "text")
    else:
        frame.put(x, y, f"plan {duration.clock(line.planned)}", "text")
    if line.planned:
        bar = x + (17 if wide else 10)
        style = "running" if line.end is None else "flexible"
        frame.put(bar, y, gauge(line.minutes, line.planned, 10, glyphs), style)
        if line.drift:
            frame.put(bar + 11, y, _signed(line.drift), "warn" if line.drift > 0 else "muted")
    if wide:
        end = frame.put(note_at, y, bill, "muted")
        frame.put(end + (1 if bill else 0), y, clip(entry.note, frame.width - note_at - 3, glyphs.ellipsis), "muted")
