"""The verbs of ``r…``, auto-plan and the slip, as keys (jobs 9, 10, 12, 13 and 14 of interaction.md)."""

from datetime import date, timedelta

import pytest

from ctotui import demo
from ctotui.core.agenda import on_day
from ctotui.core.blocks import find
from ctotui.core.model import Block, Item
from ctotui.core.offer import Proposed, Ways
from ctotui.core.preview import preview
from tests.commands.keyboard import Keys, at
from tests.memory import MemoryDesk


@pytest.fixture
def keys(desk: MemoryDesk) -> Keys:
    desk.look(pane="today", part="calendar")
    return Keys(desk)


def later(minutes: int) -> Keys:
    """The demo day, so many minutes later, with the timer still running."""
    desk = MemoryDesk(demo.build(), demo.settings(), demo.now() + timedelta(minutes=minutes))
    desk.look(pane="today", part="calendar")
    return Keys(desk)


def records(keys: Keys) -> dict[str, object]:
    return {key: record for _name, shard in keys.desk.state.plan.loaded() for key, record in shard.items()}


def test_ripple_of_what_overlaps_nothing_says_so(keys: Keys) -> None:
    keys.stand("RFC-12 review")
    keys("r", "r")
    assert not keys.steps
    assert "nothing had to give way" in keys.said


def test_ripple_without_a_grab_pushes_what_the_block_overlaps(keys: Keys) -> None:
    keys.stand("RFC-12 review")
    keys("m", "3", "k", "enter", "r", "r")
    assert keys.span("RFC-12 review") == "15:15-15:45"
    assert keys.span("Infra budget Q2") == "16:00-16:30"
    assert keys.span("CloudCo vendor call") == "15:30-16:00"
    assert keys.steps[-1] == "Ripple from RFC-12 review"
    assert "moved Infra budget Q2" in keys.said


def test_a_ripple_that_takes_time_from_something_is_shown_first(keys: Keys) -> None:
    keys.stand("Review SLA contract")
    keys("m", "4", "J", "enter", "r", "r")
    offer = keys.view.offer
    assert isinstance(offer, Ways)
    assert keys.view.mode == "OFFER"
    stored = records(keys)
    assert stored == records(keys)
    seen = preview(keys.desk.state)
    keys("enter")
    assert (keys.view.mode, keys.view.offer) == ("NORMAL", None)
    assert {key: record for _name, shard in seen.loaded() for key, record in shard.items()} == records(keys)
    assert "lost its time" in keys.said
    keys("u")
    assert records(keys) == stored


def test_esc_leaves_an_offer_and_changes_nothing(keys: Keys) -> None:
    keys.stand("Review SLA contract")
    keys("m", "4", "J", "enter")
    before = keys.desk.state.plan
    keys("r", "r", "esc")
    assert keys.desk.state.plan is before
    assert keys.view.mode == "NORMAL"


def test_pull_closes_the_gap_after_the_block(keys: Keys) -> None:
    key = keys.block("Infra budget Q2").id
    keys.desk.look(block=key, moment=at(10, 15))
    keys("d", "d")
    keys.stand("Q2 roadmap draft")
    keys("r", "p")
    assert keys.span("RFC-12 review") == "15:00-15:30"
    assert keys.span("CloudCo vendor call") == "15:30-16:00"


def test_job_12_carry_to_tomorrow(keys: Keys) -> None:
    keys.stand("RFC-12 review")
    item = keys.block("RFC-12 review").item
    keys("r", "t")
    assert keys.block("RFC-12 review", 11).minutes == 30
    assert keys.desk.state.plan.get(Item, item).carried == 1
    assert len(keys.steps) == 1


def test_several_that_are_marked_are_carried_as_one_step(keys: Keys) -> None:
    for title in ("Infra budget Q2", "RFC-12 review", "Delegation round"):
        keys.stand(title)
        keys("space")
    keys("r", "t")
    assert len(keys.steps) == 1
    assert keys.block("RFC-12 review", 11)
    assert keys.block("Infra budget Q2", 11)
    assert not keys.view.marks


def test_a_dot_carries_another_block_too(keys: Keys) -> None:
    keys.stand("RFC-12 review")
    keys("r", "t")
    keys.stand("Infra budget Q2")
    keys(".")
    assert keys.block("Infra budget Q2", 11)


def test_carry_to_next_week_takes_its_first_working_day(keys: Keys) -> None:
    keys.stand("RFC-12 review")
    keys("r", "n")
    assert keys.block("RFC-12 review", 16)


def test_split_and_join_are_inverse(keys: Keys) -> None:
    stored = records(keys)
    keys.stand("Q2 roadmap draft")
    keys("r", "x", "enter")
    spans = [one for one in on_day(keys.desk.state.plan, date(2026, 3, 10), demo.ZONE) if one.title.startswith("Q2")]
    assert [one.minutes for one in spans] == [45, 45]
    keys("r", "j")
    assert keys.span("Q2 roadmap draft") == "13:30-15:00"
    keys("u", "u")
    assert records(keys) == stored


def test_split_at_a_typed_time(keys: Keys) -> None:
    keys.stand("Q2 roadmap draft")
    keys("r", "x", "ctrl+u")
    keys.type("14:30")
    keys("enter")
    spans = [one for one in on_day(keys.desk.state.plan, date(2026, 3, 10), demo.ZONE) if one.title.startswith("Q2")]
    assert [one.minutes for one in spans] == [60, 30]


@pytest.mark.parametrize(
    ("typed", "why"), [("1", "1 parts are none"), ("12:00", "inside"), ("soon", "not understood"), ("fri", "neither")]
)
def test_a_split_that_cannot_be_says_why_and_keeps_the_line_open(keys: Keys, typed: str, why: str) -> None:
    keys.stand("Q2 roadmap draft")
    keys("r", "x", "backspace")
    keys.type(typed)
    keys("enter")
    assert why in keys.said
    assert not keys.steps


def test_compress_frees_what_was_typed(keys: Keys) -> None:
    keys.stand("Q2 roadmap draft")
    before = keys.block("Q2 roadmap draft").minutes
    keys("r", "c", *["backspace"] * 8)
    keys.type("45m")
    keys("enter")
    assert keys.block("Q2 roadmap draft").minutes == before - 45
    assert keys.steps == ["Compress Tue 10 by 45m"]


def test_compress_beyond_what_is_there_names_the_most(keys: Keys) -> None:
    keys.stand("Q2 roadmap draft")
    keys("r", "c", *["backspace"] * 8)
    keys.type("9h")
    keys("enter")
    assert not keys.steps
    assert "1h" in keys.said


def test_job_13_spread_until_due(keys: Keys) -> None:
    stored = records(keys)
    keys.desk.look(pane="today", part="list", item=demo.item_id(144))
    keys("r", "s")
    assert isinstance(keys.view.offer, Proposed)
    keys("Y")
    assert keys.view.mode == "NORMAL"
    assert len(keys.steps) == 1
    keys("u")
    assert records(keys) == stored


def test_job_10_auto_plan_the_rest_of_the_week(keys: Keys) -> None:
    keys.desk.look(pane="week", moment=at(11, 8), block="")
    stored = records(keys)
    keys("P")
    offer = keys.view.offer
    assert isinstance(offer, Proposed)
    assert records(keys) == stored
    count = len(offer.entries)
    assert count > 1
    keys("y", "n", "Y")
    assert len(keys.steps) == 1
    planned = [one for one in records(keys).values() if isinstance(one, Block) and one.id not in stored]
    assert len(planned) == count - 1
    keys("u")
    assert records(keys) == stored


def test_what_was_accepted_before_esc_is_kept(keys: Keys) -> None:
    keys.desk.look(pane="week", moment=at(11, 8), block="")
    stored = records(keys)
    keys("P", "y", "esc")
    assert len([key for key in records(keys) if key not in stored]) == 1


def test_tab_offers_another_time_and_m_takes_it_in_hand(keys: Keys) -> None:
    keys.desk.look(pane="week", moment=at(11, 8), block="")
    keys("P")
    offer = keys.view.offer
    assert isinstance(offer, Proposed)
    first = offer.current
    keys("tab")
    turned = keys.view.offer
    assert isinstance(turned, Proposed)
    assert turned.current.start != first.start
    keys("m", "4", "j")
    assert keys.view.mode == "GRAB"
    held = keys.view.grab
    assert held is not None
    keys("enter")
    after = keys.view.offer
    assert isinstance(after, Proposed)
    assert keys.view.mode == "OFFER"
    assert after.answers[0] == "yes"
    assert after.entries[0][0].start == held.start


def test_esc_in_the_hand_goes_back_to_the_offer(keys: Keys) -> None:
    keys.desk.look(pane="week", moment=at(11, 8), block="")
    keys("P", "m", "4", "j", "esc")
    assert (keys.view.mode, keys.view.grab) == ("OFFER", None)
    assert isinstance(keys.view.offer, Proposed)


def test_an_item_without_an_estimate_is_not_planned(keys: Keys) -> None:
    """I17."""
    keys.desk.look(part="list")
    keys("a")
    keys.type("Something vague")
    keys("enter")
    item = next(one for one in records(keys).values() if isinstance(one, Item) and one.title == "Something vague")
    keys.desk.look(item=item.id)
    keys("r", "a")
    assert keys.view.offer is None
    assert "no estimate" in keys.said


def test_make_room_shows_who_loses_its_time(keys: Keys) -> None:
    keys("a")
    keys.type("Fire drill !urgent 45m")
    keys("enter")
    item = next(one for one in records(keys).values() if isinstance(one, Item) and one.title == "Fire drill")
    keys.desk.look(part="list", item=item.id)
    stored = records(keys)
    keys("r", "b")
    assert isinstance(keys.view.offer, Ways)
    assert records(keys) == stored
    assert any(one.item == item.id for one in on_day(preview(keys.desk.state), date(2026, 3, 10), demo.ZONE))
    keys("Y")
    assert keys.block("Fire drill").minutes == 45
    assert "lost their time, and wait in the tray" in keys.said
    assert keys.steps[-1] == "Make room for Fire drill"


def test_fit_moves_the_block_to_the_next_free_time(keys: Keys) -> None:
    keys.stand("RFC-12 review", 10)
    key = keys.block("RFC-12 review").id
    keys("r", "f")
    one = find(keys.desk.state.plan, key, demo.ZONE)
    assert one is not None
    assert len(keys.steps) <= 1


def test_a_slip_is_named_and_one_key_shows_what_absorbs_it() -> None:
    """``+25 min: ends 17:25, two blocks fall off``, of the field notes."""
    from ctotui.core.slip import slip

    keys = later(70)
    found = slip(keys.desk.state)
    assert found is not None
    assert found.one.title == "Review SLA contract"
    assert found.minutes == 30
    assert [shift.title for shift in found.fallen] == ["Shutdown"]
    stored = records(keys)
    keys("R")
    assert isinstance(keys.view.offer, Ways)
    assert [way.label for way in keys.view.offer.ways] == ["Ripple", "Compress", "Carry"]
    assert records(keys) == stored
    keys("enter")
    assert keys.span("Review SLA contract") == "10:00-12:00"
    assert keys.span("Delegation round") == "13:30-14:00"
    keys("u")
    assert records(keys) == stored


def test_a_slip_can_be_carried() -> None:
    keys = later(70)
    keys("R", "tab", "tab", "enter")
    assert keys.block("Delegation round", 11).minutes == 30
    assert keys.span("Q2 roadmap draft") == "13:30-15:00"


def test_a_slip_can_be_absorbed_by_shrinking_what_follows() -> None:
    keys = later(70)
    keys("R", "tab", "enter")
    assert keys.block("Q2 roadmap draft").minutes < 90
    assert keys.span("CloudCo vendor call") == "15:30-16:00"


def test_nothing_slips_while_the_block_is_on(keys: Keys) -> None:
    keys("R")
    assert keys.view.offer is None
    assert "nothing is late" in keys.said


def test_marks_are_of_one_sort_and_esc_clears_them(keys: Keys) -> None:
    keys.stand("RFC-12 review")
    keys("space")
    assert len(keys.view.marks) == 1
    keys.desk.look(part="list", item=demo.item_id(148))
    keys("space")
    assert keys.view.marks == {demo.item_id(148)}
    keys("esc")
    assert not keys.view.marks


def test_v_marks_as_far_as_the_cursor(keys: Keys) -> None:
    keys.stand("Q2 roadmap draft")
    keys("space")
    keys.stand("RFC-12 review")
    keys("v")
    assert len(keys.view.marks) == 4
    assert keys.block("Infra budget Q2").id in keys.view.marks


def test_v_without_a_mark_says_what_to_do(keys: Keys) -> None:
    keys.stand("Q2 roadmap draft")
    keys("v")
    assert "space sets the first one" in keys.said


def test_marking_in_a_list_goes_on_to_the_next_row(keys: Keys) -> None:
    """Field job 5: three tasks to tomorrow in five keys."""
    keys.desk.look(part="list", item=demo.item_id(156))
    keys("space", "space", "space")
    assert len(keys.view.marks) == 3
    keys("r", "t")
    assert len(keys.steps) == 1
    assert not keys.view.marks


def test_carrying_in_a_list_leaves_the_cursor_on_the_next_row(keys: Keys) -> None:
    keys.desk.look(part="list", item=demo.item_id(156))
    keys("j")
    below = keys.view.item
    keys("k", "r", "t")
    assert keys.view.item == below


def test_x_finishes_all_that_is_marked_as_one_step(keys: Keys) -> None:
    stored = records(keys)
    keys.desk.look(part="list", item=demo.item_id(156))
    keys("space", "space", "x")
    done = [one for one in records(keys).values() if isinstance(one, Item) and one.status == "done"]
    assert len(done) == len([one for one in stored.values() if isinstance(one, Item) and one.status == "done"]) + 2
    assert keys.steps == ["Finish 2 items"]
    assert not keys.view.marks
    keys("u")
    assert records(keys) == stored


def test_dd_takes_all_marked_blocks_off_the_calendar(keys: Keys) -> None:
    stored = records(keys)
    ids = []
    for title in ("Infra budget Q2", "CloudCo vendor call", "Delegation round"):
        keys.stand(title)
        ids.append(keys.block(title).id)
        keys("space")
    keys("d", "d")
    assert all(keys.gone(one) for one in ids)
    assert keys.steps == ["Unplan 3 blocks"]
    keys("u")
    assert records(keys) == stored
