"""Calendars as folders: what others write comes in, what changes here goes back, and nothing is overwritten."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from ctotui.commands.calendars import in_calendar
from ctotui.core import items
from ctotui.core.agenda import instances
from ctotui.core.model import Block, Item, Occurrence
from ctotui.core.sources import Calendar
from ctotui.disk import vdir
from ctotui.disk.config import load_settings
from tests.disk.calendar_folder import NOW, ZONE, Desk, calendar, event, item


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_events_of_a_folder_are_meetings_of_its_calendar(desk: Desk) -> None:
    desk.write("a.ics", calendar(event()))
    desk.write(".hidden.ics", calendar(event("h", "Hidden")))
    desk.write("b.ics.tmp", calendar(event("t", "Half")))
    desk.open()
    assert desk.titles == ["Sync"]
    found = item(desk.plan, "Sync")
    assert (found.kind, found.calendar, found.uid) == ("meeting", "work", "a")


def test_a_change_there_is_here_after_one_poll(desk: Desk) -> None:
    desk.write("a.ics", calendar(event()))
    desk.open()
    desk.write("a.ics", calendar(event(summary="Sync, moved", start="20260311T100000")))
    desk.write("b.ics", calendar(event("b", "New")))
    desk.poll()
    assert desk.titles == ["New", "Sync, moved"]
    assert [one.start for one in desk.plan.records(Block) if one.start.day == 11] == [datetime(2026, 3, 11, 10)]
    (desk.folder / "b.ics").unlink()
    desk.poll()
    assert desk.titles == ["Sync, moved"]


def test_an_edit_is_one_written_file_that_keeps_what_we_do_not_know(desk: Desk) -> None:
    alarm = ["X-OWN;A=b:c", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT5M", "END:VALARM"]
    journal = "BEGIN:VJOURNAL\r\nUID:j\r\nSUMMARY:Diary\r\nEND:VJOURNAL"
    desk.write("odd name.ics", calendar(event("a", "Sync", "20260310T150000", *alarm), journal))
    desk.open()
    desk.rename("Sync", "Sync, renamed")
    text = desk.read("odd name.ics")
    for line in ("X-HEAD:stays", "PRODID:-//Else//EN", "SUMMARY:Sync\\, renamed", *alarm, "SUMMARY:Diary", "UID:a"):
        assert f"\r\n{line}\r\n" in text
    assert "DTSTAMP:20260310T090001Z" in text
    assert sorted(path.name for path in desk.folder.iterdir()) == ["odd name.ics"]


def test_an_undo_puts_the_old_bytes_back_and_a_redo_the_new_ones(desk: Desk) -> None:
    before = calendar(event(summary="Sync\\;  odd \\,form")).replace(b"\r\n", b"\n")
    desk.write("a.ics", before)
    desk.open()
    desk.rename("Sync; odd ,form", "Other")
    after = (desk.folder / "a.ics").read_bytes()
    assert desk.session is not None
    desk.session.undo()
    assert (desk.folder / "a.ics").read_bytes() == before
    desk.session.redo()
    assert (desk.folder / "a.ics").read_bytes() == after
    desk.open()
    assert desk.session.history(9)[0].label == "Rename Sync; odd ,form", "what came in is no step"
    desk.session.undo()
    assert (desk.folder / "a.ics").read_bytes() == before, "after a restart as well"


def test_different_fields_changed_on_both_sides_are_merged(desk: Desk) -> None:
    desk.write("a.ics", calendar(event()))
    desk.open()
    desk.write("a.ics", calendar(event("a", "Sync", "20260310T150000", "LOCATION:Room 4")))
    desk.rename("Sync", "Standup")
    desk.poll()
    found = item(desk.plan, "Standup")
    assert found.location == "Room 4"
    assert "SUMMARY:Standup" in desk.read("a.ics")
    assert "LOCATION:Room 4" in desk.read("a.ics")


def test_the_same_field_changed_on_both_sides_keeps_both_and_says_so(desk: Desk) -> None:
    desk.write("a.ics", calendar(event()))
    desk.open()
    theirs = calendar(event(summary="Theirs", start="20260310T160000"))
    desk.write("a.ics", theirs)
    desk.rename("Sync", "Mine")
    desk.poll()
    assert "“Mine” was changed here and in work: work's version stands, yours is beside it" in desk.message
    assert desk.titles == ["Mine (as it was here)", "Theirs"]
    assert (desk.folder / "a.ics").read_bytes() == theirs
    copy = item(desk.plan, "Mine (as it was here)")
    assert (copy.uid, copy.calendar) == ("", "")
    starts = {block.item: block.start for block in desk.plan.records(Block)}
    assert starts[copy.id] == datetime(2026, 3, 10, 15)


def test_deleting_here_deletes_the_file_and_undo_brings_it_back(desk: Desk) -> None:
    before = calendar(event())
    desk.write("a.ics", before)
    desk.open()
    desk.edit("Delete", lambda plan: items.delete(plan, item(plan, "Sync").id, desk.clock))
    assert list(desk.folder.iterdir()) == []
    assert desk.session is not None
    desk.session.undo()
    assert (desk.folder / "a.ics").read_bytes() == before


def test_who_edits_what_the_other_deletes_keeps_it(desk: Desk) -> None:
    desk.write("a.ics", calendar(event()))
    desk.write("b.ics", calendar(event("b", "Other")))
    desk.open()
    (desk.folder / "a.ics").unlink()
    desk.rename("Sync", "Edited here")
    desk.poll()
    assert "SUMMARY:Edited here" in desk.read("a.ics")
    desk.write("b.ics", calendar(event("b", "Edited there")))
    desk.edit("Delete", lambda plan: items.delete(plan, item(plan, "Other").id, desk.clock))
    desk.poll()
    assert desk.titles == ["Edited here", "Edited there"]


def test_a_read_only_calendar_is_never_written_and_what_you_changed_stays(desk: Desk) -> None:
    before = calendar(event())
    desk.write("a.ics", before)
    desk.open(replace(desk.calendars[0], readonly=True))
    desk.rename("Sync", "Mine")
    assert (desk.folder / "a.ics").read_bytes() == before
    assert desk.message == "The calendar work is read-only: your change stays here."
    desk.write("a.ics", calendar(event("a", "Theirs", "20260310T150000", "LOCATION:Room 4")))
    desk.poll()
    assert [(one.title, one.location) for one in desk.plan.records(Item)] == [("Mine", "Room 4")]


def test_a_subscribed_file_is_a_read_only_calendar_of_many_events(desk: Desk) -> None:
    path = desk.root / "holidays.ics"
    path.write_bytes(calendar(event("1", "One"), event("2", "Two")))
    desk.open(Calendar("holidays", str(path)))
    desk.rename("One", "Mine")
    path.write_bytes(calendar(event("1", "One"), event("2", "Two, moved")))
    desk.poll()
    assert desk.titles == ["Mine", "Two, moved"]
    path.write_bytes(calendar(event("2", "Two, moved")))
    desk.poll()
    assert {one.title: one.calendar for one in desk.plan.records(Item)} == {"Mine": "", "Two, moved": "holidays"}


def test_a_folder_that_is_gone_or_empty_all_at_once_deletes_nothing(desk: Desk) -> None:
    for uid in ("a", "b"):
        desk.write(f"{uid}.ics", calendar(event(uid, f"Event {uid}")))
    desk.open()
    for uid in ("a", "b"):
        (desk.folder / f"{uid}.ics").unlink()
    desk.poll()
    assert desk.titles == ["Event a", "Event b"]
    assert desk.session is not None
    assert "it is empty all at once" in desk.session.state.banners[0]
    desk.folder.rmdir()
    desk.poll()
    assert "The calendar work cannot be read: it is not there." in desk.session.state.banners[0]


def test_a_file_that_cannot_be_read_is_named_and_the_rest_comes_in(desk: Desk) -> None:
    desk.write("a.ics", calendar(event()))
    desk.write("bad.ics", calendar(event("b", "Bad", "20261399T000000")))
    desk.open()
    assert desk.titles == ["Sync"]
    assert desk.session is not None
    assert any("bad.ics:5" in banner for banner in desk.session.state.banners)
    desk.write("bad.ics", calendar(event("b", "Good")))
    desk.poll()
    assert desk.titles == ["Good", "Sync"]
    assert desk.session.state.banners == ()


def test_an_item_can_be_put_into_a_calendar_and_taken_out(desk: Desk) -> None:
    desk.open()
    made = Item("i00000001", "Plan the offsite", created=NOW)
    block = Block("b00000001", made.id, datetime(2026, 3, 11, 9), datetime(2026, 3, 11, 10), ZONE)
    desk.edit("Add", lambda plan: plan.put(made, block))
    assert list(desk.folder.iterdir()) == []
    desk.edit("Put", lambda plan: in_calendar(plan, made.id, "work", desk.clock))
    assert "UID:i00000001@ctotui" in desk.read("i00000001@ctotui.ics")
    desk.edit("Take out", lambda plan: in_calendar(plan, made.id, "", desk.clock))
    assert list(desk.folder.iterdir()) == []


def test_one_moved_date_of_a_series_stands_in_its_file(desk: Desk) -> None:
    desk.write("a.ics", calendar(event("a", "Sync", "20260310T150000", "RRULE:FREQ=DAILY;COUNT=3")))
    desk.open()
    at = datetime(2026, 3, 11, 15)
    key = f"{item(desk.plan, 'Sync').id}@2026-03-11"
    series = item(desk.plan, "Sync").id
    moved = Occurrence(key, series, at, start=at + timedelta(hours=1), end=at + timedelta(hours=2), modified=NOW)
    desk.edit("Move", lambda plan: plan.put(moved))
    text = desk.read("a.ics")
    assert f"RECURRENCE-ID;TZID={ZONE}:20260311T150000\r\nDTSTART;TZID={ZONE}:20260311T160000" in text
    assert text.count("BEGIN:VEVENT") == 2
    desk.write("a.ics", calendar(event("a", "Sync", "20260310T150000", "RRULE:FREQ=DAILY;COUNT=3")))
    desk.poll()
    assert desk.plan.records(Occurrence) == []


def test_what_a_crash_kept_from_its_file_is_written_at_the_next_start(desk: Desk) -> None:
    desk.write("a.ics", calendar(event()))
    desk.open()
    desk.calendars, kept = (Calendar("elsewhere", str(desk.root / "nothing")),), desk.calendars
    desk.open()
    desk.rename("Sync", "Before the crash")
    assert "SUMMARY:Sync" in desk.read("a.ics")
    desk.open(*kept)
    assert "SUMMARY:Before the crash" in desk.read("a.ics")


def test_a_damaged_memory_of_the_files_is_made_anew(desk: Desk) -> None:
    desk.write("a.ics", calendar(event()))
    desk.open().close()
    (path,) = (desk.root / "state").glob(f"*/{vdir.NAME}")
    for beside in path.parent.glob(f"{vdir.NAME}-*"):
        beside.unlink()
    path.write_bytes(b"no database" * 100)
    desk.session = None
    desk.open()
    assert desk.titles == ["Sync"]
    desk.write("a.ics", calendar(event(summary="Later")))
    desk.poll()
    assert desk.titles == ["Later"]


def test_a_folder_that_cannot_be_written_is_named_and_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("a.ics", calendar(event()))
    desk.open()
    from ctotui.disk import files

    def full(path: str, _data: bytes) -> files.Stamp:
        raise OSError(28, "No space left on device", path)

    real = files.replace
    monkeypatch.setattr(files, "replace", lambda path, data: (full if path.endswith(".ics") else real)(path, data))
    desk.rename("Sync", "Kept")
    desk.poll()
    assert desk.session is not None
    assert "“Kept” is not written to the calendar work: No space left" in desk.session.state.banners[0]
    monkeypatch.undo()
    desk.poll()
    assert "SUMMARY:Kept" in desk.read("a.ics")
    assert desk.session.state.banners == ()


def test_a_hidden_calendar_stands_on_no_day(desk: Desk) -> None:
    desk.write("a.ics", calendar(event()))
    (desk.root / "config").mkdir()
    settings = desk.root / "config" / "settings.toml"
    settings.write_text(f'[calendars.work]\npath = "{desk.folder}"\nshown = false # for now\n')
    desk.open(replace(desk.calendars[0], shown=False))
    session = desk.session
    assert session is not None

    def shown() -> list[str]:
        day = date(2026, 3, 10)
        return [one.title for one in session.ask(lambda state: instances(state.plan, day, day + timedelta(1), ZONE))]

    assert shown() == []
    session.show_calendar("work", True)
    assert settings.read_text().endswith("\nshown = true # for now\n"), "it lasts"
    assert shown() == ["Sync"]
    desk.rename("Sync", "Renamed")
    session.show_calendar("work", False)
    assert shown() == []


def test_what_is_wrong_with_a_calendar_in_the_settings_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        '[calendars.work]\npath = "~/cal"\ncolor = "pinkish"\nreadonly = "yes"\nsynced = true\n'
        '[calendars.web]\npath = "https://example.com/a.ics"\n[calendars.bare]\n[calendars.twice]\npath = "~/cal/"\n'
    )
    settings, problems = load_settings(str(path), {"TZ": ZONE})
    assert [(one.name, one.color, one.readonly) for one in settings.calendars] == [("work", "", False)]
    assert settings.calendars[0].path == str(Path("~/cal").expanduser())
    said = [str(one) for one in problems]
    assert said[0].startswith("settings.toml:3:1: calendars.work.color is no colour. Write")
    assert said[1] == "settings.toml:4:1: calendars.work.readonly is neither true nor false. false is used."
    assert said[2].startswith("settings.toml:5:1: there is no setting synced of a calendar. It takes path, color")
    assert any("calendars.web.path is an address. ctotui never connects" in one for one in said)
    assert any("calendars.bare has no path" in one for one in said)
    assert any("calendars.twice has the path of calendars.work" in one for one in said)


def test_what_is_remembered_of_calendars_is_private(tmp_path: Path) -> None:
    vdir.Memory(str(tmp_path / "state")).refresh()
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "state").iterdir()}
    assert modes
    assert set(modes.values()) == {0o600}
