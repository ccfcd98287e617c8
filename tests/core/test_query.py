"""The query of ``ctotui list``."""

from datetime import UTC, date, datetime

import pytest

from ctotui.core.errors import NotLoaded, PlanError
from ctotui.core.model import Entry, Item
from ctotui.core.plan import EMPTY, Plan
from ctotui.core.query import find, parse, read_day

NOW = datetime(2026, 3, 10, 10, 42)
ITEMS = (
    Item(
        "i1",
        "Review SLA contract",
        kind="contract",
        status="doing",
        priority="high",
        list="work/business",
        tags=("Legal",),
        people=("anna",),
        estimate=90,
        due=date(2026, 3, 13),
    ),
    Item("i2", "Infra budget", status="next", list="work/infra/cost", due=date(2026, 3, 9), star=True),
    Item("i3", "Hand over", status="waiting", owner="johan", day=date(2026, 3, 10), list="work"),
    Item("i4", "Gym", list="personal", repeat="FREQ=WEEKLY"),
    Item("i5", "Loose thought"),
    Item("i6", "Done thing", status="done", list="work", ended=datetime(2026, 3, 1, tzinfo=UTC)),
    Item("i7", "Standup", kind="meeting", status="next", list="work"),
    Item("i8", "Old wish", status="dropped", ended=datetime(2026, 3, 1, tzinfo=UTC)),
)
PLAN = Plan({}).put(*ITEMS, Entry("n1", "i1", datetime(2026, 3, 10, 9, 6, tzinfo=UTC)))


def _ids(text: str, plan: Plan = PLAN) -> str:
    return " ".join(item.id[1:] for item in find(plan, parse(text.split(), NOW, plan)))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "1 2 3 4 5"),
        ("sla", "1"),
        ("review contract", "1"),
        ("#legal", "1"),
        ("tag:legal", "1"),
        ("@anna", "1"),
        ("!high", "1"),
        ("prio:hög", "1"),
        ("/infra", "2"),
        ("list:cost", "2"),
        ("/work", "1 2 3"),
        ("/work/infra", "2"),
        ("/inbox", "5"),
        (">johan", "3"),
        ("to:@johan", "3"),
        ("area:personal", "4"),
        ("status:waiting", "3"),
        ("status:done", "6"),
        ("kind:meeting", "7"),
        ("kind:mtg", "7"),
        ("is:all", "1 2 7 3 4 5 6 8"),
        ("is:closed", "6 8"),
        ("is:star", "2"),
        ("is:overdue", "2"),
        ("is:repeating", "4"),
        ("is:running", "1"),
        ("due:fri", "1"),
        ("due:<fri", "2"),
        ("due:>2026-03-09", "1"),
        ("<fri", "1"),
        ("day:today", "3"),
        ("no:due", "3 4 5"),
        ("no:estimate", "2 3 4 5"),
        ("not:#legal /work", "2 3"),
        ("not:is:repeating no:list", "5"),
        ("http://x", ""),
        ("a:b", ""),
    ],
)
def test_a_query_finds(query: str, found: str) -> None:
    assert _ids(query) == found


@pytest.mark.parametrize(
    ("query", "choice"),
    [("status:open", "backlog"), ("!soon", "urgent"), ("kind:x", "task"), ("is:x", "overdue"), ("no:x", "estimate")],
)
def test_a_wrong_value_names_the_right_ones(query: str, choice: str) -> None:
    with pytest.raises(PlanError, match=choice):
        _ids(query)


def test_a_day_that_is_none_is_a_sentence() -> None:
    with pytest.raises(PlanError, match='"smurf" is not a day'):
        _ids("due:smurf")


def test_the_archive_is_only_looked_at_for_closed_items() -> None:
    plan = Plan({**PLAN.shards, "items/archive/2020-01": None, "calendar/2020-01": None})
    assert _ids("", plan) == "1 2 3 4 5"
    with pytest.raises(NotLoaded) as raised:
        _ids("is:closed", plan)
    assert raised.value.shards == {"items/archive/2020-01"}
    with pytest.raises(NotLoaded) as raised:
        _ids("kind:meeting", plan)
    assert raised.value.shards == {"calendar/2020-01"}


def test_a_list_that_is_not_in_memory_is_asked_for() -> None:
    with pytest.raises(NotLoaded):
        _ids("", Plan({"items/work": None, "items/inbox": EMPTY}))


@pytest.mark.parametrize(
    ("text", "ahead", "past"),
    [
        ("2026-03-12", "2026-03-12", "2026-03-12"),
        ("fri", "2026-03-13", "2026-03-06"),
        ("yesterday", "2026-03-09", "2026-03-09"),
        ("i morgon", "2026-03-11", "2026-03-11"),
        ("12 mars", "2026-03-12", "2025-03-12"),
    ],
)
def test_a_day_leans_ahead_or_back(text: str, ahead: str, past: str) -> None:
    assert read_day(text, NOW).isoformat() == ahead
    assert read_day(text, NOW, "past").isoformat() == past


@pytest.mark.parametrize("text", ["", "fri 10", "10:30", "next", "x" * 500, "\x1b[31m"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(PlanError, match="is not a day"):
        read_day(text, NOW)
