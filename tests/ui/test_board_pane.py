"""The picture of the board: at both sizes, in a grab, in ASCII, at small sizes, with hostile titles."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ctotui import demo
from ctotui.core.model import Item
from ctotui.core.plan import Plan
from ctotui.core.state import Grab, State
from ctotui.ui.frame import Frame, Target
from ctotui.ui.glyphs import ASCII, UNICODE, Glyphs
from ctotui.ui.panes import board, cards
from ctotui.ui.themes import ROLES

SLA = demo.item_id(142)
Snapshot = Callable[[Frame, str], None]
EVIL = (
    "\x1b[31mred\x1b[0m",
    "[bold]not markup[/]",
    "\u202egnp.exe",
    "日本語のとても長い題名です",
    "👩\u200d👩\u200d👧 family",
    "a\nb\tc",
    "",
)


@pytest.fixture
def state(demo_state: State) -> State:
    return replace(demo_state, view=replace(demo_state.view, pane="board", item=SLA, column="doing"))


def held(state: State, column: str, rank: int) -> State:
    grab = Grab("card", SLA, SLA, column=column, rank=float(rank))
    return replace(state, view=replace(state.view, mode="GRAB", grab=grab))


@pytest.mark.parametrize(("width", "height"), [(80, 21), (160, 42)])
def test_the_board_of_the_demo_day(state: State, snapshot: Snapshot, width: int, height: int) -> None:
    snapshot(board.draw(state, width, height, UNICODE), f"board-{width}x{height + 3}")


@pytest.mark.parametrize(("width", "height"), [(80, 21), (160, 42)])
def test_a_held_card_shows_where_it_drops_and_where_it_was(
    state: State, snapshot: Snapshot, width: int, height: int
) -> None:
    snapshot(board.draw(held(state, "next", 0), width, height, UNICODE), f"board-grab-{width}x{height + 3}")


def test_the_board_in_ascii(state: State, snapshot: Snapshot) -> None:
    frame = board.draw(state, 80, 21, ASCII)
    assert frame.text().isascii()
    snapshot(frame, "board-ascii-80x24")


def test_states_are_told_apart_without_colour(state: State) -> None:
    lines = board.draw(held(state, "next", 0), 80, 21, UNICODE).text()
    assert "was here" in lines
    assert "drop: Next" in lines
    assert "OVER 2d" in lines
    assert "needs 142 0:15" in lines


def test_the_cursor_is_a_glyph_and_reverse(state: State) -> None:
    frame = board.draw(state, 80, 21, UNICODE)
    assert frame.cursor == (33, 3)
    assert frame.chars[3][32] == UNICODE.heavy_vline
    assert frame.styles[3][33].endswith("+reverse")
    assert frame.at(40, 4) == Target("card", f"doing:{SLA}")
    assert frame.at(40, 15) == Target("card", "doing:")


def test_a_cursor_move_redraws_two_cards_and_two_heads_at_most(state: State) -> None:
    before = board.draw(state, 80, 21, UNICODE)
    other = replace(state, view=replace(state.view, item=demo.item_id(144)))
    after = board.draw(other, 80, 21, UNICODE)
    changed = [y for y in range(21) if (before.chars[y], before.styles[y]) != (after.chars[y], after.styles[y])]
    assert changed == [3, 4, 6, 7]


def test_too_much_in_progress_is_said(state: State) -> None:
    more = [Item(f"i90{n}aaaaa", f"Extra {n}", status="doing", list="work/infra") for n in range(2)]
    crowded = board.draw(replace(state, plan=state.plan.put(*more)), 80, 21, UNICODE).text()
    assert "WIP 4/3 OVER" in crowded
    assert "Doing 4/3 !" in crowded


def test_only_the_cards_on_the_screen_are_made(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [Item(f"i{n:08}", f"Task {n}", list="work/infra", rank=float(n)) for n in range(3000)]
    drawn: list[str] = []
    real = cards.compact

    def counting(state: State, item: Item, look: cards.Look, glyphs: Glyphs) -> Frame:
        drawn.append(item.id)
        return real(state, item, look, glyphs)

    monkeypatch.setattr(cards, "compact", counting)
    frame = board.draw(replace(state, plan=state.plan.put(*many)), 80, 21, UNICODE)
    assert len(drawn) <= 30
    assert "↓ 3011 more" in frame.text()


def test_a_card_far_down_is_scrolled_to(state: State) -> None:
    many = [Item(f"i{n:08}", f"Task {n}", list="work/infra", rank=float(n)) for n in range(300)]
    far = replace(state, plan=state.plan.put(*many), view=replace(state.view, item="i00000200", column="backlog"))
    lines = board.draw(far, 80, 21, UNICODE).text()
    assert "↑" in lines
    assert "┃" in lines


@pytest.mark.parametrize("title", EVIL)
def test_hostile_titles_are_text(state: State, title: str) -> None:
    evil = replace(state.plan.get(Item, SLA), title=title, owner=title, tags=(title,), list=f"work/{title}")
    hostile = replace(state, plan=Plan(state.plan.shards).put(evil))
    for width, height in ((80, 21), (160, 42)):
        text = board.draw(hostile, width, height, UNICODE).text()
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_only_roles_of_the_theme_are_used(state: State) -> None:
    for width, height in ((80, 21), (160, 42)):
        frame = board.draw(held(state, "done", 0), width, height, UNICODE)
        assert {style.partition("+")[0] for row in frame.styles for style in row} <= set(ROLES)


def test_every_size_is_drawn(state: State) -> None:
    for width, height in ((20, 2), (60, 15), (79, 20), (100, 21), (139, 42), (200, 47), (1, 1)):
        frame = board.draw(held(state, "done", 0), width, height, UNICODE)
        assert all(len(row) == width for row in frame.chars)
        board.draw(state, width, height, UNICODE)


def test_an_empty_board_has_its_columns(state: State) -> None:
    text = board.draw(replace(state, plan=Plan({})), 80, 21, UNICODE).text()
    assert "Backlog 0" in text
    assert "▸Doing 0/3" in text
