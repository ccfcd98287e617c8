"""Damaged files and hard places, row by row of the table of storage-and-time 2.4."""

import os
import socket
from pathlib import Path

import pytest

from ctotui.core.model import Item
from ctotui.disk import files, quarantine
from ctotui.ui.chrome import status_row
from ctotui.ui.glyphs import UNICODE
from tests.disk.conftest import refused, titles

INBOX = """schema = 1

# first
[[item]]
id = "i0"
title = "First"

[[item]]
id = "i1"
title = "Second"
{middle}
[[item]]
id = "i2"
title = "Third"
"""
ENTRY = '[[entry]]\nid = "n0"\nitem = "i1"\nstart = 2026-03-10T09:00:00Z\n'


DAMAGES = {
    "unclosed string": ('due = "2026\n', 11, "This is not TOML"),
    "no value": ("due =\n", 11, "This is not TOML"),
    "key twice": ('title = "Again"\n', 11, "This is not TOML"),
    "unclosed array": ("tags = [\n", 12, "This is not TOML"),
    "half a header": ("[[ite\n", 11, "This is not TOML"),
    "deep nesting": (f"tags = {'[' * 5000}{']' * 5000}\n", 8, "nested too deeply"),
    "wrong type": ("star = 5\n", 8, "[[item]] star"),
    "wrong word": ('status = "soon"\n', 8, "[[item]] status"),
    "wrong zone of time": ("created = 2026-03-10T10:00:00\n", 8, "[[item]] created"),
    "end of time": ("created = 9999-12-31T23:59:59Z\n", 8, "[[item]] created: should be in the years"),
    "wrong header": ('[[itme]]\nid = "i8"\n', 11, "[[itme]] is no kind of record"),
    "id twice": ('[[item]]\nid = "i0"\ntitle = "Copy"\n', 11, "stands here twice"),
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_hides_what_cannot_be_read_and_its_bytes_survive_every_save(box, add, change, kind):
    broken, line, what = DAMAGES[kind]
    text = INBOX.format(middle=broken)
    path = box.write("items/inbox.toml", text)
    session = box.open()
    assert {"First", "Third"} <= titles(session) <= {"First", "Second", "Third"}
    assert len(session.findings) == 1
    finding = session.findings[0]
    assert (finding.file, finding.line) == (str(path), line)
    assert what in finding.what
    assert finding.todo.endswith("editor.")
    add(session, "New")
    change(session, "i2", title="Other")
    session.undo()
    session.undo()
    assert path.read_text() == text
    change(session, "i2", title="Other")
    add(session, "New")
    after = path.read_text()
    assert broken in after
    assert titles(box.open()) == titles(session)
    assert after.index("New") < after.index(broken) or what.startswith("[[") or "twice" in what
    path.write_text(after.replace(broken, ""))
    assert box.open().findings == []


def test_a_first_record_without_its_header_is_named_and_no_array_of_numbers_is_a_crash(box, boxes, add):
    path = box.write("items/inbox.toml", INBOX.format(middle="").replace("[[item]]\n", "", 1))
    session = box.open()
    assert titles(session) == {"Second", "Third"}
    assert [(finding.line, finding.what) for finding in session.findings] == [
        (4, "A record stands here without a header.")
    ]
    add(session, "New")
    assert 'title = "First"' in path.read_text()
    other = boxes()
    other.write("items/inbox.toml", "item = [1, 2]\n")
    assert "inside another value" in other.open().findings[0].what


def test_the_banner_names_file_line_and_column_until_the_file_is_repaired(box):
    path = box.write("items/inbox.toml", INBOX.format(middle='due = "2026\n'))
    session = box.open()
    for width in (80, 160):
        row = status_row(session.state, width, UNICODE).text()
        assert "items/inbox.toml:11:12: " in row
    path.write_text(INBOX.format(middle=""))
    session.poll()
    assert "inbox.toml" not in status_row(session.state, 80, UNICODE).text()
    assert titles(session) == {"First", "Second", "Third"}


@pytest.mark.parametrize(
    ("spoil", "what", "line"),
    [
        (lambda text: text.replace("Second", "Sec\0nd").encode(), "holds NUL bytes", 10),
        (lambda text: text.replace("Second", "Sécond").encode("latin-1"), "is not UTF-8 text", 10),
        (lambda text: text.encode()[:-20] + bytes(20), "holds NUL bytes", 13),
        (lambda text: text.replace('title = "Sec', '<<<<<<< HEAD\ntitle = "Sec').encode(), "unfinished merge", 10),
        (lambda text: text.encode("utf-16"), "is not UTF-8 text", 1),
    ],
    ids=["NUL", "latin-1", "NUL tail", "git marks", "utf-16"],
)
def test_a_spoiled_file_is_only_read_with_a_copy_in_quarantine(box, add, spoil, what, line):
    data = spoil(INBOX.format(middle=""))
    path = box.write("items/inbox.toml", "")
    path.write_bytes(data)
    session = box.open()
    assert titles(session) < {"First", "Second", "Third"}
    assert what == "is not UTF-8 text" or titles(session) >= {"First"}
    finding = session.findings[0]
    assert what in finding.what
    assert finding.line == line
    own = box.paths.own_state()
    copies = quarantine.copies(own, "items/inbox.toml")
    assert [Path(copy).read_bytes() for copy in copies] == [data]
    assert copies[0] in finding.todo
    assert "`ctotui restore`" in finding.todo
    assert os.stat(copies[0]).st_mode & 0o777 == 0o600
    assert what in refused(session, add)
    session.edit("Elsewhere", lambda plan: plan.put(Item("i9", "Elsewhere", list="work/infra")))
    assert path.read_bytes() == data
    again = box.open()
    assert "Elsewhere" in titles(again)
    assert len(quarantine.copies(own, "items/inbox.toml")) == 1
    path.write_text(INBOX.format(middle=""))
    again.poll()
    assert again.findings == []
    add(again, "New")


def make_folder(path: Path) -> None:
    path.mkdir()


def make_socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.chdir(here)


def make_endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def make_loop(path: Path) -> None:
    path.symlink_to(path.name)


def make_huge(path: Path) -> None:
    path.write_text("")
    os.truncate(path, files.LARGEST + 1)


HARD = (make_folder, os.mkfifo, make_socket, make_endless, make_loop, make_huge)


@pytest.mark.parametrize("make", HARD)
def test_what_is_no_file_of_ours_is_named_and_left_alone(box, add, make):
    path = box.write("items/inbox.toml", "")
    box.write("items/work--infra.toml", '[[item]]\nid = "i5"\ntitle = "Other"\nlist = "work/infra"\n')
    path.unlink()
    make(path)
    session = box.open()
    assert titles(session) == {"Other"}
    assert [finding.file for finding in session.findings] == [str(path)]
    assert "cannot be read" in session.findings[0].what
    assert "inbox.toml" in refused(session, add)
    session.poll()
    session.edit("Elsewhere", lambda plan: plan.put(Item("i9", "Elsewhere", list="work/infra")))
    os.rmdir(path) if path.is_dir() else path.unlink()
    session.poll()
    assert session.findings == []
    add(session, "New")
    assert titles(box.open()) == {"Other", "Elsewhere", "New"}


@pytest.mark.parametrize("folder", ["items", "calendar", "entries"])
def test_a_file_where_a_folder_should_be_is_named_and_left_alone(box, add, folder):
    path = box.write(folder, "mine")
    session = box.open()
    assert [finding.file for finding in session.findings] == [str(path)]
    if folder == "items":
        assert "is no folder" in refused(session, add)
    assert path.read_text() == "mine"


def test_a_file_without_the_right_to_read_it_keeps_what_was_read_and_says_so(box, add, change, monkeypatch):
    session = box.open()
    key = add(session, "Mine")
    real = os.open

    def denied(path, *arguments, **options):
        if str(path).endswith("inbox.toml"):
            raise PermissionError(13, "Permission denied", path)
        return real(path, *arguments, **options)

    (box.data / "items" / "inbox.toml").touch()
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", denied)
        session.poll()
        assert titles(session) == {"Mine"}
        assert "Give yourself the right to read it" in session.findings[0].todo
        assert "Permission denied" in refused(session, add)
    session.poll()
    assert session.findings == []
    change(session, key, title="Still mine")


@pytest.mark.parametrize("denied", ["inbox.toml", "items"])
def test_a_read_only_file_or_folder_refuses_the_edit_before_the_log(box, add, monkeypatch, denied):
    session = box.open()
    add(session, "Before")
    steps = len(session.history())
    real = os.access
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda path, mode: not str(path).endswith(denied) and real(path, mode))
        assert "is read-only" in refused(session, add)
    assert len(session.history()) == steps
    add(session, "After")


def test_a_read_only_data_folder_is_said_in_a_sentence(box, monkeypatch):
    session = box.open()
    assert session.readonly == ""
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert session.readonly.endswith("is read-only: you can look, and nothing is saved.")


def test_many_damaged_blocks_are_read_in_time_that_grows_with_the_file_only(box):
    """An unclosed bracket on every line once made the reading quadratic."""
    import time

    broken = "".join(f'[[item]]\nid = "i{n:07}"\ntitle = "x"\ntags = [\n\n' for n in range(3000))
    box.write("items/inbox.toml", broken)
    start = time.process_time()
    session = box.open()
    assert len(session.findings) == 3000
    assert time.process_time() - start < 5
