"""GRAB: what each key makes of a held block; preview is commit (S5, I4, I14)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core import blocks, grab
from ctotui.core.civil import instant, minutes_between
from ctotui.core.dropping import drop
from ctotui.core.errors import PlanError
from ctotui.core.grab_status import describe
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan, differences
from ctotui.core.preview import preview
from ctotui.core.state import Grab, Settings, State, View

STOCKHOLM = "Europe/Stockholm"
PLAIN = Settings(zone=STOCKHOLM)
NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
WALL = datetime(2026, 3, 10, 10, 42)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


@pytest.fixture
def plan() -> Plan:
    return Plan({}).put(
        Item("iroadmap", "Q2 roadmap", estimate=240, due=date(2026, 3, 11)),
        Item("ibudget", "Infra budget"),
        Item("icloud", "CloudCo", kind="meeting", people=("cloudco",)),
        Block("broadmap", "iroadmap", at(10, 13, 30), at(10, 15), zone=STOCKHOLM),
        Block("bbudget", "ibudget", at(10, 15), at(10, 15, 30), zone=STOCKHOLM),
        Block("bcloud", "icloud", at(10, 15, 30), at(10, 16), zone=STOCKHOLM),
    )


def held(plan: Plan, key: str = "broadmap") -> Grab:
    one = blocks.find(plan, key, STOCKHOLM)
    assert one is not None
    return grab.hold(one)


def state(plan: Plan, held: Grab | None) -> State:
    return State(plan, View(mode="GRAB", grab=held), PLAIN, NOW)


def test_slots_move_the_whole_block(plan: Plan) -> None:
    moved = grab.shift(held(plan), PLAIN, slots=4)
    assert (moved.start, moved.end) == (at(10, 14, 30), at(10, 16))


def test_a_minute_offset_is_kept(plan: Plan) -> None:
    """I4."""
    odd = blocks.move(plan, "broadmap", at(10, 13, 37), at(10, 14, 2), NOW, STOCKHOLM)
    moved = grab.shift(held(odd), PLAIN, slots=-1, days=2)
    assert (moved.start, moved.end) == (at(12, 13, 22), at(12, 13, 47))


def test_edges_move_and_never_meet(plan: Plan) -> None:
    longer = grab.move_end(held(plan), PLAIN, 2)
    assert (longer.start, longer.end) == (at(10, 13, 30), at(10, 15, 30))
    assert grab.move_end(held(plan), PLAIN, -50).end == at(10, 13, 45)
    assert grab.move_start(held(plan), PLAIN, 50).start == at(10, 14, 45)
    assert grab.move_start(held(plan), PLAIN, -2).start == at(10, 13)


def test_an_all_day_block_moves_by_days_only(plan: Plan) -> None:
    whole = plan.put(Block("bday", "ibudget", date(2026, 3, 10), date(2026, 3, 12)))
    moved = grab.shift(held(whole, "bday"), PLAIN, days=1)
    assert (moved.start, moved.end) == (date(2026, 3, 11), date(2026, 3, 13))
    assert grab.move_end(held(whole, "bday"), PLAIN, -9).end == date(2026, 3, 11)
    with pytest.raises(PlanError, match="moves by days"):
        grab.shift(held(whole, "bday"), PLAIN, slots=1)


def test_what_the_status_row_says_of_the_mock_up(plan: Plan) -> None:
    """`` GRAB Q2 roadmap →14:30–16:00 +60m │ ! Infra budget × CloudCo FIXED``."""
    told = describe(state(plan, grab.shift(held(plan), PLAIN, slots=4)))
    assert told is not None
    assert (told.title, told.start, told.end, told.shifted_minutes) == ("Q2 roadmap", at(10, 14, 30), at(10, 16), 60)
    assert [(one.instance.title, one.minutes, one.fixed) for one in told.clashes] == [
        ("Infra budget", 30, False),
        ("CloudCo", 30, True),
    ]
    assert told.next_free == at(11, 8)
    assert not told.outside
    assert not told.late


def test_outside_hours_and_late_are_told(plan: Plan) -> None:
    told = describe(state(plan, grab.shift(held(plan), PLAIN, slots=9)))
    assert told is not None
    assert told.outside
    told = describe(state(plan, grab.shift(held(plan), PLAIN, days=2)))
    assert told is not None
    assert told.late


def test_free_times_are_taken_one_by_one(plan: Plan) -> None:
    first = grab.to_free(plan, held(plan), PLAIN, WALL, 1)
    assert (first.start, first.end) == (at(11, 8), at(11, 9, 30))
    assert grab.to_free(plan, first, PLAIN, WALL, -1).start == at(10, 12, 45)
    with pytest.raises(PlanError, match="no earlier free time"):
        grab.to_free(plan, held(plan), PLAIN, at(10, 13, 20), -1)


def test_a_new_block_is_held_at_the_earliest_free_time(plan: Plan) -> None:
    ghost = grab.hold_new(plan, plan.get(Item, "ibudget"), "bnew", WALL, PLAIN)
    assert (ghost.start, ghost.end, ghost.new) == (at(10, 10, 45), at(10, 11, 45), True)
    after = drop(plan, ghost, NOW, PLAIN)
    assert after.get(Block, "bnew").start == ghost.start


def test_a_new_block_may_be_late_where_nothing_is_free_before(plan: Plan) -> None:
    full = plan.put(Block("bfull", "ibudget", at(10, 8), at(11, 17), zone=STOCKHOLM))
    ghost = grab.hold_new(full, plan.get(Item, "iroadmap"), "bnew", WALL, PLAIN)
    assert ghost.start == at(12, 8)


def test_a_mark_without_length_gets_a_slot_once_it_is_moved(plan: Plan) -> None:
    mark = plan.put(Block("bmark", "ibudget", at(10, 9), at(10, 9), zone=STOCKHOLM))
    moved = grab.shift(held(mark, "bmark"), PLAIN, slots=1)
    assert (moved.start, moved.end) == (at(10, 9, 15), at(10, 9, 30))


def test_the_missing_hour_is_stepped_over_both_ways() -> None:
    plan = Plan({}).put(
        Item("i1", "Night work"),
        Block("b1", "i1", datetime(2026, 3, 29, 1, 45), datetime(2026, 3, 29, 3, 15), zone=STOCKHOLM),
    )
    later = grab.shift(held(plan, "b1"), PLAIN, slots=1)
    assert (later.start, later.end) == (datetime(2026, 3, 29, 3), datetime(2026, 3, 29, 3, 30))
    assert grab.shift(later, PLAIN, slots=-1) == held(plan, "b1")


def test_a_day_later_keeps_the_wall_time_over_the_change_of_clocks() -> None:
    plan = Plan({}).put(
        Item("i1", "Run"),
        Block("b1", "i1", datetime(2026, 10, 24, 10), datetime(2026, 10, 24, 11), zone=STOCKHOLM),
    )
    moved = grab.shift(held(plan, "b1"), PLAIN, days=1)
    assert (moved.start, moved.end) == (datetime(2026, 10, 25, 10), datetime(2026, 10, 25, 11))


KEYS = st.lists(st.tuples(st.sampled_from("jkhlJKHLfFt"), st.integers(1, 12)), min_size=1, max_size=12)


def pressed(plan: Plan, one: Grab, key: str, count: int) -> Grab:
    sign = -1 if key in "khKHF" else 1
    if key in "jk":
        return grab.shift(one, PLAIN, slots=sign * count)
    if key in "hl":
        return grab.shift(one, PLAIN, days=sign * count)
    if key in "JK":
        return grab.move_end(one, PLAIN, sign * count)
    if key in "HL":
        return grab.move_start(one, PLAIN, sign * count)
    if key == "t":
        start = at(20, count, 5 * (count % 12))
        return grab.place(one, start, start + timedelta(minutes=20), PLAIN)
    return grab.to_free(plan, one, PLAIN, WALL, sign)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(["broadmap", "bspring", "bautumn"]), KEYS)
def test_any_keys_keep_a_length_and_what_is_seen_is_what_is_stored(key: str, keys: list[tuple[str, int]]) -> None:
    """I4, I5, I14, and nothing else moves (section 6: move/resize)."""
    plan = Plan({}).put(
        Item("i1", "One", estimate=60),
        Item("i2", "Two"),
        Block("broadmap", "i1", at(10, 13, 37), at(10, 15), zone=STOCKHOLM),
        Block("bspring", "i1", datetime(2026, 3, 28, 22), datetime(2026, 3, 29, 1, 30), zone=STOCKHOLM),
        Block("bautumn", "i1", datetime(2026, 10, 25, 1), datetime(2026, 10, 25, 4), zone="America/New_York"),
        Block("bother", "i2", at(10, 15), at(10, 16), zone=STOCKHOLM),
    )
    one = held(plan, key)
    for name, count in keys:
        try:
            one = pressed(plan, one, name, count)
        except PlanError:
            continue
        assert isinstance(one.start, datetime)
        assert isinstance(one.end, datetime)
        assert minutes_between(one.start, one.end, STOCKHOLM) > 0
    seen = preview(state(plan, one))
    stored = drop(plan, one, NOW, PLAIN)
    assert [record for _old, record in differences(plan, seen)] == [
        record for _old, record in differences(plan, stored)
    ]
    assert {record.id for pair in differences(plan, stored) for record in pair if record} <= {key}
    shown = blocks.find(stored, key, STOCKHOLM)
    assert shown is not None
    assert (shown.start, shown.end) == (one.start, one.end)


@settings(max_examples=40, deadline=None)
@given(KEYS)
def test_moving_conserves_the_planned_time(keys: list[tuple[str, int]]) -> None:
    """I5, on days whose clocks do not change."""
    plan = Plan({}).put(Item("i1", "One"), Block("b1", "i1", at(10, 13, 37), at(10, 15), zone=STOCKHOLM))
    one = held(plan, "b1")
    for name, count in keys:
        if name in "jkhlfF":
            try:
                one = pressed(plan, one, name, count)
            except PlanError:
                continue
    assert isinstance(one.start, datetime)
    assert isinstance(one.end, datetime)
    if not any(datetime(2026, 3, 28) < moment < datetime(2026, 3, 30) for moment in (one.start, one.end)):
        assert (instant(one.end, STOCKHOLM) - instant(one.start, STOCKHOLM)) == timedelta(minutes=83)


def test_a_card_is_not_previewed_as_a_block(plan: Plan) -> None:
    card = replace(held(plan), kind="card", start=None, end=None)
    assert preview(state(plan, card)) is plan
    assert describe(state(plan, card)) is None
