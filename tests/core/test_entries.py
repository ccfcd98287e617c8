"""Tracked time: the timer, past entries, and sums (T1–T5, T14)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ctotui.core import entries
from ctotui.core.errors import NotLoaded, PlanError
from ctotui.core.model import Entry, Item
from ctotui.core.plan import Plan, Shard
from ctotui.core.tracked import act_est, tracked, tracked_whole

ZONE = "Europe/Stockholm"
SLA = Item("i111aaaaa", "Review SLA contract", status="next", estimate=90, list="work/business")
RFC = Item("i222bbbbb", "RFC-12 review", list="work/infra")
EXEC = Item("i333ccccc", "Exec sync", kind="meeting")


def at(clock: str, day: int = 10) -> datetime:
    """An instant of March 2026 by its wall clock in Stockholm (UTC+1)."""
    hour, minute, *second = (int(part) for part in clock.split(":"))
    return datetime(2026, 3, day, hour, minute, *second, tzinfo=UTC) - timedelta(hours=1)


def past(key: str, item: Item, start: str, end: str | None, day: int = 10) -> Entry:
    return Entry(key, item.id, at(start, day), at(end, day) if end else None, ZONE)


@pytest.fixture
def plan() -> Plan:
    return Plan({}).put(SLA, RFC, EXEC)


def test_starting_tracks_from_now_and_makes_the_item_doing(plan: Plan) -> None:
    started = entries.start(plan, SLA.id, at("10:06").replace(microsecond=7), "n1", ZONE)
    running = entries.running(started)
    assert running is not None
    assert (running.item, running.start, running.end, running.zone) == (SLA.id, at("10:06"), None, ZONE)
    assert started.get(Item, SLA.id).status == "doing"


def test_starting_elsewhere_ends_what_runs_in_the_same_instant(plan: Plan) -> None:
    plan = entries.start(plan, SLA.id, at("10:06"), "n1", ZONE)
    plan = entries.start(plan, RFC.id, at("10:30"), "n2", ZONE)
    assert plan.get(Entry, "n1").end == plan.get(Entry, "n2").start == at("10:30")
    assert entries.running(plan) == plan.get(Entry, "n2")


def test_starting_what_runs_is_refused(plan: Plan) -> None:
    plan = entries.start(plan, SLA.id, at("10:06"), "n1", ZONE)
    with pytest.raises(PlanError, match="already runs"):
        entries.start(plan, SLA.id, at("10:30"), "n2", ZONE)


def test_a_meeting_keeps_its_status_when_its_timer_starts(plan: Plan) -> None:
    assert entries.start(plan, EXEC.id, at("09:02"), "n1", ZONE).get(Item, EXEC.id).status == "backlog"


def test_starting_inside_tracked_time_is_refused_by_name(plan: Plan) -> None:
    plan = plan.put(past("n1", RFC, "10:00", "11:00"))
    with pytest.raises(PlanError, match='"RFC-12 review" 10:00–11:00'):
        entries.start(plan, SLA.id, at("10:30"), "n2", ZONE)


def test_stop_under_a_minute_discards(plan: Plan) -> None:
    plan = entries.start(plan, SLA.id, at("10:06"), "n1", ZONE)
    assert entries.stop(plan, at("10:06:59")).find("n1") is None
    assert entries.stop(plan, at("10:07")).get(Entry, "n1").end == at("10:07")


def test_stop_can_be_backdated_but_not_before_its_start_nor_into_the_future(plan: Plan) -> None:
    plan = entries.start(plan, SLA.id, at("10:06"), "n1", ZONE)
    assert entries.stop(plan, at("10:40"), at("10:20")).get(Entry, "n1").end == at("10:20")
    with pytest.raises(PlanError, match="future"):
        entries.stop(plan, at("10:40"), at("10:50"))
    with pytest.raises(PlanError, match="started at 10:06"):
        entries.stop(plan, at("10:40"), at("10:00"))


def test_stop_with_no_timer_says_so(plan: Plan) -> None:
    with pytest.raises(PlanError, match="No timer runs"):
        entries.stop(plan, at("10:00"))


def test_closing_an_item_stops_only_its_own_timer(plan: Plan) -> None:
    plan = entries.start(plan, SLA.id, at("10:06"), "n1", ZONE)
    assert entries.stop_on(plan, RFC.id, at("10:30")) is plan
    assert entries.running(entries.stop_on(plan, SLA.id, at("10:30"))) is None


def test_stop_or_continue_goes_on_with_the_last_item_as_a_new_entry(plan: Plan) -> None:
    plan = plan.put(past("n1", RFC, "08:00", "09:00"), past("n2", SLA, "09:00", "10:00"))
    again = entries.stop_or_continue(plan, at("10:02:01"), "n3", ZONE)
    assert again.get(Entry, "n3").item == SLA.id
    assert again.get(Entry, "n2").end == at("10:00")


def test_continuing_within_two_minutes_extends_the_old_entry(plan: Plan) -> None:
    plan = plan.put(past("n1", SLA, "09:00", "10:00"))
    again = entries.stop_or_continue(plan, at("10:02"), "n2", ZONE)
    assert again.get(Entry, "n1").end is None
    assert again.find("n2") is None


def test_stop_or_continue_stops_what_runs(plan: Plan) -> None:
    plan = entries.start(plan, SLA.id, at("10:06"), "n1", ZONE)
    assert entries.running(entries.stop_or_continue(plan, at("10:30"), "n2", ZONE)) is None


def test_continue_with_nothing_tracked_says_so(plan: Plan) -> None:
    with pytest.raises(PlanError, match="nothing to go on with"):
        entries.stop_or_continue(plan, at("10:30"), "n2", ZONE)


def test_a_past_entry_fills_untracked_time_only(plan: Plan) -> None:
    plan = plan.put(past("n1", RFC, "09:00", "10:00"))
    logged = entries.log(plan, SLA.id, at("08:00"), at("09:00"), at("11:00"), "n2", ZONE, note="by phone")
    assert logged.get(Entry, "n2").note == "by phone"
    with pytest.raises(PlanError, match='"RFC-12 review" 09:00–10:00 is tracked'):
        entries.log(plan, SLA.id, at("08:30"), at("09:01"), at("11:00"), "n2", ZONE)


def test_a_past_entry_may_cut_its_neighbours(plan: Plan) -> None:
    plan = plan.put(past("n1", RFC, "08:00", "09:00"), past("n2", RFC, "10:00", "11:00"))
    now = at("12:00")
    assert [e.id for e in entries.overlapping(plan, at("08:30"), at("10:30"), now)] == ["n1", "n2"]
    cut = entries.log(plan, SLA.id, at("08:30"), at("10:30"), now, "n3", ZONE, cut=True)
    assert cut.get(Entry, "n1").end == at("08:30")
    assert cut.get(Entry, "n2").start == at("10:30")


def test_a_past_entry_inside_what_runs_splits_it(plan: Plan) -> None:
    plan = entries.start(plan, RFC.id, at("08:30"), "n1", ZONE)
    split = entries.log(plan, SLA.id, at("09:00"), at("10:00"), at("11:00"), "n2", ZONE, cut=True, rest_id="n3")
    assert split.get(Entry, "n1").end == at("09:00")
    assert (split.get(Entry, "n3").start, split.get(Entry, "n3").end) == (at("10:00"), None)
    assert entries.running(split) == split.get(Entry, "n3")


def test_a_cut_never_makes_an_entry_vanish(plan: Plan) -> None:
    plan = plan.put(past("n1", RFC, "09:00", "09:30"))
    with pytest.raises(PlanError, match="would vanish"):
        entries.log(plan, SLA.id, at("08:00"), at("10:00"), at("11:00"), "n2", ZONE, cut=True)


def test_no_entry_is_in_the_future_or_has_no_length(plan: Plan) -> None:
    with pytest.raises(PlanError, match="future"):
        entries.log(plan, SLA.id, at("10:00"), at("11:01"), at("11:00"), "n1", ZONE)
    with pytest.raises(PlanError, match="no length"):
        entries.log(plan, SLA.id, at("10:00"), at("10:00"), at("11:00"), "n1", ZONE)


def test_changing_an_entry_keeps_clear_of_the_others(plan: Plan) -> None:
    plan = plan.put(past("n1", RFC, "08:00", "09:00"), past("n2", SLA, "09:00", "10:00"))
    now = at("12:00")
    assert entries.change(plan, "n2", at("09:30"), at("10:30"), now).get(Entry, "n2").start == at("09:30")
    with pytest.raises(PlanError, match="RFC-12 review"):
        entries.change(plan, "n2", at("08:59"), at("10:00"), now)
    with pytest.raises(PlanError, match="RFC-12 review"):
        entries.change(plan, "n2", at("08:30"), None, now)
    assert entries.change(plan, "n2", at("08:30"), at("10:00"), now, cut=True).get(Entry, "n1").end == at("08:30")


def test_no_second_entry_can_be_set_running(plan: Plan) -> None:
    plan = entries.start(plan.put(past("n1", RFC, "08:00", "09:00")), SLA.id, at("10:00"), "n2", ZONE)
    with pytest.raises(PlanError, match="runs already"):
        entries.change(plan, "n1", at("08:00"), None, at("10:30"))


def test_an_old_month_is_asked_for_before_it_is_written_into(plan: Plan) -> None:
    plan = Plan({**plan.shards, "entries/2026-01": None, "entries/2025-12": None})
    with pytest.raises(NotLoaded) as missing:
        entries.log(
            plan, SLA.id, at("10:00") - timedelta(days=45), at("11:00") - timedelta(days=45), at("12:00"), "n1", ZONE
        )
    assert missing.value.shards == {"entries/2026-01"}


def test_an_entry_over_midnight_is_on_both_days_and_adds_up(plan: Plan) -> None:
    plan = plan.put(Entry("n1", SLA.id, at("23:30", 9), at("01:15", 10), ZONE))
    assert [[e.id for e in entries.on_day(plan, date(2026, 3, day), ZONE)] for day in (8, 9, 10, 11)] == [
        [],
        ["n1"],
        ["n1"],
        [],
    ]
    entry = plan.get(Entry, "n1")
    parts = [entries.minutes(entry, at("12:00"), date(2026, 3, day)) for day in (9, 10)]
    assert parts == [30, 75]
    assert entries.minutes(entry, at("12:00")) == 105


def test_an_entry_that_ends_at_midnight_is_not_on_the_next_day(plan: Plan) -> None:
    plan = plan.put(Entry("n1", SLA.id, at("23:30", 9), at("00:00", 10), ZONE))
    assert entries.on_day(plan, date(2026, 3, 10), ZONE) == []


def test_an_entry_of_many_years_is_a_slip_that_still_draws(plan: Plan) -> None:
    plan = plan.put(Entry("n1", SLA.id, at("10:00"), datetime(9999, 12, 31, 23, tzinfo=UTC), "UTC"))
    assert [e.id for e in entries.on_day(plan, date(2026, 3, 12), ZONE)] == ["n1"]


def test_what_runs_since_yesterday_is_on_today_with_its_part_of_today(plan: Plan) -> None:
    plan = plan.put(Entry("n1", SLA.id, at("23:30", 9), None, ZONE))
    (entry,) = entries.on_day(plan, date(2026, 3, 10), ZONE, at("00:45"))
    assert entries.minutes(entry, at("00:45"), date(2026, 3, 10), ZONE) == 45
    assert entries.on_day(plan, date(2026, 3, 11), ZONE, at("00:45")) == []


def test_minutes_are_those_between_the_shown_times(plan: Plan) -> None:
    first = Entry("n1", SLA.id, at("08:12:40"), at("09:02:10"), ZONE)
    second = Entry("n2", SLA.id, at("09:02:10"), at("09:55:59"), ZONE)
    now = at("10:00")
    assert (entries.minutes(first, now), entries.minutes(second, now)) == (50, 53)
    assert tracked(plan.put(first, second), SLA.id, now) == 103


def test_what_runs_counts_up_to_now(plan: Plan) -> None:
    plan = plan.put(past("n1", SLA, "08:00", "08:10"))
    plan = entries.start(plan, SLA.id, at("10:06"), "n2", ZONE)
    assert act_est(plan, plan.get(Item, SLA.id), at("10:42")) == (46, 90)
    assert act_est(plan, plan.get(Item, SLA.id), at("10:43")) == (47, 90)


def test_a_correction_counts_its_sign_and_takes_no_time(plan: Plan) -> None:
    plan = plan.put(past("n1", SLA, "08:00", "09:00"))
    plan = plan.put(Entry("n2", SLA.id, at("08:30"), at("08:30"), ZONE, adjustment=-15))
    assert tracked(plan, SLA.id, at("12:00")) == 45
    assert entries.overlapping(plan, at("08:30"), at("08:31"), at("12:00"))[0].id == "n1"


def test_time_on_an_occurrence_counts_on_it_and_on_its_series(plan: Plan) -> None:
    address = f"{EXEC.id}@2026-03-10"
    plan = plan.put(Entry("n1", EXEC.id, at("09:02"), at("09:55"), ZONE, occurrence=address))
    assert tracked(plan, address, at("10:00")) == tracked(plan, EXEC.id, at("10:00")) == 53
    assert tracked(plan, f"{EXEC.id}@2026-03-17", at("10:00")) == 0


def test_rows_count_what_is_loaded_and_one_item_whole_asks_for_the_rest(plan: Plan) -> None:
    old = Item("i444ddddd", "Old", created=datetime(2025, 12, 5, tzinfo=UTC))
    missing = {f"entries/{name}": None for name in ("2025-11", "2025-12", "2026-01")}
    plan = Plan({**plan.put(old, past("n1", old, "08:00", "09:00")).shards, **missing})
    assert tracked(plan, old.id, at("12:00")) == 60
    with pytest.raises(NotLoaded) as asked:
        tracked_whole(plan, old, at("12:00"))
    assert asked.value.shards == {"entries/2025-12", "entries/2026-01"}


def test_sums_are_made_once_a_shard(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    from ctotui.core import tracked as module

    plan = plan.put(past("n1", SLA, "08:00", "09:00"))
    assert tracked(plan, SLA.id, at("12:00")) == 60

    def never(*_arguments: object) -> int:
        raise AssertionError("summed again")

    monkeypatch.setattr(module, "minutes", never)
    assert tracked(plan, SLA.id, at("12:01")) == 60
    assert isinstance(plan.shard("entries/2026-03"), Shard)


def test_an_item_is_as_old_as_the_time_logged_on_it() -> None:
    """Sums look at the months since an item was made, so a log of an earlier month makes it older."""
    item = Item("i1", "One", created=datetime(2026, 3, 10, tzinfo=UTC))
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    start = datetime(2025, 11, 2, 9, tzinfo=UTC)
    plan = entries.log(Plan({}).put(item), "i1", start, start + timedelta(hours=1), now, "n1", "UTC")
    assert plan.get(Item, "i1").created == start
    same = entries.log(plan, "i1", start + timedelta(days=3), start + timedelta(days=3, hours=1), now, "n2", "UTC")
    assert same.get(Item, "i1").created == start
