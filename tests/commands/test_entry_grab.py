"""The keys of GRAB in Time."""

from datetime import datetime

import pytest

from ctotui import demo
from ctotui.commands import entry_grab
from ctotui.commands.grab import typed
from ctotui.core.civil import instant
from ctotui.core.errors import PlanError
from ctotui.core.model import Entry
from tests.memory import MemoryDesk


@pytest.fixture
def holding(desk: MemoryDesk) -> MemoryDesk:
    """Exec sync 09:02–09:55 in hand, Platform standup behind it."""
    desk.look(pane="time", entry=entry_of(desk, 211).id)
    entry_grab.take(desk)
    return desk


def entry_of(desk: MemoryDesk, number: int) -> Entry:
    return next(one for one in desk.state.plan.records(Entry) if one.item == demo.item_id(number))


def clock(text: str) -> datetime:
    return instant(datetime.fromisoformat(f"2026-03-10T{text}"), demo.ZONE)


def test_a_typed_end_shortens_what_follows_in_one_step(holding: MemoryDesk) -> None:
    typed(holding, "-10:00")
    entry_grab.drop(holding)
    assert entry_of(holding, 211).end == entry_of(holding, 212).start == clock("10:00")
    assert holding.state.view.mode == "NORMAL"
    assert holding.state.view.message is not None
    assert holding.state.view.message.text == "Change time of Exec sync; shortened Platform standup"
    holding.undo()
    assert entry_of(holding, 211).end == entry_of(holding, 212).start == clock("09:55")


def test_edges_move_by_slots(holding: MemoryDesk) -> None:
    entry_grab.start_later(holding)
    entry_grab.end_earlier(holding)
    entry_grab.drop(holding)
    assert (entry_of(holding, 211).start, entry_of(holding, 211).end) == (clock("09:17"), clock("09:40"))


def test_cancel_restores(holding: MemoryDesk) -> None:
    before = holding.state.plan
    entry_grab.end_later(holding)
    entry_grab.cancel(holding)
    assert holding.state.plan is before
    assert holding.state.view.grab is None


def test_a_refused_drop_keeps_the_entry_in_hand(holding: MemoryDesk) -> None:
    entry_grab.later(holding, 20)
    with pytest.raises(PlanError, match="future"):
        entry_grab.drop(holding)
    assert holding.state.view.mode == "GRAB"


def test_grab_needs_an_entry(empty_desk: MemoryDesk) -> None:
    empty_desk.look(pane="time")
    assert entry_grab.needs_entry(empty_desk.state) is not None
