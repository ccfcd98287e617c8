"""A block in the second showing of an hour in autumn is stored where it stands, in a zone that can name it (S9)."""

from datetime import UTC, datetime, timedelta

import pytest

from ctotui.core import blocks, dropping, grab, grab_status
from ctotui.core.civil import clock_face, exactly, instant, later, wall
from ctotui.core.model import Block, Item, Occurrence
from ctotui.core.plan import Plan
from ctotui.core.state import Settings, State, View

STOCKHOLM, NEW_YORK, OSLO = "Europe/Stockholm", "America/New_York", "Europe/Oslo"
NOW = datetime(2026, 10, 20, 8, tzinfo=UTC)
SECOND = datetime(2026, 10, 25, 1, tzinfo=UTC)
"""02:00 comes again."""


def at(hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(2026, 10, 25, hour, minute, fold=fold)


def one_block(zone: str, repeat: str = "") -> Plan:
    return Plan({}).put(
        Item("i1", "Night work", repeat=repeat),
        Block("b1", "i1", datetime(2026, 10, 24, 12), datetime(2026, 10, 24, 13), zone=zone),
    )


def test_a_wall_time_with_fold_is_the_second_and_without_the_first() -> None:
    assert exactly(at(2, 30, fold=1), STOCKHOLM) - exactly(at(2, 30), STOCKHOLM) == timedelta(hours=1)
    assert exactly(at(2, 30), STOCKHOLM) == instant(at(2, 30, fold=1), STOCKHOLM)
    assert exactly(at(12, fold=1), STOCKHOLM) == instant(at(12), STOCKHOLM)
    gap = datetime(2026, 3, 29, 2, 30)
    assert exactly(gap.replace(fold=1), STOCKHOLM) == instant(gap, STOCKHOLM)
    assert [clock_face(wall(SECOND + timedelta(minutes=n), STOCKHOLM)) for n in (-1, 0, 59, 60)] == [
        "02:59",
        "02b00",
        "02b59",
        "03:00",
    ]


@pytest.mark.parametrize(
    ("zone", "stored"), [(NEW_YORK, NEW_YORK), (STOCKHOLM, "UTC"), (OSLO, "UTC"), ("", "UTC"), ("UTC", "UTC")]
)
def test_a_block_moved_into_the_second_showing_stands_there_once_it_is_read_again(zone: str, stored: str) -> None:
    plan = blocks.move(one_block(zone), "b1", at(2, fold=1), at(2, 30, fold=1), NOW, STOCKHOLM)
    block = plan.get(Block, "b1")
    assert block.zone == stored
    assert isinstance(block.start, datetime)
    assert isinstance(block.end, datetime)
    assert (block.start.fold, block.end.fold) == (0, 0), "no file can keep it"
    one = blocks.of_block(block, plan, STOCKHOLM)
    assert (one.begins, one.minutes) == (SECOND, 30)
    back = blocks.move(plan, "b1", at(12), at(13), NOW, STOCKHOLM)
    assert blocks.of_block(back.get(Block, "b1"), back, STOCKHOLM).begins == instant(at(12), STOCKHOLM)


def test_a_longer_end_does_not_move_the_start_to_the_first_showing() -> None:
    plan = Plan({}).put(
        Item("i1", "Call"),
        Block("b1", "i1", datetime(2026, 10, 24, 21), datetime(2026, 10, 24, 21, 30), zone=NEW_YORK),
    )
    one = blocks.find(plan, "b1", STOCKHOLM)
    assert one is not None
    assert isinstance(one.start, datetime)
    moved = blocks.move(plan, "b1", one.start, at(3, 15), NOW, STOCKHOLM)
    after = blocks.find(moved, "b1", STOCKHOLM)
    assert after is not None
    assert (after.begins, after.minutes) == (SECOND, 75)


def test_the_same_figures_in_another_zone_are_another_place() -> None:
    """01:00 in Stockholm and the second 02:00, which is 01:00 in UTC."""
    plan = Plan({}).put(Item("i1", "Call"), Block("b1", "i1", at(1), at(1, 30), zone=STOCKHOLM))
    moved = blocks.move(plan, "b1", at(2, fold=1), at(2, 30, fold=1), NOW, STOCKHOLM)
    assert blocks.of_block(moved.get(Block, "b1"), moved, STOCKHOLM).begins == SECOND


def test_a_new_block_and_an_occurrence_can_stand_there_too() -> None:
    plan = blocks.plan_item(
        Plan({}).put(Item("i2", "New")), "i2", at(2, fold=1), at(2, 45, fold=1), STOCKHOLM, NOW, "b2"
    )
    assert blocks.of_block(plan.get(Block, "b2"), plan, STOCKHOLM).begins == SECOND
    series = one_block(STOCKHOLM, repeat="FREQ=DAILY")
    moved = blocks.move(series, "i1@2026-10-25", at(2, fold=1), at(3), NOW, STOCKHOLM)
    assert moved.get(Occurrence, "i1@2026-10-25").zone == "UTC"
    one = blocks.find(moved, "i1@2026-10-25", STOCKHOLM)
    assert one is not None
    assert (one.begins, one.minutes) == (SECOND, 60)


def test_only_what_stands_in_the_same_showing_conflicts() -> None:
    plan = Plan({}).put(Item("i1", "First"), Block("b1", "i1", at(2), at(2, 30), zone=STOCKHOLM))
    assert not blocks.conflicts(plan, at(2, fold=1), at(2, 30, fold=1), "", STOCKHOLM)
    assert blocks.conflicts(plan, at(2), at(2, 30), "", STOCKHOLM)
    assert blocks.conflicts(plan, at(1, 30), at(2, 30, fold=1), "", STOCKHOLM)[0].minutes == 30


@pytest.mark.parametrize("minutes", [15, 30, 90])
@pytest.mark.parametrize("zone", [STOCKHOLM, NEW_YORK])
def test_what_is_held_goes_through_the_hour_twice_and_keeps_its_length(minutes: int, zone: str) -> None:
    """I4, I14, S9: each slot is one row of the grid."""
    settings, begin = Settings(zone=STOCKHOLM), instant(at(1, 30), STOCKHOLM)
    plan = blocks.move(
        one_block(zone), "b1", at(1, 30), later(at(1, 30), timedelta(minutes=minutes), STOCKHOLM), NOW, STOCKHOLM
    )
    one = blocks.find(plan, "b1", STOCKHOLM)
    assert one is not None
    held = grab.hold(one)
    for step in range(1, 11):
        held = grab.shift(held, settings, slots=1)
        assert isinstance(held.start, datetime)
        assert isinstance(held.end, datetime)
        stored = blocks.move(plan, "b1", held.start, held.end, NOW, STOCKHOLM)
        stands = blocks.find(stored, "b1", STOCKHOLM)
        assert stands is not None
        assert (stands.begins, stands.minutes) == (begin + timedelta(minutes=15 * step), minutes)
    back = grab.shift(held, settings, slots=-10)
    assert (back.start, back.end) == (at(1, 30), wall(begin + timedelta(minutes=minutes), STOCKHOLM))


def test_an_edge_goes_through_the_hour_twice() -> None:
    plan, settings = one_block(NEW_YORK), Settings(zone=STOCKHOLM)
    plan = blocks.move(plan, "b1", at(2, fold=1), at(2, 30, fold=1), NOW, STOCKHOLM)
    one = blocks.find(plan, "b1", STOCKHOLM)
    assert one is not None
    longer = grab.move_end(grab.hold(one), settings, 3)
    assert longer.end == at(3, 15)
    shorter = grab.move_end(longer, settings, -9)
    assert isinstance(shorter.end, datetime)
    assert clock_face(shorter.end) == "02b15", "a slot is left"
    earlier = grab.move_start(grab.hold(one), settings, -1)
    assert isinstance(earlier.start, datetime)
    assert clock_face(earlier.start) == "02:45"


def test_a_drop_in_the_other_showing_of_the_same_time_is_a_move() -> None:
    plan, settings = (
        Plan({}).put(Item("i1", "First"), Block("b1", "i1", at(2), at(2, 30), zone=STOCKHOLM)),
        Settings(zone=STOCKHOLM),
    )
    one = blocks.find(plan, "b1", STOCKHOLM)
    assert one is not None
    held = grab.shift(grab.hold(one), settings, slots=4)
    state = State(plan, View(mode="GRAB", grab=held), settings, NOW)
    told = grab_status.describe(state)
    assert told is not None
    assert (told.shifted_minutes, told.grown_minutes) == (60, 0)
    dropped = blocks.find(dropping.drop(plan, held, NOW, settings), "b1", STOCKHOLM)
    assert dropped is not None
    assert (dropped.begins, dropped.minutes) == (SECOND, 30)
    assert dropping.drop(plan, grab.shift(held, settings, slots=-4), NOW, settings) is plan


def test_the_names_of_steps_and_the_command_line_say_which_showing_is_meant() -> None:
    from ctotui.cli import words
    from ctotui.core.step_names import span

    assert span(at(2, 30), at(2, 15, fold=1)) == "Sun 25 02:30–02b15"
    assert words.span(at(2, 30), at(2, 15, fold=1), at(2).date()) == "Sun 25 Oct 02:30–02b15"


def test_free_time_is_looked_for_from_now_also_in_the_second_showing() -> None:
    """At 02:30 of the second showing, 02:45 of the first is an hour ago."""
    from ctotui.core.reschedule.fit import fit

    nights = Settings(zone=STOCKHOLM, hours=((0, 1440),) * 7, lunch=(0, 0))
    item = Item("i9", "Night work")
    now = at(2, 30, fold=1)
    assert fit(Plan({}), item, now, nights, 60) == (at(3), at(4))
    start, end = fit(Plan({}), item, at(1, 30), nights, 90)
    assert (start, end, end.fold) == (at(1, 30), at(2), 1)
