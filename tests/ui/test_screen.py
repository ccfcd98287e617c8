"""Whole screens of the demo day, at both sizes, in ASCII, and at sizes nobody designs for (issue 2, S2, X2)."""

import pytest

from ctotui import demo
from ctotui.core.plan import Plan
from ctotui.ui.frame import width_of
from tests.ui.window import SIZES, Window

SCREENS: dict[str, tuple[str, ...]] = {
    "today": (),
    "list": ("tab", "jj"),
    "week": ("2",),
    "board": ("3",),
    "time": ("4",),
    "grab": ("j", "m4j"),
    "grab-week": ("2", "j", "m4j"),
    "grab-board": ("3", "ml"),
    "grab-ripple": ("t", "1330", "enter", "m4jr"),
    "offer": ("2", "l", "1", "P", "y"),
    "offer-week": ("2", "P"),
    "offer-why": ("2", "l", "P", "?"),
    "room": ("a", "Fire drill !urgent 45m", "enter", "tab", "G", "rb"),
    "marks": ("tab", "jj", "space", "space"),
    "quick-add": ("a", "Review SLA contract tomorrow 14-15:30 #legal !high @anna ~90m every 2w"),
    "palette": (":", "pl"),
    "blocked-by": ("3", "hh", "b"),
    "which-key": ("g",),
    "help": ("?",),
    "item": ("enter",),
    "question": ("jjjjjj", "m"),
    "message": ("j", "dd"),
}
"""Keys from the first screen of the demo day."""


def shown(name: str) -> Window:
    """The demo day after the keys of a screen."""
    window = Window(demo.build(), demo.settings(), demo=True).type(*SCREENS[name])
    if name == "which-key":
        window.memory.look(which_key=True)
    return window


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_of_the_demo_day(name, size, snapshot):
    snapshot(shown(name).frame(*size), f"screen-{name}-{size[0]}x{size[1]}")


@pytest.mark.parametrize("name", ["today", "board", "grab", "offer"])
def test_a_screen_in_ascii(name, snapshot):
    frame = shown(name).frame(80, 24, ascii=True)
    assert frame.text().isascii()
    snapshot(frame, f"screen-{name}-ascii")


@pytest.mark.parametrize("name", SCREENS)
def test_nothing_but_ascii_is_drawn_in_ascii_mode(name):
    for size in SIZES:
        text = shown(name).frame(*size, ascii=True).text()
        assert text.isascii(), sorted({char for char in text if not char.isascii()})


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_first_run(size, snapshot):
    window = Window(settings=demo.settings())
    window.memory.look(overlay="welcome")
    snapshot(window.frame(*size), f"screen-welcome-{size[0]}x{size[1]}")


SMALL = [
    (60, 18),
    (79, 23),
    (139, 24),
    (60, 200),
    (59, 17),
    (20, 5),
    (80, 17),
    (59, 24),
    (1, 1),
    (0, 0),
    (0, 5),
    (5, 0),
]


@pytest.mark.parametrize("size", SMALL, ids=str)
@pytest.mark.parametrize("name", SCREENS)
def test_no_size_is_too_small_to_be_drawn(name, size):
    width, height = size
    rows = shown(name).frame(width, height).text().splitlines()
    assert len(rows) <= height
    assert all(width_of(row) <= width for row in rows)


@pytest.mark.parametrize("size", [(60, 18), (59, 17), (20, 5)], ids=str)
def test_below_the_least_size_a_sentence_says_what_is_needed(size, snapshot):
    snapshot(shown("today").frame(*size), f"screen-today-{size[0]}x{size[1]}")


def test_a_screen_below_the_least_size_says_so_and_how_to_leave():
    words = " ".join(shown("today").frame(20, 5).text().split())
    assert words == "ctotui needs 60x18 cells; this terminal has 20x5. q leaves."


@pytest.mark.parametrize("name", SCREENS)
def test_each_state_is_told_apart_without_colour(name):
    """X1: with all style stripped, the cursor, the held block and what it hits are still there."""
    text = shown(name).frame(80, 24).text()
    marks = {"today": "▸", "list": "▸", "week": "▸", "board": "┃", "time": "▸", "grab": "GRAB"}
    assert marks.get(name, "") in text


@pytest.mark.parametrize("pane", "1234")
def test_the_hint_row_names_keys_of_what_is_selected_and_ends_with_all_and_keys(pane):
    """The cursor stands on something as soon as a pane opens, so that s, m and x mean something (K6, S10)."""
    window = Window(demo.build(), demo.settings(), demo=True).type(pane)
    row = window.frame(80, 24).text().splitlines()[-1]
    assert row.startswith(" a add  s timer  m grab  ")
    assert "x done" in row
    assert row.endswith("  : all  ? keys")


def test_the_empty_day_of_a_new_user_has_no_clash_and_no_number_to_worry_about():
    text = Window(Plan({}), demo.settings()).frame(80, 24).text()
    assert "OVER" not in text
    assert "overdue" not in text
