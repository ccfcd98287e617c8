"""The timer and the keys of Time (T1–T7)."""

from datetime import timedelta

import pytest

from ctotui import demo
from ctotui.commands import time
from ctotui.core import entries
from ctotui.core.errors import PlanError
from ctotui.core.model import Entry, Item
from ctotui.core.selection import selection
from tests.memory import MemoryDesk


@pytest.fixture
def on_time(desk: MemoryDesk) -> MemoryDesk:
    desk.look(pane="time")
    return desk


def running(desk: MemoryDesk) -> Entry | None:
    return entries.running(desk.state.plan)


def title(desk: MemoryDesk, entry: str) -> str:
    return desk.state.plan.get(Item, desk.state.plan.get(Entry, entry).item).title


def test_start_switches_in_one_instant_and_says_so(desk: MemoryDesk) -> None:
    before = running(desk)
    desk.look(pane="board", item=demo.item_id(156))
    time.start(desk)
    after = running(desk)
    assert before is not None
    assert after is not None
    assert desk.state.plan.get(Entry, before.id).end == after.start == desk.now
    assert desk.state.plan.get(Item, demo.item_id(156)).status == "doing"
    assert desk.state.view.message is not None
    assert desk.state.view.message.text == "Timer runs on Infra budget Q2; stopped Review SLA contract after 0:36"


def test_starting_a_series_tracks_the_occurrence_of_today(desk: MemoryDesk) -> None:
    desk.look(pane="today", part="list", item=demo.item_id(213))
    time.start(desk)
    after = running(desk)
    assert after is not None
    assert after.occurrence == f"{demo.item_id(213)}@2026-03-10"


def test_stop_then_stop_again_goes_on(desk: MemoryDesk) -> None:
    time.stop(desk)
    assert running(desk) is None
    assert desk.state.view.message is not None
    assert desk.state.view.message.text == "Stopped Review SLA contract after 0:36"
    desk.wait(minutes=10)
    time.stop(desk)
    after = running(desk)
    assert after is not None
    assert (after.item, after.start) == (demo.item_id(142), desk.now)


def test_a_timer_of_seconds_is_discarded_and_undo_brings_it_back(desk: MemoryDesk) -> None:
    time.stop(desk)
    desk.wait(minutes=5)
    desk.look(pane="board", item=demo.item_id(156))
    time.start(desk)
    desk.wait(seconds=30)
    time.stop(desk)
    assert desk.state.view.message is not None
    assert desk.state.view.message.text == "Infra budget Q2 ran under a minute and was discarded"
    assert running(desk) is None
    desk.undo()
    assert running(desk) is not None


def test_stop_needs_something_tracked(empty_desk: MemoryDesk) -> None:
    assert time.can_switch(empty_desk.state) is not None


def test_the_cursor_walks_the_entries_of_the_day(on_time: MemoryDesk) -> None:
    assert title(on_time, selection(on_time.state).entry) == "Review SLA contract"
    time.up(on_time, 2)
    assert title(on_time, on_time.state.view.entry) == "Exec sync"
    time.last(on_time)
    assert title(on_time, on_time.state.view.entry) == "Review SLA contract"
    time.first(on_time)
    assert title(on_time, on_time.state.view.entry) == "Plan the day"


def test_days_and_weeks_move_the_moment_and_come_back(on_time: MemoryDesk) -> None:
    moment = on_time.state.view.moment
    time.previous_day(on_time)
    assert on_time.state.view.moment == moment - timedelta(days=1)
    assert title(on_time, selection(on_time.state).entry) == "Cost review"
    time.next_week(on_time)
    assert selection(on_time.state).entry == ""
    time.down(on_time)
    assert on_time.state.view.message is not None
    assert "No time was tracked" in on_time.state.view.message.text
    time.today(on_time)
    assert on_time.state.view.moment == moment


def test_fill_takes_what_was_planned_then(on_time: MemoryDesk) -> None:
    assert time.needs_gap(on_time.state) is not None
    time.previous_day(on_time)
    assert time.needs_gap(on_time.state) is None
    time.fill(on_time)
    filled = on_time.state.plan.get(Entry, on_time.state.view.entry)
    assert title(on_time, filled.id) == "Product sync"
    assert filled.end is not None
    assert filled.end - filled.start == timedelta(minutes=20)
    assert on_time.state.view.message is not None
    assert on_time.state.view.message.text == "13:00–13:20 is Product sync now: it was planned then"


def test_a_day_without_a_gap_is_not_filled(on_time: MemoryDesk) -> None:
    with pytest.raises(PlanError, match="no gap"):
        time.fill(on_time)
