"""Schemas: what was ever shipped loads, newer files are only read, older ones are lifted and rewritten (2.1)."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from ctotui.core.model import Block, Entry, Item
from ctotui.disk import backup, layout, migrations
from ctotui.disk.splice import scan
from ctotui.store import KeepError

SHIPPED = Path(__file__).parent / "data"
OLD = """# mine
schema = 1   # of the first hour

# first
[[item]]
id = "i1"
title = "Renew"   # stays
place = "Room 4"

[[item]]
title = "No id"

[[item]]
id = "i2"   # untouched
title = 'Second'
"""


def rename_place(name: str, table: migrations.Table) -> migrations.Table:
    """A step such as one day may be needed: a key gets another name."""
    return {("location" if key == "place" and name == "item" else key): value for key, value in table.items()}


@pytest.fixture
def newer(monkeypatch):
    """From here on the program is one that writes schema 2."""
    return lambda: monkeypatch.setattr(migrations, "STEPS", [rename_place])


@pytest.mark.parametrize("schema", sorted(path.name for path in SHIPPED.glob("schema-*")))
def test_every_schema_that_was_shipped_loads_whole(box, schema):
    shutil.copytree(SHIPPED / schema, box.data)
    session = box.open()
    plan = session.ask(lambda state: state.plan.all("") and state.plan)
    assert session.findings == []
    blocks = [chunk for path in box.data.rglob("*.toml") for chunk in scan(path.read_bytes().decode()).chunks]
    kinds = Counter(type(record).__name__.lower() for _key, shard in plan.loaded() for record in shard.values())
    assert kinds == Counter(chunk.name for chunk in blocks)
    assert not [one for one in session.check() if "cannot" in one.finding.what or "not TOML" in one.finding.what]
    item = plan.get(Item, "ie1v0k7r2")
    assert (item.title, item.estimate, item.checklist[0]) == ('Renew CloudCo — "gold"', 90, "[x] price")
    assert item.notes.startswith("First line.\n  Second")
    assert dict(item.extra)["colour"] == "red"
    assert plan.get(Block, "ballday01").all_day
    assert plan.get(Entry, "nadjust01").adjustment == -15


def test_a_newer_file_is_shown_and_named_and_never_written(box, add, change):
    path = box.write("items/inbox.toml", 'schema = 2\n\n[[item]]\nid = "i1"\ntitle = "From the future"\n')
    session = box.open()
    assert session.state.plan.get(Item, "i1").title == "From the future"
    (banner,) = session.state.banners
    assert banner.startswith("items/inbox.toml:1:1: ")
    assert "newer ctotui (schema 2)" in banner
    assert "upgrade ctotui" in banner
    before = path.read_bytes()
    with pytest.raises(KeepError, match="First upgrade ctotui"):
        change(session, "i1", title="Mine")
    with pytest.raises(KeepError, match="newer ctotui"):
        add(session, "Also in the inbox")
    assert path.read_bytes() == before
    assert session.state.plan.get(Item, "i1").title == "From the future"
    add(session, "Elsewhere", list="work")
    assert session.history()[0].label == "Add Elsewhere"


@pytest.mark.parametrize("schema", ["0", "-1", "true", '"1"', "1.0", "99"])
def test_a_schema_that_is_none_makes_a_file_read_only(box, schema):
    box.write("items/inbox.toml", f'schema = {schema}\n\n[[item]]\nid = "i1"\ntitle = "x"\n')
    session = box.open()
    with pytest.raises(KeepError, match="newer ctotui"):
        session.folder.sheets.open("items/inbox")
    assert session.state.plan.get(Item, "i1")


def test_an_older_file_is_lifted_in_memory_and_stays_as_it_is(box, newer):
    box.write("items/inbox.toml", OLD)
    newer()
    session = box.open()
    assert session.state.plan.get(Item, "i1").location == "Room 4"
    assert session.findings == []
    assert box.text("items/inbox.toml") == OLD
    assert backup.every(session.folder.state) == []


def test_an_older_file_is_rewritten_when_it_changes_after_a_backup(box, newer, change):
    box.write("items/inbox.toml", OLD)
    box.write("items/work.toml", OLD.replace("i1", "i3").replace("i2", "i4").replace("title", 'list = "work"\ntitle'))
    newer()
    session = box.open()
    nameless = next(one.id for one in session.state.plan.records(Item, "items/inbox") if one.title == "No id")
    change(session, "i2", title="Changed")
    text = box.text("items/inbox.toml")
    assert text.startswith("# mine\nschema = 2   # of the first hour\n\n# first\n")
    assert 'title = "Renew"   # stays\nlocation = "Room 4"\n' in text
    assert f'id = "{nameless}"\ntitle = "No id"\n' in text
    assert 'id = "i2"   # untouched\ntitle = "Changed"\n' in text
    assert box.text("items/work.toml").startswith("# mine\nschema = 1 ")
    (made,) = [one for one in backup.every(session.folder.state) if one.why == "before-schema-2"]
    assert backup.contents(made)["items/inbox.toml"].decode() == OLD
    session.undo()
    assert box.text("items/inbox.toml") == text.replace('"Changed"\nmodified = 2026-03-10T09:42:00Z\n', "'Second'\n")
    change(session, "i4", title="Also")
    assert len([one for one in backup.every(session.folder.state) if one.why == "before-schema-2"]) == 1


def test_migrate_rewrites_all_that_is_older_and_nothing_else(box, newer):
    box.write("items/inbox.toml", OLD)
    box.write("items/work.toml", OLD.replace("schema = 1", "schema = 2").replace('"i', '"j'))
    box.write("entries/2019-05.toml", '[[entry]]\nid = "n1"\nitem = "i1"\nstart = 2019-05-02T09:00:00Z\n')
    newer()
    session = box.open()
    work = box.text("items/work.toml")
    assert session.migrate() == ["items/inbox.toml", "entries/2019-05.toml"]
    assert box.text("entries/2019-05.toml").startswith("schema = 2\n")
    assert box.text("items/work.toml") == work
    assert session.migrate() == []
    assert box.open().state.plan.get(Item, "i1").location == "Room 4"


def test_a_damaged_older_file_is_not_rewritten(box, newer, change):
    box.write("items/inbox.toml", OLD + '\n[[item]]\nid = "i9"\ntitle = broken\n')
    newer()
    session = box.open()
    assert session.state.plan.get(Item, "i1").location == "Room 4"
    with pytest.raises(KeepError, match="older schema"):
        change(session, "i1", title="x")
    with pytest.raises(KeepError, match="older schema"):
        session.migrate()
    assert box.text("items/inbox.toml").endswith("title = broken\n")


def test_steps_of_an_older_ctotui_are_finished_and_not_taken_back(box, newer, add, monkeypatch):
    session = box.open()
    add(session, "Before", "i1")
    with monkeypatch.context() as patched:
        patched.setattr("ctotui.disk.sheet.Sheet.write", lambda *_: (_ for _ in ()).throw(OSError(28, "no room")))
        add(session, "In the log alone", "i2")
    assert "i2" not in box.text("items/inbox.toml")
    session.close()
    newer()
    session = box.open()
    assert session.state.plan.get(Item, "i2").title == "In the log alone"
    assert session.history() == []
    add(session, "After", "i3")
    assert [step.label for step in box.open().history()] == ["Add After"]


def test_steps_are_total(box):
    assert migrations.current() == 1
    assert migrations.lifted("item", {"id": "i1"}, 1) == {"id": "i1"}
    assert layout.keys(str(box.data)) == []
