"""The week in numbers, and the tray (section 6)."""

from dataclasses import replace
from datetime import datetime

import pytest

from ctotui import demo
from ctotui.core import week
from ctotui.core.model import Block, Item
from ctotui.core.state import State, View
from ctotui.core.tray import tray


@pytest.fixture
def state() -> State:
    return State(demo.build(), View(moment=datetime(2026, 3, 11, 9)), demo.settings(), demo.now())


def test_the_sums_of_the_mock_up(state: State) -> None:
    """``v11: plan 20h15 of 24h50 · 2 days over · 1 hard conflict``."""
    found = week.total(state.plan, week.shown(state), state.settings)
    assert (found.planned, found.capacity, found.over, found.hard) == (20 * 60 + 15, 24 * 60 + 50, 2, 1)


def test_the_week_starts_where_the_settings_say(state: State) -> None:
    sunday = replace(state, settings=replace(state.settings, week_start=6))
    assert week.shown(state)[0].isoformat() == "2026-03-09"
    assert week.shown(sunday)[0].isoformat() == "2026-03-08"


def test_free_hours_of_the_mock_up(state: State) -> None:
    """``FREE ≥ 60m: Wed 08:30, Wed 12:45, Fri 14:00``."""
    found = week.free(state.plan, week.shown(state), state.settings, state.wall, 60)
    assert [f"{one:%a %H:%M}" for one in found] == ["Wed 08:30", "Wed 12:45", "Fri 14:00"]


def test_the_tray_holds_what_is_left_of_estimates(state: State) -> None:
    found = {one.item.title: one.minutes for one in tray(state.plan, state.settings, state.now)}
    assert found["Q2 roadmap draft"] == 30
    assert found["Perf reviews Q1"] == 180
    assert "Infra budget Q2" not in found
    assert "Sign CloudCo" not in found
    assert "TLS renewal" not in found
    assert next(iter(found)) == "Q2 roadmap draft"


def test_planning_takes_an_item_out_of_the_tray(state: State) -> None:
    key = demo.item_id(160)
    block = Block("bnew", key, datetime(2026, 3, 12, 9), datetime(2026, 3, 12, 12), zone=demo.ZONE)
    assert key not in [one.item.id for one in tray(state.plan.put(block), state.settings, state.now)]
    done = state.plan.put(replace(state.plan.get(Item, key), status="done"))
    assert key not in [one.item.id for one in tray(done, state.settings, state.now)]
