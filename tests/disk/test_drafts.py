"""Drafts of the line being typed, file by file (storage-and-time 2.2)."""

import os

from ctotui.disk import files
from ctotui.disk.drafts import Drafts, Typed


def test_a_draft_of_a_process_that_is_gone_is_offered_until_the_next_line_is_closed(tmp_path, monkeypatch):
    line = Typed("add", 'Call "Anna"\x1b[31m')
    monkeypatch.setattr(os, "getpid", lambda: 999_999_999)
    Drafts(str(tmp_path)).keep(line)
    monkeypatch.undo()
    assert Drafts(str(tmp_path)).left() == [line]
    drafts = Drafts(str(tmp_path))
    assert drafts.left() == [line]
    drafts.keep(Typed("add", "something else"))
    drafts.drop()
    assert Drafts(str(tmp_path)).left() == []


def test_a_draft_of_a_process_that_lives_stays_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "getpid", lambda: 1)
    Drafts(str(tmp_path)).keep(Typed("add", "theirs"))
    monkeypatch.undo()
    monkeypatch.setattr(files, "alive", lambda process: process == 1)
    assert Drafts(str(tmp_path)).left() == []


def test_a_damaged_draft_is_passed_over(tmp_path):
    folder = tmp_path / "drafts"
    folder.mkdir()
    (folder / "999999999.toml").write_bytes(b"purpose = \xff")
    (folder / "999999998.toml").write_bytes(b'purpose = "add"\n')
    assert Drafts(str(tmp_path)).left() == []
