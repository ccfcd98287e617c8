"""Steps when the log or the disk lets them down: nothing that was acknowledged is lost (storage-and-time 2.2, 2.4)."""

import os
from errno import ENOSPC
from pathlib import Path

import pytest

from ctotui.core.model import Item
from ctotui.disk import files, quarantine
from ctotui.store import KeepError, at_once
from tests.disk.conftest import refused, titles
from tests.disk.faults import Disk


def full(*_arguments: object) -> str:
    raise OSError(ENOSPC, os.strerror(ENOSPC))


def test_a_log_that_cannot_be_written_refuses_the_edit_and_takes_it_back_on_the_screen(box, add):
    waiting: list = []

    def later(work, failed):
        def attempt() -> None:
            try:
                work()
            except Exception as error:
                failed(error)

        waiting.append(attempt)

    session = box.open(runner=later)
    add(session, "Never kept")
    assert titles(session) == {"Never kept"}
    assert not session.state.saved
    with Disk(at=0, mode="ENOSPC").inserted():
        waiting.pop()()
    assert titles(session) == set()
    assert session.state.saved
    message = session.state.view.message
    assert message.level == "error"
    assert message.text.startswith("Nothing was saved: the log ")
    assert "No space left on device" in message.text
    session._runner = at_once
    assert box.bytes().keys() == {"ctotui.toml"}


def test_a_full_disk_leaves_the_file_whole_and_the_step_in_the_log(box, add, monkeypatch):
    session = box.open()
    add(session, "A")
    before = box.bytes()
    with monkeypatch.context() as patch:
        patch.setattr(files, "_write_new", full)
        add(session, "B")
        assert box.bytes() == before
        assert "safe in the log" in session.findings[0].what
        assert os.strerror(ENOSPC) in session.findings[0].what
        assert "make room" in refused(session, add)
        other = box.open()
        assert titles(other) == {"A", "B"}
        assert "safe in the log" in other.findings[0].what
        assert "make room" in refused(other, add)
        other.poll()
        assert titles(other) == {"A", "B"}
    other.poll()
    assert other.findings == []
    assert titles(other) == titles(box.open()) == {"A", "B"}
    add(other, "C")


def test_a_step_whose_file_was_spoiled_meanwhile_is_kept_aside_and_said(box, add, monkeypatch):
    session = box.open()
    add(session, "A", "i0")
    with monkeypatch.context() as patch:
        patch.setattr(files, "_write_new", full)
        add(session, "Only in the log", "i1")
    session.close()
    path = box.data / "items" / "inbox.toml"
    path.write_bytes(path.read_bytes() + b"\0")
    again = box.open()
    sentences = [finding.sentence for finding in again.findings]
    assert any('"Add Only in the log" is not in this file' in sentence for sentence in sentences)
    copies = quarantine.copies(box.paths.own_state(), "items/inbox.toml")
    assert any(b"Only in the log" in Path(copy).read_bytes() for copy in copies)
    assert path.read_bytes().endswith(b"\0")
    again.edit("Elsewhere", lambda plan: plan.put(Item("i9", "Elsewhere", list="work/infra")))


def test_a_disk_that_stays_full_is_a_banner_and_no_message_at_every_poll(box, add, monkeypatch):
    session = box.open()
    add(session, "A")
    with monkeypatch.context() as patch:
        patch.setattr(files, "_write_new", full)
        add(session, "B")
        session.look(message=None)
        session.poll()
        session.poll()
        assert session.state.view.message is None
        assert any("safe in the log" in banner for banner in session.state.banners)
        assert titles(session) == {"A", "B"}
    session.poll()
    session.poll()
    assert session.state.banners == ()
    assert titles(box.open()) == {"A", "B"}


def test_a_log_that_cannot_be_read_refuses_undo_with_a_sentence(box, add, monkeypatch):
    session = box.open()
    add(session, "A")
    real = files.read

    def denied(path, *arguments):
        if "/log/" in path:
            raise PermissionError(13, "Permission denied", path)
        return real(path, *arguments)

    monkeypatch.setattr(files, "read", denied)
    with pytest.raises(KeepError, match=r"The log .* cannot be read \(Permission denied\): nothing can be taken back"):
        session.undo()
    assert titles(session) == {"A"}


def test_one_wrong_character_in_the_log_costs_no_record_and_at_most_its_own_step(boxes, add, change):
    import random

    from ctotui.core.errors import PlanError
    from tests.disk.faults import copied

    box = boxes()
    session = box.open()
    for number in range(3):
        add(session, f"A{number}", f"i{number}")
        change(session, f"i{number}", title=f"B{number}")
    session.close()
    pick, before = random.Random(5), box.bytes()
    damaged = 0
    for number in range(40):
        twin = copied(box, box.data.parent / f"twin{number}")
        path = next(twin.state.rglob("log/*.toml"))
        data = bytearray(path.read_bytes())
        data[pick.randrange(len(data))] = pick.choice(b'\0\n"[]#x=\xff')
        path.write_bytes(data)
        again = twin.open()
        assert twin.bytes() == before
        assert again.findings == []
        assert len(again.history(100)) >= 5
        refusal = ""
        try:
            again.undo()
        except PlanError as error:
            refusal = str(error)
        if refusal:
            damaged += 1
            assert "damaged" in refusal
            assert twin.bytes() == before
        else:
            assert titles(again) == {"B0", "B1", "A2"} or len(again.history(100)) == 5
        add(again, "New")
        twin.close()
    assert 0 < damaged < 30
