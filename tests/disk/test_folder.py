"""A data folder: what is written where, what survives, what is told (storage-and-time 2.1, 2.2, 2.4)."""

import os
from datetime import UTC, date, datetime

import pytest

from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Entry, Item
from ctotui.core.plan import Plan, update
from ctotui.disk import files, lock
from ctotui.disk.lock import FolderLock
from ctotui.store import KeepError

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)

HAND = """# my own file
schema = 1

# first of all
[[item]]
title = "Review SLA"   # a hand-written comment stays
id = "i4kq9x2m7"
colour = "red"
list = "work"

[[item]]
id = "i00000000"
title = 'Second' # untouched"""


def test_a_restart_finds_everything_again(box, add):
    key = add(box.open(), "A", estimate=90, tags=("x",))
    assert box.open().state.plan.get(Item, key) == Item(key, "A", estimate=90, tags=("x",), created=NOW, modified=NOW)


def test_records_stand_in_the_files_that_the_layout_says(box):
    session = box.open()
    records = [
        Item("i1", "task", list="work/infra"),
        Item("i2", "meeting", "meeting"),
        Block("b2", "i2", datetime(2026, 4, 1, 9), datetime(2026, 4, 1, 10), "Europe/Stockholm"),
        Item("i3", "series", repeat="FREQ=DAILY"),
        Entry("n1", "i1", datetime(2026, 2, 28, 23, 30, tzinfo=UTC), zone="Europe/Stockholm"),
    ]
    session.edit("All", lambda plan: plan.put(*records))
    assert set(box.bytes()) == {
        "ctotui.toml",
        "items/work--infra.toml",
        "calendar/2026-04.toml",
        "calendar/series.toml",
        "entries/2026-03.toml",
    }
    assert box.text("calendar/2026-04.toml").index("[[item]]") < box.text("calendar/2026-04.toml").index("[[block]]")


def test_one_changed_record_leaves_every_other_byte(box, change):
    box.write("items/work.toml", HAND)
    session = box.open()
    change(session, "i4kq9x2m7", title="Renamed", list="work", due=date(2026, 3, 13))
    wanted = HAND.replace('"Review SLA"', '"Renamed"').replace(
        'list = "work"\n', 'list = "work"\ndue = 2026-03-13\nmodified = 2026-03-10T09:42:00Z\n'
    )
    assert box.text("items/work.toml") == wanted
    session.undo()
    assert box.text("items/work.toml") == HAND


def test_deletion_and_addition_at_the_end_without_a_newline_undo_to_the_byte(box, add):
    box.write("items/work.toml", HAND)
    session = box.open()
    session.edit("Delete", lambda plan: plan.drop("i00000000"))
    add(session, "Third", list="work")
    session.undo()
    session.undo()
    assert box.text("items/work.toml") == HAND
    add(session, "Fourth", list="work")
    assert 'title = "Fourth"' in box.text("items/work.toml")
    box.open().undo()
    assert box.text("items/work.toml") == HAND


def test_a_finished_item_takes_its_comments_to_the_archive_and_back(box, change):
    box.write("items/work.toml", HAND)
    session = box.open()
    change(session, "i4kq9x2m7", status="done", ended=NOW)
    archived = box.text("items/archive/2026-03.toml")
    assert "# a hand-written comment stays" in archived
    assert "# first of all" in archived
    assert 'colour = "red"' in archived
    session.undo()
    assert box.bytes().keys() == {"ctotui.toml", "items/work.toml"}
    assert box.text("items/work.toml") == HAND


def test_a_record_without_an_id_gets_one_with_the_next_save_of_its_file(box, add):
    text = 'schema = 1\n\n[[item]]\ntitle = "By hand"\n'
    box.write("items/inbox.toml", text)
    session = box.open()
    (found,) = session.state.plan.records(Item)
    assert box.open().state.plan.records(Item) == [found]
    add(session, "Other")
    assert f'[[item]]\nid = "{found.id}"\ntitle = "By hand"' in box.text("items/inbox.toml")
    session.undo()
    assert box.text("items/inbox.toml") == text


def test_damage_is_named_kept_and_written_around(box, add):
    text = 'schema = 1\n\n[[item]]\nid = "i1"\ntitle = "good"\n\n[[item]]\nid = "i2"\ntitle = broken\n'
    box.write("items/inbox.toml", text)
    session = box.open()
    assert [item.id for item in session.state.plan.records(Item)] == ["i1"]
    (finding,) = session.findings
    assert (finding.line, finding.file) == (9, str(box.data / "items/inbox.toml"))
    assert session.state.banners == session.folder.banners
    add(session, "new")
    kept = box.text("items/inbox.toml")
    assert kept.endswith('\n[[item]]\nid = "i2"\ntitle = broken\n')
    assert 'title = "new"' in kept
    session.undo()
    assert box.text("items/inbox.toml") == text


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('estimate = "90"', "unit"),
        ("title = 3", "title"),
        ("due = 2026-03-13T10:00:00Z", "due"),
        ('status = "started"', "status"),
        ("star = 1", "star"),
        ('tags = "a"', "tags"),
        ("rank = nan", "rank"),
        ('created = 2026-03-13T10:00:00', "created"),
    ],
)  # fmt: skip
def test_an_invalid_record_is_hidden_named_by_field_and_kept(box, add, line, word):
    title = "" if line.startswith("title") else 'title = "bad"\n'
    text = f'[[item]]\nid = "i2"\n{title}{line}\n\n[[item]]\nid = "i1"\ntitle = "good"\n'
    box.write("items/inbox.toml", text)
    session = box.open()
    assert [item.id for item in session.state.plan.records(Item)] == ["i1"]
    assert word in session.findings[0].what
    assert session.findings[0].line == 1
    add(session, "more")
    assert line in box.text("items/inbox.toml")
    assert [one.finding.what for one in session.check()] == [session.findings[0].what]


def test_a_file_that_is_not_utf8_is_never_written(box, add):
    path = box.write("items/inbox.toml", "")
    path.write_bytes(b'[[item]]\nid = "i1"\ntitle = "\xff"\n')
    session = box.open()
    assert session.findings[0].line == 3
    with pytest.raises(KeepError, match=r"inbox\.toml"):
        add(session, "new")
    assert path.read_bytes().endswith(b'"\xff"\n')


def test_a_newer_schema_is_read_and_not_written(box, add):
    box.write("items/inbox.toml", 'schema = 9\n[[item]]\nid = "i1"\ntitle = "x"\n')
    session = box.open()
    assert session.state.plan.get(Item, "i1").title == "x"
    with pytest.raises(KeepError, match="newer"):
        add(session, "new")
    assert box.open().findings


def test_modes_are_for_the_user_alone_and_an_own_mode_stays(box, add, change):
    session = box.open()
    key = add(session, "x")
    inbox = box.data / "items" / "inbox.toml"
    assert inbox.stat().st_mode & 0o777 == 0o600
    assert box.data.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in box.state.rglob("*"))
    inbox.chmod(0o644)
    change(session, key, title="y")
    assert inbox.stat().st_mode & 0o777 == 0o644


def test_a_symlinked_file_stays_one_and_its_target_is_replaced(box, add, tmp_path):
    target = tmp_path / "elsewhere.toml"
    target.write_text("schema = 1\n")
    (box.data / "items").mkdir(parents=True)
    (box.data / "items" / "inbox.toml").symlink_to(target)
    add(box.open(), "x")
    assert (box.data / "items" / "inbox.toml").is_symlink()
    assert 'title = "x"' in target.read_text()


def test_a_folder_that_cannot_be_written_is_read_and_says_so(box, add, monkeypatch):
    add(box.open(), "x")
    before = box.bytes()

    def refuse(path: str, *arguments: object, **options: object) -> int:
        if str(path).endswith(lock.NAME):
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **options)

    real = os.open
    monkeypatch.setattr(lock.os, "open", refuse)
    session = box.open()
    assert len(session.state.plan.records(Item)) == 1
    with pytest.raises(KeepError, match="read-only"):
        add(session, "y")
    assert len(session.state.plan.records(Item)) == 1
    assert box.bytes() == before
    session.poll()


def test_a_lock_that_is_held_too_long_is_a_sentence_and_nothing_is_saved(box, add, monkeypatch):
    session = box.open()
    monkeypatch.setattr(lock, "PATIENCE", 0.05)
    with FolderLock(str(box.data)), pytest.raises(KeepError, match="has been writing to"):
        add(session, "x")
    assert set(box.bytes()) == {"ctotui.toml"}
    add(session, "x")


def test_without_flock_a_lock_file_keeps_others_out(box, monkeypatch):
    import fcntl

    def broken(*_arguments: object) -> None:
        raise OSError(95, "Operation not supported")

    box.open()
    monkeypatch.setattr(fcntl, "flock", broken)
    with FolderLock(str(box.data)):
        assert not FolderLock(str(box.data)).take(0)
        held = box.data / ".ctotui.lock.held"
        os.utime(held, (1, 1))
        other = FolderLock(str(box.data))
        assert other.take(0.05)
    assert held.exists()
    other.release()
    assert not held.exists()


def test_an_edit_that_a_rule_refuses_is_no_step(box, add):
    session = box.open()
    add(session, "x")

    def refuse(_plan: Plan) -> Plan:
        raise PlanError("no")

    with pytest.raises(PlanError):
        session.edit("Refused", refuse)
    assert [step.label for step in session.history()] == ["Add x"]


def test_a_known_content_is_read_without_pydantic_and_a_foreign_one_with(box, add):
    import subprocess
    import sys

    add(box.open(), "x")
    box.close()
    code = (
        "import sys; from datetime import UTC, datetime; from ctotui.session import *;"
        "from ctotui.core.state import Settings;"
        f"s = Session.open(paths({{}}, {box.paths.data!r}, {box.paths.config!r}, {box.paths.state!r}), Settings(),"
        "fixed(datetime(2026, 3, 10, tzinfo=UTC))); s.close();"
        "print(*(m in sys.modules for m in ('pydantic', 'textual', 'asyncio', 'platformdirs')))"
    )
    run = [sys.executable, "-c", code]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == "False False False False\n"
    path = box.data / "items" / "inbox.toml"
    path.write_text(path.read_text() + '\n[[item]]\nid = "i9"\ntitle = "foreign"\n')
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == "True False False False\n"
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == "False False False False\n"


def test_a_lone_surrogate_is_kept_as_the_replacement_character(box, add):
    session = box.open()
    key = add(session, "caf\udce9")
    assert session.state.plan.get(Item, key).title == "caf\ufffd"
    assert box.open().state.plan.get(Item, key).title == "caf\ufffd"


def test_two_running_entries_crash_nothing(box):
    session = box.open()
    entries = [Entry(f"n{n}", "i1", datetime(2026, 3, 10, 8, n, tzinfo=UTC)) for n in range(2)]
    session.edit("Two", lambda plan: plan.put(*entries))
    assert session.status().start == int(entries[1].start.timestamp())


def test_copies_of_a_sync_tool_are_not_data_and_doctor_names_them(box):
    box.write("items/inbox.sync-conflict-20260310.toml", '[[item]]\nid = "i1"\ntitle = "x"\n')
    box.write("items/inbox 2.toml", "")
    session = box.open()
    assert session.state.plan.records(Item) == []
    assert len(session.check()) == 2


def test_doctor_names_an_id_that_stands_in_two_files(box):
    for name in ("inbox", "work"):
        box.write(f"items/{name}.toml", '[[item]]\nid = "i1"\ntitle = "x"\n')
    assert "i1" in box.open().check()[0].finding.sentence


def test_a_month_that_is_not_needed_today_is_loaded_when_it_is_asked_for(box):
    box.write("entries/2019-05.toml", '[[entry]]\nid = "n1"\nitem = "i1"\nstart = 2019-05-02T09:00:00Z\n')
    session = box.open()
    assert session.state.plan.shards["entries/2019-05"] is None
    found = session.ask(lambda state: [e for shard in state.plan.all("entries/") for e in shard])
    assert found == ["n1"]
    note = session.state.plan.get(Entry, "n1")
    session.edit("Note", lambda plan: update(plan, note, NOW, note="y"))
    assert 'note = "y"' in box.text("entries/2019-05.toml")


def test_the_demo_is_written_once_and_is_no_step(box):
    plan = Plan({}).put(Item("i1", "demo", created=NOW), Item("i2", "other", list="work", created=NOW))
    session = box.open(demo=lambda: plan)
    assert {item.id for item in session.state.plan.records(Item)} == {"i1", "i2"}
    assert session.history() == []
    session.edit("Delete", lambda plan: plan.drop("i1"))
    assert [item.id for item in box.open(demo=lambda: plan).state.plan.records(Item)] == ["i2"]


def test_two_data_folders_never_share_a_log(box, boxes, add):
    add(box.open(), "x")
    other = boxes()
    other.paths.state = box.paths.state
    assert other.open().history() == []
    os.rename(box.data, other.data.parent / "moved")
    other.paths.data = str(other.data.parent / "moved")
    assert other.open().history() == []


def test_temp_files_of_a_killed_process_are_swept(box):
    box.open()
    dead = box.write("items/.inbox.toml.999999999-1.tmp", "half")
    own = box.write("items/.inbox.toml.1-1.tmp", "of a process that lives")
    files.sweep(files.leftovers([str(box.data / "items")]))
    assert not dead.exists()
    assert own.exists()
