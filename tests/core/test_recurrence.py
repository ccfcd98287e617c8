"""Recurrence rules: the cases on which programs agree, python-dateutil as a second opinion, and what must not hang."""

import contextlib
import json
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core.errors import PlanError
from ctotui.core.model import Wall
from ctotui.core.recurrence import check, describe, next_occurrence, occurrences, parse

CASES = json.loads((Path(__file__).parent / "data" / "rrule-cases.json").read_text())
NINE = datetime(2026, 3, 10, 9)


def wall(text: str) -> Wall:
    digits = text.removesuffix("Z")
    if "T" in digits:
        return datetime.strptime(digits, "%Y%m%dT%H%M%S")
    return datetime.strptime(digits, "%Y%m%d").date()


def following(case: dict[str, object], count: int) -> list[Wall]:
    """The first `count` starts of a case, one `next_occurrence` after the other."""
    start = wall(case["dtstart"])
    found: list[Wall] = []
    moment: Wall | None = start - timedelta(days=1)
    while len(found) < count and moment is not None:
        moment = next_occurrence(
            "\n".join(case["rrule"]),
            start,
            moment,
            [wall(one) for one in case.get("rdate", ())],
            [wall(one) for one in case.get("exdate", ())],
            case["tzid"] or "",
        )
        found += [] if moment is None else [moment]
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_rule_gives_the_starts_on_which_programs_agree(case: dict[str, object]) -> None:
    expected = [wall(one) for one in case["expected"]]
    assert following(case, len(expected) + bool(case["expected_is_complete"])) == expected


@pytest.mark.parametrize("case", [case for case in CASES if case["expected"]], ids=lambda case: case["id"])
def test_a_window_gives_the_same_starts_as_walking(case: dict[str, object]) -> None:
    start, expected = wall(case["dtstart"]), [wall(one) for one in case["expected"]]
    step = timedelta(days=1) if type(start) is date else timedelta(seconds=1)
    middle = expected[len(expected) // 2]
    repeat, zone = "\n".join(case["rrule"]), case["tzid"] or ""
    assert occurrences(repeat, start, middle, expected[-1] + step, zone=zone) == expected[len(expected) // 2 :]


weekdays = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=4, unique=True)


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}"]
    if frequency == "MONTHLY" and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(st.sampled_from([1, 15, 28, 29, 30, 31, -1, -2, -31]))}")
    elif frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        parts.append(f"BYDAY={draw(st.sampled_from(['1MO', '2TU', '-1FR', '5SU', '-5WE']))}")
    elif frequency in ("DAILY", "WEEKLY", "MONTHLY") and draw(st.booleans()):
        parts.append("BYDAY=" + ",".join(draw(weekdays)))
    if draw(st.booleans()):
        parts.append(f"BYMONTH={draw(st.integers(1, 12))},{draw(st.integers(1, 12))}")
    if draw(st.booleans()):
        parts.append(f"BYHOUR={draw(st.integers(0, 23))}")
    if frequency in ("MONTHLY", "YEARLY") and "BYDAY" in parts[-1] and draw(st.booleans()):
        parts.append("BYSETPOS=-1")
    end = draw(st.sampled_from(["", "COUNT=7", "COUNT=1", "UNTIL=20300101T090000"]))
    week = draw(st.sampled_from(["", "WKST=SU"]))
    return ";".join(part for part in [*parts, end, week] if part)


@settings(max_examples=150, deadline=None)
@given(rules(), st.datetimes(datetime(2016, 1, 1), datetime(2027, 12, 31)), st.integers(0, 4000))
def test_expansion_equals_dateutil(rule: str, start: datetime, offset: int) -> None:
    start = start.replace(microsecond=0)
    first = start + timedelta(days=offset)
    last = first + timedelta(days=400)
    oracle = rrulestr(rule, dtstart=start).between(first, last - timedelta(seconds=1), inc=True)
    assert occurrences(rule, start, first, last) == oracle


def test_numbered_and_plain_weekdays_mix_in_a_monthly_rule() -> None:
    found = occurrences("FREQ=MONTHLY;BYDAY=3MO,WE,FR", datetime(2026, 3, 1, 9), date(2026, 3, 1), date(2026, 4, 1))
    assert [one.day for one in found] == [4, 6, 11, 13, 16, 18, 20, 25, 27]


def test_week_number_without_weekday_takes_the_weekday_of_the_start() -> None:
    found = occurrences("FREQ=YEARLY;BYWEEKNO=20", date(1997, 5, 14), date(1997, 1, 1), date(2000, 1, 1))
    assert found == [date(1997, 5, 14), date(1998, 5, 13), date(1999, 5, 19)]


def test_set_position_of_a_week_counts_its_whole_first_week() -> None:
    thursday = datetime(2026, 3, 12, 9)
    found = occurrences("FREQ=WEEKLY;BYDAY=MO,TH,FR;BYSETPOS=1", thursday, thursday, date(2026, 3, 31))
    assert [one.day for one in found] == [16, 23, 30]


def test_thirty_first_and_leap_day_skip_what_lacks_them() -> None:
    monthly = occurrences("FREQ=MONTHLY", datetime(2026, 1, 31, 9), date(2026, 1, 1), date(2026, 8, 1))
    yearly = occurrences("FREQ=YEARLY", date(2024, 2, 29), date(2024, 1, 1), date(2033, 1, 1))
    assert [one.month for one in monthly] == [1, 3, 5, 7]
    assert [one.year for one in yearly] == [2024, 2028, 2032]


def test_until_in_utc_is_compared_in_the_zone_of_the_series() -> None:
    rule = "FREQ=DAILY;UNTIL=20260312T080000Z"
    assert len(occurrences(rule, NINE, NINE, date(2026, 4, 1), zone="Europe/Stockholm")) == 3
    assert len(occurrences(rule, NINE, NINE, date(2026, 4, 1), zone="America/New_York")) == 2


def test_until_that_is_a_day_includes_that_day() -> None:
    assert len(occurrences("FREQ=DAILY;UNTIL=20260312", NINE, NINE, date(2026, 4, 1))) == 3


@pytest.mark.parametrize("until", ["99991231", "99991231T235959Z"])
def test_until_the_end_of_the_calendar_is_for_ever(until: str) -> None:
    assert len(occurrences(f"FREQ=DAILY;UNTIL={until}", NINE, NINE, date(2026, 3, 13), zone="Asia/Tokyo")) == 3


def test_excluded_day_takes_the_time_on_it_and_added_time_comes_in() -> None:
    found = occurrences(
        "FREQ=DAILY;COUNT=3", NINE, NINE, date(2026, 4, 1), [datetime(2026, 3, 20, 14)], [date(2026, 3, 11)]
    )
    assert found == [NINE, datetime(2026, 3, 12, 9), datetime(2026, 3, 20, 14)]


def test_a_second_line_adds_a_rule_and_an_exclusion_rule_takes_away() -> None:
    rule = "FREQ=WEEKLY;BYDAY=TU\nFREQ=WEEKLY;BYDAY=WE\nEXRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    found = occurrences(rule, NINE, NINE, date(2026, 3, 31))
    assert [one.day for one in found] == [11, 17, 18, 25]
    assert next_occurrence(rule, NINE, NINE - timedelta(days=1)) == datetime(2026, 3, 11, 9)


def test_a_window_ten_years_on_costs_no_more_than_the_first() -> None:
    start = datetime(1990, 1, 1, 9)
    found = occurrences("FREQ=HOURLY;INTERVAL=7", start, datetime(2026, 3, 10), datetime(2026, 3, 11))
    assert found == rrulestr("FREQ=HOURLY;INTERVAL=7", dtstart=start).between(
        datetime(2026, 3, 10), datetime(2026, 3, 11)
    )


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("", "FREQ must be"),
        ("FREQ=FORTNIGHTLY", "FREQ must be"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL must be at least 1"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20260101", "exclude each other"),
        ("FREQ=DAILY;BYMONTH=13", "BYMONTH cannot be 13"),
        ("FREQ=DAILY;BYMONTHDAY=0", "BYMONTHDAY cannot be 0"),
        ("FREQ=WEEKLY;BYDAY=XX", "not a weekday"),
        ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL must look like"),
        ("FREQ=DAILY;FREQ=WEEKLY", "FREQ stands there twice"),
        ("FREQ=DAILY;FOO=1", "FOO is not a part"),
        ("FREQ=DAILY;COUNT=٣", "COUNT needs a number"),
    ],
)
def test_a_wrong_rule_is_refused_with_the_part_that_is_wrong(rule: str, why: str) -> None:
    with pytest.raises(PlanError, match=why):
        parse(rule)


def test_a_trailing_semicolon_and_small_letters_are_harmless() -> None:
    assert parse("freq=weekly;byday=mo;").weekdays == ((0, 0),)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;COUNT=999999999",
        "FREQ=SECONDLY;INTERVAL=86400;BYHOUR=3",
        "FREQ=MINUTELY;INTERVAL=1440;BYHOUR=5",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    ],
)
def test_an_odd_rule_ends_soon_with_a_sentence_or_nothing(rule: str) -> None:
    began = time.process_time()
    with contextlib.suppress(PlanError):
        assert occurrences(rule, NINE, date(2026, 1, 1), date(2036, 1, 1)) == []
    assert time.process_time() - began < 3


def test_check_says_what_never_happens_and_what_a_day_cannot_do() -> None:
    with pytest.raises(PlanError, match="never happens"):
        check("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", NINE)
    with pytest.raises(PlanError, match="whole day cannot"):
        check("FREQ=HOURLY", date(2026, 3, 10))
    check("FREQ=WEEKLY", NINE)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("", ""),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "every 2 weeks on Wed"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=10", "every 3 days, 10 times"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Fri"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "every month on the 31st"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "every month on the last weekday"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=10", "every year on 10 Mar"),
        ("FREQ=DAILY;UNTIL=20261231", "every day, until 31 Dec 2026"),
        ("FREQ=DAILY;COUNT=1", "once"),
        ("\x1b[2J", "\x1b[2J"),
    ],
)
def test_a_rule_is_said_in_words(rule: str, words: str) -> None:
    assert describe(rule) == words
