"""What stands on the calendar: blocks, series and what was touched in them (M5, S6, storage-and-time 3)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ctotui.core import agenda, series
from ctotui.core.agenda import as_json, by_id, instances, is_over, of_block, on_day, untimed_on
from ctotui.core.civil import day_of
from ctotui.core.errors import NotLoaded
from ctotui.core.model import Block, Item, Occurrence, Wall
from ctotui.core.plan import EMPTY, SERIES, Plan, Shard

STOCKHOLM = "Europe/Stockholm"
NINE, TEN = datetime(2026, 3, 10, 9), datetime(2026, 3, 10, 10)


def plan_of(*records: Item | Block | Occurrence) -> Plan:
    return Plan({}).put(*records)


def weekly(start: Wall = NINE, end: Wall = TEN, zone: str = STOCKHOLM, **changes: object) -> Plan:
    item = Item("istandup1", "Standup", kind="meeting", repeat="FREQ=WEEKLY")
    return plan_of(replace(item, **changes), Block("bstandup1", "istandup1", start, end, zone))


def touched(at: Wall, **changes: object) -> Occurrence:
    return Occurrence(f"istandup1@{at:%Y-%m-%d}", "istandup1", at, **changes)


def starts(plan: Plan, first: date, last: date, zone: str = STOCKHOLM) -> list[Wall]:
    return [one.start for one in instances(plan, first, last, zone)]


def test_a_series_stands_on_each_of_its_days() -> None:
    plan = weekly()
    assert starts(plan, date(2026, 3, 1), date(2026, 4, 1)) == [NINE + timedelta(weeks=n) for n in range(4)][:4]
    (one,) = on_day(plan, date(2026, 3, 17), STOCKHOLM)
    assert (one.id, one.item, one.title, one.recurring, one.minutes) == (
        "istandup1@2026-03-17", "istandup1", "Standup", True, 60,
    )  # fmt: skip
    assert one.at == datetime(2026, 3, 17, 9)


def test_wall_time_holds_across_daylight_saving_and_the_viewer_sees_it_move() -> None:
    plan = weekly()
    before, after = date(2026, 3, 24), date(2026, 3, 31)
    assert starts(plan, before, before + timedelta(1)) == [datetime(2026, 3, 24, 9)]
    assert starts(plan, after, after + timedelta(1)) == [datetime(2026, 3, 31, 9)]
    assert starts(plan, before, before + timedelta(1), "Asia/Tokyo") == [datetime(2026, 3, 24, 17)]
    assert starts(plan, after, after + timedelta(1), "Asia/Tokyo") == [datetime(2026, 3, 31, 16)]


def test_a_floating_series_stays_at_its_hour_for_every_viewer() -> None:
    plan = weekly(zone="")
    for zone in (STOCKHOLM, "Asia/Tokyo", "America/New_York"):
        assert starts(plan, date(2026, 3, 17), date(2026, 3, 18), zone) == [datetime(2026, 3, 17, 9)]


def test_a_start_in_the_gap_moves_forward_and_keeps_its_length() -> None:
    plan = weekly(datetime(2026, 3, 22, 2, 30), datetime(2026, 3, 22, 3, 0))
    (one,) = on_day(plan, date(2026, 3, 29), STOCKHOLM)
    assert (one.start, one.end, one.minutes) == (datetime(2026, 3, 29, 3, 30), datetime(2026, 3, 29, 4, 0), 30)


def test_an_ambiguous_start_is_the_first_of_the_two() -> None:
    plan = weekly(datetime(2026, 10, 18, 2, 30), datetime(2026, 10, 18, 4, 0))
    (one,) = on_day(plan, date(2026, 10, 25), STOCKHOLM)
    assert one.begins == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert one.minutes == 150


def test_a_zone_far_away_puts_it_on_the_viewers_day() -> None:
    late = weekly(datetime(2026, 3, 31, 23), datetime(2026, 4, 1, 0), zone="America/New_York")
    assert starts(late, date(2026, 4, 1), date(2026, 4, 2), "Asia/Tokyo") == [datetime(2026, 4, 1, 12)]
    assert starts(late, date(2026, 3, 31), date(2026, 4, 1), "Asia/Tokyo") == []


def test_an_occurrence_over_midnight_is_on_both_days_and_only_once_in_a_week() -> None:
    plan = weekly(datetime(2026, 3, 10, 23), datetime(2026, 3, 11, 1))
    assert len(on_day(plan, date(2026, 3, 17), STOCKHOLM)) == 1
    assert len(on_day(plan, date(2026, 3, 18), STOCKHOLM)) == 1
    assert len(instances(plan, date(2026, 3, 16), date(2026, 3, 23), STOCKHOLM)) == 1


def test_an_all_day_series_of_several_days_crosses_the_month() -> None:
    plan = weekly(date(2026, 3, 30), date(2026, 4, 2), zone="", repeat="FREQ=MONTHLY;BYMONTHDAY=30")
    (one,) = on_day(plan, date(2026, 5, 1), STOCKHOLM)
    assert (one.start, one.end, one.all_day, one.zone) == (date(2026, 4, 30), date(2026, 5, 3), True, "")
    assert on_day(plan, date(2026, 5, 3), STOCKHOLM) == []


def test_excluded_and_added_dates_are_honoured() -> None:
    plan = weekly(exdates=(date(2026, 3, 17),), rdates=(datetime(2026, 3, 19, 15),))
    assert starts(plan, date(2026, 3, 16), date(2026, 3, 25)) == [datetime(2026, 3, 19, 15), datetime(2026, 3, 24, 9)]


def test_a_cancelled_occurrence_is_gone_and_the_others_stay() -> None:
    plan = weekly().put(touched(datetime(2026, 3, 17, 9), cancelled=True))
    assert starts(plan, date(2026, 3, 10), date(2026, 3, 25)) == [NINE, datetime(2026, 3, 24, 9)]


def test_an_override_changes_one_occurrence_only() -> None:
    change = touched(datetime(2026, 3, 17, 9), title="Standup, on site", status="done", people=("anna",))
    first, second = instances(weekly().put(change), date(2026, 3, 10), date(2026, 3, 18), STOCKHOLM)
    assert (first.title, first.status, first.fixed) == ("Standup", "backlog", False)
    assert (second.title, second.status, second.fixed) == ("Standup, on site", "done", True)


@pytest.mark.parametrize("day", [date(2026, 4, 2), date(2026, 2, 27), date(2026, 7, 1)])
def test_an_override_moved_across_months_is_found_where_it_went(day: date) -> None:
    start = datetime.combine(day, datetime.min.time()) + timedelta(hours=13)
    plan = weekly().put(touched(datetime(2026, 3, 31, 9), start=start))
    assert "calendar/2026-03" in plan.shards
    (one,) = on_day(plan, day, STOCKHOLM)
    assert (one.id, one.start, one.end) == ("istandup1@2026-03-31", start, start + timedelta(hours=1))
    assert on_day(plan, date(2026, 3, 31), STOCKHOLM) == []


def test_an_override_may_change_zone_and_become_a_whole_day() -> None:
    tokyo = touched(datetime(2026, 3, 17, 9), start=datetime(2026, 3, 17, 18), zone="Asia/Tokyo")
    whole = touched(datetime(2026, 3, 24, 9), start=date(2026, 3, 24))
    first, second = instances(weekly().put(tokyo, whole), date(2026, 3, 16), date(2026, 3, 25), STOCKHOLM)
    assert (first.start, first.zone) == (datetime(2026, 3, 17, 10), "Asia/Tokyo")
    assert (second.start, second.end, second.all_day) == (date(2026, 3, 24), date(2026, 3, 25), True)


def test_an_override_of_a_deleted_series_shows_nothing() -> None:
    change = touched(datetime(2026, 3, 17, 9), start=datetime(2026, 3, 17, 13))
    plan = weekly().put(change).drop("istandup1")
    assert [one.title for one in on_day(plan, date(2026, 3, 17), STOCKHOLM)] == []


def test_several_starts_on_a_day_have_the_time_in_their_ids() -> None:
    plan = weekly(repeat="FREQ=DAILY;BYHOUR=9,15")
    assert [one.id for one in on_day(plan, date(2026, 3, 11), STOCKHOLM)] == [
        "istandup1@2026-03-11T09:00",
        "istandup1@2026-03-11T15:00",
    ]


def test_a_rule_that_cannot_be_read_shows_its_first_start_alone() -> None:
    plan = weekly(repeat="FREQ=NEVER")
    assert starts(plan, date(2026, 3, 1), date(2026, 4, 1)) == [NINE]


def test_a_series_that_was_dropped_goes_on_only_until_then() -> None:
    plan = weekly(status="dropped", ended=datetime(2026, 3, 18, tzinfo=UTC))
    assert starts(plan, date(2026, 3, 1), date(2026, 4, 1)) == [NINE, datetime(2026, 3, 17, 9)]


def test_the_series_of_a_block_put_elsewhere_by_hand_is_found() -> None:
    tidy = weekly()
    block = tidy.get(Block, "bstandup1")
    by_hand = Plan({SERIES: tidy.shard(SERIES).without("bstandup1"), "calendar/2026-03": Shard({block.id: block})})
    assert starts(by_hand, date(2026, 3, 1), date(2026, 4, 1)) == starts(tidy, date(2026, 3, 1), date(2026, 4, 1))


def test_a_second_block_of_a_repeating_item_stands_for_itself() -> None:
    plan = weekly().put(Block("bextra", "istandup1", datetime(2026, 3, 18, 14), datetime(2026, 3, 18, 15), STOCKHOLM))
    assert [one.id for one in instances(plan, date(2026, 3, 16), date(2026, 3, 21), STOCKHOLM)] == [
        "istandup1@2026-03-17",
        "bextra",
    ]


def test_untimed_occurrences_are_for_lists_and_not_for_the_grid() -> None:
    plan = plan_of(Item("iwater", "Water plants", repeat="FREQ=DAILY;INTERVAL=3", day=date(2026, 3, 10)))
    assert [one.id for one in untimed_on(plan, date(2026, 3, 13), STOCKHOLM)] == ["iwater@2026-03-13"]
    assert untimed_on(plan, date(2026, 3, 14), STOCKHOLM) == []
    assert on_day(plan, date(2026, 3, 13), STOCKHOLM) == []


def test_an_untimed_occurrence_can_be_moved_and_cancelled() -> None:
    item = Item("iwater", "Water plants", repeat="FREQ=DAILY;INTERVAL=3", day=date(2026, 3, 10))
    moved = Occurrence("iwater@2026-03-13", "iwater", date(2026, 3, 13), start=date(2026, 3, 14))
    gone = Occurrence("iwater@2026-03-16", "iwater", date(2026, 3, 16), cancelled=True)
    plan = plan_of(item, moved, gone)
    found = [len(untimed_on(plan, date(2026, 3, day), STOCKHOLM)) for day in (13, 14, 16, 19)]
    assert found == [0, 1, 0, 1]


def test_an_instance_is_found_by_its_id() -> None:
    plan = weekly().put(touched(datetime(2026, 3, 17, 9), start=datetime(2026, 3, 18, 13)))
    for key, start in {
        "istandup1@2026-03-24": datetime(2026, 3, 24, 9),
        "istandup1@2026-03-24T09:00": datetime(2026, 3, 24, 9),
        "istandup1@2026-03-17": datetime(2026, 3, 18, 13),
    }.items():
        found = by_id(plan, key, STOCKHOLM)
        assert found is not None
        assert found.start == start
    assert by_id(plan, "istandup1@2026-03-25", STOCKHOLM) is None
    assert by_id(plan, "istandup1@nonsense", STOCKHOLM) is None


def test_a_block_without_its_item_says_so() -> None:
    block = Block("b1", "igone", NINE, TEN, STOCKHOLM)
    (one,) = on_day(plan_of(block), date(2026, 3, 10), STOCKHOLM)
    assert one.title == of_block(block, plan_of(block), STOCKHOLM).title == "(deleted item)"


def test_only_the_months_around_are_asked_for() -> None:
    shards: dict[str, Shard | None] = {f"calendar/2026-{month:02d}": None for month in range(1, 13)}
    with pytest.raises(NotLoaded) as missing:
        on_day(Plan(shards), date(2026, 3, 10), STOCKHOLM)
    assert missing.value.shards == {"calendar/2026-02", "calendar/2026-03", "calendar/2026-04"}


def asked_for(block: Block, item: Item, place: str) -> tuple[list[set[str]], str]:
    """What is asked for to draw the day of a block whose item is in an archive; the title that is shown then."""
    archive = {f"items/archive/2026-{month:02d}": None for month in range(1, 10)}
    plan = Plan({**plan_of(block).shards, **archive})
    asked = []
    while True:
        try:
            (one,) = on_day(plan, day_of(block.start), STOCKHOLM)
        except NotLoaded as missing:
            asked.append({key[-2:] for key in missing.shards})
            loaded = {key: Shard({item.id: item}) if key.endswith(place) else EMPTY for key in missing.shards}
            plan = Plan({**plan.shards, **loaded})
        else:
            return asked, one.title


@pytest.mark.parametrize(
    ("place", "asked"),
    [
        ("03", [{"03"}]),
        ("04", [{"03"}, {"04"}]),
        ("06", [{"03"}, {"04"}, {"02", "05", "06"}]),
        ("09", [{"03"}, {"04"}, {"02", "05", "06"}, {"07", "08", "09"}]),
    ],
)
def test_an_archived_item_is_looked_for_from_the_month_of_its_block_on(place: str, asked: list[set[str]]) -> None:
    block = Block("b1", "iold", NINE, TEN, STOCKHOLM)
    assert asked_for(block, Item("iold", "Old one"), place) == (asked, "Old one")


def test_what_ended_in_the_first_hour_of_a_month_is_found_in_the_archive_of_the_one_before() -> None:
    block = Block("b1", "iold", datetime(2026, 3, 1, 0), datetime(2026, 3, 1, 1), STOCKHOLM)
    assert asked_for(block, Item("iold", "Old one"), "02")[1] == "Old one"


def test_a_long_block_is_found_in_the_middle_of_it() -> None:
    plan = plan_of(Item("itrip", "Leave"), Block("btrip", "itrip", date(2026, 1, 5), date(2026, 6, 1)))
    assert [one.title for one in on_day(plan, date(2026, 4, 15), STOCKHOLM)] == ["Leave"]


def counted(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> list[object]:
    calls: list[object] = []
    original: Callable[..., object] = getattr(module, name)

    def count(*args: object) -> object:
        calls.append(args)
        return original(*args)

    monkeypatch.setattr(module, name, count)
    return calls


def test_an_unchanged_plan_computes_nothing_and_a_moved_block_expands_no_series(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    block = Block("b1", "i1", datetime(2026, 3, 10, 13), datetime(2026, 3, 10, 14), STOCKHOLM)
    plan = weekly().put(Item("i1", "Review"), block)
    on_day(plan, date(2026, 3, 10), STOCKHOLM)
    expanded, built = counted(monkeypatch, series, "occurrences"), counted(monkeypatch, agenda, "project_block")
    on_day(plan, date(2026, 3, 10), STOCKHOLM)
    assert (len(expanded), len(built)) == (0, 0)
    later = plan.put(replace(block, start=datetime(2026, 3, 10, 15), end=datetime(2026, 3, 10, 16)))
    assert [one.start for one in on_day(later, date(2026, 3, 10), STOCKHOLM)] == [NINE, datetime(2026, 3, 10, 15)]
    assert (len(expanded), len(built)) == (0, 1)


def test_an_edited_title_is_seen_at_once() -> None:
    plan = plan_of(Item("i1", "Review"), Block("b1", "i1", NINE, TEN, STOCKHOLM))
    on_day(plan, date(2026, 3, 10), STOCKHOLM)
    renamed = plan.put(Item("i1", "Review again"))
    assert [one.title for one in on_day(renamed, date(2026, 3, 10), STOCKHOLM)] == ["Review again"]


def test_a_meeting_is_over_when_its_end_has_passed() -> None:
    (one,) = on_day(weekly(), date(2026, 3, 10), STOCKHOLM)
    assert not is_over(one, datetime(2026, 3, 10, 8, 59, tzinfo=UTC))
    assert is_over(one, datetime(2026, 3, 10, 9, 0, tzinfo=UTC))


def test_json_prints_instants_with_offset_days_as_dates_and_floating_without() -> None:
    plan = weekly(uid="u1", list="work/infra", calendar="Team", people=("anna",))
    (row,) = [as_json(one, plan) for one in on_day(plan, date(2026, 3, 10), "Asia/Tokyo")]
    assert row == {
        "id": "istandup1@2026-03-10", "uid": "u1", "title": "Standup", "kind": "meeting",
        "start": "2026-03-10T09:00:00+01:00", "end": "2026-03-10T10:00:00+01:00", "all_day": False,
        "tz": STOCKHOLM, "fixed": True, "recurring": True, "status": "backlog", "list": "work/infra",
        "calendar": "Team",
    }  # fmt: skip
    floating = weekly(zone="")
    (row,) = [as_json(one, floating) for one in on_day(floating, date(2026, 3, 10), "Asia/Tokyo")]
    assert (row["start"], "tz" in row, "uid" in row) == ("2026-03-10T09:00:00", False, False)
    whole = weekly(date(2026, 3, 10), date(2026, 3, 11), zone="")
    (row,) = [as_json(one, whole) for one in on_day(whole, date(2026, 3, 10), STOCKHOLM)]
    assert (row["start"], row["end"], row["all_day"]) == ("2026-03-10", "2026-03-11", True)


def test_a_series_whose_occurrences_last_for_months_is_found_late_in_them_and_cheaply() -> None:
    plan = weekly(datetime(2020, 5, 31, 21), datetime(2052, 2, 7, 23), repeat="FREQ=YEARLY;COUNT=2")
    plan = plan.put(Item("ishort", "Short", repeat="FREQ=DAILY"), Block("bshort", "ishort", NINE, TEN, STOCKHOLM))
    found = on_day(plan, date(2026, 3, 12), STOCKHOLM)
    assert [one.id for one in found] == ["istandup1@2020-05-31", "istandup1@2021-05-31", "ishort@2026-03-12"]


def test_the_days_of_two_zones_may_lie_two_days_apart() -> None:
    plan = weekly(datetime(2026, 3, 10, 0, 30), datetime(2026, 3, 10, 0, 45), zone="Pacific/Kiritimati")
    assert starts(plan, date(2026, 3, 15), date(2026, 3, 16), "Pacific/Midway") == [datetime(2026, 3, 15, 23, 30)]


def test_a_touched_occurrence_goes_by_the_id_of_its_record() -> None:
    by_hand = Occurrence("istandup1@2026-03-17T09:00", "istandup1", datetime(2026, 3, 17, 9), title="Special")
    plan = weekly().put(by_hand)
    (one,) = on_day(plan, date(2026, 3, 17), STOCKHOLM)
    found = by_id(plan, "istandup1@2026-03-17", STOCKHOLM)
    assert found is not None
    assert one.id == found.id == by_hand.id
