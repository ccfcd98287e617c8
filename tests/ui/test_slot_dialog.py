"""`F`: a wish in words, offers under it, and the ghost on the chosen one; nothing is stored before it is dropped."""

from datetime import datetime

import pytest

from ctotui import demo
from ctotui.core import agenda
from ctotui.core.model import Block, Item
from ctotui.core.plan import blocks_of
from tests.ui.window import Window


@pytest.fixture
def window() -> Window:
    return Window(demo.build(), demo.settings(), demo=True)


def item(window: Window, title: str) -> Item:
    return next(one for one in window.memory.state.plan.records(Item) if one.title == title)


def test_offers_stand_under_the_line_as_it_is_typed(window: Window) -> None:
    window.type("F")
    assert "Find a slot: Review SLA contract" in window.frame(80, 24).text()
    window.type("45m", "space", "tomorrow", "space", "em")
    text = window.frame(80, 24).text()
    assert "0:45, Wed 11 Mar, afternoons" in text
    assert "▸ Wed 11 Mar 12:45–13:30" in text
    assert "earliest · lightest day" in text


def test_what_is_not_understood_is_said_and_enter_keeps_the_line(window: Window) -> None:
    window.type("F", "foo")
    assert '"foo" says nothing about a time' in window.frame(80, 24).text()
    window.type("enter")
    assert window.view.prompt is not None
    assert window.view.grab is None


def test_enter_moves_the_ghost_of_the_selected_block_and_a_drop_stores_it(window: Window) -> None:
    held = window.view.block
    before = window.memory.state.plan
    window.type("F", "1h", "space", "next", "space", "week", "enter")
    assert window.view.mode == "GRAB"
    assert window.memory.state.plan is before
    assert window.view.grab is not None
    start = window.view.grab.start
    assert start >= datetime(2026, 3, 16)
    window.type("enter")
    stored = window.memory.state.plan.get(Block, held)
    assert (stored.start, stored.end) == (start, start.replace(hour=start.hour + 1))


def test_the_arrows_choose_another_offer(window: Window) -> None:
    window.type("F", "1h", "space", "next", "space", "week", "down", "enter")
    second = window.view.grab
    assert second is not None
    window.type("esc", "F", "1h", "space", "next", "space", "week", "tab", "up", "enter")
    first = window.view.grab
    assert first is not None
    assert first.start < second.start


def test_an_item_of_the_list_gets_a_new_block_as_long_as_is_left_of_it(window: Window) -> None:
    window.type("3")
    while window.view.column != "next":
        window.type("h" if window.view.column != "backlog" else "l")
    chosen = window.view.item
    planned = len(blocks_of(window.memory.state.plan, chosen))
    window.type("F", "90m", "enter", "enter")
    assert window.view.pane == "today"
    found = blocks_of(window.memory.state.plan, chosen)
    assert len(found) == planned + 1


def test_on_nothing_the_slot_becomes_the_time_of_a_new_line(window: Window) -> None:
    window.memory.look(block="", moment=datetime(2026, 3, 14, 9))
    window.type("F", "30m", "space", "tomorrow", "enter")
    prompt = window.view.prompt
    assert prompt is not None
    assert (prompt.purpose, prompt.caret) == ("add", 0)
    window.type("Call", "space", "vendor", "enter")
    assert blocks_of(window.memory.state.plan, item(window, "Call vendor").id)[0].start.day == 11


def test_esc_leaves_everything_as_it_is(window: Window) -> None:
    before, plan = window.view, window.memory.state.plan
    window.type("F", "1h", "esc")
    assert window.memory.state.plan is plan
    assert (window.view.block, window.view.moment, window.view.mode) == (before.block, before.moment, before.mode)


def test_a_fixed_block_is_asked_about_first(window: Window) -> None:
    meeting = next(
        one
        for one in agenda.on_day(window.memory.state.plan, datetime(2026, 3, 10).date(), "Europe/Stockholm")
        if one.fixed and one.start > datetime(2026, 3, 10, 11)
    )
    window.memory.look(block=meeting.id, moment=meeting.start)
    window.type("F", "30m", "space", "tomorrow", "enter")
    assert window.view.question is not None
    window.type("n")
    assert window.view.grab is None
