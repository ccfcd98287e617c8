"""carry: what was done stays on its day, what is left goes to the next working day (I16)."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ctotui.core.agenda import Instance, by_id, on_day
from ctotui.core.blocks import conflicts
from ctotui.core.civil import DAY, day_of, instant, midnight, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import CLOSED, Block, Entry, Item, Occurrence
from ctotui.core.plan import Plan, differences
from ctotui.core.reschedule.carry import carry, leftovers, working_day
from ctotui.core.reschedule.fit import fit
from ctotui.core.reschedule.rest import rest
from ctotui.core.state import Settings
from tests.core.reschedule.days import Day, cases, days

ZONE = "Europe/Stockholm"
PLAIN = Settings(zone=ZONE)
TODAY = date(2026, 3, 10)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return instant(at(day, hour, minute), ZONE)


NOW = moment(10, 15, 20)


def block(key: str, day: int, start: int, end: int, item: str = "ione", **fields: object) -> Block:
    return Block(key, item, at(day, 0) + timedelta(minutes=start), at(day, 0) + timedelta(minutes=end), ZONE, **fields)  # type: ignore[arg-type]


def entry(key: str, start: datetime, end: datetime | None, **fields: object) -> Entry:
    return Entry(key, "ione", start, end, ZONE, **fields)  # type: ignore[arg-type]


def planned(*records: object, **fields: object) -> Plan:
    """An item with a block today, 13 to 15, and what else is given."""
    item = Item("ione", "SLA contract", status="next", **fields)  # type: ignore[arg-type]
    return Plan({}).put(item, Item("iother", "Other"), block("bone", 10, 780, 900), *records)  # type: ignore[arg-type]


def spans(plan: Plan, item: str = "ione") -> dict[str, str]:
    blocks = [one for one in plan.records(Block) if one.item == item]
    return {one.id: f"{one.start:%a %H:%M}–{one.end:%H:%M}" for one in sorted(blocks, key=lambda one: str(one.start))}


def carried(plan: Plan) -> int:
    return plan.get(Item, "ione").carried


# --- a block ---------------------------------------------------------------------------------------------------------


def test_an_untracked_block_goes_whole_to_the_same_time_tomorrow() -> None:
    plan = carry(planned(), "bone", PLAIN, NOW, "bnew")
    assert spans(plan) == {"bone": "Wed 13:00–15:00"}
    assert carried(plan) == 1


def test_what_was_done_stays_and_the_rest_is_a_new_block() -> None:
    plan = carry(planned(entry("n1", moment(10, 13), moment(10, 13, 41))), "bone", PLAIN, NOW, "bnew")
    assert spans(plan) == {"bone": "Tue 13:00–13:30", "bnew": "Wed 13:00–14:30"}
    assert carried(plan) == 1


def test_what_runs_counts_up_to_now() -> None:
    plan = carry(planned(entry("n1", moment(10, 14), None)), "bone", PLAIN, moment(10, 14, 29), "bnew")
    assert spans(plan) == {"bone": "Tue 13:00–13:15", "bnew": "Wed 13:00–14:45"}


def test_corrections_of_the_timesheet_count() -> None:
    plan = planned(entry("n1", moment(10, 13), moment(10, 14)), entry("n2", NOW, NOW, adjustment=-30))
    assert spans(carry(plan, "bone", PLAIN, NOW, "bnew")) == {"bone": "Tue 13:00–13:30", "bnew": "Wed 13:00–14:30"}


def test_time_tracked_on_another_day_or_item_is_no_part_of_it() -> None:
    other = replace(entry("n2", moment(10, 13), moment(10, 14)), item="iother")
    plan = carry(planned(entry("n1", moment(9, 13), moment(9, 14)), other), "bone", PLAIN, NOW, "bnew")
    assert spans(plan) == {"bone": "Wed 13:00–15:00"}


def test_time_counts_for_the_block_that_it_was_tracked_in() -> None:
    """An hour missed in the morning; half an hour worked in the afternoon's block."""
    plan = planned(block("bearly", 10, 540, 600), entry("n1", moment(10, 14), moment(10, 14, 30)))
    assert rest(plan, by(plan, "bearly"), PLAIN, NOW) == 60
    assert rest(plan, by(plan, "bone"), PLAIN, NOW) == 90


def test_time_beside_the_blocks_counts_for_the_one_before_it_and_then_for_the_first_that_is_not_done() -> None:
    plan = planned(block("bearly", 10, 540, 600), entry("n1", moment(10, 11), moment(10, 12, 30)))
    assert [rest(plan, by(plan, key), PLAIN, NOW) for key in ("bearly", "bone")] == [0, 90]
    plan = planned(block("bearly", 10, 540, 600), entry("n1", moment(10, 13), moment(10, 15, 20)))
    assert [rest(plan, by(plan, key), PLAIN, NOW) for key in ("bearly", "bone")] == [45, 0]


def test_a_correction_downwards_is_taken_from_the_last() -> None:
    plan = planned(block("bearly", 10, 540, 600), entry("n1", moment(10, 9), moment(10, 15)))
    plan = plan.put(entry("n2", NOW, NOW, adjustment=-230))
    assert [rest(plan, by(plan, key), PLAIN, NOW) for key in ("bearly", "bone")] == [0, 60]


def test_a_block_that_was_cut_stays_cut_though_an_earlier_one_was_missed() -> None:
    plan = planned(block("bearly", 10, 540, 600), entry("n1", moment(10, 14, 30), moment(10, 15)))
    once = carry(plan, "bone", PLAIN, NOW, "bnew")
    assert spans(once) == {"bearly": "Tue 09:00–10:00", "bone": "Tue 13:00–13:30", "bnew": "Wed 13:00–14:30"}
    with pytest.raises(PlanError, match="All 30m of SLA contract is tracked"):
        carry(once, "bone", PLAIN, NOW, "bagain")


def test_a_block_over_midnight_counts_what_was_tracked_until_it_was_over() -> None:
    plan = planned(block("bnight", 10, 1380, 1500), entry("n1", moment(10, 23), moment(11, 1)))
    assert rest(plan, by(plan, "bnight"), PLAIN, moment(11, 9)) == 0


def test_what_has_not_begun_leaves_nothing_behind_and_lasts_as_long_as_what_is_left() -> None:
    plan = planned(entry("n1", moment(10, 9), moment(10, 9, 41)))
    assert spans(carry(plan, "bone", PLAIN, moment(10, 10), "bnew")) == {"bone": "Wed 13:00–14:30"}


def test_a_second_carry_moves_nothing() -> None:
    once = carry(planned(), "bone", PLAIN, NOW, "bnew")
    assert carry(once, "bone", PLAIN, NOW, "bagain") is once


def test_where_the_time_is_taken_it_fits_on_that_day_or_after() -> None:
    plan = planned(block("bbusy", 11, 480, 1020, "iother"))
    assert spans(carry(plan, "bone", PLAIN, NOW, "bnew")) == {"bone": "Thu 08:00–10:00"}
    plan = planned(block("bbusy", 11, 840, 870, "iother"))
    assert spans(carry(plan, "bone", PLAIN, NOW, "bnew")) == {"bone": "Wed 08:00–10:00"}


def test_a_time_that_is_protected_that_day_is_not_taken() -> None:
    focused = replace(PLAIN, focus=((2, 540, 660),))
    plan = planned(block("bshort", 10, 540, 570))
    assert spans(carry(plan, "bshort", focused, NOW, "bnew"))["bshort"] == "Wed 08:00–08:30"
    assert spans(carry(plan, "bshort", PLAIN, NOW, "bnew"))["bshort"] == "Wed 09:00–09:30"


def test_an_evening_stays_an_evening_and_a_short_day_is_not_left() -> None:
    short = replace(PLAIN, hours=((480, 1020),) * 2 + ((480, 840),) + ((480, 1020),) * 2 + ((0, 0),) * 2)
    plan = planned(block("bevening", 10, 1140, 1200))
    assert spans(carry(plan, "bevening", short, NOW, "bnew"))["bevening"] == "Wed 19:00–20:00"
    assert spans(carry(plan, "bone", short, NOW, "bnew"))["bone"] == "Wed 08:00–10:00"


@pytest.mark.parametrize("day", [datetime(2026, 3, 28), datetime(2026, 10, 24)])
def test_a_time_that_clocks_skip_or_show_twice_the_next_night_is_not_taken(day: datetime) -> None:
    """02:30 to 03:30: it is not there in spring, and in autumn an hour from it ends at 02:30 again."""
    nights = replace(PLAIN, hours=((0, 1440),) * 7)
    night = Block("bnight", "ione", day.replace(hour=2, minute=30), day.replace(hour=3, minute=30), ZONE)
    plan = carry(planned(night), "bnight", nights, instant(day.replace(hour=1), ZONE), "bnew")
    assert spans(plan)["bnight"] == "Sun 00:00–01:00"


def test_holidays_and_days_off_are_passed_over() -> None:
    """Maundy Thursday 2026: Good Friday, the weekend and Easter Monday are free in Sweden."""
    swedish = replace(PLAIN, holidays="SE")
    now = instant(datetime(2026, 4, 2, 16), ZONE)
    thursday = Block("bthu", "ione", datetime(2026, 4, 2, 13), datetime(2026, 4, 2, 14), ZONE)
    plan = carry(planned(thursday), "bthu", swedish, now, "bnew")
    assert plan.get(Block, "bthu").start == datetime(2026, 4, 7, 13)
    assert plan.get(Block, "bthu").start.date() == working_day(swedish, now, "tomorrow")


def test_next_week_is_its_first_working_day() -> None:
    assert spans(carry(planned(), "bone", PLAIN, NOW, "bnew", "next week")) == {"bone": "Mon 13:00–15:00"}
    american = replace(PLAIN, week_start=6)
    assert working_day(american, NOW, "next week") == date(2026, 3, 16)
    thursday = planned(block("bthu", 12, 780, 840))
    assert spans(carry(thursday, "bthu", PLAIN, NOW, "bnew", "next week"))["bthu"] == "Mon 13:00–14:00"


def test_a_block_of_a_later_day_stays() -> None:
    plan = planned(block("bthu", 12, 780, 840))
    assert carry(plan, "bthu", PLAIN, NOW, "bnew") is plan


def test_yesterdays_block_goes_to_the_day_after_today() -> None:
    plan = planned(block("bmon", 9, 540, 600))
    assert spans(carry(plan, "bmon", PLAIN, NOW, "bnew"))["bmon"] == "Wed 09:00–10:00"


def test_the_planned_day_of_the_item_goes_along() -> None:
    assert carry(planned(day=TODAY), "bone", PLAIN, NOW, "bnew").get(Item, "ione").day == date(2026, 3, 11)
    assert carry(planned(day=date(2026, 3, 20)), "bone", PLAIN, NOW, "bnew").get(Item, "ione").day == date(2026, 3, 20)


def test_an_area_with_days_of_its_own_is_carried_to_one_of_them() -> None:
    spare = replace(PLAIN, area_hours=(("personal", ((0, 0),) * 5 + ((540, 1020),) * 2),))
    plan = planned(list="personal/home")
    assert spans(carry(plan, "bone", spare, NOW, "bnew")) == {"bone": "Sat 13:00–15:00"}


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (
            planned(entry("n1", moment(10, 13), moment(10, 15))),
            "All 2h of SLA contract is tracked: nothing is left to carry; x finishes it.",
        ),
        (
            planned(block("bone", 10, 780, 900, fixed=True)),
            "SLA contract is fixed, and verbs leave it where it is: m moves your copy of it.",
        ),
        (
            planned().put(Item("ione", "SLA contract", status="done")),
            "SLA contract is done: nothing of it is left to carry; x opens it again.",
        ),
        (
            planned(*(block(f"b{n}", n, 0, 1440, "iother") for n in (11, 12)), due=date(2026, 3, 12)),
            "No free 2h by Thu 12 Mar inside working hours; nothing is free there at all.",
        ),
    ],
)
def test_what_cannot_be_carried_is_refused_with_a_reason(plan: Plan, sentence: str) -> None:
    with pytest.raises(PlanError) as refused:
        carry(plan, "bone", PLAIN, NOW, "bnew")
    assert str(refused.value) == sentence


def test_without_a_day_to_work_on_it_is_refused() -> None:
    with pytest.raises(PlanError, match=r"No day ahead has working hours: set them in settings\.toml"):
        carry(planned(), "bone", replace(PLAIN, hours=((0, 0),) * 7), NOW, "bnew")


# --- an item ---------------------------------------------------------------------------------------------------------


def test_of_an_item_all_that_is_left_today_goes() -> None:
    early = block("bearly", 10, 540, 600)
    plan = planned(early, block("bthu", 12, 780, 840), entry("n1", moment(10, 13), moment(10, 13, 45)))
    plan = carry(plan, "ione", PLAIN, NOW, "bnew")
    assert spans(plan) == {
        "bone": "Tue 13:00–13:45",
        "bearly": "Wed 09:00–10:00",
        "bnew": "Wed 13:00–14:15",
        "bthu": "Thu 13:00–14:00",
    }
    assert carried(plan) == 1
    assert carry(plan, "ione", PLAIN, NOW, "bagain") is plan


def test_an_item_without_a_block_today_is_planned_for_that_day() -> None:
    plan = Plan({}).put(Item("ione", "Call", day=TODAY, status="backlog"))
    once = carry(plan, "ione", PLAIN, NOW, "bnew")
    assert once.get(Item, "ione") == Item("ione", "Call", status="next", day=date(2026, 3, 11), carried=1, modified=NOW)
    assert carry(once, "ione", PLAIN, NOW, "bnew") is once


def test_an_item_with_a_block_ahead_is_not_planned_again() -> None:
    plan = Plan({}).put(Item("ione", "Call"), block("bthu", 12, 780, 840))
    assert carry(plan, "ione", PLAIN, NOW, "bnew") is plan


def test_an_item_of_meetings_is_refused() -> None:
    plan = planned(people=("anna",))
    with pytest.raises(PlanError, match="SLA contract is fixed"):
        carry(plan, "ione", PLAIN, NOW, "bnew")


# --- occurrences -----------------------------------------------------------------------------------------------------


def series(*records: object) -> Plan:
    """Triage at 13:00 on each Tuesday."""
    item = Item("ione", "Triage", repeat="FREQ=WEEKLY")
    return Plan({}).put(item, block("bone", 3, 780, 840), *records)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["ione", "ione@2026-03-10"])
def test_an_occurrence_moves_and_the_series_stays(key: str) -> None:
    plan = carry(series(), key, PLAIN, moment(10, 9), "bnew")
    assert [one.id for one in on_day(plan, TODAY, ZONE)] == []
    moved = by(plan, "ione@2026-03-10")
    assert (moved.start, moved.end) == (at(11, 13), at(11, 14))
    assert plan.get(Block, "bone") == series().get(Block, "bone")


def test_an_occurrence_moves_in_one_piece_and_lasts_as_long_as_what_is_left() -> None:
    tracked = entry("n1", moment(10, 13), moment(10, 13, 20), occurrence="ione@2026-03-10")
    moved = by(carry(series(tracked), "ione", PLAIN, NOW, "bnew"), "ione@2026-03-10")
    assert (moved.start, moved.end) == (at(11, 13), at(11, 13, 45))


def test_a_series_without_an_occurrence_today_is_refused() -> None:
    with pytest.raises(PlanError, match="Triage has no occurrence left today to carry"):
        carry(series(), "ione", PLAIN, moment(11, 9), "bnew")


# --- leftovers -------------------------------------------------------------------------------------------------------


def test_leftovers_are_the_flexible_blocks_with_work_left() -> None:
    plan = planned(
        block("bfixed", 10, 600, 660, fixed=True),
        block("bdone", 10, 660, 690, "idone"),
        block("bfull", 10, 540, 600, "ifull"),
        Item("idone", "Done", status="done"),
        Item("ifull", "Full"),
        Entry("n1", "ifull", moment(10, 9), moment(10, 10), ZONE),
        Item("iser", "Spilled", repeat="FREQ=DAILY"),
        block("bser", 9, 960, 990, "iser"),
        Occurrence("iser@2026-03-10", "iser", at(10, 16), start=TODAY, end=TODAY + DAY),
        Block("bday", "iother", TODAY, TODAY + DAY),
    )
    assert leftovers(plan, TODAY, PLAIN, NOW) == ["iser@2026-03-10", "bone"]
    assert leftovers(plan, TODAY, PLAIN, moment(9, 12)) == []
    assert leftovers(plan, date(2026, 3, 9), PLAIN, NOW) == ["iser@2026-03-09"]


# --- random days -----------------------------------------------------------------------------------------------------

TRACKED = st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 120)), max_size=5)


def by(plan: Plan, key: str) -> Instance:
    one = by_id(plan, key, ZONE)
    assert one is not None
    return one


def worked(day: Day, key: str, tracked: list[tuple[int, int]]) -> Day:
    """The day with time tracked on what a block is of."""
    one = day.one(key)
    assert one is not None
    plan = day.plan
    for number, (start, minutes) in enumerate(tracked):
        begin = day.bounds[0] + timedelta(minutes=start)
        if begin < day.now:
            occurrence = one.id if one.recurring else ""
            end = min(begin + timedelta(minutes=minutes), day.now)
            plan = plan.put(Entry(f"n{number}", one.item, begin, end, day.zone, occurrence=occurrence))
    return replace(day, plan=plan)


@cases()
@given(data=st.data(), day=days(), tracked=TRACKED, week=st.booleans(), with_item=st.booleans())
def test_i16_carry_takes_what_is_left_and_a_second_one_moves_nothing(
    data: st.DataObject, day: Day, tracked: list[tuple[int, int]], week: bool, with_item: bool
) -> None:
    """Past part and rest are the whole; it comes to stand on a working day, on nothing else; entries stay (I3)."""
    candidates = [one for one in day.all if not one.fixed and one.status not in CLOSED]
    assume(candidates)
    one = data.draw(st.sampled_from(candidates))
    day = worked(day, one.id, tracked)
    key, to = one.item if with_item else one.id, "next week" if week else "tomorrow"
    target = working_day(day.settings, day.now, to)  # type: ignore[arg-type]
    try:
        after = carry(day.plan, key, day.settings, day.now, "bnew", to)  # type: ignore[arg-type]
    except PlanError as refused:
        reason = str(refused)
        assume(not any(words in reason for words in ("clocks show that again", "no occurrence left", "No free")))
        done = [other for other in day.all if other.id == one.id or (with_item and other.item == one.item)]
        assert any(not rest(day.plan, other, day.settings, day.now) or other.fixed for other in done), reason
        return
    moves = {record.id for old, new in differences(day.plan, after) if (record := new or old) is not None}
    assert all(entry in after.records(Entry) for entry in day.plan.records(Entry))
    if after is not day.plan:
        assert moves - {one.item, "bnew"} <= {other.id for other in day.all if other.item == one.item}
        assert after.get(Item, one.item).carried == 1
        for moved in moves - {one.item}:
            _lies_well(day, after, moved, target)
        if not with_item:
            left = rest(day.plan, one, day.settings, day.now)
            new = by_id(after, "bnew", day.zone) or by_id(after, one.id, day.zone)
            assert new is not None
            assert one.all_day or new.minutes == left
            stays = by_id(after, one.id, day.zone)
            assert stays is not None
            assert stays.begins == one.begins or stays.id == new.id
            assert stays.id == new.id or stays.minutes == one.minutes - left
    if with_item and one.recurring:
        # A series gives its next occurrence of today: where two stand there, the second carry takes the other one.
        today = on_day(day.plan, wall(day.now, day.zone).date(), day.zone)
        assume(sum(other.item == one.item for other in today) < 2)
    second, reason = after, "tracked"
    try:
        second = carry(after, key, day.settings, day.now, "bagain", to)  # type: ignore[arg-type]
    except PlanError as refused:
        reason = str(refused)
    assert second is after
    assert "tracked" in reason or "no occurrence left" in reason


def _lies_well(day: Day, after: Plan, key: str, target: date) -> None:
    """A block that was moved, and not only cut, is on the target day or after it, and on top of nothing."""
    before, one = by_id(day.plan, key, day.zone), by_id(after, key, day.zone)
    assert one is not None
    if before is not None and before.begins == one.begins:
        assert one.ends < before.ends
        return
    assert day_of(one.start) >= target
    assert one.all_day or not conflicts(after, one.start, one.end, key, day.zone)


@cases(60)
@given(data=st.data(), day=days(kinds=("flexible", "flexible", "pinned", "meeting", "series", "moved")))
def test_i16_carry_prefers_the_same_time_and_else_the_earliest(data: st.DataObject, day: Day) -> None:
    candidates = [one for one in day.all if not one.fixed and isinstance(one.start, datetime)]
    assume(candidates)
    one = data.draw(st.sampled_from(candidates))
    target = working_day(day.settings, day.now, "tomorrow")
    assume(day_of(one.start) < target)
    item, same = day.plan.get(Item, one.item), datetime.combine(target, wall(one.begins, day.zone).time())
    earliest = None
    with suppress(PlanError):
        earliest = fit(day.plan, item, midnight(target), day.settings, one.minutes, ignoring=one.id)
    try:
        after = carry(day.plan, one.id, day.settings, day.now, "bnew")
    except PlanError:
        assert earliest is None
        return
    moved = by_id(after, one.id, day.zone)
    assert moved is not None
    assert moved.start == same or (moved.start, moved.end) == earliest
