"""Calendars in the running program: a large import beside the screen, and a folder that others write to (issue 4)."""

import time
from pathlib import Path

import pytest

from tests.bench.imports import calendar

EVENT = """BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
UID:from-khal\r
DTSTAMP:20260301T000000Z\r
DTSTART:20260310T130000Z\r
DTEND:20260310T140000Z\r
SUMMARY:{}\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.mark.parametrize("key", ["\x1b", "\x03"], ids=["esc", "ctrl-c"])
def test_a_large_import_tells_how_far_it_is_and_a_key_ends_it_with_nothing_changed(app, tmp_path, key: str):
    calendar(tmp_path / "large.ics", 3_000_000)
    terminal = app(wait="found: 1")
    terminal.send("\r")
    terminal.wait_for("large.ics")
    terminal.send("\r")
    terminal.wait_for("Reading large.ics")
    terminal.send(key)
    terminal.wait_for("Cancelled: nothing was changed.")
    assert not list((tmp_path / "data").glob("calendar/*.toml"))


def test_what_another_program_writes_to_a_calendar_is_on_the_screen_within_two_seconds(app, tmp_path: Path):
    folder = tmp_path / "work"
    folder.mkdir()
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text(f'[calendars.work]\npath = "{folder}"\ncolor = "cyan"\n')
    (folder / "a.ics").write_text(EVENT.format("First title"))
    terminal = app()
    terminal.wait_for("First title")
    began = time.monotonic()
    (folder / "a.ics").write_text(EVENT.format("Second title"))
    terminal.wait_for("Second title")
    assert time.monotonic() - began < 4, "the poll is every two seconds; the rest is a loaded machine"


TASK = """BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VTODO\r
UID:task\r
DTSTAMP:20260301T000000Z\r
DUE;VALUE=DATE:20260310\r
SUMMARY:Buy flowers\r
END:VTODO\r
END:VCALENDAR\r
"""


def test_a_calendar_that_is_hidden_is_counted_and_stays_hidden_after_a_restart(app, tmp_path: Path):
    folder, settings = tmp_path / "work", tmp_path / "config" / "settings.toml"
    folder.mkdir()
    settings.parent.mkdir()
    written = f'# mine\n[calendars.work]  # the office\npath = "{folder}"  # by vdirsyncer\n'
    settings.write_text(written)
    (folder / "a.ics").write_text(EVENT.format("An event"))
    (folder / "t.ics").write_text(TASK)
    terminal = app()
    terminal.wait_for("An event")
    terminal.wait_for("Buy flowers")
    terminal.send(":show or hide\r")
    terminal.wait_for("Show or hide which calendar?")
    terminal.send("a")
    terminal.wait_for("The calendar work is hidden")
    assert "2 hidden" in terminal.text()
    assert "An event" not in terminal.text()
    assert "Buy flowers" not in terminal.text()
    assert settings.read_text() == f"{written}shown = false\n"
    terminal.send("q")
    again = app()
    again.wait_for("2 hidden")
    assert "An event" not in again.text()
