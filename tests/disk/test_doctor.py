"""``ctotui doctor``: what it finds, what it mends, that one undo takes it back (2.4)."""

import os
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core.model import Block, Entry, Item
from ctotui.core.plan import Plan, Shard
from ctotui.core.repairs import examine
from ctotui.disk.lock import FolderLock

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
HEAD = "schema = 1\n"


def item(key: str, title: str = "x", **fields: str) -> str:
    return f'\n[[item]]\nid = "{key}"\ntitle = "{title}"\n' + "".join(f"{k} = {v}\n" for k, v in fields.items())


def entry(key: str, of: str, start: str, end: str = "", **fields: str) -> str:
    ends = f"end = 2026-03-{end}:00Z\n" if end else ""
    rest = "".join(f"{k} = {v}\n" for k, v in fields.items())
    return f'\n[[entry]]\nid = "{key}"\nitem = "{of}"\nstart = 2026-03-{start}:00Z\n{ends}{rest}'


def block(key: str, of: str, day: str = "2026-03-11") -> str:
    return f'\n[[block]]\nid = "{key}"\nitem = "{of}"\nstart = {day}T09:00:00\nend = {day}T10:00:00\n'


@pytest.fixture
def put(box):
    """Write a file of records."""

    def write(name: str, *blocks: str) -> Path:
        return box.write(name, HEAD + "".join(blocks))

    return write


def mended(box, *whats: str) -> list[str]:
    """Find and mend: each of `whats` is found; afterwards nothing of it is; one undo restores every byte."""
    before = box.bytes()
    found = [one for one in box.open().check() if one.mend]
    for what in whats:
        assert any(what in one.finding.what for one in found), [one.finding.what for one in found]
    session = box.open()
    done, left = session.mend()
    assert [one for one in left if one.mend] == []
    assert {one.finding.what for one in found} <= {one.finding.what for one in done}
    assert [one for one in box.open().check() if one.mend] == []
    after = box.bytes()
    box.open().undo()
    assert {name: data for name, data in box.bytes().items() if name != "ctotui.toml"} == {
        name: data for name, data in before.items() if name != "ctotui.toml"
    }
    box.open().redo()
    assert box.bytes() == after
    return [one.mend for one in done]


def test_a_sound_folder_has_no_finding(box, put, add):
    put("items/work.toml", item("i1", list='"work"', blocked_by='["i2"]'), item("i2", list='"work"', parent='"i1"'))
    put("calendar/2026-03.toml", block("b1", "i1"))
    put("entries/2026-03.toml", entry("n1", "i1", "09T08:00", "09T09:00"), entry("n2", "i1", "09T09:00", "09T10:00"))
    session = box.open()
    add(session, "Another", list="work/infra")
    before = box.bytes()
    assert session.check() == []
    assert session.mend()[0] == []
    assert box.bytes() == before


def test_a_finding_names_the_line_of_the_record(box, put):
    path = put("calendar/2026-03.toml", block("b1", "igone"))
    (found,) = box.open().check()
    assert (found.finding.file, found.finding.line, found.finding.column) == (str(path), 3, 1)
    assert "ctotui doctor --fix" in found.finding.todo


def test_blocks_of_deleted_items_are_deleted(box, put):
    put("items/inbox.toml", item("i1"))
    put("calendar/2026-03.toml", block("b1", "i1"), block("b2", "igone"))
    mended(box, "item that is not there (igone)")
    assert [one.id for one in box.open().state.plan.records(Block)] == ["b1"]


def test_dangling_parents_and_dependencies_are_cleared_alone(box, put):
    put("items/inbox.toml", item("i1", parent='"igone"', blocked_by='["igone", "i2"]'), item("i2"))
    mended(box, "part of an item", "waits for an item")
    found = box.open().state.plan.get(Item, "i1")
    assert (found.parent, found.blocked_by) == ("", ("i2",))


def test_an_occurrence_of_no_series_is_deleted(box, put):
    put("calendar/2026-03.toml", '\n[[occurrence]]\nid = "igone@2026-03-11"\nseries = "igone"\nat = 2026-03-11\n')
    mended(box, "of a series that is not there")


def test_tracked_time_of_a_deleted_item_keeps_counting(box, put):
    put("entries/2026-03.toml", entry("n1", "igone", "09T08:00", "09T09:00"))
    mended(box, "item that is not there (igone)")
    session = box.open()
    made = session.state.plan.get(Item, "igone")
    assert (made.status, made.ended) == ("dropped", datetime(2026, 3, 9, 9, tzinfo=UTC))
    assert len(session.state.plan.records(Entry)) == 1


def test_nothing_is_taken_for_dangling_while_a_file_cannot_be_read(box, put):
    put("items/inbox.toml", '\n[[item]]\nid = "i1"\ntitle = broken\n')
    put("calendar/2026-03.toml", block("b1", "i1"))
    put("entries/2026-03.toml", entry("n1", "i1", "09T08:00", "09T09:00"))
    (found,) = box.open().check()
    assert (found.finding.line, found.mend) == (5, "")
    before = box.bytes()
    box.open().mend()
    assert box.bytes() == before


def test_nothing_is_taken_for_dangling_while_a_folder_or_a_strange_file_may_hold_it(box, put):
    put("calendar/2026-03.toml", block("b1", "i1"))
    box.write("items", "no folder")
    found = [one.finding.what for one in box.open().check()]
    assert any("folder cannot be read" in what for what in found)
    assert not any("not there" in what for what in found)
    box.open().mend()
    assert "b1" in box.text("calendar/2026-03.toml")
    (box.data / "items").unlink()
    put("items/my.list.toml", item("i1"))
    box.open().mend()
    assert "b1" in box.text("calendar/2026-03.toml")


def test_an_item_that_only_a_copy_holds_is_not_missed(box, put):
    put("calendar/2026-03.toml", block("b1", "i1"))
    copy = put("items/inbox.sync-conflict-20260310-094200-ABCDEFG.toml", item("i1"))
    session = box.open()
    assert [one.finding.file for one in session.check()] == [str(copy)]
    session.mend()
    assert box.open().check() == []
    assert "b1" in box.text("calendar/2026-03.toml")


def test_of_two_running_entries_the_latest_runs_and_the_earlier_ends_there(box, put):
    put("items/inbox.toml", item("i1"))
    put("entries/2026-03.toml", entry("n1", "i1", "10T08:00"), entry("n2", "i1", "10T08:30"))
    (found,) = box.open().check()
    assert "still runs" in found.finding.what
    done, left = box.open().mend()
    assert ([one.finding.what for one in done], left) == ([found.finding.what], [])
    ends = {one.id: one.end for one in box.open().state.plan.records(Entry)}
    assert ends == {"n1": datetime(2026, 3, 10, 8, 30, tzinfo=UTC), "n2": None}


def test_a_timer_forgotten_for_weeks_is_named_and_left(box, put):
    put("items/inbox.toml", item("i1"))
    put("entries/2026-02.toml", entry("n1", "i1", "09T08:00").replace("2026-03", "2026-02"))
    (found,) = box.open().check()
    assert "has run for 29 days" in found.finding.what
    assert "ctotui stop --at" in found.finding.todo
    assert box.open().mend()[0] == []


def test_an_overlap_goes_to_the_entry_that_began_later(box, put):
    put("items/inbox.toml", item("i1"))
    put("entries/2026-03.toml", entry("n1", "i1", "09T08:00", "09T11:00"), entry("n2", "i1", "09T09:00", "09T10:00"))
    mended(box, "overlaps")
    spans = sorted((one.start.hour, one.end.hour) for one in box.open().state.plan.records(Entry))
    assert spans == [(8, 9), (9, 10), (10, 11)]


def test_a_record_in_two_files_is_made_one_in_its_own_file(box, put):
    put("items/inbox.toml", item("i1", "old", modified="2026-03-01T00:00:00Z", tags='["a"]'))
    later = {"modified": "2026-03-02T00:00:00Z", "list": '"work"', "tags": '["b"]'}
    put("items/work.toml", item("i1", "new", **later))
    mended(box, "also stands in items/work.toml")
    session = box.open()
    assert session.state.plan.where("i1") == "items/work"
    assert session.state.plan.get(Item, "i1").title == "new"
    assert set(session.state.plan.get(Item, "i1").tags) == {"a", "b"}


@pytest.mark.parametrize("other", ["items/inbox.toml", "items/work.toml"])
def test_a_copy_made_by_hand_becomes_a_record_of_its_own(box, put, other):
    one, two = item("i1", "First"), item("i1", "Copy", **({"list": '"work"'} if "work" in other else {}))
    if other == "items/inbox.toml":
        put(other, one, two)
    else:
        put("items/inbox.toml", one)
        put(other, two)
    mended(box, "has the id i1 of")
    assert sorted(one.title for one in box.open().state.plan.records(Item)) == ["Copy", "First"]


def test_an_exact_copy_in_one_file_is_deleted(box, put):
    put("items/inbox.toml", item("i1"), item("i2"), item("i1"), item("i2"), item("i3"))
    mended(box, "has the id i1", "has the id i2")
    assert [one.id for one in box.open().state.plan.records(Item)] == ["i1", "i2", "i3"]


def test_an_edit_beside_a_copy_touches_the_first(box, put, change):
    put("items/inbox.toml", item("i1", "First"), item("i1", "Copy"))
    session = box.open()
    change(session, "i1", title="Renamed")
    assert box.text("items/inbox.toml").index("Renamed") < box.text("items/inbox.toml").index("Copy")
    assert not session.folder.recovery.trouble


def test_records_in_the_wrong_file_are_moved(box, put):
    put("items/archive/2026-01.toml", item("i1"))
    put("items/inbox.toml", item("i2", status='"done"', ended="2026-02-03T09:00:00Z"))
    put("entries/2026-01.toml", entry("n1", "i2", "09T08:00", "09T09:00"))
    mended(box, "stands in the wrong file")
    plan = box.open().ask(lambda state: state.plan.all("") and state.plan)
    where = [plan.where(key) for key in ("i1", "i2", "n1")]
    assert where == ["items/inbox", "items/archive/2026-02", "entries/2026-03"]


def test_rights_are_closed(box, put):
    path = put("items/inbox.toml", item("i1"))
    path.chmod(0o644)
    path.parent.chmod(0o755)
    session = box.open()
    whats = [one.finding.what for one in session.check()]
    assert whats == ["The folder can be used by others (mode 0755).", "inbox.toml: can be used by others (mode 0644)."]
    session.mend()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert session.check() == []


def test_what_a_crash_left_is_swept(box, put):
    put("items/inbox.toml", item("i1"))
    session = box.open()
    left = box.write("items/.inbox.toml.999999-1.tmp", "half")
    assert "A crash left" in session.check()[0].finding.what
    session.mend()
    assert not left.exists()
    assert session.check() == []


def test_a_lock_that_was_left_behind_goes_and_one_that_is_held_is_named(box, put, monkeypatch):
    put("items/inbox.toml", item("i1"))
    session = box.open()
    held = box.write(".ctotui.lock.held", "host 1 1\n")
    os.utime(held, (time.time() - 60, time.time() - 60))
    assert "left behind" in session.check()[0].finding.what
    session.mend()
    assert not held.exists()
    monkeypatch.setattr("ctotui.disk.housekeeping.PATIENCE", 0.0)
    with FolderLock(str(box.data)):
        (found,) = session.check()
    assert "The lock is held by" in found.finding.what
    assert found.mend == ""


def test_copies_of_a_sync_tool_are_merged_and_put_aside(box, put):
    put("items/inbox.toml", item("i1", "old", modified="2026-03-01T00:00:00Z", tags='["a"]'))
    new = item("i1", "new", modified="2026-03-02T00:00:00Z", tags='["b"]')
    copy = put("items/inbox.sync-conflict-20260310-094200-ABCDEFG.toml", new, item("i2", "only there"))
    foreign = put("items/notes.txt")
    session = box.open()
    assert [one.finding.file for one in session.check()] == [str(copy), str(foreign)]
    session.mend()
    session = box.open()
    assert {one.title for one in session.state.plan.records(Item)} == {"new", "only there"}
    assert set(session.state.plan.get(Item, "i1").tags) == {"a", "b"}
    assert not copy.exists()
    (kept,) = (Path(session.paths.own_state()) / "quarantine").iterdir()
    assert "only there" in kept.read_text()
    (left,) = session.check()
    assert (left.finding.file, left.mend) == (str(foreign), "")
    session.undo()
    assert box.open().state.plan.get(Item, "i1").title == "old"


def test_a_copy_that_cannot_be_read_stays(box, put):
    put("items/inbox.toml", item("i1"))
    copy = put("items/inbox (Anna's conflicted copy 2026-03-10).toml", "\n[[item]\n")
    session = box.open()
    assert session.mend()[0] == []
    assert copy.exists()


def test_a_folder_that_cannot_be_written_says_so(box, put, monkeypatch):
    from ctotui.store import KeepError

    put("items/inbox.toml", item("i1", parent='"igone"'))
    session = box.open()
    monkeypatch.setattr("ctotui.disk.lock.PATIENCE", 0.02)
    monkeypatch.setattr("ctotui.disk.housekeeping.PATIENCE", 0.0)
    with FolderLock(str(box.data)), pytest.raises(KeepError, match="has been writing to"):
        session.mend()


# --- the pure part ---------------------------------------------------------------------------------------------------

MINUTES = st.integers(0, 240)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(MINUTES, st.one_of(st.none(), MINUTES)), max_size=7))
def test_mended_time_covers_the_same_minutes_and_never_overlaps(spans):
    first = datetime(2026, 3, 9, 8, tzinfo=UTC)
    entries = {}
    for number, (start, length) in enumerate(spans):
        began = first + timedelta(minutes=start)
        end = began + timedelta(minutes=length) if length is not None else None
        entries[f"n{number}"] = Entry(f"n{number}", "i1", began, end, modified=began)
    plan = Plan({"items/inbox": Shard({"i1": Item("i1", "x")}), "entries/2026-03": Shard(entries)})
    after = examine(plan, NOW).plan
    assert examine(after, NOW).faults == ()
    kept = sorted(after.records(Entry), key=lambda one: (one.start, one.end or NOW))
    shown = [one for one in kept if one.end != one.start]
    for one, two in pairwise(shown):
        assert one.end is not None
        assert one.end <= two.start

    def covered(found: list[Entry], running: datetime | None) -> set[int]:
        minutes: set[int] = set()
        for one in found:
            end = one.end or (running if running and running > one.start else NOW)
            minutes |= set(range(int((one.start - first).seconds / 60), int((end - first).total_seconds() / 60)))
        return minutes

    open_ones = [one.start for one in entries.values() if one.end is None]
    latest = max(open_ones, default=None)
    before = covered([one for one in entries.values() if one.end is not None or one.start == latest], None)
    assert before <= covered(kept, None)


def test_mending_twice_changes_nothing_and_two_devices_mend_alike():
    record = Item("i1", "One", modified=NOW)
    copy = Item("i1", "Two", list="work", modified=NOW)
    plan = Plan({"items/inbox": Shard({"i1": record}), "items/work": Shard({"i1": copy})})
    first, second = examine(plan, NOW), examine(plan, NOW)
    assert {one.id for one in first.plan.records(Item)} == {one.id for one in second.plan.records(Item)}
    again = examine(first.plan, NOW)
    assert again.faults == ()
    assert again.plan is first.plan
