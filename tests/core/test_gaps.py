"""Gaps in the tracked day and what fills them (T7)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ctotui.core import entries, gaps
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Entry, Item
from ctotui.core.plan import Plan
from ctotui.core.state import Settings

ZONE = "Europe/Stockholm"
DAY = date(2026, 3, 9)
SETTINGS = Settings(zone=ZONE)
ROADMAP = Item("i111aaaaa", "Q2 roadmap draft")
SYNC = Item("i222bbbbb", "Product sync", kind="meeting")


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 9, hour, minute, tzinfo=UTC) - timedelta(hours=1)


def past(key: str, start: datetime, end: datetime) -> Entry:
    return Entry(key, ROADMAP.id, start, end, ZONE)


def of_day(plan: Plan, day: date, settings: Settings, now: datetime) -> list[gaps.Span]:
    return gaps.gaps(entries.on_day(plan, day, ZONE, now), gaps.working(day, settings, ZONE), now)


@pytest.fixture
def plan() -> Plan:
    return Plan({}).put(ROADMAP, SYNC)


def test_gaps_lie_between_entries_inside_hours_and_outside_lunch(plan: Plan) -> None:
    plan = plan.put(past("n1", at(7), at(7, 30)), past("n2", at(9), at(12, 10)), past("n3", at(13, 20), at(16)))
    assert of_day(plan, DAY, SETTINGS, at(20)) == [(at(8), at(9)), (at(12, 45), at(13, 20))]


def test_under_five_minutes_is_no_gap_and_nor_is_what_follows_the_last_entry(plan: Plan) -> None:
    plan = plan.put(past("n1", at(8), at(9)), past("n2", at(9, 4), at(10)), past("n3", at(10, 5), at(11)))
    assert of_day(plan, DAY, SETTINGS, at(20)) == [(at(10), at(10, 5))]


def test_a_day_off_has_no_gaps(plan: Plan) -> None:
    plan = plan.put(past("n1", at(8), at(9)), past("n2", at(10), at(11)))
    assert of_day(plan, DAY, Settings(zone=ZONE, hours=((0, 0),) * 7), at(20)) == []


def test_a_gap_is_filled_with_what_was_planned_in_it_for_as_long_as_that_was_planned(plan: Plan) -> None:
    block = Block("b1", SYNC.id, datetime(2026, 3, 9, 13), datetime(2026, 3, 9, 14), ZONE)
    plan = plan.put(block, past("n1", at(9), at(12, 45)), past("n2", at(13, 20), at(16)))
    gap = (at(12, 45), at(13, 20))
    filled = gaps.fill(plan, gap, at(20), "n9", ZONE).get(Entry, "n9")
    assert (filled.item, filled.start, filled.end) == (SYNC.id, at(13), at(13, 20))


def test_an_unplanned_gap_stretches_the_entry_before_it(plan: Plan) -> None:
    plan = plan.put(past("n1", at(9), at(10)), past("n2", at(10, 30), at(11)))
    filled = gaps.fill(plan, (at(10), at(10, 30)), at(20), "n9", ZONE)
    assert filled.get(Entry, "n1").end == at(10, 30)
    assert filled.find("n9") is None


def test_a_gap_after_lunch_becomes_an_entry_of_its_own(plan: Plan) -> None:
    plan = plan.put(past("n1", at(9), at(12)), past("n2", at(13, 20), at(14)))
    filled = gaps.fill(plan, (at(12, 45), at(13, 20)), at(20), "n9", ZONE)
    assert filled.get(Entry, "n1").end == at(12)
    assert (filled.get(Entry, "n9").start, filled.get(Entry, "n9").item) == (at(12, 45), ROADMAP.id)


def test_a_gap_with_nothing_before_it_says_so(plan: Plan) -> None:
    with pytest.raises(PlanError, match="log it with T"):
        gaps.fill(plan, (at(10), at(10, 30)), at(20), "n9", ZONE)
