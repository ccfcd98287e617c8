"""pull: what follows slides earlier to close gaps (section 6, I7)."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import event, given
from hypothesis import strategies as st

from ctotui.core.agenda import Instance, by_id
from ctotui.core.civil import at_minute, instant
from ctotui.core.holidays import working_hours
from ctotui.core.model import Item
from ctotui.core.reschedule import room
from ctotui.core.reschedule.changes import changes
from ctotui.core.reschedule.pull import pull
from tests.core.reschedule.checks import has_room, meets_nothing, only_movables_change, run, share
from tests.core.reschedule.days import Day, cases, days
from tests.core.reschedule.table import EARLY, PLAIN, at, lines, of


def test_gaps_close_from_the_given_time_on() -> None:
    plan = of("08:30-09:00 a", "09:30-10:00 b", "10:45-11:30 c")
    assert lines(pull(plan, at("09:15"), PLAIN, EARLY)) == ["08:30-09:00 a", "09:15-09:45 b", "09:45-10:30 c"]


def test_a_meeting_and_lunch_stay_and_nothing_is_pulled_onto_them() -> None:
    plan = of("10:00-11:00 meet fixed", "11:30-12:00 a", "14:00-15:00 b")
    pulled = pull(plan, at("09:30"), PLAIN, EARLY)
    assert lines(pulled) == ["09:30-10:00 a", "10:00-11:00 meet fixed", "11:00-12:00 b"]
    assert lines(pull(plan, at("11:15"), PLAIN, EARLY))[1:] == ["11:15-11:45 a", "12:45-13:45 b"]


def test_nothing_is_pulled_into_the_past_nor_off_the_slots_of_now() -> None:
    plan = of("08:00-08:30 past", "10:00-10:30 a", "11:00-11:30 b")
    assert lines(pull(plan, at("08:00"), PLAIN, at("09:07"))) == ["08:00-08:30 past", "09:15-09:45 a", "09:45-10:15 b"]


def test_what_runs_keeps_its_time() -> None:
    plan = of("09:00-10:00 running", "10:30-11:00 a")
    assert lines(pull(plan, at("08:00"), PLAIN, at("09:40"))) == ["09:00-10:00 running", "10:00-10:30 a"]


def test_what_is_before_the_given_time_or_left_out_is_in_the_way() -> None:
    plan = of("09:00-10:00 before", "10:30-11:00 held", "11:00-11:30 a", "11:30-12:00 b")
    pulled = pull(plan, at("09:30"), PLAIN, EARLY, but=("held",))
    assert lines(pulled) == ["09:00-10:00 before", "10:00-10:30 a", "10:30-11:00 held", "11:00-11:30 b"]


def test_the_order_is_kept_where_a_short_one_would_fit_before_a_long_one() -> None:
    plan = of("09:30-10:30 meet fixed", "11:00-12:00 long", "13:00-13:15 short")
    assert lines(pull(plan, at("09:00"), PLAIN, EARLY)) == [
        "09:30-10:30 meet fixed",
        "10:30-11:30 long",
        "11:30-11:45 short",
    ]


def test_working_hours_open_the_day_but_for_what_is_earlier_already() -> None:
    plan = of("07:30-07:45 early", "09:00-09:30 a")
    assert lines(pull(plan, at("00:00"), PLAIN, at("06:00"))) == ["06:00-06:15 early", "08:00-08:30 a"]


def test_the_hours_of_an_area_open_its_day() -> None:
    settings = replace(PLAIN, area_hours=(("personal", ((1020, 1320),) * 7),))
    plan = of("20:00-20:30 a").put(Item("ia", "A", list="personal/home"))
    assert lines(pull(plan, at("00:00"), settings, EARLY)) == ["17:00-17:30 a"]


def test_a_short_block_is_not_pulled_into_a_focus_window() -> None:
    focused = replace(PLAIN, focus=((1, 8 * 60, 10 * 60),))
    assert lines(pull(of("11:00-11:30 a"), at("08:00"), focused, EARLY)) == ["10:00-10:30 a"]
    assert lines(pull(of("11:00-12:00 a"), at("08:00"), focused, EARLY)) == ["08:00-09:00 a"]


def test_blocks_that_overlap_are_never_pushed_apart() -> None:
    plan = of("09:00-10:00 a", "09:30-10:30 b")
    assert pull(plan, at("09:00"), PLAIN, EARLY) is plan


def test_on_the_night_when_clocks_go_forward_lengths_are_real_time() -> None:
    night = date(2026, 3, 29)
    plan = of("03:30-04:30 a", day=night)
    free = replace(PLAIN, hours=((0, 0),) * 7)
    assert lines(pull(plan, at("01:30", night), free, EARLY), night) == ["01:30-03:30 a"]


@cases()
@given(st.data(), days())
def test_i7_pull_slides_earlier_only_in_order_as_far_as_it_can(data: st.DataObject, day: Day) -> None:
    since = day.bounds[0] + timedelta(minutes=data.draw(st.one_of(st.just(0), st.integers(0, 1379))))
    but = tuple(data.draw(st.lists(st.sampled_from([one.id for one in day.movables] or ["none"]), max_size=2)))
    after = pull(day.plan, since, day.settings, day.now, but)
    changed = only_movables_change(day, after)
    movable = [one for one in day.movables if one.ends > one.begins]
    sliding = [one for one in movable if one.begins >= since and one.id not in but]
    assert changed <= {one.id for one in sliding}
    reached, moved = max(since, room.slot_from(day.now, day.settings)), []
    for one in sliding:
        new, length = by_id(after, one.id, day.zone), one.ends - one.begins
        assert new is not None
        assert new.ends - new.begins == length
        opens = instant(at_minute(day.day, working_hours(day.day, day.settings)[0]), day.zone)
        lower = max(reached, opens) if one.begins >= opens else reached
        busy = room.walls(day.plan, day.day, day.settings, day.now, (), room.may_focus(day.plan, one))
        busy += [run(other) for other in movable if other not in sliding]
        assert not has_room(length, lower, new.begins - timedelta(minutes=1), busy)
        if one.id in changed:
            event("pulled")
            assert lower <= new.begins < one.begins
            moved.append(new)
        reached = max(reached, new.ends)
    meets_nothing(day, after, [one for one in moved if one.id not in _overlapping(movable)], day.day)


@cases()
@given(st.data(), days())
def test_i7_pull_twice_is_pull_once(data: st.DataObject, day: Day) -> None:
    since = day.bounds[0] + timedelta(minutes=data.draw(st.one_of(st.just(0), st.integers(0, 1379))))
    after = pull(day.plan, since, day.settings, day.now)
    assert pull(after, since, day.settings, day.now) is after
    assert all(not shift.spilled and shift.grown == 0 for shift in changes(day.plan, after, day.zone))


def _overlapping(blocks: list[Instance]) -> set[str]:
    """Those that lie on another one."""
    return {one.id for one in blocks for two in blocks if one.id != two.id and share(run(one), run(two))}
