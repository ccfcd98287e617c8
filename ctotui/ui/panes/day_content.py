"""All that the time grid of one day shows, gathered before it is drawn."""

from dataclasses import dataclass
from datetime import date, datetime

from ctotui.core import agenda, entries, lanes
from ctotui.core.agenda import Instance
from ctotui.core.blocks import conflicts
from ctotui.core.civil import at_minute, day_of, exactly, instant
from ctotui.core.holidays import working_hours
from ctotui.core.lanes import Lane, Piece, Row
from ctotui.core.memo import recall
from ctotui.core.model import Item
from ctotui.core.plan import Plan
from ctotui.core.preview import Part, part_of, preview
from ctotui.core.state import Grab, Settings, State
from ctotui.core.today import Times
from ctotui.ui.glyphs import Glyphs


@dataclass(slots=True)
class Day:
    """One day, as rows of `step` minutes."""

    state: State
    glyphs: Glyphs
    plan: Plan
    """The preview while a block is held (S5)."""
    day: date
    found: list[Instance]
    grid: tuple[Row, ...]
    pieces: list[list[Piece]]
    actual: list[Lane]
    protected: list[tuple[str, bool]]
    hit: dict[str, bool]
    """Ids of what overlaps something, in a grab of what it overlaps, and whether to mark that as fixed (section 6)."""
    times: Times
    grab: Grab | None
    now: int
    """Row of the moment, -1 on another day."""

    def item(self, one: Instance) -> Item | None:
        """The item of an instance. A grab changes no item, so that it is looked up in the plan that stays."""
        plan = self.state.plan
        found = recall(plan, ("item", one.item), lambda: plan.find(one.item))
        return found if isinstance(found, Item) else None

    def part(self, one: Instance) -> Part:
        """What an instance is in a preview (S5)."""
        return part_of(self.state, one)

    def runs(self, one: Instance) -> bool:
        """Whether the timer runs on an instance within its time."""
        return self.times.running == one.item and one.begins <= self.state.now < one.ends

    def minutes(self, one: Instance) -> int:
        """Minutes tracked on its item, or on the occurrence."""
        return self.times.of(one.id if one.recurring else one.item)

    def has_line(self, index: int) -> bool:
        """Whether the now-line would have this row for itself: nothing in it needs the room."""
        row, (name, starts) = self.pieces[index], self.protected[index]
        return len(row) <= 1 and not any(piece.first for piece in row) and not (not row and name and starts)


def held_block(state: State) -> Grab | None:
    """The block that is held, or None."""
    grab = state.view.grab
    return grab if grab is not None and grab.kind == "block" and state.view.mode == "GRAB" else None


def shown_day(state: State) -> date:
    """The day that the calendar part shows: that of the cursor, or of the block that the keyboard holds."""
    grab = held_block(state)
    if grab is not None and grab.start is not None and not grab.dragged:
        return day_of(grab.start)
    moment = state.view.moment
    return moment.date() if moment.year > 1970 else state.today


def gather(state: State, step: int, glyphs: Glyphs) -> Day:
    """The content of `shown_day`. Raises NotLoaded."""
    plan, day, zone = preview(state), shown_day(state), state.settings.zone
    found = agenda.on_day(plan, day, zone)
    grid = lanes.rows(day, zone, step)
    minute = state.now.replace(second=0, microsecond=0)
    grab = held_block(state)
    hit = recall(plan, ("clashes", day, zone), lambda: lanes.clashes(found))
    if grab is not None and grab.start is not None and grab.end is not None:
        hit = {clash.instance.id: clash.fixed for clash in conflicts(plan, grab.start, grab.end, grab.id, zone)}

    def actual() -> list[Lane]:
        return lanes.actual(grid, entries.on_day(plan, day, zone, state.now), found, minute)

    return Day(
        state,
        glyphs,
        plan,
        day,
        found,
        grid,
        recall(plan, ("pieces", day, zone, step), lambda: lanes.pieces(found, grid)),
        recall(plan, ("actual", day, zone, step, minute), actual),
        recall(
            state.plan, ("protected", day, step, state.settings), lambda: lanes.protected(day, state.settings, grid)
        ),
        hit,
        recall(state.plan, ("times", minute), lambda: Times(state.plan, minute)),
        grab,
        lanes.row_at(grid, state.now) if grid and grid[0].begins <= state.now < grid[-1].ends else -1,
    )


def cursor_row(content: Day) -> int:
    """The row of the cursor; on a block, one of its rows."""
    view, grid, zone = content.state.view, content.grid, content.state.settings.zone
    if content.grab is not None and isinstance(content.grab.start, datetime) and not content.grab.dragged:
        return lanes.row_at(grid, exactly(content.grab.start, zone))
    if view.moment.year <= 1970:
        return max(content.now, 0)
    row = lanes.row_at(grid, exactly(view.moment, zone))
    block = next((one for one in content.found if one.id == view.block and not one.all_day), None)
    if block is None or content.grab is not None:
        return row
    last = lanes.row_at(grid, block.ends)
    if block.ends == grid[last].begins:
        last -= 1
    first = lanes.row_at(grid, block.begins)
    return min(max(row, first), max(last, first))


def home_row(content: Day, height: int) -> int:
    """First row while the cursor does not ask for another: where work begins, or earlier where there is room."""
    settings: Settings = content.state.settings
    opens, closes = working_hours(content.day, settings)
    if opens >= closes:
        opens, closes = 8 * 60, 17 * 60
    low, high = (
        lanes.row_at(content.grid, instant(at_minute(content.day, minute), settings.zone)) for minute in (opens, closes)
    )
    earliest = next((index for index, row in enumerate(_still(content)) if row), low)
    return low - min(max(low - earliest, 0), max(height - (high - low), 0))


def _still(content: Day) -> list[list[Piece]]:
    """The pieces that the scrolling goes by: those of the plan that is stored while the mouse moves a block."""
    if content.grab is None or not content.grab.dragged:
        return content.pieces
    return lanes.pieces(agenda.on_day(content.state.plan, content.day, content.state.settings.zone), content.grid)
