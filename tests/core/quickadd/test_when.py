"""The grammar of a time or a shift (A10, GRAB `t`, jobs 7 and 17)."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core.errors import PlanError
from ctotui.core.quickadd import when

START, END = datetime(2026, 3, 12, 13), datetime(2026, 3, 12, 14, 30)


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("1530", on(12, 15, 30), on(12, 17)),
        ("930", on(12, 9, 30), on(12, 11)),
        ("15:30", on(12, 15, 30), on(12, 17)),
        ("15.30", on(12, 15, 30), on(12, 17)),
        ("10", on(12, 10), on(12, 11, 30)),
        ("kl 9", on(12, 9), on(12, 10, 30)),
        ("9am", on(12, 9), on(12, 10, 30)),
        ("5 pm", on(12, 17), on(12, 18, 30)),
        ("14-15:30", on(12, 14), on(12, 15, 30)),
        ("1400-1530", on(12, 14), on(12, 15, 30)),
        ("14 90m", on(12, 14), on(12, 15, 30)),
        ("22-02", on(12, 22), on(13, 2)),
        ("2h", on(12, 13), on(12, 15)),
        ("-16:30", on(12, 13), on(12, 16, 30)),
        ("-1630", on(12, 13), on(12, 16, 30)),
        ("-16", on(12, 13), on(12, 16)),
        ("−16:30", on(12, 13), on(12, 16, 30)),
        ("+45m", on(12, 13, 45), on(12, 15, 15)),
        ("-15m", on(12, 12, 45), on(12, 14, 15)),
        ("+1h", on(12, 14), on(12, 15, 30)),
        ("+1:30", on(12, 14, 30), on(12, 16)),
        ("+1 h 30 min", on(12, 14, 30), on(12, 16)),
        ("+2d", on(14, 13), on(14, 14, 30)),
        ("-1 dag", on(11, 13), on(11, 14, 30)),
        ("+1 vecka", on(19, 13), on(19, 14, 30)),
        ("fri", on(13, 13), on(13, 14, 30)),
        ("imorgon", on(11, 13), on(11, 14, 30)),
        ("next fri", on(20, 13), on(20, 14, 30)),
        ("v13", on(23, 13), on(23, 14, 30)),
        ("fri 10", on(13, 10), on(13, 11, 30)),
        ("10 fri", on(13, 10), on(13, 11, 30)),
        ("fri 1530", on(13, 15, 30), on(13, 17)),
        ("fri 9-11", on(13, 9), on(13, 11)),
        ("fri -16:30", on(13, 13), on(13, 16, 30)),
        ("fri 2h", on(13, 13), on(13, 15)),
        ("imorgon 9", on(11, 9), on(11, 10, 30)),
        ("in 3 days 9", on(13, 9), on(13, 10, 30)),
        ("16/3 9", on(16, 9), on(16, 10, 30)),
        ("16 mars 1530", on(16, 15, 30), on(16, 17)),
        ("2026-03-16 14:00", on(16, 14), on(16, 15, 30)),
        ("2026-03-16T14:00", on(16, 14), on(16, 15, 30)),
        ("2026-03-16T14:00/2026-03-17T09:00", on(16, 14), on(17, 9)),
        ("now", on(10, 10, 42), on(10, 12, 12)),
        ("  FRI   10 ", on(13, 10), on(13, 11, 30)),
    ],
)
def test_a_block_is_moved(context, typed: str, start: datetime, end: datetime) -> None:
    placed = when.parse(typed, context, START, END)
    assert (placed.start, placed.end) == (start, end)


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("15", on(10, 15), on(10, 16)),
        ("10", on(11, 10), on(11, 11)),
        ("fri 10", on(13, 10), on(13, 11)),
        ("fri 10 90m", on(13, 10), on(13, 11, 30)),
        ("now", on(10, 10, 42), on(10, 11, 42)),
        ("fri", None, None),
    ],
)
def test_what_has_no_block_is_placed(context, typed: str, start: datetime | None, end: datetime | None) -> None:
    placed = when.parse(typed, context, None, None)
    assert (placed.start, placed.end) == (start, end)


def test_a_time_that_has_passed_is_tomorrow_and_says_so(context) -> None:
    placed = when.parse("10", context, None, None)
    assert (placed.day, placed.notes) == (date(2026, 3, 11), ("10:00 has passed, so tomorrow",))


def test_a_new_block_has_the_length_of_the_caller(context) -> None:
    assert when.parse("15", context, None, None, length=25).end == on(10, 15, 25)


def test_a_day_alone_without_a_block_names_the_day(context) -> None:
    assert when.parse("fri", context, None, None).day == date(2026, 3, 13)


def test_whole_days_move_by_days_and_become_a_block_by_a_time(context) -> None:
    first, last = date(2026, 3, 12), date(2026, 3, 14)
    moved = when.parse("+2d", context, first, last)
    assert (moved.start, moved.end) == (date(2026, 3, 14), date(2026, 3, 16))
    moved = when.parse("fri", context, first, last)
    assert (moved.start, moved.end) == (date(2026, 3, 13), date(2026, 3, 15))
    moved = when.parse("9", context, first, last)
    assert (moved.start, moved.end) == (on(12, 9), on(12, 10))
    with pytest.raises(PlanError, match="whole days"):
        when.parse("+45m", context, first, last)


def test_the_length_is_real_time_over_a_change_of_clocks(context) -> None:
    placed = when.parse("29/3 1:30", context, START, END)
    assert (placed.start, placed.end) == (on(29, 1, 30), on(29, 4))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "No time was given"),
        ("   ", "No time was given"),
        ("foo", '"foo" is not understood'),
        ("fri foo", '"foo" is not understood'),
        ("10 11", "Two times"),
        ("fri sat", "Two times"),
        ("+10", r"write \+10m or \+10h"),
        ("+", "not understood"),
        ("-", "not understood"),
        ("+foo", "not a shift"),
        ("-foo", "neither an end"),
        ("-10:30", "would end at 10:30, but it starts at 13:00"),
        ("14-14", "would end at 14:00, but it starts at 14:00"),
        ("25:00", "not understood"),
        ("2560", "not understood"),
        ("31/2", "not understood"),
        ("29/3 0230", "02:30 does not exist on Sun 29 Mar 2026"),
        ("+9999 years", "beyond the calendar"),
        ("+99999h", "not a shift"),
        ("²", "not understood"),
        ("9" * 5000, "too long"),
        ('"fri"', "not understood"),
    ],
)
def test_what_is_no_time_is_refused_with_a_sentence(context, typed: str, why: str) -> None:
    with pytest.raises(PlanError, match=why):
        when.parse(typed, context, START, END)


@pytest.mark.parametrize("typed", ["+45m", "-16:30", "90m"])
def test_what_needs_a_block_says_so(context, typed: str) -> None:
    with pytest.raises(PlanError, match="not on the calendar yet"):
        when.parse(typed, context, None, None)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("16:20", on(10, 16, 20)),
        ("1620", on(10, 16, 20)),
        ("9", on(10, 9)),
        ("-10m", on(10, 10, 32)),
        ("+1h", on(10, 11, 42)),
        ("-1d", on(9, 10, 42)),
        ("now", on(10, 10, 42)),
        ("nu", on(10, 10, 42)),
        ("fri 10", on(13, 10)),
        ("fri", date(2026, 3, 13)),
        ("2026-03-12T14:00", on(12, 14)),
    ],
)
def test_a_moment(context, typed: str, moment: date) -> None:
    assert when.moment(typed, context) == moment


def test_a_moment_of_the_past_was_yesterday_where_it_is_still_to_come(context) -> None:
    past = replace(context, lean="past")
    assert when.moment("16:20", past) == on(9, 16, 20)
    assert when.moment("9:20", past) == on(10, 9, 20)
    assert when.moment("16:20", replace(past, day=date(2026, 3, 6))) == on(6, 16, 20)


@pytest.mark.parametrize("typed", ["9-10", "-16:30", "90m", "12-14 mars"])
def test_more_than_one_moment_is_refused(context, typed: str) -> None:
    with pytest.raises(PlanError, match="one moment"):
        when.moment(typed, context)


_words = st.sampled_from(
    [
        *("fri", "imorgon", "10", "1530", "9-11", "+45m", "-16:30", "v13", "2/4", "+", "-", "90m", "now", "in", "9"),
        *("days", "9999-12-31", "0001-01-01", "0001-01-01T00:00", "9999-12-31T23:59", "0", "²"),
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(_words, max_size=4).map(" ".join) | st.text(max_size=30))
def test_any_text_places_a_block_or_is_refused_in_words(context, typed: str) -> None:
    for block in ((START, END), (date(2026, 3, 12), date(2026, 3, 13)), (None, None)):
        with suppress(PlanError):
            placed = when.parse(typed, context, *block)
            assert placed.start is None or placed.end > placed.start
    with suppress(PlanError):
        assert isinstance(when.moment(typed, context), date)
