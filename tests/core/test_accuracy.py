"""How estimates held (T12)."""

from datetime import UTC, datetime, timedelta

from ctotui.core.accuracy import accuracy
from ctotui.core.model import Entry, Item, Kind
from ctotui.core.plan import Plan

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


def finished(plan: Plan, number: int, minutes: int, kind: Kind = "task", created: datetime | None = NOW) -> Plan:
    """A finished item of 60 estimated minutes, tracked for `minutes`."""
    ended = NOW + timedelta(hours=3 * number)
    item = Item(f"i{number}", "x", kind=kind, status="done", estimate=60, created=created, ended=ended)
    entry = Entry(f"n{number}", item.id, ended - timedelta(minutes=minutes), ended, "UTC")
    return plan.put(item, entry) if minutes else plan.put(item)


def test_median_and_quartiles_of_what_was_finished() -> None:
    plan = Plan({})
    for number, minutes in enumerate((30, 60, 66, 90, 120)):
        plan = finished(plan, number, minutes)
    whole, tasks = accuracy(plan)
    assert (whole.name, whole.median, whole.low, whole.high, whole.count) == ("all", 1.1, 1.0, 1.5, 5)
    assert (tasks.name, tasks.count) == ("task", 5)


def test_under_five_say_nothing() -> None:
    plan = Plan({})
    for number in range(4):
        plan = finished(plan, number, 60)
    assert accuracy(plan) == ()
    assert [one.name for one in accuracy(finished(plan, 5, 60, "bug"))] == ["all"]


def test_only_the_last_twenty_count() -> None:
    plan = Plan({})
    for number in range(25):
        plan = finished(plan, number, 120 if number < 5 else 60)
    assert (accuracy(plan)[0].count, accuracy(plan)[0].high) == (20, 1.0)


def test_what_was_never_tracked_or_is_not_all_in_memory_does_not_count() -> None:
    plan = Plan({})
    for number in range(5):
        plan = finished(plan, number, 60)
    plan = finished(plan, 6, 0)
    plan = finished(plan, 7, 170, created=datetime(2025, 6, 1, tzinfo=UTC))
    plan = Plan({**plan.shards, "entries/2025-07": None})
    assert (accuracy(plan)[0].count, accuracy(plan)[0].high) == (5, 1.0)
