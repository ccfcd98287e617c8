"""Where the cursor of a calendar can stand (S7, S9, S10)."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core import cursor
from ctotui.core.cursor import Stop
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.state import Grab, Settings, View

STOCKHOLM = "Europe/Stockholm"
PLAIN = Settings(zone=STOCKHOLM)
DAY = date(2026, 3, 10)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 10, hour, minute)


@pytest.fixture
def plan() -> Plan:
    return Plan({}).put(
        Item("i1", "One"),
        Block("bday", "i1", DAY, date(2026, 3, 12)),
        Block("blong", "i1", at(9), at(11, 40), zone=STOCKHOLM),
        Block("bover", "i1", at(10), at(10, 30), zone=STOCKHOLM),
        Block("blate", "i1", at(18), at(19), zone=STOCKHOLM),
    )


def test_blocks_are_one_stop_and_free_slots_one_each(plan: Plan) -> None:
    places = cursor.stops(plan, DAY, PLAIN)
    assert places[0] == Stop(at(0), "bday")
    around = [place for place in places if at(8, 30) <= place.moment <= at(12)]
    assert around == [
        Stop(at(8, 30)),
        Stop(at(8, 45)),
        Stop(at(9), "blong"),
        Stop(at(10), "bover"),
        Stop(at(11, 45)),
        Stop(at(12)),
    ]


def test_steps_stay_on_the_day(plan: Plan) -> None:
    assert cursor.step(plan, Stop(at(9), "blong"), PLAIN, 1) == Stop(at(10), "bover")
    assert cursor.step(plan, Stop(at(9), "blong"), PLAIN, -999) == Stop(at(0), "bday")
    assert cursor.step(plan, Stop(at(9), "blong"), PLAIN, 999) == Stop(at(23, 45))


def test_a_moment_within_a_block_steps_from_that_block(plan: Plan) -> None:
    assert cursor.step(plan, Stop(at(9, 20), "blong"), PLAIN, 1) == Stop(at(10), "bover")
    assert cursor.step(plan, Stop(at(8, 52)), PLAIN, 1) == Stop(at(9), "blong")


def test_an_hour_on_moves_even_within_a_long_block(plan: Plan) -> None:
    hour = timedelta(hours=1)
    assert cursor.coarse(plan, Stop(at(7)), PLAIN, hour) == Stop(at(8))
    assert cursor.coarse(plan, Stop(at(9), "blong"), PLAIN, hour).moment > at(9)
    assert cursor.coarse(plan, Stop(at(23, 30)), PLAIN, hour) == Stop(at(23, 45))


def test_another_day_keeps_the_time(plan: Plan) -> None:
    """S7."""
    assert cursor.days(plan, Stop(datetime(2026, 3, 9, 10, 42)), PLAIN, 1) == Stop(at(10, 42), "blong")
    assert cursor.days(plan, Stop(at(10, 42), "blong"), PLAIN, 7) == Stop(datetime(2026, 3, 17, 10, 42))


def test_the_ends_of_the_day(plan: Plan) -> None:
    assert cursor.top(plan, Stop(at(12)), PLAIN) == Stop(at(0), "bday")
    assert cursor.top(plan.drop("bday"), Stop(at(12)), PLAIN) == Stop(at(8))
    assert cursor.bottom(plan, Stop(at(12)), PLAIN) == Stop(at(18), "blate")
    assert cursor.bottom(plan.drop("blate"), Stop(at(12)), PLAIN) == Stop(at(16, 45))


def test_what_is_held_has_the_focus() -> None:
    view = View(moment=at(9))
    assert cursor.focus(view) == at(9)
    held = Grab("block", "b1", "i1", start=at(14), end=at(15))
    assert cursor.focus(View(moment=at(9), grab=held)) == at(14)
    assert cursor.focus(View(moment=at(9), grab=Grab("block", "b1", "i1", start=DAY))) == at(0)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_time_that_does_not_exist_is_no_place(day: date) -> None:
    """S9."""
    moments = [place.moment for place in cursor.stops(Plan({}), day, PLAIN)]
    missing = datetime(2026, 3, 29, 2, 15)
    assert missing not in moments
    assert len(moments) == (92 if day.month == 3 else 100)
    before = Stop(datetime(day.year, day.month, day.day, 2, 15) - timedelta(days=1))
    assert cursor.days(Plan({}), before, PLAIN, 1).moment in moments


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 400)), max_size=8), st.integers(0, 95))
def test_down_and_up_walk_over_every_place(spans: list[tuple[int, int]], start: int) -> None:
    """From the top, j reaches every block and every free slot once, in order; k goes back the same way."""
    plan = Plan({}).put(Item("i1", "One"))
    for number, (minute, size) in enumerate(spans):
        begin = datetime(2026, 3, 10) + timedelta(minutes=minute)
        plan = plan.put(Block(f"b{number}", "i1", begin, begin + timedelta(minutes=size), zone=STOCKHOLM))
    places = cursor.stops(plan, DAY, PLAIN)
    walked = [places[0]]
    while (following := cursor.step(plan, walked[-1], PLAIN, 1)) != walked[-1]:
        walked.append(following)
    assert walked == places
    assert {place.block for place in places} >= {f"b{number}" for number in range(len(spans))}
    here = places[min(start, len(places) - 1)]
    back = cursor.step(plan, here, PLAIN, -1)
    assert back == here or cursor.step(plan, back, PLAIN, 1) == here
