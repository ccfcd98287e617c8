"""The picture of Time: the week, the day, the plan beside it; at both sizes, in ASCII, small, with hostile titles."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ctotui import demo
from ctotui.core import entry_grab
from ctotui.core.model import Entry, Item
from ctotui.core.plan import Plan
from ctotui.core.state import State
from ctotui.ui.frame import Frame, Target
from ctotui.ui.glyphs import ASCII, UNICODE
from ctotui.ui.panes import time
from ctotui.ui.themes import ROLES

Snapshot = Callable[[Frame, str], None]
EVIL = ("\x1b[31mred\x1b[0m", "[bold]not markup[/]", "\u202egnp.exe", "日本語のとても長い題名です", "a\nb\tc", "")


@pytest.fixture
def state(demo_state: State) -> State:
    entry = next(one for one in demo_state.plan.records(Entry) if one.item == demo.item_id(211))
    return replace(demo_state, view=replace(demo_state.view, pane="time", entry=entry.id))


def yesterday(state: State) -> State:
    return replace(state, view=replace(state.view, moment=demo.NOW - timedelta(days=1), entry=""))


@pytest.mark.parametrize(("width", "height"), [(80, 21), (160, 42)])
def test_the_time_of_the_demo_day(state: State, snapshot: Snapshot, width: int, height: int) -> None:
    snapshot(time.draw(state, width, height, UNICODE), f"time-{width}x{height + 3}")


def test_a_day_with_a_gap(state: State, snapshot: Snapshot) -> None:
    snapshot(time.draw(yesterday(state), 80, 21, UNICODE), "time-gap-80x24")


def test_time_in_ascii(state: State, snapshot: Snapshot) -> None:
    frame = time.draw(state, 80, 21, ASCII)
    assert frame.text().isascii()
    snapshot(frame, "time-ascii-80x24")


def test_the_cursor_is_a_glyph_and_reverse(state: State) -> None:
    frame = time.draw(state, 80, 21, UNICODE)
    assert frame.cursor is not None
    x, y = frame.cursor
    assert frame.chars[y][0] == UNICODE.cursor
    assert frame.styles[y][x].endswith("+reverse")
    assert frame.at(5, y) == Target("entry", state.view.entry)


def test_a_click_on_a_day_of_the_week_shows_it(state: State) -> None:
    assert time.draw(state, 80, 21, UNICODE).at(20, 4) == Target("slot", "2026-03-09T10:42:00")


def test_a_cursor_move_changes_two_rows(state: State) -> None:
    before = time.draw(state, 80, 21, UNICODE)
    other = next(one for one in state.plan.records(Entry) if one.item == demo.item_id(131))
    after = time.draw(replace(state, view=replace(state.view, entry=other.id)), 80, 21, UNICODE)
    assert sum(before.styles[y] != after.styles[y] for y in range(21)) == 2


def test_an_empty_day_names_the_key_that_fills_it(state: State) -> None:
    empty = replace(state, plan=Plan({}))
    assert "T logs past time" in time.draw(empty, 80, 21, UNICODE).text()


def test_an_entry_over_midnight_shows_its_part_of_the_day(state: State) -> None:
    late = Entry("n1", demo.item_id(120), demo.now() - timedelta(days=3, hours=12), None, demo.ZONE)
    late = replace(late, end=late.start + timedelta(hours=3))
    night = replace(state, plan=state.plan.put(late), view=replace(state.view, moment=demo.NOW - timedelta(days=3)))
    assert "00:00–01:42" in time.draw(night, 80, 21, UNICODE).text()
    evening = replace(night, view=replace(night.view, moment=demo.NOW - timedelta(days=4)))
    assert "22:42–24:00" in time.draw(evening, 80, 21, UNICODE).text()


def test_a_correction_is_marked_in_its_row_and_its_cell(state: State) -> None:
    noon = demo.now()
    fixed = Entry("n1", demo.item_id(156), noon, noon, demo.ZONE, adjustment=30, note="forgot")
    text = time.draw(replace(state, plan=state.plan.put(fixed)), 160, 42, UNICODE).text()
    assert "1:20*" in text
    assert "correction" in text


def test_lists_that_do_not_fit_are_counted_and_summed(state: State) -> None:
    many = [Item(f"i80{n:06}", f"Task {n}", list=f"work/list{n}") for n in range(20)]
    start = demo.now() - timedelta(days=1, hours=20)
    tracked = [
        Entry(
            f"n80{n:06}", item.id, start + n * timedelta(minutes=5), start + (n + 1) * timedelta(minutes=5), demo.ZONE
        )
        for n, item in enumerate(many)
    ]
    text = time.draw(replace(state, plan=state.plan.put(*many, *tracked)), 80, 21, UNICODE).text()
    assert "more" in text
    assert "day " in text


@pytest.mark.parametrize("title", EVIL)
def test_hostile_titles_are_text(state: State, title: str) -> None:
    evil = replace(state.plan.get(Item, demo.item_id(142)), title=title, list=f"work/{title}")
    hostile = replace(state, plan=state.plan.put(evil))
    for width, height in ((80, 21), (160, 42)):
        text = time.draw(hostile, width, height, UNICODE).text()
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_only_roles_of_the_theme_are_used(state: State) -> None:
    frame = time.draw(yesterday(state), 160, 42, UNICODE)
    assert {style.partition("+")[0] for row in frame.styles for style in row} <= set(ROLES)


def test_every_size_is_drawn(state: State) -> None:
    for width, height in ((20, 2), (60, 15), (79, 20), (100, 21), (139, 42), (200, 47), (1, 1)):
        for shown in (state, yesterday(state)):
            frame = time.draw(shown, width, height, UNICODE)
            assert all(len(row) == width for row in frame.chars)


def test_a_held_entry_shows_what_a_drop_stores_or_why_not(state: State) -> None:
    entry = state.plan.get(Entry, state.view.entry)
    grab = entry_grab.hold(entry, state.now, demo.ZONE)
    longer = replace(grab, end=datetime(2026, 3, 10, 10, 0))
    text = time.draw(replace(state, view=replace(state.view, grab=longer)), 80, 21, UNICODE).text()
    assert "▸09:02–10:00  0:58  ▒ Exec sync" in text
    assert "10:00–10:06  0:06  ✓ Platform standup" in text
    refused = replace(grab, end=datetime(2026, 3, 10, 10, 20))
    text = time.draw(replace(state, view=replace(state.view, grab=refused)), 80, 21, UNICODE).text()
    assert '× "Platform standup" 09:55–10:06 would vanish' in text
