"""Other times for a proposal, on other days and in two parts: the rules of auto-plan hold but for the capacity line."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given

from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.alternatives import alternatives
from ctotui.core.reschedule.autoplan import autoplan
from ctotui.core.reschedule.proposal import accept
from ctotui.core.state import Settings
from tests.core.reschedule import rules
from tests.core.reschedule.days import cases
from tests.core.reschedule.plans import problems
from tests.core.reschedule.rules import Problem

ZONE = "Europe/Stockholm"
PLAIN = Settings(zone=ZONE)
NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)  # Tuesday, 09:00 in Stockholm
WEEK = [date(2026, 3, day) for day in (10, 11, 12, 13)]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


def task(key: str, estimate: int, **fields: object) -> Item:
    return Item(key, key, status="next", estimate=estimate, **fields)  # type: ignore[arg-type]


def others(plan: Plan, item: Item, settings: Settings = PLAIN) -> list[list[tuple[datetime, datetime, str]]]:
    """Those for what auto-plan proposes for one item."""
    plan = plan.put(item)
    (proposal,) = autoplan(plan, [item], WEEK, settings, NOW).proposals
    found = alternatives(plan, proposal, WEEK, settings, NOW)
    return [[(one.start, one.end, one.why) for one in each] for each in found]


def test_other_days_come_first_and_two_parts_last() -> None:
    focused = replace(PLAIN, focus=((2, 480, 570),))
    assert others(Plan({}), task("i1", 90), focused) == [
        [(at(11, 8), at(11, 9, 30), "first 90 free minutes on Wed 11, in a focus window")],
        [(at(12, 8), at(12, 9, 30), "first 90 free minutes on Thu 12")],
        [(at(13, 8), at(13, 9, 30), "first 90 free minutes on Fri 13")],
        [
            (at(10, 9), at(10, 9, 45), "first of two parts, on Tue 10"),
            (at(11, 8), at(11, 8, 45), "second of two parts, on Wed 11, in a focus window"),
        ],
    ]


def test_what_is_shorter_than_an_hour_is_not_cut_in_two() -> None:
    assert [len(each) for each in others(Plan({}), task("i1", 45))] == [1, 1, 1]


def test_days_past_the_capacity_line_are_offered_and_say_so() -> None:
    plan = Plan({}).put(Item("ibusy", "Busy"), Block("b1", "ibusy", at(11, 10), at(11, 17), zone=ZONE))
    assert others(plan, task("i1", 60, due=WEEK[1]))[0] == [
        (at(11, 8), at(11, 9), "first 60 free minutes on Wed 11, past the capacity line")
    ]


def test_none_is_before_what_it_waits_for_nor_after_what_waits_for_it() -> None:
    first, last = task("ifirst", 60), task("ilast", 60, blocked_by=("i1",))
    plan = Plan({}).put(
        first,
        last,
        Block("b1", "ifirst", at(11, 9), at(11, 10), zone=ZONE),
        Block("b2", "ilast", at(12, 9), at(12, 10), zone=ZONE),
    )
    item = task("i1", 60, blocked_by=("ifirst",))
    found = others(plan, item)
    assert [each[0][:2] for each in found[:-1]] == [(at(12, 8), at(12, 9))]
    assert [one[:2] for one in found[-1]] == [(at(11, 10), at(11, 10, 30)), (at(12, 8), at(12, 8, 30))]


@cases(80)
@given(problems())
def test_i13_each_keeps_the_rules_of_auto_plan_but_for_the_line(problem: Problem) -> None:
    plain = replace(problem, items=[replace(item, blocked_by=()) for item in problem.items])
    plain = replace(plain, plan=problem.plan.put(*plain.items))
    settings, now = plain.settings, plain.now
    found = autoplan(plain.plan, plain.items, plain.days, settings, now).proposals
    for one in found[:3]:
        rest = [other for other in found if other is not one]
        accepted = accept(plain.plan, rest, [f"bnew{n}" for n in range(len(rest))], settings.zone, now)
        each = alternatives(accepted, one, plain.days, settings, now)
        assert len(each) <= 4
        for parts in each:
            assert sum(len(rules.span(plain, part)) for part in parts) == len(rules.span(plain, one))
            broken = rules.breaches(plain, [*rest, *parts])
            assert [text for text in broken if "capacity line" not in text and "too short" not in text] == []
            assert parts != (one,)
