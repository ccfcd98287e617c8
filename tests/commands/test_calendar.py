"""The calendar's keys over a store in memory: cursor, GRAB, plan, fit (jobs 5–9 of interaction.md)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctotui import demo
from ctotui.commands import every, keymap
from ctotui.core.agenda import instances
from ctotui.core.blocks import find, next_block
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan, differences
from ctotui.core.preview import preview
from ctotui.core.state import Prompt
from ctotui.ui.keys import Interpreter
from tests.memory import MemoryDesk

assert every.TABLE
KEYMAP = keymap.build()
ROADMAP, SLA = demo.item_id(144), demo.item_id(142)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


class Keys:
    """A desk and the one interpreter."""

    def __init__(self, desk: MemoryDesk) -> None:
        self.desk = desk
        self.interpreter = Interpreter(KEYMAP, desk)

    def __call__(self, *keys: str) -> None:
        for key in keys:
            self.interpreter.press(key, key if len(key) == 1 else None)

    @property
    def view(self):  # type: ignore[no-untyped-def]
        return self.desk.state.view

    @property
    def said(self) -> str:
        return self.view.message.text if self.view.message else ""


def new_desk() -> MemoryDesk:
    return MemoryDesk(demo.build(), demo.settings(), demo.now())


@pytest.fixture
def keys(desk: MemoryDesk) -> Keys:
    desk.look(pane="week")
    return Keys(desk)


def roadmap(desk: MemoryDesk) -> Block:
    """The block of Q2 roadmap this afternoon."""
    found = next_block(desk.state.plan, ROADMAP, desk.now, demo.ZONE)
    assert found is not None
    return desk.state.plan.get(Block, found.id)


def stand(keys: Keys, block: Block) -> None:
    keys.desk.look(moment=block.start, block=block.id)


def test_job_5_a_block_an_hour_later(keys: Keys) -> None:
    stand(keys, roadmap(keys.desk))
    keys("m", "4", "j")
    assert keys.view.grab.start == at(10, 14, 30)
    assert roadmap(keys.desk).start == at(10, 13, 30)
    keys("enter")
    assert (roadmap(keys.desk).start, roadmap(keys.desk).end) == (at(10, 14, 30), at(10, 16))
    assert keys.desk.keeper.done[-1][0] == "Move Q2 roadmap draft to 14:30"
    assert (keys.view.mode, keys.view.grab, keys.view.moment) == ("NORMAL", None, at(10, 14, 30))
    assert "overlaps Infra budget Q2 by 30m and CloudCo vendor call by 30m" in keys.said


def test_job_6_same_time_tomorrow(keys: Keys) -> None:
    stand(keys, roadmap(keys.desk))
    keys("m", "l", "enter")
    assert roadmap(keys.desk).start == at(11, 13, 30)
    assert keys.desk.keeper.done[-1][0] == "Move Q2 roadmap draft to Wed 11 13:30"


def test_job_7_to_a_typed_time(keys: Keys) -> None:
    stand(keys, roadmap(keys.desk))
    keys("m", "t", *"1530", "enter")
    assert (keys.view.mode, keys.view.grab.start) == ("GRAB", at(10, 15, 30))
    keys("enter")
    assert (roadmap(keys.desk).start, roadmap(keys.desk).end) == (at(10, 15, 30), at(10, 17))


def test_a_typed_end_and_a_typed_shift(keys: Keys) -> None:
    stand(keys, roadmap(keys.desk))
    keys("m", "t", *"-16:30", "enter", "t", *"+45m", "enter")
    assert (keys.view.grab.start, keys.view.grab.end) == (at(10, 14, 15), at(10, 17, 15))


def test_a_time_that_is_none_is_refused_and_the_block_stays_in_hand(keys: Keys) -> None:
    stand(keys, roadmap(keys.desk))
    keys("m", "t", *"soonish", "enter")
    assert '"soonish"' in keys.said
    keys("esc")
    assert keys.view.grab.start == at(10, 13, 30)


def test_edges_of_a_held_block(keys: Keys) -> None:
    stand(keys, roadmap(keys.desk))
    keys("m", "2", "J", "H", "enter")
    assert (roadmap(keys.desk).start, roadmap(keys.desk).end) == (at(10, 13, 15), at(10, 15, 30))
    assert keys.desk.keeper.done[-1][0] == "Resize Q2 roadmap draft to Tue 10 13:15–15:30"
    assert keys.desk.state.plan.get(Item, ROADMAP).estimate == 240


def test_escape_puts_everything_back(keys: Keys) -> None:
    stand(keys, roadmap(keys.desk))
    before = keys.desk.state
    for leave in ("esc", "q"):
        keys("m", "3", "j", "l", "J", leave)
        assert keys.desk.state == before


def test_a_fixed_block_asks_once_and_moves_only_its_own_copy(keys: Keys) -> None:
    """I2, M3."""
    plan = keys.desk.state.plan
    call = next(one for one in plan.records(Block) if one.item == demo.item_id(203))
    stand(keys, call)
    keys("m")
    assert "CloudCo vendor call is fixed: other people are in it" in keys.view.question.text
    keys("n")
    assert (keys.view.mode, keys.view.question) == ("NORMAL", None)
    keys("m", "y", "j", "enter")
    changed = [record for pair in differences(plan, keys.desk.state.plan) for record in pair[1:]]
    assert [(record.id, record.start) for record in changed] == [(call.id, at(10, 15, 45))]  # type: ignore[union-attr]


def test_an_occurrence_moves_alone(keys: Keys) -> None:
    """M5."""
    standup = f"{demo.item_id(211)}@2026-03-13"
    keys.desk.look(moment=at(13, 9), block=standup)
    keys("m")
    assert [key for key, _label in keys.view.question.choices] == ["t", "f", "a"]
    assert "is fixed" in keys.view.question.text
    keys("t", "2", "j", "enter")
    moved = find(keys.desk.state.plan, standup, demo.ZONE)
    assert moved is not None
    assert moved.start == at(13, 9, 30)
    keys("m", "t", "d", "d")
    assert find(keys.desk.state.plan, standup, demo.ZONE) is None


def syncs(keys: Keys) -> list[datetime]:
    """Starts of the executives’ meeting, whichever series it belongs to."""
    found = instances(keys.desk.state.plan, date(2026, 3, 9), date(2026, 4, 11), demo.ZONE)
    return [one.start for one in found if one.title == "Exec sync"]  # type: ignore[misc]


@pytest.mark.parametrize("answer", ["t", "f", "a"])
def test_a_move_is_asked_for_once_and_undone_whole(keys: Keys, answer: str) -> None:
    """M5: this, this and following, all; the cursor stays on what was moved."""
    plan, before = keys.desk.state.plan, syncs(keys)
    third = before[2]
    keys.desk.look(moment=third, block=f"{demo.item_id(211)}@{third:%Y-%m-%d}")
    keys("m", answer, "2", "j", "enter")
    assert (keys.view.question, keys.view.mode) == (None, "NORMAL")
    after = syncs(keys)
    assert len(after) == len(before)
    changed = [now for was, now in zip(before, after, strict=True) if was != now]
    assert all(now.minute == 30 for now in changed)
    assert len(changed) == {"t": 1, "f": len(before) - 2, "a": len(before)}[answer]
    assert find(keys.desk.state.plan, keys.view.block, demo.ZONE).start == third + timedelta(minutes=30)  # type: ignore[union-attr]
    keys("u")
    assert records(keys.desk.state.plan) == records(plan)


def test_escape_from_the_question_takes_nothing_in_hand(keys: Keys) -> None:
    keys.desk.look(moment=at(13, 9), block=f"{demo.item_id(211)}@2026-03-13")
    keys("m", "esc")
    assert (keys.view.question, keys.view.mode, keys.view.grab) == (None, "NORMAL", None)


@pytest.mark.parametrize("answer", ["t", "f", "a"])
def test_deleting_an_occurrence_asks_which(keys: Keys, answer: str) -> None:
    before = syncs(keys)
    keys.desk.look(moment=before[2], block=f"{demo.item_id(211)}@{before[2]:%Y-%m-%d}")
    keys("d", "d", answer)
    left = {"t": [*before[:2], *before[3:]], "f": before[:2], "a": []}[answer]
    item = keys.desk.state.plan.find(demo.item_id(211))
    if answer == "a" and item is not None:  # time was tracked on it: dropped from now on
        assert item.status == "dropped"  # type: ignore[union-attr]
    else:
        assert syncs(keys) == left


@pytest.mark.parametrize("answer", ["t", "f", "a"])
def test_editing_the_line_of_an_occurrence_asks_which(keys: Keys, answer: str) -> None:
    before = syncs(keys)
    key = f"{demo.item_id(211)}@{before[2]:%Y-%m-%d}"
    keys.desk.look(moment=before[2], block=key)
    keys("e")
    assert f"{before[2]:%Y-%m-%d %H:%M}" in keys.view.prompt.text
    text = keys.view.prompt.text.replace("Exec sync", "Daily")
    keys.desk.look(prompt=replace(keys.view.prompt, text=text))
    keys("enter", answer)
    assert (keys.view.prompt, keys.view.question) == (None, None)
    assert len(syncs(keys)) == {"t": len(before) - 1, "f": 2, "a": 0}[answer]


def test_one_occurrence_cannot_have_its_own_priority(keys: Keys) -> None:
    before = syncs(keys)
    keys.desk.look(moment=before[2], block=f"{demo.item_id(211)}@{before[2]:%Y-%m-%d}")
    keys("e", *" !high", "enter")
    assert [key for key, _label in keys.view.question.choices] == ["f", "a"]


def test_the_list_grabs_the_next_block_of_its_item(keys: Keys) -> None:
    keys.desk.look(pane="today", part="list", item=ROADMAP)
    moment = keys.view.moment
    keys("m", "j", "enter")
    assert roadmap(keys.desk).start == at(10, 13, 45)
    assert keys.view.moment == moment


def test_an_unplanned_item_cannot_be_grabbed(keys: Keys) -> None:
    keys.desk.look(pane="today", part="list", item=demo.item_id(158))
    keys("m")
    assert keys.said == "FinOps post is not on the calendar: p or f plans it."


def test_job_9_fit_plans_at_once(keys: Keys) -> None:
    """FinOps post, 30 minutes: today is full, tomorrow half an hour is free after triage."""
    keys.desk.look(pane="today", part="list", item=demo.item_id(158))
    keys("f")
    found = next_block(keys.desk.state.plan, demo.item_id(158), keys.desk.now, demo.ZONE)
    assert found is not None
    assert (found.start, found.end) == (at(11, 8, 30), at(11, 9))
    assert keys.said == "Planned FinOps post Wed 11 08:30–09:00"
    keys("f")
    assert "All of FinOps post is planned already" in keys.said


def test_plan_holds_a_ghost_that_only_enter_stores(keys: Keys) -> None:
    keys.desk.look(pane="today", part="list", item=demo.item_id(162))
    before = keys.desk.state
    keys("p")
    assert (keys.view.mode, keys.view.grab.new, keys.view.grab.start) == ("GRAB", True, at(11, 8, 30))
    keys("esc")
    assert keys.desk.state == before
    keys("p", "l", "enter")
    found = next_block(keys.desk.state.plan, demo.item_id(162), keys.desk.now, demo.ZONE)
    assert found is not None
    assert found.start == at(12, 8, 30)
    assert keys.desk.keeper.done[-1][0] == "Plan Pen-test scope Thu 12 08:30–09:30"


def test_unplan_what_is_held(keys: Keys) -> None:
    block = roadmap(keys.desk)
    stand(keys, block)
    keys("m", "d", "d")
    assert keys.desk.state.plan.find(block.id) is None
    assert (keys.view.mode, keys.view.block) == ("NORMAL", "")


def test_free_times_one_after_another(keys: Keys) -> None:
    stand(keys, roadmap(keys.desk))
    keys("m", "4", "j", "f")
    assert keys.view.grab.start == at(11, 8, 30)
    keys("F")
    assert keys.view.grab.start < at(11, 8, 30)


def test_the_cursor_steps_over_blocks_and_slots(keys: Keys) -> None:
    keys.desk.look(moment=at(11, 12), block="")
    keys("j")
    assert (keys.view.moment, keys.view.block) == (at(11, 12, 15), "")
    keys("g", "g")
    first = keys.view.block
    assert first == f"{demo.item_id(214)}@2026-03-11"
    keys("j", "j")
    assert keys.view.moment == at(11, 8, 45)
    keys("L", "h")
    assert keys.view.moment == at(17, 8, 45)
    keys("G")
    assert keys.view.moment == at(17, 16, 45)


def test_a_typed_moment_and_now(keys: Keys) -> None:
    keys("t", *"fri 10", "enter")
    assert keys.view.moment == at(13, 10)
    assert find(keys.desk.state.plan, keys.view.block, demo.ZONE).title == "Costs by team"  # type: ignore[union-attr]
    keys("t", "t", "enter")
    assert (keys.view.moment, keys.view.prompt) == (at(10, 10, 42), None)
    assert keys.desk.state.plan.get(Block, keys.view.block).item == SLA


GRAB_KEYS = st.lists(st.sampled_from([*"jkhlJKHLfF", "2", "7", "down", "left"]), min_size=1, max_size=14)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(GRAB_KEYS, st.sampled_from([144, 156, 211, 203]))
def test_random_keys_then_escape_or_enter_then_undo(pressed: list[str], number: int) -> None:
    """GRAB: Esc restores the state exactly; Enter stores the previewed plan; undo gives the old one back (I1, I14)."""
    keys = Keys(new_desk())
    desk = keys.desk
    one = next_block(desk.state.plan, demo.item_id(number), desk.now, demo.ZONE)
    assert one is not None
    desk.look(pane="week", moment=one.start, block=one.id)
    before = desk.state
    for leave in ("esc", "enter"):
        keys("m", *(["y"] if one.fixed else []), *pressed)
        assert desk.state.plan is before.plan
        seen = preview(desk.state)
        keys(leave)
        if keys.view.question is not None:
            keys("t")
        if leave == "esc":
            if keys.view.message is not None:
                desk.look(message=None)
            assert desk.state == before
    assert [record for _old, record in differences(before.plan, seen)] == [
        record for _old, record in differences(before.plan, desk.state.plan)
    ]
    if desk.keeper.done:
        desk.undo()
    assert records(desk.state.plan) == records(before.plan)


def records(plan: Plan) -> dict[str, object]:
    return {key: record for _name, shard in plan.loaded() for key, record in shard.items()}


def test_plan_from_the_board_shows_the_calendar(keys: Keys) -> None:
    keys.desk.look(pane="board", item=demo.item_id(162), column="backlog")
    keys("p")
    assert (keys.view.pane, keys.view.mode) == ("today", "GRAB")


def test_prompts_are_for_what_is_held(keys: Keys) -> None:
    stand(keys, roadmap(keys.desk))
    keys("m", "t")
    assert keys.view.prompt == Prompt("when", subject=roadmap(keys.desk).id)


def test_an_all_day_block_is_grabbed_and_moved_by_days(keys: Keys) -> None:
    plan = keys.desk.state.plan.put(Block("bday", demo.item_id(158), date(2026, 3, 10), date(2026, 3, 11)))
    keys.desk.keeper.plan = plan
    keys.desk.store.update(plan=plan)
    keys.desk.look(moment=at(10, 0), block="bday")
    keys("m", "j")
    assert "moves by days" in keys.said
    keys("l", "enter")
    assert keys.desk.state.plan.get(Block, "bday").start == date(2026, 3, 11)
