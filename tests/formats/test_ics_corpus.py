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
    "calcurse--ical-009.ics": "has broken lines; two programs give up on all of it, we take what can be read",
    "libical--overlaps.ics": "lacks the calendar around its events; most programs see none of the five, we see them",
}
"""Files in which we show more than the programs agree on, and why."""


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


@pytest.mark.parametrize("name", OURS)
def test_a_broken_file_gives_what_can_be_read_of_it(name: str) -> None:
    start = {"calcurse--ical-009.ics": date(2020, 3, 18), "libical--overlaps.ics": date(2000, 11, 4)}[name]
    assert len(instances(imported(name), start, start + timedelta(days=1), "UTC")) >= 5


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
    named = {(one.line, one.what, one.why) for one in read.refused}
    assert (12, "invalid start time", "DTSTART is empty") in named
    assert (17, "missing start time", "it has no DTSTART") in named
    assert (40, "EXDATE 20200324T084100", "not a line of a calendar; left out") in named
