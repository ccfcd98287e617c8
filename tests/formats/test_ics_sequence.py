"""SEQUENCE is raised with every change of when, where and whether, where that is for us to say (RFC 5545 3.8.7.4)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ctotui.core import blocks
from ctotui.core.exports import calendar_groups
from ctotui.core.imports import take_in
from ctotui.core.model import Block, Item, Person
from ctotui.core.plan import Plan, update
from ctotui.formats import ics, vdir
from ctotui.formats.ics.lines import tree

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
ZONE = "Europe/Stockholm"
HOUR = timedelta(hours=1)
ME = Person("p0", "me", "Anna Berg", "me", "anna@example.com")
Edit = Callable[[Plan], Plan]


def calendar(*lines: str) -> str:
    event = ["BEGIN:VEVENT", "UID:u1", f"DTSTART;TZID={ZONE}:20260310T090000", "DURATION:PT1H", "SUMMARY:Sync", *lines]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *event, "END:VEVENT", "END:VCALENDAR", ""])


def imported(text: str, plan: Plan | None = None) -> Plan:
    return take_in(plan or Plan({}).put(ME), ics.read(text, ZONE), NOW)


def exported(plan: Plan) -> str:
    return ics.write(calendar_groups(plan, None, None, ZONE), people(plan), zone=ZONE)


def people(plan: Plan) -> dict[str, Person]:
    return {person.handle: person for person in plan.records(Person)}


def numbers(text: str) -> list[str]:
    return [one.text("SEQUENCE") for one in tree(text, []).walk("VEVENT")]


def item(**changes: object) -> Edit:
    return lambda plan: update(plan, plan.records(Item)[0], LATER, **changes)


def later(plan: Plan) -> Plan:
    (block,) = plan.records(Block)
    return update(plan, block, LATER, start=block.start + HOUR, end=block.end + HOUR)


def nothing(plan: Plan) -> Plan:
    return plan


@pytest.mark.parametrize(
    ("edit", "number"),
    [
        (nothing, "3"),
        (item(title="Other"), "3"),
        (item(notes="Bring figures", tags=("a",), star=True, remind=(5,)), "3"),
        (later, "4"),
        (item(repeat="FREQ=DAILY;COUNT=2"), "4"),
        (item(location="Room 4"), "4"),
        (item(status="dropped"), "4"),
        (item(status="done"), "4"),
    ],
)
def test_a_change_of_when_where_or_whether_raises_it_by_one(edit: Edit, number: str) -> None:
    plan = edit(imported(calendar("SEQUENCE:3")))
    text = exported(plan)
    assert numbers(text) == [number]
    assert exported(imported(text)) == text


@pytest.mark.parametrize(
    ("by", "number"),
    [("anna@example.com", "1"), ("ANNA@example.com", "1"), ("bo@example.com", ""), ("", "")],
)
def test_only_the_organizer_raises_it(by: str, number: str) -> None:
    plan = imported(calendar(f"ORGANIZER;CN=Someone:mailto:{by}"))
    assert numbers(exported(plan)) == [""]
    assert numbers(exported(later(plan))) == [number]


def test_one_date_that_moves_raises_it_for_all() -> None:
    plan = imported(calendar("SEQUENCE:3", "RRULE:FREQ=DAILY;COUNT=3"))
    key = f"{plan.records(Item)[0].id}@2026-03-11"
    moved = blocks.move(plan, key, datetime(2026, 3, 11, 11), datetime(2026, 3, 11, 12), LATER, ZONE)
    assert numbers(exported(moved)) == ["4", "4"]
    gone = blocks.unplan(plan, key, LATER, ZONE)
    assert numbers(exported(gone)) == ["4"]
    for one in (moved, gone):
        assert exported(imported(exported(one))) == exported(one)


def test_where_it_was_imported_before_the_raised_one_is_taken_and_the_next_change_goes_on_from_it() -> None:
    here = imported(calendar("SEQUENCE:3"))
    there = imported(exported(later(here)), here)
    assert there.records(Block)[0].start == datetime(2026, 3, 10, 10)
    assert numbers(exported(there)) == ["4"]
    assert numbers(exported(later(there))) == ["5"]


def test_what_was_made_here_counts_the_minutes_to_its_last_change() -> None:
    made = Item("i00000001", "Focus", created=NOW, modified=NOW)
    block = Block("b00000001", "i00000001", datetime(2026, 3, 10, 12), datetime(2026, 3, 10, 13), ZONE, modified=NOW)
    plan = Plan({}).put(made, block)
    assert numbers(exported(plan)) == [""]
    moved = plan.put(replace(block, start=datetime(2026, 3, 10, 11), modified=NOW + timedelta(seconds=61)))
    assert numbers(exported(moved)) == ["2"]
    text = exported(moved)
    assert exported(imported(text, Plan({}))) == text
    assert numbers(exported(later(imported(text, Plan({}))))) == ["3"]


def test_a_file_of_a_calendar_is_followed_by_a_higher_one_each_time_that_it_changes() -> None:
    old = calendar("SEQUENCE:3", "X-KEPT:yes").encode()
    plan = Plan({}).put(ME)
    for number, edit in ((4, later), (5, later), (5, item(title="Other")), (6, item(location="Room 4"))):
        (group,) = vdir.read(old, ZONE).groups
        edited = edit(Plan({}).put(*group.records.values()))
        (group,) = calendar_groups(edited, None, None, ZONE)
        group = replace(group, item=replace(group.item, ics=("SEQUENCE:3", "X-KEPT:yes")))
        old = vdir.write(group, people(plan), ZONE, old)
        assert numbers(old.decode()) == [str(number)]


def test_the_number_alone_is_no_reason_to_write_a_file() -> None:
    (group,) = vdir.read(calendar("SEQUENCE:3"), ZONE).groups
    other = replace(group, item=replace(group.item, ics=("SEQUENCE:7",)))
    assert vdir.said(group, {}, ZONE) == vdir.said(other, {}, ZONE)
