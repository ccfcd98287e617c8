"""The calendar as a list that goes on for ever, empty days folded into one row (S7). Pure.

Rows are made a week at a time; where the list begins is a function of the cursor (the week that it is in), so that
nothing has to be remembered.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from ctotui.core import cursor
from ctotui.core.agenda import Instance
from ctotui.core.civil import DAY, odd_length, opening, week_of
from ctotui.core.cursor import Stop
from ctotui.core.holidays import label
from ctotui.core.memo import recall
from ctotui.core.month import Cell, cells
from ctotui.core.state import State
from ctotui.core.week import focused

WEEK = timedelta(days=7)
HORIZON = 26
"""Weeks without anything that one row may stand for, and that a screen looks ahead."""
PAGE = 10
"""Rows that ^D and ^U go."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    kind: Literal["week", "day", "now", "block", "empty"]
    day: date
    until: date
    """Last day of what an empty row stands for; of other rows the day, of a week's head its last."""
    cell: Cell | None = None
    """Of the day of a day's head."""
    one: Instance | None = None
    cells: tuple[Cell, ...] = ()
    """Of a week's head: its days."""
    note: str = ""
    """Name of the holiday that the day is; of an empty one, also how long it lasts where clocks change."""

    @property
    def stands(self) -> bool:
        """Whether the cursor can be put there."""
        return self.kind in ("block", "empty")


def rows(state: State, count: int) -> tuple[list[Row], int]:
    """The list from the week of the cursor on, `count` rows beyond it where the next weeks hold as many; its row.

    Raises NotLoaded.
    """
    first = week_of(focused(state), state.settings.week_start)
    found, here, week = list[Row](), -1, first
    while week < first + HORIZON * WEEK and (here < 0 or len(found) < here + count):
        made = _week(state, week)
        if _is_empty(made):
            end = _after_empty(state, week)
            made = (Row("empty", week, end - DAY),)
            week = end - WEEK
        found += made
        week += WEEK
        here = here if here >= 0 else _row_of(found, state)
    return found, here


def step(state: State, here: Stop, by: int) -> Stop:
    """`by` rows down, up where negative."""
    for _time in range(abs(by)):
        here = _next(state, here) if by > 0 else _previous(state, here)
    return here


def days(state: State, here: Stop, by: int) -> Stop:
    """The first row of the next day that has any, or of the one before (`J`, `K`)."""
    moved = here
    while moved.moment.date() == here.moment.date():
        further = _next(state, moved) if by > 0 else _previous(state, moved)
        if further == moved:
            return moved
        moved = further
    first = [stop for stop in _stops(state, moved) if stop.moment.date() == moved.moment.date()]
    return first[0] if first else moved


def _next(state: State, here: Stop) -> Stop:
    later = _after(_stops(state, here), here)
    if later:
        return later[0]
    week = _week_of(state, here) + WEEK
    if _is_empty(_week(state, week - WEEK)):
        week = _after_empty(state, week - WEEK)
    return _entered(state, here, week, 0)


def _previous(state: State, here: Stop) -> Stop:
    found = _stops(state, here)
    later = _after(found, here)
    earlier = found[: len(found) - len(later)]
    if earlier and _same(earlier[-1], here):
        earlier.pop()
    if earlier:
        return earlier[-1]
    week = _week_of(state, here) - WEEK
    for _week_back in range(HORIZON):
        both = _is_empty(_week(state, week)) and _is_empty(_week(state, week - WEEK))
        if week.year <= cursor.FIRST.year or not both:
            break
        week -= WEEK
    return _entered(state, here, week, -1)


def _entered(state: State, here: Stop, week: date, index: int) -> Stop:
    """The first or last stop of another week, within the calendar."""
    moment = datetime.combine(week, here.moment.time().replace(fold=0))
    if not cursor.FIRST + WEEK < moment < cursor.LAST - WEEK:
        return here
    return _stops(state, Stop(moment))[index]


def _stops(state: State, here: Stop) -> list[Stop]:
    """Where the cursor can stand in the week of `here`."""
    week, zone = _week_of(state, here), state.settings.zone
    found = []
    for row in _week(state, week):
        if row.kind == "block":
            assert row.one is not None
            found.append(_stop(row.one, opening(row.day, zone)))
        elif row.kind == "empty":
            found.append(Stop(cursor.real(datetime.combine(row.day, here.moment.time()), zone)))
    return found


def _stop(one: Instance, first: datetime) -> Stop:
    """An instance on a day that begins at `first`."""
    return Stop(max(one.start, first) if isinstance(one.start, datetime) else first, one.id)


def _after(found: list[Stop], here: Stop) -> list[Stop]:
    """The stops below `here`."""
    for index, stop in enumerate(found):
        if _same(stop, here):
            return found[index + 1 :]
    return [stop for stop in found if stop.moment > here.moment]


def _same(stop: Stop, here: Stop) -> bool:
    if stop.block or here.block:
        return stop.block == here.block and stop.moment.date() == here.moment.date()
    return stop.moment == here.moment


def _week_of(state: State, here: Stop) -> date:
    return week_of(here.moment.date(), state.settings.week_start)


def _is_empty(made: tuple[Row, ...]) -> bool:
    """Whether a week is one empty row."""
    return len(made) == 1


def _after_empty(state: State, week: date) -> date:
    """The first week after `week` that holds something, at most `HORIZON` on."""
    end = week + WEEK
    while end < week + HORIZON * WEEK and _is_empty(_week(state, end)):
        end += WEEK
    return end


def _row_of(found: list[Row], state: State) -> int:
    """The row of the cursor: its block, the empty days that it is in, else the head of its day; -1: not among them."""
    view, day = state.view, focused(state)
    head = -1
    for index, row in enumerate(found):
        if row.kind == "block" and row.one is not None and row.one.id == view.block and row.day == day:
            return index
        if row.kind in ("day", "empty") and row.day <= day <= row.until:
            head = index
    return head


def _week(state: State, first: date) -> tuple[Row, ...]:
    minute = state.now.replace(second=0, microsecond=0) if first <= state.today < first + WEEK else None
    return recall(state.plan, ("agenda rows", first, state.settings, minute), lambda: _week_rows(state, first))


def _week_rows(state: State, first: date) -> tuple[Row, ...]:
    found = cells(state.plan, first, first + WEEK, state.settings)
    notes = {day: label(day, state.settings) for day in found}
    for day, cell in found.items():
        if not cell.found and (odd := odd_length(day, state.settings.zone)):
            notes[day] = f"{odd} {notes[day]}".strip()
    if not any(cell.found for cell in found.values()) and state.today not in found and not any(notes.values()):
        return (Row("empty", first, first + WEEK - DAY),)
    made = [Row("week", first, first + WEEK - DAY, cells=tuple(found.values()))]
    for day, cell in found.items():
        if cell.found:
            made += _day_rows(state, day, cell, notes[day])
        elif made[-1].kind == "empty" and state.today not in (day, made[-1].day) and not (notes[day] or made[-1].note):
            made[-1] = Row("empty", made[-1].day, day)
        else:
            made.append(Row("empty", day, day, note=notes[day]))
    return tuple(made)


def _day_rows(state: State, day: date, cell: Cell, note: str) -> list[Row]:
    made = [Row("day", day, day, cell, note=note)]
    for one in cell.found:
        due = day == state.today and not one.all_day and one.begins > state.now
        if due and not any(row.kind == "now" for row in made):
            made.append(Row("now", day, day))
        made.append(Row("block", day, day, one=one))
    if day == state.today and not any(row.kind == "now" for row in made):
        made.append(Row("now", day, day))
    return made


def cell_of(state: State, day: date) -> Cell:
    """The cell of a day of the list. Raises NotLoaded."""
    first = week_of(day, state.settings.week_start)
    return cells(state.plan, first, first + WEEK, state.settings)[day]
