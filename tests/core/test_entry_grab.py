"""An entry in hand: preview is commit, neighbours give way, the future does not (T1, T5, I14)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ctotui.core import entry_grab, grab
from ctotui.core.errors import PlanError
from ctotui.core.model import Entry, Item
from ctotui.core.plan import Plan
from ctotui.core.state import Settings, State, View

ZONE = "Europe/Stockholm"
SETTINGS = Settings(zone=ZONE)
NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 10, hour - 1, minute, 20, tzinfo=UTC)


@pytest.fixture
def plan() -> Plan:
    items = (Item("i1", "Exec sync"), Item("i2", "Standup"), Item("i3", "SLA"))
    return Plan({}).put(
        *items,
        Entry("n1", "i1", at(9), at(9, 55), ZONE),
        Entry("n2", "i2", at(9, 55), at(10, 15), ZONE),
        Entry("n3", "i3", at(10, 15), None, ZONE),
    )


def held(plan: Plan, key: str) -> State:
    view = View(pane="time", entry=key, grab=entry_grab.hold(plan.get(Entry, key), NOW, ZONE))
    return State(plan, view, SETTINGS, NOW)


def moved(state: State, **changes: object) -> State:
    assert state.view.grab is not None
    return replace(state, view=replace(state.view, grab=replace(state.view.grab, **changes)))  # type: ignore[arg-type]


def test_where_it_stands_nothing_changes(plan: Plan) -> None:
    for key in ("n1", "n2", "n3"):
        assert entry_grab.preview(held(plan, key)) is plan


def test_a_later_end_shortens_what_follows_and_keeps_the_seconds(plan: Plan) -> None:
    state = held(plan, "n1")
    assert state.view.grab is not None
    state = replace(state, view=replace(state.view, grab=grab.move_end(state.view.grab, SETTINGS, 1)))
    shown = entry_grab.preview(state)
    assert shown.get(Entry, "n1").end == shown.get(Entry, "n2").start == at(10, 10)
    assert state.view.grab is not None
    stored = entry_grab.drop(plan, state.view.grab, NOW, ZONE)
    assert stored.records(Entry) == shown.records(Entry)


def test_an_entry_that_would_vanish_or_the_future_is_refused_with_a_reason(plan: Plan) -> None:
    state = held(plan, "n1")
    assert state.view.grab is not None
    over = moved(state, end=state.view.grab.end + timedelta(minutes=30))  # type: ignore[operator]
    assert entry_grab.preview(over) is plan
    assert "would vanish" in entry_grab.refusal(over)
    late = moved(state, start=datetime(2026, 3, 10, 13), end=datetime(2026, 3, 10, 14))
    assert "future" in entry_grab.refusal(late)


def test_what_runs_runs_on_unless_its_end_is_moved(plan: Plan) -> None:
    state = moved(held(plan, "n3"), start=datetime(2026, 3, 10, 10, 10))
    assert entry_grab.preview(state).get(Entry, "n3").end is None
    ended = moved(held(plan, "n3"), end=datetime(2026, 3, 10, 10, 30))
    assert entry_grab.preview(ended).get(Entry, "n3").end == datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


def test_a_correction_cannot_be_held() -> None:
    with pytest.raises(PlanError, match="no times to move"):
        entry_grab.hold(Entry("n1", "i1", at(9), at(9), ZONE, adjustment=5), NOW, ZONE)
