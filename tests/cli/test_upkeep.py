"""doctor, migrate, backup, restore on the command line."""

import io
from pathlib import Path

from ctotui.cli.run import run
from ctotui.disk import migrations


def test_doctor_finds_mends_and_says_what_it_did(ctotui, add, environ) -> None:
    add("One")
    inbox = Path(environ["CTOTUI_DATA"]) / "items" / "inbox.toml"
    before = inbox.read_bytes()
    inbox.write_bytes(before + b'\n[[item]]\nid = "ilinked00"\ntitle = "Linked"\nparent = "igone0000"\n')
    found = ctotui("doctor")
    assert found.status == 3
    assert found.lines == [
        f'{inbox}:{before.count(bytes([10])) + 2}:1: "Linked" is a part of an item that is not there (igone0000). '
        "ctotui doctor --fix mends it: It stands by itself."
    ]
    row = ctotui("doctor --json").json["findings"][0]
    assert row.keys() == {"file", "line", "column", "what", "todo"}
    done = ctotui("doctor --fix")
    assert (done.status, done.err) == (0, "")
    assert done.lines[0].endswith("(igone0000). Mended: It stands by itself.")
    assert "parent" not in inbox.read_text()
    assert ctotui("doctor").lines == ["Every file can be read. Nothing to do."]
    assert ctotui("undo").lines == ["Undone: Mend what doctor found."]
    assert b"igone0000" in inbox.read_bytes()
    rows = ctotui("doctor --fix --json").json["findings"]
    assert [one["mended"] for one in rows] == ["It stands by itself."]


def test_mending_wants_a_folder_of_its_own_while_the_clock_stands(environ) -> None:
    out, err = io.StringIO(), io.StringIO()
    home = {key: value for key, value in environ.items() if key != "CTOTUI_DATA"}
    assert run(["doctor", "--fix"], home, lambda _opening: 77, out, err) == 2
    assert "needs a data folder of its own" in err.getvalue()


def test_what_cannot_be_mended_is_said_and_left(ctotui, add, environ) -> None:
    add("One")
    inbox = Path(environ["CTOTUI_DATA"]) / "items" / "inbox.toml"
    inbox.write_bytes(inbox.read_bytes() + b"\n[[item]]\ntitle = = 3\n")
    broken = inbox.read_bytes()
    done = ctotui("doctor --fix")
    assert done.status == 3
    assert "This is not TOML" in done.out
    assert inbox.read_bytes() == broken


def test_backup_and_restore(ctotui, add) -> None:
    add("One")
    assert ctotui("restore").lines[0].split()[0] == "20260310T094200Z-daily"
    made = ctotui("backup --json").json["backups"][0]
    assert (made["name"], made["why"]) == ("20260310T094200Z-manual", "manual")
    assert Path(made["path"]).stat().st_size == made["size"]
    add("Two")
    done = ctotui("restore", made["name"])
    assert done.status == 0
    assert done.out.startswith("1 file put back from 20260310T094200Z-manual. What was there before is kept: ")
    assert [one["title"] for one in ctotui("list --json").json["items"]] == ["One"]
    back = done.out.split()[-1]
    assert ctotui("restore", back, "items/inbox.toml").status == 0
    assert {one["title"] for one in ctotui("list --json").json["items"]} == {"One", "Two"}
    names = [one["name"] for one in ctotui("restore --json").json["backups"]]
    assert "20260310T094200Z-daily" in names


def test_a_name_that_is_no_backup_is_refused(ctotui, add) -> None:
    assert ctotui("restore").lines == ['There is no backup yet: "ctotui backup" makes one.']
    add("One")
    done = ctotui("restore", "nonsense")
    assert (done.status, done.err) == (1, 'ctotui: "nonsense" is no backup: "ctotui restore" lists them.\n')
    ctotui("backup")
    assert "is the beginning of more than one" in ctotui("restore", "2026").err
    assert "holds no items/none.toml" in ctotui("restore", "20260310T094200Z-daily", "items/none.toml").err


def test_migrate(ctotui, add, monkeypatch) -> None:
    add("One")
    assert ctotui("migrate").lines == ["Every file is of the current schema. Nothing to do."]
    monkeypatch.setattr(migrations, "STEPS", [lambda _name, table: table])
    assert ctotui("migrate").lines == ["items/inbox.toml rewritten"]
    assert ctotui("migrate --json").json["files"] == []
    assert "before-schema-2" in ctotui("restore").out


def test_an_edit_of_a_newer_file_is_refused_with_a_sentence(ctotui, add, environ) -> None:
    made = add("One")
    inbox = Path(environ["CTOTUI_DATA"]) / "items" / "inbox.toml"
    inbox.write_text(inbox.read_text().replace("schema = 1", "schema = 7"))
    listed = ctotui("list")
    assert (listed.status, "One" in listed.out) == (3, True)
    assert "written by a newer ctotui (schema 7)" in listed.err
    done = ctotui("done", made["short"])
    assert done.status == 4
    assert "Nothing was saved" in done.err
    assert "upgrade ctotui" in done.err
