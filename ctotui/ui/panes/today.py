"""Today: the day, its list, and from 140 columns on the inspector (S2). One part where the screen is small."""

from ctotui.core import abroad, capacity
from ctotui.core.capacity import Load
from ctotui.core.civil import WEEKDAYS, day_month, odd_length
from ctotui.core.duration import spoken
from ctotui.core.entries import running
from ctotui.core.holidays import label, working_hours
from ctotui.core.preview import preview
from ctotui.core.selection import selection
from ctotui.core.state import State
from ctotui.core.today import Today, today
from ctotui.ui.frame import Frame, Run, clip, width_of
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes import area_loads, day_grid, inspector, outlook, proposals, today_list, zone_hours
from ctotui.ui.panes.day_content import held_block, shown_day

WIDE = 140
"""Columns from which there are three parts (S2)."""
WIDEST, ROOMY = 200, 44
"""Columns and rows of the parts from which the inspector leaves room for a month and tomorrow (S2)."""
LEGEND = 41
"""Rows, without the head, from which the last one explains the lanes."""


def draw(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The body of the pane. Raises NotLoaded where a month is not in memory."""
    frame = Frame(max(width, 0), max(height, 0))
    if width <= 0 or height <= 0:
        return frame
    calendar, listed, inspected = parts(state, width, height)
    rows = height - 1
    legend = rows >= LEGEND and calendar > 0
    if legend:
        rows -= 1
    frame.fill(0, 0, width, glyphs.hline, "muted")
    if calendar:
        frame.stamp(day_grid.draw(state, calendar, rows, day_grid.step_of(rows), glyphs), 0, 1)
        margin = zone_hours.margin(state, calendar)
        title = _day_title(state, calendar - margin, glyphs)
        _head(frame, margin, calendar - margin, title, [], _focused(state, "calendar"))
        if margin:
            frame.put(0, 0, abroad.short_name(abroad.beside(state), state.now), "muted+bold")
    x = calendar + 1 if calendar else 0
    if listed and state.view.offer is not None:
        frame.stamp(proposals.draw(state, listed, rows, glyphs), x, 1)
        _head(frame, x, listed, [(state.view.offer.title, "text+bold")], [], True)
        _divide(frame, x - 1, rows, glyphs)
    elif listed:
        found = today(state.plan, state.settings, state.now)
        frame.stamp(today_list.draw(state, found, listed, rows, width >= WIDE, glyphs), x, 1)
        left, right = _list_title(found, listed, glyphs)
        _head(frame, x, listed, left, right, _focused(state, "list"))
        _divide(frame, x - 1, rows, glyphs)
        if calendar and state.view.part == "list" and frame.cursor is not None:
            frame.put(x - 1, frame.cursor[1], glyphs.cursor, "focus+bold")
    if inspected:
        x = width - inspected
        spare = outlook.ROWS if width >= WIDEST and rows >= ROOMY else 0
        frame.stamp(inspector.draw(state, _subject(state), inspected, rows - spare, glyphs), x, 1)
        if spare:
            frame.stamp(outlook.draw(state, shown_day(state), inspected, spare, glyphs), x, 1 + rows - spare)
        _head(frame, x, inspected, [("Inspector", "text")], [], False)
        _divide(frame, x - 1, rows, glyphs)
    if legend:
        _legend(frame, height - 1, held_block(state) is not None, glyphs)
    return frame


def parts(state: State, width: int, height: int) -> tuple[int, int, int]:
    """Widths of calendar, list and inspector; 0: not shown. Between them stands one column each."""
    if width >= WIDE:
        inspected, listed = width * 44 // 160, width * 56 // 160
        return width - inspected - listed - 2, listed, inspected
    if width >= 80 and height >= 21:
        calendar = (width - 1) * 46 // 79
        return calendar, width - 1 - calendar, 0
    return (0, width, 0) if state.view.part == "list" and state.view.mode not in ("GRAB", "OFFER") else (width, 0, 0)


def _focused(state: State, part: str) -> bool:
    return state.view.part == part


def _subject(state: State) -> str:
    """The item that the inspector shows: the selected one, else what runs."""
    chosen = selection(state).item
    if state.view.grab is not None:
        chosen = state.view.grab.item
    if chosen:
        return chosen
    current = running(state.plan)
    return current.item if current is not None and state.view.part == "calendar" else ""


def _head(frame: Frame, x: int, width: int, left: list[Run], right: list[Run], focused: bool) -> None:
    """Titles over the head line of a part: `left` after its first cell, `right` before its last."""
    column = x + 1
    for index, (text, style) in enumerate(left):
        text = f" {text}" if index == 0 else text
        column = frame.put(column, 0, text, "focus+bold" if focused and index == 0 else style, x + width - 2 - column)
    column = frame.put(column, 0, " ", "text", x + width - 1 - column)
    text = "".join(part for part, _style in right)
    if text and column + width_of(text) + 4 <= x + width:
        frame.put_right(x + width - 1, 0, f" {text} ", right[0][1])


def _divide(frame: Frame, x: int, rows: int, glyphs: Glyphs) -> None:
    if x <= 0:
        return
    frame.put(x, 0, glyphs.tee_down, "muted")
    for y in range(1, rows + 1):
        frame.put(x, y, glyphs.vline, "muted")


def _day_title(state: State, width: int, glyphs: Glyphs) -> list[Run]:
    """``Tue 10 Mar  plan 5h45 of 5h00 · +0h45 OVER``, with the working hours where there is room."""
    day = shown_day(state)
    found: Load = capacity.load(preview(state), day, state.settings)
    name = f"{WEEKDAYS[day.weekday()]} {day_month(day)}"
    if odd := odd_length(day, state.settings.zone):
        name += f" {odd}"
    if day.year != state.today.year:
        name += f" {day.year}"
    words = capacity.headline(found, glyphs.dot)
    base, _, _over = words.partition(f" {glyphs.dot} +")
    runs: list[Run] = [(name, "text+bold")]
    opens, closes = working_hours(day, state.settings)
    if (holiday := label(day, state.settings)) and opens < closes:
        name += f" {glyphs.dot} {holiday}"
        runs.append((f" {glyphs.dot} {holiday}", "protected"))
    if opens < closes:
        work = f" {glyphs.dot} work {_hour(opens)}{glyphs.dash}{_hour(closes)} "
        runs.append((work if width_of(name + work + words) + 4 <= width else "  ", "muted"))
    else:
        runs.append((f" {glyphs.dot} {holiday or 'day off'}  ", "protected" if holiday else "muted"))
    if found.over and width_of(name + base) + 18 > width:
        return [*runs, (f"+{spoken(found.over)} OVER", "warn+bold")]
    runs.append((base, "text"))
    if found.over:
        runs += [(f" {glyphs.dot} ", "muted"), (f"+{spoken(found.over)} OVER", "warn+bold")]
    for text, style in area_loads.loads(preview(state), day, state.settings, glyphs):
        if sum(width_of(part) for part, _style in runs) + width_of(text) + 6 <= width:
            runs += [("   ", "muted"), (text, style)]
    return runs


def _hour(minute: int) -> str:
    return f"{minute // 60:02d}" + (f":{minute % 60:02d}" if minute % 60 else "")


def _list_title(found: Today, width: int, glyphs: Glyphs) -> tuple[list[Run], list[Run]]:
    left: list[Run] = [(f"Today {found.done}/{found.total}", "text+bold")]
    if width >= today_list.WIDE:
        left.append((f" {glyphs.dot} big three {glyphs.star}", "muted"))
    return left, [(f"est left {spoken(found.left)}", "text")]


def _legend(frame: Frame, y: int, held: bool, glyphs: Glyphs) -> None:
    """What the signs mean; while a block is held, those of the preview (S5)."""
    g = glyphs
    words = (
        f" lane: {g.on_plan} on plan  {g.off_plan} off plan {g.vline} {g.fixed} fixed  {g.flexible} flexible"
        f"  {g.running} running  {g.protected} protected "
    )
    if held:
        words = (
            f" preview = result: {g.ghost} moved by this grab   {g.origin} where it was   {g.clash} overlaps fixed"
            f"   {g.overlap} overlaps flexible   {g.fixed} fixed never moves "
        )
    frame.fill(0, y, frame.width, g.hline, "muted")
    frame.put(2, y, clip(words, frame.width - 3), "muted")
