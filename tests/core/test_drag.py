"""What the mouse makes of what it holds, against what the keys make of it (I4, I14)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctotui.core import drag, grab
from ctotui.core.civil import exactly, later, minutes_between
from ctotui.core.drag import Taken
from ctotui.core.errors import PlanError
from ctotui.core.state import Grab, Settings

ZONES = ("Europe/Stockholm", "UTC", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe")
DAYS = (datetime(2026, 3, 10), datetime(2026, 3, 29), datetime(2026, 10, 25), datetime(2026, 10, 4))
"""A plain day, and days on which clocks change."""


def moment(day: datetime, minute: int, zone: str) -> datetime:
    """The wall time so many real minutes after the noon of a day; noon is never skipped."""
    return later(day.replace(hour=12), timedelta(minutes=minute), zone)


@st.composite
def holds(draw: st.DrawFn) -> tuple[Grab, datetime, Settings]:
    """A block, a row of it that is pressed, and the settings."""
    settings = Settings(zone=draw(st.sampled_from(ZONES)), slot=draw(st.sampled_from((5, 10, 15, 30))))
    day, begin = draw(st.sampled_from(DAYS)), draw(st.integers(-140, 80)) * 5
    start = moment(day, begin, settings.zone)
    end = later(start, timedelta(minutes=draw(st.integers(1, 30)) * 5), settings.zone)
    held = Grab("block", "b1", "i1", start, end, start, end, dragged=True)
    row = moment(day, (begin // 30) * 30, settings.zone)
    return held, row, settings


def rows_on(row: datetime, count: int, settings: Settings) -> datetime:
    return later(row, timedelta(minutes=30 * count), settings.zone)


@given(holds(), st.integers(-8, 8))
def test_i14_rows_of_a_day_are_the_slots_of_the_keys(held: tuple[Grab, datetime, Settings], count: int) -> None:
    origin, row, settings = held
    here = rows_on(row, count, settings)
    if here.date() != row.date():
        return
    slots = count * 30 // settings.slot
    assert drag.follow(Taken("body", origin, row), origin, here, settings) == grab.shift(origin, settings, slots)
    assert drag.follow(Taken("end", origin, row), origin, here, settings) == grab.move_end(origin, settings, slots)
    assert drag.follow(Taken("start", origin, row), origin, here, settings) == grab.move_start(origin, settings, slots)


@given(holds(), st.integers(-10, 10))
def test_i14_columns_are_the_days_of_the_keys(held: tuple[Grab, datetime, Settings], days: int) -> None:
    origin, row, settings = held
    here = (row + timedelta(days=days)).replace(fold=0)
    if exactly(here, settings.zone) != exactly(datetime.combine(here.date(), row.time()), settings.zone) or row.fold:
        return
    assert drag.follow(Taken("body", origin, row), origin, here, settings) == grab.shift(origin, settings, days=days)


@given(holds(), st.lists(st.integers(-20, 20), min_size=1, max_size=6))
def test_i4_a_way_there_and_back_leaves_all_as_it_was(held: tuple[Grab, datetime, Settings], ways: list[int]) -> None:
    origin, row, settings = held
    for part in ("body", "start", "end"):
        taken, now = Taken(part, origin, row), origin
        for count in [*ways, 0]:
            here = rows_on(row, count, settings)
            now = drag.follow(taken, now, here if here.date() == row.date() else row, settings)
            assert minutes_between(now.start, now.end, settings.zone) > 0
        assert now == origin


@given(holds(), st.integers(-6, 6))
def test_a_stretch_covers_whole_rows_whichever_way_it_is_drawn(
    held: tuple[Grab, datetime, Settings], count: int
) -> None:
    _origin, row, settings = held
    here = rows_on(row, count, settings)
    if here.date() != row.date():
        return
    taken = drag.stretch(row, 30, "i1", "b1", settings)
    now = drag.follow(taken, taken.origin, here, settings)
    assert minutes_between(now.start, now.end, settings.zone) == 30 * (abs(count) + 1)
    assert now.start == min(row, here, key=lambda one: exactly(one, settings.zone))


def test_what_is_planned_snaps_to_slots_and_is_nowhere_outside_the_calendar() -> None:
    settings = Settings(zone="Europe/Stockholm", slot=30)
    held = Grab("block", "b1", "i1", new=True, dragged=True)
    taken = Taken("plan", held, None, 45)
    now = drag.follow(taken, held, datetime(2026, 3, 10, 14, 15), settings)
    assert (now.start, now.end) == (datetime(2026, 3, 10, 14), datetime(2026, 3, 10, 14, 45))
    assert drag.follow(taken, now, None, settings) == held


def test_an_all_day_block_moves_by_days_alone() -> None:
    day = datetime(2026, 3, 10).date()
    held = Grab("block", "b1", "i1", day, day + timedelta(days=2), day, day + timedelta(days=2), dragged=True)
    taken = Taken("body", held, datetime(2026, 3, 10, 8))
    now = drag.follow(taken, held, datetime(2026, 3, 12, 14), Settings())
    assert (now.start, now.end) == (day + timedelta(days=2), day + timedelta(days=4))


def test_keys_that_lengthen_what_is_held_count_for_the_rest_of_the_drag() -> None:
    settings = Settings(zone="UTC")
    start = datetime(2026, 3, 10, 9)
    held = Grab("block", "b1", "i1", start, start + timedelta(hours=1), start, start + timedelta(hours=1))
    longer = grab.move_end(held, settings, 2)
    now = drag.follow(Taken("body", held, start), longer, datetime(2026, 3, 10, 10), settings)
    assert (now.start, now.end) == (datetime(2026, 3, 10, 10), datetime(2026, 3, 10, 11, 30))


def test_a_mark_without_length_becomes_a_slot_once_it_is_moved() -> None:
    settings, at = Settings(zone="UTC"), datetime(2026, 3, 10, 9)
    held = Grab("block", "b1", "i1", at, at, at, at)
    now = drag.follow(Taken("body", held, at), held, datetime(2026, 3, 10, 10), settings)
    assert (now.start, now.end) == (datetime(2026, 3, 10, 10), datetime(2026, 3, 10, 10, 15))


def test_no_stretch_is_stored_without_a_name() -> None:
    from ctotui.core.dropping import drop
    from ctotui.core.plan import Plan

    settings = Settings(zone="UTC")
    taken = drag.stretch(datetime(2026, 3, 10, 9), 30, "i1", "b1", settings)
    with pytest.raises(PlanError, match="no name yet"):
        drop(Plan({}), replace(taken.origin, policy="ripple"), datetime(2026, 3, 10), settings)


def test_an_end_is_let_be_once_a_key_made_the_block_last_whole_days() -> None:
    start = datetime(2026, 3, 10, 9)
    held = Grab("block", "b1", "i1", start, start + timedelta(hours=1), start, start + timedelta(hours=1))
    days = replace(held, start=start.date(), end=start.date() + timedelta(days=1))
    assert drag.follow(Taken("end", held, start), days, datetime(2026, 3, 10, 12), Settings()) == days
