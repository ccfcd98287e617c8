"""Today's list beside the calendar: sections, a row an item with ``act/est`` (M11, S4)."""

from dataclasses import dataclass
from datetime import date, datetime

from ctotui.core.capacity import headline, others
from ctotui.core.civil import clock_face, day_of
from ctotui.core.duration import clock as hours
from ctotui.core.duration import spoken
from ctotui.core.items import overdue_days
from ctotui.core.memo import recall
from ctotui.core.model import Item
from ctotui.core.preview import preview_on
from ctotui.core.state import State
from ctotui.core.today import Today, TodayRow, Tray, awaited, tray
from ctotui.ui.frame import Frame, Target, clip, width_of
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes.figures import figures, near_day, priority
from ctotui.ui.scroll import first_visible

WIDE = 49
"""Cells from which on list and plan have columns of their own."""

AREAS = ("PERSONAL", "GOALS")
"""Headings that are an area."""

_ROLES = {"WORK": "work", "MEETINGS": "fixed", "WAITING": "muted", "PERSONAL": "personal", "GOALS": "goals"}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the list: a heading, an item, or blank."""

    heading: str = ""
    row: TodayRow | None = None


@dataclass(frozen=True, slots=True)
class _Layout:
    """All lines of a list, and how many rows of its end the tray takes."""

    lines: list[_Line]
    foot: int
    places: dict[str, int]
    """Line of each item."""


def draw(state: State, found: Today, width: int, height: int, meetings: bool, glyphs: Glyphs) -> Frame:
    """The list without its head; with `meetings` also those, and at the end the tray (M11: from 140 columns on)."""
    frame = Frame(max(width, 0), max(height, 0))
    if width < 8 or height <= 0:
        return frame
    minute = state.now.replace(second=0, microsecond=0)
    key = (state.settings, minute, height, meetings)
    layout = recall(state.plan, ("list lines", *key), lambda: _layout(found, height, meetings))
    rows = height - layout.foot
    cursor = _cursor(state, layout)
    first = first_visible(len(layout.lines), rows, max(cursor, 0))

    def picture() -> Frame:
        made = Frame(width, height)
        _picture(made, state, found, layout, first, glyphs)
        return made

    frame.stamp(recall(state.plan, ("list", *key, width, first, glyphs.name), picture), 0, 0)
    _area_loads(frame, state, layout.lines[first : first + rows], glyphs)
    for y, line in enumerate(layout.lines[first : first + rows] if state.view.marks else ()):
        if line.row is not None and line.row.item.id in state.view.marks:
            frame.put(0, y, glyphs.marked, "selection+bold")
    if cursor >= 0:
        frame.restyle(0, cursor - first, width - 1, "reverse")
        frame.cursor = (0, cursor - first)
    return frame


def _layout(found: Today, height: int, meetings: bool) -> _Layout:
    lines = _lines(found, meetings, blanks=False)
    foot = 3 if meetings and height - len(lines) >= 3 else 0
    spaced = _lines(found, meetings, blanks=True)
    if len(spaced) + foot <= height:
        lines = spaced
    return _Layout(lines, foot, {line.row.item.id: index for index, line in enumerate(lines) if line.row is not None})


def _picture(frame: Frame, state: State, found: Today, layout: _Layout, first: int, glyphs: Glyphs) -> None:
    """All but the cursor."""
    if not layout.places:
        _empty(frame)
    rows = frame.height - layout.foot
    visible = layout.lines[first : first + rows]
    for y, line in enumerate(visible):
        if line.heading:
            _heading(frame, line.heading, y, found, first + y == 0, glyphs)
        elif line.row is not None:
            _row(frame, line.row, y, state, glyphs)
    _counts(frame, layout.lines[:first], layout.lines[first + len(visible) :], len(visible), glyphs)
    if layout.foot:
        y = min(len(visible) + bool(visible), frame.height - 2)
        _tray(frame, tray(state.plan, state.settings, state.now), y, glyphs)


def _lines(found: Today, meetings: bool, blanks: bool) -> list[_Line]:
    lines: list[_Line] = []
    for name, rows in found.sections.items():
        if rows and (meetings or name != "MEETINGS"):
            if blanks and lines:
                lines.append(_Line())
            lines.append(_Line(heading=name))
            lines += [_Line(row=row) for row in rows]
    return lines


def _cursor(state: State, layout: _Layout) -> int:
    """Line of the item under the cursor, the first item where that is not on the list; -1 where there is none."""
    if state.view.part != "list" or not layout.places:
        return -1
    return layout.places.get(state.view.item, min(layout.places.values()))


def _counts(frame: Frame, above: list[_Line], below: list[_Line], shown: int, glyphs: Glyphs) -> None:
    """How many items are out of sight, so that nothing is without a count (S8)."""
    for y, hidden, sign in ((0, above, glyphs.before), (shown - 1, below, glyphs.after)):
        count = sum(line.row is not None for line in hidden)
        if count:
            frame.put_right(frame.width, y, f" {sign}{count}", "warn+bold")


def _row(frame: Frame, row: TodayRow, y: int, state: State, glyphs: Glyphs) -> None:
    item = row.item
    frame.target(0, y, frame.width, Target("item", item.id))
    sign, role = _sign(row, glyphs)
    frame.put(0, y, sign, role)
    level = priority(item)
    frame.put(1, y, level, "warn+bold" if "!" in level and not row.done else "muted")
    match row.section:
        case "WAITING":
            _waiting(frame, row, y, state.today, glyphs)
        case "MEETINGS":
            _meeting(frame, row, y, glyphs)
        case "INBOX":
            frame.put(_indent(frame), y, clip(item.title, frame.width - _indent(frame) - 1, glyphs.ellipsis))
        case _:
            _item(frame, row, y, state, glyphs)


def _indent(frame: Frame) -> int:
    return 4 if frame.width >= WIDE else 3


def _sign(row: TodayRow, glyphs: Glyphs) -> tuple[str, str]:
    if row.done:
        return glyphs.done, "done"
    if row.section == "WAITING":
        return glyphs.waiting, "muted"
    if row.section == "INBOX":
        return glyphs.inbox, "muted"
    return (glyphs.star, "now") if row.item.star else (glyphs.open, "muted")


def _heading(frame: Frame, name: str, y: int, found: Today, top: bool, glyphs: Glyphs) -> None:
    rows, wide, text = found.sections[name], frame.width >= WIDE, name
    if name in ("INBOX", "WAITING"):
        text += f" {len(rows)}"
    elif name == "MEETINGS":
        text += f"  {len(rows)} {glyphs.dot} {hours(sum(row.planned for row in rows))}"
    frame.put(3, y, text, f"{_ROLES.get(name, 'muted')}+bold")
    if top and name not in ("INBOX", "WAITING"):
        frame.put_right(frame.width - (3 if wide else 1), y, "plan  act/est" if wide else "act/est", "muted")
    elif name == "WAITING" and wide:
        frame.put(frame.width - 16, y, "follow-up", "muted")


def _area_loads(frame: Frame, state: State, lines: list[_Line], glyphs: Glyphs) -> None:
    """Beside the heading of an area with hours of its own: what is planned of them today (section 6)."""
    if not state.settings.area_hours:
        return
    loads = dict(others(preview_on(state, state.today), state.today, state.settings))
    for y, line in enumerate(lines[1:-1], 1):
        found = loads.get(line.heading.lower()) if line.heading in AREAS else None
        if found is not None:
            style = "warn+bold" if found.over else "muted"
            words, room = headline(found, glyphs.dot), frame.width - 5 - len(line.heading)
            frame.put_right(
                frame.width - 1, y, words if width_of(words) <= room else f"+{spoken(found.over)} OVER", style
            )


def _item(frame: Frame, row: TodayRow, y: int, state: State, glyphs: Glyphs) -> None:
    """An item of WORK, PERSONAL or GOALS."""
    right = frame.width - 1
    numbers = figures(row.actual, row.estimate, glyphs)
    if row.running:
        numbers = glyphs.timer + numbers
    style = "running" if row.running else "done" if row.done else "text"
    left = frame.put_right(right, y, numbers, style)
    if not row.done and (late := overdue_days(row.item, state.today)) > 0:
        left = frame.put_right(left - 1, y, f"OVER {late}d", "clash+bold")
    if frame.width >= WIDE:
        place = _place(row.item, state, True, glyphs)
        if row.planned or row.section == "WORK":
            planned = hours(row.planned) if row.planned else f"{glyphs.dash} "
            left = frame.put_right(min(frame.width - 12, left - 1), y, planned, "muted")
        if row.section == "GOALS":
            frame.put(4, y, clip(row.item.title + place, left - 5, glyphs.ellipsis))
            return
        column = frame.width - 27
        frame.put(column, y, clip(place, left - column - 1, glyphs.ellipsis), "muted")
        frame.put(4, y, clip(row.item.title, column - 5, glyphs.ellipsis), "muted" if row.done else "text")
        return
    title = row.item.title + (_place(row.item, state, False, glyphs) if row.section == "GOALS" else "")
    frame.put(3, y, clip(title, left - 4, glyphs.ellipsis), "muted" if row.done else "text")


def _place(item: Item, state: State, wide: bool, glyphs: Glyphs) -> str:
    """The list of an item, ``/infra``; of one that points up to a goal, the goal."""
    last = item.list.rpartition("/")[2]
    if item.list.partition("/")[0].lower() != "goals":
        return f"/{last}" if "/" in item.list else ""
    parent = state.plan.find(item.parent) if item.parent and wide else None
    if isinstance(parent, Item):
        return f'   {glyphs.arrow} "{parent.title}"'
    return f"  ({last})" if "/" in item.list else ""


def _waiting(frame: Frame, row: TodayRow, y: int, today: date, glyphs: Glyphs) -> None:
    """Title, whom it waits for, and when to ask."""
    item, wide = row.item, frame.width >= WIDE
    label, late = asked(item, today, wide)
    left = frame.width - 16 if wide else frame.width - width_of(label)
    frame.put(left, y, label, "clash+bold" if late else "text", frame.width - left)
    owner = f">{item.owner}" if item.owner else ""
    if wide:
        frame.put(frame.width - 33, y, clip(owner, 16, glyphs.ellipsis), "muted")
        frame.put(4, y, clip(item.title, frame.width - 38, glyphs.ellipsis))
        return
    room = left - 4 - (width_of(owner) + 1 if owner else 0)
    end = frame.put(3, y, clip(item.title, max(room, 6), glyphs.ellipsis))
    frame.put(end + 1, y, clip(owner, left - end - 2, glyphs.ellipsis), "muted")


def asked(item: Item, today: date, wide: bool = False) -> tuple[str, bool]:
    """When something that waits is due or to be asked after, and whether that day has passed."""
    day = awaited(item)
    if day is None:
        return "", False
    if day < today:
        return f"{'OVERDUE' if wide else 'OVER'} {(today - day).days}d", True
    if item.due is not None:
        return f"due {near_day(day_of(item.due), today)}", day_of(item.due) < today
    return near_day(day, today), False


def _meeting(frame: Frame, row: TodayRow, y: int, glyphs: Glyphs) -> None:
    """A meeting of today (shown where the list is wide)."""
    one, item = row.instance, row.item
    start = clock_face(one.start) if one is not None and isinstance(one.start, datetime) else "all day"
    title = one.title if one is not None else item.title
    column = frame.width - 27
    frame.put(4, y, clip(f"{start} {title}", column - 5, glyphs.ellipsis), "muted" if row.done else "text")
    count = len(item.people)
    frame.put(column, y, f"{count} {'person' if count == 1 else 'people'}" if count else "", "muted", 10)
    frame.put_right(frame.width - 12, y, hours(row.planned), "muted")
    if row.actual or row.running:
        sign = glyphs.timer if row.running else " "
        frame.put(frame.width - 11, y, f"{sign}{hours(row.actual)}", "running" if row.running else "done")


def _tray(frame: Frame, found: Tray, y: int, glyphs: Glyphs) -> None:
    """What is estimated and has no time yet (S8 for what is not on the calendar)."""
    free = f"{glyphs.at_least}30m today: {spoken(found.free) if found.free >= 30 else 'none'}"
    frame.put(3, y, f"TRAY {spoken(found.unplanned)} unplanned {glyphs.dot} free {free}", "text+bold")
    frame.put(4, y + 1, "P proposes a plan, p plans the selected item, f fits it in", "muted")


def _empty(frame: Frame) -> None:
    """Ghost text that names a key (N1, N3)."""
    for y, words in enumerate(
        ("nothing on today's list", "a adds something: it lands here", "once it has a day or a time")
    ):
        frame.put(3, y + 1, clip(words, frame.width - 4), "muted")
