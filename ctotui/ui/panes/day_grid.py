"""One day as a time grid: time, actual lane, plan lanes, now-line, cursor, and what a grab shows (S3, S6, S8, S11)."""

from dataclasses import dataclass
from datetime import date, datetime

from ctotui.core import agenda, entries, lanes
from ctotui.core.agenda import Instance
from ctotui.core.blocks import conflicts
from ctotui.core.civil import at_minute, clock, day_of, instant
from ctotui.core.duration import clock as hours
from ctotui.core.grab import preview
from ctotui.core.lanes import Lane, Piece, Row
from ctotui.core.model import Item, Wall
from ctotui.core.plan import Plan
from ctotui.core.recall import recall
from ctotui.core.state import Grab, State
from ctotui.core.today import Times
from ctotui.ui.frame import Frame, Run, Target, clip, width_of
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes.figures import figures, gauge, priority
from ctotui.ui.scroll import first_visible

TIME, ACTUAL, PLAN = 0, 6, 8
"""Columns of the time, the actual lane and the first plan lane."""
NARROWEST = 12
"""Cells of a lane; more lanes than fit end in ``+n``."""
TITLE = 14
"""Cells that a title keeps before figures beside it are left out."""
STRIP = 3
"""Most rows of the all-day strip (S6)."""


@dataclass(slots=True)
class Day:
    """All that the rows of one day show."""

    state: State
    glyphs: Glyphs
    plan: Plan
    """The preview while a block is held (S5)."""
    grid: tuple[Row, ...]
    pieces: list[list[Piece]]
    actual: list[Lane]
    protected: list[tuple[str, bool]]
    hit: dict[str, bool]
    """Ids of what overlaps, with whether what it hits, or it itself in a grab, is fixed."""
    times: Times
    grab: Grab | None
    now: int
    """Row of the moment, -1 on another day."""
    cursor: int
    """Row of the cursor, -1 where the list has it."""


def shown_day(state: State) -> date:
    """The day that the calendar part shows: that of the cursor, or of the block that is held."""
    grab = _held(state)
    if grab is not None and grab.start is not None:
        return day_of(grab.start)
    moment = state.view.moment
    return moment.date() if moment.year > 1970 else state.today


def step_of(rows: int) -> int:
    """Minutes a row: 15 where 40 rows are there, else 30 (S2)."""
    return 15 if rows >= 40 else 30


def draw(state: State, width: int, height: int, step: int, glyphs: Glyphs) -> Frame:
    """The grid of `shown_day`, with the all-day strip above it. Raises NotLoaded."""
    frame = Frame(max(width, 0), max(height, 0))
    plan, day, zone = preview(state), shown_day(state), state.settings.zone
    found = agenda.on_day(plan, day, zone)
    top = _strip(frame, [one for one in found if one.all_day], state, glyphs)
    rows = height - top
    if rows <= 0 or width <= PLAN:
        return frame
    content = _day(state, plan, found, day, step, glyphs)
    first = first_visible(len(content.grid), rows, _focus_row(content, state), _home(content, day, rows))
    _rows(frame, content, first, top)
    if not content.pieces or not any(content.pieces):
        _empty(frame, top, content, first)
    return frame


def _held(state: State) -> Grab | None:
    grab = state.view.grab
    return grab if grab is not None and grab.kind == "block" and state.view.mode == "GRAB" else None


def _day(state: State, plan: Plan, found: list[Instance], day: date, step: int, glyphs: Glyphs) -> Day:
    zone, now = state.settings.zone, state.now
    grid = lanes.rows(day, zone, step)
    minute = now.replace(second=0, microsecond=0)
    tracked = entries.on_day(plan, day, zone, now)
    grab = _held(state)
    hit = recall(plan, ("clashes", day, zone), lambda: lanes.clashes(found))
    if grab is not None and grab.start is not None and grab.end is not None:
        hit = {clash.instance.id: clash.fixed for clash in conflicts(plan, grab.start, grab.end, grab.id, zone)}
    return Day(
        state,
        glyphs,
        plan,
        grid,
        recall(plan, ("pieces", day, zone, step), lambda: lanes.pieces(found, grid)),
        recall(plan, ("actual", day, zone, step, minute), lambda: lanes.actual(grid, tracked, found, minute)),
        recall(plan, ("protected", day, step, state.settings), lambda: lanes.protected(day, state.settings, grid)),
        hit,
        recall(plan, ("times", minute), lambda: Times(plan, minute)),
        grab,
        lanes.row_at(grid, now) if grid and grid[0].begins <= now < grid[-1].ends else -1,
        _cursor_row(state, grid, found),
    )


def _cursor_row(state: State, grid: tuple[Row, ...], found: list[Instance]) -> int:
    """The row of the cursor; on a block, one of its rows."""
    view = state.view
    if view.part != "calendar" or view.mode == "GRAB":
        return -1
    if view.moment.year <= 1970:
        return lanes.row_at(grid, state.now)
    row = lanes.row_at(grid, instant(view.moment, state.settings.zone))
    block = next((one for one in found if one.id == view.block and not one.all_day), None)
    if block is None:
        return row
    first = lanes.row_at(grid, block.begins)
    last = max(lanes.row_at(grid, block.ends) - (block.ends == grid[lanes.row_at(grid, block.ends)].begins), first)
    return min(max(row, first), last)


def _focus_row(content: Day, state: State) -> int:
    """The row that must be visible: that of the cursor, of what is held, of now, or the first of the working hours."""
    if content.grab is not None and isinstance(content.grab.start, datetime):
        return lanes.row_at(content.grid, instant(content.grab.start, state.settings.zone))
    if content.cursor >= 0:
        return content.cursor
    return max(content.now, lanes.row_at(content.grid, instant(state.view.moment, state.settings.zone)))


def _home(content: Day, day: date, height: int) -> int:
    """First row while the cursor does not ask for another: where work begins, or earlier where there is room."""
    opens, closes = content.state.settings.hours[day.weekday()]
    if opens >= closes:
        opens, closes = 480, 1020
    zone = content.state.settings.zone
    low, high = (lanes.row_at(content.grid, instant(at_minute(day, minute), zone)) for minute in (opens, closes))
    earliest = next((index for index, row in enumerate(content.pieces) if row), low)
    spare = max(height - (high - low), 0)
    return low - min(max(low - earliest, 0), spare)


def _strip(frame: Frame, found: list[Instance], state: State, glyphs: Glyphs) -> int:
    """All-day and multi-day items, a row each, ``+n`` when there are more; returns the rows taken (S6)."""
    room = min(STRIP, max(frame.height - 6, 0), len(found))
    for y, one in enumerate(found[:room]):
        more = len(found) - room if y == room - 1 else 0
        right = frame.width - 1
        if more:
            right = frame.put_right(right, y, f"+{more}", "warn+bold") - 1
        sign = glyphs.fixed if one.fixed else glyphs.flexible
        role = "fixed" if one.fixed else "flexible"
        frame.put(TIME, y, "day", "muted")
        frame.put(PLAN, y, sign, role)
        days = (day_of(one.end) - day_of(one.start)).days
        span = f"  {days} days" if days > 1 else ""
        frame.put(PLAN + 1, y, clip(one.title + span, right - PLAN - 1, glyphs.ellipsis))
        frame.target(PLAN, y, frame.width - PLAN, Target("block", one.id))
        if one.id == state.view.block and state.view.part == "calendar":
            frame.put(TIME + 5, y, glyphs.cursor, "focus")
            frame.restyle(PLAN, y, right - PLAN, "reverse")
            frame.cursor = (PLAN, y)
    return room


def _rows(frame: Frame, content: Day, first: int, top: int) -> None:
    height = min(frame.height - top, len(content.grid) - first)
    titled: set[str] = set()
    visible = content.pieces[first : first + height]
    shown = {piece.instance.id for row in visible for piece in row}
    above = {piece.instance.id for row in content.pieces[:first] for piece in row} - shown
    below = {piece.instance.id for row in content.pieces[first + height :] for piece in row} - shown
    for offset in range(height):
        y, index = top + offset, first + offset
        right = frame.width - 1
        hidden = len(above) if offset == 0 else len(below) if offset == height - 1 else 0
        if hidden:
            sign = content.glyphs.before if offset == 0 else content.glyphs.after
            right = frame.put_right(right + 1, y, f"{sign}{hidden}", "warn+bold")
        _margin(frame, content, index, y)
        _lanes(frame, content, index, y, right, titled)
        if index == content.cursor and not content.state.view.block:
            frame.restyle(PLAN, y, right - PLAN, "reverse")


def _margin(frame: Frame, content: Day, index: int, y: int) -> None:
    """Time, cursor and actual lane of a row."""
    row, glyphs = content.grid[index], content.glyphs
    if row.moment.minute % 30 == 0 or row.ends - row.begins > (content.grid[0].ends - content.grid[0].begins):
        frame.put(TIME, y, row.label, "muted")
    if index == content.now and not _has_line(content, index):
        frame.put(TIME, y, clock(content.state.wall), "now+bold")
    if index == content.cursor:
        moment = content.state.view.moment
        inside = row.begins <= instant(moment, content.state.settings.zone) < row.ends
        frame.put(TIME, y, clock(moment) if inside and moment.year > 1970 else row.label, "focus+bold")
        frame.put(TIME + 5, y, glyphs.cursor, "focus+bold")
        frame.cursor = (PLAN, y)
    lane = content.actual[index]
    if lane:
        frame.put(ACTUAL, y, glyphs.on_plan if lane == "on" else glyphs.off_plan, "done" if lane == "on" else "warn")
    frame.target(0, y, frame.width, Target("slot", row.moment.isoformat()))


def _has_line(content: Day, index: int) -> bool:
    """Whether the now-line has this row for itself: nothing in it needs the room."""
    row = content.pieces[index]
    name, starts = content.protected[index]
    return len(row) <= 1 and not any(piece.first for piece in row) and not (not row and name and starts)


def _lanes(frame: Frame, content: Day, index: int, y: int, right: int, titled: set[str]) -> None:
    glyphs, row = content.glyphs, content.pieces[index]
    room = right - PLAN
    if not row:
        _free(frame, content, index, y, right)
    fit = max(room // NARROWEST, 1)
    count = min(len(row), fit)
    width = (frame.width - PLAN) // max(count, 1)
    for lane, piece in enumerate(row[:count]):
        x = PLAN + lane * width
        end = min(x + width - 1, right) if lane < count - 1 or count > 1 else right
        if lane == count - 1 and len(row) > count:
            end = frame.put_right(right, y, f"+{len(row) - count}", "warn+bold") - 1
        _piece(frame, content, piece, index, (x, y, end), titled, count == 1)
    if index == content.now and _has_line(content, index):
        mark = f"{glyphs.hline * 2} {clock(content.state.wall)} "
        frame.put(PLAN + 1, y, mark + glyphs.hline * (right - PLAN - 2 - width_of(mark)), "now")


def _free(frame: Frame, content: Day, index: int, y: int, right: int) -> None:
    """A row without blocks: where the held block was, or a protected window."""
    glyphs, grab = content.glyphs, content.grab
    name, starts = content.protected[index]
    if grab is not None and _within(content, index, grab.origin_start, grab.origin_end):
        frame.put(PLAN, y, glyphs.origin, "origin")
        before = content.grid[index - 1] if index else None
        start = grab.origin_start
        if isinstance(start, datetime) and (
            before is None or instant(start, content.state.settings.zone) >= before.ends
        ):
            frame.put(PLAN + 1, y, clip(f"was {clock(start)}", right - PLAN - 1), "origin")
    elif name:
        frame.put(PLAN, y, glyphs.protected, "protected")
        if starts:
            frame.put(PLAN + 1, y, name, "protected", right - PLAN - 1)
            if right - PLAN > 24:
                frame.put_right(right, y, "protected", "protected")


def _within(content: Day, index: int, start: Wall | None, end: Wall | None) -> bool:
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return False
    zone, row = content.state.settings.zone, content.grid[index]
    return row.begins < instant(end, zone) and row.ends > instant(start, zone)


def _piece(
    frame: Frame, content: Day, piece: Piece, index: int, box: tuple[int, int, int], titled: set[str], alone: bool
) -> None:
    """One block's part of a row, in the cells from x to before `end`."""
    x, y, end = box
    one, view = piece.instance, content.state.view
    sign, role = _sign(content, one)
    frame.put(x, y, sign, role)
    frame.target(x, y, max(end - x, 1), Target("block", one.id))
    chosen = one.id == view.block and content.cursor >= 0
    if one.id not in titled:
        titled.add(one.id)
        _title(frame, content, piece, (x + 1, y, end))
        if chosen:
            frame.restyle(x, y, end - x, "reverse")
        if role == "ghost":
            frame.cursor = (x, y)
    elif piece.second and (alone or role == "ghost") and (index != content.now or not _has_line(content, index)):
        _second_row(frame, content, one, x + 1, y, end)
    if chosen and index == content.cursor:
        frame.restyle(x, y, max(min(end - x, 1), 1), "reverse")
        frame.cursor = (x, y)


def _sign(content: Day, one: Instance) -> tuple[str, str]:
    glyphs = content.glyphs
    if content.grab is not None and one.id == content.grab.id:
        return glyphs.ghost, "ghost"
    if _runs(content, one):
        return glyphs.running, "running"
    return (glyphs.fixed, "fixed") if one.fixed else (glyphs.flexible, "flexible")


def _runs(content: Day, one: Instance) -> bool:
    return content.times.running == one.item and one.begins <= content.state.now < one.ends


def _title(frame: Frame, content: Day, piece: Piece, box: tuple[int, int, int]) -> None:
    """Start where it is not the row's, title, and on the right the longest aside that leaves the title its room."""
    x, y, end = box
    one, room = piece.instance, box[2] - box[0]
    text = f"{piece.label} {one.title}" if piece.label else one.title
    wanted = min(width_of(text), TITLE)
    aside = next((runs for runs in _asides(content, one) if _width(runs) + wanted + 1 <= room), [])
    if not aside and one.id in content.hit:
        aside = _asides(content, one)[-1]
    at = end - _width(aside)
    role = "muted" if _is_over(content, one) else "text"
    held = content.grab is not None and one.id == content.grab.id
    frame.put(x, y, clip(text, at - x - (1 if aside else 0), content.glyphs.ellipsis), "ghost+bold" if held else role)
    frame.runs(at, y, aside)


def _is_over(content: Day, one: Instance) -> bool:
    return one.status in ("done", "dropped") or (one.fixed and one.ends <= content.state.now)


def _asides(content: Day, one: Instance) -> list[list[Run]]:
    """What may stand beside a title, longest first; of each, `_title` takes the first that fits."""
    glyphs, grab = content.glyphs, content.grab
    mark: list[Run] = []
    if one.id in content.hit:
        mark = [(f" {glyphs.clash if content.hit[one.id] else glyphs.overlap}", "clash+bold")]
    if grab is not None and one.id == grab.id:
        return [[(hours(one.minutes), "ghost"), *mark], mark]
    item = content.plan.find(one.item)
    found = item if isinstance(item, Item) else None
    if one.status == "dropped":
        return [[("dropped", "muted")], []]
    actual = content.times.of(one.id if one.recurring else one.item)
    estimate = found.estimate if found is not None and found.estimate is not None else one.minutes
    done = one.status == "done" or (found is not None and found.kind == "meeting" and one.ends <= content.state.now)
    letter = {
        "meeting": glyphs.meeting,
        "contract": glyphs.contract,
        "incident": glyphs.incident,
        "bug": glyphs.bug,
    }.get(found.kind if found is not None else "", "")
    signs, role = (letter + glyphs.done, "done") if done else (letter + priority(found), "muted")
    if not done and found is not None and found.priority in ("high", "urgent"):
        role = "warn+bold"
    sum_role = "running" if _runs(content, one) else "done" if done else "text"
    if actual:
        numbers = figures(actual, estimate, glyphs).strip()
    else:
        numbers = "" if done else "fixed" if one.fixed else hours(one.minutes)
    gap = " " if signs and numbers and not done else ""
    short: Run = (signs[-1:] if done else signs, role)
    whole: list[Run] = [(signs + gap, role), (numbers, sum_role)]
    return [[*whole, *mark], [short, *mark], mark] if not mark else [[*whole, *mark], mark]


def _second_row(frame: Frame, content: Day, one: Instance, x: int, y: int, end: int) -> None:
    """Under the title: where a held block would go, or how far what runs has come."""
    glyphs = content.glyphs
    if content.grab is not None and one.id == content.grab.id:
        if isinstance(one.start, datetime) and isinstance(one.end, datetime):
            text = f"  {glyphs.arrow} {clock(one.start)}{glyphs.dash}{clock(one.end)}"
            frame.put(x, y, clip(text, end - x), "ghost+bold")
    elif _runs(content, one):
        item = content.plan.find(one.item)
        estimate = item.estimate if isinstance(item, Item) and item.estimate else one.minutes
        actual = content.times.of(one.id if one.recurring else one.item)
        text = f"  running {gauge(actual, estimate, 10, glyphs)} {hours(actual)}"
        frame.put(x, y, clip(text, end - x), "running")


def _width(runs: list[Run]) -> int:
    return sum(width_of(text) for text, _style in runs)


def _empty(frame: Frame, top: int, content: Day, first: int) -> None:
    """Ghost text that names a key (N1, N3), a few rows below now."""
    words = ("nothing is planned", "a adds, with a time: standup 9:30", "p plans what the list shows")
    start = top + max(content.now - first, 0) + 2
    start = min(start, frame.height - len(words))
    for offset, line in enumerate(words):
        if start + offset > top:
            frame.put(PLAN + 2, start + offset, clip(line, frame.width - PLAN - 3), "muted")
