"""The keys of the board (M10, GRAB)."""

import pytest

from ctotui import demo
from ctotui.commands import board
from ctotui.core import board as core
from ctotui.core.errors import PlanError
from ctotui.core.model import Item
from tests.memory import MemoryDesk


@pytest.fixture
def on_board(desk: MemoryDesk) -> MemoryDesk:
    desk.look(pane="board", item=demo.item_id(142), column="doing")
    return desk


def titles(desk: MemoryDesk, column: int) -> list[str]:
    return [card.title for card in core.of_state(desk.state).columns[column].cards]


def test_the_cursor_walks_over_the_cards(on_board: MemoryDesk) -> None:
    board.down(on_board)
    assert on_board.state.view.item == demo.item_id(144)
    board.left(on_board, 2)
    assert (on_board.state.view.column, on_board.state.view.item) == ("backlog", demo.item_id(160))
    board.last(on_board)
    assert on_board.state.view.item == demo.item_id(173)
    board.first(on_board)
    assert on_board.state.view.item == demo.item_id(151)
    board.leap_down(on_board)
    assert core.cursor(on_board.state) == (0, 5)


def test_dropping_on_done_finishes_and_one_undo_takes_it_back(on_board: MemoryDesk) -> None:
    before = on_board.state.plan
    board.take(on_board)
    board.held_right(on_board, 2)
    assert on_board.state.plan is before
    board.drop(on_board)
    item = on_board.state.plan.get(Item, demo.item_id(142))
    assert (item.status, item.ended) == ("done", on_board.now)
    assert (on_board.state.view.mode, on_board.state.view.column) == ("NORMAL", "done")
    assert titles(on_board, 4)[0] == "Review SLA contract"
    on_board.undo()
    assert on_board.state.plan.get(Item, demo.item_id(142)).status == "doing"


def test_a_card_dropped_stands_where_it_was_held(on_board: MemoryDesk) -> None:
    on_board.look(item=demo.item_id(156))
    board.take(on_board)
    board.held_down(on_board, 2)
    held = on_board.state.view.grab
    assert held is not None
    board.drop(on_board)
    assert titles(on_board, 1)[int(held.rank)] == "Infra budget Q2"
    assert titles(on_board, 1) == [
        "Decide IAM vendor",
        "RFC-12 review",
        "Delegation round",
        "Infra budget Q2",
        "FinOps post",
    ]


def test_a_card_cannot_be_ranked_among_the_stars(on_board: MemoryDesk) -> None:
    on_board.look(item=demo.item_id(156))
    board.take(on_board)
    board.held_up(on_board, 5)
    held = on_board.state.view.grab
    assert held is not None
    assert held.rank == 1.0


def test_cancel_restores(on_board: MemoryDesk) -> None:
    before = on_board.state.plan
    board.take(on_board)
    board.held_left(on_board, 2)
    board.cancel(on_board)
    assert on_board.state.plan is before
    assert (on_board.state.view.mode, on_board.state.view.grab) == ("NORMAL", None)


def test_a_drop_where_it_was_is_no_step(on_board: MemoryDesk) -> None:
    board.take(on_board)
    board.held_right(on_board)
    board.held_left(on_board)
    board.drop(on_board)
    assert on_board.keeper.history(5) == []


def test_a_refused_drop_leaves_the_card_in_hand(on_board: MemoryDesk) -> None:
    release = Item("i999aaaaa", "v3", kind="release", status="doing", checklist=("[ ] notes",))
    on_board.edit("Add", lambda plan: plan.put(release))
    on_board.look(item=release.id)
    board.take(on_board)
    board.held_right(on_board, 2)
    with pytest.raises(PlanError, match="tick them first"):
        board.drop(on_board)
    assert on_board.state.view.mode == "GRAB"


def test_grab_needs_a_card(on_board: MemoryDesk) -> None:
    assert board.needs_card(on_board.state) is None
    empty = MemoryDesk()
    empty.look(pane="board")
    assert board.needs_card(empty.state) == "needs a card; a adds one"
