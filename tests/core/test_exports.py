"""What of a plan goes out into a calendar."""

from datetime import date, datetime

from ctotui.core.exports import calendar_groups
from ctotui.core.model import Block, Item, Occurrence
from ctotui.core.plan import Plan

ZONE = "Europe/Stockholm"
PLAN = Plan({}).put(
    Item("i1", "Review"),
    Block("b1", "i1", datetime(2026, 3, 10, 9), datetime(2026, 3, 10, 10), ZONE),
    Block("b2", "i1", datetime(2026, 3, 12, 9), datetime(2026, 3, 12, 10), ZONE),
    Item("i2", "Standup", kind="meeting", repeat="FREQ=DAILY;UNTIL=20260315"),
    Block("b3", "i2", datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 9, 15), ZONE),
    Occurrence("i2@2026-03-05", "i2", datetime(2026, 3, 5, 9), cancelled=True),
    Item("i3", "Renew", due=date(2026, 3, 20)),
    Item("i4", "Done", due=date(2026, 3, 20), status="done", ended=datetime(2026, 3, 9)),
    Item("i5", "Someday"),
)


def ids(start: date | None, end: date | None) -> list[tuple[str, int]]:
    return [(group.item.id, len(group.blocks)) for group in calendar_groups(PLAN, start, end, ZONE)]


def test_without_bounds_everything_that_has_a_time_goes_out() -> None:
    assert ids(None, None) == [("i1", 2), ("i2", 1), ("i3", 0)]


def test_a_range_takes_the_blocks_on_its_days_and_a_series_whole() -> None:
    assert ids(date(2026, 3, 10), date(2026, 3, 11)) == [("i1", 1), ("i2", 1)]
    assert ids(date(2026, 3, 18), None) == [("i3", 0)]
    assert ids(None, date(2026, 3, 2)) == []


def test_what_was_touched_in_a_series_goes_with_it() -> None:
    (group,) = calendar_groups(PLAN, date(2026, 3, 3), date(2026, 3, 4), ZONE)
    assert [one.id for one in group.occurrences] == ["i2@2026-03-05"]
