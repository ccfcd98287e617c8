"""Reading iCalendar: zones, people, overrides, tasks, and what is broken or hostile (RFC 5545)."""

import json
import random
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core.agenda import instances
from ctotui.core.imports import Imported, take_in
from ctotui.core.model import Block, Item, Wall
from ctotui.core.plan import Plan
from ctotui.formats import ics

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
FILES = sorted((Path(__file__).parent / "data" / "ics").glob("*.ics"))


def calendar(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""])


def event(*lines: str, uid: str = "u1") -> list[str]:
    return ["BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Sync", *lines, "END:VEVENT"]


def plan_of(*lines: str) -> Plan:
    return take_in(Plan({}), ics.read(calendar(*lines)), NOW)


def starts(plan: Plan, days: int = 60, zone: str = "Europe/Stockholm") -> list[Wall]:
    first = date(2026, 3, 1)
    return [one.start for one in instances(plan, first, first + timedelta(days=days), zone)]


def only(read: Imported) -> tuple[Item, Block]:
    (group,) = read.groups
    return group.item, group.blocks[0]


def test_an_event_is_a_fixed_meeting_with_all_that_it_says() -> None:
    read = ics.read(
        calendar(
            "X-WR-CALNAME:Work",
            *event(
                "DTSTART;TZID=Europe/Stockholm:20260310T090000",
                "DURATION:PT1H30M",
                "DESCRIPTION:Line one\\nline two\\, with",
                "  a fold",
                "LOCATION:Room 4\\; west",
                "URL:https://example.com/x",
                "CATEGORIES:Public Holiday,Work",
                "PRIORITY:1",
                "CLASS:PRIVATE",
                "TRANSP:TRANSPARENT",
                'ORGANIZER;CN="Anna Berg":mailto:anna@example.com',
                "ATTENDEE;CN=bo@example.com:MAILTO:bo@example.com",
                "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room@example.com",
                "CREATED:20260101T080000Z",
            ),
        )
    )
    item, block = only(read)
    assert (item.title, item.kind, item.status, item.uid, item.calendar) == ("Sync", "meeting", "next", "u1", "Work")
    assert item.notes == "Line one\nline two, with a fold"
    assert (item.location, item.links, item.priority) == ("Room 4; west", ("https://example.com/x",), "high")
    assert item.tags == ("public-holiday", "work")
    assert item.people == ("anna-berg", "bo")
    assert item.extra == (("transparent", True), ("class", "private"))
    assert item.created == datetime(2026, 1, 1, 8, tzinfo=UTC)
    assert (block.start, block.end) == (datetime(2026, 3, 10, 9), datetime(2026, 3, 10, 10, 30))
    assert (block.zone, block.fixed) == ("Europe/Stockholm", True)
    assert [(one.handle, one.name, one.email, one.kind) for one in read.people] == [
        ("anna-berg", "Anna Berg", "anna@example.com", "external"),
        ("bo", "", "bo@example.com", "external"),
    ]
    assert read.refused == ()


@pytest.mark.parametrize(
    ("tzid", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("New Zealand Standard Time", "Pacific/Auckland"),
        ('"(UTC-05:00) Eastern Time (US & Canada)"', "America/New_York"),
        ('"(GMT+10:00) Canberra, Melbourne, Sydney"', "Australia/Canberra"),
        ('"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"', "Europe/Berlin"),
        ("UTC", "UTC"),
        ("GMT+0200", "Etc/GMT-2"),
        ("../../etc/passwd", ""),
        ("Middle-earth/Shire", ""),
    ],
)
def test_zone_names_of_other_programs_become_iana_names(tzid: str, zone: str) -> None:
    read = ics.read(calendar(*event(f"DTSTART;TZID={tzid}:20260310T090000")))
    _item, block = only(read)
    assert (block.zone, block.start) == (zone, datetime(2026, 3, 10, 9))
    assert any("time zone nobody knows" in one.why for one in read.refused) == (zone == "")


def custom_zone(*lines: str) -> list[str]:
    return ["BEGIN:VTIMEZONE", "TZID:Customized Time Zone", *lines, "END:VTIMEZONE"]


def observance(kind: str, start: str, before: str, after: str, rule: str = "") -> list[str]:
    lines = [f"BEGIN:{kind}", f"DTSTART:{start}", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}"]
    return [*lines, *([f"RRULE:{rule}"] if rule else []), f"END:{kind}"]


def test_a_nameless_zone_is_found_by_its_offsets() -> None:
    summer = observance("DAYLIGHT", "16010101T020000", "+0100", "+0200", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3")
    winter = observance("STANDARD", "16010101T030000", "+0200", "+0100", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10")
    start = "DTSTART;TZID=Customized Time Zone:20260710T090000"
    _item, block = only(ics.read(calendar(*custom_zone(*summer, *winter), *event(start))))
    assert block.zone.startswith("Europe/")
    _item, named = only(ics.read(calendar(*custom_zone("X-LIC-LOCATION:Asia/Tokyo", *summer, *winter), *event(start))))
    assert named.zone == "Asia/Tokyo"
    odd = observance("STANDARD", "19700101T000000", "+0530", "+0530")
    _item, half = only(ics.read(calendar(*custom_zone(*odd), *event(start))))
    assert half.zone == "Asia/Calcutta" or half.zone == "Asia/Kolkata" or half.zone == "Asia/Colombo"


def test_all_day_floating_and_utc_are_what_they_say() -> None:
    whole = only(ics.read(calendar(*event("DTSTART;VALUE=DATE:20260310", "DTEND;VALUE=DATE:20260312"))))[1]
    assert (whole.start, whole.end, whole.zone) == (date(2026, 3, 10), date(2026, 3, 12), "")
    floating = only(ics.read(calendar(*event("DTSTART:20260310T090000"))))[1]
    assert (floating.start, floating.end, floating.zone) == (datetime(2026, 3, 10, 9), datetime(2026, 3, 10, 9), "")
    utc = only(ics.read(calendar(*event("DTSTART:20260310T090000Z", "DTEND;TZID=Asia/Tokyo:20260310T190000"))))[1]
    assert (utc.end, utc.zone) == (datetime(2026, 3, 10, 10), "UTC")


def test_a_nominal_day_keeps_the_clock_and_hours_are_exact_over_daylight_saving() -> None:
    start = "DTSTART;TZID=Europe/Stockholm:20260328T120000"
    assert only(ics.read(calendar(*event(start, "DURATION:P1D"))))[1].end == datetime(2026, 3, 29, 12)
    assert only(ics.read(calendar(*event(start, "DURATION:PT24H"))))[1].end == datetime(2026, 3, 29, 13)


def test_a_series_with_every_sort_of_exception() -> None:
    plan = plan_of(
        *event(
            "DTSTART;TZID=Europe/Stockholm:20260302T090000",
            "DTEND;TZID=Europe/Stockholm:20260302T100000",
            "RRULE:FREQ=WEEKLY;UNTIL=20260330T070000Z",
            "RRULE:FREQ=MONTHLY;BYMONTHDAY=5;COUNT=1",
            "EXDATE:20260309T080000Z",
            "EXDATE;VALUE=DATE:20260316",
            "RDATE;VALUE=PERIOD;TZID=Europe/Stockholm:20260318T140000/PT3H",
        )
    )
    assert starts(plan) == [
        datetime(2026, 3, 2, 9), datetime(2026, 3, 5, 9), datetime(2026, 3, 18, 14), datetime(2026, 3, 23, 9),
        datetime(2026, 3, 30, 9),
    ]  # fmt: skip
    (period,) = instances(plan, date(2026, 3, 18), date(2026, 3, 19), "Europe/Stockholm")
    assert period.minutes == 180


def test_overrides_move_rename_and_cancel_and_the_newest_counts() -> None:
    master = event("DTSTART:20260302T090000Z", "DTEND:20260302T100000Z", "RRULE:FREQ=DAILY;COUNT=4")
    old = event("RECURRENCE-ID:20260303T090000Z", "DTSTART:20260303T120000Z", "DTEND:20260303T130000Z", "SEQUENCE:1")
    new = event("RECURRENCE-ID:20260303T090000Z", "DTSTART:20260401T150000Z", "DTEND:20260401T153000Z", "SEQUENCE:2")
    gone = event("RECURRENCE-ID:20260304T090000Z", "DTSTART:20260304T090000Z", "STATUS:CANCELLED")
    named = ["BEGIN:VEVENT", "UID:u1", "SUMMARY:Special", "RECURRENCE-ID:20260305T090000Z", "DTSTART:20260305T090000Z"]
    plan = plan_of(*old, *named, "DTEND:20260305T100000Z", "END:VEVENT", *new, *master, *gone)
    rows = [(one.start, one.title, one.status) for one in instances(plan, date(2026, 3, 1), date(2026, 5, 1), "UTC")]
    assert rows == [
        (datetime(2026, 3, 2, 9), "Sync", "next"),
        (datetime(2026, 3, 4, 9), "Sync", "dropped"),
        (datetime(2026, 3, 5, 9), "Special", "next"),
        (datetime(2026, 4, 1, 15), "Sync", "next"),
    ]


def test_an_override_without_its_series_is_a_meeting_of_its_own() -> None:
    plan = plan_of(*event("RECURRENCE-ID:20260303T090000Z", "DTSTART:20260303T120000Z"))
    assert starts(plan, zone="UTC") == [datetime(2026, 3, 3, 12)]


def test_this_and_following_becomes_a_series_of_its_own() -> None:
    master = event(
        "DTSTART;TZID=Europe/Stockholm:20260302T090000",
        "DTEND;TZID=Europe/Stockholm:20260302T100000",
        "RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=MO",
        "EXDATE;TZID=Europe/Stockholm:20260323T090000",
    )
    later = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Stockholm:20260316T090000",
        "DTSTART;TZID=Europe/Stockholm:20260317T130000",
        "DTEND;TZID=Europe/Stockholm:20260317T150000",
    )
    plan = plan_of(*master, *later)
    found = instances(plan, date(2026, 3, 1), date(2026, 5, 1), "Europe/Stockholm")
    assert [(one.start, one.minutes) for one in found] == [
        (datetime(2026, 3, 2, 9), 60),
        (datetime(2026, 3, 9, 9), 60),
        (datetime(2026, 3, 17, 13), 120),
        (datetime(2026, 3, 31, 13), 120),
    ]
    assert len({one.item for one in found}) == 2


def test_a_task_has_its_day_deadline_and_state() -> None:
    lines = [
        "BEGIN:VTODO",
        "UID:t1",
        "SUMMARY:Renew",
        "DTSTART;VALUE=DATE:20260312",
        "DUE:20260313T160000Z",
        "PRIORITY:9",
    ]
    done = ["BEGIN:VTODO", "UID:t2", "SUMMARY:Ask", "COMPLETED:20260309T100000Z", "RELATED-TO:t1", "END:VTODO"]
    read = ics.read(calendar(*lines, "PERCENT-COMPLETE:40", "END:VTODO", *done), "Europe/Stockholm")
    first, second = (group.item for group in read.groups)
    assert (first.kind, first.status, first.day, first.priority) == ("task", "next", date(2026, 3, 12), "low")
    assert first.due == datetime(2026, 3, 13, 17)
    assert first.extra == (("percent", 40),)
    assert (second.status, second.ended, second.parent) == ("done", datetime(2026, 3, 9, 10, tzinfo=UTC), first.id)


def test_two_people_of_one_name_have_two_handles() -> None:
    read = ics.read(
        calendar(
            *event(
                "DTSTART:20260310T090000Z",
                "ATTENDEE;CN=Anna Berg:mailto:anna@one.example",
                "ATTENDEE;CN=Anna Berg:mailto:anna@two.example",
                "ATTENDEE;CN=A. Berg:mailto:Anna@one.example",
                "ATTENDEE;CN=李:mailto:li@example.com",
                "ATTENDEE:invalid",
            )
        )
    )
    handles = only(read)[0].people
    assert handles[0] == "anna-berg"
    assert handles[1].startswith("anna-berg-")
    assert handles[2:] == ("li",)


@pytest.mark.parametrize(
    ("lines", "line", "why"),
    [
        (["DTSTART:20261332T090000"], 3, "DTSTART “20261332T090000” is not a day of the calendar"),
        (["DTSTART:20260310T250000"], 3, "DTSTART “20260310T250000” is not a time"),
        (["DTSTART:00010101T000000"], 3, "DTSTART the year 1 is out of reach"),
        (["LOCATION:x"], 3, "it has no DTSTART"),
        (["DTSTART:20260310T090000", "DTEND:soon"], 7, "DTEND “soon” is not a date; came in without it"),
        (["DTSTART:20260310T090000", "DTEND:20260309T090000"], 7, "ends before it starts; came in without an end"),
        (["DTSTART:20260310T090000", "DURATION:PT"], 7, ""),
        (["DTSTART:20260310T090000", "DURATION:-PT5M"], 7, "DURATION “-PT5M” is not a duration; came in without it"),
        (["DTSTART:20260310T090000", "RRULE:FREQ=SOMETIMES"], 7, "Only its first date came in."),
        (["DTSTART:20260310T090000", "RRULE:FREQ=DAILY", "EXDATE:x,20260311T090000"], 8, "EXDATE “x” is not a date"),
        (["DTSTART:20260310T090000", "no property at all"], 7, "not a line of a calendar; left out"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(lines: list[str], line: int, why: str) -> None:
    read = ics.read(calendar(*event(*lines)))
    if not why:
        assert read.refused == ()
        return
    assert [one.line for one in read.refused] == [line]
    assert why in read.refused[0].why
    assert read.refused[0].whole == (not read.groups)


def test_a_file_that_ends_in_the_middle_gives_what_is_there_and_says_so() -> None:
    text = calendar(*event("DTSTART:20260310T090000Z"), *event("DTSTART:20260311T090000Z", uid="u2"))
    read = ics.read(text[: text.rindex("END:VEVENT")])
    assert len(read.groups) == 2
    assert [one.why for one in read.refused] == ["has no END; came in as far as it goes"]


@pytest.mark.parametrize("text", ["", "hello", "\0\0\0", "{}", "BEGIN:VCARD\nFN:x\nEND:VCARD"])
def test_what_is_no_calendar_is_refused(text: str) -> None:
    read = ics.read(text)
    assert read.groups == ()
    assert [one for one in read.refused if one.whole]


def test_old_encodings_and_a_byte_order_mark_are_read() -> None:
    text = calendar(*event("DTSTART:20260310T090000Z", "LOCATION:Kök"))
    for data in (text.encode("utf-8-sig"), text.encode("utf-16"), text.encode("cp1252"), text.replace("\r\n", "\r")):
        assert only(ics.read(data))[0].location == "Kök"


@pytest.mark.parametrize(
    "lines",
    [
        ["RRULE:FREQ=SECONDLY"],
        ["RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"],
        ["RRULE:FREQ=SECONDLY;INTERVAL=86400;BYHOUR=3"],
        ["RRULE:" + "BYDAY=MO;" * 20_000],
        ["EXDATE:" + "20260310T090000Z," * 20_000],
        ["DURATION:P" + "9" * 10_000 + "D"],
        ["DESCRIPTION:" + "x" * 2_000_000],
        ["DESCRIPTION:" + "\r\n ".join(["y"] * 100_000)],
        ['ATTENDEE;CN="' * 2_000],
        ["BEGIN:X" + str(n) for n in range(5_000)],
        ["BEGIN:VEVENT", "DTSTART:20260310T090000Z"] * 5_000,
    ],
)
def test_hostile_input_ends_soon(lines: list[str]) -> None:
    began = time.process_time()
    plan = plan_of(*event("DTSTART:20260310T090000Z", *lines))
    instances(plan, date(2026, 3, 10), date(2026, 3, 11), "UTC")
    assert time.process_time() - began < 4


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FILES), st.integers(0, 2**32))
def test_damaged_files_never_crash(path: Path, seed: int) -> None:
    chance, data = random.Random(seed), bytearray(path.read_bytes()[:6000])
    for _ in range(chance.randint(1, 30)):
        place = chance.randrange(len(data))
        data[place : place + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
    plan = take_in(Plan({}), ics.read(bytes(data)), NOW)
    instances(plan, date(2020, 1, 1), date(2020, 1, 8), "Europe/Stockholm")


NAUGHTY = ["\x1b[2J\x1b]0;x\x07", "\u202eevil", "a\\,b;c\\n", "👩‍💻" * 40, "]]>", "%s%n", "\ud800", "  ", "𝒳\u0000y"]


@pytest.mark.parametrize("title", NAUGHTY, ids=range(len(NAUGHTY)))
def test_any_title_survives_writing_and_reading_without_control_characters(title: str) -> None:
    item = Item("i00000001", title, kind="meeting", notes=title)
    block = Block("b00000001", item.id, datetime(2026, 3, 10, 9), datetime(2026, 3, 10, 10), "Europe/Stockholm")
    from ctotui.core.groups import Group

    text = ics.write([Group(item, (block,))], {})
    assert all(len(line.encode("utf-8", "replace")) <= 75 for line in text.split("\r\n"))
    assert not any(char < " " and char not in "\r\n" for char in text)
    back, again = only(ics.read(text.encode("utf-8", "replace")))
    assert again.start == block.start
    assert json.dumps(back.title)
