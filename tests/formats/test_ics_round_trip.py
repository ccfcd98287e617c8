"""Import, edit, export: nothing of a foreign event is lost, and later versions win (RFC 5545, RFC 5546)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ctotui import demo
from ctotui.core import capacity
from ctotui.core.agenda import instances
from ctotui.core.blocks import conflicts
from ctotui.core.exports import calendar_groups
from ctotui.core.imports import counts, take_in
from ctotui.core.model import Block, Item, Occurrence, Person
from ctotui.core.plan import Plan, update
from ctotui.core.state import Settings
from ctotui.formats import ics
from ctotui.formats.ics.lines import tree

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
ZONE = "Europe/Stockholm"
FILES = sorted((Path(__file__).parent / "data" / "ics").glob("*.ics"))
RICH = [
    "DTSTAMP:20260301T101112Z",
    "LAST-MODIFIED:20260228T080000Z",
    "SEQUENCE:3",
    "SUMMARY;LANGUAGE=en:Budget\\, round 2",
    "DESCRIPTION:Bring figures",
    'LOCATION;ALTREP="https://example.com/map":Room 4',
    "URL:https://example.com/agenda",
    "CATEGORIES:Public Affairs,WORK",
    "PRIORITY:1",
    "CLASS:CONFIDENTIAL",
    "TRANSP:OPAQUE",
    "STATUS:TENTATIVE",
    'ORGANIZER;CN=Anna Berg;SENT-BY="mailto:pa@example.com":mailto:anna@example.com',
    "ATTENDEE;CN=Bo;ROLE=OPT-PARTICIPANT;PARTSTAT=DECLINED;RSVP=TRUE:mailto:bo@example.com",
    "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@example.com",
    "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
    "GEO:59.33;18.06",
    "ATTACH;ENCODING=BASE64;VALUE=BINARY:aGVsbG8=",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "TRIGGER;RELATED=START:-PT15M",
    "X-WR-ALARMUID:a-1",
    "END:VALARM",
]


def calendar(*lines: str, method: str = "") -> str:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", *([f"METHOD:{method}"] if method else [])]
    return "\r\n".join([*head, *lines, "END:VCALENDAR", ""])


def event(*lines: str, uid: str = "u1", start: str = "20260310T090000") -> list[str]:
    times = [f"DTSTART;TZID={ZONE}:{start}", "DURATION:PT1H"]
    return ["BEGIN:VEVENT", f"UID:{uid}", *times, *lines, "END:VEVENT"]


def imported(text: str, plan: Plan | None = None, now: datetime = NOW) -> Plan:
    return take_in(plan or Plan({}), ics.read(text, ZONE), now)


def exported(plan: Plan) -> str:
    people = {person.handle: person for person in plan.records(Person)}
    return ics.write(calendar_groups(plan, None, None, ZONE), people, zone=ZONE)


def lines_of(text: str) -> list[str]:
    (found,) = [list(one.properties) for one in tree(text, []).walk("VEVENT")]
    return [prop.raw for prop in found]


def item_of(plan: Plan) -> Item:
    (item,) = plan.records(Item)
    return item


def test_everything_an_event_says_is_given_back() -> None:
    text = exported(imported(calendar(*event(*RICH))))
    back = lines_of(text)
    said = [line for line in RICH if not line.startswith(("BEGIN", "ACTION", "TRIGGER", "X-WR", "END"))]
    times = [f"DTSTART;TZID={ZONE}:20260310T090000", f"DTEND;TZID={ZONE}:20260310T100000"]
    assert sorted(back) == sorted([*said, *times, "UID:u1", "CREATED:20260310T090000Z"])
    unfolded = text.replace("\r\n ", "")
    assert "\r\n".join(RICH[RICH.index("BEGIN:VALARM") :]) in unfolded
    assert f"BEGIN:VTIMEZONE\r\nTZID:{ZONE}" in unfolded


def test_an_edit_changes_only_what_it_says() -> None:
    plan = imported(calendar(*event(*RICH)))
    before = lines_of(exported(plan))
    item = item_of(plan)
    people = (*(one for one in item.people if one != "bo"), "carla")
    after = lines_of(exported(update(plan, item, LATER, title="Budget, final", people=people)))
    gone, new = [set(one) - set(other) for one, other in ((before, after), (after, before))]
    assert gone == {
        "SUMMARY;LANGUAGE=en:Budget\\, round 2", "DTSTAMP:20260301T101112Z", "LAST-MODIFIED:20260228T080000Z",
        "ATTENDEE;CN=Bo;ROLE=OPT-PARTICIPANT;PARTSTAT=DECLINED;RSVP=TRUE:mailto:bo@example.com",
    }  # fmt: skip
    assert new == {
        "SUMMARY:Budget\\, final", "DTSTAMP:20260311T090000Z", "LAST-MODIFIED:20260311T090000Z",
        'ATTENDEE;CN="carla":invalid:nomail',
    }  # fmt: skip


def test_an_override_keeps_its_own_lines_and_inherits_where_it_says_the_same() -> None:
    alarm = ["BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER:-PT5M", "END:VALARM"]
    master = event("RRULE:FREQ=DAILY;COUNT=3", "SUMMARY:Sync", "X-COLOR:red", "CATEGORIES:Team", *alarm)
    of = f"RECURRENCE-ID;TZID={ZONE}:20260311T090000"
    other = event(of, "SUMMARY:Sync", "X-COLOR:blue", "STATUS:TENTATIVE", start="20260311T100000")
    same = event(of.replace("0311", "0312"), "SUMMARY:Late", "X-COLOR:red", "CATEGORIES:Team", *alarm)
    plan = imported(calendar(*master, *other, *same))
    kept = {one.at.day: one.ics for one in plan.records(Occurrence)}
    assert kept == {11: ("X-COLOR:blue", "STATUS:TENTATIVE"), 12: None}
    rows = [
        [(prop.name, prop.value) for prop in one.properties if prop.name in ("X-COLOR", "STATUS", "CATEGORIES")]
        for one in tree(exported(plan), []).walk("VEVENT")
    ]
    assert rows == [
        [("CATEGORIES", "Team"), ("X-COLOR", "red"), ("STATUS", "CONFIRMED")],
        [("X-COLOR", "blue"), ("STATUS", "TENTATIVE")],
        [("CATEGORIES", "Team"), ("X-COLOR", "red"), ("STATUS", "CONFIRMED")],
    ]


def test_a_task_keeps_the_zone_of_its_deadline_and_its_progress() -> None:
    lines = ["BEGIN:VTODO", "UID:t1", "SUMMARY:Renew", "DUE;TZID=America/New_York:20260313T110000"]
    text = exported(imported(calendar(*lines, "PERCENT-COMPLETE:40", "RELATED-TO:elsewhere", "END:VTODO")))
    for line in ("DUE;TZID=America/New_York:20260313T110000", "PERCENT-COMPLETE:40", "RELATED-TO:elsewhere"):
        assert f"\r\n{line}\r\n" in text
    assert "TZID:America/New_York" in text
    plan = imported(calendar(*lines, "END:VTODO"))
    moved = update(plan, item_of(plan), LATER, due=datetime(2026, 3, 14, 16))
    assert "\r\nDUE:20260314T150000Z\r\n" in exported(moved)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_was_exported_and_taken_in_is_exported_as_the_same_bytes(path: Path) -> None:
    plan = take_in(Plan({}), ics.read(path.read_bytes(), ZONE), NOW)
    text = exported(plan)
    assert exported(imported(text, now=LATER)) == text
    answer = counts(plan, ics.read(text, ZONE), LATER)
    assert (answer.new, answer.changed, answer.kept) == (0, 0, 0)


def test_our_own_export_is_stable_too_and_adds_nothing_to_where_it_came_from() -> None:
    plan = demo.build()
    text = exported(plan)
    assert exported(imported(text, now=LATER)) == text
    assert imported(text, plan, LATER) is plan


def titles(plan: Plan) -> list[tuple[int, str, str]]:
    found = instances(plan, date(2026, 3, 9), date(2026, 3, 16), ZONE)
    return [(one.start.day, one.title, one.status) for one in found]


def test_an_older_sequence_does_not_overwrite_and_a_newer_one_does() -> None:
    plan = imported(calendar(*event("SEQUENCE:2", "SUMMARY:Two")))
    older = ics.read(calendar(*event("SEQUENCE:1", "SUMMARY:One")), ZONE)
    assert take_in(plan, older, LATER) is plan
    assert counts(plan, older, LATER).older == 1
    newer = imported(calendar(*event("SEQUENCE:3", "SUMMARY:Three")), plan, LATER)
    assert titles(newer) == [(10, "Three", "next")]
    moved = replace(newer.records(Block)[0], start=datetime(2026, 3, 11, 9), end=datetime(2026, 3, 11, 10))
    assert imported(calendar(*event("SEQUENCE:2", "SUMMARY:Two")), newer.put(moved), LATER).records(Block) == [moved]


def test_an_older_version_of_one_occurrence_does_not_overwrite() -> None:
    master = event("RRULE:FREQ=DAILY;COUNT=3", "SUMMARY:Sync")
    of = f"RECURRENCE-ID;TZID={ZONE}:20260311T090000"
    plan = imported(calendar(*master, *event(of, "SEQUENCE:4", "SUMMARY:New", start="20260311T110000")))
    alone = calendar(*event(of, "SEQUENCE:3", "SUMMARY:Old", start="20260311T120000"))
    for text in (alone, calendar(*master, *event(of, "SEQUENCE:3", "SUMMARY:Old", start="20260311T120000"))):
        assert (11, "New", "next") in titles(imported(text, plan, LATER))
    later = calendar(*event(of, "SEQUENCE:5", "SUMMARY:Newest", start="20260311T120000"))
    assert (11, "Newest", "next") in titles(imported(later, plan, LATER))


def test_a_cancellation_drops_the_event_and_nothing_else_of_it() -> None:
    plan = imported(calendar(*event(*RICH)))
    gone = imported(calendar(*event("SEQUENCE:4"), method="CANCEL"), plan, LATER)
    before, after = item_of(plan), item_of(gone)
    assert (after.status, after.title, after.notes, after.people) == (
        "dropped",
        *(before.title, before.notes),
        before.people,
    )
    assert "STATUS:CANCELLED" in exported(gone)
    assert imported(calendar(*event("SEQUENCE:4"), method="CANCEL"), gone, LATER) is gone
    assert imported(calendar(*event("SEQUENCE:2"), method="CANCEL"), plan, LATER) is plan
    assert imported(calendar(*event(*RICH)), gone, LATER) is gone, "the invitation of before says nothing any more"


def test_what_was_cancelled_is_in_nobodys_way() -> None:
    plan = imported(calendar(*event("SUMMARY:Sync")))
    gone = imported(calendar(*event(), method="CANCEL"), plan, LATER)
    start, end = datetime(2026, 3, 10, 9), datetime(2026, 3, 10, 10)
    assert [len(conflicts(one, start, end, "", ZONE)) for one in (plan, gone)] == [1, 0]
    settings, day = Settings(zone=ZONE), date(2026, 3, 10)
    free = [capacity.load(one, day, settings).capacity for one in (plan, gone, Plan({}))]
    assert free[0] < free[1] == free[2]


def test_a_cancellation_of_one_date_leaves_the_others() -> None:
    plan = imported(calendar(*event("RRULE:FREQ=DAILY;COUNT=3", "SUMMARY:Sync")))
    of = f"RECURRENCE-ID;TZID={ZONE}:20260311T090000"
    gone = imported(calendar(*event(of, "SEQUENCE:1", start="20260311T090000"), method="CANCEL"), plan, LATER)
    assert titles(gone) == [(10, "Sync", "next"), (11, "Sync", "dropped"), (12, "Sync", "next")]


def test_a_cancellation_of_what_is_not_here_adds_nothing() -> None:
    assert titles(imported(calendar(*event(), method="CANCEL"))) == []


def test_an_answer_to_an_invitation_changes_nothing_and_is_named() -> None:
    plan = imported(calendar(*event(*RICH)))
    reply = ics.read(calendar(*event("ATTENDEE;PARTSTAT=ACCEPTED:mailto:bo@example.com"), method="REPLY"), ZONE)
    assert take_in(plan, reply, LATER) is plan
    assert [one.why for one in reply.refused] == ["an answer to an invitation (METHOD:REPLY), not an event"]


def test_several_calendars_in_one_file_have_each_their_method() -> None:
    one, other = calendar(*event("SUMMARY:A")), calendar(*event("SUMMARY:B", uid="u2"), method="REPLY")
    read = ics.read(other + one, ZONE)
    assert [group.item.title for group in read.groups] == ["A"]


def test_progress_is_told_and_what_it_raises_ends_the_reading() -> None:
    text = calendar(*(line for number in range(3000) for line in event("SUMMARY:x", uid=f"u{number}")))
    shares: list[float] = []
    ics.read(text, ZONE, shares.append)
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5 < shares[-1] <= 1

    def stop(_share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ics.read(text, ZONE, stop)


def test_an_attached_file_that_is_too_large_is_left_out_and_named() -> None:
    read = ics.read(calendar(*event("ATTACH;ENCODING=BASE64;VALUE=BINARY:" + "QUJD" * 40_000)), ZONE)
    assert [(one.line, one.why) for one in read.refused] == [(7, "ATTACH of 160 kB; came in without it")]
    assert read.groups[0].item.ics == ()
