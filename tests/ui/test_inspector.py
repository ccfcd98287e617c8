"""The inspector: all about one item, within its column (S2, S4)."""

from dataclasses import replace
from datetime import timedelta

from ctotui import demo
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.state import State
from ctotui.ui.glyphs import UNICODE
from ctotui.ui.panes import inspector, today


def lines(state: State, item: str, width: int = 42) -> list[str]:
    return ["".join(text for text, _style in line) for line in inspector.lines(state, item, width, UNICODE)]


def test_it_tells_all_that_the_mock_up_does(demo_state: State) -> None:
    found = lines(demo_state, demo.item_id(142))
    assert found[0] == "CONTRACT 142 Review SLA contract  ! high"
    assert "est 1:30  plan 1:30  act 0:36  left 0:54" in found
    assert "  today 10:00–11:30  ● running" in found
    assert "CHECKLIST 2/5" in found
    assert "  10:06 timer started" in found
    assert "  Mon 16:30 carried to Tue 10:00 (×1)" in found
    assert any("blocks 151 Sign CloudCo" in line for line in found)


def test_it_names_what_an_item_waits_for_and_what_waits_for_it_while_they_are_open(demo_state: State) -> None:
    waits = lines(demo_state, demo.item_id(151), 80)
    assert any("blocked by 142 Review SLA contract" in line for line in waits)
    plan = demo_state.plan
    ended = replace(plan.get(Item, demo.item_id(142)), status="done")
    freed = replace(demo_state, plan=plan.put(ended))
    assert not any("blocked by" in line for line in lines(freed, demo.item_id(151), 80))
    several = [replace(plan.get(Item, demo.item_id(n)), blocked_by=(demo.item_id(142),)) for n in (144, 156)]
    found = lines(replace(demo_state, plan=plan.put(*several)), demo.item_id(142), 200)
    assert any("and 1 more" in line for line in found)


def test_a_series_says_its_rule_and_shows_occurrences(demo_state: State) -> None:
    found = lines(demo_state, demo.item_id(211))
    assert any("repeats every week on Tue" in line for line in found)
    assert "  Fri 09:00–09:45" in found


def test_what_is_overdue_or_carried_too_often_is_said(demo_state: State) -> None:
    late = replace(demo_state, now=demo_state.now + timedelta(days=10))
    assert any("OVERDUE 7d" in line for line in lines(late, demo.item_id(142)))
    assert any("carried ×3" in line for line in lines(demo_state, demo.item_id(161)))


def test_time_of_months_that_are_not_loaded_is_not_passed_over_in_silence(demo_state: State) -> None:
    shards = {**demo_state.plan.shards, "entries/2026-02": None}
    budget = demo_state.plan.get(Item, demo.item_id(144))
    assert budget.created is not None
    older = replace(budget, created=budget.created - timedelta(days=30))
    state = replace(demo_state, plan=Plan(shards).put(older))
    assert any("act ≥2:00" in line for line in lines(state, older.id))


def test_many_blocks_are_counted(demo_state: State) -> None:
    plan = demo_state.plan
    for number in range(9):
        start = demo.NOW.replace(minute=0) + timedelta(days=number + 1)
        plan = plan.put(Block(f"bmany{number}", demo.item_id(164), start, start + timedelta(hours=1), demo.ZONE))
    found = lines(replace(demo_state, plan=plan), demo.item_id(164))
    assert found[found.index("BLOCKS") + 6] == "  +4"


def test_nothing_selected_names_keys(demo_state: State) -> None:
    assert lines(demo_state, "") == ["nothing is selected", "j and k move, tab changes the part"]
    assert lines(demo_state, "igone") == lines(demo_state, "")


def test_what_does_not_fit_is_counted(demo_state: State) -> None:
    frame = inspector.draw(demo_state, demo.item_id(142), 44, 10, UNICODE)
    assert frame.text().split("\n")[-1].rstrip().endswith("lines")


def test_a_very_wide_screen_adds_the_month_and_tomorrow(demo_state: State) -> None:
    text = today.draw(demo_state, 200, 47, UNICODE).text()
    assert "Mar 2026" in text
    assert "v11   9  10  11  12  13  14  15" in text
    assert "TOMORROW Wed 11 Mar  plan 2h30 of 3h45" in text
    assert "10:00 █Arch guild" in text
    assert "TOMORROW" not in today.draw(demo_state, 160, 47, UNICODE).text()
