"""The month: a cell a day with its load, the first titles and a count of the rest (S7)."""

from dataclasses import dataclass, field
from datetime import date, datetime

from ctotui.core.agenda import Instance
from ctotui.core.capacity import Load
from ctotui.core.civil import MONTHS, WEEKDAYS, clock_face, odd_length, week_of_iso
from ctotui.core.duration import spoken
from ctotui.core.holidays import label, working_hours
from ctotui.core.memo import recall
from ctotui.core.month import Cell, of_month, weeks
from ctotui.core.state import State
from ctotui.core.week import focused
from ctotui.ui.frame import Frame, Target, clip
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes import calendar_colour
from ctotui.ui.panes.figures import before

WEEK = 4
"""Cells of the column of ISO weeks."""
WIDE, SIDE = 140, 36
"""Columns from which the cursor's day stands at the right, and the cells that it takes."""
TIMED = 20
"""Cells of a day from which its titles begin with their time."""
RULED = 5
"""Rows of a day from which a line parts it from the week above."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a day stands."""

    x: int
    y: int
    width: int
    """Cells, the last a gutter."""
    height: int


@dataclass(slots=True)
class Picture:
    """A drawn month without its cursor."""

    frame: Frame
    boxes: dict[date, Box] = field(default_factory=dict)
    titles: dict[tuple[date, str], int] = field(default_factory=dict)
    """Row of each block that is seen, by its day and id."""


def draw(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The body of the pane. Raises NotLoaded."""
    frame = Frame(max(width, 0), max(height, 0))
    left = width - SIDE if width >= WIDE else width
    if left <= WEEK + 7 or height <= 1:
        return frame
    day, minute = focused(state), state.now.replace(second=0, microsecond=0)
    key = ("month", day.replace(day=1), left, height, state.settings, minute, glyphs.name)
    drawn = recall(state.plan, key, lambda: _picture(state, day, left, height, glyphs))
    frame.stamp(drawn.frame, 0, 0)
    _cursor(frame, state, drawn, day, glyphs)
    if left < width:
        from ctotui.ui.panes import month_side

        frame.stamp(month_side.draw(state, day, SIDE, height, glyphs), left, 0)
    return frame


def _picture(state: State, day: date, width: int, height: int, glyphs: Glyphs) -> Picture:
    made = Picture(Frame(width, height))
    rows, found = weeks(day, state.settings.week_start), of_month(state.plan, day, state.settings)
    size, tall = (width - WEEK) // 7, max((height - 1) // len(rows), 1)
    spare = max(height - 1 - tall * len(rows), 0)
    year = "" if day.year == state.today.year or width < 100 else f" {day.year}"
    made.frame.put(0, 0, f"{MONTHS[day.month - 1]}{year}", "text+bold")
    for column, one in enumerate(rows[0]):
        made.frame.put(WEEK + column * size + 1, 0, WEEKDAYS[one.weekday()], "muted", size - 1)
    for index, week in enumerate(rows):
        y = 1 + index * tall + min(index, spare)
        made.frame.put(0, y, week_of_iso(week[0]), "muted")
        for column, one in enumerate(week):
            box = Box(WEEK + column * size, y, size, tall + (index < spare))
            made.boxes[one] = box
            _cell(made, state, found[one], box, one.month == day.month, glyphs)
    return made


def _cell(made: Picture, state: State, cell: Cell, box: Box, inside: bool, glyphs: Glyphs) -> None:
    """Number of a day, its load or the holiday that it is, then its first titles; those of another month are muted."""
    frame, room, day = made.frame, box.width - 2, cell.day
    moment = datetime.combine(day, state.view.moment.time() if state.view.moment.year > 1970 else datetime.min.time())
    frame.target(box.x, box.y, box.width, Target("slot", moment.isoformat()), box.height)
    ruled = box.height >= RULED
    if ruled:
        frame.fill(box.x, box.y, box.width, glyphs.hline, "muted")
    odd = odd_length(day, state.settings.zone)
    named = day.day == 1 and box.width > (14 if odd else 8)
    name = f"{day.day} {MONTHS[day.month - 1]}" if named else str(day.day)
    today = day == state.today
    style = "now+bold" if today else "text" if inside and working_hours(day, state.settings)[1] else "muted"
    x = frame.put(box.x + 1, box.y, f"{name:>2}", style, room)
    if odd and len(odd) + 1 < box.x + box.width - x:
        x = frame.put(x + 1, box.y, odd, "warn")
    end, holiday = box.x + box.width - 1, label(day, state.settings)
    if holiday:
        x = frame.put(x, box.y, "!", "warn+bold") if cell.load.over else x + 1
        frame.put(x, box.y, clip(holiday, end - x, glyphs.ellipsis), "protected")
    elif inside and (cell.load.planned or cell.load.capacity):
        _load(frame, cell.load, x + 1, end, box.y, glyphs)
    _titles(made, state, cell, box, inside, glyphs)


def _load(frame: Frame, load: Load, x: int, end: int, y: int, glyphs: Glyphs) -> None:
    """``▓▓▓░░`` planned of capacity, with the numbers where there is room; what does not fit as ``!+0h45``."""
    room = end - x
    if room < 3:
        return
    words, over = f" {spoken(load.planned)}/{spoken(load.capacity)}", f"+{spoken(load.over)}"
    if room < len(words) + 4:
        words = over if load.over and room >= len(over) + 4 else ""
        if load.over and not words and room >= len(over):
            frame.put(x - 1, y, f"!{over}", "warn+bold")
            return
    cells = min(room - bool(load.over) - len(words), 8)
    part, whole = (load.capacity, load.planned) if load.over else (load.planned, load.capacity)
    full, role = (part * cells + whole // 2) // whole, "warn" if load.over else "flexible"
    frame.fill(x, y, full, glyphs.full, role)
    frame.fill(x + full, y, cells - full, glyphs.empty, "warn" if load.over else "muted")
    x += cells
    if load.over:
        x = frame.put(x, y, "!", "warn+bold")
    frame.put(x, y, words, "warn+bold" if load.over else "muted", end - x)


def _titles(made: Picture, state: State, cell: Cell, box: Box, inside: bool, glyphs: Glyphs) -> None:
    frame, end = made.frame, box.x + box.width - 1
    rows = box.height - 1
    shown = cell.found[:rows]
    for y, one in enumerate(shown, box.y + 1):
        right = end
        if len(cell.found) > rows and y == box.y + rows:
            right = frame.put_right(end, y, f"+{len(cell.found) - rows}", "warn+bold")
        frame.put(box.x + 1, y, *sign_of(state, cell, one, glyphs))
        frame.target(box.x + 1, y, box.width - 1, Target("block", one.id))
        text = one.title
        if box.width >= TIMED and isinstance(one.start, datetime) and one.start.date() == cell.day:
            text = f"{clock_face(one.start)} {text}"
        over, mark = state_of(one, state, glyphs)
        last = frame.put_right(right, y, mark, "done") if mark else right
        style = "muted" if over or not inside else "text"
        frame.put(box.x + 2, y, before(text, last - box.x - 2, mark, glyphs.ellipsis), style)
        made.titles[cell.day, one.id] = y
    if not rows and cell.found:
        frame.put_right(end, box.y, f"+{len(cell.found)}", "warn+bold")


def sign_of(state: State, cell: Cell, one: Instance, glyphs: Glyphs) -> tuple[str, str]:
    """Sign and role of a block: what it overlaps, else whether it is fixed, in the colour of its calendar."""
    if one.id in cell.hit:
        return (glyphs.clash, "clash+bold") if cell.hit[one.id] else (glyphs.overlap, "warn+bold")
    return calendar_colour.sign(state, one, glyphs)


def state_of(one: Instance, state: State, glyphs: Glyphs) -> tuple[bool, str]:
    """Whether it is over, and the sign of that; a meeting is done when it has ended (M10, X1)."""
    if one.status == "dropped":
        return True, glyphs.dash
    done = one.status == "done" or (one.kind == "meeting" and one.ends <= state.now)
    return done, glyphs.done if done else ""


def _cursor(frame: Frame, state: State, drawn: Picture, day: date, glyphs: Glyphs) -> None:
    """A sign beside the day, and reverse on its number and on its selected block where that is seen (S10, X3)."""
    box = drawn.boxes.get(day)
    if box is None:
        return
    frame.put(box.x, box.y, glyphs.cursor, "focus+bold")
    frame.restyle(box.x + 1, box.y, 2, "reverse")
    frame.cursor = (box.x + 1, box.y)
    y = drawn.titles.get((day, state.view.block), -1) if state.view.block else -1
    if y >= 0:
        frame.put(box.x, y, glyphs.cursor, "focus+bold")
        frame.restyle(box.x + 1, y, max(box.width - 2, 1), "reverse")
        frame.cursor = (box.x + 1, y)
