"""What is proposed, as a list beside the calendar: answers, reasons, and what found no time (section 6, I13, I17)."""

from datetime import datetime

from ctotui.core import areas
from ctotui.core.capacity import load
from ctotui.core.civil import clock_face, day_name, day_of
from ctotui.core.duration import clock as hours
from ctotui.core.duration import spoken
from ctotui.core.model import Item, Wall
from ctotui.core.offer import Proposed, Ways
from ctotui.core.preview import preview, shifts
from ctotui.core.reschedule.changes import Shift
from ctotui.core.reschedule.proposal import Proposal
from ctotui.core.state import State
from ctotui.ui.dialogs.box import box
from ctotui.ui.dialogs.menus import wrap
from ctotui.ui.frame import Frame, clip
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.offer_row import title_of, when

ROOMY = 50
"""Columns from which a time and a title share a row."""
Row = tuple[str, str, str, str, int]
"""Sign, words, what stands on the right, style, and the entry that it is of, -1 for none."""


def draw(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The list for a part of `width` × `height`, scrolled so that what is asked about is seen."""
    frame = Frame(max(width, 0), max(height, 0))
    found = rows(state, width, glyphs)
    at = next((y for y, row in enumerate(found) if _is_current(state, row)), 0)
    first = max(min(at - height // 2, len(found) - height), 0)
    for y, row in enumerate(found[first : first + height]):
        _row(frame, y, row, _is_current(state, row), glyphs)
    return frame


def sheet(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The same over the pane, from row `view.choice` on: what `?` shows."""
    found = rows(state, min(width, 110) - 4, glyphs)
    wide, high = min(width, 110), min(len(found) + 2, height)
    offer = state.view.offer
    made = box(wide, high, glyphs, offer.title if offer is not None else "")
    first = min(state.view.choice, max(len(found) - high + 2, 0))
    inner = Frame(max(wide - 4, 0), max(high - 2, 0))
    for y, row in enumerate(found[first : first + high - 2]):
        _row(inner, y, row, _is_current(state, row), glyphs)
    made.stamp(inner, 2, 1)
    return made


def rows(state: State, width: int, glyphs: Glyphs) -> list[Row]:
    """All rows: what is proposed with its reason under it, what found no time, what has no estimate."""
    offer = state.view.offer
    if isinstance(offer, Proposed):
        return _proposed(state, offer, width, glyphs)
    return _ways(state, offer, glyphs) if offer is not None else []


def _proposed(state: State, offer: Proposed, width: int, glyphs: Glyphs) -> list[Row]:
    roomy = width >= ROOMY
    found: list[Row] = []
    for index, entry in enumerate(offer.entries):
        sign = {"yes": glyphs.done, "no": glyphs.dash, "": "?"}[offer.answers[index]]
        style = {"yes": "done", "no": "muted", "": "text"}[offer.answers[index]]
        for part, one in enumerate(entry):
            minutes = hours(round((one.end - one.start).total_seconds() / 60))
            title = title_of(state, one)
            if roomy:
                title = f"{when(one, glyphs)}  {title}"
            found.append((sign if not part else " ", title, minutes, style, index))
            if not roomy:
                found.append((" ", f"  {when(one, glyphs)}", "", style, -1))
        found += _reason(entry[0].why, width)
    found += [("", "", "", "text", -1), *_balance(state, offer, glyphs)]
    if offer.unplaced:
        found += [("", "", "", "text", -1), ("", "NOT PLACED", "", "text+bold", -1)]
        for left in offer.unplaced:
            item = state.plan.find(left.item)
            title = item.title if isinstance(item, Item) else "(deleted item)"
            found.append((glyphs.overlap, title, hours(left.minutes), "warn", -1))
            found += _reason(left.why, width)
    if offer.unestimated:
        found += [("", "", "", "text", -1), ("", "WITHOUT AN ESTIMATE   (= sets it)", "", "text+bold", -1)]
        for key in offer.unestimated:
            item = state.plan.find(key)
            found.append((glyphs.open, item.title if isinstance(item, Item) else "", "", "muted", -1))
    return found


def _reason(why: str, width: int) -> list[Row]:
    """Why, below what it is of, in two rows at the most."""
    first, *others = wrap(why, max(width - 6, 8)) or [""]
    lines = [first, " ".join(others)] if others else [first]
    return [(" ", f"  {line}", "", "muted", -1) for line in lines]


def _balance(state: State, offer: Proposed, glyphs: Glyphs) -> list[Row]:
    """What each day comes to where all that is not refused is accepted."""
    days = sorted({(one.start.date(), _line(state, one)) for entry in offer.entries for one in entry})
    found: list[Row] = [("", "BALANCE", "", "text+bold", -1)]
    for day, line in days:
        total = load(preview(state), day, state.settings, line)
        over = f"  {glyphs.overlap} +{spoken(total.over)} OVER" if total.over else ""
        words = f"{day_name(day)}  {line}{' ' if line else ''}{spoken(total.planned)} of {spoken(total.capacity)}{over}"
        found.append((" ", words, "", "warn+bold" if over else "text", -1))
    return found


def _line(state: State, one: Proposal) -> str:
    """The area whose hours what is proposed takes; empty: the working hours."""
    item = state.plan.find(one.item)
    return areas.line(item.list, state.settings) if isinstance(item, Item) else ""


def _ways(state: State, offer: Ways, glyphs: Glyphs) -> list[Row]:
    found: list[Row] = []
    for index, way in enumerate(offer.ways):
        here = index == offer.at
        found.append((glyphs.cursor if here else " ", way.label, "", "text+bold" if here else "muted", -1))
        found.append((" ", f"  {way.why}", "", "muted", -1))
    found += [("", "", "", "text", -1), ("", "WHAT IT DOES", "", "text+bold", -1)]
    for shift in shifts(state):
        before, after = _places(shift)
        style = "warn+bold" if shift.spilled else "push+bold"
        sign = glyphs.dash if shift.spilled else "+" if shift.before is None else glyphs.pushed
        found.append((sign, shift.title, f"{before} {glyphs.arrow} {after}", style, -1))
    return found


def _places(shift: Shift) -> tuple[str, str]:
    """Where a block was and would be: its start, its end where only that moves, the day where that differs."""
    one, two = shift.before, shift.after
    if one is None or two is None or shift.spilled:
        return _clock(one.start) if one is not None else "tray", "tray" if two is None or shift.spilled else _at(
            two.start
        )
    if one.start == two.start:
        return f"to {_clock(one.end)}", _clock(two.end)
    same = day_of(one.start) == day_of(two.start)
    return _clock(one.start), _clock(two.start) if same else _at(two.start)


def _at(moment: Wall) -> str:
    return f"{day_name(day_of(moment))} {_clock(moment)}"


def _clock(moment: Wall) -> str:
    return clock_face(moment) if isinstance(moment, datetime) else "day"


def _is_current(state: State, row: Row) -> bool:
    offer = state.view.offer
    return isinstance(offer, Proposed) and row[4] == offer.at and bool(row[0].strip())


def _row(frame: Frame, y: int, row: Row, current: bool, glyphs: Glyphs) -> None:
    sign, words, right, style, _index = row
    x = frame.put(0, y, glyphs.cursor if current else " ", "focus+bold")
    x = frame.put(x, y, f"{sign} " if sign else "", style)
    edge = frame.put_right(frame.width - 1, y, right, "muted") - 1 if right else frame.width
    stop = frame.put(x, y, clip(words, max(edge - x, 0), glyphs.ellipsis), style)
    if current:
        frame.restyle(x, y, stop - x, "reverse")
        frame.cursor = (0, y)
