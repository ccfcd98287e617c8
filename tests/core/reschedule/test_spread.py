"""spread: chunks of an hour on the least-loaded days until the item is due (I12)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ctotui.core.capacity import load
from ctotui.core.civil import DAY, instant, midnight, minutes_between, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Entry, Item, Wall
from ctotui.core.plan import Plan
from ctotui.core.reschedule.fit import fit, limit_from, search_for
from ctotui.core.reschedule.free import starts
from ctotui.core.reschedule.order import left
from ctotui.core.reschedule.proposal import accept
from ctotui.core.reschedule.spread import Spread, spread
from ctotui.core.state import Settings
from tests.core.reschedule.days import Day, cases, days

ZONE = "Europe/Stockholm"
PLAIN = Settings(zone=ZONE)
NOW = instant(datetime(2026, 3, 10, 10, 42), ZONE)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


def wanted(*busy: tuple[datetime, datetime], **fields: object) -> Plan:
    values: dict[str, object] = {"estimate": 180, "due": date(2026, 3, 13), **fields}
    plan = Plan({}).put(Item("ione", "Perf reviews", **values), Item("ibusy", "Busy"))  # type: ignore[arg-type]
    return plan.put(*(Block(f"b{n}", "ibusy", *span, zone=ZONE) for n, span in enumerate(busy)))


def found(plan: Plan, settings: Settings = PLAIN) -> list[str]:
    return [f"{one.start:%a %H:%M}–{one.end:%H:%M}" for one in spread(plan, "ione", settings, NOW).proposals]


def test_an_hour_a_day_goes_where_least_is_planned() -> None:
    plan = wanted((at(11, 8), at(11, 11)), (at(12, 8), at(12, 9)))
    assert found(plan) == ["Tue 10:45–11:45", "Thu 09:00–10:00", "Fri 08:00–09:00"]


def test_where_days_are_alike_the_first_comes_first_and_each_gets_its_turn() -> None:
    assert found(wanted(estimate=300)) == [
        "Tue 10:45–11:45",
        "Tue 12:45–13:45",
        "Wed 08:00–09:00",
        "Thu 08:00–09:00",
        "Fri 08:00–09:00",
    ]


def test_no_chunk_is_shorter_than_half_an_hour_unless_less_is_left() -> None:
    assert found(wanted(estimate=75)) == ["Tue 10:45–11:30", "Wed 08:00–08:30"]
    assert found(wanted(estimate=20)) == ["Tue 10:45–11:15"]
    assert found(wanted(estimate=15)) == ["Tue 10:45–11:00"]


def test_a_day_with_a_short_gap_gets_a_short_chunk() -> None:
    plan = wanted((at(10, 8), at(10, 16, 15)), due=date(2026, 3, 10), estimate=60)
    assert spread(plan, "ione", PLAIN, NOW).shortfall == 15
    assert found(plan) == ["Tue 16:15–17:00"]


def test_without_a_deadline_ten_working_days_are_looked_at() -> None:
    result = spread(wanted(estimate=12 * 60, due=None), "ione", PLAIN, NOW)
    assert {one.start.date() for one in result.proposals} == {
        date(2026, 3, day) for day in (10, 11, 12, 13, 16, 17, 18, 19, 20, 23)
    }


def test_what_is_tracked_or_planned_ahead_is_not_spread_again() -> None:
    plan = wanted().put(
        Entry("n1", "ione", instant(at(9, 9), ZONE), instant(at(9, 10), ZONE), ZONE),
        Block("bone", "ione", at(12, 8), at(12, 9), zone=ZONE),
    )
    assert found(plan) == ["Tue 10:45–11:45"]


def test_a_deadline_with_a_time_binds_the_end() -> None:
    result = spread(wanted(due=at(10, 12), estimate=90), "ione", PLAIN, NOW)
    assert ([one.end for one in result.proposals], result.shortfall) == ([at(10, 11, 45)], 30)


def test_an_area_with_hours_of_its_own_is_spread_over_those() -> None:
    spare = replace(PLAIN, area_hours=(("personal", ((1080, 1200),) * 5 + ((540, 720),) * 2),))
    assert found(wanted(list="personal/home", estimate=90), spare) == ["Tue 18:00–19:00", "Wed 18:00–18:30"]


def test_each_says_why_it_is_there() -> None:
    plan = wanted((at(11, 8), at(11, 11)))
    assert [one.why for one in spread(plan, "ione", PLAIN, NOW).proposals] == [
        "lightest day with room for 1h, plan 0h00 of 7h00",
        "lightest day with room for 1h, plan 0h00 of 7h00",
        "lightest day with room for 1h, plan 0h00 of 7h00",
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"estimate": None}, "Perf reviews has no estimate, so there is nothing to spread: = sets it."),
        ({"status": "done"}, "Perf reviews is done: open it again with x before you plan it."),
        ({"repeat": "FREQ=DAILY"}, "Perf reviews repeats: its times come from its rule; e edits it."),
        ({"estimate": 60}, "All 1h of Perf reviews is tracked or planned, or less than a slot is left: = sets more."),
    ],
)
def test_what_cannot_be_spread_is_refused_with_a_reason(fields: dict[str, object], sentence: str) -> None:
    plan = wanted(**fields).put(Block("bone", "ione", at(12, 8), at(12, 9), zone=ZONE))
    with pytest.raises(PlanError) as refused:
        spread(plan, "ione", PLAIN, NOW)
    assert str(refused.value) == sentence


@cases()
@given(
    day=days(),
    estimate=st.integers(1, 720),
    due=st.one_of(st.none(), st.integers(-1, 5), st.integers(0, 4000).map(lambda minute: timedelta(minutes=minute))),
    priority=st.sampled_from(("normal", "high")),
)
def test_i12_spread_adds_up_and_keeps_days_with_room_level(
    day: Day, estimate: int, due: int | timedelta | None, priority: str
) -> None:
    """Σ + shortfall = remaining; no day has more than a chunk beyond one with room; each is where fit puts it."""
    limit: Wall | None = None
    if isinstance(due, timedelta):
        limit = midnight(day.day) + due
    elif due is not None:
        limit = day.day + due * DAY
    item = Item("iwant", "Wanted", estimate=estimate, due=limit, priority=priority)  # type: ignore[arg-type]
    plan = day.plan.put(item)
    assume(left(plan, item, day.settings, day.now))
    result = spread(plan, "iwant", day.settings, day.now)
    lengths = [minutes_between(one.start, one.end, day.zone) for one in result.proposals]
    assert sum(lengths) + result.shortfall == left(plan, item, day.settings, day.now)
    assert all(length <= 60 for length in lengths)
    assert sum(length < 30 for length in lengths) <= 1
    after = accept(plan, result.proposals, [f"bnew{n}" for n in range(len(lengths))], day.zone, day.now)
    _level(day, item, after, result)
    for number, one in enumerate(result.proposals):
        without = after.drop(f"bnew{number}")
        assert fit(without, item, one.start, day.settings, lengths[number])[0] == one.start


def _level(day: Day, item: Item, after: Plan, result: Spread) -> None:
    """No day that got a chunk is fuller than a day with room by more than one; with room nothing falls short."""
    here = wall(day.now, day.zone)
    limit = limit_from(item, here)
    used = {one.start.date() for one in result.proposals}
    last = (limit - timedelta(minutes=1)).date() if limit else max(used, default=here.date())
    for other in (here.date() + n * DAY for n in range((last - here.date()).days + 1)):
        free = starts(after, other, day.settings, search_for(item, 30, day.settings), here)
        if any(limit is None or start + timedelta(minutes=30) <= limit for start in free):
            assert not result.shortfall
            assert all(_load(after, on, day) <= _load(after, other, day) + 60 for on in used)


def _load(plan: Plan, on: date, day: Day) -> int:
    found = load(plan, on, day.settings)
    return found.planned - found.capacity
