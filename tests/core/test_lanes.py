"""A day as rows of the screen (S3, S8, S9, S11)."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from ctotui import demo
from ctotui.core import agenda, entries, lanes
from ctotui.core.civil import instant
from ctotui.core.model import Block, Entry, Item
from ctotui.core.plan import Plan
from ctotui.core.state import Settings

ZONE = "Europe/Stockholm"
DAY = date(2026, 3, 10)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute)


def plan_of(*spans: tuple[datetime, datetime]) -> Plan:
    plan = Plan({})
    for number, (start, end) in enumerate(spans):
        plan = plan.put(Item(f"i{number}", f"item {number}"), Block(f"b{number}", f"i{number}", start, end, ZONE))
    return plan


def shown(plan: Plan, day: date = DAY, step: int = 30) -> dict[str, list[tuple[str, bool, str]]]:
    grid = lanes.rows(day, ZONE, step)
    pieces = lanes.pieces(agenda.on_day(plan, day, ZONE), grid)
    return {
        row.label: [(p.instance.id, p.first, p.label) for p in held]
        for row, held in zip(grid, pieces, strict=True)
        if held
    }


@pytest.mark.parametrize(("day", "hours"), [(DAY, 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_of_a_clock_change_has_23_or_25_hours(day: date, hours: int) -> None:
    grid = lanes.rows(day, ZONE, 15)
    assert len(grid) == 4 * hours
    assert all(one.ends == two.begins for one, two in pairwise(grid))


def test_blocks_keep_their_wall_time_on_the_day_of_a_clock_change() -> None:
    sunday = date(2026, 3, 29)
    assert list(shown(plan_of((at(9, day=sunday), at(10, day=sunday))), sunday)) == ["09:00", "09:30"]


def test_blocks_that_share_only_a_row_share_it_and_then_stand_alone() -> None:
    found = shown(plan_of((at(8), at(8, 15)), (at(8, 15), at(9))))
    assert found == {"08:00": [("b0", True, ""), ("b1", True, "08:15")], "08:30": [("b1", False, "")]}


def test_a_block_from_yesterday_starts_in_the_first_row() -> None:
    found = shown(plan_of((at(23, day=date(2026, 3, 9)), at(0, 30))))
    assert found == {"00:00": [("b0", True, "23:00")]}


def test_a_block_that_ends_at_midnight_is_not_on_the_next_day() -> None:
    assert shown(plan_of((at(23, day=date(2026, 3, 9)), at(0)))) == {}


def test_nothing_on_the_day_is_left_out() -> None:
    spans = [(at(9), at(9) + timedelta(minutes=5 * n)) for n in range(1, 12)]
    assert len({key for row in shown(plan_of(*spans)).values() for key, _first, _label in row}) == 11


def lane(*tracked: tuple[str, datetime, datetime], now: datetime, row: str = "09:00") -> str:
    plan = plan_of((at(9), at(9, 15)))
    grid = lanes.rows(DAY, ZONE, 30)
    held = [Entry(f"n{n}", item, instant(a, ZONE), instant(b, ZONE)) for n, (item, a, b) in enumerate(tracked)]
    found = lanes.actual(grid, held, agenda.on_day(plan, DAY, ZONE), instant(now, ZONE))
    return dict(zip((one.label for one in grid), found, strict=True))[row]


def test_a_row_shows_what_most_of_its_minutes_were() -> None:
    evening = at(20)
    assert lane(("i0", at(9), at(9, 15)), ("other", at(9, 15), at(9, 25)), now=evening) == "on"
    assert lane(("i0", at(9), at(9, 10)), ("other", at(9, 10), at(9, 30)), now=evening) == "off"
    assert lane(("i0", at(9), at(9, 10)), now=evening) == ""


def test_a_tie_is_on_plan() -> None:
    assert lane(("i0", at(9), at(9, 15)), ("other", at(9, 15), at(9, 30)), now=at(20)) == "on"


def test_of_the_row_that_holds_now_only_the_past_counts() -> None:
    assert lane(("i0", at(9), at(9, 5)), now=at(9, 6)) == "on"


def test_time_tracked_on_an_item_beside_its_block_is_off_plan() -> None:
    assert lane(("i0", at(9, 30), at(10)), now=at(20), row="09:30") == "off"


def test_the_actual_lane_of_the_demo_is_that_of_the_screen() -> None:
    plan, grid = demo.build(), lanes.rows(DAY, ZONE, 30)
    found = lanes.actual(
        grid, entries.on_day(plan, DAY, ZONE, demo.now()), agenda.on_day(plan, DAY, ZONE), demo.now()
    )  # fmt: skip
    assert [row.label for row, one in zip(grid, found, strict=True) if one == "on"] == [
        "08:00", "08:30", "09:00", "09:30", "10:00", "10:30",
    ]  # fmt: skip
    assert "off" not in found


def test_corrections_are_no_time_of_the_day() -> None:
    grid = lanes.rows(DAY, ZONE, 30)
    moment = instant(at(9), ZONE)
    entry = Entry("n1", "i0", moment, moment, adjustment=120)
    assert not any(lanes.actual(grid, [entry], [], datetime(2026, 3, 11, tzinfo=UTC)))


def test_lunch_and_focus_are_protected_on_working_days() -> None:
    settings = Settings(zone=ZONE, focus=((1, 510, 600),))
    grid = lanes.rows(DAY, ZONE, 30)
    found = {row.label: one for row, one in zip(grid, lanes.protected(DAY, settings, grid), strict=True) if one[0]}
    assert found == {
        "08:30": ("Focus", True), "09:00": ("Focus", False), "09:30": ("Focus", False),
        "12:00": ("Lunch", True), "12:30": ("Lunch", False),
    }  # fmt: skip
    sunday = date(2026, 3, 15)
    assert not any(name for name, _ in lanes.protected(sunday, settings, lanes.rows(sunday, ZONE, 30)))


def test_a_flexible_block_is_marked_where_it_meets_a_fixed_one() -> None:
    plan = plan_of((at(9), at(10)), (at(9, 30), at(10, 30)), (at(12), at(13)))
    assert lanes.clashes(agenda.on_day(plan, DAY, ZONE)) == {"b1": False}
    pinned = plan.put(Block("b1", "i1", at(9, 30), at(10, 30), ZONE, fixed=True))
    assert lanes.clashes(agenda.on_day(pinned, DAY, ZONE)) == {"b0": True}


def test_what_is_done_hits_nothing() -> None:
    plan = plan_of((at(9), at(10)), (at(9, 30), at(10, 30))).put(Item("i0", "item 0", status="done"))
    assert lanes.clashes(agenda.on_day(plan, DAY, ZONE)) == {}
