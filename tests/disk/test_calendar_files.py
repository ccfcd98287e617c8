"""Calendar files that hold several things: the one that changed is written, the others keep every byte."""

from datetime import datetime
from pathlib import Path

import pytest

from ctotui.commands.calendars import in_calendar
from ctotui.core import items
from ctotui.core.model import Block, Item
from ctotui.core.plan import update
from tests.disk.calendar_folder import NOW, ZONE, Desk, calendar, event, item


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


ODD = "BEGIN:VEVENT\nUID:odd\nDTSTAMP:20260301T000000Z\nSUMMARY:Odd\\, \n  folded\nX-ODD;a=b:c\n"
ODD += "DTSTART:20260310T080000Z\nEND:VEVENT"
"""An event as nobody would write it: short folds, other line ends, an order of its own."""


def several(*parts: str) -> bytes:
    return calendar(ODD, *parts, "BEGIN:VJOURNAL\r\nUID:j\r\nSUMMARY:Diary\r\nEND:VJOURNAL")


def test_an_event_of_several_in_a_file_is_written_back_and_the_others_keep_every_byte(desk: Desk) -> None:
    before = several(event("a", "First"), event("b", "Second"))
    desk.write("all.ics", before)
    desk.open()
    desk.rename("Second", "Second, renamed")
    after = (desk.folder / "all.ics").read_bytes()
    first, rest = before.split(event("b", "Second").encode())
    assert after.startswith(first.partition(b"BEGIN:VEVENT")[0]), "the head"
    assert first.partition(b"BEGIN:VEVENT")[2] in after, "what stands before it"
    assert after.endswith(rest)
    assert b"SUMMARY:Second\\, renamed" in after
    assert after.count(b"BEGIN:VTIMEZONE") == 1, "the zone that it names is defined once"
    assert [path.name for path in desk.folder.iterdir()] == ["all.ics"]
    desk.open()
    assert desk.titles == ["First", "Odd, folded", "Second, renamed"]
    assert desk.session is not None
    desk.session.undo()
    assert (desk.folder / "all.ics").read_bytes() == before


def test_what_is_deleted_of_several_in_a_file_leaves_the_others_and_undo_puts_it_back_there(desk: Desk) -> None:
    before = several(event("a", "First"))
    desk.write("all.ics", before)
    desk.open()
    desk.edit("Delete", lambda plan: items.delete(plan, item(plan, "First").id, desk.clock))
    assert (desk.folder / "all.ics").read_bytes() == several()
    assert desk.session is not None
    desk.session.undo()
    assert (desk.folder / "all.ics").read_bytes() == before
    assert [path.name for path in desk.folder.iterdir()] == ["all.ics"]


def test_a_file_of_several_that_changed_meanwhile_is_merged_before_it_is_written(desk: Desk) -> None:
    desk.write("all.ics", several(event("a", "First"), event("b", "Second")))
    desk.open()
    desk.write("all.ics", several(event("a", "First", "20260310T150000", "LOCATION:Room 4"), event("b", "Theirs")))
    desk.rename("First", "Mine")
    text = desk.read("all.ics")
    assert "SUMMARY:Mine" in text
    assert "LOCATION:Room 4" in text
    assert "SUMMARY:Theirs" in text
    desk.poll()
    assert desk.titles == ["Mine", "Odd, folded", "Theirs"]


def halves() -> bytes:
    series = event("s", "Before", "20260309T150000", "RRULE:FREQ=DAILY;COUNT=9")
    later = event("s", "After", "20260312T150000", f"RECURRENCE-ID;RANGE=THISANDFUTURE;TZID={ZONE}:20260312T150000")
    return calendar(series, later)


@pytest.mark.parametrize(("title", "other"), [("Before", "After"), ("After", "Before")])
def test_either_half_of_a_series_split_by_range_is_written_into_its_component(
    desk: Desk, title: str, other: str
) -> None:
    before = halves()
    desk.write("s.ics", before)
    desk.open()
    desk.rename(title, "Renamed")
    text = desk.read("s.ics")
    assert "RRULE:FREQ=DAILY;COUNT=9" in text
    assert "RANGE=THISANDFUTURE" in text
    assert f"SUMMARY:{title}" not in text
    kept = next(part for part in before.decode().split("BEGIN:VEVENT") if f"SUMMARY:{other}" in part)
    assert kept.partition("END:VEVENT")[0].encode() in (desk.folder / "s.ics").read_bytes()
    desk.open()
    assert desk.titles == sorted(["Renamed", other])
    assert [path.name for path in desk.folder.iterdir()] == ["s.ics"]
    assert desk.session is not None
    desk.session.undo()
    assert (desk.folder / "s.ics").read_bytes() == before


def test_a_half_that_repeats_otherwise_gets_a_file_of_its_own(desk: Desk) -> None:
    desk.write("s.ics", halves())
    desk.open()
    desk.edit("Slower", lambda plan: update(plan, item(plan, "After"), desk.clock, repeat="FREQ=WEEKLY;COUNT=3"))
    second = item(desk.plan, "After")
    assert "RRULE:FREQ=DAILY;UNTIL=" in desk.read("s.ics")
    assert "SUMMARY:After" not in desk.read("s.ics")
    assert "RRULE:FREQ=WEEKLY;COUNT=3" in desk.read(f"{second.id}@ctotui.ics")
    desk.rename("After", "After, renamed")
    assert f"UID:{second.id}@ctotui\r\n" in desk.read(f"{second.id}@ctotui.ics"), "under the name that it got"
    desk.open()
    assert desk.titles == ["After, renamed", "Before"]


def test_a_file_that_is_no_tree_is_named_and_left_alone(desk: Desk) -> None:
    before = several(event("a", "First"), event("b", "Second").replace("END:VEVENT", "END:VALARM\r\nEND:VEVENT"))
    desk.write("all.ics", before)
    desk.open()
    desk.rename("First", "Mine")
    assert (desk.folder / "all.ics").read_bytes() == before
    desk.poll()
    assert desk.session is not None
    assert "“Mine” is not written to the calendar work: its BEGIN and END lines" in " ".join(desk.session.state.banners)


def test_what_was_made_here_and_is_moved_there_is_moved_and_not_doubled(desk: Desk) -> None:
    desk.open()
    made = Item("i00000001", "Plan the offsite", created=NOW)
    hours = ((11, 9, "b00000001"), (12, 14, "b00000002"))
    blocks = [
        Block(key, made.id, datetime(2026, 3, day, hour), datetime(2026, 3, day, hour + 1), ZONE)
        for day, hour, key in hours
    ]
    desk.edit("Add", lambda plan: plan.put(made, *blocks))
    desk.edit("Put", lambda plan: in_calendar(plan, made.id, "work", desk.clock))
    text = desk.read("i00000001@ctotui.ics").replace("20260311T09", "20260311T10").replace("20260311T10", "20260311T11")
    desk.write("i00000001@ctotui.ics", text.replace("20260312T14", "20260312T13").encode())
    desk.poll()
    assert desk.titles == ["Plan the offsite"]
    found = {one.id: one.start for one in desk.plan.records(Block)}
    assert found == {"b00000001": datetime(2026, 3, 11, 11), "b00000002": datetime(2026, 3, 12, 13)}


def test_events_that_stand_in_no_calendar_are_left_alone_and_named(desk: Desk) -> None:
    before = f"{event('a', 'First')}\r\n{event('b', 'Second')}\r\n".encode()
    desk.write("all.ics", before)
    desk.open()
    desk.rename("First", "Mine")
    desk.poll()
    assert (desk.folder / "all.ics").read_bytes() == before
    assert desk.session is not None
    assert "is not written to the calendar work: what is to be changed stands in no" in desk.session.state.banners[0]
