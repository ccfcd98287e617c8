"""The board: its cursor, and taking a card in hand to move it to another column or rank (`m`)."""

from dataclasses import replace
from datetime import datetime

from ctotui.commands.command import Desk, command
from ctotui.core import board
from ctotui.core.board import COLUMNS
from ctotui.core.civil import wall
from ctotui.core.errors import PlanError
from ctotui.core.model import Item
from ctotui.core.plan import Plan
from ctotui.core.selection import selection
from ctotui.core.state import Grab, Settings, State

BOARD = ("board",)
HELD = ("GRAB",)
LEAP = 5
"""Cards that J and K go."""


def needs_card(state: State) -> str | None:
    """The cursor must be on a card."""
    return None if board.selected(state) is not None else "needs a card; a adds one"


def _go(desk: Desk, across: int = 0, down: int = 0) -> None:
    view = desk.ask(lambda state: board.stepped(state, across, down))
    desk.look(column=view.column, item=view.item)


@command("board.left", "Column left", "h", "left", group="Move", panes=BOARD, counted=True)
def left(desk: Desk, count: int = 1) -> None:
    """Go to the column on the left."""
    _go(desk, across=-count)


@command("board.right", "Column right", "l", "right", group="Move", panes=BOARD, hint="column", weight=2, counted=True)
def right(desk: Desk, count: int = 1) -> None:
    """Go to the column on the right."""
    _go(desk, across=count)


@command("board.down", "Card down", "j", "down", group="Move", panes=BOARD, hint="card", weight=1, counted=True)
def down(desk: Desk, count: int = 1) -> None:
    """Go to the card below."""
    _go(desk, down=count)


@command("board.up", "Card up", "k", "up", group="Move", panes=BOARD, counted=True)
def up(desk: Desk, count: int = 1) -> None:
    """Go to the card above."""
    _go(desk, down=-count)


@command("board.leap_down", "Five cards down", "J", "ctrl+d", "pgdn", group="Move", panes=BOARD, counted=True)
def leap_down(desk: Desk, count: int = 1) -> None:
    """Go five cards down."""
    _go(desk, down=LEAP * count)


@command("board.leap_up", "Five cards up", "K", "ctrl+u", "pgup", group="Move", panes=BOARD, counted=True)
def leap_up(desk: Desk, count: int = 1) -> None:
    """Go five cards up."""
    _go(desk, down=-LEAP * count)


@command("board.first", "First card", "g g", "home", group="Move", panes=BOARD)
def first(desk: Desk) -> None:
    """Go to the first card of the column."""
    _end(desk, 0)


@command("board.last", "Last card", "G", "end", group="Move", panes=BOARD)
def last(desk: Desk) -> None:
    """Go to the last card of the column."""
    _end(desk, -1)


def _end(desk: Desk, place: int) -> None:
    column = desk.ask(board.cursor)[0]
    cards = desk.ask(board.of_state).columns[column].cards
    desk.look(column=COLUMNS[column], item=cards[place].id if cards else "")


@command("board.grab", "Grab card", "m", group="Time", panes=BOARD, needs=needs_card, hint="grab", weight=7)
def take(desk: Desk) -> None:
    """Take the card in hand: h and l choose its column, j and k its rank."""
    column, place = desk.ask(board.cursor)
    item = selection(desk.state).item
    held = Grab("card", item, item, column=COLUMNS[column], rank=float(place or 0))
    desk.look(mode="GRAB", grab=held, keys="")


def _held(state: State) -> tuple[Grab, Item]:
    grab = state.view.grab
    if grab is None:
        raise PlanError("No card is held: m takes one in hand.")
    return grab, state.plan.get(Item, grab.item)


def _across(state: State, by: int) -> Grab:
    """The held card in another column, where its star and rank put it."""
    grab, item = _held(state)
    column = min(max(COLUMNS.index(grab.column) + by, 0), len(COLUMNS) - 1)
    return replace(grab, column=COLUMNS[column], rank=float(board.natural_place(board.of_state(state), item, column)))


def _along(state: State, by: int) -> Grab:
    """The held card at another rank among its like."""
    grab, item = _held(state)
    low, high = board.span(board.of_state(state), item, COLUMNS.index(grab.column))
    return replace(grab, rank=float(min(max(int(grab.rank) + by, low), high)))


@command("board.held_left", "Column left", "h", "left", group="Grab", contexts=HELD, panes=BOARD, counted=True)
def held_left(desk: Desk, count: int = 1) -> None:
    """Hold the card over the column on the left."""
    desk.look(grab=desk.ask(lambda state: _across(state, -count)))


@command(
    "board.held_right",
    "Column right",
    "l",
    "right",
    group="Grab",
    contexts=HELD,
    panes=BOARD,
    hint="column",
    weight=12,
    counted=True,
)
def held_right(desk: Desk, count: int = 1) -> None:
    """Hold the card over the column on the right."""
    desk.look(grab=desk.ask(lambda state: _across(state, count)))


@command(
    "board.held_down",
    "Lower rank",
    "j",
    "down",
    group="Grab",
    contexts=HELD,
    panes=BOARD,
    hint="rank",
    weight=11,
    counted=True,
)
def held_down(desk: Desk, count: int = 1) -> None:
    """Rank the card below the next one; stars stay above the rest."""
    desk.look(grab=desk.ask(lambda state: _along(state, count)))


@command("board.held_up", "Higher rank", "k", "up", group="Grab", contexts=HELD, panes=BOARD, counted=True)
def held_up(desk: Desk, count: int = 1) -> None:
    """Rank the card above the one before."""
    desk.look(grab=desk.ask(lambda state: _along(state, -count)))


@command("board.drop", "Drop card", "enter", group="Grab", contexts=HELD, panes=BOARD, hint="drop", weight=6)
def drop(desk: Desk) -> None:
    """Leave the card where it is shown; on Done it is finished."""
    grab, item = _held(desk.state)
    change = desk.edit(_label(grab, item), _dropped, grab, desk.now, desk.state.settings)
    desk.look(mode="NORMAL", grab=None, keys="", column=grab.column, item=item.id)
    if change.records:
        desk.say(change.label)


def _dropped(plan: Plan, grab: Grab, now: datetime, settings: Settings) -> Plan:
    """The plan that a drop stores: the one that was shown (I14)."""
    column, zone = COLUMNS.index(grab.column), settings.zone
    today = wall(now, zone).date()
    return board.place(plan, grab.item, column, int(grab.rank), now, today, settings.week_start, zone)


def _label(grab: Grab, item: Item) -> str:
    return f"Rank {item.title}" if grab.column == item.status else f"Move {item.title} to {grab.column.title()}"


@command("board.cancel", "Cancel", "esc", "q", group="Grab", contexts=HELD, panes=BOARD, hint="cancel", weight=5)
def cancel(desk: Desk) -> None:
    """Leave the card where it was."""
    desk.look(mode="NORMAL", grab=None, keys="")
