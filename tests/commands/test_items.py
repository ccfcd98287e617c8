"""Edits of items: made, amended, finished, deleted (M4, M5, M10)."""

from datetime import timedelta

import pytest

from ctotui import demo
from ctotui.core import capture, entries, items
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Entry, Item, Person
from ctotui.core.plan import Plan, blocks_of
from ctotui.core.quickadd.line import Parsed, parse
from tests.memory import NOW, ZONE, MemoryDesk

IDS = ("i00000001", "b00000001", ("p00000001", "p00000002"))


def read(desk: MemoryDesk, text: str, lean: str = "future", needs_title: bool = True) -> Parsed:
    return parse(text, capture.context(desk.state, lean, needs_title))


def added(desk: MemoryDesk, text: str) -> Item:
    desk.edit("Add", capture.add, read(desk, text), desk.now, ZONE, desk.new_id("i"), desk.new_id("b"), ("p1", "p2"))
    return desk.state.plan.records(Item)[-1]


def test_an_undated_item_waits_in_the_backlog_a_dated_one_is_next(empty_desk: MemoryDesk) -> None:
    assert added(empty_desk, "Think").status == "backlog"
    by_title = {added(empty_desk, line).title: line for line in ("Report tomorrow", "Renew <fri", "Call 14:00")}
    found = {item.title: item.status for item in empty_desk.state.plan.records(Item)}
    assert {found[title] for title in by_title} == {"next"}


def test_a_delegated_item_waits(empty_desk: MemoryDesk) -> None:
    item = added(empty_desk, "Renew TLS cert >johan")
    assert (item.status, item.owner) == ("waiting", "johan")


def test_a_line_with_a_time_makes_a_block_and_meets_the_people_in_it(empty_desk: MemoryDesk) -> None:
    item = added(empty_desk, "SLA tomorrow 14-15:30 @anna")
    (block,) = blocks_of(empty_desk.state.plan, item.id)
    assert (item.kind, block.fixed, str(block.start), block.zone) == ("meeting", True, "2026-03-11 14:00:00", ZONE)
    assert [person.handle for person in empty_desk.state.plan.records(Person)] == ["anna"]
    assert empty_desk.state.plan.where(item.id) == "calendar/2026-03"


def test_finishing_twice_gives_the_old_status_back(desk: MemoryDesk) -> None:
    item = demo.item_id(142)
    plan = items.finish(desk.state.plan, item, NOW)
    assert plan.get(Item, item).status == "done"
    again = items.finish(plan, item, NOW + timedelta(minutes=1))
    assert again.get(Item, item).status == desk.state.plan.get(Item, item).status == "doing"


def test_finishing_stops_the_timer_of_that_item_only(desk: MemoryDesk) -> None:
    running = entries.running(desk.state.plan)
    assert running is not None
    other = items.finish(desk.state.plan, demo.item_id(144), NOW)
    assert entries.running(other) is not None
    assert entries.running(items.finish(desk.state.plan, running.item, NOW)) is None


def test_a_release_is_refused_while_its_checklist_or_a_blocker_is_open() -> None:
    plan = Plan({}).put(
        Item("i1", "v2", kind="release", checklist=("[x] tests", "[ ] notes")),
        Item("i2", "v3", kind="release", blocked_by=("i3",)),
        Item("i3", "Fix it"),
    )
    with pytest.raises(PlanError, match="1 open checklist"):
        items.finish(plan, "i1", NOW)
    with pytest.raises(PlanError, match="waits on"):
        items.finish(plan, "i2", NOW)
    assert items.finish(items.finish(plan, "i3", NOW), "i2", NOW).get(Item, "i2").status == "done"


def test_finishing_an_occurrence_leaves_the_series_open(desk: MemoryDesk) -> None:
    series = next(item for item in desk.state.plan.records(Item) if item.repeat and blocks_of(desk.state.plan, item.id))
    plan = items.finish(desk.state.plan, series.id, NOW, f"{series.id}@2026-03-10")
    assert plan.get(Item, series.id).status == series.status
    assert plan.find(f"{series.id}@2026-03-10").status == "done"  # type: ignore[union-attr]


def test_deleting_takes_the_blocks_but_an_item_with_tracked_time_is_dropped(desk: MemoryDesk) -> None:
    plan = desk.state.plan
    tracked = {entry.item for entry in plan.records(Entry)}
    untouched = next(b.item for b in plan.records(Block) if b.item not in tracked and not plan.get(Item, b.item).repeat)
    gone = items.delete(plan, untouched, NOW)
    assert gone.find(untouched) is None
    assert blocks_of(gone, untouched) == []
    kept = items.delete(plan, demo.item_id(142), NOW)
    assert kept.get(Item, demo.item_id(142)).status == "dropped"


def test_deleting_a_parent_frees_its_children() -> None:
    plan = Plan({}).put(Item("i1", "Parent"), Item("i2", "Child", parent="i1", blocked_by=("i1",)))
    child = items.delete(plan, "i1", NOW).get(Item, "i2")
    assert (child.parent, child.blocked_by) == ("", ())


def test_amending_changes_only_what_the_line_gives(desk: MemoryDesk) -> None:
    before = desk.state.plan.get(Item, demo.item_id(142))
    parsed = read(desk, "=2h !urgent", "written", needs_title=False)
    after = items.amend(desk.state.plan, before.id, parsed, NOW, ZONE, "b9").get(Item, before.id)
    assert (after.estimate, after.priority, after.title, after.tags) == (120, "urgent", before.title, before.tags)


def test_amending_a_time_moves_the_next_block(desk: MemoryDesk) -> None:
    item = demo.item_id(144)
    count = len(blocks_of(desk.state.plan, item))
    parsed = read(desk, "tomorrow 9-10", "written", needs_title=False)
    plan = items.amend(desk.state.plan, item, parsed, NOW, ZONE, "b9")
    held = blocks_of(plan, item)
    assert len(held) == count
    assert "2026-03-11 09:00:00" in {str(block.start) for block in held}


def test_priority_stops_at_the_ends_of_its_scale() -> None:
    plan = Plan({}).put(Item("i1", "A"))
    assert items.raise_priority(plan, "i1", 9, NOW).get(Item, "i1").priority == "urgent"
    assert items.raise_priority(plan, "i1", -9, NOW).get(Item, "i1").priority == "low"


def test_logging_goes_to_the_open_item_of_that_title_else_to_a_new_done_one(desk: MemoryDesk) -> None:
    title = desk.state.plan.get(Item, demo.item_id(144)).title
    plan = capture.log(desk.state.plan, read(desk, f"7-7:30 {title}", "past"), NOW, ZONE, "i9", "n9", "n8")
    assert plan.get(Entry, "n9").item == demo.item_id(144)
    plan = capture.log(desk.state.plan, read(desk, "7-7:30 hiring call #talent", "past"), NOW, ZONE, "i9", "n9", "n8")
    assert (plan.get(Entry, "n9").item, plan.get(Item, "i9").status) == ("i9", "done")


def test_logging_over_tracked_time_is_refused_with_the_entry_named(desk: MemoryDesk) -> None:
    with pytest.raises(PlanError, match="Exec sync"):
        capture.log(desk.state.plan, read(desk, "9:10-9:20 call", "past"), NOW, ZONE, "i9", "n9", "n8")
