"""The log is kept short, and an undo in use is never cut (storage-and-time 2.2)."""

from datetime import datetime, timedelta

import pytest

from ctotui.core.model import Item
from ctotui.disk import compaction
from ctotui.session import Session, fixed
from tests.disk.acts import NOW


def opened(box, days: float = 0):
    """A session some days after the others."""
    session = Session.open(box.paths, box.open().state.settings, fixed(NOW + timedelta(days=days)))
    box.sessions.append(session)
    return session


def labels(session) -> list[str]:
    return [step.label for step in session.history(100)]


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(compaction, "KEEP_STEPS", 3)
    monkeypatch.setattr(compaction, "SLACK_STEPS", 1)
    monkeypatch.setattr("ctotui.disk.log._LARGE", 0)


@pytest.mark.usefixtures("short")
def test_the_log_keeps_the_last_steps_and_is_cut_some_way_past_them(box, add):
    session = box.open()
    for number in range(4):
        add(session, f"A{number}")
    assert len(labels(box.open())) == 4
    add(session, "A4")
    before = box.bytes()
    again = box.open()
    assert labels(again) == ["Add A4", "Add A3", "Add A2"]
    assert box.bytes() == before
    for _step in range(3):
        again.undo()
    assert {item.title for item in again.state.plan.records(Item)} == {"A0", "A1"}
    add(session, "A5")
    assert labels(box.open())[0] == "Add A5"


def test_steps_go_when_they_are_a_month_old(box, add):
    add(box.open(), "Old")
    add(opened(box, 20), "Newer")
    assert labels(opened(box, 31)) == ["Add Newer", "Add Old"]
    assert labels(opened(box, 33)) == ["Add Newer"]
    assert labels(opened(box, 60)) == []


def test_what_can_be_redone_and_what_was_undone_lately_is_never_cut(box, add):
    session = box.open()
    add(session, "Old")
    session.undo()
    later = opened(box, 90)
    assert labels(later) == ["Add Old"]
    later.redo()
    assert [item.title for item in later.state.plan.records(Item)] == ["Old"]
    much_later = opened(box, 110)
    assert labels(much_later) == ["Add Old"]
    much_later.undo()
    assert much_later.state.plan.records(Item) == []


def test_a_log_with_an_unfinished_step_is_recovered_before_it_is_cut(box, add, monkeypatch):
    from ctotui.disk import files

    session = box.open()
    add(session, "Old")

    def full(*_arguments: object) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "_write_new", full)
        add(session, "Only in the log")
    again = opened(box, 60)
    assert {item.title for item in again.state.plan.records(Item)} == {"Old", "Only in the log"}


def test_the_log_is_not_cut_while_another_program_writes(box, add):
    from ctotui.disk.lock import FolderLock

    add(box.open(), "Old")
    with FolderLock(str(box.data)):
        assert labels(opened(box, 60)) == ["Add Old"]
    assert labels(opened(box, 60)) == []


def test_a_thousand_steps_are_cut_in_a_moment(tmp_path):
    import time

    from ctotui.disk.log import Header, Image, Log, Transaction

    log = Log(str(tmp_path), "here")
    at = datetime(2026, 3, 10, 9, 42, tzinfo=NOW.tzinfo)
    for number in range(1400):
        image = Image("items/inbox", f"i{number}", "", None, "\n[[item]]\n" + 'title = "x"\n' * 20)
        log._write(_encoded(Header(f"t{number}", at, f"Step {number}", "do", ""), image, Transaction), durable=False)
        log.applied(f"t{number}")
    start = time.process_time()
    assert log.overgrown(at)
    assert log.compact(at)
    assert len(log.steps()) == 1000
    assert time.process_time() - start < 1


def _encoded(header, image, transaction) -> bytes:
    from ctotui.disk.log import encode

    return encode(transaction(header, (image,)))
