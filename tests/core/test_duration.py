"""Durations: what is read, how they are written (storage-and-time 3)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core import duration
from ctotui.core.errors import PlanError


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1h30", 90), ("90m", 90), ("1,5h", 90), ("1.5h", 90), ("1:30", 90), ("2h", 120), ("45 min", 45), ("2t", 120),
        ("1 tim", 60), ("1h30m", 90), ("1 h 30 min", 90), ("1 tim 5", 65), ("0,25h", 15), ("0m", 0), (" 2 Timmar", 120),
        ("-45m", -45), ("-0:45", -45), ("+1h", 60), ("1h05", 65), ("9999h59", duration.MOST), ("1,33h", 80),
    ],
)  # fmt: skip
def test_a_duration_is_read_in_each_form(typed: str, minutes: int) -> None:
    assert duration.parse(typed) == minutes


@pytest.mark.parametrize(
    "typed",
    ["", "90", "-", "h", "m", "1:3", "1:60", "1h60", "1,5m", "1,5h30", "1h30h", "10000h", "99999999999999h", "²h", "٣h",
     "1..5h", "1h-3", "1,h", ",5h", "30m2", "1d", "9" * 10_000, "9" * 10_000 + "h", "1h 30 40", "1 2h", "--3m"],
)  # fmt: skip
def test_what_is_no_duration_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(PlanError, match="write"):
        duration.parse(typed)


def test_a_bare_number_is_told_that_it_lacks_a_unit() -> None:
    with pytest.raises(PlanError, match='"90" has no unit: write 90m for minutes or 90h for hours'):
        duration.parse("90")


@settings(max_examples=100, deadline=None)
@given(st.integers(-duration.MOST, duration.MOST))
def test_the_forms_of_files_and_screens_read_back(minutes: int) -> None:
    assert duration.parse(duration.text(minutes)) == minutes
    assert duration.parse(duration.clock(minutes)) == minutes
    assert duration.parse(duration.spoken(minutes)) == minutes


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(typed: str) -> None:
    minutes = duration.read(typed)
    if minutes is None:
        with pytest.raises(PlanError):
            duration.parse(typed)
    else:
        assert duration.parse(typed) == minutes


def test_forms() -> None:
    assert [duration.text(n) for n in (0, 45, 60, 65, 90, -45)] == ["0m", "45m", "1h", "1h05", "1h30", "-45m"]
    assert [duration.clock(n) for n in (0, 90, -45)] == ["0:00", "1:30", "-0:45"]
    assert [duration.spoken(n) for n in (345, 45)] == ["5h45", "0h45"]
