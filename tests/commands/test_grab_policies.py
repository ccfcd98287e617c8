"""GRAB with policies, copies, several blocks, scopes of a series, and `.` (section 4 and 6 of interaction.md)."""

from datetime import date

import pytest

from ctotui import demo
from ctotui.core.agenda import on_day
from ctotui.core.blocks import find
from ctotui.core.grab_status import describe
from ctotui.core.model import Block, Item
from ctotui.core.preview import preview, shifts
from tests.commands.keyboard import Keys, at
from tests.memory import MemoryDesk


@pytest.fixture
def keys(desk: MemoryDesk) -> Keys:
    desk.look(pane="today", part="calendar")
    return Keys(desk)


def test_job_8_half_an_hour_more_and_the_rest_is_pushed(keys: Keys) -> None:
    """The screen of the design: ``m 2J r`` pushes four and spills Shutdown."""
    keys.stand("Review SLA contract")
    keys("m", "2", "J", "r")
    told = describe(keys.desk.state)
    assert told is not None
    assert [(shift.title, shift.minutes) for shift in told.pushed] == [
        ("Delegation round", 120),
        ("Q2 roadmap draft", 30),
        ("Infra budget Q2", 60),
        ("RFC-12 review", 30),
    ]
    assert [shift.title for shift in told.spilled] == ["Shutdown"]
    assert not told.clashes
    seen = preview(keys.desk.state)
    keys("enter")
    assert [(one.id, one.start) for one in on_day(keys.desk.state.plan, date(2026, 3, 10), demo.ZONE)] == [
        (one.id, one.start) for one in on_day(seen, date(2026, 3, 10), demo.ZONE)
    ]
    assert keys.said.startswith("Resize Review SLA contract")
    assert "pushed 4; Shutdown lost its time" in keys.said
    assert len(keys.steps) == 1
    keys("u")
    assert keys.span("Review SLA contract") == "10:00-11:30"
    assert keys.span("Shutdown") == "16:30-16:45"


def test_ripple_never_moves_a_meeting_and_the_same_letter_takes_it_back(keys: Keys) -> None:
    keys.stand("Q2 roadmap draft")
    keys("m", "4", "j", "r")
    moved = {shift.title for shift in shifts(keys.desk.state)}
    assert "CloudCo vendor call" not in moved
    assert "Infra budget Q2" in moved
    keys("r")
    assert {shift.title for shift in shifts(keys.desk.state)} == {"Q2 roadmap draft"}


def test_job_11_swap_with_what_it_hits(keys: Keys) -> None:
    keys.stand("Infra budget Q2")
    keys("m", "w")
    told = describe(keys.desk.state)
    assert told is not None
    assert told.policy == "swap"
    keys("enter")
    assert keys.span("RFC-12 review") == "15:00-15:30"
    assert keys.span("Infra budget Q2") == "16:00-16:30"
    assert keys.steps == ["Swap Infra budget Q2 with RFC-12 review"]


def test_a_swap_with_what_is_fixed_is_refused_and_the_plan_untouched(keys: Keys) -> None:
    keys.stand("Infra budget Q2")
    keys("m", "2", "j", "w")
    told = describe(keys.desk.state)
    assert told is not None
    assert "fixed" in told.refusal
    plan = keys.desk.state.plan
    keys("enter")
    assert keys.desk.state.plan is plan
    assert keys.view.mode == "GRAB"
    assert "CloudCo vendor call" in keys.said


def test_tab_turns_through_the_policies(keys: Keys) -> None:
    keys.stand("Infra budget Q2")
    keys("m")
    seen = []
    for _turn in range(4):
        keys("tab")
        assert keys.view.grab is not None
        seen.append(keys.view.grab.policy)
    assert seen == ["ripple", "swap", "fit", "none"]


def test_fit_drops_into_the_first_free_time_from_where_it_is_held(keys: Keys) -> None:
    keys.stand("Q2 roadmap draft")
    keys("m", "l", "4", "k", "tab", "tab", "tab")
    told = describe(keys.desk.state)
    assert told is not None
    assert told.policy == "fit"
    assert not told.clashes
    keys("enter")
    moved = keys.block("Q2 roadmap draft", told.start.day)
    assert moved.start == told.start
    assert moved.minutes == 90


def test_a_copy_leaves_the_block_and_adds_time_for_the_same_item(keys: Keys) -> None:
    keys.stand("Infra budget Q2")
    keys("m", "y", "l", "enter")
    assert keys.span("Infra budget Q2") == "15:00-15:30"
    copied = keys.block("Infra budget Q2", 11)
    assert copied.item == keys.block("Infra budget Q2").item
    assert keys.view.block == copied.id
    keys("u")
    assert keys.gone(copied.id)


def test_a_copy_of_a_meeting_is_a_meeting_of_its_own(keys: Keys) -> None:
    keys.stand("CloudCo vendor call")
    keys("m", "y", "y", "l", "enter")
    copied = keys.block("CloudCo vendor call", 11)
    item = keys.desk.state.plan.get(Item, copied.item)
    assert item.id != keys.block("CloudCo vendor call").item
    assert (item.repeat, item.uid, item.people) == ("", "", ("cloudco", "anna"))


def test_several_marked_blocks_move_together_as_one_step(keys: Keys) -> None:
    keys.stand("Infra budget Q2")
    keys("space")
    keys.stand("RFC-12 review")
    keys("space", "m", "l", "2", "k", "enter")
    assert keys.span("Infra budget Q2", 11) == "14:30-15:00"
    assert keys.span("RFC-12 review", 11) == "15:30-16:00"
    assert keys.steps == ["Move 2 blocks"]
    assert not keys.view.marks
    keys("u")
    assert keys.span("RFC-12 review") == "16:00-16:30"


def test_a_typed_time_takes_what_is_marked_along(keys: Keys) -> None:
    keys.stand("Infra budget Q2")
    keys("space")
    keys.stand("RFC-12 review")
    keys("space", "m", "t")
    keys.type("fri 10")
    keys("enter", "enter")
    assert keys.span("RFC-12 review", 13) == "10:00-10:30"
    assert keys.span("Infra budget Q2", 13) == "09:00-09:30"


def test_dd_on_several_held_blocks_is_one_step(keys: Keys) -> None:
    ids = [keys.block(title).id for title in ("Infra budget Q2", "RFC-12 review")]
    keys.desk.look(marks=frozenset(ids), block=ids[0])
    keys("m", "d", "d")
    assert all(keys.gone(one) for one in ids)
    assert keys.steps == ["Unplan 2 blocks"]


def test_grabbing_all_of_a_series_shows_all_of_it_before_it_is_dropped(keys: Keys) -> None:
    """M5, S5: asked once, at the start, so that the preview is what is stored."""
    keys.stand("Exec sync", 13)
    keys("m", "a", "2", "j")
    seen = preview(keys.desk.state)
    starts = [one.start for one in on_day(seen, date(2026, 3, 17), demo.ZONE) if one.title == "Exec sync"]
    assert starts == [at(17, 9, 30)]
    keys("enter")
    assert keys.view.question is None
    assert keys.span("Exec sync", 17).startswith("09:30")


def test_a_dot_does_the_last_drop_again_with_another_block(keys: Keys) -> None:
    keys.stand("Infra budget Q2")
    keys("m", "l", "2", "k", "enter")
    keys.stand("RFC-12 review")
    keys(".")
    assert keys.span("RFC-12 review", 11) == "15:30-16:00"
    assert len(keys.steps) == 2


def test_a_dot_before_any_drop_says_what_is_missing(keys: Keys) -> None:
    keys.stand("RFC-12 review")
    keys(".")
    assert "no change to repeat" in keys.said


def test_unplanning_in_hand_asks_no_second_time_for_a_series(keys: Keys) -> None:
    key = keys.block("Exec sync", 13).id
    keys.stand("Exec sync", 13)
    keys("m", "t", "d", "d")
    assert keys.gone(key)
    assert keys.view.question is None


def test_a_fixed_block_is_asked_about_once(keys: Keys) -> None:
    keys.stand("CloudCo vendor call")
    keys("m")
    assert keys.view.question is not None
    keys("y", "j", "enter")
    assert keys.span("CloudCo vendor call") == "15:45-16:15"


def test_a_ripple_that_hits_nothing_only_moves_the_block(keys: Keys) -> None:
    keys.stand("Infra budget Q2")
    before = {one.id: one.start for one in on_day(keys.desk.state.plan, date(2026, 3, 10), demo.ZONE)}
    keys("m", "l", "r", "enter")
    after = {one.id: one.start for one in on_day(keys.desk.state.plan, date(2026, 3, 10), demo.ZONE)}
    del before[keys.block("Infra budget Q2", 11).id]
    assert after == before


def test_the_plan_of_the_day_over_its_capacity_is_named_before_it_is_committed(keys: Keys) -> None:
    keys.stand("Infra budget Q2")
    keys("m", "l", "8", "J")
    told = describe(keys.desk.state)
    assert told is not None
    assert told.over > 0


def test_a_block_that_lost_its_time_waits_for_its_day(keys: Keys) -> None:
    """I6: never silently tomorrow, and never lost."""
    item = keys.block("Shutdown").item
    repeats = bool(keys.desk.state.plan.get(Item, item).repeat)
    keys.stand("Review SLA contract")
    keys("m", "2", "J", "r", "enter")
    if repeats:
        one = next(one for one in on_day(keys.desk.state.plan, date(2026, 3, 10), demo.ZONE) if one.item == item)
        assert one.all_day
    else:
        assert keys.desk.state.plan.get(Item, item).day == date(2026, 3, 10)
        assert not [one for one in keys.desk.state.plan.records(Block) if one.item == item]
    assert find(keys.desk.state.plan, keys.view.block, demo.ZONE) is not None


def test_what_to_drop_is_named_while_the_block_is_still_in_hand(keys: Keys) -> None:
    keys.stand("Infra budget Q2")
    keys("m", "l", "8", "J")
    told = describe(keys.desk.state)
    assert told is not None
    assert told.relief
    assert all(one.start.date() == date(2026, 3, 11) for one in told.relief)  # type: ignore[union-attr]
