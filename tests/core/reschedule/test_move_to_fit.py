"""A block goes to its earliest free time; what to offer where there is none before the deadline (section 6, I11)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ctotui.core.agenda import by_id, instances
from ctotui.core.blocks import counts, lasting
from ctotui.core.civil import DAY, exactly, exists, instant, midnight, minutes_between, wall
from ctotui.core.errors import PlanError
from ctotui.core.holidays import working_hours
from ctotui.core.model import CLOSED, Block, Item
from ctotui.core.plan import Plan, differences
from ctotui.core.reschedule.fit import fit, move_to_fit, ways_out
from ctotui.core.reschedule.free import protected
from ctotui.core.reschedule.proposal import Proposal
from ctotui.core.state import Settings
from tests.core.reschedule.days import Day, cases, days, held

ZONE = "Europe/Stockholm"
PLAIN = Settings(zone=ZONE)
NOW = instant(datetime(2026, 3, 10, 10, 42), ZONE)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


def busy(*times: tuple[datetime, datetime]) -> Plan:
    plan = Plan({}).put(Item("ibusy", "Busy"), Item("ione", "SLA contract", due=date(2026, 3, 12)))
    return plan.put(*(Block(f"b{n}", "ibusy", *span, zone=ZONE) for n, span in enumerate(times)))


def offers(plan: Plan, minutes: int, settings: Settings = PLAIN, **fields: object) -> dict[str, list[str]]:
    item = replace(plan.get(Item, "ione"), **fields)  # type: ignore[arg-type]
    found = ways_out(plan, item, settings, NOW, minutes)
    return {name: [f"{one.start:%a %H:%M}–{one.end:%H:%M}" for one in proposals] for name, proposals in found}


# --- a block ---------------------------------------------------------------------------------------------------------


def test_a_block_goes_to_its_earliest_free_time_and_is_not_in_its_own_way() -> None:
    plan = busy((at(10, 8), at(10, 15))).put(Block("bone", "ione", at(10, 15, 30), at(10, 17), zone=ZONE))
    moved = move_to_fit(plan, "bone", PLAIN, NOW)
    assert (moved.get(Block, "bone").start, moved.get(Block, "bone").end) == (at(10, 15), at(10, 16, 30))
    assert move_to_fit(moved, "bone", PLAIN, NOW) is moved


def test_a_block_of_the_past_comes_to_today() -> None:
    plan = busy().put(Block("bone", "ione", at(9, 9), at(9, 10), zone=ZONE))
    assert move_to_fit(plan, "bone", PLAIN, NOW).get(Block, "bone").start == at(10, 10, 45)


def test_an_occurrence_moves_and_the_series_stays() -> None:
    plan = busy((at(10, 8), at(10, 15))).put(
        Item("iser", "Triage", repeat="FREQ=WEEKLY"), Block("bser", "iser", at(10, 16), at(10, 16, 30), zone=ZONE)
    )
    moved = move_to_fit(plan, "bser", PLAIN, NOW)
    one = by_id(moved, "iser@2026-03-10", ZONE)
    assert one is not None
    assert one.start == at(10, 15)
    assert moved.get(Block, "bser") == plan.get(Block, "bser")


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (
            busy((at(10, 8), at(10, 16)), (at(11, 8), at(11, 17)), (at(12, 8), at(12, 16, 30))),
            "No free 1h30 by Thu 12 Mar inside working hours; longest free is 1h on Tue 10 Mar. "
            "rx splits it, or < moves the deadline.",
        ),
        (busy().put(Item("ione", "SLA", status="done")), "SLA is done: x opens it again."),
        (
            busy().put(Item("ione", "SLA", people=("anna",))),
            "SLA is fixed, and verbs leave it where it is: m moves your copy of it.",
        ),
    ],
)
def test_what_cannot_be_moved_is_refused_with_a_reason(plan: Plan, sentence: str) -> None:
    plan = plan.put(Block("bone", "ione", at(13, 9), at(13, 10, 30), zone=ZONE))
    with pytest.raises(PlanError) as refused:
        move_to_fit(plan, "bone", PLAIN, NOW)
    assert str(refused.value) == sentence


def test_an_all_day_one_is_refused() -> None:
    plan = busy().put(Block("bone", "ione", date(2026, 3, 10), date(2026, 3, 11)))
    with pytest.raises(PlanError, match="has no hours: m, t and a time give it some"):
        move_to_fit(plan, "bone", PLAIN, NOW)


@cases()
@given(data=st.data(), day=days())
def test_i11_a_block_goes_to_the_earliest_valid_start_and_nothing_else_moves(data: st.DataObject, day: Day) -> None:
    """Against trying every slot of the days until then."""
    one = day.one(data.draw(held(day)))
    assert one is not None
    assume(not one.fixed and one.status not in CLOSED and one.minutes)
    try:
        after = move_to_fit(day.plan, one.id, day.settings, day.now)
    except PlanError:
        assert valid_starts(day, one.id, one.minutes, wall(day.now, day.zone) + 60 * DAY)[:1] == []
        return
    assert {(new or old).id for old, new in differences(day.plan, after)} <= {one.id}  # type: ignore[union-attr]
    moved = by_id(after, one.id, day.zone)
    assert moved is not None
    assert isinstance(moved.start, datetime)
    assert valid_starts(day, one.id, one.minutes, moved.start)[:1] == [moved.start]


def valid_starts(day: Day, key: str, minutes: int, until: datetime) -> list[datetime]:
    """Every valid start on the slot grid from now until a wall time, itself among them; the first is enough."""
    config, now = day.settings, wall(day.now, day.zone)
    item = day.plan.get(Item, by_id(day.plan, key, day.zone).item)  # type: ignore[union-attr]
    focus = minutes >= 60 or item.priority in ("high", "urgent")
    taken = [
        (one.begins - timedelta(minutes=5 * one.fixed), one.ends + timedelta(minutes=5 * one.fixed))
        for one in instances(day.plan, now.date() - DAY, until.date() + 2 * DAY, day.zone)
        if counts(one) and one.id != key
    ]
    start = midnight(now.date())
    while start <= until:
        opens, closes = working_hours(start.date(), config)
        first = midnight(start.date())
        end = lasting(start, minutes, day.zone)
        windows = [
            (first + timedelta(minutes=a), first + timedelta(minutes=b))
            for a, b in protected(start.date(), config, focus)
        ]
        begins, ends = instant(start, day.zone), exactly(end, day.zone)
        if (
            begins >= day.now
            and exists(start, day.zone)
            and first + timedelta(minutes=opens) <= start
            and end <= first + timedelta(minutes=closes)
            and all(end <= a or b <= start for a, b in windows)
            and all(ends <= a or b <= begins for a, b in taken)
        ):
            return [start]
        start += timedelta(minutes=config.slot)
    return []


# --- ways out --------------------------------------------------------------------------------------------------------


def test_where_it_fits_nothing_else_is_offered() -> None:
    assert offers(busy(), 60) == {}


def test_a_split_over_the_free_runs_before_the_deadline_and_the_first_free_time_after_it() -> None:
    plan = busy((at(10, 8), at(10, 16)), (at(11, 8), at(11, 17)), (at(12, 8), at(12, 16, 30)))
    assert offers(plan, 90) == {
        "split": ["Tue 16:00–17:00", "Thu 16:30–17:00"],
        "late": ["Fri 08:00–09:30"],
    }
    assert offers(plan, 105) == {"late": ["Fri 08:00–09:45"]}


def test_no_chunk_is_shorter_than_half_an_hour() -> None:
    """An hour would leave a quarter: 45 minutes and 30 do not."""
    plan = busy((at(10, 8), at(10, 16)), (at(11, 8), at(11, 17)), (at(12, 8), at(12, 16, 30)))
    assert offers(plan, 75)["split"] == ["Tue 16:00–16:45", "Thu 16:30–17:00"]
    assert "split" not in offers(busy((at(10, 8), at(10, 16, 30)), (at(11, 8), at(12, 16, 30))), 50)


def test_a_typed_length_is_held_to_the_minute() -> None:
    plan = busy((at(10, 8), at(10, 16)), (at(11, 8), at(11, 17)), (at(12, 8), at(12, 16)))
    assert offers(plan, 100)["split"] == ["Tue 16:00–17:00", "Thu 16:00–16:40"]


def test_chunks_of_less_than_an_hour_keep_out_of_focus_windows() -> None:
    focused = replace(PLAIN, focus=((1, 960, 1020),))
    plan = busy((at(10, 8), at(10, 15, 30)), (at(11, 8), at(12, 16, 30)))
    assert offers(plan, 120, focused)["split"] == ["Tue 15:30–17:00", "Thu 16:30–17:00"]
    assert "split" not in offers(busy((at(10, 8), at(10, 16)), (at(11, 8), at(12, 16, 30))), 75, focused)
    assert offers(busy((at(10, 8), at(10, 16)), (at(11, 8), at(12, 16, 30))), 75, focused, priority="high")["split"]


def test_a_block_is_not_in_the_way_of_its_own_split() -> None:
    plan = busy((at(10, 8), at(10, 16)), (at(11, 8), at(12, 16, 30)))
    plan = plan.put(Block("bone", "ione", at(10, 16), at(10, 17, 30), zone=ZONE))
    item = plan.get(Item, "ione")
    (name, parts), _late = ways_out(plan, item, PLAIN, NOW, 90, ignoring="bone")
    assert (name, [part.start for part in parts]) == ("split", [at(10, 16), at(12, 16, 30)])


def test_each_says_why() -> None:
    plan = busy((at(10, 8), at(10, 16)), (at(11, 8), at(11, 17)), (at(12, 8), at(12, 16, 30)))
    (_split, parts), (_late, late) = ways_out(plan, plan.get(Item, "ione"), PLAIN, NOW, 90)
    assert [part.why for part in parts] == ["1h of 1h30, by Thu 12 Mar", "30m of 1h30, by Thu 12 Mar"]
    assert late == (Proposal("ione", at(13, 8), at(13, 9, 30), "first free 1h30, not by Thu 12 Mar"),)


@cases()
@given(day=days(), slots=st.integers(1, 40), due=st.integers(1, 3 * 96))
def test_ways_out_are_free_times_that_add_up(day: Day, slots: int, due: int) -> None:
    """Each chunk is where fit could put it; together they have the minutes asked for; late ends after the deadline."""
    minutes = slots * day.settings.slot
    limit = midnight(day.day) + timedelta(minutes=15 * due)
    item = Item("iwant", "Wanted", due=limit)
    plan = day.plan.put(item)
    found = dict(ways_out(plan, item, day.settings, day.now, minutes))
    chunks = found.get("split", ())
    if found:
        with pytest.raises(PlanError, match="No free"):
            fit(plan, item, wall(day.now, day.zone), day.settings, minutes)
    if chunks:
        assert sum(minutes_between(one.start, one.end, day.zone) for one in chunks) == minutes
        assert all(minutes_between(one.start, one.end, day.zone) >= 30 for one in chunks)
        assert all(one.end <= two.start for one, two in pairwise(sorted(chunks, key=lambda one: one.start)))
        assert limit <= wall(day.now, day.zone) or all(one.end <= limit for one in chunks)
    for one in chunks:
        length = minutes_between(one.start, one.end, day.zone)
        assert fit(plan, item, one.start, day.settings, length) == (one.start, one.end)
    for one in found.get("late", ()):
        assert one.end > limit
