"""Copies that sync tools make of a conflict, and files in which git left its marks (storage-and-time 2.3)."""

from pathlib import Path

import pytest

from ctotui.core.model import Item
from ctotui.core.reconcile import closest
from ctotui.disk import files
from tests.disk.conftest import titles

COPIES = [
    "inbox.sync-conflict-20260310-101500-ABCDEFG.toml",
    "inbox (Anna's conflicted copy 2026-03-10).toml",
    "inbox (conflicted copy 2026-03-10 101500).toml",
    "inbox 2.toml",
    "inbox (1).toml",
]


@pytest.fixture(autouse=True)
def old_files(monkeypatch):
    """No file counts as still being written."""
    monkeypatch.setattr(files, "YOUNG", -1)


def message(session) -> str:
    return session.state.view.message.text


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_merged_by_record_and_moved_to_quarantine(box, add, change, name):
    session = box.open()
    key = add(session, "Plan", notes="n")
    add(session, "gone here")
    stale = box.text("items/inbox.toml")
    change(session, key, title="Ours")
    session.edit("Delete", lambda plan: plan.drop(*(one.id for one in plan.records(Item) if one.id != key)))
    text = stale.replace('"n"', '"theirs"') + '\n[[item]]\nid = "i9"\ntitle = "only there"\n'
    copy = box.write(f"items/{name}", text)
    session.poll()
    assert titles(session) == {"Ours", "only there"}
    assert session.state.plan.get(Item, key).notes == "theirs"
    assert not copy.exists()
    kept = (Path(session.folder.state) / "quarantine").iterdir()
    assert [path.read_text() for path in kept] == [text]
    assert f"items/{name}, a copy of a conflict: 2 records of it were new or merged; it is kept in" in message(session)
    session.undo()
    assert titles(session) == {"Ours"}


def test_a_copy_of_an_item_that_is_finished_meets_it_in_the_archive(box, add, change):
    session = box.open()
    key = add(session, "Plan")
    stale = box.text("items/inbox.toml")
    change(session, key, status="done", ended=session.now.replace(year=2025))
    fresh = box.open()
    assert fresh.state.plan.find(key) is None
    box.write("items/inbox 2.toml", stale.replace('"Plan"', '"Renamed"'))
    fresh.poll()
    found = fresh.state.plan.get(Item, key)
    assert (found.title, found.status) == ("Renamed", "done")
    assert fresh.state.plan.where(key) == "items/archive/2025-03"


def test_a_copy_with_nothing_new_only_goes_to_quarantine(box, add, change):
    session = box.open()
    key = add(session, "Plan")
    stale = box.text("items/inbox.toml")
    change(session, key, title="Ours")
    before, steps = box.bytes(), len(session.history(50))
    box.write("items/inbox 2.toml", stale)
    session.poll()
    assert box.bytes() == before
    assert len(session.history(50)) == steps
    assert "nothing new in it" in message(session)


def test_a_copy_that_cannot_be_read_whole_stays_and_is_named_until_it_is_repaired(box, add):
    session = box.open()
    add(session, "Plan")
    copy = box.write("items/inbox 2.toml", '[[item]]\nid = "i9"\ntitle = = broken\n')
    session.poll()
    session.poll()
    assert copy.exists()
    assert titles(session) == {"Plan"}
    assert session.state.banners == (
        "items/inbox 2.toml: It is a copy that a sync tool made of a conflict, and was not merged: it cannot be read "
        "whole. Nothing of it is used; repair it with an editor, or move it away.",
    )
    copy.write_text('[[item]]\nid = "i9"\ntitle = "mended"\n')
    session.poll()
    assert titles(session) == {"Plan", "mended"}
    assert session.state.banners == ()


def test_a_copy_still_on_its_way_waits(box, add, monkeypatch):
    session = box.open()
    add(session, "Plan")
    copy = box.write("items/inbox 2.toml", '[[item]]\nid = "i9"\ntitle = "new"\n')
    monkeypatch.setattr(files, "YOUNG", 2_000_000_000)
    session.poll()
    assert copy.exists()
    assert titles(session) == {"Plan"}


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_the_marks_of_git_are_merged_by_record(box, add, style):
    session = box.open()
    key = add(session, "Plan", notes="n")
    add(session, "other")
    middle = '||||||| base\ntitle = "Plan"\n' if style == "diff3" else ""
    text = box.text("items/inbox.toml").replace(
        'title = "Plan"\n', f'<<<<<<< HEAD\ntitle = "One"\n{middle}=======\ntitle = "Two"\n>>>>>>> laptop\n'
    )
    box.write("items/inbox.toml", "# mine\n" + text)
    session.poll()
    session.poll()
    assert titles(session) == {"Two", "other"}
    assert session.state.plan.get(Item, key).notes == "n"
    assert box.text("items/inbox.toml").startswith("# mine\n")
    assert "<<<<" not in box.text("items/inbox.toml")
    assert session.state.banners == ()


def test_marks_that_no_rule_decides_stay_and_are_named(box, add):
    session = box.open()
    add(session, "Plan")
    text = box.text("items/inbox.toml").replace('title = "Plan"\n', "<<<<<<< HEAD\n= 1\n=======\n= 2\n>>>>>>> laptop\n")
    box.write("items/inbox.toml", text)
    session.poll()
    session.poll()
    assert box.text("items/inbox.toml") == text
    assert any("holds the marks of an unfinished merge" in one for one in session.state.banners)


def test_the_closest_version_is_the_one_it_was_made_from():
    one, two = Item("i1", "a", notes="n"), Item("i1", "b", notes="n")
    assert closest([one, two], Item("i1", "a", notes="other")) == one
    assert closest([one, two], Item("i1", "b", notes="other")) == two
    assert closest([one, two], Item("i1", "c", notes="n")) == two
    assert closest([], one) is None
