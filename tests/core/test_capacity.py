"""Capacity of a day and what is planned for it (section 6)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctotui import demo
from ctotui.core import agenda, areas, capacity
from ctotui.core.civil import instant, midnight, wall
from ctotui.core.holidays import working_hours
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.state import Settings
from tests.core.reschedule.days import cases

TUESDAY = date(2026, 3, 10)
PLAIN = Settings(zone="Europe/Stockholm")


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute)


def of(*blocks: tuple[datetime, datetime, bool], settings: Settings = PLAIN, day: date = TUESDAY) -> capacity.Load:
    plan = Plan({}).put(Item("iwork", "Work"))
    for number, (start, end, fixed) in enumerate(blocks):
        plan = plan.put(Block(f"b{number}", "iwork", start, end, settings.zone, fixed))
    return capacity.load(plan, day, settings)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (9, "plan 6h00 of 5h10 · +0h50 OVER"),
        (10, "plan 5h45 of 5h00 · +0h45 OVER"),
        (11, "plan 2h30 of 3h45"),
        (12, "plan 1h30 of 4h40"),
        (13, "plan 4h30 of 6h15"),
        (14, "plan 0h00 of 0h00"),
    ],
)
def test_the_week_of_the_screens_adds_up(day: int, words: str) -> None:
    found = capacity.load(demo.build(), date(2026, 3, day), demo.settings())
    assert capacity.headline(found) == words


def test_an_empty_day_holds_85_percent_of_work_without_lunch() -> None:
    assert of().capacity == 420  # 0.85 × (540 − 45) = 420.75


def test_overlapping_meetings_are_taken_off_once_with_a_buffer_each() -> None:
    found = of((at(9), at(10), True), (at(9, 30), at(10, 30), True))
    assert found.capacity == 335  # 0.85 × (495 − 90 − 10) = 335.75
    assert of((at(9), at(10, 30), True)).capacity == 340  # 0.85 × (495 − 90 − 5) = 340


def test_a_meeting_over_lunch_takes_no_lunch_off_twice() -> None:
    assert of((at(11, 30), at(13), True)).capacity == 375  # 0.85 × (495 − 45 − 5) = 378.25


def test_an_evening_meeting_costs_no_working_time() -> None:
    assert of((at(19), at(21), True)).capacity == of().capacity


def test_an_all_day_event_takes_nothing_off() -> None:
    plan = Plan({}).put(Item("iday", "Birthday"), Block("bday", "iday", TUESDAY, date(2026, 3, 11), fixed=True))
    assert capacity.load(plan, TUESDAY, PLAIN) == of()


def test_focus_windows_are_not_subtracted() -> None:
    assert of(settings=Settings(zone=PLAIN.zone, focus=((1, 480, 720),))).capacity == of().capacity


def test_plan_counts_past_flexible_blocks_on_the_day_that_they_start() -> None:
    late = (at(23), datetime(2026, 3, 11, 1), False)
    assert of((at(8), at(9), False), late).planned == 180
    assert of(late, day=date(2026, 3, 11)).planned == 0


def test_a_dropped_item_is_no_load() -> None:
    plan = Plan({}).put(
        Item("iwork", "Work", status="dropped"), Block("b1", "iwork", at(9), at(10), PLAIN.zone),
    )  # fmt: skip
    assert capacity.load(plan, TUESDAY, PLAIN).planned == 0


def test_a_day_full_of_meetings_holds_nothing_but_never_less() -> None:
    assert of((at(8), at(17), True)).capacity == 0


def test_a_cursor_move_computes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = demo.build()
    first = capacity.load(plan, TUESDAY, demo.settings())
    monkeypatch.setattr(agenda, "on_day", lambda *_: pytest.fail("computed again"))
    assert capacity.load(plan, TUESDAY, demo.settings()) is first


PERSONAL = replace(PLAIN, area_hours=(("personal", ((1020, 1260),) * 5 + ((540, 1200),) * 2),))
SATURDAY = date(2026, 3, 14)


def listed(*blocks: tuple[str, datetime, datetime, bool]) -> Plan:
    plan = Plan({})
    for number, (path, start, end, fixed) in enumerate(blocks):
        plan = plan.put(Item(f"i{number}", "One", list=path))
        plan = plan.put(Block(f"b{number}", f"i{number}", start, end, PLAIN.zone, fixed))
    return plan


def test_an_area_with_hours_of_its_own_counts_on_its_own_line() -> None:
    plan = listed(
        ("personal/home", at(18), at(19), False), ("", at(9), at(10), False), ("goals", at(10), at(11), False)
    )
    assert capacity.load(plan, TUESDAY, PERSONAL) == capacity.Load(120, 420)
    assert capacity.load(plan, TUESDAY, PERSONAL, "personal") == capacity.Load(60, 200)  # 0.85 × 240 = 204
    assert capacity.load(plan, TUESDAY, PLAIN).planned == 180
    assert capacity.load(plan, TUESDAY, PLAIN, "personal") == capacity.load(plan, TUESDAY, PLAIN)


def test_what_is_fixed_takes_time_from_every_line_in_whose_hours_it_lies() -> None:
    plan = listed(("work", at(16), at(18), True))
    assert capacity.load(plan, TUESDAY, PERSONAL).capacity == 365  # 0.85 × (495 − 60 − 5) = 365.5
    assert capacity.load(plan, TUESDAY, PERSONAL, "personal").capacity == 145  # 0.85 × (240 − 60 − 5) = 148.75


def test_lunch_comes_off_only_where_it_lies_in_the_hours_of_an_area() -> None:
    assert capacity.load(Plan({}), SATURDAY, PERSONAL, "personal").capacity == 520  # 0.85 × (660 − 45) = 522.75


def test_hours_of_a_holiday_are_for_work_alone() -> None:
    swedish = replace(PERSONAL, holidays="SE")
    good_friday = date(2026, 4, 3)
    assert working_hours(good_friday, swedish) == (0, 0)
    assert working_hours(good_friday, swedish, "goals") == (0, 0)
    assert working_hours(good_friday, swedish, "personal") == (1020, 1260)


def test_other_lines_are_named_where_they_have_anything_that_day() -> None:
    weekend = replace(PLAIN, area_hours=(("personal", ((0, 0),) * 5 + ((540, 1200),) * 2), ("goals", ((0, 0),) * 7)))
    assert capacity.others(Plan({}), TUESDAY, weekend) == ()
    assert capacity.others(Plan({}), SATURDAY, weekend) == (("personal", capacity.Load(0, 520)),)
    late = listed(("goals/read", at(20), at(21), False))
    found = capacity.others(late, TUESDAY, weekend)
    assert found == (("goals", capacity.Load(60, 0)),)
    assert capacity.headline(found[0][1], name=found[0][0]) == "goals 1h00 of 0h00 · +1h00 OVER"


@pytest.mark.parametrize(
    ("path", "area"), [("", "work"), ("work/infra", "work"), ("Personal/home", "personal"), ("goals", "goals")]
)
def test_an_area_is_the_first_level_of_a_list(path: str, area: str) -> None:
    assert areas.of(path) == area


# Random days: the plan of a day against its capacity, minute by minute as the formula says it (section 6).
DAYS = [TUESDAY, SATURDAY, date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 28)]
PATHS = ["", "work/infra", "personal", "personal/home", "goals/read"]
blocks = st.tuples(
    st.sampled_from(PATHS),
    st.integers(-8, 100),
    st.integers(0, 16),
    st.booleans(),
    st.sampled_from(["next", "done", "dropped"]),
)
spans = st.tuples(st.integers(0, 92), st.integers(1, 60)).map(lambda one: (15 * one[0], min(15 * sum(one), 1440)))
plans = st.lists(blocks, max_size=7)
windows = st.builds(
    lambda hours, lunch, own, reserve, buffer: replace(
        PLAIN, hours=(hours,) * 7, lunch=lunch, reserve=reserve, buffer=buffer,
        area_hours=(("personal", (own,) * 7),) if own else (),
    ),
    spans, spans | st.just((0, 0)), spans | st.none(), st.sampled_from([0.0, 0.15, 0.5]), st.sampled_from([0, 5, 20]),
)  # fmt: skip
LINES = st.sampled_from(["", "personal"])


def on(day: date, found: list[tuple[str, int, int, bool, str]]) -> Plan:
    """Quarters from midnight of `day`, in wall time; what clocks skip is put where they go on."""
    plan = Plan({})
    for number, (path, start, length, fixed, status) in enumerate(found):
        begin = instant(midnight(day) + timedelta(minutes=15 * start), PLAIN.zone)
        end = begin + timedelta(minutes=15 * length)
        plan = plan.put(
            Item(f"i{number}", "One", list=path, status=status),  # type: ignore[arg-type]
            Block(f"b{number}", f"i{number}", wall(begin, PLAIN.zone), wall(end, PLAIN.zone), PLAIN.zone, fixed),
        )
    return plan


def counted_out(found: list[agenda.Instance], day: date, chosen: Settings, area: str) -> int:
    """The formula of section 6 by counting steps of five minutes, those of each fixed block among them."""
    zone, step = PLAIN.zone, timedelta(minutes=5)
    edges = (*working_hours(day, chosen, areas.line(area, chosen)), *chosen.lunch)
    moment, end, first, last = (instant(midnight(day) + timedelta(minutes=minute), zone) for minute in edges)
    fixed = [one for one in found if one.fixed and one.status != "dropped"]
    touching, left = set[str](), 0
    while moment < end:
        over = {one.id for one in fixed if one.begins <= moment < one.ends}
        if not first <= moment < last:
            touching |= over
            left += 0 if over else 5
        moment += step
    share = (left - chosen.buffer * len(touching)) * (1 - chosen.reserve)
    return max(int(share + 1e-6) // 5 * 5, 0)


def each(test: Callable[..., None]) -> Callable[..., None]:
    return cases()(given(day=st.sampled_from(DAYS), found=plans, chosen=windows, area=LINES)(test))


@each
def test_capacity_is_what_counting_free_minutes_gives(
    day: date, found: list[tuple[str, int, int, bool, str]], chosen: Settings, area: str
) -> None:
    plan = on(day, found)
    wanted = counted_out(agenda.on_day(plan, day, PLAIN.zone), day, chosen, area)
    assert capacity.load(plan, day, chosen, area).capacity == wanted


@each
def test_capacity_is_floored_never_negative_and_never_more_than_the_share_of_the_hours(
    day: date, found: list[tuple[str, int, int, bool, str]], chosen: Settings, area: str
) -> None:
    plan = on(day, found)
    held = capacity.load(plan, day, chosen, area).capacity
    opens, closes = working_hours(day, chosen, areas.line(area, chosen))
    first, last = (instant(midnight(day) + timedelta(minutes=minute), PLAIN.zone) for minute in (opens, closes))
    assert held % capacity.STEP == 0
    # Hours inside the one that clocks skip in spring end before they begin, and hold nothing.
    assert 0 <= held <= max((1 - chosen.reserve) * (last - first).total_seconds() / 60, 0) + 1e-6
    assert held <= capacity.load(Plan({}), day, chosen, area).capacity


@each
def test_every_flexible_minute_counts_on_exactly_one_line(
    day: date, found: list[tuple[str, int, int, bool, str]], chosen: Settings, area: str
) -> None:
    plan = on(day, found)
    seen = agenda.on_day(plan, day, PLAIN.zone)
    flexible = [one for one in seen if not one.fixed and one.status != "dropped"]
    total = sum(one.minutes for one in flexible if isinstance(one.start, datetime) and one.start.date() == day)
    lines = ["", *(name for name, _week in chosen.area_hours)]
    assert sum(capacity.load(plan, day, chosen, line).planned for line in lines) == total
    assert capacity.load(plan, day, chosen, area).planned <= total


@each
def test_one_more_fixed_block_never_gives_room(
    day: date, found: list[tuple[str, int, int, bool, str]], chosen: Settings, area: str
) -> None:
    more = [*found, ("goals", 36, 4, True, "next")]
    with_one, without = (capacity.load(on(day, some), day, chosen, area) for some in (more, found))
    assert with_one.capacity <= without.capacity
    assert with_one.planned == without.planned
