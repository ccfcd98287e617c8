"""The timesheet: sums by list and day, the day beside its plan (T7, T10, T11, T14)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from ctotui.core import agenda, timesheet
from ctotui.core.errors import NotLoaded
from ctotui.core.model import Block, Entry, Item
from ctotui.core.plan import Plan
from ctotui.core.state import Settings

ZONE = "Europe/Stockholm"
SETTINGS = Settings(zone=ZONE)
MONDAY = date(2026, 3, 9)
INFRA = Item("i1", "Cost review", list="work/infra")
SLA = Item("i2", "SLA", list="work/business")
SYNC = Item("i3", "Sync", kind="meeting", list="work/business")
LOOSE = Item("i4", "Call", list="")


def at(hour: int, minute: int = 0, day: int = 9) -> datetime:
    """An instant of March 2026 by its wall clock in Stockholm (UTC+1)."""
    return datetime(2026, 3, day, tzinfo=UTC) + timedelta(hours=hour - 1, minutes=minute)


def past(key: str, item: Item, start: datetime, end: datetime | None) -> Entry:
    return Entry(key, item.id, start, end, ZONE)


def block(key: str, item: Item, hour: int, minutes: int, day: int = 9) -> Block:
    start = datetime(2026, 3, day, hour)
    return Block(key, item.id, start, start + timedelta(minutes=minutes), ZONE)


@pytest.fixture
def plan() -> Plan:
    return Plan({}).put(INFRA, SLA, SYNC, LOOSE)


def week(plan: Plan, now: datetime) -> timesheet.Sheet:
    return timesheet.week(plan, MONDAY, ZONE, now)


def day(plan: Plan, now: datetime) -> timesheet.Day:
    return timesheet.day(plan, MONDAY, SETTINGS, now)


def test_rows_go_by_list_then_meetings_then_the_inbox_and_add_up(plan: Plan) -> None:
    plan = plan.put(
        past("n1", LOOSE, at(8), at(9)),
        past("n2", SYNC, at(9), at(10)),
        past("n3", SLA, at(10), at(11)),
        past("n4", INFRA, at(11, day=10), at(12, day=10)),
    )
    sheet = week(plan, at(20))
    assert [row.label for row in sheet.rows] == ["/business", "/infra", "meetings", "inbox"]
    assert [row.label for row in sheet.rows[0].items] == ["SLA"]
    assert sheet.total.actual == (180, 60, 0, 0, 0, 0, 0)
    assert sum(sum(row.actual) for row in sheet.rows) == sum(sheet.total.actual)


def test_two_lists_with_the_same_last_name_are_shown_whole(plan: Plan) -> None:
    other = Item("i5", "Rack", list="personal/infra")
    plan = plan.put(other, past("n1", INFRA, at(8), at(9)), past("n2", other, at(9), at(10)))
    assert [row.label for row in week(plan, at(20)).rows] == ["/work/infra", "/personal/infra"]


def test_the_plan_of_a_day_stands_beside_what_was_tracked(plan: Plan) -> None:
    plan = plan.put(block("b1", SLA, 10, 90), past("n1", SLA, at(10), at(11)))
    (row,) = week(plan, at(20)).rows
    assert (sum(row.actual), sum(row.planned), row.difference) == (60, 90, -30)


def test_what_runs_counts_up_to_now(plan: Plan) -> None:
    plan = plan.put(past("n1", SLA, at(10), None))
    assert week(plan, at(10, 36)).total.actual[0] == 36
    assert week(plan, at(10, 37)).total.actual[0] == 37


def test_time_over_midnight_is_split_by_local_day(plan: Plan) -> None:
    plan = plan.put(past("n1", SLA, at(23, 30), at(25, 15)))
    assert week(plan, at(48)).total.actual[:2] == (30, 75)


def test_the_days_of_a_clock_change_have_their_true_length(plan: Plan) -> None:
    night = Entry("n1", SLA.id, datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC), ZONE)
    sheet = timesheet.week(plan.put(night), date(2026, 3, 23), ZONE, datetime(2026, 4, 1, tzinfo=UTC))
    assert sheet.total.actual[6] == 23 * 60


def test_a_correction_is_marked_on_its_day(plan: Plan) -> None:
    fix = Entry("n2", SLA.id, at(12), at(12), ZONE, adjustment=-15)
    sheet = week(plan.put(past("n1", SLA, at(10), at(11)), fix), at(20))
    assert sheet.rows[0].actual[0] == 45
    assert sheet.rows[0].corrected == sheet.total.corrected == {0}


def test_a_dropped_or_all_day_block_is_no_plan(plan: Plan) -> None:
    gone = Item("i6", "Gone", status="dropped", list="work/infra")
    whole = Block("b9", SLA.id, MONDAY, MONDAY + timedelta(days=1))
    plan = plan.put(gone, block("b1", gone, 9, 60), whole)
    assert week(plan, at(20)).rows == ()


def test_on_plan_counts_the_minutes_on_what_was_planned_just_then(plan: Plan) -> None:
    plan = plan.put(
        block("b1", SLA, 10, 60),
        block("b2", INFRA, 11, 60),
        past("n1", SLA, at(9, 45), at(11, 15)),
        past("n2", INFRA, at(11, 15), at(11, 45)),
        past("n3", LOOSE, at(11, 45), at(12)),
    )
    found = day(plan, at(20))
    assert found.on_plan == 60 + 30
    assert found.on_plan_percent == round(100 * 90 / 135)
    assert found.unplanned == 15


def test_drift_stands_on_the_last_entry_of_an_item_that_was_planned(plan: Plan) -> None:
    plan = plan.put(
        block("b1", SLA, 10, 60),
        past("n1", SLA, at(10), at(10, 30)),
        past("n2", LOOSE, at(10, 30), at(11)),
        past("n3", SLA, at(11), at(11, 40)),
    )
    found = day(plan, at(20))
    assert [line.drift for line in found.lines if line.entry] == [None, None, 10]
    assert found.drift == 10


def test_what_runs_has_no_drift_yet(plan: Plan) -> None:
    plan = plan.put(block("b1", SLA, 10, 60), past("n1", SLA, at(10), None))
    assert day(plan, at(12)).lines[0].drift is None


def test_gaps_stand_between_the_entries_and_what_is_still_planned_after_them(plan: Plan) -> None:
    plan = plan.put(
        past("n1", SLA, at(8), at(9)),
        past("n2", SLA, at(9, 30), at(10)),
        block("b1", INFRA, 9, 60),
        block("b2", INFRA, 15, 60),
    )
    found = day(plan, at(10))
    assert [line.kind for line in found.lines] == ["entry", "gap", "entry", "planned"]
    assert found.gaps == 30
    assert [(one.title, one.actual, one.planned) for one in found.efforts] == [("SLA", 90, 0), ("Cost review", 0, 120)]


def test_an_old_week_asks_for_its_months(plan: Plan) -> None:
    plan = Plan({**plan.shards, "entries/2025-03": None})
    with pytest.raises(NotLoaded) as asked:
        timesheet.week(plan, date(2025, 3, 10), ZONE, at(10))
    assert asked.value.shards == {"entries/2025-03"}


def test_nothing_is_computed_twice_for_one_plan_and_minute(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan.put(block("b1", SLA, 10, 60), past("n1", SLA, at(10), None))
    calls: list[date] = []
    real: Callable[..., list[agenda.Instance]] = timesheet.instances

    def counting(plan: Plan, start: date, end: date, zone: str) -> list[agenda.Instance]:
        calls.append(start)
        return real(plan, start, end, zone)

    monkeypatch.setattr(timesheet, "instances", counting)
    for _draw in range(3):
        week(plan, at(12))
        day(plan, at(12))
    assert len(calls) == 2
