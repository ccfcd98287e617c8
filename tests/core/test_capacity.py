"""Capacity of a day and what is planned for it (section 6)."""

from datetime import date, datetime

import pytest

from ctotui import demo
from ctotui.core import agenda, capacity
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.state import Settings

TUESDAY = date(2026, 3, 10)
PLAIN = Settings(zone="Europe/Stockholm")


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute)


def of(*blocks: tuple[datetime, datetime, bool], settings: Settings = PLAIN, day: date = TUESDAY) -> capacity.Load:
    plan = Plan({}).put(Item("iwork", "Work"))
    for number, (start, end, fixed) in enumerate(blocks):
        plan = plan.put(Block(f"b{number}", "iwork", start, end, settings.zone, fixed))
    return capacity.load(plan, day, settings)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (9, "plan 6h00 of 5h10 · +0h50 OVER"),
        (10, "plan 5h45 of 5h00 · +0h45 OVER"),
        (11, "plan 2h30 of 3h45"),
        (12, "plan 1h30 of 4h40"),
        (13, "plan 4h30 of 6h15"),
        (14, "plan 0h00 of 0h00"),
    ],
)
def test_the_week_of_the_screens_adds_up(day: int, words: str) -> None:
    found = capacity.load(demo.build(), date(2026, 3, day), demo.settings())
    assert capacity.headline(found) == words


def test_an_empty_day_holds_85_percent_of_work_without_lunch() -> None:
    assert of().capacity == 420  # 0.85 × (540 − 45) = 420.75


def test_overlapping_meetings_are_taken_off_once_with_a_buffer_each() -> None:
    found = of((at(9), at(10), True), (at(9, 30), at(10, 30), True))
    assert found.capacity == 335  # 0.85 × (495 − 90 − 10) = 335.75
    assert of((at(9), at(10, 30), True)).capacity == 340  # 0.85 × (495 − 90 − 5) = 340


def test_a_meeting_over_lunch_takes_no_lunch_off_twice() -> None:
    assert of((at(11, 30), at(13), True)).capacity == 375  # 0.85 × (495 − 45 − 5) = 378.25


def test_an_evening_meeting_costs_no_working_time() -> None:
    assert of((at(19), at(21), True)).capacity == of().capacity


def test_an_all_day_event_takes_nothing_off() -> None:
    plan = Plan({}).put(Item("iday", "Birthday"), Block("bday", "iday", TUESDAY, date(2026, 3, 11), fixed=True))
    assert capacity.load(plan, TUESDAY, PLAIN) == of()


def test_focus_windows_are_not_subtracted() -> None:
    assert of(settings=Settings(zone=PLAIN.zone, focus=((1, 480, 720),))).capacity == of().capacity


def test_plan_counts_past_flexible_blocks_on_the_day_that_they_start() -> None:
    late = (at(23), datetime(2026, 3, 11, 1), False)
    assert of((at(8), at(9), False), late).planned == 180
    assert of(late, day=date(2026, 3, 11)).planned == 0


def test_a_dropped_item_is_no_load() -> None:
    plan = Plan({}).put(
        Item("iwork", "Work", status="dropped"), Block("b1", "iwork", at(9), at(10), PLAIN.zone),
    )  # fmt: skip
    assert capacity.load(plan, TUESDAY, PLAIN).planned == 0


def test_a_day_full_of_meetings_holds_nothing_but_never_less() -> None:
    assert of((at(8), at(17), True)).capacity == 0


def test_a_cursor_move_computes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = demo.build()
    first = capacity.load(plan, TUESDAY, demo.settings())
    monkeypatch.setattr(agenda, "on_day", lambda *_: pytest.fail("computed again"))
    assert capacity.load(plan, TUESDAY, demo.settings()) is first
