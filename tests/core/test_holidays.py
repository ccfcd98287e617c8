"""Holidays: which days they are, what they take from working hours and capacity, and what rules do on them."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core import agenda, capacity, holidays
from ctotui.core.errors import PlanError
from ctotui.core.holidays import adjusted, is_bridge, label, name, working_hours
from ctotui.core.model import Block, Item, Wall
from ctotui.core.plan import Plan
from ctotui.core.recurrence import occurrences
from ctotui.core.reschedule.fit import fit
from ctotui.core.series import Series
from ctotui.core.state import Settings

ZONE = "Europe/Stockholm"
SWEDEN = Settings(zone=ZONE, holidays="SE", language="sv")
EVE, CHRISTMAS = date(2026, 12, 24), date(2026, 12, 25)


def test_swedens_holidays_hold_the_eves_that_the_law_counts_as_sundays() -> None:
    found = {day: name(day, SWEDEN) for day in (date(2026, 6, 19), EVE, date(2026, 12, 31))}
    assert list(found.values()) == ["Midsommarafton", "Julafton", "Nyårsafton"]
    assert name(EVE, replace(SWEDEN, language="en")) == "Christmas Eve"
    assert name(date(2026, 3, 10), SWEDEN) == ""
    assert name(CHRISTMAS, replace(SWEDEN, holidays="")) == ""


def test_a_region_has_its_own() -> None:
    corpus_christi = date(2026, 6, 4)
    assert name(corpus_christi, replace(SWEDEN, holidays="DE-BY"))
    assert not name(corpus_christi, replace(SWEDEN, holidays="DE"))


@pytest.mark.parametrize("country", ["XX", "SE-ZZ", "", "../x"])
def test_a_country_that_nobody_knows_is_refused_and_never_breaks_a_screen(country: str) -> None:
    with pytest.raises(PlanError, match="no table of holidays"):
        holidays.computed(country, 2026, "en")
    assert label(EVE, replace(SWEDEN, holidays=country)) == ""


def test_a_holiday_is_a_day_off_unless_the_settings_say_otherwise() -> None:
    usual = (480, 1020)
    assert working_hours(EVE, SWEDEN) == (0, 0)
    assert working_hours(EVE - timedelta(days=1), SWEDEN) == usual
    assert working_hours(EVE, replace(SWEDEN, holiday_hours=(480, 720))) == (480, 720)
    assert working_hours(EVE, replace(SWEDEN, holiday_hours=None)) == usual
    saturday = date(2026, 6, 20)  # Midsommardagen: no day off turns into a working one
    assert working_hours(saturday, replace(SWEDEN, holiday_hours=(480, 720))) == (0, 0)


def test_a_bridge_day_is_a_working_day_between_a_holiday_and_a_day_off() -> None:
    ascension = date(2026, 5, 14)
    assert (label(ascension, SWEDEN), label(ascension + timedelta(days=1), SWEDEN)) == (
        "Kristi himmelsfärdsdag",
        "klämdag",
    )
    assert label(date(2026, 1, 5), replace(SWEDEN, language="en")) == "bridge day"
    assert not is_bridge(date(2026, 5, 13), SWEDEN)
    assert not is_bridge(date(2026, 5, 15), replace(SWEDEN, holidays=""))


def test_a_holiday_holds_no_capacity() -> None:
    assert capacity.of([], EVE, SWEDEN).capacity == 0
    assert capacity.of([], EVE, replace(SWEDEN, holidays="")).capacity > 0


def test_fit_passes_over_a_holiday() -> None:
    plan = Plan({}).put(item := Item("i1", "Report", estimate=60))
    start, _end = fit(plan, item, datetime(2026, 12, 23, 16, 30), SWEDEN)
    assert start.date() == date(2026, 12, 28)


def block(start: datetime) -> Block:
    return Block("b1", "i1", start, start + timedelta(hours=1), ZONE)


def starts(policy: str, rule: str, start: datetime, first: date, last: date) -> list[date]:
    series = Series(Item("i1", "Sync", repeat=rule, holidays=policy), block(start))
    return [at.date() for at in series.starts(first, last)]  # type: ignore[union-attr]


FRIDAY = datetime(2026, 3, 27, 9)


def test_a_rule_skips_shifts_or_keeps_a_holiday() -> None:
    """Långfredagen is 3 April, Annandag påsk the Monday after."""
    window = date(2026, 4, 1), date(2026, 4, 9)
    assert starts("", "FREQ=WEEKLY", FRIDAY, *window) == [date(2026, 4, 3)]
    assert starts("skip SE", "FREQ=WEEKLY", FRIDAY, *window) == []
    assert starts("shift SE", "FREQ=WEEKLY", FRIDAY, *window) == [date(2026, 4, 7)]


def test_a_payday_on_a_weekend_is_shifted_to_monday() -> None:
    found = starts(
        "shift SE", "FREQ=MONTHLY;BYMONTHDAY=25", datetime(2026, 3, 25, 9), date(2026, 4, 1), date(2026, 7, 1)
    )
    assert found == [date(2026, 4, 27), date(2026, 5, 25), date(2026, 6, 25)]


def test_what_is_shifted_onto_another_start_happens_once() -> None:
    found = starts("shift SE", "FREQ=DAILY", datetime(2026, 3, 1, 9), date(2026, 4, 2), date(2026, 4, 9))
    assert found == [date(2026, 4, 2), date(2026, 4, 7), date(2026, 4, 8)]


def test_the_calendar_shows_a_shifted_occurrence_and_finds_it_by_its_id() -> None:
    plan = Plan({}).put(Item("i1", "Sync", repeat="FREQ=WEEKLY", holidays="shift SE"), block(FRIDAY))
    [one] = agenda.instances(plan, date(2026, 4, 1), date(2026, 4, 9), ZONE)
    assert (one.id, one.start) == ("i1@2026-04-07", datetime(2026, 4, 7, 9))
    assert agenda.by_id(plan, one.id, ZONE) == one


RULES = ("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,FR", "FREQ=MONTHLY;BYMONTHDAY=1,25", "FREQ=DAILY;INTERVAL=4;COUNT=99")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(RULES),
    st.sampled_from(["skip SE", "shift SE", "skip DE-BY"]),
    st.integers(0, 300),
    st.integers(0, 60),
    st.integers(0, 60),
    st.integers(1, 40),
)
def test_a_window_is_the_filtered_larger_one(
    rule: str, policy: str, day: int, before: int, after: int, size: int
) -> None:
    start = datetime(2026, 1, 2, 9)

    def planned(first: Wall, last: Wall) -> list[Wall]:
        return occurrences(rule, start, first, last, zone=ZONE)

    first = date(2026, 1, 1) + timedelta(days=day)
    last = first + timedelta(days=size)
    larger = adjusted(policy, planned, first - timedelta(days=before), last + timedelta(days=after))
    inside = [one for one in larger if first <= one.date() < last]  # type: ignore[union-attr]
    assert adjusted(policy, planned, first, last) == inside


def test_what_a_hand_wrote_wrong_gives_the_first_start_alone() -> None:
    assert starts("never", "FREQ=WEEKLY", FRIDAY, date(2026, 3, 1), date(2026, 6, 1)) == [FRIDAY.date()]
