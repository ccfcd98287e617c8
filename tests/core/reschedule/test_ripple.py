"""ripple: what is pushed, how far, and what never is (section 6, I6)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from ctotui.core.agenda import Instance, by_id
from ctotui.core.blocks import move
from ctotui.core.civil import DAY, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Item
from ctotui.core.plan import SERIES, Plan, Shard
from ctotui.core.reschedule import room
from ctotui.core.reschedule.changes import changes
from ctotui.core.reschedule.ripple import ripple
from tests.core.reschedule.checks import has_room, meets_nothing, run, share, touched
from tests.core.reschedule.days import Day, cases, days, held
from tests.core.reschedule.table import EARLY, PLAIN, TUESDAY, at, lines, of

HELD = "09:00-10:00 held"


def test_what_is_hit_and_what_follows_is_pushed_just_enough() -> None:
    plan = of(HELD, "09:30-10:30 a", "10:30-11:00 b", "11:00-11:30 c")
    pushed = ripple(plan, ("held",), PLAIN, EARLY)
    assert lines(pushed) == [HELD, "10:00-11:00 a", "11:00-11:30 b", "11:30-12:00 c"]


def test_a_gap_absorbs_the_push() -> None:
    plan = of(HELD, "09:30-10:00 a", "10:15-10:45 b", "11:00-11:30 c")
    pushed = ripple(plan, ("held",), PLAIN, EARLY)
    assert lines(pushed) == [HELD, "10:00-10:30 a", "10:30-11:00 b", "11:00-11:30 c"]
    assert pushed.find("c") is plan.find("c")


def test_ripple_never_moves_a_meeting_and_pushes_over_it_and_over_lunch() -> None:
    plan = of(HELD, "09:30-10:30 a", "10:30-11:15 meet fixed", "11:15-12:00 b")
    pushed = ripple(plan, ("held",), PLAIN, EARLY)
    assert lines(pushed) == [HELD, "10:30-11:15 meet fixed", "12:45-13:45 a", "13:45-14:30 b"]


def test_a_block_that_began_before_the_held_one_and_reaches_into_it_goes_after_it() -> None:
    plan = of("08:00-08:45 before", "08:30-09:30 a", HELD, "10:00-10:30 b")
    pushed = ripple(plan, ("held",), PLAIN, EARLY)
    assert lines(pushed) == ["08:00-08:45 before", HELD, "10:00-11:00 a", "11:00-11:30 b"]


def test_nothing_changes_where_only_a_meeting_is_hit() -> None:
    plan = of(HELD, "09:30-10:30 meet fixed", "10:30-11:00 a", "10:45-11:15 b")
    assert ripple(plan, ("held",), PLAIN, EARLY) is plan


def test_a_fixed_block_that_was_dropped_stays_too() -> None:
    plan = of(f"{HELD} fixed", "09:30-10:30 a")
    assert lines(ripple(plan, ("held",), PLAIN, EARLY)) == [f"{HELD} fixed", "10:00-11:00 a"]


def test_what_a_user_laid_over_a_meeting_stays_there_unless_it_is_reached() -> None:
    plan = of(HELD, "09:30-10:00 a", "11:00-11:45 meet fixed", "11:15-11:45 over")
    assert lines(ripple(plan, ("held",), PLAIN, EARLY))[1:] == [
        "10:00-10:30 a",
        "11:00-11:45 meet fixed",
        "11:15-11:45 over",
    ]


def test_the_past_is_not_pushed() -> None:
    plan = of(HELD, "08:45-09:45 running", "09:30-10:00 a")
    pushed = ripple(plan, ("held",), PLAIN, at("09:10"))
    assert lines(pushed) == ["08:45-09:45 running", HELD, "10:00-10:30 a"]


def test_what_misses_the_end_of_the_day_spills_and_what_is_shorter_still_finds_room() -> None:
    plan = of("14:00-16:00 held", "15:00-16:30 a", "16:30-17:00 b")
    pushed = ripple(plan, ("held",), PLAIN, EARLY)
    assert lines(pushed) == ["14:00-16:00 held", "16:30-17:00 b"]
    (spilled,) = changes(plan, pushed, PLAIN.zone)
    assert (spilled.key, spilled.spilled) == ("a", True)
    assert pushed.get(Item, "ia").day == TUESDAY
    assert not lines(pushed, TUESDAY + DAY)


def test_an_evening_block_may_be_pushed_until_midnight() -> None:
    plan = of("19:00-21:00 held", "20:00-22:00 a", "22:00-23:30 b")
    pushed = ripple(plan, ("held",), PLAIN, EARLY)
    assert lines(pushed) == ["19:00-21:00 held", "21:00-23:00 a"]


def test_a_spilled_occurrence_stays_on_its_day_without_hours() -> None:
    plan = of("15:30-17:00 held")
    series = (Item("is", "Daily", repeat="FREQ=DAILY"), Block("bs", "is", *wall_span("16:00", "17:00"), PLAIN.zone))
    plan = Plan({**plan.shards, SERIES: Shard({one.id: one for one in series})})
    pushed = ripple(plan, ("held",), PLAIN, EARLY)
    assert lines(pushed) == ["all day is@2026-03-10", "15:30-17:00 held"]
    assert lines(pushed, TUESDAY + DAY) == ["16:00-17:00 is@2026-03-11"]


def test_an_occurrence_is_pushed_and_its_series_is_not() -> None:
    series = (Item("is", "Daily", repeat="FREQ=DAILY"), Block("bs", "is", *wall_span("09:30", "10:00"), PLAIN.zone))
    plan = Plan({**of(HELD).shards, SERIES: Shard({one.id: one for one in series})})
    pushed = ripple(plan, ("held",), PLAIN, EARLY)
    assert lines(pushed) == [HELD, "10:00-10:30 is@2026-03-10"]
    assert lines(pushed, TUESDAY + DAY) == ["09:30-10:00 is@2026-03-11"]


def test_a_short_block_is_pushed_over_a_focus_window_and_a_long_or_important_one_into_it() -> None:
    focused = replace(PLAIN, focus=((1, 10 * 60, 11 * 60),))
    for line, place in (("a", "11:00-11:30 a"), ("a high", "10:00-10:30 a")):
        assert lines(ripple(of(HELD, f"09:30-10:00 {line}"), ("held",), focused, EARLY))[1:] == [place]
    assert lines(ripple(of(HELD, "09:30-10:30 a"), ("held",), focused, EARLY))[1:] == ["10:00-11:00 a"]


def test_several_held_blocks_stay_where_they_are() -> None:
    plan = of(HELD, "09:30-10:00 a", "10:15-11:00 other", "11:00-11:30 b")
    pushed = ripple(plan, ("held", "other"), PLAIN, EARLY)
    assert lines(pushed) == [HELD, "10:15-11:00 other", "11:00-11:30 a", "11:30-12:00 b"]


def test_a_held_block_over_midnight_pushes_on_both_days() -> None:
    plan = of("23:00-01:00 held", "23:30-23:45 a").put(
        Item("ib", "B"), Block("b", "ib", datetime(2026, 3, 11, 0, 30), datetime(2026, 3, 11, 1, 30), PLAIN.zone)
    )
    pushed = ripple(plan, ("held",), PLAIN, EARLY)
    assert lines(pushed, TUESDAY + DAY) == ["23:00-01:00 held", "01:00-02:00 b"]
    assert lines(pushed) == ["23:00-01:00 held"]


def test_seconds_of_an_imported_meeting_are_rounded_up() -> None:
    plan = of(HELD, "09:30-10:00 a", "10:00-10:30 meet fixed")
    meeting = plan.get(Block, "meet")
    plan = plan.put(replace(meeting, end=meeting.end + timedelta(seconds=20)))
    assert lines(ripple(plan, ("held",), PLAIN, EARLY))[2:] == ["10:31-11:01 a"]


def test_on_the_night_when_clocks_go_forward_lengths_are_real_time() -> None:
    night = date(2026, 3, 29)
    plan = of("00:30-01:30 held", "01:00-01:45 a", day=night)
    pushed = ripple(plan, ("held",), PLAIN, EARLY)
    assert lines(pushed, night) == ["00:30-01:30 held", "01:30-03:15 a"]


def test_a_block_that_is_gone_is_refused() -> None:
    with pytest.raises(PlanError, match="deleted"):
        ripple(of(HELD), ("none",), PLAIN, EARLY)


@cases()
@given(st.data(), days())
def test_i6_ripple_pushes_later_only_in_order_just_enough_and_onto_nothing(data: st.DataObject, day: Day) -> None:
    day, keys = dropped(data, day)
    after = ripple(day.plan, keys, day.settings, day.now)
    every = [replace(day, day=day.day + number * DAY) for number in (-1, 0, 1, 2)]
    movable = {one.id for on in every for one in on.movables} - set(keys)
    pushing = {one.id for on in every if _hit(on, keys) for one in on.movables}
    assert touched(day.plan, after) <= movable & pushing
    assert (after is day.plan) == (not any(_hit(on, keys) for on in every))
    for on in every:
        _check(on, keys, after)


@cases()
@given(st.data(), days())
def test_i6_ripple_twice_is_ripple_once(data: st.DataObject, day: Day) -> None:
    day, keys = dropped(data, day)
    after = ripple(day.plan, keys, day.settings, day.now)
    assert ripple(after, keys, day.settings, day.now) is after


@cases()
@given(st.data(), days())
def test_i5_what_ripple_takes_off_the_day_is_left_on_it_without_hours(data: st.DataObject, day: Day) -> None:
    day, keys = dropped(data, day)
    after = ripple(day.plan, keys, day.settings, day.now)
    for shift in changes(day.plan, after, day.zone):
        assert shift.before is not None
        assert shift.spilled or shift.grown == 0
        if shift.spilled:
            on, item = wall(shift.before.begins, day.zone).date(), after.get(Item, shift.item)
            assert shift.after is None or (shift.after.start, shift.after.end) == (on, on + DAY)
            assert shift.before.recurring or (item.day is not None and item.day <= on)
            assert item.estimate == day.plan.get(Item, shift.item).estimate


def dropped(data: st.DataObject, day: Day) -> tuple[Day, tuple[str, ...]]:
    """A day on which one or two blocks, fixed or not, were put anywhere."""
    keys = data.draw(st.lists(held(day), min_size=1, max_size=2, unique=True))
    for key in keys:
        one = by_id(day.plan, key, day.zone)
        assert one is not None
        minutes = data.draw(st.one_of(st.none(), st.integers(-600, 1380), st.integers(32, 76).map(lambda n: n * 15)))
        if minutes is not None and one.ends > one.begins:
            start = day.bounds[0] + timedelta(minutes=minutes)
            end = start + (one.ends - one.begins)
            plan = move(day.plan, key, wall(start, day.zone), wall(end, day.zone), day.now, day.zone)
            day = replace(day, plan=plan)
    return day, tuple(keys)


def _following(day: Day, keys: tuple[str, ...]) -> list[Instance]:
    return [one for one in day.movables if one.id not in keys and one.ends > one.begins]


def _held(day: Day, keys: tuple[str, ...]) -> list[Instance]:
    found = [by_id(day.plan, key, day.zone) for key in keys]
    return [one for one in found if one is not None]


def _hit(day: Day, keys: tuple[str, ...]) -> list[datetime]:
    """Where the held blocks of the day begin that lie on something of it which may move.

    What reaches into the day from the evening before is no more than in the way of what is held on that evening.
    """
    following, (start, end) = _following(day, keys), day.bounds
    here = [one for one in _held(day, keys) if one.begins < end and one.ends > start]
    return [one.begins for one in here if any(share(run(one), run(other)) for other in following)]


def _check(day: Day, keys: tuple[str, ...], after: Plan) -> None:
    """Each in order: what is not in the way stays, what is goes to the first room, what finds none spills."""
    hitting = _hit(day, keys)
    if not hitting:
        return
    since = reached = min(hitting)
    moved = []
    for one in _following(day, keys):
        new, length = by_id(after, one.id, day.zone), one.ends - one.begins
        if one.ends <= since:
            assert new == one
            continue
        focus = room.may_focus(day.plan, one)
        busy = [run(other) for other in _held(day, keys)]
        in_the_way = one.begins < reached or any(share(run(one), other) for other in busy)
        busy += room.walls(day.plan, day.day, day.settings, day.now, keys, focus)
        lower, limit = max(one.begins, reached), room.day_end(one, day.settings)
        if new is None or new.all_day:
            event("spilled")
            assert in_the_way
            assert not has_room(length, lower, limit - length, busy)
            continue
        assert (new.begins != one.begins) == in_the_way
        if in_the_way:
            event("pushed")
            assert new.begins >= reached
            assert new.begins > one.begins
            assert new.ends - new.begins == length
            assert new.ends <= limit
            assert not has_room(length, lower, new.begins - timedelta(minutes=1), busy)
            moved.append(new)
        reached = new.ends
    meets_nothing(day, after, moved, day.day)


def wall_span(start: str, end: str) -> tuple[datetime, datetime]:
    return wall(at(start), PLAIN.zone), wall(at(end), PLAIN.zone)
