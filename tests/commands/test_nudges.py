"""What is nudged again within a second is taken back at once (issue 5)."""

import pytest

from ctotui.core.model import Item
from tests.commands.keyboard import Keys
from tests.memory import MemoryDesk


@pytest.fixture
def keys(desk: MemoryDesk) -> Keys:
    desk.look(pane="today", part="calendar")
    return Keys(desk)


def test_a_block_that_is_moved_twice_within_a_second_goes_back_to_where_it_was(keys: Keys) -> None:
    keys.stand("Q2 roadmap draft")
    before = keys.span("Q2 roadmap draft")
    for _time in range(2):
        keys("m", "j", "enter")
        keys.desk.wait(seconds=0.5)
    keys(".")
    there = keys.span("Q2 roadmap draft")
    assert len(keys.steps) == 1
    keys("u")
    assert keys.span("Q2 roadmap draft") == before
    keys("ctrl+r")
    assert keys.span("Q2 roadmap draft") == there


def test_a_second_later_it_goes_back_one_move(keys: Keys) -> None:
    keys.stand("Q2 roadmap draft")
    keys("m", "j", "enter")
    between = keys.span("Q2 roadmap draft")
    keys.desk.wait(seconds=1)
    keys(".", "u")
    assert keys.span("Q2 roadmap draft") == between


def test_a_copy_and_a_new_block_are_steps_of_their_own(keys: Keys) -> None:
    keys.stand("Q2 roadmap draft")
    keys("m", "j", "enter", "m", "y", "l", "enter", "m", "j", "enter")
    assert len(keys.steps) == 3


def test_a_priority_that_is_raised_again_at_once_goes_back_to_what_it_was(keys: Keys) -> None:
    keys.stand("Q2 roadmap draft")
    item = keys.block("Q2 roadmap draft").item
    before = keys.desk.state.plan.get(Item, item).priority
    keys("+", "-", "-", "-")
    after = keys.desk.state.plan.get(Item, item).priority
    assert len(keys.steps) == 1
    keys.desk.wait(seconds=3)
    keys("+", "u")
    assert keys.desk.state.plan.get(Item, item).priority == after != before
    keys("u")
    assert keys.desk.state.plan.get(Item, item).priority == before
