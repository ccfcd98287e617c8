"""Real iCalendar files of other programs: we show what several of them agree on; nothing crashes, nothing is silent."""

import json
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ctotui.core.agenda import instances
from ctotui.core.imports import counts, take_in
from ctotui.core.model import Item
from ctotui.core.plan import Plan, differences
from ctotui.formats import ics

DATA = Path(__file__).parent / "data" / "ics"
EXPECTED = json.loads((DATA / "EXPECTED.json").read_text())
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)

OURS = {
    "calcurse--ical-009.ics": "the last of its tasks has no END: two programs lose the whole calendar by that, and two "
    "refuse the file for a line without a colon. None of them judges an event: with the one line put in, all come in",
    "libical--overlaps.ics": "lacks the calendar around its events; three programs see none of the five, one sees them",
}
"""Files in which we show more than the programs agree on, and why: what can be read comes in, the rest is named."""


def shown(plan: Plan, start: str, end: str) -> list[list[str]]:
    """UID, start and end of what starts in a window, as EXPECTED.json writes them."""
    low, high = (datetime.fromisoformat(text.replace("Z", "+00:00")) for text in (start, end))
    rows: list[list[str]] = []
    for one in instances(plan, low.date() - timedelta(days=1), high.date() + timedelta(days=1), "UTC"):
        begins = one.begins if one.all_day or one.zone else one.begins.replace(tzinfo=UTC)
        if low <= begins < high:
            pair = (one.begins, one.ends) if one.zone else (one.start, one.end)
            text = [f"{at:%Y-%m-%dT%H:%M:%SZ}" if one.zone else at.isoformat() for at in pair]
            rows.append([plan.get(Item, one.item).uid, *text])
    return sorted(rows)


def imported(name: str) -> Plan:
    return take_in(Plan({}), ics.read((DATA / name).read_bytes()), NOW)


@pytest.mark.parametrize("name", [name for name in EXPECTED if EXPECTED[name]["windows"] and name not in OURS])
def test_we_show_what_programs_agree_on(name: str) -> None:
    plan = imported(name)
    for window in EXPECTED[name]["windows"]:
        assert shown(plan, window["start"], window["end"]) == sorted(window["instances"]), window["name"]


def test_a_missing_end_costs_nothing_but_itself() -> None:
    """Another library, given the file with the END that it lacks, reads the events that we read without it."""
    from icalendar import Calendar
    from icalendar.prop.broken import vBroken

    text = (DATA / "calcurse--ical-009.ics").read_text()
    mended = Calendar.from_ical(text.replace("END:VCALENDAR", "END:VTODO\nEND:VCALENDAR"))
    found = [one.get("DTSTART") for one in mended.walk("VEVENT")]
    starts = [one for one in found if one is not None and not isinstance(one, vBroken)]
    groups = ics.read(text).groups
    assert [group.blocks[0].start for group in groups if group.blocks] == [one.dt for one in starts]
    assert len([group for group in groups if not group.blocks]) == len(mended.walk("VTODO"))


def test_events_without_a_calendar_around_them_come_in_and_that_is_said() -> None:
    plan = imported("libical--overlaps.ics")
    starts = [one.start.strftime("%H:%M") for one in instances(plan, date(2000, 11, 4), date(2000, 11, 5), "UTC")]
    assert starts == ["15:00", "15:30", "16:00", "16:30", "17:00"]
    (said,) = ics.read((DATA / "libical--overlaps.ics").read_bytes()).refused
    assert (said.line, said.why) == (1, "lacks the VCALENDAR around what is in it; came in so")


@pytest.mark.parametrize("name", EXPECTED)
def test_every_file_comes_in_at_once_and_a_second_time_changes_nothing(name: str) -> None:
    began = time.process_time()
    read = ics.read((DATA / name).read_bytes())
    plan = take_in(Plan({}), read, NOW)
    assert time.process_time() - began < 5
    again = take_in(plan, ics.read((DATA / name).read_bytes()), NOW + timedelta(days=1))
    assert again.shards == plan.shards
    assert differences(plan, again) == []
    answer = counts(plan, read, NOW)
    assert (answer.new, answer.changed, answer.kept) == (0, 0, 0)
    assert read.groups or any(one.whole for one in read.refused)


@pytest.mark.parametrize("name", EXPECTED)
def test_an_export_comes_back_as_the_same_instances(name: str) -> None:
    first = ics.read((DATA / name).read_bytes())
    people = {one.handle: one for one in first.people}
    plan = take_in(Plan({}), first, NOW)
    text = ics.write(first.groups, people, first.calendar)
    second = ics.read(text)
    back = take_in(Plan({}), second, NOW)
    assert [one for one in second.refused if one.whole] == []
    for window in EXPECTED[name]["windows"]:
        one = [row[1:] for row in shown(plan, window["start"], window["end"])]
        other = [row[1:] for row in shown(back, window["start"], window["end"])]
        assert sorted(other) == sorted(one), window["name"]


def test_what_is_refused_is_named_with_its_line() -> None:
    read = ics.read((DATA / "calcurse--ical-009.ics").read_bytes())
    assert [(one.line, one.what, one.why) for one in read.refused] == [
        (12, "invalid start time", "DTSTART is empty"),
        (17, "missing start time", "it has no DTSTART"),
        (30, "SUMMARY malformed summary line", "not a line of a calendar; left out"),
        (40, "EXDATE 20200324T084100", "not a line of a calendar; left out"),
        (58, "DESCRIPTION something is missing", "not a line of a calendar; left out"),
        (85, "Invalid duration (must be days or weeks)", "DURATION is of hours, and it of days; came in as whole days"),
        (121, "Both end time and duration", "DURATION beside DTEND; came in without it"),
        (126, "End time before start", "ends before it starts; came in without an end"),
        (129, "finally, missing end of item", "has no END; came in as far as it goes"),
    ]
