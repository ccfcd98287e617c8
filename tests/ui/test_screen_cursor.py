"""The cursor stands on something sensible after every action, and on the same item from pane to pane (S10)."""

import pytest

from ctotui import demo
from ctotui.core import blocks
from ctotui.core.model import Item
from ctotui.core.selection import selection
from tests.ui.window import Window


@pytest.fixture
def window() -> Window:
    """The demo day, the cursor on what runs."""
    return Window(demo.build(), demo.settings(), demo=True)


def selected(window: Window) -> str:
    """Title of what is selected."""
    state = window.memory.state
    found = state.plan.find(window.memory.ask(selection).item)
    return found.title if isinstance(found, Item) else ""


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        ("jdd", ""),
        ("jddu", "Delegation round"),
        ("jx", "Delegation round"),
        ("2lldd", ""),
        ("3", "Review SLA contract"),
        ("j3", "Delegation round"),
        ("3jdd", "Review SLA contract"),
        ("3hhdd", "Perf reviews Q1"),
        ("3jx", "Q2 roadmap draft"),
        ("4", "Review SLA contract"),
        ("4kdd", "Review SLA contract"),
        ("4kkdd", "Platform standup"),
    ],
)
def test_after_keys_the_cursor_is_on(window, keys, title):
    window.type(keys)
    assert selected(window) == title


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        ("jjdd", "Infra budget Q2"),
        ("jjx", "Decide IAM vendor"),
        ("G", "GPU quota mail"),
        ("Gdd", '"Johan wants a raise"'),
    ],
)
def test_after_keys_in_the_list_the_cursor_is_on(window, keys, title):
    window.type("tab", keys)
    assert selected(window) == title


def test_undo_takes_the_cursor_back_with_the_block(window):
    window.type("2", "j", "ml", "enter")
    assert window.view.moment.day == 11
    window.type("u")
    assert selected(window) == "Delegation round"
    assert (window.view.moment.day, window.view.moment.hour) == (10, 11)


def test_what_is_added_in_the_list_but_is_not_on_it_leaves_the_cursor(window):
    window.type("tab", "jj", "a", "Far away 2026-05-04 /infra", "enter")
    assert selected(window) == "Decide IAM vendor"
    window.type("a", "Near today", "enter")
    assert selected(window) == "Near"


def test_a_block_that_another_program_took_away_leaves_the_cursor_at_its_time(window):
    window.type("j")
    block, moment = window.view.block, window.view.moment
    window.memory.edit("elsewhere", blocks.unplan, block, window.memory.now, demo.settings().zone)
    assert window.view.block == ""
    assert window.view.moment == moment


def test_keys_that_need_an_item_are_not_offered_on_a_free_slot(window):
    window.type("j", "dd")
    row = window.frame(160, 45).text().splitlines()[-1]
    for words in ("s timer", "m grab", "x done", "⏎ open", "e edit"):
        assert words not in row
    assert "a add" in row


@pytest.mark.parametrize(
    ("keys", "typed", "shown"),
    [
        ("t", "fri 10", "Fri 13 Mar 10:00"),
        ("t", "25:99", "is not understood as a time"),
        ("jmt", "1530", "Tue 10 Mar 15:30–16:00"),
        ("jmt", "-12:30", "Tue 10 Mar 11:30–12:30"),
        ("jmt", "25:99", "is not understood as a time"),
    ],
)
def test_a_typed_time_is_shown_before_it_is_taken(window, keys, typed, shown):
    assert shown in window.type(keys, typed).frame(80, 24).text()


def test_the_palette_puts_the_likeliest_first_and_what_cannot_run_last(window):
    rows = window.type(":").frame(160, 45).text().splitlines()
    assert "▸ cmd  Add " in rows[8]
    rows = window.type("p").frame(160, 45).text().splitlines()
    assert "▸ cmd  Plan " in rows[8]
