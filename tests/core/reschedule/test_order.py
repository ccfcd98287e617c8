"""The order of auto-plan (section 6): slack < 0, priority, due, star, rank, and blockers before what waits for them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core.civil import instant
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Entry, Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.order import left, order, slack
from ctotui.core.state import Settings

ZONE = "Europe/Stockholm"
PLAIN = Settings(zone=ZONE)
NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)  # Tuesday, 09:00 in Stockholm
FRIDAY = date(2026, 3, 13)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


def ordered(plan: Plan, *items: Item, now: datetime = NOW) -> list[str]:
    return [item.id for item in order(plan.put(*items), items, PLAIN, now)]


def test_priority_then_due_then_star_then_rank_then_id_decide() -> None:
    found = ordered(
        Plan({}),
        Item("ia", "Plain", estimate=30),
        Item("ib", "Ranked", estimate=30, rank=-1),
        Item("ic", "Starred", estimate=30, star=True),
        Item("id", "Due", estimate=30, due=FRIDAY),
        Item("ie", "Due by noon", estimate=30, due=at(13, 12)),
        Item("if", "High", estimate=30, priority="high"),
        Item("ig", "Low", estimate=30, priority="low", due=FRIDAY),
        Item("ih", "Plain as well", estimate=30),
    )
    assert found == ["if", "ie", "id", "ic", "ib", "ia", "ih", "ig"]


def test_what_cannot_be_done_in_time_comes_before_what_is_urgent() -> None:
    late = Item("ilate", "Late", estimate=30 * 60, due=FRIDAY, priority="low")
    urgent = Item("iurgent", "Urgent", estimate=60, due=FRIDAY, priority="urgent")
    assert ordered(Plan({}), urgent, late) == ["ilate", "iurgent"]


def test_slack_is_free_capacity_before_the_deadline_less_what_is_left() -> None:
    """A whole day holds 85 % of 8h15, floored to 5 minutes; today counts what it still holds."""
    plan = Plan({}).put(Item("ibusy", "Busy"), Block("b1", "ibusy", at(11, 9), at(11, 12), zone=ZONE))
    item = Item("inew", "New", estimate=120, due=FRIDAY)
    assert slack(plan.put(item), item, PLAIN, NOW) == 4 * 420 - 180 - 120
    by_noon = Item("inew", "New", estimate=120, due=at(10, 12))
    assert slack(plan.put(by_noon), by_noon, PLAIN, NOW) == 180 - 120
    assert slack(plan, Item("inew", "New", estimate=120), PLAIN, NOW) is None
    assert slack(plan, Item("iold", "Old", estimate=120, due=date(2026, 3, 9)), PLAIN, NOW) == -120


def test_what_is_left_is_the_estimate_less_what_is_tracked_and_planned_ahead_in_whole_slots() -> None:
    item = Item("inew", "New", estimate=200)
    plan = Plan({}).put(
        item,
        Entry("n1", "inew", instant(at(9, 9), ZONE), instant(at(9, 10), ZONE), zone=ZONE),
        Block("bpast", "inew", at(9, 9), at(9, 12), zone=ZONE),
        Block("bnext", "inew", at(11, 9), at(11, 10), zone=ZONE),
    )
    assert left(plan, item, PLAIN, NOW) == 90
    assert left(plan, Item("inone", "None"), PLAIN, NOW) == 0


def test_a_blocker_has_the_place_of_the_best_that_waits_for_it() -> None:
    low = Item("ilow", "Low", estimate=30, priority="low")
    between = Item("ibetween", "Between", blocked_by=("ilow",), status="waiting")
    urgent = Item("iurgent", "Urgent", estimate=30, priority="urgent", blocked_by=("ibetween",))
    high = Item("ihigh", "High", estimate=30, priority="high")
    plan = Plan({}).put(between)
    assert ordered(plan, high, urgent, low) == ["ilow", "iurgent", "ihigh"]


def test_what_is_done_blocks_nothing() -> None:
    plan = Plan({}).put(Item("idone", "Done", status="done", blocked_by=("iurgent",)))
    assert ordered(plan, Item("iurgent", "Urgent", estimate=30, blocked_by=("idone", "igone"))) == ["iurgent"]


def test_a_circle_of_dependencies_is_named_with_the_way_out() -> None:
    one, two = Item("i1", "Draft", blocked_by=("i2",)), Item("i2", "Review", blocked_by=("i3",))
    plan = Plan({}).put(Item("i3", "Release", blocked_by=("i1",), status="waiting"))
    with pytest.raises(PlanError) as refused:
        ordered(plan, one, two)
    assert str(refused.value) == (
        "Draft waits for Review, that for Release, that for Draft: none of them can begin. "
        "b on one takes away what it waits for; x or dd ends one."
    )
    with pytest.raises(PlanError, match="Alone waits for itself and can never begin"):
        ordered(plan, Item("i4", "Alone", blocked_by=("i4",)))


def test_a_chain_of_thousands_is_ordered() -> None:
    chain = [Item(f"i{n:04}", "Link", blocked_by=(f"i{n - 1:04}",) if n else ()) for n in range(2000)]
    assert ordered(Plan({}), *reversed(chain)) == [item.id for item in chain]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["low", "high"]), st.sets(st.integers(0, 11)), st.booleans()), max_size=12))
def test_no_item_comes_before_one_that_it_waits_for(made: list[tuple[str, set[int], bool]]) -> None:
    """I13: also through items that are not ordered themselves; and of two that may be swapped the better is first."""
    items = [
        Item(f"i{n:02}", "One", priority=priority, estimate=30, blocked_by=tuple(f"i{k:02}" for k in after if k < n))  # type: ignore[arg-type]
        for n, (priority, after, _among) in enumerate(made)
    ]
    among = [item for item, one in zip(items, made, strict=True) if one[2]]
    plan = Plan({}).put(*items)
    found = order(plan, among, PLAIN, NOW + timedelta(hours=1))
    assert sorted(item.id for item in found) == [item.id for item in among]
    waits = {item.id: set(item.blocked_by) for item in items}
    for item in items:
        waits[item.id] |= {far for near in item.blocked_by for far in waits[near]}
    places = {item.id: number for number, item in enumerate(found)}
    assert all(places[key] < places[item.id] for item in found for key in waits[item.id] if key in places)
    wanted = {item.id: any(other.priority == "high" for other in _needing(item, found, waits)) for item in found}
    for one, two in pairwise(found):
        assert one.id in waits[two.id] or wanted[one.id] >= wanted[two.id]


def _needing(item: Item, found: list[Item], waits: dict[str, set[str]]) -> list[Item]:
    return [item, *(other for other in found if item.id in waits[other.id])]
