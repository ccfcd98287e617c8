"""The board: a column for each status, its cards in two lines, or in boxes where there is room (S2, S4, S10)."""

from dataclasses import dataclass

from ctotui.core import board as boards
from ctotui.core import duration
from ctotui.core.board import COLUMNS, Board
from ctotui.core.civil import DAY, day_month, week_name
from ctotui.core.model import Item
from ctotui.core.state import Grab, State
from ctotui.ui.frame import Frame, Target, clip
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes import cards
from ctotui.ui.scroll import first_visible

BOXED = 140
"""Columns of screen from which cards are boxes (S2)."""
NARROWEST = 15


@dataclass(frozen=True, slots=True)
class _Lane:
    """Where one column is drawn."""

    index: int
    x: int
    width: int
    cards: tuple[Item, ...]
    """As a drop would leave them; where the held card came from, it still stands (S3)."""
    held: str
    """Id of the held card, empty where none is."""
    selected: int | None
    """Place of the cursor or of the held card; None where the cursor is in another column, or on no card."""
    focused: bool

    def role(self, item: Item) -> str:
        """``held``, ``origin`` of the held card, or ``card``."""
        if item.id != self.held:
            return "card"
        return "held" if self.focused else "origin"

    @property
    def count(self) -> int:
        """Cards that would be here after a drop."""
        return len(self.cards) - (not self.focused and bool(self.held) and any(c.id == self.held for c in self.cards))


def draw(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The body of the Board pane. Raises NotLoaded for months of finished items that are not in memory."""
    frame = Frame(width, height)
    board = boards.of_state(state)
    boxed = width >= BOXED
    _headline(frame, state, board, glyphs)
    for lane in _lanes(state, board, width):
        _head(frame, lane, state, board, glyphs, boxed)
        _cards(frame, lane, state, glyphs, boxed)
    return frame


def _lanes(state: State, board: Board, width: int) -> list[_Lane]:
    """The columns that fit, around the one that has the cursor, as what a drop would make of them (S5)."""
    grab = state.view.grab if state.view.grab is not None and state.view.grab.kind == "card" else None
    column, place = boards.cursor(state) if grab is None else (COLUMNS.index(grab.column), int(grab.rank))
    found = state.plan.find(grab.item) if grab is not None else None
    held = found if isinstance(found, Item) else None
    count = min(max((width + 1) // (NARROWEST + 1), 1), len(COLUMNS))
    first = min(max(column - count // 2, 0), len(COLUMNS) - count)
    pitch = (width + 1) // count if width < BOXED else width // count
    return [
        _Lane(
            index,
            (index - first) * pitch,
            pitch - 1,
            _held_in(board, index, held, grab),
            grab.item if grab is not None else "",
            place if index == column else None,
            index == column,
        )
        for index in range(first, first + count)
    ]


def _held_in(board: Board, index: int, held: Item | None, grab: Grab | None) -> tuple[Item, ...]:
    """The cards of a column, the held one where it would drop (S5)."""
    if grab is None or held is None or grab.column != COLUMNS[index]:
        return board.columns[index].cards
    others = boards.others(board, held, index)
    return (*others[: int(grab.rank)], held, *others[int(grab.rank) :])


def _headline(frame: Frame, state: State, board: Board, glyphs: Glyphs) -> None:
    """What the board is about: the sprint or the week, its day, what is open, whether too much is in progress."""
    today, settings = state.today, state.settings
    parts: list[tuple[str, str]] = []
    if board.sprint is not None and board.sprint.start is not None:
        parts.append((clip(board.sprint.title or board.sprint.path, 30, glyphs.ellipsis), "text+bold"))
        if board.sprint.end is not None:
            parts.append((f"{board.sprint.start.day}{glyphs.dash}{day_month(board.sprint.end - DAY)}", "text"))
        days = boards.sprint_days(board.sprint, today, settings)
        parts += [(f"day {days[0]}/{days[1]}", "text")] if days else []
    else:
        parts.append((week_name(today), "text+bold"))
        parts.append((f"{board.since.day}{glyphs.dash}{day_month(board.since + 6 * DAY)}", "text"))
    open_columns = board.columns[:4]
    estimate = sum(column.estimate for column in open_columns)
    parts.append((f"{sum(len(column.cards) for column in open_columns)} open", "text"))
    parts += [(f"est {duration.spoken(estimate)}", "text")] if estimate else []
    doing, limit = len(board.columns[2].cards), settings.wip_doing
    parts.append(("WIP ok", "muted") if doing <= limit else (f"WIP {doing}/{limit} OVER", "warn+bold"))
    x = 1
    for number, (text, style) in enumerate(parts):
        x = frame.put(x, 0, f" {glyphs.dot} ", "muted") if number else x
        x = frame.put(x, 0, text, style)


def _head(frame: Frame, lane: _Lane, state: State, board: Board, glyphs: Glyphs, boxed: bool) -> None:
    """Name and count of a column; the row beneath says how much is scrolled away above."""
    y = 2 if boxed else 1
    status = COLUMNS[lane.index]
    column = board.columns[lane.index]
    text = f"{status.title()} {_count(lane, state, boxed)}"
    if boxed and column.estimate and status not in ("doing", "done"):
        text += f" {glyphs.dot} {duration.spoken(column.estimate)}"
    if status == "done":
        text += f" {glyphs.dot} " if boxed else " "
        text += week_name(board.since) if board.sprint is None else "this sprint" if boxed else "sprint"
    over = status == "doing" and lane.count > state.settings.wip_doing
    style = "warn+bold" if over else "text+bold"
    mark = glyphs.cursor if lane.focused else " "
    frame.put(lane.x, y, f"{mark} " if boxed else mark, "text+bold")
    room = lane.width - (2 if boxed else 1)
    frame.put(lane.x + (2 if boxed else 1), y, clip(f"{text} !" if over else text, room, glyphs.ellipsis), style)
    frame.target(lane.x, y, lane.width, Target("card", f"{status}:"), frame.height - y)
    if not boxed:
        frame.fill(lane.x, y + 1, lane.width, glyphs.hline, "muted")


def _count(lane: _Lane, state: State, boxed: bool) -> str:
    if COLUMNS[lane.index] != "doing":
        return str(lane.count)
    return f"{lane.count} / WIP {state.settings.wip_doing}" if boxed else f"{lane.count}/{state.settings.wip_doing}"


def _cards(frame: Frame, lane: _Lane, state: State, glyphs: Glyphs, boxed: bool) -> None:
    """The cards that fit, and how many do not."""
    top = 4 if boxed else 3
    size, gap = (cards.BOX_HEIGHT, 1) if boxed else (2, 1)
    room = (frame.height - top + gap) // (size + gap)
    if room <= 0:
        return
    total = len(lane.cards)
    first = first_visible(total, room, lane.selected or 0)
    for number, item in enumerate(lane.cards[first : first + room]):
        y = top + number * (size + gap)
        chosen = lane.selected == first + number
        look = cards.Look(lane.role(item), chosen, COLUMNS[lane.index], lane.width)
        frame.stamp(cards.draw(state, item, look, glyphs, boxed), lane.x, y)
        if item.id in state.view.marks:
            frame.put(lane.x + (2 if boxed else 1), y + (1 if boxed else 0), glyphs.marked, "selection+bold")
        frame.target(lane.x, y, lane.width, Target("card", f"{COLUMNS[lane.index]}:{item.id}"), size)
        if chosen:
            frame.cursor = (lane.x + 1, y + (1 if boxed else 0))
    if first:
        frame.put(lane.x + 2, top - 1, f" {glyphs.before} {first} ", "muted")
    below = total - first - room
    if below > 0:
        under = min(top + room * (size + gap) - gap, frame.height - 1)
        frame.put(lane.x + 2, under, f"{glyphs.after} {below} more", "muted")
