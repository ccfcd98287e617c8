"""A task that repeats by days without a time: listed on its days, finished and taken off one by one (M5, M11)."""

from datetime import datetime, timedelta

import pytest

from ctotui.commands import every
from ctotui.commands.calendar import take
from ctotui.commands.items import delete, done
from ctotui.core import capture
from ctotui.core.errors import PlanError
from ctotui.core.model import Occurrence
from ctotui.core.quickadd.line import parse
from ctotui.core.today import today
from tests.memory import ZONE, MemoryDesk

assert every.TABLE
KEY = "i1@2026-03-10"


@pytest.fixture
def desk() -> MemoryDesk:
    desk = MemoryDesk()
    parsed = parse("Water plants every 3 days /work", capture.context(desk.state))
    desk.edit("Add", capture.add, parsed, desk.now, ZONE, "i1", "b1")
    desk.look(pane="today", part="list", item="i1")
    return desk


def row(desk: MemoryDesk, days: int = 0) -> list[bool]:
    now: datetime = desk.state.now + timedelta(days=days)
    found = today(desk.state.plan, desk.state.settings, now)
    return [one.done for rows in found.sections.values() for one in rows]


def test_it_is_on_the_list_on_its_days_only(desk: MemoryDesk) -> None:
    assert [row(desk, days) for days in range(4)] == [[False], [], [], [False]]


def test_x_finishes_the_one_of_today_and_again_opens_it(desk: MemoryDesk) -> None:
    done(desk)
    assert row(desk) == [True]
    assert row(desk, 3) == [False]
    done(desk)
    assert row(desk) == [False]


def test_dd_asks_and_takes_off_the_one_of_today(desk: MemoryDesk) -> None:
    delete(desk)
    question = desk.state.view.question
    assert question is not None
    question.then(desk, "t")
    assert [(one.id, one.cancelled) for one in desk.state.plan.records(Occurrence)] == [(KEY, True)]
    assert (row(desk), row(desk, 3)) == ([], [False])


def test_what_has_no_time_cannot_be_moved_in_time(desk: MemoryDesk) -> None:
    take(desk)
    assert desk.state.view.question is not None
    desk.state.view.question.then(desk, "t")
    from ctotui.core.series_edits import Making, move

    held = desk.state.view.grab
    assert held is not None
    assert held.start is not None
    with pytest.raises(PlanError, match="has no time to move"):
        move(
            desk.state.plan, KEY, held.start, held.start + timedelta(days=2), "this", Making(desk.now, ZONE, "i2", "b2")
        )
