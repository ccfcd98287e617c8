"""Blocks: planning, moving, taking off, clashes (M5–M7, I3, I4)."""

from datetime import UTC, date, datetime

import pytest

from ctotui.core import blocks
from ctotui.core.civil import minutes_between
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Entry, Item, Occurrence
from ctotui.core.plan import Plan

STOCKHOLM = "Europe/Stockholm"
NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


@pytest.fixture
def plan() -> Plan:
    return Plan({}).put(
        Item("iroadmap", "Q2 roadmap", estimate=240),
        Item("ibudget", "Infra budget", estimate=30),
        Item("icloud", "CloudCo vendor call", kind="meeting", people=("cloudco",)),
        Block("broadmap", "iroadmap", at(10, 13, 30), at(10, 15), zone=STOCKHOLM),
        Block("bbudget", "ibudget", at(10, 15), at(10, 15, 30), zone=STOCKHOLM),
        Block("bcloud", "icloud", at(10, 15, 30), at(10, 16), zone=STOCKHOLM),
    )


@pytest.fixture
def series(plan: Plan) -> Plan:
    """Every weekday at nine in Stockholm."""
    return plan.put(
        Item("istandup", "Standup", kind="meeting", repeat="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        Block("bstandup", "istandup", at(2, 9), at(2, 9, 15), zone=STOCKHOLM),
    )


def fixed(plan: Plan, key: str) -> bool:
    one = blocks.find(plan, key, STOCKHOLM)
    assert one is not None
    return one.fixed


def test_a_block_is_fixed_by_people_import_or_pin(plan: Plan) -> None:
    assert fixed(plan, "bcloud")
    assert not fixed(plan, "bbudget")
    pinned = plan.put(Block("bbudget", "ibudget", at(10, 15), at(10, 16), fixed=True))
    assert fixed(pinned, "bbudget")
    imported = plan.put(Item("ibudget", "Infra budget", uid="x@y"))
    assert fixed(imported, "bbudget")


def test_planning_makes_a_block_in_the_zone_of_the_viewer(plan: Plan) -> None:
    after = blocks.plan_item(plan, "ibudget", at(11, 9), at(11, 9, 30), STOCKHOLM, NOW, "bnew")
    assert after.get(Block, "bnew") == Block("bnew", "ibudget", at(11, 9), at(11, 9, 30), zone=STOCKHOLM, modified=NOW)
    assert (after.get(Item, "ibudget").status, after.get(Item, "ibudget").estimate) == ("next", 30)


def test_planning_a_closed_item_is_refused(plan: Plan) -> None:
    done = plan.put(Item("ibudget", "Infra budget", status="done"))
    with pytest.raises(PlanError, match="Infra budget is done"):
        blocks.plan_item(done, "ibudget", at(11, 9), at(11, 9, 30), STOCKHOLM, NOW, "bnew")


def test_moving_keeps_the_zone_that_the_block_was_made_in(plan: Plan) -> None:
    tokyo = plan.put(Block("bbudget", "ibudget", at(10, 9), at(10, 10), zone="Asia/Tokyo"))
    after = blocks.move(tokyo, "bbudget", at(10, 15), at(10, 16), NOW, STOCKHOLM).get(Block, "bbudget")
    assert (after.start, after.end, after.zone) == (at(10, 23), at(11, 0), "Asia/Tokyo")


def test_a_floating_block_moves_on_the_clock_face(plan: Plan) -> None:
    floating = plan.put(Block("bbudget", "ibudget", at(10, 9), at(10, 10)))
    after = blocks.move(floating, "bbudget", at(10, 15), at(10, 16), NOW, STOCKHOLM).get(Block, "bbudget")
    assert (after.start, after.zone) == (at(10, 15), "")


def test_moving_to_the_same_place_changes_nothing(plan: Plan) -> None:
    assert blocks.move(plan, "bbudget", at(10, 15), at(10, 15, 30), NOW, STOCKHOLM) is plan


def test_moving_into_another_month_moves_the_record(plan: Plan) -> None:
    after = blocks.move(plan, "bbudget", datetime(2026, 4, 1, 9), datetime(2026, 4, 1, 10), NOW, STOCKHOLM)
    assert after.where("bbudget") == "calendar/2026-04"


@pytest.mark.parametrize("end", [at(10, 12), at(10, 11)])
def test_a_block_needs_a_positive_length(plan: Plan, end: datetime) -> None:
    with pytest.raises(PlanError, match="end after it starts"):
        blocks.move(plan, "bbudget", at(10, 12), end, NOW, STOCKHOLM)


def test_moving_touches_no_entry_and_no_estimate(plan: Plan) -> None:
    tracked = plan.put(Entry("n1", "ibudget", NOW, None, zone=STOCKHOLM))
    after = blocks.move(tracked, "bbudget", at(11, 9), at(11, 12), NOW, STOCKHOLM)
    assert after.get(Entry, "n1") is tracked.get(Entry, "n1")
    assert after.get(Item, "ibudget").estimate == 30


def test_an_all_day_block_stays_one_or_becomes_timed(plan: Plan) -> None:
    whole = plan.put(Block("bbudget", "ibudget", date(2026, 3, 10), date(2026, 3, 11)))
    moved = blocks.move(whole, "bbudget", date(2026, 3, 12), date(2026, 3, 13), NOW, STOCKHOLM).get(Block, "bbudget")
    assert (moved.start, moved.all_day, moved.zone) == (date(2026, 3, 12), True, "")
    timed = blocks.move(whole, "bbudget", at(12, 9), at(12, 10), NOW, STOCKHOLM).get(Block, "bbudget")
    assert (timed.start, timed.zone) == (at(12, 9), STOCKHOLM)


def test_moving_an_occurrence_records_the_difference(series: Plan) -> None:
    after = blocks.move(series, "istandup@2026-03-11", at(11, 10), at(11, 10, 30), NOW, STOCKHOLM)
    assert after.get(Block, "bstandup") is series.get(Block, "bstandup")
    assert after.get(Occurrence, "istandup@2026-03-11") == Occurrence(
        "istandup@2026-03-11", "istandup", at(11, 9), start=at(11, 10), end=at(11, 10, 30), modified=NOW
    )


def test_an_occurrence_is_kept_in_the_zone_of_its_series(series: Plan) -> None:
    after = blocks.move(series, "istandup@2026-03-11", at(11, 4), at(11, 5), NOW, "America/New_York")
    record = after.get(Occurrence, "istandup@2026-03-11")
    assert (record.start, record.end) == (at(11, 9), at(11, 10))


def test_unplanning_an_occurrence_cancels_it_and_a_block_goes(series: Plan) -> None:
    after = blocks.unplan(series, "istandup@2026-03-11", NOW)
    assert after.get(Occurrence, "istandup@2026-03-11").cancelled
    assert blocks.find(after, "istandup@2026-03-11", STOCKHOLM) is None
    assert blocks.find(after, "istandup@2026-03-12", STOCKHOLM) is not None
    gone = blocks.unplan(series, "bbudget", NOW)
    assert gone.find("bbudget") is None
    assert gone.find("ibudget") is not None


def test_the_series_itself_names_its_next_occurrence(series: Plan) -> None:
    after = blocks.move(series, "bstandup", at(11, 10), at(11, 10, 15), NOW, STOCKHOLM)
    assert after.get(Occurrence, "istandup@2026-03-11").start == at(11, 10)
    assert blocks.unplan(series, "bstandup", NOW, STOCKHOLM).get(Occurrence, "istandup@2026-03-11").cancelled


def test_a_moved_occurrence_is_found_where_it_is_now(series: Plan) -> None:
    after = blocks.move(series, "istandup@2026-03-11", at(20, 10), at(20, 11), NOW, STOCKHOLM)
    found = blocks.find(after, "istandup@2026-03-11", STOCKHOLM)
    assert found is not None
    assert found.start == at(20, 10)


def test_clashes_name_what_is_hit_and_for_how_long(plan: Plan) -> None:
    found = blocks.conflicts(plan, at(10, 14, 30), at(10, 16), "broadmap", STOCKHOLM)
    assert [(one.instance.id, one.minutes, one.fixed) for one in found] == [
        ("bbudget", 30, False),
        ("bcloud", 30, True),
    ]


def test_what_is_done_or_only_touches_does_not_clash(plan: Plan) -> None:
    assert blocks.conflicts(plan, at(10, 16), at(10, 17), "", STOCKHOLM) == []
    done = plan.put(Item("ibudget", "Infra budget", status="done"))
    assert blocks.conflicts(done, at(10, 15), at(10, 15, 30), "", STOCKHOLM) == []


def test_the_next_block_is_the_running_or_coming_one_else_the_last(plan: Plan) -> None:
    later = plan.put(Block("bsecond", "ibudget", at(12, 9), at(12, 10), zone=STOCKHOLM))
    assert getattr(blocks.next_block(later, "ibudget", NOW, STOCKHOLM), "id", None) == "bbudget"
    evening = datetime(2026, 3, 10, 20, tzinfo=UTC)
    assert getattr(blocks.next_block(later, "ibudget", evening, STOCKHOLM), "id", None) == "bsecond"
    assert getattr(blocks.next_block(plan, "ibudget", evening, STOCKHOLM), "id", None) == "bbudget"
    assert blocks.next_block(plan, "inone", NOW, STOCKHOLM) is None


def test_lengths_are_real_minutes_across_the_change_of_clocks() -> None:
    spring = datetime(2026, 3, 29, 1, 30)
    assert blocks.lasting(spring, 60, STOCKHOLM) == datetime(2026, 3, 29, 3, 30)
    autumn = datetime(2026, 10, 25, 1, 30)
    assert blocks.lasting(autumn, 150, STOCKHOLM) == datetime(2026, 10, 25, 3, 0)
    for minutes in range(5, 300, 5):
        end = blocks.lasting(autumn, minutes, STOCKHOLM)
        assert minutes_between(autumn, end, STOCKHOLM) == minutes
        assert end.fold == (90 <= minutes < 150)
