"""make room: as few as it takes, the last in the order of auto-plan, give up their time today (I15)."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctotui.core.agenda import Instance, by_id
from ctotui.core.blocks import unplan
from ctotui.core.civil import instant, minutes_between, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Entry, Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.changes import changes
from ctotui.core.reschedule.fit import fit
from ctotui.core.reschedule.make_room import make_room
from ctotui.core.reschedule.order import order
from ctotui.core.reschedule.room import movables
from ctotui.core.state import Settings
from tests.core.reschedule.days import Day, cases, days

ZONE = "Europe/Stockholm"
PLAIN = Settings(zone=ZONE)
TODAY = date(2026, 3, 10)
NOW = instant(datetime(2026, 3, 10, 10, 47), ZONE)


def at(hour: int, minute: int = 0, day: int = 10) -> datetime:
    return datetime(2026, 3, day, hour, minute)


def block(key: str, item: str, start: datetime, end: datetime, **fields: object) -> Block:
    return Block(key, item, start, end, zone=ZONE, **fields)  # type: ignore[arg-type]


def full(*records: object) -> Plan:
    """Nothing free but a buffer: a meeting, roadmap (high), RFC (low), reading (normal); 41 minutes of SLA done."""
    return Plan({}).put(
        Item("isla", "SLA contract", estimate=90),
        Item("iroad", "Roadmap", priority="high"),
        Item("irfc", "RFC", priority="low"),
        Item("iread", "Reading"),
        Item("ianna", "1:1 Anna", kind="meeting", people=("anna",)),
        Entry("n1", "isla", instant(at(10), ZONE), instant(at(10, 41), ZONE), ZONE),
        block("bsla", "isla", at(10), at(11)),
        block("broad", "iroad", at(11), at(12)),
        block("banna", "ianna", at(12, 45), at(13, 45)),
        block("brfc", "irfc", at(14), at(15)),
        block("bread", "iread", at(15), at(17)),
        *records,  # type: ignore[arg-type]
    )


def spilled(before: Plan, after: Plan) -> list[str]:
    return [shift.key for shift in changes(before, after, ZONE) if shift.spilled]


def new(plan: Plan) -> tuple[object, object]:
    found = plan.get(Block, "bnew")
    return found.start, found.end


def test_the_last_in_the_order_of_auto_plan_gives_way_and_stays_on_its_day() -> None:
    """49 minutes are left: four slots, which the low one has."""
    plan = make_room(full(), "isla", PLAIN, NOW, "bnew")
    assert spilled(full(), plan) == ["brfc"]
    assert new(plan) == (at(14), at(15))
    assert plan.get(Item, "irfc").day == TODAY


def test_nothing_gives_way_where_it_fits_already() -> None:
    roomy = full().drop("bread")
    plan = make_room(roomy, "isla", PLAIN, NOW, "bnew")
    assert spilled(roomy, plan) == []
    assert new(plan) == (at(15), at(16))


def test_more_give_way_where_one_is_too_short() -> None:
    plan = make_room(full(), "isla", PLAIN, NOW, "bnew", minutes=150)
    assert spilled(full(), plan) == ["brfc", "bread"]
    assert new(plan) == (at(14), at(16, 30))


def test_an_occurrence_that_gives_way_stays_without_hours() -> None:
    daily = (
        full()
        .drop("brfc", "bread")
        .put(
            Item("ilow", "Tidy up", priority="low", repeat="FREQ=DAILY"),
            block("blow", "ilow", at(14, day=9), at(17, day=9)),
        )
    )
    plan = make_room(daily, "isla", PLAIN, NOW, "bnew")
    one = by_id(plan, "ilow@2026-03-10", ZONE)
    assert one is not None
    assert one.all_day


def test_while_its_timer_runs_the_block_that_is_on_counts_as_ahead() -> None:
    running = full(Entry("n2", "isla", instant(at(10, 41), ZONE), None, ZONE))
    plan = make_room(running, "isla", PLAIN, NOW, "bnew")
    assert minutes_between(*new(plan), ZONE) == 30  # type: ignore[arg-type]


def test_where_nothing_is_left_nothing_changes() -> None:
    planned = full(block("blater", "isla", at(9, day=11), at(11, day=11)))
    assert make_room(planned, "isla", PLAIN, NOW, "bnew") is planned


def test_without_an_estimate_it_is_the_rest_of_the_block_that_is_on() -> None:
    plan = full(Item("isla", "SLA contract"))
    assert minutes_between(*new(make_room(plan, "isla", PLAIN, NOW, "bnew")), ZONE) == 15  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("plan", "minutes", "sentence"),
    [
        (
            full(),
            240,
            "Today has no 4h for SLA contract, even if 3 of its blocks give way; 3h is the most. rt carries it.",
        ),
        (
            full()
            .drop("broad", "brfc")
            .put(block("bmore", "ianna", at(14), at(17)), block("b11", "ianna", at(11), at(12))),
            60,
            "Today has no 1h for SLA contract, even if its one block gives way. rt carries it.",
        ),
        (full(Item("isla", "SLA contract", status="done")), 60, "SLA contract is done: open it again"),
    ],
)
def test_what_has_no_room_at_all_is_refused_with_a_reason(plan: Plan, minutes: int, sentence: str) -> None:
    with pytest.raises(PlanError) as refused:
        make_room(plan, "isla", PLAIN, NOW, "bnew", minutes=minutes)
    assert str(refused.value).startswith(sentence)


@cases()
@given(
    day=days(kinds=(*("flexible",) * 6, "pinned", "meeting", "series", "moved")),
    slots=st.integers(1, 24),
    priority=st.sampled_from(("normal", "high")),
    due=st.one_of(st.none(), st.integers(600, 1440)),
)
def test_i15_one_victim_fewer_would_not_suffice(day: Day, slots: int, priority: str, due: int | None) -> None:
    """The victims are the end of the order; with one fewer `fit` finds no time today, with them it finds this one."""
    today, minutes = wall(day.now, day.zone).date(), slots * day.settings.slot
    limit = None if due is None else datetime.combine(today, datetime.min.time()) + timedelta(minutes=due)
    item = Item("iwant", "Wanted", priority=priority, due=limit)  # type: ignore[arg-type]
    day = replace(day, plan=day.plan.put(item))
    ranked = in_order(day, today)
    try:
        after = make_room(day.plan, "iwant", day.settings, day.now, "bnew", minutes)
    except PlanError:
        assert fits(day, item, today, minutes, ranked) is None
        return
    found = [shift.key for shift in changes(day.plan, after, day.zone) if shift.spilled]
    victims = ranked[len(ranked) - len(found) :]
    assert {one.id for one in victims} == set(found)
    made = day.one("bnew", after)
    assert made is not None
    assert (made.start, made.end) == fits(day, item, today, minutes, victims)
    if victims:
        assert fits(day, item, today, minutes, victims[1:]) is None
    assert {shift.key for shift in changes(day.plan, after, day.zone)} == {*found, "bnew"}


def in_order(day: Day, today: date) -> list[Instance]:
    """The movable blocks of today, the most important first."""
    found = movables(day.plan, today, day.settings, day.now)
    items = order(day.plan, [day.plan.get(Item, key) for key in {one.item for one in found}], day.settings, day.now)
    return [one for item in items for one in found if one.item == item.id]


def fits(day: Day, item: Item, today: date, minutes: int, gone: list[Instance]) -> tuple[datetime, datetime] | None:
    """Where `fit` puts the item today once some blocks are off the calendar."""
    plan = day.plan
    for one in gone:
        plan = unplan(plan, one.id, day.now, day.zone)
    with suppress(PlanError):
        found = fit(plan, item, wall(day.now, day.zone), day.settings, minutes)
        return found if found[0].date() == today else None
    return None
