"""Calendars in the running program: a large import beside the screen, and a folder that others write to (issue 4)."""

import time
from pathlib import Path

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


def test_a_large_import_tells_how_far_it_is_and_esc_ends_it_with_nothing_changed(app, tmp_path):
    calendar(tmp_path / "large.ics", 3_000_000)
    terminal = app(wait="found: 1")
    terminal.send("\r")
    terminal.wait_for("large.ics")
    terminal.send("\r")
    terminal.wait_for("Reading large.ics")
    terminal.send("\x1b")
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
    terminal.send(":show or hide\r")
    terminal.wait_for("Show or hide which calendar?")
    terminal.send("a")
    terminal.wait_for("The calendar work is hidden")
    assert "Second title" not in terminal.text()
