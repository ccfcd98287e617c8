"""fit and the free times around a held block (section 6, I11)."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core.civil import DAY, instant, midnight
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Entry, Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.fit import fit, length, next_free
from ctotui.core.reschedule.free import Search
from ctotui.core.state import Settings

STOCKHOLM = "Europe/Stockholm"
PLAIN = Settings(zone=STOCKHOLM)
NOW = datetime(2026, 3, 10, 10, 42)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


def with_blocks(*times: tuple[datetime, datetime], fixed: bool = False) -> Plan:
    plan = Plan({}).put(Item("ibusy", "Busy"))
    return plan.put(*(Block(f"b{n}", "ibusy", *span, zone=STOCKHOLM, fixed=fixed) for n, span in enumerate(times)))


def item(**fields: object) -> Item:
    return Item("inew", "New", **fields)  # type: ignore[arg-type]


def test_an_item_goes_to_the_next_slot_from_now() -> None:
    assert fit(Plan({}), item(estimate=30), NOW, PLAIN) == (at(10, 10, 45), at(10, 11, 15))


def test_lunch_and_what_is_planned_are_left_free() -> None:
    plan = with_blocks((at(10, 10), at(10, 11, 30)))
    assert fit(plan, item(estimate=45), NOW, PLAIN) == (at(10, 12, 45), at(10, 13, 30))


def test_a_buffer_is_kept_around_what_is_fixed() -> None:
    busy = (at(10, 10), at(10, 11, 15))
    assert fit(with_blocks(busy), item(estimate=45), NOW, PLAIN)[0] == at(10, 11, 15)
    assert fit(with_blocks(busy, fixed=True), item(estimate=30), NOW, PLAIN)[0] == at(10, 11, 30)


def test_focus_windows_are_for_long_or_important_items() -> None:
    focused = Settings(zone=STOCKHOLM, focus=((1, 8 * 60, 12 * 60),))
    assert fit(Plan({}), item(estimate=30), NOW, focused)[0] == at(10, 12, 45)
    assert fit(Plan({}), item(estimate=60), NOW, focused)[0] == at(10, 10, 45)
    assert fit(Plan({}), item(estimate=30, priority="high"), NOW, focused)[0] == at(10, 10, 45)


def test_an_area_with_hours_of_its_own_is_fitted_into_those() -> None:
    hours = ((17 * 60, 21 * 60),) * 5 + ((9 * 60, 20 * 60),) * 2
    own = Settings(zone=STOCKHOLM, area_hours=(("personal", hours),))
    plan = with_blocks((at(10, 17), at(10, 20, 30)))
    assert fit(plan, item(estimate=60, list="personal/home"), NOW, own) == (at(11, 17), at(11, 18))
    assert fit(plan, item(estimate=60, list="work"), NOW, own)[0] == at(10, 10, 45)
    assert fit(plan, item(estimate=60, list="personal"), NOW, PLAIN)[0] == at(10, 10, 45)
    with pytest.raises(PlanError, match=r"inside personal hours; longest free is 30m on Tue 10 Mar"):
        fit(plan, item(estimate=60, list="personal", due=date(2026, 3, 10)), NOW, own)


def test_weekends_are_passed_over() -> None:
    assert fit(Plan({}), item(estimate=60), at(13, 16, 30), PLAIN)[0] == at(16, 8)


def test_without_room_before_the_due_day_the_longest_run_is_named() -> None:
    plan = with_blocks((at(10, 8), at(10, 17)), (at(11, 8), at(11, 17)), (at(12, 8), at(12, 16, 15)))
    plan = plan.put(Block("bfri", "ibusy", at(13, 8), at(13, 17), zone=STOCKHOLM))
    with pytest.raises(PlanError) as refused:
        fit(plan, item(estimate=90, due=date(2026, 3, 13)), NOW, PLAIN)
    assert str(refused.value) == "No free 1h30 by Fri 13 Mar inside working hours; longest free is 45m on Thu 12 Mar."
    assert fit(plan, item(estimate=90, due=date(2026, 3, 13)), NOW, PLAIN, late=True)[0] == at(16, 8)


def test_a_due_time_binds_the_end() -> None:
    assert fit(Plan({}), item(estimate=60, due=at(10, 11, 45)), NOW, PLAIN)[1] == at(10, 11, 45)
    with pytest.raises(PlanError, match="by Tue 10 Mar 11:30"):
        fit(Plan({}), item(estimate=60, due=at(10, 11, 30)), NOW, PLAIN)


def test_what_is_overdue_already_is_planned_all_the_same() -> None:
    assert fit(Plan({}), item(estimate=30, due=date(2026, 3, 6)), NOW, PLAIN)[0] == at(10, 10, 45)


def test_the_length_is_what_is_left_of_the_estimate() -> None:
    plan = Plan({}).put(
        item(estimate=240),
        Entry("n1", "inew", instant(at(9, 9), STOCKHOLM), instant(at(9, 10), STOCKHOLM), zone=STOCKHOLM),
        Block("bpast", "inew", at(9, 9), at(9, 12), zone=STOCKHOLM),
        Block("bnext", "inew", at(11, 9), at(11, 10), zone=STOCKHOLM),
    )
    assert length(plan, plan.get(Item, "inew"), NOW, PLAIN) == 120


def test_lengths_are_whole_slots_and_have_a_default() -> None:
    assert length(Plan({}), item(estimate=20), NOW, PLAIN) == 30
    assert length(Plan({}), item(), NOW, PLAIN) == 60
    assert length(Plan({}), item(kind="meeting"), NOW, PLAIN) == 30


def test_an_item_planned_whole_is_refused() -> None:
    plan = Plan({}).put(item(estimate=60), Block("bnext", "inew", at(11, 9), at(11, 10), zone=STOCKHOLM))
    with pytest.raises(PlanError, match="All of New is planned already"):
        length(plan, plan.get(Item, "inew"), NOW, PLAIN)


def test_next_and_previous_free_run_have_no_buffer_and_skip_what_is_held() -> None:
    """The mock-up's ``f Wed 8:30``: 90 minutes between triage and a fixed meeting at ten."""
    plan = with_blocks((at(10, 8), at(10, 17)), (at(11, 8), at(11, 8, 30)))
    plan = plan.put(Block("bguild", "ibusy", at(11, 10), at(11, 12), zone=STOCKHOLM, fixed=True))
    search = Search(90)
    assert next_free(plan, at(10, 14, 30), search, PLAIN, NOW) == at(11, 8, 30)
    assert next_free(plan, at(11, 8, 30), search, PLAIN, NOW) == at(11, 12, 45)
    assert next_free(plan, at(11, 12, 45), search, PLAIN, NOW, -1) == at(11, 8, 30)
    assert next_free(plan, at(11, 8, 30), search, PLAIN, NOW, -1) is None
    assert next_free(plan, at(11, 8, 30), Search(90, ignoring="b0"), PLAIN, NOW, -1) == at(10, 12, 45)


spans = st.tuples(st.integers(0, 4 * 96 - 1), st.integers(1, 24), st.booleans())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(spans, max_size=14),
    st.integers(1, 12),
    st.integers(0, 3 * 1440),
    st.integers(0, 4),
    st.booleans(),
    st.sampled_from([date(2026, 3, 9), date(2026, 3, 26), date(2026, 10, 22)]),
)
def test_fit_finds_the_earliest_valid_start(
    busy: list[tuple[int, int, bool]], slots: int, from_minute: int, due_in: int, high: bool, first: date
) -> None:
    """I11, against trying every start; two of the weeks change their clocks."""
    chosen = Settings(
        zone=STOCKHOLM, focus=((3, 510, 690), (0, 540, 600)), hours=((480, 1020),) * 5 + ((60, 300), (0, 300))
    )
    plan = Plan({}).put(Item("ibusy", "Busy"))
    walls = [(midnight(first) + timedelta(minutes=15 * a), 15 * b, fixed) for a, b, fixed in busy]
    plan = plan.put(
        *(
            Block(f"b{n}", "ibusy", start, start + timedelta(minutes=size), fixed=fixed)
            for n, (start, size, fixed) in enumerate(walls)
        )
    )
    now = midnight(first) + timedelta(minutes=from_minute)
    due = first + due_in * DAY
    wanted = item(estimate=slots * 15, due=due, priority="high" if high else "normal")
    expected = _by_trying(walls, slots * 15, now, due, high or slots >= 4, chosen)
    if expected is None:
        with pytest.raises(PlanError):
            fit(plan, wanted, now, chosen)
    else:
        assert fit(plan, wanted, now, chosen)[0] == expected


def _by_trying(
    busy: list[tuple[datetime, int, bool]], minutes: int, now: datetime, due: date, focus: bool, chosen: Settings
) -> datetime | None:
    def stamp(moment: datetime) -> float:
        return instant(moment, STOCKHOLM).timestamp() / 60

    taken = [
        (stamp(start) - 5 * fixed, stamp(start + timedelta(minutes=size)) + 5 * fixed) for start, size, fixed in busy
    ]
    last = due if midnight(due + DAY) > now else now.date() + 60 * DAY
    start = midnight(now.date())
    while start.date() <= last:
        day, opens, closes = midnight(start.date()), *chosen.hours[start.weekday()]
        windows = [(720, 765)] + [(a, b) for weekday, a, b in chosen.focus if weekday == start.weekday() and not focus]
        shut = taken + [(stamp(day + timedelta(minutes=a)), stamp(day + timedelta(minutes=b))) for a, b in windows]
        begin, end = stamp(start), stamp(start) + minutes
        inside = stamp(day + timedelta(minutes=opens)) <= begin and end <= stamp(day + timedelta(minutes=closes))
        real = start.date() != date(2026, 3, 29) or start.hour != 2
        if start >= now and inside and opens < closes and real and all(end <= a or b <= begin for a, b in shut):
            return start
        start += timedelta(minutes=15)
    return None
