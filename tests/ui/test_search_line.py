"""`/`, `n` and `N` on the screen."""

from datetime import datetime

import pytest

from ctotui import demo
from ctotui.core.model import Item
from ctotui.ui.frame import Frame
from ctotui.ui.marks import mark
from tests.ui.window import Window


@pytest.fixture
def window() -> Window:
    return Window(demo.build(), demo.settings(), demo=True)


def test_the_cursor_follows_what_is_typed_and_enter_keeps_it(window: Window) -> None:
    window.type("/", "cloudco")
    assert window.view.moment == datetime(2026, 3, 10, 15, 30)
    frame = window.frame(80, 24)
    assert frame.text().splitlines()[-2].startswith(" /cloudco▏")
    assert " found" in frame.text().splitlines()[-2]
    window.type("enter")
    assert window.view.prompt is None
    assert window.view.moment == datetime(2026, 3, 10, 15, 30)


def test_esc_goes_back_to_where_one_was(window: Window) -> None:
    before = window.view
    window.type("/", "cloudco", "esc")
    view = window.view
    assert (view.pane, view.moment, view.block, view.mode) == (before.pane, before.moment, before.block, before.mode)
    assert view.search.text == ""


def test_backspace_goes_back_as_well(window: Window) -> None:
    before = window.view.moment
    window.type("/", "cloudcox")
    assert window.view.moment == before
    window.type("backspace")
    assert window.view.moment == datetime(2026, 3, 10, 15, 30)


def test_n_and_shift_n_go_from_match_to_match_in_time(window: Window) -> None:
    window.type("2", "/", "q2", "enter")
    seen = [window.view.moment]
    window.type("n")
    seen.append(window.view.moment)
    assert seen[0] < seen[1]
    window.type("N")
    assert window.view.moment == seen[0]
    assert window.view.pane == "week"


def test_the_end_is_said_and_n_alone_repeats_the_last_search(window: Window) -> None:
    window.type("n")
    assert window.view.message is not None
    assert "Nothing was searched for yet" in window.view.message.text
    window.type("/", "cloudco", "enter", "esc", "n")
    assert window.view.message is not None
    assert window.view.message.text == 'There is no later match of "cloudco"'


def test_matches_are_underlined_until_esc(window: Window) -> None:
    window.type("/", "cloudco", "enter")

    def marked() -> list[str]:
        frame = window.frame(80, 24)
        return [
            "".join(char for char, style in zip(chars, names, strict=True) if "underline" in style)
            for chars, names in zip(frame.chars, frame.styles, strict=True)
            if any("underline" in style for style in names)
        ]

    assert "CloudCo" in marked()
    window.type("esc")
    assert marked() == []


def test_a_wide_character_before_a_match_does_not_shift_the_mark() -> None:
    frame = Frame(20, 1)
    frame.put(0, 0, "日本 ẞtigma Sigma")
    mark(frame, 0, 1, ("sigma",))
    assert [x for x, style in enumerate(frame.styles[0]) if "underline" in style] == [12, 13, 14, 15, 16]


def test_nothing_found_is_said(window: Window) -> None:
    window.type("/", "zzzz")
    assert "0 found" in window.frame(80, 24).text()
    window.type("enter")
    assert window.view.message is not None
    assert window.view.message.text.startswith('Nothing holds "zzzz"')


def test_a_card_is_found_on_the_board(window: Window) -> None:
    window.type("3", "/", "iam", "enter")
    assert window.view.pane == "board"
    assert "IAM" in window.memory.state.plan.get(Item, window.view.item).title


def test_find_and_open_takes_three_keys_and_the_word(window: Window) -> None:
    window.type("/", "sla", "enter", "enter")
    assert window.view.overlay == "inspector"


def test_the_real_app_finds_an_old_month_that_is_not_in_memory(app, shell) -> None:
    shell("add", "Zebra review", "2023-05-04", "9-10")
    shell("add", "Zebra talk", "2024-02-01", "9-10", "with:anna")
    shell("add", "Other", "2024-02-02", "9-10")
    terminal = app()
    terminal.send("2/zebra\r")
    terminal.wait_for("Zebra talk")
    terminal.send("N")
    terminal.wait_for("Zebra rev")
    terminal.send("n")
    terminal.wait_for("Zebra talk")
