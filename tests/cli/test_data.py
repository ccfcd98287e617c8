"""import, export, doctor, keys, paths, help."""

import json
from pathlib import Path

import pytest

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:one@example.com
SUMMARY:Board meeting
DTSTART:20260312T130000Z
DTEND:20260312T143000Z
END:VEVENT
BEGIN:VEVENT
UID:two@example.com
SUMMARY:Offsite
DTSTART;VALUE=DATE:20260312
DTEND;VALUE=DATE:20260314
END:VEVENT
BEGIN:VEVENT
UID:three@example.com
SUMMARY:Broken
DTSTART:2026
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def calendar(tmp_path: Path) -> Path:
    """A calendar with two events that can be read and one that cannot."""
    path = tmp_path / "work.ics"
    path.write_bytes(CALENDAR.replace("\n", "\r\n").encode())
    return path


def test_import_counts_and_names_what_was_refused(ctotui, calendar) -> None:
    done = ctotui("import", str(calendar))
    assert done.status == 0
    assert done.lines[0] == "work.ics: 2 new, 1 refused"
    assert done.lines[1].startswith("  work.ics:16: Broken: ")
    found = ctotui("agenda --json").json["instances"]
    assert [(one["title"], one["uid"], one["all_day"], one["start"], one["end"]) for one in found] == [
        ("Offsite", "two@example.com", True, "2026-03-12", "2026-03-14"),
        ("Board meeting", "one@example.com", False, found[1]["start"], found[1]["end"]),
    ]
    assert all(one["fixed"] and one["kind"] == "meeting" for one in found)


def test_a_second_import_changes_nothing_and_is_no_step(ctotui, calendar, environ) -> None:
    ctotui("import", str(calendar))
    root = Path(environ["CTOTUI_DATA"])
    before = {path: path.read_bytes() for path in root.rglob("*.toml")}
    assert ctotui("import", str(calendar)).lines[0] == "work.ics: 0 new, 2 same, 1 refused"
    assert {path: path.read_bytes() for path in root.rglob("*.toml")} == before
    assert len(ctotui("history").lines) == 1


def test_one_undo_takes_a_whole_import_back(ctotui, calendar) -> None:
    ctotui("import", str(calendar))
    assert ctotui("undo").lines == ["Undone: Import work.ics."]
    assert ctotui("agenda --json").json["instances"] == []


def test_what_the_user_changed_is_kept(ctotui, calendar) -> None:
    ctotui("import", str(calendar))
    short = ctotui("list kind:meeting board --json").json["items"][0]["short"]
    assert ctotui("move", short, "+1h").status == 0
    calendar.write_bytes(calendar.read_bytes().replace(b"T130000Z", b"T120000Z").replace(b"Offsite", b"Off site"))
    counts = ctotui("import", str(calendar), "--json").json["imports"][0]
    assert (counts["new"], counts["kept"], counts["refused"]) == (0, 1, 1)
    titles = {one["title"]: one["start"] for one in ctotui("agenda --json").json["instances"]}
    assert "Off site" in titles
    assert titles["Board meeting"].startswith("2026-03-12T14:00") or titles["Board meeting"].startswith(
        "2026-03-12T15:00"
    )


def test_a_dry_run_only_counts(ctotui, calendar) -> None:
    assert ctotui("import", "--dry-run", str(calendar)).lines[0] == "work.ics: 2 new, 1 refused"
    assert ctotui("agenda --json").json["instances"] == []
    assert ctotui("history").out == ""


def test_a_folder_means_the_calendars_in_it(ctotui, calendar) -> None:
    other = calendar.parent / "more" / "other.ics"
    other.parent.mkdir()
    other.write_bytes(calendar.read_bytes().replace(b"@example.com", b"@other.example"))
    done = ctotui("import", str(calendar.parent))
    assert [line for line in done.lines if line[0] != " "] == [
        "work.ics: 2 new, 1 refused",
        "other.ics: 2 new, 1 refused",
    ]
    assert len(ctotui("history").lines) == 1


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00\xff" * 50, b"BEGIN:VCALENDAR", b"BEGIN:VEVENT\r\n" * 40])
def test_a_file_that_is_no_calendar_is_refused_with_a_reason(ctotui, tmp_path, content: bytes) -> None:
    path = tmp_path / "bad.ics"
    path.write_bytes(content)
    done = ctotui("import", str(path))
    assert done.out.count("bad.ics") >= 1
    assert "Traceback" not in done.err
    assert ctotui("list is:all").out == ""


def test_one_path_that_cannot_be_read_imports_nothing(ctotui, calendar) -> None:
    done = ctotui("import", str(calendar), str(calendar.parent / "missing.ics"))
    assert (done.status, done.out) == (1, "")
    assert "missing.ics" in done.err
    assert ctotui("agenda --json").json["instances"] == []
    empty = calendar.parent / "empty"
    empty.mkdir()
    assert "no .ics file" in ctotui("import", str(empty)).err
    assert ctotui("import --format csv x").status == 2


def test_an_exported_calendar_comes_back_as_the_same_instances(ctotui, add, environ, tmp_path) -> None:
    add("Standup 9:00-9:15 every weekday @anna")
    add("Deep work tomorrow 9:30-11, then rest")
    add("Renew cert <fri")
    before = ctotui("agenda --json").json["instances"]
    target = tmp_path / "out.ics"
    assert ctotui("export", "--format", "ics", "--output", str(target)).lines == [f"Wrote {target}"]
    assert ctotui("export --format ics").out == target.read_bytes().decode()
    environ["CTOTUI_DATA"] += "-2"
    ctotui("import", str(target))
    after = ctotui("agenda --json").json["instances"]
    assert [(one["title"], one["start"], one["end"]) for one in after] == [
        (one["title"], one["start"], one["end"]) for one in before
    ]


def test_export_as_json_holds_every_record(ctotui, add) -> None:
    item = add("Deep work tomorrow 9-11 ~2h with:anna")
    ctotui("log 9-10 Call #talent")
    value = ctotui("export --format json").json
    assert {one["title"] for one in value["items"]} == {"Deep work", "Call"}
    assert [one["start"] for one in value["entries"]] == ["2026-03-10T09:00:00+01:00"]
    assert next(one for one in value["items"] if one["id"] == item["id"]) == item


def test_export_of_some_days_holds_what_stands_on_them(ctotui, add) -> None:
    add("Deep work tomorrow 9-11")
    add("Standup 9:00-9:15 every weekday")
    add("Far away 2026-05-01 9-10")
    value = ctotui("export --format json --from 2026-03-11 --to 2026-03-12").json
    assert {one["title"] for one in value["instances"]} == {"Deep work", "Standup"}
    assert {one["title"] for one in value["items"]} == {"Deep work", "Standup"}
    text = ctotui("export --format ics --from 2026-03-11 --to 2026-03-12").out
    assert "Deep work" in text
    assert "Far away" not in text


def test_export_changes_nothing_and_never_the_data_folder(ctotui, add, environ, tmp_path) -> None:
    add("One")
    inbox = Path(environ["CTOTUI_DATA"]) / "items" / "inbox.toml"
    before = inbox.read_bytes()
    done = ctotui("export", "--format", "json", "--output", str(inbox))
    assert done.status == 1
    assert inbox.read_bytes() == before
    missing = tmp_path / "no" / "such" / "out.json"
    failed = ctotui("export", "--format", "json", "--output", str(missing))
    assert failed.status == 4
    assert "Nothing was exported" in failed.err
    assert len(ctotui("history").lines) == 1


@pytest.mark.parametrize(
    ("line", "nearest"), [("export", "json"), ("export --format csv", "ics"), ("export --format x", "json")]
)
def test_export_needs_a_format_it_knows(ctotui, line: str, nearest: str) -> None:
    done = ctotui(line)
    assert done.status == 2
    assert f"try: ctotui export --format {nearest}" in done.err


def test_doctor_has_nothing_to_say_of_sound_files(ctotui, add) -> None:
    add("One tomorrow 9-10")
    done = ctotui("doctor")
    assert (done.status, done.lines) == (0, ["Every file can be read. Nothing to do."])
    assert ctotui("doctor --json").json["findings"] == []


def test_doctor_names_file_line_and_column(ctotui, add, environ) -> None:
    add("One")
    data, config = Path(environ["CTOTUI_DATA"]), Path(environ["CTOTUI_CONFIG"])
    inbox = data / "items" / "inbox.toml"
    good = inbox.read_text()
    inbox.write_text(good + '\n[[item]]\nid = "ibad00000"\ntitle = 3\n\n[[item]]\nid = = 4\n')
    config.mkdir()
    (config / "settings.toml").write_text("slot = 7\n")
    (config / "keys.toml").write_text('[keys]\n"no.command" = "x"\n')
    done = ctotui("doctor --json")
    assert done.status == 3
    assert done.err == ""
    found = {(Path(one["file"]).name, one.get("line", 0)) for one in done.json["findings"]}
    base = good.count("\n")
    assert ("settings.toml", 1) in found
    assert ("inbox.toml", base + 7) in found
    assert any(name == "inbox.toml" and base < line <= base + 4 for name, line in found)
    assert any(name == "keys.toml" for name, _line in found)
    assert all(one["what"] for one in done.json["findings"])


def test_a_bad_setting_is_said_on_stderr_and_the_rest_works(ctotui, environ) -> None:
    config = Path(environ["CTOTUI_CONFIG"])
    config.mkdir()
    (config / "settings.toml").write_text('slot = 7\nzone = "Asia/Tokyo"\n')
    done = ctotui("add", "--json", "Thing tomorrow 9-10")
    assert done.status == 0
    assert "settings.toml:1:1: slot = 7" in done.err
    assert done.json["items"][0]["blocks"][0]["tz"] == "Asia/Tokyo"


def test_keys_lists_every_command_with_the_users_keys(ctotui, environ) -> None:
    config = Path(environ["CTOTUI_CONFIG"])
    config.mkdir()
    (config / "keys.toml").write_text('[keys]\n"item.done" = "X"\n"item.star" = ""\n')
    commands = {one["id"]: one for one in ctotui("keys --json").json["commands"]}
    assert commands["item.done"]["keys"] == ["X"]
    assert commands["item.star"]["keys"] == []
    assert all(one["help"] for one in commands.values())
    done = ctotui("keys")
    assert len(done.lines) == len(commands) + 1
    (config / "keys.toml").write_text('[keys]\n"item.dnoe" = "X"\n')
    wrong = ctotui("keys")
    assert wrong.status == 3
    assert "Did you mean item.done?" in wrong.err


def test_paths_names_the_folders(ctotui, environ) -> None:
    found = ctotui("paths --json").json["paths"]
    assert found["data"] == environ["CTOTUI_DATA"]
    assert found["settings"] == environ["CTOTUI_CONFIG"] + "/settings.toml"
    assert found["state"].startswith(environ["CTOTUI_STATE"])
    assert not Path(environ["CTOTUI_DATA"]).exists()


def test_the_demo_has_a_folder_of_its_own_and_its_clock_runs(ctotui, environ) -> None:
    found = ctotui("agenda", "--demo", "--from", "2026-03-10", "--to", "2026-03-11", "--json")
    assert found.status == 0
    assert "SLA" in json.dumps(found.json["instances"])
    assert ctotui("paths --demo --json").json["paths"]["data"] == environ["CTOTUI_DATA"] + "-demo"
    assert ctotui("list").out == ""


def test_help_on_a_command_and_on_settings(ctotui) -> None:
    assert ctotui("help").lines == ctotui("--help").lines
    assert ctotui("help move").lines == ctotui("move --help").lines
    assert "wip_doing = 3" in ctotui("help settings").out
    wrong = ctotui("help mvoe")
    assert wrong.status == 2
    assert "try: ctotui help move" in wrong.err
    assert ctotui("--version").lines[0].startswith("ctotui ")


def test_no_command_opens_the_app_with_the_chosen_folders(ctotui) -> None:
    assert ctotui("--demo").status == 77
