"""compress: what follows gets shorter by its share until enough is free (section 6, I9)."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from ctotui.core import duration
from ctotui.core.agenda import by_id
from ctotui.core.errors import PlanError
from ctotui.core.model import Item
from ctotui.core.reschedule import room
from ctotui.core.reschedule.compress import at_most, compress
from tests.core.reschedule.checks import only_movables_change
from tests.core.reschedule.days import Day, cases, days
from tests.core.reschedule.table import EARLY, PLAIN, at, lines, of

HOURS = ("09:00-10:00 a", "10:30-11:30 meet fixed", "14:00-15:30 b", "16:00-18:00 c")


def test_each_gives_up_its_share_and_starts_stay() -> None:
    shorter = compress(of(*HOURS), at("08:00"), 90, PLAIN, EARLY)
    assert lines(shorter) == ["09:00-09:45 a", "10:30-11:30 meet fixed", "14:00-15:00 b", "16:00-17:15 c"]


def test_what_cannot_give_its_share_leaves_it_to_the_others() -> None:
    plan = of("09:00-09:45 a", "13:00-16:00 b")
    assert lines(compress(plan, at("08:00"), 120, PLAIN, EARLY)) == ["09:00-09:30 a", "13:00-14:15 b"]


def test_minutes_are_rounded_up_to_slots() -> None:
    assert lines(compress(of("09:00-11:00 a"), at("08:00"), 31, PLAIN, EARLY)) == ["09:00-10:15 a"]


def test_blocks_under_half_an_hour_stay_as_they_are() -> None:
    plan = of("09:00-09:20 a", "10:00-10:30 b", "11:00-11:50 c")
    assert at_most(plan, at("08:00"), PLAIN, EARLY) == 15
    assert lines(compress(plan, at("08:00"), 15, PLAIN, EARLY)) == ["09:00-09:20 a", "10:00-10:30 b", "11:00-11:35 c"]


def test_what_is_past_runs_began_before_or_is_left_out_keeps_its_length() -> None:
    plan = of(*HOURS)
    assert at_most(plan, at("08:00"), PLAIN, EARLY) == 180
    assert at_most(plan, at("08:00"), PLAIN, at("09:30")) == 150
    assert at_most(plan, at("14:30"), PLAIN, EARLY) == 90
    assert at_most(plan, at("08:00"), PLAIN, EARLY, but=("c",)) == 90
    assert lines(compress(plan, at("08:00"), 60, PLAIN, EARLY, but=("c",)))[3:] == ["16:00-18:00 c"]


def test_too_much_is_refused_with_the_most_and_nothing_changes() -> None:
    with pytest.raises(PlanError) as refused:
        compress(of(*HOURS), at("08:00"), 181, PLAIN, EARLY)
    assert str(refused.value) == (
        "Compress cannot free 3h15 after 08:00: 3h is the most, as no block gets shorter than 30m. "
        "Free 3h, or carry a block to another day."
    )
    with pytest.raises(PlanError, match=r"^Nothing after 08:00 that may move is long enough to get shorter"):
        compress(of("09:00-09:30 a"), at("08:00"), 15, PLAIN, EARLY)
    with pytest.raises(PlanError, match="say how much"):
        compress(of(*HOURS), at("08:00"), 0, PLAIN, EARLY)


def test_the_estimate_stays() -> None:
    plan = of("09:00-11:00 a").put(Item("ia", "A", estimate=120))
    assert compress(plan, at("08:00"), 30, PLAIN, EARLY).get(Item, "ia").estimate == 120


def test_over_the_change_of_clocks_lengths_are_real_time() -> None:
    night = date(2026, 3, 29)
    plan = of("01:00-04:00 a", day=night)
    assert at_most(plan, at("00:00", night), PLAIN, EARLY) == 90
    assert lines(compress(plan, at("00:00", night), 75, PLAIN, EARLY), night) == ["01:00-01:45 a"]


@cases()
@given(st.data(), days())
def test_i9_compress_frees_exactly_what_is_asked_by_share_or_refuses_with_the_most(
    data: st.DataObject, day: Day
) -> None:
    since = day.bounds[0] + timedelta(minutes=data.draw(st.one_of(st.just(0), st.integers(0, 1379))))
    but = tuple(data.draw(st.lists(st.sampled_from([one.id for one in day.movables] or ["none"]), max_size=1)))
    most = at_most(day.plan, since, day.settings, day.now, but)
    minutes = data.draw(st.one_of(st.integers(1, max(most, 1)), st.integers(1, 700), st.just(max(most, 1))))
    wanted = room.slots_up(minutes, day.settings)
    if wanted > most:
        event("refused")
        with pytest.raises(PlanError, match=duration.text(most) if most else "long enough"):
            compress(day.plan, since, minutes, day.settings, day.now, but)
        return
    event("freed")
    after = compress(day.plan, since, minutes, day.settings, day.now, but)
    following = [one for one in day.movables if one.begins >= since and one.id not in but]
    assert only_movables_change(day, after) <= {one.id for one in following}
    shares = []
    for one in following:
        new = by_id(after, one.id, day.zone)
        assert new is not None
        assert new.begins == one.begins
        share = (one.ends - new.ends) // timedelta(minutes=day.settings.slot)
        assert one.ends - new.ends == share * timedelta(minutes=day.settings.slot)
        assert share == 0 or new.ends - new.begins >= timedelta(minutes=30)
        shares.append((share, one.minutes, max(one.minutes - 30, 0) // day.settings.slot))
    assert sum(share for share, _length, _spare in shares) * day.settings.slot == wanted
    for share, length, _spare in shares:
        for other, other_length, spare in shares:
            assert other == spare or (share - 1) * other_length < (other + 1) * length


@cases()
@given(days())
def test_i9_the_most_can_be_freed_and_one_slot_more_cannot(day: Day) -> None:
    most, since = at_most(day.plan, day.bounds[0], day.settings, day.now), day.bounds[0]
    assume(most)
    after = compress(day.plan, since, most, day.settings, day.now)
    assert at_most(after, since, day.settings, day.now) == 0
    with pytest.raises(PlanError):
        compress(day.plan, since, most + 1, day.settings, day.now)
