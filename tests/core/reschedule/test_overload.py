"""What would have to go so that a day fits its capacity line again, named before anything is stored (section 6)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ctotui.core.blocks import unplan
from ctotui.core.capacity import load
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.order import order
from ctotui.core.reschedule.overload import listed, relief, warning
from ctotui.core.reschedule.room import movable
from ctotui.core.state import Settings
from tests.core.reschedule.days import Day, cases, days

ZONE = "Europe/Stockholm"
TUESDAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 6, tzinfo=UTC)
TWO_HOURS = Settings(zone=ZONE, hours=((480, 600),) * 7, reserve=0.0, lunch=(0, 0))


def plan_of(*found: tuple[Item, int, int], fixed: bool = False) -> Plan:
    """Items with the minute of the day and the length of their block, called after them."""
    plan = Plan({})
    for item, minute, length in found:
        start = datetime(2026, 3, 10) + timedelta(minutes=minute)
        block = Block(f"b{item.id[1:]}", item.id, start, start + timedelta(minutes=length), ZONE, fixed)
        plan = plan.put(item, block)
    return plan


def ids(plan: Plan, settings: Settings = TWO_HOURS, now: datetime = NOW, **named: object) -> list[str]:
    return [one.id for one in relief(plan, TUESDAY, settings, now, **named)]  # type: ignore[arg-type]


WANTED = (
    (Item("i1", "Low", priority="low"), 480, 30),
    (Item("i2", "Plain, late"), 600, 45),
    (Item("i3", "Urgent", priority="urgent"), 660, 60),
    (Item("i4", "Plain, due", due=date(2026, 3, 10)), 540, 30),
)


def test_nothing_goes_from_a_day_that_fits() -> None:
    assert ids(plan_of(*WANTED[:2])) == []


def test_the_end_of_the_order_goes_and_not_more_than_needed() -> None:
    assert ids(plan_of(*WANTED)) == ["b1", "b2"]  # 165 of 120: 30 are not enough
    assert ids(plan_of(*WANTED), but=["b1"]) == ["b2"]


def test_what_is_fixed_or_past_is_not_offered() -> None:
    ten = datetime(2026, 3, 10, 8, 30, tzinfo=UTC)
    assert ids(plan_of(*WANTED), now=ten) == ["b2"]
    assert ids(plan_of(*WANTED), now=datetime(2026, 3, 11, tzinfo=UTC)) == []
    fixed = plan_of((Item("i9", "Board"), 600, 240), fixed=True)
    assert ids(fixed) == []


def test_of_one_item_the_later_block_goes_first() -> None:
    plan = plan_of((Item("i1", "Long"), 480, 90)).put(
        Block("b0", "i1", datetime(2026, 3, 10, 11), datetime(2026, 3, 10, 12), ZONE)
    )
    assert ids(plan) == ["b0"]


def test_an_area_with_hours_of_its_own_is_relieved_of_its_own() -> None:
    own = replace(TWO_HOURS, area_hours=(("personal", ((1020, 1080),) * 7),))
    gym, tea = Item("i5", "Gym", list="personal"), Item("i6", "Tea", list="personal/home", priority="low")
    plan = plan_of(*WANTED, (gym, 1020, 60), (tea, 1080, 30))
    assert ids(plan, own) == ["b1", "b2"]
    assert ids(plan, own, area="personal") == ["b6"]


def test_items_that_wait_for_each_other_in_a_circle_do_not_hide_the_way_out() -> None:
    one = (Item("i1", "Low", priority="low", blocked_by=("i2",)), 480, 90)
    two = (Item("i2", "High", priority="high", blocked_by=("i1",)), 570, 90)
    assert ids(plan_of(one, two)) == ["b1"]


def test_the_warning_names_the_overload_and_what_to_drop() -> None:
    before, after = plan_of(*WANTED[1:]), plan_of(*WANTED)

    def said(one: Plan, two: Plan, **named: object) -> str:
        return warning(one, two, TUESDAY, TWO_HOURS, NOW, **named)  # type: ignore[arg-type]

    assert said(before, after, but=["b1"]) == "Tue 10 is now +0h45 over: drop Plain, late (0:45)."
    assert said(before, after) == "Tue 10 is now +0h45 over: drop Low (0:30) and Plain, late (0:45)."
    assert (
        said(before, after, but=["b1", "b2", "b3"]) == "Tue 10 is now +0h45 over: drop Plain, due (0:30); +0h15 stays."
    )
    assert said(before, after, but=["b1", "b2", "b3", "b4"]) == "Tue 10 is now +0h45 over."
    assert said(after, before) == ""
    assert said(after, after) == ""


def test_many_are_counted() -> None:
    plan = plan_of(*((Item(f"i{number}", f"T{number}"), 480 + number * 30, 120) for number in range(1, 7)))
    found = relief(plan, TUESDAY, TWO_HOURS, NOW)
    assert listed(found) == "T6 (2:00), T5 (2:00), T4 (2:00) and 2 more"
    assert listed(()) == ""


@cases()
@given(days(), st.sampled_from([0.15, 0.9]))
def test_relief_is_the_shortest_end_of_the_order_that_makes_the_day_fit(case: Day, reserve: float) -> None:
    """As I15 for make room: with one victim fewer the day would not fit."""
    chosen = replace(case.settings, reserve=reserve)
    over = load(case.plan, case.day, chosen).over
    found = relief(case.plan, case.day, chosen, case.now)
    assert all(movable(one, case.now) for one in found)
    assert (not over) <= (not found)
    plan, left = case.plan, over
    for one in found:
        assert left > 0
        plan = unplan(plan, one.id, case.now, case.zone)
        left = load(plan, case.day, chosen).over
    loose = [one for one in case.movables if one.minutes and one.start.date() == case.day]  # type: ignore[union-attr]
    assert not left or len(found) == len(loose)
    kept = [one for one in loose if one.id not in {gone.id for gone in found}]
    items = [item for key in {one.item for one in loose} if isinstance(item := case.plan.find(key), Item)]
    place = {item.id: number for number, item in enumerate(order(case.plan, items, chosen, case.now))}
    assert all(place[gone.item] >= place[one.item] for gone in found for one in kept)
