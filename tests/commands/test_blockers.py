"""The choice of what an item waits for, key by key (section 4, key b)."""

from dataclasses import replace

import pytest

from ctotui import demo
from ctotui.commands import blockers
from ctotui.core.model import Item
from ctotui.core.state import Prompt
from tests.commands.keyboard import Keys
from tests.memory import MemoryDesk

SLA, CLOUDCO, ROADMAP, BUDGET = (demo.item_id(n) for n in (142, 151, 144, 156))


@pytest.fixture
def keys(desk: MemoryDesk) -> Keys:
    desk.look(pane="board", column="doing", item=ROADMAP)
    return Keys(desk)


def waits(keys: Keys, item: str) -> tuple[str, ...]:
    return keys.desk.state.plan.get(Item, item).blocked_by


def shown(keys: Keys) -> list[blockers.Row]:
    return keys.desk.ask(blockers.rows)


def test_b_lets_an_item_wait_for_another_in_one_step_and_b_again_takes_it_back(keys: Keys) -> None:
    keys("b")
    keys.type("infra budget")
    assert shown(keys)[0].item.id == BUDGET
    keys("enter")
    assert waits(keys, ROADMAP) == (BUDGET,)
    assert keys.said == "Q2 roadmap draft waits for Infra budget Q2; b again takes it back"
    assert (keys.view.prompt, keys.view.mode) == (None, "NORMAL")
    keys("b", "enter")
    assert waits(keys, ROADMAP) == ()
    assert keys.said == "Q2 roadmap draft no longer waits for Infra budget Q2; u puts it back"
    assert keys.steps == [
        "Q2 roadmap draft waits for Infra budget Q2",
        "Q2 roadmap draft no longer waits for Infra budget Q2",
    ]
    keys("u", "u")
    assert waits(keys, ROADMAP) == ()
    assert keys.steps == []


def test_a_short_id_comes_before_any_title(keys: Keys) -> None:
    item = keys.desk.state.plan.get(Item, demo.item_id(160))
    keys.desk.edit("Name", lambda plan: plan.put(replace(item, title="156 slides")))
    keys("b")
    keys.type("156")
    assert [row.item.id for row in shown(keys)] == [BUDGET, item.id]
    assert shown(keys)[0].short == "156"


def test_what_blocks_already_stands_first_with_a_mark_then_the_same_list(keys: Keys) -> None:
    keys("b", *"infra", "enter", "b")
    first, second = shown(keys)[:2]
    assert (first.item.id, first.blocks, second.blocks) == (BUDGET, True, False)
    assert second.item.list == keys.desk.state.plan.get(Item, ROADMAP).list


def test_neither_the_item_itself_nor_what_is_closed_repeats_or_is_hidden_is_offered(keys: Keys) -> None:
    keys("b")
    plan = keys.desk.state.plan
    hidden = replace(plan.get(Item, demo.item_id(160)), calendar="team")
    there = replace(plan.put(hidden), hidden=frozenset({"team"}))
    offered = {row.item.id for row in blockers.rows(replace(keys.desk.state, plan=there))}
    items = {item.id: item for item in plan.records(Item)}
    wrong = {key for key, item in items.items() if item.repeat or item.status in ("done", "dropped")}
    assert not offered & {*wrong, ROADMAP, hidden.id}
    assert {SLA, CLOUDCO, BUDGET} <= offered


def test_what_would_go_round_is_dimmed_and_refused_with_the_way_out_and_the_line_stays(keys: Keys) -> None:
    keys.desk.look(item=SLA)
    keys("b")
    keys.type("151")
    assert shown(keys)[0].reason == "waits for it"
    keys("enter")
    assert keys.said == (
        "Review SLA contract waits for Sign CloudCo, that for Review SLA contract: none could begin. "
        "b on Sign CloudCo takes that back."
    )
    assert isinstance(keys.view.prompt, Prompt)
    keys("esc")
    assert (keys.view.prompt, waits(keys, SLA), keys.steps) == (None, (), [])


def test_an_item_that_waits_for_itself_can_be_freed(keys: Keys) -> None:
    item = keys.desk.state.plan.get(Item, ROADMAP)
    keys.desk.edit("By hand", lambda plan: plan.put(replace(item, blocked_by=(ROADMAP,))))
    keys("b", "enter")
    assert waits(keys, ROADMAP) == ()


def test_the_arrows_choose_and_nothing_is_taken_where_nothing_matches(keys: Keys) -> None:
    keys("b", "down", "down", "up")
    chosen = shown(keys)[1].item.id
    keys("enter")
    assert waits(keys, ROADMAP) == (chosen,)
    keys("b", *"qqqzzz", "down", "enter")
    assert keys.said == "No open item matches: fewer letters find more."
    assert waits(keys, ROADMAP) == (chosen,)


@pytest.mark.parametrize("pane", ["today", "week"])
def test_b_takes_the_item_of_the_block_under_the_cursor(keys: Keys, pane: str) -> None:
    keys.desk.look(pane=pane)
    keys.stand("Review SLA contract")
    keys("b", *"156", "enter")
    assert waits(keys, SLA) == (BUDGET,)


def test_b_takes_the_item_of_the_row_in_the_list_of_today(keys: Keys) -> None:
    keys.desk.look(pane="today", part="list", item=SLA)
    keys("b", *"156", "enter")
    assert waits(keys, SLA) == (BUDGET,)


def test_b_without_an_open_item_says_why_not(keys: Keys) -> None:
    keys.desk.look(column="done", item=demo.item_id(131))
    keys("b")
    assert keys.said == "Blocked by: the item is done"
    assert keys.view.prompt is None
