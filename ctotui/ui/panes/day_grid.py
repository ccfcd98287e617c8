"""One day as a time grid: time, actual lane, plan lanes, now-line, cursor, and what a grab shows (S3, S6, S8, S11).

All but the cursor is drawn once a plan and minute; a move of the cursor only marks other cells of it.
"""

from dataclasses import dataclass, field
from datetime import datetime

from ctotui.core.agenda import Instance
from ctotui.core.civil import clock_face, day_of, exactly
from ctotui.core.cursor import address
from ctotui.core.lanes import Piece
from ctotui.core.memo import recall
from ctotui.core.state import State
from ctotui.ui.frame import Frame, Target, clip, width_of
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes import day_block, edges, zone_hours
from ctotui.ui.panes.day_content import Day, cursor_row, gather, home_row
from ctotui.ui.scroll import first_visible

TIME, CURSOR, ACTUAL, PLAN = 0, 5, 6, 8
"""Columns of the time, the cursor's sign, the actual lane and the first plan lane."""
NARROWEST = 12
"""Cells of a lane; more lanes than fit end in ``+n``."""
STRIP = 3
"""Most rows of the all-day strip (S6)."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a part of a block was drawn."""

    x: int
    y: int
    end: int
    titled: bool


@dataclass(slots=True)
class Picture:
    """A drawn day without its cursor."""

    frame: Frame
    boxes: dict[str, list[Box]] = field(default_factory=dict)


def step_of(rows: int) -> int:
    """Minutes a row: 15 where 40 rows are there, else 30 (S2)."""
    return 15 if rows >= 40 else 30


def draw(state: State, width: int, height: int, step: int, glyphs: Glyphs) -> Frame:
    """The grid of `shown_day`, the all-day strip above it, the hours of another zone beside it. Raises NotLoaded."""
    if width <= PLAN or height <= 0:
        return Frame(max(width, 0), max(height, 0))
    content, margin = gather(state, step, glyphs), zone_hours.margin(state, width)
    if not content.grid:
        return _skipped(content, width, height)
    frame, first, top = _draw(content, width - margin, height, step)
    if not margin:
        return frame
    shown = content.grid[first : first + height - top]
    labels = [row.begins if row.moment.minute % 30 == 0 else None for row in shown]
    return zone_hours.beside(state, frame, top, labels, head=False)


def _skipped(content: Day, width: int, height: int) -> Frame:
    """A day that its zone has never had, as the 30th of December 2011 in Apia."""
    frame = Frame(width, height)
    words = f"clocks in {content.state.settings.zone} went over this day"
    frame.put(1, height // 2, clip(words, width - 1, content.glyphs.ellipsis), "muted")
    return frame


def _draw(content: Day, width: int, height: int, step: int) -> tuple[Frame, int, int]:
    """The grid with the strip above it; the first row that is shown, and the row of the frame that it stands in."""
    frame, state, glyphs = Frame(width, height), content.state, content.glyphs
    strip = [one for one in content.found if one.all_day]
    room = min(STRIP, max(height - 6, 1), len(strip))
    chosen = next((index for index, one in enumerate(strip) if one.id == state.view.block), -1)
    rows = height - room
    row, home = cursor_row(content), home_row(content, rows)
    first = first_visible(len(content.grid), rows, home if chosen >= 0 else row, home)
    skipped = first_visible(len(strip), room, max(chosen, 0))

    def picture() -> Picture:
        made = Picture(Frame(width, height))
        _strip(made, content, strip[skipped : skipped + room], len(strip) - room)
        _rows(made, content, first, room)
        return made

    key = ("day", content.day, width, height, step, state.settings, _minute(state), glyphs.name, first, skipped)
    drawn = picture() if content.grab is not None else recall(content.plan, key, picture)
    frame.stamp(drawn.frame, 0, 0)
    if state.view.part == "calendar" and content.grab is None:
        _cursor(frame, content, drawn, row, room + row - first, chosen >= 0)
    return frame, first, room


def _minute(state: State) -> datetime:
    return state.now.replace(second=0, microsecond=0)


def _cursor(frame: Frame, content: Day, drawn: Picture, index: int, y: int, on_strip: bool) -> None:
    """Mark the block or the free slot under the cursor: a sign and reverse (S10)."""
    view, glyphs, row = content.state.view, content.glyphs, content.grid[index]
    boxes = drawn.boxes.get(view.block, []) if view.block else []
    if on_strip:
        for box in boxes:
            frame.put(CURSOR, box.y, glyphs.cursor, "focus+bold")
            frame.restyle(box.x, box.y, box.end - box.x, "reverse")
            frame.cursor = (box.x, box.y)
        return
    inside = row.begins <= exactly(view.moment, content.state.settings.zone) < row.ends
    frame.put(TIME, y, clock_face(view.moment) if inside and view.moment.year > 1970 else row.label, "focus+bold")
    frame.put(CURSOR, y, glyphs.cursor, "focus+bold")
    frame.cursor = (PLAN, y)
    here = next((box for box in boxes if box.y == y), None)
    named = next((box for box in boxes if box.titled), None)
    if here is None:
        frame.restyle(PLAN, y, frame.width - 1 - PLAN, "reverse")
        return
    frame.cursor = (here.x, y)
    if named is not None:
        frame.restyle(named.x, named.y, named.end - named.x, "reverse")
        edges.corner(frame, boxes[-1].end, boxes[-1].y, view.block, content.state, glyphs)
    if here is not named:
        frame.restyle(here.x, y, 1, "reverse")


def _strip(made: Picture, content: Day, shown: list[Instance], hidden: int) -> None:
    """All-day and multi-day items, a row each, ``+n`` when there are more (S6)."""
    frame, glyphs = made.frame, content.glyphs
    for y, one in enumerate(shown):
        right = frame.width - 1
        if hidden > 0 and y == len(shown) - 1:
            right = frame.put_right(right, y, f"+{hidden}", "warn+bold") - 1
        sign, role = day_block.bar(content, one)
        frame.put(TIME, y, "day", "muted")
        frame.put(PLAN, y, sign, role)
        days = (day_of(one.end) - day_of(one.start)).days
        span = f"  {days} days" if days > 1 else ""
        title = clip(one.title, right - PLAN - 1 - len(span), glyphs.ellipsis)
        end = frame.put(PLAN + 1, y, title)
        frame.put(end, y, span, "muted", max(right - end, 0))
        frame.target(PLAN, y, frame.width - PLAN, Target("block", one.id))
        made.boxes.setdefault(one.id, []).append(Box(PLAN, y, right, True))
        if content.part(one) == "held":
            frame.cursor = (PLAN, y)


def _rows(made: Picture, content: Day, first: int, top: int) -> None:
    frame = made.frame
    height = min(frame.height - top, len(content.grid) - first)
    shown = _ids(content.pieces[first : first + height])
    above = len(_ids(content.pieces[:first]) - shown)
    below = len(_ids(content.pieces[first + height :]) - shown)
    for offset in range(height):
        y, index = top + offset, first + offset
        last = offset == height - 1
        words = f"{content.glyphs.before}{above}" if above and offset == 0 else ""
        words += f"{content.glyphs.after}{below}" if below and last else ""
        right = frame.width - 1
        if words:
            right = frame.put_right(frame.width, y, words, "warn+bold") - 1
        _margin(frame, content, index, y)
        _lanes(made, content, index, y, right)
    if not any(content.pieces):
        _empty(frame, top, content, first)


def _ids(rows: list[list[Piece]]) -> set[str]:
    return {piece.instance.id for row in rows for piece in row}


def _margin(frame: Frame, content: Day, index: int, y: int) -> None:
    """Time and actual lane of a row."""
    row, glyphs = content.grid[index], content.glyphs
    frame.target(0, y, frame.width, Target("slot", address(row.moment)))
    if row.moment.minute % 30 == 0:
        frame.put(TIME, y, row.label, "muted")
    if index == content.now and not content.has_line(index):
        frame.put(TIME, y, clock_face(content.state.wall), "now+bold")
    lane = content.actual[index]
    if lane:
        frame.put(ACTUAL, y, glyphs.on_plan if lane == "on" else glyphs.off_plan, "done" if lane == "on" else "warn")


def _lanes(made: Picture, content: Day, index: int, y: int, right: int) -> None:
    """The blocks of a row side by side; the last of those that fit is ``+n`` where there are more (S8)."""
    frame, glyphs, row = made.frame, content.glyphs, content.pieces[index]
    if not row:
        _free(frame, content, index, y, right)
    fit = max((right - PLAN) // NARROWEST, 1)
    count = min(len(row), fit)
    width = (frame.width - PLAN) // max(count, 1)
    for lane, piece in enumerate(row[:count]):
        x = PLAN + lane * width
        end = right if count == 1 else min(x + width - 1, right)
        if lane == count - 1 and len(row) > count:
            end = frame.put_right(right, y, f"+{len(row) - count}", "warn+bold") - 1
        _piece(made, content, piece, index, Box(x, y, end, False), count == 1)
    if _lined(content, index):
        mark = f"{glyphs.hline * 2} {clock_face(content.state.wall)} "
        frame.put(PLAN + 1, y, mark + glyphs.hline * (right - PLAN - 2 - width_of(mark)), "now", right - PLAN - 1)


def _piece(made: Picture, content: Day, piece: Piece, index: int, box: Box, alone: bool) -> None:
    """One block's part of a row; its title in the first row in which it is seen."""
    frame, one = made.frame, piece.instance
    sign, role = day_block.bar(content, one)
    frame.put(box.x, box.y, sign, role)
    frame.target(box.x, box.y, max(box.end - box.x, 1), Target("block", one.id))
    edges.put(frame, one, content.pieces, index, (box.x, box.end, box.y))
    seen = made.boxes.setdefault(one.id, [])
    seen.append(Box(box.x, box.y, box.end, not seen))
    if len(seen) == 1:
        day_block.title(frame, content, piece, box.x + 1, box.y, box.end)
        if role == "ghost":
            frame.cursor = (box.x, box.y)
    elif role == "ghost":
        # Where it would go stands under the title, or under the now-line that is there.
        passed = 0 < content.now == index - 1 and content.has_line(index - 1)
        if len(seen) == 2 + passed and not _lined(content, index):
            day_block.second_row(frame, content, one, box.x + 1, box.y, box.end)
    elif piece.second and alone and not _lined(content, index):
        day_block.second_row(frame, content, one, box.x + 1, box.y, box.end)


def _lined(content: Day, index: int) -> bool:
    return index == content.now and content.has_line(index)


def _free(frame: Frame, content: Day, index: int, y: int, right: int) -> None:
    """A row without blocks: where the held block was, or a protected window (S3)."""
    name, starts = content.protected[index]
    if _was_here(content, index):
        frame.put(PLAN, y, content.glyphs.origin, "origin")
        assert content.grab is not None
        start = content.grab.origin_start
        before = content.grid[index - 1].ends if index else content.grid[0].begins
        if isinstance(start, datetime) and (not index or exactly(start, content.state.settings.zone) >= before):
            frame.put(PLAN + 1, y, clip(f"was {clock_face(start)}", right - PLAN - 1), "origin")
    elif name:
        frame.put(PLAN, y, content.glyphs.protected, "protected")
        if starts:
            frame.put(PLAN + 1, y, name, "protected", right - PLAN - 1)
            if right - PLAN > 24:
                frame.put_right(right, y, "protected", "protected")


def _was_here(content: Day, index: int) -> bool:
    grab, zone, row = content.grab, content.state.settings.zone, content.grid[index]
    if grab is None or not isinstance(grab.origin_start, datetime) or not isinstance(grab.origin_end, datetime):
        return False
    return row.begins < exactly(grab.origin_end, zone) and row.ends > exactly(grab.origin_start, zone)


def _empty(frame: Frame, top: int, content: Day, first: int) -> None:
    """Ghost text that names a key (N1, N3), below now, where nothing else stands."""
    words = ("nothing is planned on this day", "a adds, for example: standup 9:30", "p plans what the list shows")
    last = frame.height - len(words)
    below_now = min(top + max(content.now - first, 0) + 2, last)

    def is_free(y: int) -> bool:
        rows = range(first + y - top, first + y - top + len(words))
        return not any(content.protected[row][0] or row == content.now for row in rows)

    start = next((y for y in (*range(below_now, last + 1), *range(below_now, top, -1)) if is_free(y)), below_now)
    for offset, line in enumerate(words):
        if start + offset > top:
            frame.put(PLAN + 2, start + offset, clip(line, frame.width - PLAN - 3), "muted")
