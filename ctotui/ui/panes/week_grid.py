"""One day of the week as a column: bars and titles in lanes, protected windows, what a grab shows (S3, S8, S11)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ctotui.core import agenda, entries, lanes
from ctotui.core.agenda import Instance
from ctotui.core.blocks import conflicts
from ctotui.core.civil import clock_face, exactly
from ctotui.core.cursor import address
from ctotui.core.duration import clock as hours
from ctotui.core.lanes import Lane, Piece
from ctotui.core.memo import recall
from ctotui.core.plan import Plan
from ctotui.core.preview import Part, part_of, preview
from ctotui.core.state import Grab, State
from ctotui.core.week import hits
from ctotui.ui.frame import Frame, Target, clip
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes import calendar_colour, clock_rows, edges
from ctotui.ui.panes.clock_rows import Face
from ctotui.ui.panes.figures import before

NARROWEST = 5
"""Cells of a lane; more lanes than fit end in ``+n`` (S8)."""
ROOM = 20
"""Cells of a day from which it shows what was tracked (S3), and how long its blocks are."""


@dataclass(frozen=True, slots=True)
class Day:
    """What the rows of one day hold; rows are stretches of the clock face, `step` minutes each (`clock_rows`)."""

    day: date
    step: int
    face: Face
    """The rows that the days on the screen share."""
    pieces: tuple[tuple[Piece, ...], ...]
    protected: tuple[tuple[str, bool], ...]
    skipped: frozenset[int]
    """Rows whose time this day does not show (S9)."""
    hit: dict[str, bool]
    """Ids of what overlaps, with whether that is fixed."""
    slots: tuple[Target, ...]
    """What a click on each row means."""
    earliest: int
    """The first row with a block in it."""


def day(state: State, plan: Plan, day: date, face: Face, step: int) -> Day:
    """The content of one day of `plan` in the rows of `face`, computed once a plan. Raises NotLoaded."""
    key = ("week day", day, state.settings, face, step)
    found: Day = recall(plan, key, lambda: _day(state, plan, day, face, step))
    return found


def _day(state: State, plan: Plan, day: date, face: Face, step: int) -> Day:
    zone = state.settings.zone
    grid = lanes.rows(day, zone, step)
    pieces = lanes.pieces(agenda.on_day(plan, day, zone), grid)
    windows = lanes.protected(day, state.settings, grid)
    by_clock: list[list[Piece]] = [[] for _row in face]
    protected = [("", False)] * len(face)
    for row, held, window in zip(grid, pieces, windows, strict=True):
        index = clock_rows.index(face, row.moment, step)
        known = {piece.instance.id for piece in by_clock[index]}
        by_clock[index] += [piece for piece in held if piece.instance.id not in known]
        protected[index] = window
    skipped = clock_rows.skipped(day, zone, face, step)
    slots = tuple(Target("slot", address(clock_rows.moment_of(day, row))) for row in face)
    earliest = next((index for index, row in enumerate(by_clock) if row), len(face))
    rows = tuple(map(tuple, by_clock))
    return Day(day, step, face, rows, tuple(protected), skipped, hits(plan, day, zone), slots, earliest)


_PARTS: dict[Part, Callable[[Glyphs], str]] = {
    "moved": lambda glyphs: glyphs.pushed,
    "proposed": lambda _glyphs: "?",
    "accepted": lambda glyphs: glyphs.done,
}
"""Sign before the title of what a preview shows besides what is held (X1)."""


@dataclass(slots=True)
class _Pen:
    """What the rows of a column share while they are drawn."""

    frame: Frame
    state: State
    content: Day
    glyphs: Glyphs
    x: int
    mark: int
    """Column of the cursor's sign."""
    room: int
    """Cells of the blocks, without the lane of what was tracked and the gutter."""
    grab: Grab | None
    running: str
    """Item whose timer runs."""
    marks: dict[str, bool]
    titled: set[str]


def draw(
    frame: Frame, state: State, content: Day, place: tuple[int, int], rows: range, top: int, glyphs: Glyphs
) -> None:
    """Draw `rows` of a day from row `top` of the frame, in the column at (x, width) `place`."""
    x, width = place
    grab = state.view.grab if state.view.mode != "NORMAL" else None
    current = entries.running(state.plan)
    running = current.item if current is not None else ""
    lane = 1 if width >= ROOM else 0
    marks = _marks(state, content, grab)
    pen = _Pen(frame, state, content, glyphs, x + lane, x - 1, max(width - 1 - lane, 1), grab, running, marks, set())
    tracked = _tracked(state, content) if lane else ()
    shown = {piece.instance.id for row in rows for piece in content.pieces[row]}
    for offset, row in enumerate(rows):
        y = top + offset
        frame.target(x, y, width, content.slots[row])
        if lane and tracked[row]:
            on = tracked[row] == "on"
            frame.put(x, y, glyphs.on_plan if on else glyphs.off_plan, "done" if on else "warn")
        if content.pieces[row]:
            _lanes(pen, row, y)
        else:
            _free(pen, row, y)
    _hidden(pen, shown, rows, top)
    _slot_cursor(pen, rows, top)


def _tracked(state: State, content: Day) -> tuple[Lane, ...]:
    """What was tracked in each row of the clock face, on plan or off it (S11)."""
    day, step, face = content.day, content.step, content.face
    zone, minute = state.settings.zone, state.now.replace(second=0, microsecond=0)

    def compute() -> tuple[Lane, ...]:
        grid, lane = lanes.rows(day, zone, step), list[Lane]([""] * len(face))
        found = agenda.on_day(state.plan, day, zone)
        cells = lanes.actual(grid, entries.on_day(state.plan, day, zone, state.now), found, minute)
        for row, cell in zip(grid, cells, strict=True):
            index = clock_rows.index(face, row.moment, step)
            lane[index] = cell or lane[index]
        return tuple(lane)

    return recall(state.plan, ("tracked lane", day, zone, face, step, minute), compute)


def _marks(state: State, content: Day, grab: Grab | None) -> dict[str, bool]:
    """What is marked as overlapping: every conflict that is not over, and what the held block hits."""
    now = state.now
    marks = {
        piece.instance.id: content.hit[piece.instance.id]
        for row in content.pieces
        for piece in row
        if piece.instance.id in content.hit and piece.instance.ends > now
    }
    if grab is not None and grab.start is not None and grab.end is not None:
        found = conflicts(preview(state), grab.start, grab.end, grab.id, state.settings.zone)
        marks.update((clash.instance.id, clash.fixed) for clash in found)
    return marks


def _lanes(pen: _Pen, row: int, y: int) -> None:
    """The blocks of one row beside each other, in the order of their start."""
    pieces = pen.content.pieces[row]
    if pen.room < NARROWEST and len(pieces) > 1:
        pen.frame.put(pen.x, y, str(min(len(pieces), 9)), "warn+bold", pen.room)
        pen.frame.target(pen.x, y, pen.room, Target("block", pieces[0].instance.id))
        return
    count = min(len(pieces), max(pen.room // NARROWEST, 1))
    size = pen.room // count
    for lane, piece in enumerate(pieces[:count]):
        x = pen.x + lane * size
        end = x + size - 1 if lane < count - 1 else pen.x + pen.room
        if lane == count - 1 and len(pieces) > count:
            end = pen.frame.put_right(end, y, f"+{len(pieces) - count}", "warn+bold")
        _piece(pen, piece, row, (x, end, y))


def _piece(pen: _Pen, piece: Piece, row: int, place: tuple[int, int, int]) -> None:
    """A block's part of one row: its bar, and its title in the first row that shows it."""
    x, end, y = place
    one, frame = piece.instance, pen.frame
    sign, role = _sign(pen, one)
    frame.fill(x, y, 1, sign, role)
    frame.target(x, y, max(end - x, 1), Target("block", one.id))
    edges.put(frame, one, pen.content.pieces, row, place)
    if one.id == pen.state.view.block and pen.grab is None:
        edges.corner(frame, end, y, one.id, pen.state, pen.glyphs)
    if one.id in pen.titled:
        return
    pen.titled.add(one.id)
    ended = _ended(pen, one)
    part = part_of(pen.state, one)
    style = "push+bold" if part == "moved" else "ghost+bold" if part else "muted" if ended else "text"
    title = f"{piece.label} {one.title}" if piece.label and end - x >= ROOM - 2 else one.title
    if one.id in pen.state.view.marks:
        title = f"{pen.glyphs.marked}{title}"
    title = f"{_PARTS[part](pen.glyphs)}{title}" if part in _PARTS else title
    right = frame.put_right(end, y, ended, "done")
    if not ended and end - x >= ROOM - 2:
        right = frame.put_right(end, y, "fixed" if one.fixed else hours(one.minutes), "muted") - 1
    stop = frame.put(x + 1, y, before(title, right - x - 1, ended, pen.glyphs.ellipsis), style)
    if one.id == pen.state.view.block and pen.grab is None:
        frame.fill(pen.mark if x == pen.x else x - 1, y, 1, pen.glyphs.cursor, "focus+bold")
        frame.restyle(x, y, max((stop if end - x >= ROOM - 2 else end) - x, 1), "reverse")
        frame.cursor = (x, y)


def _ended(pen: _Pen, one: Instance) -> str:
    """The sign after the title of what is done or dropped; a meeting is done when it is over (M10, X1)."""
    if one.status == "dropped":
        return pen.glyphs.dash
    done = one.status == "done" or (one.kind == "meeting" and one.ends <= pen.state.now)
    return pen.glyphs.done if done else ""


def _sign(pen: _Pen, one: Instance) -> tuple[str, str]:
    glyphs = pen.glyphs
    if part := part_of(pen.state, one):
        return glyphs.ghost, "push" if part == "moved" else "ghost"
    if one.id in pen.marks:
        return (glyphs.clash, "clash+bold") if pen.marks[one.id] else (glyphs.overlap, "warn+bold")
    if one.item == pen.running and one.begins <= pen.state.now < one.ends:
        return glyphs.running, "running"
    return calendar_colour.sign(pen.state, one, glyphs)


def _free(pen: _Pen, row: int, y: int) -> None:
    """A row without blocks: where the held one was, a protected window, or a time that this day skips."""
    frame, glyphs, content = pen.frame, pen.glyphs, pen.content
    name, starts = content.protected[row]
    if row in content.skipped:
        frame.fill(pen.x, y, pen.room, glyphs.dot, "muted")
    elif pen.grab is not None and (origin := _origin(pen, content, row)):
        frame.fill(pen.x, y, 1, glyphs.origin, "origin")
        if origin != "within":
            frame.put(pen.x + 1, y, clip(origin, pen.room - 1, glyphs.ellipsis), "origin")
    elif name:
        frame.fill(pen.x, y, 1, glyphs.protected, "protected")
        if starts:
            frame.put(pen.x + 1, y, clip(name, pen.room - 1, glyphs.ellipsis), "protected")


def _origin(pen: _Pen, content: Day, row: int) -> str:
    """``was 13:30`` in the first row of where the held block was, ``within`` in the others, else nothing."""
    assert pen.grab is not None
    start, end, zone = pen.grab.origin_start, pen.grab.origin_end, pen.state.settings.zone
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return ""
    begin = exactly(clock_rows.moment_of(content.day, content.face[row]), zone)
    until = begin + timedelta(minutes=content.step)
    if exactly(end, zone) <= begin or exactly(start, zone) >= until:
        return ""
    return f"was {clock_face(start)}" if begin <= exactly(start, zone) < until else "within"


def _hidden(pen: _Pen, shown: set[str], rows: range, top: int) -> None:
    """Counts what lies above and below the visible rows, at the right end of the first and last (S8)."""
    if pen.room < 3:
        return
    pieces = pen.content.pieces
    for part, y, sign in (
        (pieces[: rows.start], top, pen.glyphs.before),
        (pieces[rows.stop :], top + len(rows) - 1, pen.glyphs.after),
    ):
        count = len({piece.instance.id for row in part for piece in row} - shown)
        if count:
            pen.frame.put_right(pen.x + pen.room, y, f"{sign}{count}", "warn+bold")


def _slot_cursor(pen: _Pen, rows: range, top: int) -> None:
    """The cursor on a free slot: the glyph in the gutter, the cell reversed (S10)."""
    view = pen.state.view
    moment = view.moment if view.moment.year > 1970 else pen.state.wall
    row = clock_rows.index(pen.content.face, moment, pen.content.step)
    if view.block or pen.grab is not None or moment.date() != pen.content.day or row not in rows:
        return
    y = top + row - rows.start
    pen.frame.fill(pen.mark, y, 1, pen.glyphs.cursor, "focus+bold")
    pen.frame.restyle(pen.x, y, pen.room, "reverse")
    pen.frame.cursor = (pen.x, y)
