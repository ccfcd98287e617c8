"""A kill or a failing disk at every operation of a write: nothing acknowledged is lost, nothing is half done (2.2)."""

import os
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from ctotui.core.errors import PlanError
from ctotui.core.model import Item
from ctotui.core.plan import Plan, update
from ctotui.disk import files, log
from ctotui.store import KeepError

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
WRITES = {"write", "fsync", "fdatasync", "replace", "unlink", "ftruncate", "chmod", "mkdir"}


class Killed(BaseException):
    """The process is gone."""


class Failing:
    """`os`, whose n-th writing operation, and every later one, raises."""

    def __init__(self, number: int, error: BaseException, once: bool = False) -> None:
        self.left = number
        self.error = error
        self.once = once
        self.hit = False

    def __getattr__(self, name: str):
        real = getattr(os, name)
        if name not in WRITES:
            return real

        def operation(*arguments: object, **options: object):
            self.left -= 1
            if self.left < 0 and not (self.once and self.hit):
                self.hit = True
                if name == "write" and isinstance(self.error, Killed):
                    real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                raise self.error
            return real(*arguments, **options)

        return operation


def finish(plan: Plan) -> Plan:
    """An edit of two files, one of them new."""
    return update(plan, plan.get(Item, "i0"), NOW, status="done", ended=NOW)


@pytest.mark.parametrize("does", ["do", "undo", "redo"])
def test_a_kill_at_any_operation_leaves_the_step_whole_or_not_there(boxes, add, monkeypatch, does):
    for number in range(100):
        box = boxes()
        session = box.open()
        add(session, "A", "i0")
        add(session, "B", "i1")
        if does != "do":
            session.edit("Finish", finish)
        if does == "redo":
            session.undo()
        before = box.bytes()
        told: list[str] = []
        session.store.subscribe(lambda state, told=told: told.append("saved") if state.saved else None)
        failing = Failing(number, Killed())
        with monkeypatch.context() as patch:
            patch.setattr(files, "os", failing)
            patch.setattr(log, "os", failing)
            with suppress(Killed):
                act(session, does)
        again = box.open()
        assert again.findings == []
        assert len(again.state.plan.records(Item)) == 2
        assert not [name for name in box.bytes() if name.endswith(".tmp")]
        if box.bytes() == before:
            assert "saved" not in told
        else:
            assert done(again) == (does != "undo")
            (again.redo if does == "undo" else again.undo)()
            assert box.bytes() == before
        if not failing.hit:
            return
    raise AssertionError("a write never ends")


def act(session, does: str) -> None:
    if does == "do":
        session.edit("Finish", finish)
    else:
        getattr(session, does)()


def done(session) -> bool:
    return session.state.plan.get(Item, "i0").status == "done"


@pytest.mark.parametrize("once", [True, False])
def test_a_full_disk_at_any_operation_refuses_or_finishes_later(boxes, add, monkeypatch, once):
    for number in range(100):
        box = boxes()
        session = box.open()
        add(session, "A", "i0")
        before = box.bytes()
        failing = Failing(number, OSError(28, "No space left on device"), once)
        refused = False
        with monkeypatch.context() as patch:
            patch.setattr(files, "os", failing)
            patch.setattr(log, "os", failing)
            try:
                session.edit("Finish", finish)
            except KeepError:
                refused = True
        if refused:
            assert box.bytes() == before
            assert not done(session)
        else:
            assert done(session)
        add(session, "B")
        assert done(session) is not refused
        assert session.findings == []
        assert done(box.open()) is not refused
        if not failing.hit:
            return
    raise AssertionError("a write never ends")


def test_undo_first_finishes_a_step_that_the_disk_had_no_room_for(box, add, monkeypatch):
    session = box.open()
    add(session, "A", "i0")
    before = box.bytes()
    with monkeypatch.context() as patch:
        patch.setattr(files, "replace", Failing(0, OSError(28, "No space left on device")).replace)
        session.edit("Finish", finish)
    assert box.bytes() == before
    assert "safe in the log" in session.findings[0].what
    session.undo()
    assert not done(session)
    assert not done(box.open())
    assert box.bytes() == before
    session.redo()
    assert done(box.open())


def test_a_torn_end_of_the_log_is_dropped_at_every_length(boxes, add):
    box = boxes()
    session = box.open()
    add(session, "A")
    path = next((box.state).rglob("log/*.toml"))
    whole = path.read_bytes()
    add(session, "B")
    longer = path.read_bytes()
    session.close()
    after = box.bytes()
    end = longer.rindex(b"\n[[applied]]")
    for size in [*range(len(whole), end, 7), *range(end, len(longer) + 1)]:
        path.write_bytes(longer[:size])
        again = box.open()
        assert [step.label for step in again.history()] == ["Add B", "Add A"][size < end :]
        assert size >= end or path.read_bytes() == whole
        assert box.bytes() == after
        again.close()


def test_recovery_leaves_a_block_alone_that_was_changed_since(box, add, change):
    session = box.open()
    key = add(session, "A")
    change(session, key, title="B")
    session.close()
    path = next(box.state.rglob("log/*.toml"))
    path.write_bytes(path.read_bytes().rpartition(b"\n[[applied]]")[0])
    inbox = box.data / "items" / "inbox.toml"
    inbox.write_text(inbox.read_text().replace('"B"', '"by hand"'))
    assert box.open().state.plan.get(Item, key).title == "by hand"


def test_a_damaged_step_of_the_log_cannot_be_undone_and_says_so(box, add):
    session = box.open()
    add(session, "A")
    path = next(box.state.rglob("log/*.toml"))
    path.write_bytes(path.read_bytes().replace(b'title = \\"A', b'title = \\"Z'))
    with pytest.raises(PlanError, match="damaged"):
        session.undo()


def test_recovery_of_a_file_that_changes_while_it_is_read_is_a_sentence(box, add, monkeypatch):
    session = box.open()
    add(session, "A")
    with monkeypatch.context() as patch:
        patch.setattr(files, "_write_new", Failing(0, OSError(28, "No space left on device")).unlink)
        add(session, "B")
    real = files.read

    def changing(path, *arguments):
        data, stamp = real(path, *arguments)
        return (data + b"\n" * next(lengths) if path.endswith("inbox.toml") else data), stamp

    lengths = iter(range(1, 100))
    with monkeypatch.context() as patch:
        patch.setattr(files, "read", changing)
        with pytest.raises(KeepError, match="keeps changing while it is read"):
            add(session, "C")
    assert {item.title for item in box.open().state.plan.records(Item)} == {"A", "B"}
