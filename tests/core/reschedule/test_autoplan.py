"""Auto-plan (section 6): I13 and I17 as properties, and the words of what it offers."""

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.autoplan import Agreement, autoplan, candidates
from ctotui.core.reschedule.proposal import Proposal, accept
from ctotui.core.state import Settings
from tests.core.reschedule import rules
from tests.core.reschedule.days import cases
from tests.core.reschedule.plans import problems
from tests.core.reschedule.rules import Problem

ZONE = "Europe/Stockholm"
PLAIN = Settings(zone=ZONE)
NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)  # Tuesday, 09:00 in Stockholm
TUESDAY, WEDNESDAY, FRIDAY = date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 13)
WEEK = [TUESDAY, WEDNESDAY, date(2026, 3, 12), FRIDAY]


def solve(problem: Problem) -> Agreement:
    return autoplan(problem.plan, problem.items, problem.days, problem.settings, problem.now)


@cases(100)
@given(problems())
def test_i13_proposals_are_free_inside_hours_and_capacity_before_due_and_after_what_they_wait_for(
    problem: Problem,
) -> None:
    assert rules.breaches(problem, solve(problem).proposals) == []


@cases(100)
@given(problems())
def test_i13_no_item_could_use_time_that_a_later_one_has_nor_be_earlier(problem: Problem) -> None:
    assert rules.envies(problem, solve(problem).proposals) == []


@cases(60)
@given(problems(), st.randoms(use_true_random=False))
def test_i13_the_same_question_has_the_same_answer_in_whatever_order_it_is_asked(
    problem: Problem, pick: Random
) -> None:
    found = solve(problem)
    items, days = list(problem.items), [*problem.days, problem.days[0]]
    pick.shuffle(items)
    pick.shuffle(days)
    again = replace(problem, plan=Plan(dict(problem.plan.shards)), items=items, days=days)
    assert solve(again) == found


@cases(60)
@given(problems())
def test_i13_nothing_is_stored_until_it_is_accepted_and_what_exists_never_moves(problem: Problem) -> None:
    before = dict(problem.plan.shards)
    found = solve(problem)
    assert problem.plan.shards == before
    ids = [f"bnew{number}" for number in range(len(found.proposals))]
    after = accept(problem.plan, found.proposals, ids, problem.settings.zone, problem.now)
    assert {block.id: block for block in after.records(Block) if block.id not in ids} == {
        block.id: block for block in problem.plan.records(Block)
    }
    assert all(one.item not in found.unestimated for one in found.proposals)


@cases(60)
@given(problems())
def test_i13_what_was_accepted_is_not_proposed_again(problem: Problem) -> None:
    found = solve(problem)
    ids = [f"bnew{number}" for number in range(len(found.proposals))]
    after = accept(problem.plan, found.proposals, ids, problem.settings.zone, problem.now)
    items = candidates(after, problem.settings, problem.now, max(problem.days))
    again = autoplan(after, items, problem.days, problem.settings, problem.now)
    whole = {item.id for item in problem.items} - {one.item for one in found.unplaced}
    assert not whole & {one.item for one in again.proposals}


@cases(100)
@given(problems())
def test_i13_every_minute_is_proposed_or_refused_with_a_reason(problem: Problem) -> None:
    found = solve(problem)
    for item in problem.items:
        placed = sum(len(rules.span(problem, one)) for one in found.proposals if one.item == item.id)
        refused = [one for one in found.unplaced if one.item == item.id]
        assert placed + sum(one.minutes for one in refused) == problem.left(item)
        assert len(refused) <= 1
        assert all(one.why for one in refused)
    assert all(one.why for one in found.proposals)


@cases(60)
@given(problems())
def test_i17_what_has_no_estimate_is_listed_and_never_proposed(problem: Problem) -> None:
    found = solve(problem)
    assert found.unestimated == tuple(sorted(item.id for item in problem.items if not item.estimate))
    planned = {one.item for one in found.proposals} | {one.item for one in found.unplaced}
    assert not planned & set(found.unestimated)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


def busy(*times: tuple[datetime, datetime], fixed: bool = True) -> Plan:
    plan = Plan({}).put(Item("ibusy", "Busy", kind="meeting"))
    return plan.put(*(Block(f"b{n}", "ibusy", *span, zone=ZONE, fixed=fixed) for n, span in enumerate(times)))


def planned(
    plan: Plan, *items: Item, days: list[date] | None = None, settings: Settings = PLAIN, now: datetime = NOW
) -> Agreement:
    return autoplan(plan.put(*items), items, days or WEEK, settings, now)


def task(key: str, title: str, estimate: int | None = 60, **fields: object) -> Item:
    return Item(key, title, status="next", estimate=estimate, **fields)  # type: ignore[arg-type]


def whys(found: Agreement) -> list[str]:
    return [one.why for one in found.proposals]


def test_the_reason_names_the_deadline_the_window_and_what_decided() -> None:
    focused = replace(PLAIN, focus=((2, 510, 600),))
    plan = busy((at(10, 9), at(10, 17)), (at(11, 8), at(11, 8, 25)), (at(11, 10, 5), at(11, 16)))
    found = planned(plan, task("i1", "Roadmap", 90, due=FRIDAY, priority="high", star=True), settings=focused)
    assert found.proposals == (
        Proposal("i1", at(11, 8, 30), at(11, 10), "first 90 free minutes before Fri, in a focus window"),
    )
    other = planned(
        plan,
        task("i1", "Roadmap", 90, due=FRIDAY, priority="high", star=True),
        task("i2", "Mail", 30),
        settings=focused,
    )
    assert whys(other)[0] == "first 90 free minutes before Fri, in a focus window, high, starred"
    assert whys(other)[1] == "first 30 free minutes"


def test_deadlines_are_named_by_how_near_they_are() -> None:
    found = planned(
        Plan({}),
        task("i1", "Today", 30, due=TUESDAY),
        task("i2", "Noon", 30, due=at(11, 12)),
        task("i3", "Far", 30, due=date(2026, 3, 19)),
        task("i4", "Late", 30, due=date(2026, 3, 6)),
    )
    assert sorted(whys(found)) == [
        "first 30 free minutes before Thu 19 Mar",
        "first 30 free minutes before Wed 12:00",
        "first 30 free minutes on the day it is due",
        "first 30 free minutes since it was due Fri 6 Mar, no time to spare",
    ]


def test_what_no_run_holds_is_cut_into_parts_and_the_rest_says_why() -> None:
    plan = busy((at(10, 9), at(10, 14, 55)), (at(10, 15, 50), at(10, 17)), fixed=True)
    found = planned(plan, task("i1", "Draft", 90, due=TUESDAY), days=[TUESDAY])
    assert [(one.start, one.end) for one in found.proposals] == [(at(10, 15), at(10, 15, 45))]
    assert whys(found) == [
        "first 45 free minutes on the day it is due, part of 1h30, which nothing holds whole, no time to spare"
    ]
    assert [(one.minutes, one.why) for one in found.unplaced] == [
        (45, "45m left after Tue 10 Mar: nothing is free before it is due; rs spreads, < moves the deadline")
    ]


def test_parts_are_of_30_minutes_at_least_but_the_last() -> None:
    plan = busy((at(10, 9), at(10, 10)), (at(10, 10, 25), at(10, 11)), (at(10, 11, 55), at(10, 17)), fixed=False)
    found = planned(plan, task("i1", "Draft", 60, priority="urgent"), days=[TUESDAY])
    assert [(one.start, one.end) for one in found.proposals] == [
        (at(10, 10), at(10, 10, 15)),
        (at(10, 11), at(10, 11, 45)),
    ]


def test_the_capacity_line_holds_for_all_but_urgent_items() -> None:
    """85 % of 8h15 are 7h: after 6h30 half an hour is left, though more is free."""
    plan = busy((at(10, 8), at(10, 12)), (at(10, 12, 45), at(10, 15, 15)), fixed=False)
    urgent = planned(plan, task("i1", "Urgent", 60, priority="urgent"), task("i2", "Plain", 30), days=[TUESDAY])
    assert [(one.item, one.start) for one in urgent.proposals] == [("i1", at(10, 15, 15))]
    assert whys(urgent) == ["first 60 free minutes, urgent, past the capacity line"]
    assert [(one.item, one.why) for one in urgent.unplaced] == [
        ("i2", "past the capacity line of Tue 10: f or p adds it anyway")
    ]
    plain = planned(plan, task("i2", "Plain", 60), days=[TUESDAY])
    assert [(one.end - one.start).seconds // 60 for one in plain.proposals] == [30]
    assert [(one.minutes, one.why) for one in plain.unplaced] == [
        (30, "past the capacity line of Tue 10: f or p adds it anyway")
    ]


def test_what_waits_comes_after_what_it_waits_for_be_that_planned_or_proposed() -> None:
    plan = busy((at(10, 13), at(10, 14)))
    found = planned(
        plan, task("i2", "Review", 60, blocked_by=("i1", "ibusy"), priority="high"), task("i1", "Draft", 60)
    )
    assert [(one.item, one.start) for one in found.proposals] == [("i1", at(10, 9)), ("i2", at(10, 14, 15))]
    assert whys(found)[1] == "first 60 free minutes, after Busy, high"


def test_what_waits_comes_after_the_part_that_was_planned_before_too() -> None:
    plan = Plan({}).put(Block("b1", "i1", at(12, 9), at(12, 10), zone=ZONE))
    found = planned(plan, task("i1", "Draft", 120), task("i2", "Review", 60, blocked_by=("i1",)))
    assert [(one.item, one.start) for one in found.proposals] == [("i1", at(10, 9)), ("i2", at(12, 10))]


def test_what_waits_for_something_without_a_time_is_not_placed() -> None:
    plan = Plan({}).put(Item("iw", "Answer from Legal", status="waiting", owner="legal"))
    found = planned(
        plan,
        task("i1", "Contract", blocked_by=("iw",)),
        task("i2", "Launch", blocked_by=("i3",)),
        task("i3", "Pages", None),
        task("i4", "Party", blocked_by=("i2",)),
    )
    assert found.proposals == ()
    assert found.unestimated == ("i3",)
    assert {one.item: one.why for one in found.unplaced} == {
        "i1": "waits for Answer from Legal, which has no time: p plans that, b frees this",
        "i2": "waits for Pages, which has no time: p plans that, b frees this",
        "i4": "waits for Launch, which has no time: p plans that, b frees this",
    }


def test_what_waits_for_a_series_is_not_placed_and_says_that_it_never_ends() -> None:
    plan = Plan({}).put(Item("iw", "Standup", repeat="FREQ=DAILY"))
    [left] = planned(plan, task("i1", "Contract", blocked_by=("iw",))).unplaced
    assert left.why == "waits for Standup, which repeats and is never over: b frees this"


def test_a_circle_of_dependencies_is_refused() -> None:
    with pytest.raises(PlanError, match="Draft waits for Review, that for Draft: none of them can begin"):
        planned(Plan({}), task("i1", "Draft", blocked_by=("i2",)), task("i2", "Review", blocked_by=("i1",)))


def test_where_nothing_is_free_the_last_day_is_named() -> None:
    plan = busy((at(10, 9), at(10, 17)))
    found = planned(plan, task("i1", "Draft", due=FRIDAY), days=[TUESDAY])
    assert found.unplaced[0].why == "1h left: nothing is free through Tue 10 Mar; f looks further"
    nothing = planned(plan, task("i1", "Draft"), days=[date(2026, 3, 9)])
    assert nothing.unplaced[0].why == "none of the days is still to come: P on a later day"


def test_an_area_with_its_own_hours_and_capacity_keeps_to_them() -> None:
    own = replace(PLAIN, area_hours=(("personal", ((1080, 1200),) * 7),))
    found = planned(
        Plan({}), task("i1", "Run", 90, list="personal/health"), task("i2", "Read", 30, list="personal"), settings=own
    )
    assert [(one.item, one.start) for one in found.proposals] == [("i1", at(10, 18)), ("i2", at(11, 18))]


def test_candidates_are_open_tasks_of_ones_own_of_which_some_has_no_time() -> None:
    wanted = [
        task("i1", "Next"),
        task("i2", "No estimate", None),
        replace(task("i3", "Dated"), status="backlog", day=WEDNESDAY),
        replace(task("i4", "Starred"), status="backlog", star=True),
        replace(task("i5", "Half planned", 120), status="doing"),
        replace(task("i6", "Blocked"), blocked_by=("i1",)),
    ]
    others = [
        replace(task("i10", "Someday"), status="backlog"),
        replace(task("i11", "Waiting"), status="waiting"),
        replace(task("i12", "Meeting"), kind="meeting"),
        replace(task("i13", "Series"), repeat="FREQ=DAILY"),
        replace(task("i14", "Done"), status="done"),
        replace(task("i15", "Later"), day=FRIDAY),
        replace(task("i16", "Hers"), owner="mia"),
        task("i17", "Planned"),
        task("i18", "Planned without an estimate", None),
    ]
    blocks = [Block(f"b{key}", key, at(11, 9), at(11, 10), zone=ZONE) for key in ("i5", "i17", "i18")]
    plan = Plan({}).put(*wanted, *others, *blocks)
    assert {item.id for item in candidates(plan, PLAIN, NOW, WEDNESDAY)} == {item.id for item in wanted}


def test_what_is_planned_for_a_day_is_not_proposed_before_it() -> None:
    found = planned(Plan({}), task("i1", "Later", day=WEDNESDAY))
    assert [one.start for one in found.proposals] == [at(11, 8)]


def test_private_work_is_proposed_only_where_its_area_has_hours() -> None:
    plan = Plan({}).put(Item("igym", "Gym", status="next", list="personal/health", estimate=60, day=date(2026, 3, 10)))
    shared = Settings(zone="Europe/Stockholm")
    evening = replace(shared, area_hours=(("personal", ((1020, 1260),) * 7),))
    now = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
    assert not candidates(plan, shared, now, date(2026, 3, 10))
    found = autoplan(plan, candidates(plan, evening, now, date(2026, 3, 10)), [date(2026, 3, 10)], evening, now)
    assert [one.start for one in found.proposals] == [datetime(2026, 3, 10, 17)]
