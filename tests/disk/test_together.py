"""Several programs on one folder: the lock, the poll, the threaded runner (storage-and-time 2.3)."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime

from ctotui.core.model import Entry, Item
from ctotui.disk import files, sheets
from ctotui.session import threaded

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)

WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from ctotui.core.model import Entry
from ctotui.core.state import Settings
from ctotui.session import Session, fixed, paths
now = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
session = Session.open(paths({}, *sys.argv[1:4]), Settings(), fixed(now))
for number in range(50):
    entry = Entry(f"{sys.argv[4]}{number}", "i1", now - timedelta(minutes=number), now)
    session.edit("Log", lambda plan: plan.put(entry))
"""


def test_two_processes_writing_fifty_records_each_lose_nothing(box):
    folders = [box.paths.data, box.paths.config, box.paths.state]
    box.open()
    runs = [subprocess.Popen([sys.executable, "-c", WRITER, *folders, letter]) for letter in "ab"]
    assert [run.wait(60) for run in runs] == [0, 0]
    session = box.open()
    assert {entry.id for entry in session.state.plan.records(Entry)} == {f"{x}{n}" for x in "ab" for n in range(50)}
    assert len(session.history(200)) == 100
    assert session.findings == []


def test_a_poll_takes_in_what_another_wrote_and_says_what(box, add):
    one, two = box.open(), box.open()
    key = add(two, "from a shell")
    add(two, "and more", list="new/list")
    one.poll()
    assert one.state.plan.get(Item, key).title == "from a shell"
    assert one.state.view.message.text == "From disk: 2 items"
    seen = one.state.plan
    one.poll()
    assert one.state.plan is seen


def test_a_poll_without_changes_reads_no_file(box, add, monkeypatch):
    session = box.open()
    add(session, "x")
    for path in box.data.rglob("*.toml"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    session.poll()

    def refuse(path: str) -> None:
        raise AssertionError(path)

    monkeypatch.setattr(files, "read", refuse)
    session.poll()


def test_a_change_of_the_same_size_in_the_same_instant_is_seen(box, add):
    session = box.open()
    key = add(session, "old")
    path = box.data / "items" / "inbox.toml"
    stamp = path.stat()
    with path.open("r+b") as file:
        data = file.read().replace(b'"old"', b'"new"')
        file.seek(0)
        file.write(data)
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    session.poll()
    assert session.state.plan.get(Item, key).title == "new"


def test_only_changed_records_become_new_objects(box, add):
    one, two = box.open(), box.open()
    kept, changed = add(one, "kept"), add(one, "changed")
    two.poll()
    before = two.state.plan
    path = box.data / "items" / "inbox.toml"
    path.write_text("# a comment\n" + path.read_text())
    two.poll()
    assert two.state.plan is before
    path.write_text(path.read_text().replace('"changed"', '"other"'))
    two.poll()
    assert two.state.plan.find(kept) is before.find(kept)
    assert two.state.plan.get(Item, changed).title == "other"


def test_a_missing_file_is_gone_for_now_and_only_later_gone(box, add, monkeypatch):
    session = box.open()
    key = add(session, "x")
    path = box.data / "items" / "inbox.toml"
    text = path.read_text()
    path.unlink()
    session.poll()
    assert session.state.plan.find(key) is not None
    path.write_text(text)
    session.poll()
    path.unlink()
    session.poll()
    monkeypatch.setattr(sheets, "GONE", -1.0)
    session.poll()
    assert session.state.plan.find(key) is None
    assert not path.exists()


def test_an_edit_while_its_file_is_gone_for_now_writes_all_of_it(box, add):
    session = box.open()
    add(session, "x")
    (box.data / "items" / "inbox.toml").unlink()
    add(session, "y")
    assert {item.title for item in box.open().state.plan.records(Item)} == {"x", "y"}


def test_what_another_wrote_while_a_file_was_written_is_not_lost(box, add, monkeypatch):
    session = box.open()
    add(session, "x")
    path = box.data / "items" / "inbox.toml"
    real = session.folder.log.append

    def meanwhile(transaction: object) -> None:
        real(transaction)
        path.write_text(path.read_text() + '\n[[item]]\nid = "i9"\ntitle = "foreign"\n')

    monkeypatch.setattr(session.folder.log, "append", meanwhile)
    add(session, "y")
    assert {item.title for item in box.open().state.plan.records(Item)} == {"x", "y", "foreign"}
    session.poll()
    assert {item.title for item in session.state.plan.records(Item)} == {"x", "y", "foreign"}


def test_a_threaded_session_shows_at_once_and_says_saved_later(box, add):
    answers: list[object] = []
    session = box.open(runner=threaded(), deliver=answers.append)
    for number in range(5):
        add(session, f"x{number}")
    assert len(session.state.plan.records(Item)) == 5
    assert not session.state.saved
    deadline = time.monotonic() + 10
    while len(answers) < 5 and time.monotonic() < deadline:
        time.sleep(0.005)
    for answer in answers:
        answer()
    assert session.state.saved
    session.close()
    assert len(box.open().state.plan.records(Item)) == 5


def test_a_poll_that_brings_no_record_says_nothing(box, add):
    """A file that holds none is no news: it must not cover what the status row says."""
    session = box.open()
    add(session, "x")
    session.say("before")
    plan = session.state.plan
    (box.data / "items" / "later.toml").write_text("# for later\n")
    session.poll()
    assert session.state.plan is not plan
    assert session.state.view.message.text == "before"
