"""Alarms of a calendar (VALARM, RFC 5545 3.6.6): they remind here, and lead times set here go out as alarms."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ctotui.core.exports import calendar_groups
from ctotui.core.imports import take_in
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.reminders import between
from ctotui.core.state import Settings
from ctotui.formats import ics

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
ZONE = "Europe/Stockholm"
FOREIGN = "\r\n".join(
    [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "BEGIN:VEVENT",
        "UID:u1",
        f"DTSTART;TZID={ZONE}:20260310T120000",
        "DURATION:PT1H",
        "SUMMARY:Board",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-PT30M",
        "X-KEPT:yes",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
)


def imported(text: str) -> Plan:
    return take_in(Plan({}), ics.read(text, ZONE), NOW)


def exported(plan: Plan) -> str:
    return ics.write(calendar_groups(plan, None, None, ZONE), {}, zone=ZONE)


def fires(plan: Plan) -> list[datetime]:
    day = timedelta(days=1)
    return [one.fires for one in between(plan, Settings(zone=ZONE), NOW - day, NOW + day)]


def test_the_alarm_of_an_imported_event_reminds_and_is_given_back() -> None:
    plan = imported(FOREIGN)
    assert fires(plan) == [datetime(2026, 3, 10, 10, 30, tzinfo=UTC)]
    assert "TRIGGER:-PT30M\r\nX-KEPT:yes\r\nEND:VALARM" in exported(plan)


def test_lead_times_set_here_take_the_place_of_its_alarms() -> None:
    plan = imported(FOREIGN)
    item = plan.records(Item)[0]
    changed = plan.put(replace(item, remind=(60, 5)))
    text = exported(changed)
    assert "X-KEPT" not in text
    assert text.count("BEGIN:VALARM") == 2
    assert fires(imported(text)) == fires(changed)
    assert exported(imported(text)) == text
    assert "VALARM" not in exported(plan.put(replace(item, remind=())))


def test_a_task_counts_its_alarms_from_its_deadline() -> None:
    item = Item("i1", "Report; now", list="work", due=datetime(2026, 3, 10, 15), remind=(10,))
    text = exported(Plan({}).put(item))
    assert "DESCRIPTION:Report\\; now\r\nTRIGGER;RELATED=END:-PT10M" in text
    again = imported(text)
    assert fires(again) == [datetime(2026, 3, 10, 13, 50, tzinfo=UTC)]
    assert "VALARM" not in exported(Plan({}).put(replace(item, due=None)))


def test_a_block_of_ones_own_goes_out_with_its_lead_times() -> None:
    block = Block("b1", "i1", datetime(2026, 3, 10, 12), datetime(2026, 3, 10, 13), ZONE)
    plan = Plan({}).put(Item("i1", "Focus", list="work", remind=(-5, 0)), block)
    text = exported(plan)
    assert "TRIGGER:PT5M" in text
    assert "TRIGGER:PT0M" in text
    assert fires(imported(text)) == fires(plan)


def test_one_date_with_an_alarm_of_its_own_keeps_it_beside_the_lead_times_of_its_series() -> None:
    repeats = FOREIGN.replace("SUMMARY:Board", "SUMMARY:Board\r\nRRULE:FREQ=DAILY;COUNT=2")
    of = f"RECURRENCE-ID;TZID={ZONE}:20260310T120000"
    other = FOREIGN.replace("UID:u1", f"UID:u1\r\n{of}").replace("-PT30M", "-PT45M")
    event = other[other.index("BEGIN:VEVENT") : other.index("END:VCALENDAR")]
    plan = imported(repeats.replace("END:VCALENDAR", f"{event}END:VCALENDAR"))
    assert fires(plan) == [datetime(2026, 3, 10, 10, 15, tzinfo=UTC)]
    changed = plan.put(replace(plan.records(Item)[0], remind=(5,)))
    text = exported(changed)
    assert [line for line in text.splitlines() if "TRIGGER" in line] == ["TRIGGER:-PT5M", "TRIGGER:-PT45M"]
    assert fires(imported(text)) == fires(changed) == fires(plan)
