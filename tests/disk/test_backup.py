"""Backups and restores: what is kept, what comes back, a restore that is killed half way (2.1, 2.4)."""

import os
import shutil
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ctotui.core.errors import PlanError
from ctotui.core.model import Item
from ctotui.disk import backup, files, quarantine
from ctotui.disk.lock import FolderLock
from ctotui.store import KeepError

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)


def whys(session) -> list[str]:
    return sorted(one.why for one in backup.every(session.folder.state))


def titles(session) -> set[str]:
    session.ask(lambda state: state.plan.all(""))
    return {item.title for item in session.state.plan.records(Item)}


def test_the_first_write_of_a_day_makes_one_backup_that_only_the_user_can_read(box, add):
    session = box.open()
    assert whys(session) == []
    add(session, "One")
    add(session, "Two")
    add(box.open(), "Three")
    (made,) = backup.every(session.folder.state)
    assert (made.why, made.name, made.at) == ("daily", "20260310T094200Z-daily", NOW)
    assert os.stat(made.path).st_mode & 0o777 == 0o600
    assert set(backup.contents(made)) == {"ctotui.toml", "items/inbox.toml"}


def test_a_backup_that_cannot_be_made_stops_no_edit(box, add, monkeypatch):
    session = box.open()
    monkeypatch.setattr(backup, "make", lambda *_: (_ for _ in ()).throw(OSError(28, "no room")))
    add(session, "One")
    assert "One" in box.text("items/inbox.toml")
    assert not session.state.banners


def test_the_demo_is_not_backed_up(box, add):
    from ctotui import demo

    session = box.open(demo=lambda: demo.build("Europe/Stockholm"))
    add(session, "One")
    assert whys(session) == []


def test_a_backup_holds_everything_but_what_is_hidden(box):
    box.write("items/inbox.toml", "schema = 1\n")
    box.write("journal/2026-03-10.md", "Dear diary")
    box.write(".git/config", "secret")
    box.write("items/.inbox.toml.1-1.tmp", "half")
    made = box.open().back_up()
    assert set(backup.contents(made)) == {"ctotui.toml", "items/inbox.toml", "journal/2026-03-10.md"}


def test_a_linked_folder_is_backed_up_and_what_cannot_be_read_is_never_removed(box, add, tmp_path):
    add(box.open(), "One")
    made = box.open().back_up()
    add(box.open(), "Two")
    (box.data / "items").rename(tmp_path / "elsewhere")
    (box.data / "items").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(box.data / "items" / "pipe.toml")
    session = box.open()
    again = session.back_up()
    assert set(backup.contents(again)) == {"ctotui.toml", "items/inbox.toml"}
    session.restore(made)
    assert titles(box.open()) == {"One"}
    assert (box.data / "items" / "pipe.toml").exists()


def test_the_newest_ten_stay_and_one_a_day_for_seven_days(box):
    box.write("items/inbox.toml", "schema = 1\n")
    session = box.open()
    times = [NOW + timedelta(hours=hours) for hours in range(0, 24 * 12, 6)]
    made = [backup.make(str(box.data), session.folder.state, at, "manual") for at in times]
    kept = {one.name for one in backup.every(session.folder.state)}
    assert {one.name for one in made[-10:]} <= kept
    days = sorted({one.at.date() for one in made})[-7:]
    newest = {max((one for one in made if one.at.date() == day), key=lambda one: one.at).name for day in days}
    assert newest <= kept
    assert len(kept) == len(newest | {one.name for one in made[-10:]})


def test_a_restore_brings_every_byte_back_and_keeps_what_was_there(box, add):
    box.write("items/work.toml", "# by hand\nschema = 1\n\n[[item]]\nid = 'i9' # x\ntitle = 'Hand'\nlist = 'work'\n")
    box.write("journal/2026-03-10.md", "kept")
    session = box.open()
    add(session, "One")
    made = session.back_up()
    before = box.bytes()
    add(session, "Two")
    add(session, "Elsewhere", list="later")
    session.edit("Delete", lambda plan: plan.drop("i9"))
    box.write("journal/2026-03-11.md", "newer")
    after = box.bytes()
    done, kept = box.open().restore(made)
    assert (done.written, done.removed) == (2, 1)
    now = box.bytes()
    assert now.pop("journal/2026-03-11.md") == b"newer"
    assert now == before
    assert titles(box.open()) == {"Hand", "One"}
    box.open().restore(kept)
    assert box.bytes() == after


def test_an_open_app_takes_in_what_was_restored(box, add):
    session = box.open()
    add(session, "One")
    made = session.back_up()
    add(session, "Two")
    other = box.open()
    other.restore(made)
    assert titles(other) == {"One"}
    session.poll()
    assert titles(session) == {"One"}
    add(session, "Three")
    assert titles(box.open()) == {"One", "Three"}


def test_one_file_is_restored_alone(box, add):
    session = box.open()
    add(session, "One")
    add(session, "Work", list="work")
    made = session.back_up()
    session.edit("Delete", lambda plan: plan.drop(*[item.id for item in plan.records(Item)]))
    add(session, "New", list="new")
    box.open().restore(made, "items/work.toml")
    assert titles(box.open()) == {"Work", "New"}
    with pytest.raises(PlanError, match=r"holds no items/none.toml. It holds ctotui.toml"):
        box.open().restore(made, "items/none.toml")


def test_a_file_comes_back_from_quarantine(box, add):
    session = box.open()
    add(session, "One")
    text = box.text("items/inbox.toml")
    quarantine.put(session.folder.state, "items/inbox.toml", text.encode())
    box.write("items/inbox.toml", "\0\0\0")
    session = box.open()
    (found,) = [one for one in session.restorable() if one.why == "quarantine" and one.size == len(text)]
    assert found.file == "items/inbox.toml"
    session.restore(found)
    assert box.text("items/inbox.toml") == text


def test_a_lost_folder_comes_back_under_its_old_id(box, add):
    session = box.open()
    add(session, "One")
    made = session.back_up()
    session.close()
    identity = box.text("ctotui.toml")
    shutil.rmtree(box.data)
    session = box.open()
    assert box.text("ctotui.toml") != identity
    assert [one.name for one in session.restorable()][:1] == [made.name]
    session.restore(session.restorable()[0])
    assert box.text("ctotui.toml") == identity
    session = box.open()
    assert titles(session) == {"One"}
    session.undo()
    assert titles(session) == set()


def test_a_killed_restore_is_finished_at_the_next_start(boxes, add, monkeypatch):
    """Killed before each of its operations; afterwards the folder is the backup, whole."""
    real = files.replace
    for kill_at in range(1, 9):
        box = boxes()
        session = box.open()
        for name in ("", "work", "home"):
            add(session, name or "inbox", list=name)
        made = session.back_up()
        wanted = box.bytes()
        session.edit("Lose", lambda plan: plan.drop(*[item.id for item in plan.records(Item)]))
        add(session, "Newer", list="newer")
        edited = box.bytes()
        session.close()
        count = 0

        def counting(path, data, kill_at=kill_at):
            nonlocal count
            count += 1
            if count == kill_at:
                raise KeyboardInterrupt
            return real(path, data)

        session = box.open()
        with monkeypatch.context() as patched:
            patched.setattr(files, "replace", counting)
            try:
                session.restore(made)
            except KeyboardInterrupt:
                assert backup.begun(session.folder.state) == (kill_at > 3)
        begun = backup.begun(session.folder.state)
        box.open()
        assert not backup.begun(session.folder.state)
        if begun or count < kill_at:
            assert box.bytes() == wanted
        else:
            assert box.bytes() == edited


def test_a_restore_waits_for_nobody_who_holds_the_lock(box, add, monkeypatch):
    session = box.open()
    add(session, "One")
    made = session.back_up()
    monkeypatch.setattr("ctotui.disk.lock.PATIENCE", 0.02)
    before = box.bytes()
    with FolderLock(str(box.data)), pytest.raises(KeepError, match="has been writing to"):
        box.open().restore(made)
    assert box.bytes() == before


def test_a_damaged_backup_changes_nothing(box, add):
    session = box.open()
    add(session, "One")
    made = session.back_up()
    path = Path(made.path)
    path.write_bytes(path.read_bytes()[:100])
    before = box.bytes()
    with pytest.raises(PlanError, match="cannot be read"):
        session.restore(made)
    assert box.bytes() == before
    assert not backup.begun(session.folder.state)


def test_names_that_lead_out_of_the_folder_are_passed_over(box):
    session = box.open()
    made = session.back_up()
    with tarfile.open(made.path, "w:gz") as tar:
        for name in ("../evil", "/etc/evil", "items/../../evil", "a\\b", "items/.hidden", "items/good.toml"):
            tar.addfile(tarfile.TarInfo(name))
        link = tarfile.TarInfo("items/link.toml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    assert set(backup.contents(made)) == {"items/good.toml"}


def test_a_full_disk_says_what_was_done_and_the_next_start_goes_on(box, add, monkeypatch):
    session = box.open()
    add(session, "One")
    made = session.back_up()
    wanted = box.bytes()
    add(session, "Two")
    real = files.replace

    def full(path, data):
        if path.endswith("inbox.toml"):
            raise OSError(28, "No space left on device", path)
        return real(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(files, "replace", full)
        with pytest.raises(KeepError, match="the next start goes on with it"):
            session.restore(made)
    box.open()
    assert box.bytes() == wanted
