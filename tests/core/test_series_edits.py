"""This, this and following, all (M5): what each does to a series, its dates and what was touched in it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ctotui.core import blocks, series_edits
from ctotui.core.agenda import instances
from ctotui.core.errors import PlanError
from ctotui.core.instance import Instance
from ctotui.core.model import Block, Entry, Item, Occurrence, Wall
from ctotui.core.plan import Plan
from ctotui.core.series import occurrence_id, series_of
from ctotui.core.series_edits import SCOPES, Making
from ctotui.core.series_split import split
from tests.memory import MemoryDesk

ZONE = "Europe/Stockholm"
NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
MAKING = Making(NOW, ZONE, "inew", "bnew")
START = datetime(2026, 3, 3, 9, 0)
FIRST, LAST = date(2026, 1, 1), date(2027, 3, 1)
HOUR = timedelta(hours=1)

RULES = (
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
    "FREQ=DAILY;COUNT=30",
    "FREQ=DAILY;INTERVAL=3;UNTIL=20260630",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYDAY=1TU",
    "FREQ=MONTHLY;BYDAY=-1FR;COUNT=9",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260501T070000Z",
    "FREQ=YEARLY;COUNT=3",
    "FREQ=HOURLY;INTERVAL=5;COUNT=40",
)
SEVERAL = (
    "FREQ=DAILY;BYHOUR=9,15;COUNT=90",
    "FREQ=WEEKLY\nFREQ=MONTHLY",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=20\nFREQ=WEEKLY;INTERVAL=3;BYDAY=TH;BYHOUR=8,16",
    "FREQ=DAILY;COUNT=30\nFREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1\nFREQ=YEARLY",
    "FREQ=DAILY;INTERVAL=3\nFREQ=WEEKLY;UNTIL=20260401",
    "FREQ=DAILY;COUNT=60\nEXRULE:FREQ=WEEKLY;COUNT=6",
    "FREQ=DAILY\nEXRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20260501T000000",
    "FREQ=HOURLY;INTERVAL=7;COUNT=50\nEXRULE:FREQ=DAILY;BYHOUR=9,16",
    "FREQ=YEARLY;BYWEEKNO=10,12,14\nFREQ=WEEKLY;INTERVAL=4;WKST=SU;BYDAY=SU,TU",
)
"""Several starts a day, several rules, and rules that take starts away."""


def series(rule: str, start: Wall = START, **fields: object) -> Plan:
    end = start + (HOUR if isinstance(start, datetime) else timedelta(days=1))
    zone = ZONE if isinstance(start, datetime) else ""
    item = Item("iold", "Standup", repeat=rule, **fields)  # type: ignore[arg-type]
    return Plan({}).put(item, Block("bold", "iold", start, end, zone))


def shown(plan: Plan) -> list[Instance]:
    return instances(plan, FIRST, LAST, ZONE)


def spans(plan: Plan) -> list[tuple[Wall, Wall, str, str]]:
    """What the user sees, whichever series it belongs to."""
    return sorted((one.start, one.end, one.title, one.status) for one in shown(plan))


def starts(plan: Plan) -> list[Wall]:
    return [one.start for one in shown(plan)]


@st.composite
def touched_series(draw: st.DrawFn, rules: tuple[str, ...] = RULES) -> tuple[Plan, str]:
    """A series with exceptions of each sort, and the id of one of its occurrences."""
    rule = draw(st.sampled_from(rules))
    plan = series(rule, holidays=draw(st.sampled_from(["", "", "skip SE", "shift SE"])))
    found = shown(plan)[:40]
    picked = st.lists(st.sampled_from(found), max_size=3, unique_by=lambda one: one.id)
    item = plan.get(Item, "iold")
    excluded = tuple(one.at for one in draw(picked) if one.at is not None)
    added = tuple(START + timedelta(days=day, hours=3) for day in draw(st.sets(st.integers(1, 90), max_size=2)))
    plan = plan.put(replace(item, exdates=excluded, rdates=added))
    left = shown(plan)
    assume(len(left) > 3)
    for number, one in enumerate(draw(st.lists(st.sampled_from(left), max_size=3, unique_by=lambda one: one.id))):
        if number == 0:
            plan = blocks.touch_occurrence(plan, one.id, NOW, title="Own title", status="done", ended=NOW)
        elif number == 1:
            plan = blocks.move(plan, one.id, one.start + HOUR, one.end + HOUR * 2, NOW, ZONE)
        else:
            plan = blocks.unplan(plan, one.id, NOW, ZONE)
    return plan, draw(st.sampled_from(shown(plan)[:30])).id


@settings(max_examples=80, deadline=None)
@given(st.one_of(touched_series(), touched_series(SEVERAL)))
def test_a_split_loses_no_occurrence_and_shows_none_twice(given_: tuple[Plan, str]) -> None:
    plan, key = given_
    before = spans(plan)
    try:
        after, renamed = split(plan, key, NOW, "inew", "bnew")
    except PlanError:  # added dates before the first start by rule: refused
        return
    assert spans(after) == before
    assert blocks.find(after, renamed, ZONE) is not None
    at = blocks.find(plan, key, ZONE).at
    mine, other = ([one.at for one in shown(after) if one.item == item] for item in ("iold", renamed.partition("@")[0]))
    if renamed != key:
        assert max(mine, default=START) < at <= min(other), "each half is on its side of the cut"


@settings(max_examples=40, deadline=None)
@given(st.one_of(touched_series(), touched_series(SEVERAL)), st.sampled_from(SCOPES))
def test_an_edit_and_undo_is_the_identity(given_: tuple[Plan, str], scope: str) -> None:
    plan, key = given_
    desk = MemoryDesk(plan)
    one = next(one for one in shown(plan) if one.id == key)
    try:
        desk.edit("Move", series_edits.move, key, one.start + HOUR, one.end + HOUR, scope, MAKING)
    except PlanError:
        return
    desk.undo()
    assert desk.state.plan.shards == plan.shards
    desk.redo()
    assert spans(desk.state.plan) != spans(plan)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(RULES), st.sampled_from([-60, 45, 24 * 60]))
def test_following_at_the_first_occurrence_is_all(rule: str, minutes: int) -> None:
    plan = series(rule)
    one, by = shown(plan)[0], timedelta(minutes=minutes)
    results = []
    for scope in ("following", "all"):
        try:
            after = series_edits.move(plan, one.id, one.start + by, one.end + by, scope, MAKING)  # type: ignore[arg-type]
            results.append(sorted(str(record) for record in (*after.records(Item), *after.records(Block))))
        except PlanError as refusal:
            results.append([str(refusal)])
    assert results[0] == results[1]


@settings(max_examples=40, deadline=None)
@given(touched_series(), st.sampled_from([-45, 30, 75]))
def test_all_moves_every_untouched_occurrence_by_the_same(given_: tuple[Plan, str], minutes: int) -> None:
    plan, key = given_
    assume(not plan.get(Item, "iold").holidays)  # what falls on another day may be another's holiday
    one, by = next(one for one in shown(plan) if one.id == key), timedelta(minutes=minutes)
    at = one.at
    assert isinstance(at, datetime)
    touched = {record.at for record in plan.records(Occurrence)}
    after = series_edits.move(plan, key, at + by, at + by + HOUR, "all", MAKING)
    was = {found.at for found in shown(plan)} - touched - {at}
    now = {found.at for found in shown(after)} - {moment + by for moment in touched} - {at + by}
    assert now == {moment + by for moment in was}  # type: ignore[operator]


@pytest.mark.parametrize(
    ("rule", "days", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,TH", 1, "FREQ=WEEKLY;BYDAY=WE,FR"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU", 1, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=TU"),
        ("FREQ=MONTHLY;BYDAY=1TU", 8, "FREQ=MONTHLY;BYDAY=2WE"),
        ("FREQ=MONTHLY;BYMONTHDAY=3", 2, "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("FREQ=WEEKLY;UNTIL=20260630", 1, "FREQ=WEEKLY;UNTIL=20260701"),
    ],
)
def test_all_moves_the_days_of_the_rule(rule: str, days: int, expected: str) -> None:
    plan, by = series(rule), timedelta(days=days)
    key = occurrence_id("iold", START)
    after = series_edits.move(plan, key, START + by, START + by + HOUR, "all", MAKING)
    assert after.get(Item, "iold").repeat == expected
    assert starts(after)[0] == START + by
    assert len(starts(after)) in (len(starts(plan)), len(starts(plan)) - 1)


def test_what_moves_by_the_week_keeps_its_phase() -> None:
    plan = series("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU")
    by = timedelta(days=5)
    after = series_edits.move(plan, occurrence_id("iold", START), START + by, START + by + HOUR, "all", MAKING)
    assert starts(after)[:20] == [moment + by for moment in starts(plan)[:20]]


@pytest.mark.parametrize("rule", ["FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1", "FREQ=DAILY;BYHOUR=9,15"])
def test_a_rule_that_cannot_be_moved_is_refused_with_a_reason(rule: str) -> None:
    plan = series(rule)
    by = timedelta(days=1) if "SETPOS" in rule else HOUR
    key = shown(plan)[0].id
    with pytest.raises(PlanError, match="cannot be moved as a whole"):
        series_edits.move(plan, key, START + by, START + by + HOUR, "all", MAKING)


def test_count_is_divided() -> None:
    plan = series("FREQ=DAILY;COUNT=10")
    after, _key = split(plan, "iold@2026-03-07", NOW, "inew", "bnew")
    assert after.get(Item, "iold").repeat == "FREQ=DAILY;COUNT=4"
    assert after.get(Item, "inew").repeat == "FREQ=DAILY;COUNT=6"


def test_the_new_series_says_where_it_was_split_from_and_is_no_longer_the_imported_one() -> None:
    plan = series("FREQ=DAILY", uid="x@y", imported=("title=1",), created=NOW)
    after, _key = split(plan, "iold@2026-03-07", NOW, "inew", "bnew")
    new = after.get(Item, "inew")
    assert (new.split_from, new.uid, new.imported) == ("iold", "", ())
    assert after.get(Block, "bnew").fixed
    assert after.get(Item, "iold").repeat == "FREQ=DAILY;UNTIL=20260306"


def test_entries_stay_where_they_were_tracked() -> None:
    """I3."""
    entry = Entry("n1", "iold", NOW - HOUR, NOW, ZONE, occurrence="iold@2026-03-10")
    plan = series("FREQ=DAILY").put(entry)
    after, _key = split(plan, "iold@2026-03-07", NOW, "inew", "bnew")
    assert after.find("n1") is entry


def test_delete_following_ends_the_series_and_delete_all_takes_it_away() -> None:
    plan = series("FREQ=DAILY")
    plan = blocks.unplan(plan, "iold@2026-03-12", NOW, ZONE)
    after = series_edits.delete(plan, "iold@2026-03-07", "following", MAKING)
    assert starts(after) == [START + timedelta(days=number) for number in range(4)]
    assert not after.records(Occurrence)
    assert shown(series_edits.delete(plan, "iold@2026-03-07", "all", MAKING)) == []
    assert len(starts(series_edits.delete(plan, "iold@2026-03-07", "this", MAKING))) == len(starts(plan)) - 1
    assert series_edits.delete(plan, "iold@2026-03-03", "following", MAKING).find("iold") is None


def test_an_occurrence_that_was_moved_before_goes_back_in_line_with_all() -> None:
    plan = blocks.move(series("FREQ=DAILY"), "iold@2026-03-05", START + HOUR * 50, START + HOUR * 51, NOW, ZONE)
    nine = datetime(2026, 3, 5, 10)
    after = series_edits.move(plan, "iold@2026-03-05", nine, nine + HOUR, "all", MAKING)
    assert after.records(Occurrence) == []
    assert starts(after)[:4] == [START + HOUR + timedelta(days=number) for number in range(4)]


def test_an_all_day_series_moves_by_days() -> None:
    plan = series("FREQ=WEEKLY", date(2026, 3, 3))
    after = series_edits.move(plan, "iold@2026-03-10", date(2026, 3, 11), date(2026, 3, 12), "following", MAKING)
    assert starts(after)[:3] == [date(2026, 3, 3), date(2026, 3, 11), date(2026, 3, 18)]


def test_following_in_another_zone_keeps_that_of_the_series() -> None:
    item = Item("iold", "Call", repeat="FREQ=WEEKLY")
    start = datetime(2026, 3, 3, 9)
    plan = Plan({}).put(item, Block("bold", "iold", start, start + HOUR, "America/New_York"))
    viewed = datetime(2026, 3, 10, 15)  # 10:00 in New York, which changed its clocks on the 8th
    after = series_edits.move(plan, "iold@2026-03-10", viewed, viewed + HOUR, "following", MAKING)
    block = after.get(Block, "bnew")
    assert (block.start, block.zone) == (datetime(2026, 3, 10, 10), "America/New_York")


def test_a_series_of_days_without_block_is_split_and_cut() -> None:
    plan = Plan({}).put(Item("iold", "Water plants", repeat="FREQ=DAILY;INTERVAL=3", day=date(2026, 3, 3)))
    after, key = split(plan, "iold@2026-03-09", NOW, "inew", "bnew")
    assert key == "inew@2026-03-09"
    assert after.get(Item, "inew").day == date(2026, 3, 9)
    cut = series_edits.delete(plan, "iold@2026-03-09", "following", MAKING)
    assert series_of(cut, cut.get(Item, "iold")).starts(FIRST, LAST) == [date(2026, 3, 3), date(2026, 3, 6)]
    gone = series_edits.delete(plan, "iold@2026-03-09", "this", MAKING)
    assert [record.cancelled for record in gone.records(Occurrence)] == [True]


@pytest.mark.parametrize(
    ("rule", "key", "old", "new", "begin"),
    [
        (
            "FREQ=WEEKLY;COUNT=5\nFREQ=MONTHLY;COUNT=4",
            "iold@2026-03-17",
            "FREQ=WEEKLY;COUNT=2\nFREQ=MONTHLY;COUNT=1",
            "FREQ=WEEKLY;COUNT=3;BYDAY=TU\nFREQ=MONTHLY;COUNT=3;BYMONTHDAY=3",
            START + timedelta(days=14),
        ),
        (
            "FREQ=DAILY;UNTIL=20260401\nEXRULE:FREQ=WEEKLY;COUNT=3",
            "iold@2026-03-12",
            "FREQ=DAILY;UNTIL=20260311T090000\nEXRULE:FREQ=WEEKLY;COUNT=2",
            "FREQ=DAILY;UNTIL=20260401\nEXRULE:FREQ=WEEKLY;COUNT=1;BYDAY=TU",
            START + timedelta(days=9),
        ),
        (
            "FREQ=DAILY;COUNT=5\nFREQ=WEEKLY",
            "iold@2026-03-17",
            "FREQ=DAILY;COUNT=5\nFREQ=WEEKLY;UNTIL=20260310T090000",
            "FREQ=WEEKLY;BYDAY=TU",
            START + timedelta(days=14),
        ),
    ],
)
def test_each_of_several_rules_is_cut_by_the_same_moment(
    rule: str, key: str, old: str, new: str, begin: datetime
) -> None:
    plan = series(rule)
    after, _key = split(plan, key, NOW, "inew", "bnew")
    assert (after.get(Item, "iold").repeat, after.get(Item, "inew").repeat) == (old, new)
    assert (after.get(Block, "bnew").start, after.get(Item, "inew").exdates) == (begin, ())
    assert spans(after) == spans(plan)


def test_rules_that_are_out_of_phase_at_the_cut_are_counted_from_before_it() -> None:
    """The week of the 17th is every second one and no third one; that of the 8th is the last of both."""
    plan = series("FREQ=WEEKLY;INTERVAL=2\nFREQ=WEEKLY;INTERVAL=3;BYDAY=TH")
    after, _key = split(plan, "iold@2026-03-17", NOW, "inew", "bnew")
    begin = datetime(2026, 3, 8, 9)
    assert (after.get(Block, "bnew").start, after.get(Item, "inew").exdates) == (begin, (begin,))
    assert spans(after) == spans(plan)
    gone = series_edits.delete(plan, "iold@2026-03-17", "following", MAKING)
    assert starts(gone) == [START, datetime(2026, 3, 5, 9)]


def test_what_holidays_put_in_another_order_is_cut_by_where_it_stands() -> None:
    """Långfredagen is 3 April 2026: what was to be then at 15:00 stands after the 9:00 of Tuesday, the next workday."""
    plan = series("FREQ=DAILY;BYHOUR=9,15;COUNT=100", holidays="shift SE")
    late = datetime(2026, 4, 7, 15)
    after, _key = split(plan, f"iold@{late:%Y-%m-%dT%H:%M}", NOW, "inew", "bnew")
    assert spans(after) == spans(plan)
    assert next(one.at for one in shown(after) if one.item == "inew") == late
    assert [one.at for one in shown(after) if one.item == "iold"][-1] == datetime(2026, 4, 7, 9)
    again, _key = split(after, shown(after)[-1].id, NOW, "inewer", "bnewer")
    assert spans(again) == spans(plan)
