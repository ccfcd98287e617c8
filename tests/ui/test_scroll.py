"""Scrolling without a memory."""

from hypothesis import given
from hypothesis import strategies as st

from ctotui.ui.scroll import first_visible


@given(st.integers(0, 300), st.integers(1, 60), st.integers(0, 299), st.integers(-5, 300))
def test_the_cursor_is_always_visible_and_no_row_is_wasted(total: int, height: int, cursor: int, home: int) -> None:
    first = first_visible(total, height, cursor, home)
    assert 0 <= first <= max(total - height, 0)
    if cursor < total:
        assert first <= cursor < first + height


def test_a_cursor_near_home_scrolls_nothing() -> None:
    assert {first_visible(48, 20, cursor, home=16) for cursor in range(16, 36)} == {16}


def test_beyond_it_moves_by_half_pages() -> None:
    assert [first_visible(100, 20, cursor, home=16) for cursor in (36, 45, 46, 15, 6, 5)] == [26, 26, 36, 6, 6, 0]


def test_a_screen_without_rows_starts_at_the_top() -> None:
    assert first_visible(10, 0, 5) == 0
