"""The file layer: links, mounts, modes, leftovers (storage-and-time 2.2, 2.4)."""

import os
import time
from errno import EBUSY, EXDEV

import pytest

from ctotui.core.model import Item
from ctotui.disk import files


@pytest.fixture
def target(tmp_path):
    path = tmp_path / "file.toml"
    path.write_bytes(b"old and longer than the new")
    return path


def names(folder) -> list[str]:
    return sorted(os.listdir(folder))


def mounted(monkeypatch, target, number: int) -> None:
    """A file that cannot be renamed over."""
    real = os.replace

    def replace(source, to):
        if str(to) == str(target):
            raise OSError(number, os.strerror(number))
        real(source, to)

    monkeypatch.setattr(os, "replace", replace)


@pytest.mark.parametrize("number", [EBUSY, EXDEV])
def test_a_mounted_file_is_written_in_place_and_keeps_its_inode(target, monkeypatch, number):
    inode = os.stat(target).st_ino
    mounted(monkeypatch, target, number)
    files.replace(str(target), b"new")
    assert target.read_bytes() == b"new"
    assert os.stat(target).st_ino == inode
    assert names(target.parent) == ["file.toml"]


def test_a_write_in_place_that_failed_is_finished_from_the_whole_copy(target, monkeypatch):
    mounted(monkeypatch, target, EBUSY)
    with monkeypatch.context() as patch:
        patch.setattr(files, "finish", lambda _path: (_ for _ in ()).throw(OSError(5, "Input/output error")))
        with pytest.raises(OSError, match="Input/output"):
            files.replace(str(target), b"new")
    target.write_bytes(b"ne")
    assert names(target.parent) == [".file.toml.whole.tmp", "file.toml"]
    assert files.leftovers([str(target.parent)]) == []
    files.finish(str(target))
    assert target.read_bytes() == b"new"
    assert names(target.parent) == ["file.toml"]


def test_a_chain_of_links_stays_and_a_dangling_one_is_filled(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(0o755)
    (tmp_path / "a.toml").symlink_to("b.toml")
    (tmp_path / "b.toml").symlink_to("elsewhere/c.toml")
    files.replace(str(tmp_path / "a.toml"), b"new")
    assert (elsewhere / "c.toml").read_bytes() == b"new"
    assert (tmp_path / "a.toml").is_symlink()
    assert (tmp_path / "b.toml").is_symlink()
    assert os.stat(elsewhere).st_mode & 0o777 == 0o755


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_mode_stays_and_the_temp_file_never_has_more(target, monkeypatch, mode):
    target.chmod(mode)
    seen = []
    real = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda descriptor: (seen.append(os.fstat(descriptor).st_mode & 0o777), real(descriptor))
    )
    files.replace(str(target), b"new")
    assert os.stat(target).st_mode & 0o777 == mode
    assert seen[0] == mode


def test_a_temp_file_of_a_process_of_the_same_number_is_no_obstacle(target):
    files.replace(str(target), b"1")
    number = files._counter + 1
    left = target.parent / f".file.toml.{os.getpid()}-{number}.tmp"
    left.write_bytes(b"half")
    files.replace(str(target), b"2")
    assert target.read_bytes() == b"2"


def test_only_our_own_leftovers_are_swept_and_only_dead_or_old_ones(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "alive", lambda process: process == 77)
    gone = [".a.toml.999999-1.tmp", ".known.12-3.tmp"]
    stays = [".a.toml.77-1.tmp", ".a.toml.tmp", ".vim.swp.tmp", "b.toml.12-1.tmp", ".a.12-x.tmp", ".a.toml.whole.tmp"]
    for name in (*gone, *stays, ".old.toml.77-9.tmp"):
        (tmp_path / name).write_text("x")
    long_ago = time.time() - 2 * files.OLD
    os.utime(tmp_path / ".old.toml.77-9.tmp", (long_ago, long_ago))
    files.sweep(files.leftovers([str(tmp_path)]))
    assert names(tmp_path) == sorted(stays)


def test_leftovers_go_at_the_start_wherever_a_kill_left_them(box, add, tmp_path):
    session = box.open()
    add(session, "A")
    session.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    inbox = box.data / "items" / "inbox.toml"
    inbox.rename(elsewhere / "inbox.toml")
    inbox.symlink_to(elsewhere / "inbox.toml")
    own = next(box.state.iterdir())
    left = [folder / ".x.999999999-1.tmp" for folder in (box.data, box.data / "items", own, own / "log", elsewhere)]
    for path in left:
        path.write_text("half")
    again = box.open()
    assert [path for path in left if path.exists()] == []
    assert [item.title for item in again.state.plan.records(Item)] == ["A"]


def test_an_fsync_that_failed_is_not_asked_again_of_the_same_file(target, monkeypatch):
    asked: list[int] = []

    def failing(descriptor):
        asked.append(os.fstat(descriptor).st_ino)
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", failing)
        for _attempt in range(2):
            with pytest.raises(OSError, match="Input/output"):
                files.replace(str(target), b"new")
    assert target.read_bytes().startswith(b"old")
    assert names(target.parent) == ["file.toml"]
    assert len(asked) == 2
