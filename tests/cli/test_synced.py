"""Calendars on the command line: what a call finds out about them, it says, and only once (M3)."""

from pathlib import Path
from typing import Any

import pytest

from ctotui.disk import files

EVENT = """BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
UID:a\r
DTSTAMP:20260301T000000Z\r
DTSTART:20260310T130000Z\r
DTEND:20260310T140000Z\r
SUMMARY:{}\r
END:VEVENT\r
END:VCALENDAR\r
"""
CONFLICT = "“Mine” was changed here and in work: work's version stands, yours is beside it; delete one."


@pytest.fixture
def calendar(tmp_path: Path) -> Path:
    """The folder of the calendar ``work``, which the settings name, with an event in it."""
    folder = tmp_path / "work"
    folder.mkdir()
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text(f'[calendars.work]\npath = "{folder}"\n')
    (folder / "a.ics").write_text(EVENT.format("Sync"), newline="")
    return folder


def short(ctotui: Any) -> str:
    return str(ctotui("list", "--json", "kind:meeting").json["items"][0]["short"])


def test_a_conflict_that_an_edit_runs_into_is_said_by_that_call(
    ctotui: Any, calendar: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, real = short(ctotui), files.replace

    def meanwhile(path: str, data: bytes) -> files.Stamp:
        if path.endswith("2026-03.toml"):  # after the start of the call, before the event is written
            (calendar / "a.ics").write_text(EVENT.format("Theirs"), newline="")
        return real(path, data)

    monkeypatch.setattr(files, "replace", meanwhile)
    done = ctotui("edit", key, "Mine")
    monkeypatch.undo()
    assert done.status == 0
    assert done.err == f"ctotui: {CONFLICT}\n"
    assert ctotui("agenda").err == ""


def test_a_conflict_that_a_call_finds_at_its_start_is_said_too(ctotui: Any, calendar: Path, tmp_path: Path) -> None:
    short(ctotui)
    (path,) = (tmp_path / "data" / "calendar").glob("2026-03.toml")
    path.write_text(path.read_text().replace('"Sync"', '"Mine"'))
    (calendar / "a.ics").write_text(EVENT.format("Theirs"), newline="")
    done = ctotui("agenda", "--from", "2026-03-10")
    assert CONFLICT in done.err
    assert done.status == 0


@pytest.mark.usefixtures("calendar")
def test_a_change_of_a_read_only_calendar_is_said_once(ctotui: Any, tmp_path: Path) -> None:
    with (tmp_path / "config" / "settings.toml").open("a") as file:
        file.write("readonly = true\n")
    done = ctotui("edit", short(ctotui), "Mine")
    assert done.err == "ctotui: The calendar work is read-only: your change stays here.\n"


def test_an_answer_counts_what_a_hidden_calendar_holds(ctotui: Any, calendar: Path, tmp_path: Path) -> None:
    todo = EVENT.format("Buy flowers").replace("VEVENT", "VTODO").replace("UID:a", "UID:t")
    todo = "".join(line for line in todo.splitlines(True) if not line.startswith(("DTSTART", "DTEND")))
    (calendar / "t.ics").write_text(todo.replace("SUMMARY", "DUE;VALUE=DATE:20260310\r\nSUMMARY"), newline="")
    assert "Buy flowers" in ctotui("list").out
    with (tmp_path / "config" / "settings.toml").open("a") as file:
        file.write("shown = false\n")
    for words, count in (("list", 1), ("list is:all", 2), ("today", 2), ("agenda", 1), ("due", 1)):
        done = ctotui(words)
        assert "Buy flowers" not in done.out, words
        assert "Sync" not in done.out, words
        assert done.err == f"ctotui: {count} more in hidden calendars (work).\n", words
