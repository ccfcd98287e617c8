"""Tasks that come again some time after they were done: ``3 weeks after done``."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from ctotui.commands import every
from ctotui.core import capture, items
from ctotui.core.again import later, successor_id
from ctotui.core.errors import PlanError
from ctotui.core.model import Item
from ctotui.core.plan import Plan
from ctotui.core.quickadd.line import parse
from tests.memory import NOW, ZONE, MemoryDesk

NEXT = successor_id("i1")


def plan(**fields: object) -> Plan:
    return Plan({}).put(Item("i1", "Water plants", status="next", again="3w", created=NOW, modified=NOW, **fields))  # type: ignore[arg-type]


def test_finishing_makes_the_next_one_for_the_day_so_much_later() -> None:
    after = items.finish(plan(day=date(2026, 3, 1), checklist=("[x] can",), star=True), "i1", NOW, zone=ZONE)
    assert after.get(Item, "i1").status == "done"
    following = after.get(Item, NEXT)
    assert (following.status, following.day, following.due) == ("next", date(2026, 3, 31), None)
    assert (following.checklist, following.star, following.again) == (("[ ] can",), False, "3w")


def test_a_deadline_moves_with_its_time_and_the_day_before_it() -> None:
    due = datetime(2026, 3, 12, 15)
    following = items.finish(plan(due=due, day=date(2026, 3, 10)), "i1", NOW, zone=ZONE).get(Item, NEXT)
    assert (following.due, following.day) == (datetime(2026, 3, 31, 15), date(2026, 3, 29))


def test_the_day_is_that_of_the_user() -> None:
    late = datetime.fromisoformat("2026-03-10T23:30:00+00:00")
    assert items.finish(plan(), "i1", late, zone=ZONE).get(Item, NEXT).day == date(2026, 4, 1)


def test_unticking_takes_the_next_one_back_unless_it_was_touched() -> None:
    done = items.finish(plan(), "i1", NOW, zone=ZONE)
    assert items.finish(done, "i1", NOW, zone=ZONE).find(NEXT) is None
    touched = done.put(replace(done.get(Item, NEXT), title="Water all", modified=NOW + timedelta(minutes=1)))
    kept = items.finish(touched, "i1", NOW + timedelta(minutes=2), zone=ZONE)
    assert kept.get(Item, NEXT).title == "Water all"
    again = items.finish(kept, "i1", NOW + timedelta(minutes=3), zone=ZONE)
    assert len(again.records(Item)) == 2


def test_dropping_ends_it() -> None:
    assert items.set_status(plan(), "i1", "dropped", NOW).find(NEXT) is None


def test_x_says_when_it_comes_again_and_undo_takes_both_back() -> None:
    desk = MemoryDesk()
    parsed = parse("Water plants 3 weeks after done", capture.context(desk.state))
    desk.edit("Add", capture.add, parsed, desk.now, ZONE, "i1", "b1")
    desk.look(pane="today", part="list", item="i1")
    every.TABLE["item.done"].run(desk)
    assert desk.state.view.message is not None
    assert "the next one is for Tue 31 Mar" in desk.state.view.message.text
    desk.undo()
    assert [(item.id, item.status) for item in desk.state.plan.records(Item)] == [("i1", "backlog")]


@pytest.mark.parametrize(
    ("again", "day"), [("10d", date(2026, 2, 10)), ("1mo", date(2026, 2, 28)), ("1y", date(2027, 1, 31))]
)
def test_how_much_later(again: str, day: date) -> None:
    assert later(again, date(2026, 1, 31)) == day


@pytest.mark.parametrize("again", ["soon", "3", "0w", "-1w", "99999y"])
def test_what_a_hand_wrote_wrong_is_refused_with_a_reason(again: str) -> None:
    with pytest.raises(PlanError, match="is no time after done"):
        later(again, date(2026, 1, 31))
