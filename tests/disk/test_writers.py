"""Several writers on one folder: the lock, its fall-back, and apps and shells at once (storage-and-time 2.3)."""

import fcntl
import os
import subprocess
import sys
import time
from errno import ENOLCK

import pytest

from ctotui.core.model import Item
from ctotui.disk import lock
from ctotui.disk.lock import HELD, NAME, FolderLock
from ctotui.store import KeepError

HOLD = """
import fcntl, sys
file = open(sys.argv[1], "a")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def no_flock(monkeypatch):
    """A volume without flock."""

    def refuse(_file: object, _how: int) -> None:
        raise OSError(ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", refuse)


def test_a_stuck_lock_is_said_with_who_holds_it_and_nothing_is_changed(box, add, monkeypatch):
    session = box.open()
    before = box.bytes()
    monkeypatch.setattr(lock, "PATIENCE", 0.05)
    command = [sys.executable, "-c", HOLD, str(box.data / NAME)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(KeepError, match=rf"process {other.pid} \(.+\) has been writing to .* end it\."):
            add(session, "x")
        session.poll()
        other.stdin.close()
    assert box.bytes() == before
    assert session.state.saved
    add(session, "x")
    assert [one.title for one in box.open().state.plan.records(Item)] == ["x"]


@pytest.mark.usefixtures("no_flock")
def test_without_flock_a_file_is_the_lock(box, add, monkeypatch):
    session = box.open()
    add(session, "x")
    assert not (box.data / HELD).exists()
    monkeypatch.setattr(lock, "PATIENCE", 0.05)
    with FolderLock(session.paths.data):
        assert str(os.getpid()) in (box.data / HELD).read_text()
        with pytest.raises(KeepError, match=rf"process {os.getpid()} on .+ has been writing to"):
            add(session, "y")
    add(session, "y")
    assert {one.title for one in box.open().state.plan.records(Item)} == {"x", "y"}


@pytest.mark.usefixtures("no_flock")
def test_a_lock_file_left_behind_is_stale_after_thirty_seconds(box, add, monkeypatch):
    session = box.open()
    held = box.write(HELD, "elsewhere 1 0\n")
    monkeypatch.setattr(lock, "PATIENCE", 0.05)
    os.utime(held, (time.time() - 29, time.time() - 29))
    with pytest.raises(KeepError, match="process 1 on elsewhere"):
        add(session, "x")
    os.utime(held, (time.time() - 31, time.time() - 31))
    add(session, "x")
    assert not held.exists()
    assert [path.name for path in box.data.iterdir() if HELD in path.name] == []


@pytest.mark.usefixtures("no_flock")
def test_who_was_asleep_past_its_time_does_not_take_anothers_lock_away(box):
    box.open()
    sleeper, other = FolderLock(str(box.data)), FolderLock(str(box.data))
    assert sleeper.take(0)
    os.utime(box.data / HELD, (0, 0))
    assert other.take(0.5)
    sleeper.release()
    assert (box.data / HELD).exists()
    other.release()
    assert not (box.data / HELD).exists()


@pytest.mark.usefixtures("no_flock")
def test_without_flock_what_was_written_over_is_merged_at_the_next_poll(box, add):
    session = box.open()
    add(session, "old")
    inbox = box.data / "items" / "inbox.toml"
    stale = inbox.read_text()
    add(session, "ours")
    inbox.write_text(stale + '\n[[item]]\nid = "i9"\ntitle = "theirs"\n')
    session.poll()
    assert {one.title for one in box.open().state.plan.records(Item)} == {"old", "ours", "theirs"}
