"""A line that is open while the same item is changed elsewhere: what was not typed stays as it is there (2.3)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ctotui.commands import items, prompts
from ctotui.core import capture
from ctotui.core.model import Entry, Item
from ctotui.core.plan import Plan, update
from tests.memory import NOW, MemoryDesk


@pytest.fixture
def desk() -> MemoryDesk:
    plan = Plan({}).put(
        Item("i1", "Plan", estimate=30, tags=("a", "b"), people=("anna",), due=date(2026, 3, 12), modified=NOW),
        Entry("n1", "i1", NOW - timedelta(minutes=60, seconds=7), NOW - timedelta(minutes=30), note="first"),
    )
    return MemoryDesk(plan)


def elsewhere(desk: MemoryDesk, **changes: object) -> None:
    desk.edit("Elsewhere", lambda plan: update(plan, plan.get(Item, "i1"), NOW, **changes))


def typed(desk: MemoryDesk, old: str, new: str) -> Item:
    """Change the open line and press Enter."""
    prompt = desk.state.view.prompt
    assert prompt is not None
    assert old in prompt.text
    desk.look(prompt=replace(prompt, text=prompt.text.replace(old, new)))
    prompts.ACCEPT[prompt.purpose](desk, desk.state.view.prompt)
    return desk.state.plan.get(Item, "i1")


def open_line(desk: MemoryDesk) -> None:
    items.prompt(desk, "edit", desk.ask(lambda state: capture.item_line(state, "i1")), "i1")


def test_fields_that_were_not_touched_stay_as_they_are_elsewhere(desk):
    open_line(desk)
    elsewhere(desk, due=date(2026, 4, 1), priority="high", estimate=60)
    found = typed(desk, "Plan", "Better plan")
    assert (found.title, found.due, found.priority, found.estimate) == ("Better plan", date(2026, 4, 1), "high", 60)


def test_a_field_changed_by_both_is_as_it_was_typed(desk):
    open_line(desk)
    elsewhere(desk, estimate=60, title="Theirs")
    found = typed(desk, "=30m", "=45m")
    assert (found.title, found.estimate) == ("Theirs", 45)


def test_tags_and_people_merge(desk):
    open_line(desk)
    elsewhere(desk, tags=("b", "theirs"), people=("anna", "bo"))
    found = typed(desk, "#b", "#b #mine")
    assert (set(found.tags), found.people) == ({"b", "theirs", "mine"}, ("anna", "bo"))


def test_tracked_time_keeps_the_note_and_the_seconds_that_nobody_typed(desk):
    items.prompt(desk, "log", desk.ask(lambda state: capture.entry_line(state, "n1")), "n1")
    desk.edit("Elsewhere", lambda plan: update(plan, plan.get(Entry, "n1"), NOW, note="theirs"))
    typed(desk, "10:12", "10:10")
    found = desk.state.plan.get(Entry, "n1")
    assert (found.note, found.end) == ("theirs", NOW - timedelta(minutes=32))
    items.prompt(desk, "log", desk.ask(lambda state: capture.entry_line(state, "n1")), "n1")
    typed(desk, "theirs", "mine")
    assert desk.state.plan.get(Entry, "n1") == replace(
        found, note="mine", modified=desk.state.plan.get(Entry, "n1").modified
    )


def test_what_an_item_waits_for_merges_and_keeps_what_has_ended(desk):
    others = {key: Item(key, key) for key in ("i222", "i333", "i444")}
    ended = Item("i555", "Over", status="done")
    desk.edit("Make", lambda plan: plan.put(*others.values(), ended))
    elsewhere(desk, blocked_by=("i555", "i222"))
    open_line(desk)
    elsewhere(desk, blocked_by=("i555", "i222", "i333"))
    assert set(typed(desk, "after:222", "after:222,444").blocked_by) == {"i555", "i222", "i333", "i444"}
    open_line(desk)
    freed = typed(desk, " after:222,333,444", "")
    assert freed.blocked_by == ("i555",)
