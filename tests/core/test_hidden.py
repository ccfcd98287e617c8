"""Calendars that are hidden: what stands in them is in no list and on no day, and counted (S8)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ctotui.core import board, reminders, search, today, tray
from ctotui.core.agenda import on_day
from ctotui.core.hidden import count, on_days, whole
from ctotui.core.model import Block, Entry, Item
from ctotui.core.plan import Plan
from ctotui.core.state import Settings, Sought, State, View

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
DAY = date(2026, 3, 10)


def state(*more: Block | Entry, hidden: frozenset[str] = frozenset({"private"}), **view: object) -> State:
    """An event and two tasks of the calendar ``private``, one task and one event of others."""
    own, other = {"calendar": "private", "created": NOW}, {"list": "work", "created": NOW}
    plan = Plan({}, hidden).put(
        Item("i00000001", "Dentist", kind="meeting", **own),  # type: ignore[arg-type]
        Block("b00000001", "i00000001", datetime(2026, 3, 10, 9), datetime(2026, 3, 10, 10), fixed=True),
        Item("i00000002", "Buy flowers", due=DAY, estimate=30, **own),  # type: ignore[arg-type]
        Item("i00000003", "Water flowers", status="done", ended=NOW, **own),  # type: ignore[arg-type]
        Item("i00000004", "Budget", due=DAY, estimate=30, status="next", **other),  # type: ignore[arg-type]
        Item("i00000005", "Standup", kind="meeting", calendar="work", created=NOW),
        Block("b00000005", "i00000005", datetime(2026, 3, 10, 9), datetime(2026, 3, 10, 10), fixed=True),
        *more,
    )
    return State(plan, replace(View(), moment=datetime(2026, 3, 10, 9), **view), Settings(), NOW)  # type: ignore[arg-type]


def titles(found: State) -> dict[str, set[str]]:
    """What each list shows."""
    listed = today.today(found.plan, found.settings, found.now)
    columns = board.of_state(found).columns
    return {
        "today": {row.item.title for rows in listed.sections.values() for row in rows},
        "board": {card.title for column in columns for card in column.cards},
        "tray": {one.item.title for one in tray.tray(found.plan, found.settings, found.now)},
        "due": {one.item.title for one in reminders.due(found.plan, found.settings, found.now)},
        "day": {one.title for one in on_day(found.plan, DAY, "UTC")},
    }


def test_tasks_and_events_of_a_hidden_calendar_are_in_no_list() -> None:
    shown, everything = titles(state()), titles(state(hidden=frozenset()))
    assert shown == {
        "today": {"Budget", "Standup"},
        "board": {"Budget"},
        "tray": {"Budget"},
        "due": {"Budget"},
        "day": {"Standup"},
    }
    for name, more in (("today", 3), ("board", 2), ("tray", 1), ("due", 1), ("day", 1)):
        assert len(everything[name]) == len(shown[name]) + more, name


@pytest.mark.parametrize(
    ("view", "number"),
    [
        ({"pane": "today"}, 3),
        ({"pane": "board"}, 2),
        ({"pane": "week"}, 1),
        ({"pane": "week", "zoom": "month"}, 1),
        ({"pane": "time"}, 0),
    ],
)
def test_each_pane_counts_what_it_leaves_out(view: dict[str, object], number: int) -> None:
    assert count(state(**view)) == number  # type: ignore[arg-type]
    assert count(state(hidden=frozenset(), **view)) == 0


def test_a_day_without_hidden_events_counts_none() -> None:
    assert on_days(state().plan, date(2026, 3, 11), date(2026, 3, 12), "UTC") == 0


def test_the_unhidden_plan_is_the_same_object_each_time_so_that_nothing_is_worked_out_twice() -> None:
    plan = state().plan
    assert whole(plan) is whole(plan)


def test_a_task_whose_timer_runs_is_shown_in_a_hidden_calendar_too() -> None:
    running = Entry("n00000001", "i00000002", NOW.replace(hour=8), zone="UTC")
    assert "Buy flowers" in titles(state(running))["today"]


def test_a_search_finds_nothing_hidden() -> None:
    assert search.found(state().plan, Sought("flowers")) == frozenset()
    assert len(search.found(state(hidden=frozenset()).plan, Sought("flowers"))) == 2
    assert search.found(state().plan, Sought("budget")) == {"i00000004"}
