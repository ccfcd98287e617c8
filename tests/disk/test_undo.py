"""Random edits, undone and redone to the byte; a second writer between; the log as the one stack (2.2)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Entry, Item
from ctotui.core.plan import Plan, update

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
NAMES = [f"i{n}" for n in range(5)]
TITLES = ["plain", "[[item]]", 'quote " # x', "two\nlines", 'end"', "\x1b[31m", "é\u202e", '"""', "a\\b", ""]
LISTS = ["", "work", "work/infra"]


def step(number: int, kind: int, name: str, value: int):
    """One edit of the plan, whatever is there: (label, function)."""

    def edit(plan: Plan) -> Plan:
        found = plan.find(name)
        if not isinstance(found, Item):
            made = NOW + timedelta(seconds=number)
            item = Item(name, TITLES[value], "meeting" if kind == 4 else "task", list=LISTS[value % 3], created=made)
            return plan.put(item)
        moment = NOW + timedelta(minutes=number)
        if kind == 0:
            return update(plan, found, moment, title=TITLES[value], notes=TITLES[-value] * value)
        if kind == 1:
            return update(plan, found, moment, status="done", ended=NOW - timedelta(days=20 * value))
        if kind == 2:
            return update(plan, found, moment, list=LISTS[value % 3], status="next", ended=None, star=value > 4)
        if kind == 3:
            return plan.drop(name, f"b{name}")
        if kind == 4:
            start = datetime(2026, 3, 1, 9) + timedelta(days=9 * value)
            return plan.put(Block(f"b{name}", name, start, start + timedelta(hours=1), "Europe/Stockholm"))
        if kind == 5:
            return update(plan, found, moment, repeat="" if found.repeat else "FREQ=WEEKLY")
        return plan.put(Entry(f"n{number}", name, NOW - timedelta(hours=number + 1), NOW - timedelta(hours=number)))

    return f"step {number}", edit


STEPS = st.lists(st.tuples(st.integers(0, 6), st.sampled_from(NAMES), st.integers(0, 9)), min_size=1, max_size=12)
START = {
    "items/work.toml": '# mine\n\n[[item]]\nid = "i0" # a\ntitle = \'zero\'\nlist = "work"\n\n'
    '[[item]]\ntitle = "no id"',
    "items/archive/2026-03.toml": 'schema = 1\r\n\r\n[[item]]\r\nid = "i1"\r\ntitle = "one"\r\nstatus = "done"\r\n'
    "ended = 2026-03-01T10:00:00Z\r\n# tail\r\n",
    "calendar/2026-03.toml": '[[block]]\nid = "bi2"\nitem = "i2"\nstart = 2026-03-02T09:00:00\n'
    "end = 2026-03-02T10:00:00\n"
    '\n[[item]]\nkind="meeting"\ntitle="two"\nid="i2"',
}
MODEST = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MODEST
@given(STEPS)
def test_undo_all_is_byte_equal_and_redo_all_too(boxes, steps):
    box = boxes()
    for name, text in START.items():
        box.write(name, text)
    session = box.open()
    stages = [box.bytes()]
    for number, one in enumerate(steps):
        session.edit(*step(number, *one))
        if box.bytes() != stages[-1]:
            stages.append(box.bytes())
    assert session.findings == []
    session = box.open()
    for stage in reversed(stages[:-1]):
        session.undo()
        assert box.bytes() == stage
    session = box.open()
    for stage in stages[1:]:
        session.redo()
        assert box.bytes() == stage
    assert records(session) == records(box.open())


def records(session) -> dict[str, object]:
    """Everything, by id."""
    return {key: record for shard in session.ask(lambda state: state.plan.all("")) for key, record in shard.items()}


@MODEST
@given(STEPS, STEPS)
def test_a_second_writer_between_loses_none_of_its_edits(boxes, ours, theirs):
    box = boxes()
    one, two = box.open(), box.open()
    others = [f"j{n}" for n in range(5)]
    for number in range(max(len(ours), len(theirs))):
        if number < len(ours):
            one.edit(*step(number, *ours[number]))
        if number < len(theirs):
            kind, name, value = theirs[number]
            two.edit(*step(100 + number, kind, others[NAMES.index(name)], value))
    one.poll()
    two.poll()
    fresh = records(box.open())
    for session in (one, two):
        assert records(session) == fresh
    alone = boxes()
    only = alone.open()
    for number, (kind, name, value) in enumerate(theirs):
        only.edit(*step(100 + number, kind, others[NAMES.index(name)], value))
    wanted = {key: record for key, record in records(only).items() if "j" in key}
    assert {key: record for key, record in fresh.items() if "j" in key} == wanted


def test_an_edit_of_the_same_record_elsewhere_is_merged_by_running_ours_again(box, add, change):
    one = box.open()
    key = add(one, "A")
    two = box.open()
    change(two, key, estimate=90)
    change(one, key, title="B")
    item = box.open().state.plan.get(Item, key)
    assert (item.title, item.estimate) == ("B", 90)
    assert one.state.plan.get(Item, key) == item


def test_undo_leaves_a_field_that_was_changed_since_and_says_so(box, add, change):
    session = box.open()
    key = add(session, "A", estimate=30)
    change(session, key, title="B", estimate=60)
    path = box.data / "items" / "inbox.toml"
    path.write_text(path.read_text().replace('"1h"', '"2h"'))
    session.undo()
    item = session.state.plan.get(Item, key)
    assert (item.title, item.estimate) == ("A", 120)
    assert "estimate" in session.state.view.message.text
    session.redo()
    assert session.state.plan.get(Item, key).title == "B"
    assert session.state.plan.get(Item, key).estimate == 120


def test_undo_of_an_addition_that_was_changed_since_leaves_it(box, add):
    session = box.open()
    key = add(session, "A")
    path = box.data / "items" / "inbox.toml"
    path.write_text(path.read_text().replace('"A"', '"mine"'))
    session.undo()
    assert session.state.plan.get(Item, key).title == "mine"
    assert '"mine" was changed since and stays' in session.state.view.message.text


def test_undo_of_a_deletion_puts_the_block_back_where_it_stood(box, add):
    session = box.open()
    keys = [add(session, title) for title in "ABC"]
    session.edit("Delete", lambda plan: plan.drop(keys[1]))
    add(session, "D")
    before = box.bytes()
    two = box.open()
    two.undo()
    two.undo()
    assert [line for line in box.text("items/inbox.toml").split("\n") if "title" in line] == [
        'title = "A"', 'title = "B"', 'title = "C"',
    ]  # fmt: skip
    two.redo()
    session.redo()
    assert box.bytes() == before


def test_undo_and_redo_end_with_a_sentence(box, add):
    session = box.open()
    for step_back in (session.undo, session.redo):
        with pytest.raises(PlanError, match="nothing to"):
            step_back()
    add(session, "A")
    session.undo()
    add(session, "B")
    with pytest.raises(PlanError, match="nothing to redo"):
        session.redo()
    assert [(step.label, step.undone) for step in session.history()] == [("Add B", False), ("Add A", True)]


def test_undo_restores_the_old_modified_stamp(box, add, change):
    session = box.open()
    key = add(session, "A")
    before = session.state.plan.get(Item, key)
    change(session, key, title="B")
    session.undo()
    assert session.state.plan.get(Item, key) == before
