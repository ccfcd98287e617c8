"""swap: two blocks change places (section 6, I8), and with which one a block swaps."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from ctotui.core.agenda import by_id
from ctotui.core.blocks import move
from ctotui.core.civil import DAY, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Item
from ctotui.core.reschedule.changes import changes
from ctotui.core.reschedule.swap import partner, swap
from tests.core.reschedule.checks import run, share, touched
from tests.core.reschedule.days import Day, cases, days, held
from tests.core.reschedule.table import EARLY, PLAIN, TUESDAY, at, lines, of

A, B, MEET = "09:00-10:00 a", "14:00-15:30 b", "11:00-11:30 meet fixed"


def test_the_earlier_start_goes_for_the_later_end() -> None:
    for key, other in (("a", "b"), ("b", "a")):
        assert lines(swap(of(A, MEET, B), key, other, PLAIN, EARLY)) == ["09:00-10:30 b", MEET, "14:30-15:30 a"]


def test_days_may_differ() -> None:
    plan = of(A).put(
        Item("ib", "B"), Block("b", "ib", datetime(2026, 3, 12, 15), datetime(2026, 3, 12, 15, 30), PLAIN.zone)
    )
    swapped = swap(plan, "b", "a", PLAIN, EARLY)
    assert lines(swapped) == ["09:00-09:30 b"]
    assert lines(swapped, TUESDAY + 2 * DAY) == ["14:30-15:30 a"]


def test_blocks_that_overlap_stay_inside_what_they_took_together() -> None:
    assert lines(swap(of("09:00-10:00 a", "09:30-11:00 b"), "a", "b", PLAIN, EARLY)) == [
        "09:00-10:30 b",
        "10:00-11:00 a",
    ]
    assert lines(swap(of("09:00-12:00 a", "10:00-11:00 b"), "a", "b", PLAIN, EARLY)) == [
        "09:00-10:00 b",
        "09:00-12:00 a",
    ]


def test_a_held_block_swaps_from_where_it_was_grabbed() -> None:
    hovering = of("14:00-15:00 a", B)
    swapped = swap(hovering, "a", "b", PLAIN, EARLY, origin=(at("09:00"), at("10:00")))
    assert lines(swapped) == ["09:00-10:30 b", "14:30-15:30 a"]


def test_a_fixed_block_in_the_hand_may_swap_and_a_fixed_other_never() -> None:
    plan = of("09:00-10:00 a", "14:00-15:00 meet fixed")
    assert lines(swap(plan, "meet", "a", PLAIN, EARLY)) == ["09:00-10:00 meet fixed", "14:00-15:00 a"]
    with pytest.raises(PlanError, match=r"^Meet is fixed and does not swap: m moves it by itself\.$"):
        swap(plan, "a", "meet", PLAIN, EARLY)


@pytest.mark.parametrize(
    ("key", "other", "now", "sentence"),
    [
        ("a", "a", "07:00", "cannot swap with itself"),
        ("a", "none", "07:00", "deleted"),
        ("a", "b", "09:30", "^A has begun, and what is past stays"),
        ("b", "a", "09:30", "^A has begun, and what is past stays"),
        ("a", "done", "07:00", "^Done is done and stays where it was"),
        ("a", "whole", "07:00", "^Whole takes no hours"),
        ("whole", "a", "07:00", "^Whole takes no hours"),
    ],
)
def test_what_cannot_swap_is_refused_in_words(key: str, other: str, now: str, sentence: str) -> None:
    plan = of(A, B, "16:00-16:30 done").put(Item("iwhole", "Whole"), Block("whole", "iwhole", TUESDAY, TUESDAY + DAY))
    plan = plan.put(Item("idone", "Done", status="done"))
    with pytest.raises(PlanError, match=sentence):
        swap(plan, key, other, PLAIN, at(now))


def test_a_held_block_whose_time_began_does_not_put_another_into_the_past() -> None:
    with pytest.raises(PlanError, match=r"^A has begun"):
        swap(of("14:00-15:00 a", B), "a", "b", PLAIN, at("09:30"), origin=(at("09:00"), at("10:00")))


def test_the_partner_is_what_is_overlapped_longest() -> None:
    plan = of("09:00-10:30 a", "08:30-09:15 b", "10:00-11:00 c", "10:15-12:00 d")
    assert partner(plan, "a", PLAIN, EARLY) == "c"


def test_without_an_overlap_the_partner_is_the_next_of_the_day_or_else_the_one_before() -> None:
    plan = of("08:00-08:30 z", A, MEET, B, "16:00-16:30 c")
    assert [partner(plan, key, PLAIN, EARLY) for key in ("z", "a", "b", "c")] == ["a", "b", "c", "b"]


def test_a_meeting_that_is_hit_is_named_and_so_is_what_began() -> None:
    with pytest.raises(PlanError, match=r"^Meet is fixed"):
        partner(of("11:15-12:00 a", MEET, B), "a", PLAIN, EARLY)
    with pytest.raises(PlanError, match=r"^B has begun"):
        partner(of("14:30-15:00 a", B), "a", PLAIN, at("14:10"))


def test_a_day_with_nothing_else_to_move_has_no_partner() -> None:
    with pytest.raises(PlanError, match=r"^Nothing else on that day may move: A has nothing to swap with"):
        partner(of(A, MEET), "a", PLAIN, EARLY)


def test_over_the_change_of_clocks_lengths_are_real_time() -> None:
    night = date(2026, 3, 29)
    swapped = swap(of("01:00-01:30 a", "03:00-04:00 b", day=night), "a", "b", PLAIN, EARLY)
    assert lines(swapped, night) == ["01:00-03:00 b", "03:30-04:00 a"]


def two(data: st.DataObject, day: Day) -> tuple[str, str]:
    """Two blocks of any day that may swap."""
    free = [one.id for on in (-1, 0, 1) for one in Day(day.plan, day.settings, day.now, day.day + on * DAY).movables]
    keys = [key for key in free if (one := by_id(day.plan, key, day.zone)) is not None and one.ends > one.begins]
    assume(len(keys) > 1)
    first, second = data.draw(st.lists(st.sampled_from(keys), min_size=2, max_size=2, unique=True))
    return first, second


@cases()
@given(st.data(), days())
def test_i8_swap_keeps_lengths_and_the_time_that_the_two_took_together(data: st.DataObject, day: Day) -> None:
    key, other = two(data, day)
    after = swap(day.plan, key, other, day.settings, day.now)
    assert touched(day.plan, after) <= {key, other}
    before, now = [[by_id(plan, one, day.zone) for one in (key, other)] for plan in (day.plan, after)]
    (a, b), (c, d) = before, now
    assert a is not None
    assert b is not None
    assert c is not None
    assert d is not None
    assert (a.ends - a.begins, b.ends - b.begins) == (c.ends - c.begins, d.ends - d.begins)
    assert (min(a.begins, b.begins), max(a.ends, b.ends)) == (min(c.begins, d.begins), max(c.ends, d.ends))
    early, late = sorted((a, b), key=lambda one: (run(one), one.id))
    assert (c if late is a else d).begins == early.begins
    if a.minutes == b.minutes:
        event("equal lengths")
        assert {run(a), run(b)} == {run(c), run(d)}
    if not share(run(a), run(b)):
        event("disjoint")
        assert not share(run(c), run(d))
        back = swap(after, key, other, day.settings, day.now)
        assert not changes(day.plan, back, day.zone)


@cases()
@given(st.data(), days())
def test_i8_swap_from_the_hand_is_the_swap_of_where_it_was_grabbed(data: st.DataObject, day: Day) -> None:
    key, other = two(data, day)
    one = by_id(day.plan, key, day.zone)
    assert one is not None
    start = day.bounds[0] + timedelta(minutes=data.draw(st.integers(0, 1439)))
    end = start + (one.ends - one.begins)
    hovering = move(day.plan, key, wall(start, day.zone), wall(end, day.zone), day.now, day.zone)
    dropped = swap(hovering, key, other, day.settings, day.now, run(one))
    assert not changes(swap(day.plan, key, other, day.settings, day.now), dropped, day.zone)


@cases()
@given(st.data(), days())
def test_i2_a_partner_may_move_and_what_may_not_is_never_swapped_with(data: st.DataObject, day: Day) -> None:
    key = data.draw(held(day))
    for other in day.timed():
        if other not in day.movables and other.id != key and other.begins >= day.bounds[0]:
            with pytest.raises(PlanError):
                swap(day.plan, key, other.id, day.settings, day.now)
    try:
        found = partner(day.plan, key, day.settings, day.now)
    except PlanError:
        return
    on = wall(by_id(day.plan, key, day.zone).begins, day.zone).date()  # type: ignore[union-attr]
    assert found != key
    assert found in [one.id for one in Day(day.plan, day.settings, day.now, on).movables]
