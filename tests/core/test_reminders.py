"""What to be reminded of, and that each thing is shown once."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core.alarms import Alarm, alarms
from ctotui.core.civil import instant
from ctotui.core.model import Block, Item, Occurrence
from ctotui.core.plan import Plan
from ctotui.core.reminders import BACK, Memory, between, due, news, words
from ctotui.core.state import Settings

ZONE = "Europe/Stockholm"
PLAIN = Settings(zone=ZONE)


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return instant(datetime(2026, 3, day, hour, minute), ZONE)


def meeting(start: datetime, **fields: object) -> Plan:
    item = Item("imeet", "Standup", kind="meeting", **fields)  # type: ignore[arg-type]
    wall = start.replace(tzinfo=None)
    return Plan({}).put(item, Block("bmeet", "imeet", wall, wall + timedelta(minutes=30), ZONE, fixed=True))


STANDUP = meeting(datetime(2026, 3, 10, 11))


def said(plan: Plan, now: datetime, memory: Memory, config: Settings = PLAIN) -> list[str]:
    return [words(one, now, ZONE) for one in news(plan, config, now, memory)[0]]


def test_a_meeting_reminds_five_minutes_before_once() -> None:
    fresh, memory = news(STANDUP, PLAIN, at(10, 10, 54), Memory(at(10, 10)))
    assert fresh == []
    fresh, memory = news(STANDUP, PLAIN, at(10, 10, 55), memory)
    assert [words(one, at(10, 10, 55), ZONE) for one in fresh] == ["in 5m: Standup 11:00"]
    fresh, memory = news(STANDUP, PLAIN, at(10, 10, 56), memory)
    assert fresh == []


@pytest.mark.parametrize(
    ("config", "fields", "fires"),
    [
        ({}, {}, [at(10, 10, 55)]),
        ({"remind_meeting": None}, {}, []),
        ({"remind_meeting": 10}, {}, [at(10, 10, 50)]),
        ({}, {"remind": ()}, []),
        ({}, {"remind": (60, 10)}, [at(10, 10), at(10, 10, 50)]),
        ({}, {"remind": (1440,)}, [at(9, 11)]),
        ({}, {"remind": (-10,)}, [at(10, 11, 10)]),
        ({}, {"ics": ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "END:VALARM")}, [at(10, 10, 45)]),
        ({}, {"ics": ("BEGIN:VALARM", "TRIGGER;RELATED=END:-PT5M", "END:VALARM")}, [at(10, 11, 25)]),
        ({}, {"ics": ("BEGIN:VALARM", "TRIGGER;VALUE=DATE-TIME:20260310T070000Z", "END:VALARM")}, [at(10, 8)]),
        ({}, {"remind": (3,), "ics": ("BEGIN:VALARM", "TRIGGER:-PT15M", "END:VALARM")}, [at(10, 10, 57)]),
        ({}, {"status": "done"}, []),
    ],
)
def test_the_items_own_lead_times_win_over_its_alarms_and_these_over_the_settings(config, fields, fires) -> None:
    plan = meeting(datetime(2026, 3, 10, 11), **fields)
    found = between(plan, replace(PLAIN, **config), at(8), at(12))
    assert [one.fires for one in found] == fires


def test_a_block_without_people_reminds_only_where_it_is_set() -> None:
    block = Block("b1", "i1", datetime(2026, 3, 10, 11), datetime(2026, 3, 10, 12), ZONE)
    plan = Plan({}).put(Item("i1", "Budget"), block)
    assert between(plan, PLAIN, at(8), at(12)) == []
    assert [one.fires for one in between(plan, replace(PLAIN, remind_task=0), at(8), at(12))] == [at(10, 11)]


def test_an_occurrence_that_was_moved_reminds_at_its_own_time() -> None:
    plan = meeting(datetime(2026, 3, 9, 11), repeat="FREQ=DAILY")
    moved = Occurrence("imeet@2026-03-10", "imeet", datetime(2026, 3, 10, 11), start=datetime(2026, 3, 10, 15))
    found = between(plan.put(moved), PLAIN, at(10), at(12))
    assert [one.fires for one in found] == [at(10, 14, 55), at(11, 10, 55)]


def alarm(minutes: int) -> tuple[str, ...]:
    return ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-PT{minutes}M", "END:VALARM")


@pytest.mark.parametrize(
    ("fields", "own", "fires"),
    [
        ({"ics": alarm(15)}, alarm(180), [at(10, 8), at(11, 10, 45)]),
        ({"remind": (10,)}, alarm(180), [at(10, 8), at(11, 10, 50)]),
        ({"ics": alarm(15)}, ("X-COLOR:red",), [at(10, 10, 55), at(11, 10, 45)]),
        ({"ics": alarm(15), "remind": (10,)}, ("X-COLOR:red",), [at(10, 10, 50), at(11, 10, 50)]),
        ({}, alarm(2 * 1440), [at(8, 11), at(11, 10, 55)]),
    ],
)
def test_an_occurrence_with_alarms_of_its_own_has_these_and_not_those_of_its_series(fields, own, fires) -> None:
    """RFC 5545 3.8.4.4: what stands there for one date stands instead of what the series says."""
    plan = meeting(datetime(2026, 3, 10, 11), repeat="FREQ=DAILY;COUNT=2", **fields)
    touched = Occurrence("imeet@2026-03-10", "imeet", datetime(2026, 3, 10, 11), ics=own)
    assert [one.fires for one in between(plan.put(touched), PLAIN, at(7), at(12))] == fires


def test_deadlines_and_follow_ups_remind_when_the_day_opens_or_before_their_time() -> None:
    plan = Plan({}).put(
        Item("i1", "Budget", list="work", due=date(2026, 3, 11)),
        Item("i2", "Report", list="work", due=datetime(2026, 3, 11, 15)),
        Item("i3", "Scorecards", list="work", status="waiting", owner="sara", follow_up=date(2026, 3, 12)),
        Item("i4", "Closed", list="work", due=date(2026, 3, 11), status="done"),
    )
    found = between(plan, PLAIN, at(10), at(13))
    assert [(one.title, one.fires) for one in found] == [
        ("Budget", at(11, 8)),
        ("Report", at(11, 14)),
        ("Scorecards", at(12, 8)),
    ]
    assert [words(one, one.fires, ZONE) for one in found] == [
        "due today: Budget",
        "due today 15:00: Report",
        "follow up today: Scorecards",
    ]
    early = between(plan, replace(PLAIN, remind_due=1440), at(9), at(13))
    assert [one.fires for one in early] == [at(10, 8), at(10, 15), at(12, 8)]
    assert between(plan, replace(PLAIN, remind_due=None), at(10), at(13)) == []


def test_lead_times_of_an_item_count_for_its_deadline_too() -> None:
    timed = Item("i1", "Report", list="work", due=datetime(2026, 3, 11, 15), remind=(120, 10))
    whole = Item("i2", "Budget", list="work", due=date(2026, 3, 12), remind=(10, 1440))
    never = Item("i3", "Quiet", list="work", due=date(2026, 3, 12), remind=())
    task = ("BEGIN:VALARM", "TRIGGER;RELATED=END:-PT30M", "END:VALARM")
    foreign = Item("i4", "Foreign", list="work", due=datetime(2026, 3, 12, 15), ics=task)
    found = between(Plan({}).put(timed, whole, never, foreign), PLAIN, at(9), at(13))
    assert [(one.title, one.fires) for one in found] == [
        ("Budget", at(11, 8)),
        ("Report", at(11, 13)),
        ("Report", at(11, 14, 50)),
        ("Budget", at(12, 8)),
        ("Foreign", at(12, 14, 30)),
    ]


def test_what_was_missed_is_shown_at_the_next_start_back_to_a_week() -> None:
    assert said(STANDUP, at(10, 14), Memory(at(9))) == ["began 11:00: Standup"]
    assert said(STANDUP, at(16, 9), Memory(at(9))) == ["began Tue 10 Mar 11:00: Standup"]
    assert said(STANDUP, at(18, 9), Memory(at(9))) == []


def test_what_comes_in_after_its_time_to_remind_is_still_shown_while_it_is_ahead() -> None:
    memory = Memory(at(10, 10, 58))
    assert said(STANDUP, at(10, 10, 58), memory) == ["in 2m: Standup 11:00"]
    assert said(STANDUP, at(10, 11, 1), Memory(at(10, 11, 1))) == []


def test_what_was_moved_reminds_again() -> None:
    memory = news(STANDUP, PLAIN, at(10, 10, 55), Memory(at(10, 10)))[1]
    later = STANDUP.put(replace(STANDUP.get(Block, "bmeet"), start=datetime(2026, 3, 10, 13)))
    later = later.put(replace(later.get(Block, "bmeet"), end=datetime(2026, 3, 10, 14)))
    assert said(later, at(10, 12, 55), memory) == ["in 5m: Standup 13:00"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3000), st.lists(st.integers(-30, 3000), max_size=2)), max_size=6),
    st.lists(st.integers(1, 900), min_size=1, max_size=12),
)
def test_each_reminder_is_shown_exactly_once_however_often_one_looks(events, steps) -> None:
    plan = Plan({})
    for number, (minute, leads) in enumerate(events):
        start = datetime(2026, 3, 9) + timedelta(minutes=minute)
        item = Item(f"i{number}", f"E{number}", remind=tuple(leads) or None)
        plan = plan.put(item, Block(f"b{number}", item.id, start, start + timedelta(minutes=30), ZONE, fixed=True))
    now = at(9)
    memory = Memory(now - timedelta(days=4))
    shown: list[str] = []
    for step in (0, *steps):
        now += timedelta(minutes=step)
        fresh, memory = news(plan, PLAIN, now, memory)
        shown += [one.key for one in fresh]
    assert len(shown) == len(set(shown))
    assert set(shown) == {one.key for one in between(plan, PLAIN, at(9) - timedelta(days=4), now)}
    assert now - at(9) < BACK


@pytest.mark.parametrize(
    ("line", "alarm"),
    [
        ("TRIGGER:-PT15M", Alarm(15)),
        ("TRIGGER;VALUE=DURATION:-P1DT12H", Alarm(2160)),
        ("TRIGGER:PT0S", Alarm(0)),
        ("TRIGGER:P1W", Alarm(-10080)),
        ("TRIGGER;RELATED=END:-PT5M", Alarm(5, True)),
        ("TRIGGER:rubbish", None),
        ("TRIGGER:P", Alarm(0)),
        ("TRIGGER;VALUE=DATE-TIME:rubbish", None),
    ],
)
def test_triggers_are_read_as_rfc_5545_writes_them(line: str, alarm: Alarm | None) -> None:
    lines = ("BEGIN:VALARM", line, "END:VALARM")
    assert alarms(lines) == ((alarm,) if alarm else ())
    assert alarms(("BEGIN:VALARM", "ACTION:NONE", line, "END:VALARM")) == ()
    assert alarms((line,)) == ()


def test_due_lists_overdue_today_and_soon_the_oldest_first() -> None:
    plan = Plan({}).put(
        Item("i1", "Old", list="work", due=date(2026, 3, 6)),
        Item("i2", "This morning", list="work", due=datetime(2026, 3, 10, 9)),
        Item("i3", "Tonight", list="work", due=date(2026, 3, 10)),
        Item("i4", "Thursday", list="work", due=date(2026, 3, 12)),
        Item("i5", "Friday", list="work", due=date(2026, 3, 13)),
        Item("i6", "Ask", list="work", status="waiting", follow_up=date(2026, 3, 9)),
        Item("i7", "Closed", list="work", due=date(2026, 3, 6), status="dropped"),
    )
    assert [(one.why, one.item.title) for one in due(plan, PLAIN, at(10, 10, 42))] == [
        ("overdue", "Old"),
        ("overdue", "Ask"),
        ("overdue", "This morning"),
        ("today", "Tonight"),
        ("soon", "Thursday"),
    ]
