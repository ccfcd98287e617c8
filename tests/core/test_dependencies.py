"""What waits for what: the edits, their refusals, and the words of a circle (section 4, key b)."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core import dependencies, query
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.state import Settings
from ctotui.core.tray import tray
from tests.memory import NOW

BUDGET, ROADMAP, HIRING = Item("i1", "Infra budget"), Item("i2", "Q2 roadmap"), Item("i3", "Hiring plan")
PLAN = Plan({}).put(BUDGET, ROADMAP, HIRING)


def waits(plan: Plan, item: str) -> tuple[str, ...]:
    return plan.get(Item, item).blocked_by


def refusal(plan: Plan, item: str, other: str) -> str:
    with pytest.raises(PlanError) as refused:
        dependencies.block_by(plan, item, other, NOW)
    return str(refused.value)


def test_an_item_waits_for_another_until_that_is_taken_away() -> None:
    plan = dependencies.block_by(PLAN, "i2", "i1", NOW)
    assert (waits(plan, "i2"), plan.get(Item, "i2").modified) == (("i1",), NOW)
    assert dependencies.block_by(plan, "i2", "i1", NOW) is plan
    assert waits(dependencies.toggle(plan, "i2", "i3", NOW), "i2") == ("i1", "i3")
    freed = dependencies.toggle(plan, "i2", "i1", NOW)
    assert waits(freed, "i2") == ()
    assert dependencies.unblock(freed, "i2", "i1", NOW) is freed


def test_nothing_waits_for_itself_nor_for_what_is_gone_has_ended_or_repeats() -> None:
    plan = PLAN.put(
        Item("i4", "Old", status="done"), Item("i5", "No", status="dropped"), Item("i6", "Standup", repeat="FREQ=DAILY")
    )
    assert refusal(plan, "i2", "i2") == "Q2 roadmap cannot wait for itself: choose what has to end before it."
    assert refusal(plan, "i2", "i9").startswith("There is no item i9 any more")
    assert refusal(plan, "i2", "i4") == "Old is done: nothing has to wait for it. x on it opens it again."
    assert refusal(plan, "i5", "i2") == "No is dropped: it waits for nothing. x on it opens it again."
    assert refusal(plan, "i2", "i6") == "Standup repeats and is never over: choose an item that ends."


def test_a_circle_is_refused_with_its_chain_and_the_way_out() -> None:
    plan = dependencies.block_by(PLAN, "i1", "i2", NOW)
    assert refusal(plan, "i2", "i1") == (
        "Q2 roadmap waits for Infra budget, that for Q2 roadmap: none could begin. b on Infra budget takes that back."
    )
    plan = dependencies.block_by(plan, "i2", "i3", NOW)
    assert refusal(plan, "i3", "i1") == (
        "Hiring plan waits for Infra budget, that for Q2 roadmap, that for Hiring plan: none could begin. "
        "b on Q2 roadmap takes that back."
    )
    assert dependencies.reached(plan, "i3") == {"i3", "i2", "i1"}


def test_of_a_long_chain_the_sentence_names_both_ends() -> None:
    titles = [str(n) for n in range(9)]
    assert dependencies.spoken(titles) == "0 waits for 1, that for 2, that for 3, that for …, that for 7, that for 8"


def test_what_has_ended_makes_no_circle() -> None:
    ended = replace(ROADMAP, status="done", blocked_by=("i3",))
    plan = PLAN.put(ended, replace(BUDGET, blocked_by=("i2",)))
    assert waits(dependencies.block_by(plan, "i3", "i1", NOW), "i3") == ("i1",)


def test_a_list_of_blockers_keeps_what_stands_in_it_and_checks_what_is_new() -> None:
    plan = PLAN.put(Item("i4", "Old", status="done"), replace(ROADMAP, blocked_by=("i4", "i3")))
    assert waits(dependencies.wait_for(plan, "i2", ("i4", "i1"), NOW), "i2") == ("i4", "i1")
    with pytest.raises(PlanError, match="Old is done"):
        dependencies.wait_for(plan, "i1", ("i4",), NOW)


def test_dependents_are_open_items_and_meetings_too() -> None:
    meeting = Item("i5", "Kick-off", kind="meeting", blocked_by=("i1",))
    plan = PLAN.put(
        replace(ROADMAP, blocked_by=("i1",)), replace(HIRING, status="done", blocked_by=("i1",)), meeting
    ).put(Block("b1", "i5", NOW.replace(tzinfo=None), NOW.replace(tzinfo=None, hour=12)))
    assert {one.id for one in dependencies.dependents(plan)["i1"]} == {"i2", "i5"}


def test_lists_ask_for_what_is_blocked_and_for_what_blocks() -> None:
    plan = PLAN.put(replace(ROADMAP, blocked_by=("i1",)), replace(HIRING, blocked_by=("i4",)))
    plan = plan.put(Item("i4", "Old", status="done"))

    def found(text: str) -> list[str]:
        return [item.title for item in query.find(plan, query.parse([text], NOW.replace(tzinfo=None), plan))]

    assert found("is:blocked") == ["Q2 roadmap"]
    assert found("is:blocking") == ["Infra budget"]


def test_what_waits_comes_back_to_the_tray_when_its_blocker_ends() -> None:
    plan = PLAN.put(replace(ROADMAP, estimate=60, blocked_by=("i1",)))
    assert tray(plan, Settings(), NOW) == []
    ended = plan.put(replace(BUDGET, status="done"))
    assert [one.item.id for one in tray(ended, Settings(), NOW)] == ["i2"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=20))
def test_no_order_of_edits_makes_a_circle_and_every_one_that_is_refused_would(pairs: list[tuple[int, int]]) -> None:
    plan = Plan({}).put(*(Item(f"i{n}", f"Item {n}") for n in range(6)))
    for one, other in pairs:
        makes_circle = f"i{other}" in dependencies.reached(plan, f"i{one}")
        try:
            plan = dependencies.block_by(plan, f"i{one}", f"i{other}", NOW)
        except PlanError:
            assert makes_circle
        else:
            assert not makes_circle
    for n in range(6):
        behind = dependencies.reached(plan, f"i{n}") - {f"i{n}"}
        assert not behind & set(waits(plan, f"i{n}"))
