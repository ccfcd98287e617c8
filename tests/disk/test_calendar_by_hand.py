"""Files of the data folder that were edited by hand, and the calendars that it has to go out to (2.3)."""

from datetime import datetime
from pathlib import Path

import pytest

from ctotui.commands.calendars import in_calendar
from ctotui.core.model import Block, Item
from ctotui.core.plan import update
from ctotui.disk import sheets
from tests.disk.calendar_folder import NOW, ZONE, Desk, calendar, event, item


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def by_hand(desk: Desk, old: str, new: str) -> Path:
    """Change every file of the data folder that holds `old`, as an editor does."""
    found = [path for path in (desk.root / "data").rglob("*.toml") if old in path.read_text()]
    for path in found:
        path.write_text(path.read_text().replace(old, new))
    return found[0]


@pytest.mark.parametrize("start", ["20260310T150000", "20240310T150000"])
def test_what_was_edited_by_hand_while_nothing_ran_goes_out_at_the_next_start(desk: Desk, start: str) -> None:
    desk.write("a.ics", calendar(event("a", "Sync", start)))
    desk.open().close()
    by_hand(desk, 'title = "Sync"', 'title = "By hand"')
    desk.open()
    assert "SUMMARY:By hand" in desk.read("a.ics")


def test_a_block_and_a_record_taken_out_by_hand_are_gone_there_at_the_next_start(desk: Desk) -> None:
    for uid in ("a", "b"):
        desk.write(f"{uid}.ics", calendar(event(uid, f"Event {uid}", "20240310T150000")))
    desk.open().close()
    path = by_hand(desk, "2024-03-10T15:00:00", "2024-03-10T14:00:00")
    desk.open().close()
    assert f"DTSTART;TZID={ZONE}:20240310T140000" in desk.read("a.ics")
    text = path.read_text()
    head, *blocks = text.split("[[")
    gone = next(one for one in blocks if 'title = "Event a"' in one).split('id = "')[1][:9]
    path.write_text("[[".join([head, *(one for one in blocks if gone not in one)]))
    desk.open()
    assert [path.name for path in desk.folder.iterdir()] == ["b.ics"]


def test_a_start_reads_only_the_months_that_were_changed(desk: Desk) -> None:
    for year in range(2016, 2026):
        desk.write(f"{year}.ics", calendar(event(str(year), f"Event {year}", f"{year}0310T150000")))
    desk.open().close()
    desk.open().close()
    by_hand(desk, 'title = "Event 2018"', 'title = "By hand"')
    desk.open()
    assert desk.session is not None
    shards = desk.session.state.plan.shards
    assert [key for key in shards if key.startswith("calendar/20") and shards[key] is not None] == ["calendar/2018-03"]
    assert "SUMMARY:By hand" in desk.read("2018.ics")


def test_a_slip_in_a_file_edited_by_hand_deletes_no_event(desk: Desk) -> None:
    for uid in ("a", "b"):
        desk.write(f"{uid}.ics", calendar(event(uid, f"Event {uid}")))
    desk.open()
    by_hand(desk, 'title = "Event a"', 'title = "Event a')
    desk.poll()
    assert desk.session is not None
    assert desk.titles == ["Event b"]
    assert sorted(path.name for path in desk.folder.iterdir()) == ["a.ics", "b.ics"]
    desk.open()
    assert sorted(path.name for path in desk.folder.iterdir()) == ["a.ics", "b.ics"], "at a start neither"
    by_hand(desk, 'title = "Event a', 'title = "Repaired"')
    desk.poll()
    assert "SUMMARY:Repaired" in desk.read("a.ics")
    assert desk.session.state.banners == ()


def test_a_data_file_that_is_missing_at_a_start_deletes_no_event(desk: Desk) -> None:
    desk.write("a.ics", calendar(event()))
    desk.open().close()
    (path,) = (desk.root / "data" / "calendar").glob("2026-*.toml")
    text = path.read_text()
    path.unlink()
    desk.open().close()
    assert [one.name for one in desk.folder.iterdir()] == ["a.ics"]
    path.write_text(text.replace("Sync", "Back"))
    desk.open()
    assert "SUMMARY:Back" in desk.read("a.ics")


def test_a_block_in_a_month_that_is_not_in_memory_stays_in_the_file_of_its_event(desk: Desk) -> None:
    desk.open()
    made = Item("i00000001", "Offsite", created=NOW)
    blocks = [
        Block(f"b0000000{year - 2023}", made.id, datetime(year, 3, 11, 9), datetime(year, 3, 11, 10), ZONE)
        for year in (2024, 2025)
    ]
    desk.edit("Add", lambda plan: plan.put(made, *blocks))
    desk.edit("Put", lambda plan: in_calendar(plan, made.id, "work", desk.clock))
    desk.open()
    assert desk.session is not None
    assert desk.session.state.plan.shards["calendar/2024-03"] is None
    desk.session.edit("Rename", lambda plan: update(plan, item(plan, "Offsite"), desk.clock, title="Renamed"))
    text = desk.read("i00000001@ctotui.ics")
    assert text.count("SUMMARY:Renamed") == 2
    assert text.count("DTSTART;TZID=Europe/Stockholm:202") == 2


def test_a_data_file_that_vanishes_while_ctotui_runs_deletes_no_event(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "GONE", -1.0)
    desk.write("a.ics", calendar(event()))
    desk.open()
    (path,) = (desk.root / "data" / "calendar").glob("2026-*.toml")
    path.rename(desk.root / "elsewhere")
    desk.poll()
    desk.poll()
    assert desk.titles == []
    assert [one.name for one in desk.folder.iterdir()] == ["a.ics"]
    (desk.root / "elsewhere").rename(path)
    desk.poll()
    assert desk.titles == ["Sync"]
