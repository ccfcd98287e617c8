"""A held block of an area with hours of its own keeps to those (section 6)."""

from dataclasses import replace
from datetime import datetime

from ctotui.core.civil import instant
from ctotui.core.grab_status import describe
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.state import Grab, Settings, State, View

ZONE = "Europe/Stockholm"
OWN = Settings(zone=ZONE, area_hours=(("personal", ((1020, 1260),) * 7),))


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 10, hour, minute)


def held(path: str, start: datetime, end: datetime) -> State:
    plan = Plan({}).put(Item("i1", "Gym", list=path), Block("b1", "i1", at(18), at(19), ZONE))
    grab = Grab("block", "b1", "i1", start, end, at(18), at(19))
    return State(plan, View(mode="GRAB", grab=grab), OWN, instant(at(7), ZONE))


def test_its_evening_is_not_outside_and_its_next_free_time_is_in_its_hours() -> None:
    found = describe(held("personal", at(17, 30), at(18, 30)))
    assert found is not None
    assert not found.outside
    assert found.next_free == datetime(2026, 3, 11, 17)
    work = describe(held("work", at(17, 30), at(18, 30)))
    assert work is not None
    assert work.outside
    assert work.next_free == datetime(2026, 3, 11, 8)


def test_it_exceeds_the_capacity_of_its_area_alone() -> None:
    found = describe(held("personal", at(17), at(21)))
    assert found is not None
    assert found.over == 40  # 4h00 of 3h20
    work = describe(replace(held("work", at(8), at(12)), settings=replace(OWN, reserve=0.9)))
    assert work is not None
    assert work.over == 195 - 15  # 4h00 of 0h45; it was 1h00 of 0h45
