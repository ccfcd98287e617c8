"""Find a slot: what is offered meets the wish, against a search of every minute."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core.capacity import load
from ctotui.core.civil import instant
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.quickadd.wish import Wish
from ctotui.core.reschedule.slots import OFFERS, find
from ctotui.core.state import Settings

ZONE = "Europe/Stockholm"
PLAIN = Settings(zone=ZONE)
NOW = datetime(2026, 3, 10, 10, 42)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


def with_blocks(*times: tuple[datetime, datetime], fixed: bool = False) -> Plan:
    plan = Plan({}).put(Item("ibusy", "Busy"))
    return plan.put(*(Block(f"b{n}", "ibusy", *span, zone=ZONE, fixed=fixed) for n, span in enumerate(times)))


def test_three_are_offered_in_order_with_their_reasons() -> None:
    busy = with_blocks((at(10, 8), at(10, 16)), (at(11, 8), at(11, 11)), (at(11, 14), at(11, 17)))
    found = find(busy, Wish(latest=at(13, 0)), 60, NOW, PLAIN)
    assert [one.start for one in found] == [at(10, 16), at(11, 11), at(12, 8)]
    assert [one.reasons[0] for one in found] == ["earliest", "next", "lightest day, plan 0h00 of 7h00"]
    assert "fills its gap" in found[0].reasons


def test_the_distance_to_meetings_is_kept_and_told() -> None:
    meeting = with_blocks((at(10, 13), at(10, 14)), fixed=True)
    near = find(meeting, Wish(latest=at(11, 0)), 30, NOW, PLAIN)
    assert all(abs(one.start - at(10, 13)) >= timedelta(minutes=30 + 5) for one in near if one.start < at(10, 13))
    far = find(meeting, Wish(latest=at(11, 0), off=90), 30, NOW, PLAIN)
    assert [one.start for one in far] == [at(10, 10, 45), at(10, 15, 30), at(10, 16)]
    assert far[0].reasons[-1] == "1h45 off meetings"


def test_a_wish_that_nothing_meets_is_refused_with_the_longest() -> None:
    with pytest.raises(PlanError, match="before Wed 11 Mar, inside working hours; longest is 4h15 on Tue 10 Mar"):
        find(Plan({}), Wish(latest=at(11, 0)), 300, NOW, PLAIN)
    with pytest.raises(PlanError, match=r"Nothing is free for 0:30, .*, inside working hours\.$"):
        find(Plan({}), Wish(days=(date(2026, 3, 14), date(2026, 3, 15))), 30, NOW, PLAIN)


def test_an_area_with_hours_of_its_own_is_offered_those_and_its_own_load() -> None:
    own = Settings(zone=ZONE, area_hours=(("personal", ((17 * 60, 21 * 60),) * 5 + ((540, 1200),) * 2),))
    found = find(Plan({}), Wish(latest=at(12, 0)), 240, NOW, own, path="personal/home")
    assert [(one.start, one.reasons[0]) for one in found] == [(at(10, 17), "earliest"), (at(11, 17), "next")]
    assert "lightest day, personal 0h00 of 3h20" in found[0].reasons
    with pytest.raises(PlanError, match="inside personal hours"):
        find(Plan({}), Wish(latest=at(12, 0)), 300, NOW, own, path="personal")


def test_the_block_that_is_moved_is_not_in_its_own_way() -> None:
    plan = with_blocks((at(10, 13), at(10, 17)))
    with pytest.raises(PlanError):
        find(plan, Wish(latest=at(11, 0)), 240, NOW, PLAIN)
    assert find(plan, Wish(latest=at(11, 0)), 240, NOW, PLAIN, "b0")[0].start == at(10, 12, 45)


def test_on_a_day_that_lacks_an_hour_real_time_counts() -> None:
    nights = Settings(zone=ZONE, hours=((0, 240),) * 7, lunch=(0, 0))
    found = find(Plan({}), Wish(days=(date(2026, 3, 29), date(2026, 3, 29))), 180, at(28, 12), nights)
    assert [(one.start, one.end) for one in found] == [(at(29, 0), at(29, 4))]


quarters = st.integers(0, 4 * 9 - 1).map(lambda n: 480 + 15 * n)
spans = st.tuples(st.integers(10, 13), quarters, st.sampled_from([15, 30, 45, 60, 120]), st.booleans())
wishes = st.builds(
    Wish,
    earliest=st.none() | st.integers(0, 60).map(lambda n: at(11, 8) + timedelta(minutes=10 * n)),
    latest=st.integers(0, 40).map(lambda n: at(12, 9) + timedelta(minutes=35 * n)),
    weekdays=st.sampled_from([frozenset(), frozenset({1, 3}), frozenset({2})]),
    windows=st.sampled_from([(), ((0, 720),), ((720, 1440),), ((540, 660), (800, 1000))]),
    off=st.sampled_from([None, 0, 15, 50]),
)


def brute(plan: Plan, wish: Wish, minutes: int, config: Settings) -> list[datetime]:
    """Every valid start, by trying each quarter of four days minute by minute."""
    blocks = [(one.start, one.end, one.fixed) for one in plan.records(Block)]
    off = config.buffer if wish.off is None else wish.off
    found = []
    for quarter in range(4 * 24 * 5):
        start = at(10, 0) + timedelta(minutes=15 * quarter)
        end = start + timedelta(minutes=minutes)
        first = start.hour * 60 + start.minute
        last = first + minutes
        windows = wish.windows or ((0, 1440),)
        if (
            start >= NOW
            and (wish.earliest is None or start >= wish.earliest)
            and end <= wish.latest
            and (not wish.weekdays or start.weekday() in wish.weekdays)
            and start.weekday() < 5
            and first >= 480
            and last <= 1020
            and not any(720 <= first + minute < 765 for minute in range(minutes))
            and any(low <= first and last <= high for low, high in windows)
            and all(
                end + timedelta(minutes=off * fixed) <= begin or start >= over + timedelta(minutes=off * fixed)
                for begin, over, fixed in blocks
            )
        ):
            found.append(start)
    return found


@settings(max_examples=120, deadline=None)
@given(st.lists(spans, max_size=9), wishes, st.sampled_from([15, 30, 45, 90, 150]))
def test_offers_are_those_of_a_search_of_every_minute(busy, wish: Wish, minutes: int) -> None:
    plan = Plan({}).put(Item("ibusy", "Busy"))
    for number, (day, minute, length, fixed) in enumerate(busy):
        start = at(day, 0) + timedelta(minutes=minute)
        plan = plan.put(Block(f"b{number}", "ibusy", start, start + timedelta(minutes=length), ZONE, fixed))
    valid = brute(plan, wish, minutes, PLAIN)
    if not valid:
        with pytest.raises(PlanError, match="Nothing is free"):
            find(plan, wish, minutes, NOW, PLAIN)
        return
    found = find(plan, wish, minutes, NOW, PLAIN)
    starts = [one.start for one in found]
    assert starts == sorted(starts)
    assert starts[0] == valid[0]
    assert set(starts) <= set(valid)
    length = timedelta(minutes=minutes)
    assert all(two - one >= length for one, two in pairwise(starts))
    assert all(instant(one.end, ZONE) - instant(one.start, ZONE) == length for one in found)
    left = [start for start in valid if all(abs(start - other) >= length for other in starts)]
    assert len(starts) == OFFERS or (len(starts) < OFFERS and not left)

    def room(day: date) -> int:
        return load(plan, day, PLAIN).capacity - load(plan, day, PLAIN).planned

    lightest = max(room(start.date()) for start in valid)
    named = [one for one in found if any(reason.startswith("lightest") for reason in one.reasons)]
    assert len(named) == 1
    assert room(named[0].start.date()) == lightest
