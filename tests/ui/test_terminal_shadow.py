"""The cell-diffing output step against a model terminal: what is shown is right, and it is said briefly."""

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.ui.frame import Frame, graphemes
from ctotui.ui.terminal.pen import PLAIN, change, pen
from ctotui.ui.terminal.runs import Cell, fragile
from ctotui.ui.terminal.shadow import Shadow
from tests.ui.pty import GraphemeScreen, look

WIDTH, HEIGHT = 24, 4
RED = pen(("1",), "31", "")
DAY = pen((), "38;2;1;2;3", "48;2;9;9;9")
NIGHT = pen(("7",), "32", "44")
LINED = pen(("4", "2", "1"), "", "44")
PENS = [PLAIN, RED, DAY, NIGHT, LINED]
WORDS = ["a", "plan b", "漢字", "e\u0301", "👩‍💻", "❤️", "🇸🇪", "🚀", "│─┤", "     ", "            "]


class DisagreeingScreen(pyte.Screen):
    """A terminal without graphemes: each part of a cluster takes cells of its own."""

    def draw(self, data: str) -> None:
        """Draw code point by code point; joiners and selectors are nothing."""
        for char in data:
            if char not in "\u200d\ufe0f":
                super().draw(char)


def cells(frame: Frame, pens: dict[str, object]) -> list[list[Cell]]:
    """The rows of a frame as the output step sees them."""
    rows = []
    for y in range(frame.height):
        row: list[Cell] = []
        for text, style in frame.line(y):
            for grapheme, width in graphemes(text):
                row += [(grapheme, pens[style].blank if grapheme == " " else pens[style])]
                row += [("", pens[style])] * (width - 1)
        rows.append(row)
    return rows


def show(shadow: Shadow, rows: list[list[Cell]]) -> str:
    """What is sent to make the terminal show `rows`."""
    for y, row in enumerate(rows):
        shadow.draw(y, 0, row)
    return shadow.take()


def screen_after(kind: type[pyte.Screen], sent: list[str]) -> pyte.Screen:
    """A model terminal that was sent all this."""
    screen = kind(WIDTH, HEIGHT)
    stream = pyte.Stream(screen)
    stream.feed("\x1b[?7l")
    for output in sent:
        stream.feed(output)
    return screen


put = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1), st.sampled_from(WORDS), st.integers(0, 4))
FRAMES = st.lists(st.lists(put, max_size=8), min_size=1, max_size=5)


def sent_for(frames: list[list[tuple[int, int, str, int]]], erases: bool) -> tuple[list[str], list[list[Cell]]]:
    """What was sent for frames that are drawn one over the other, and the last one."""
    shadow, sent = Shadow(WIDTH, HEIGHT, erases), []
    frame = Frame(WIDTH, HEIGHT)
    pens = {str(index): one for index, one in enumerate(PENS)} | {"text": DAY}
    for puts in frames:
        for x, y, word, index in puts:
            frame.put(x, y, word, str(index))
        rows = cells(frame, pens)
        if not sent:
            shadow.clear(rows)
        sent.append(show(shadow, rows))
    return sent, rows


@settings(max_examples=150, deadline=None)
@given(FRAMES, st.booleans())
def test_the_terminal_shows_every_cell_of_the_last_frame(frames, erases):
    sent, rows = sent_for(frames, erases)
    shown = screen_after(GraphemeScreen, sent)
    whole = screen_after(GraphemeScreen, [whole_screen(rows)])
    for y in range(HEIGHT):
        assert [look(shown.buffer[y][x]) for x in range(WIDTH)] == [look(whole.buffer[y][x]) for x in range(WIDTH)]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, WIDTH - 1), st.text("ab漢字", min_size=1, max_size=6)), max_size=8))
def test_drawing_a_part_of_a_row_leaves_no_half_of_a_wide_character(parts):
    shadow, sent = Shadow(WIDTH, 1), []
    for x, text in parts:
        frame = Frame(WIDTH - x, 1)
        end = frame.put(0, 0, text)
        shadow.draw(0, x, cells(frame, {"text": DAY})[0][:end])
        sent.append(shadow.take())
    shown = screen_after(GraphemeScreen, sent)
    whole = screen_after(GraphemeScreen, [whole_screen(shadow.rows)])
    assert [look(shown.buffer[0][x])[0] for x in range(WIDTH)] == [look(whole.buffer[0][x])[0] for x in range(WIDTH)]


def whole_screen(rows: list[list[Cell]]) -> str:
    """Every cell, placed and styled on its own: the plainest way to say a frame."""
    return "".join(
        f"\x1b[{y + 1};{x + 1}H{change(None, one)}{grapheme}"
        for y, row in enumerate(rows)
        for x, (grapheme, one) in enumerate(row)
        if grapheme
    )


@settings(max_examples=100, deadline=None)
@given(FRAMES)
def test_a_terminal_that_measures_clusters_otherwise_shows_all_else_in_its_place(frames):
    sent, rows = sent_for(frames, True)
    shown = screen_after(DisagreeingScreen, sent)
    for y, row in enumerate(rows):
        for x, (grapheme, _) in enumerate(row):
            near = "".join(part for part, _ in row[max(0, x - 6) : x + 1])
            if grapheme and grapheme.isascii() and not any(fragile(part) for part, _ in graphemes(near)):
                assert shown.buffer[y][x].data == grapheme, (x, y)


def test_the_same_frame_again_sends_nothing():
    _, rows = sent_for([[(3, 1, "漢字", 1)]], True)
    shadow = Shadow(WIDTH, HEIGHT)
    shadow.clear(rows)
    assert show(shadow, rows) != ""
    assert show(shadow, rows) == ""


def one_row(text: str, one=DAY) -> list[list[Cell]]:
    frame = Frame(WIDTH, 1)
    frame.put(0, 0, text, "text")
    return cells(frame, {"text": one})


def drawn(*texts: str) -> str:
    """What the last text costs where the one before stands."""
    shadow = Shadow(WIDTH, 1)
    shadow.clear(one_row(texts[0]))
    for text in texts:
        sent = show(shadow, one_row(text))
    return sent


@pytest.mark.parametrize(
    ("before", "after", "sent"),
    [
        ("abc", "abd", "\bd"),
        ("abcdefgh", "Abcdefgh", "\rA"),
        ("abcdefghij", "abcdefghIj", "\b\bI"),
        ("one", "one     two", "\x1b[9Gtwo"),
        ("a long line of words", "a", "\x1b[3G\x1b[K"),
        ("漢字 b", "漢x b", "\x1b[3Gx b "),
    ],
)
def test_a_change_is_said_in_the_fewest_bytes(before, after, sent):
    assert drawn(before, after) == sent


def test_the_row_after_a_cluster_is_drawn_again_when_the_cluster_changes():
    sent = drawn("❤️ kept", "☎️ kept")
    assert "kept" in sent
    assert sent.index("☎️") < sent.index("\x1b[1;3H"), "the cursor is placed afresh after it"


def test_a_row_of_alternating_colours_sets_each_colour_once():
    shadow, frame = Shadow(WIDTH, 1), Frame(WIDTH, 1)
    for x in range(0, 24, 4):
        frame.put(x, 0, "k", "key")
        frame.put(x + 2, 0, "w", "word")
    pens = {"text": DAY, "key": DAY, "word": pen(("1",), "38;2;200;100;50", "48;2;9;9;9")}
    blank = Frame(WIDTH, 1)
    shadow.clear(cells(blank, pens))
    sent = show(shadow, cells(frame, pens))
    assert sent.count("38;2;") == 2


def test_nothing_old_shows_beside_a_cluster_that_the_terminal_draws_in_one_cell():
    shadow = Shadow(WIDTH, 1)
    sent = [show(shadow, one_row(text)) for text in ("abcdef", "❤️cdef")]
    shown = screen_after(DisagreeingScreen, sent)
    assert "".join(shown.buffer[0][x].data for x in range(6)) == "❤ cdef"


def test_the_row_after_an_unchanged_cluster_is_left_alone():
    assert "❤" not in drawn("❤️ kept", "❤️ kepT")


def test_a_terminal_that_erases_without_colour_gets_spaces():
    shadow = Shadow(WIDTH, 1, erases_in_colour=False)
    shadow.clear(one_row("a long line of words"))
    show(shadow, one_row("a long line of words"))
    sent = show(shadow, one_row("a"))
    assert "\x1b[K" not in sent
    assert sent.endswith(" " * 18)


@pytest.mark.parametrize(
    ("old", "new", "sent"),
    [
        (RED, RED, ""),
        (None, PLAIN, "\x1b[m"),
        (None, RED, "\x1b[0;1;31m"),
        (RED, PLAIN, "\x1b[m"),
        (RED, pen((), "31", ""), "\x1b[22m"),
        (LINED, pen(("4", "2"), "", "44"), "\x1b[22;2m"),
        (DAY, pen((), "38;2;1;2;3", ""), "\x1b[49m"),
        (NIGHT, pen((), "32", "44"), "\x1b[27m"),
    ],
)
def test_a_pen_changes_by_the_shortest_sequence(old, new, sent):
    assert change(old, new) == sent


def test_equal_pens_are_one_object_and_a_space_has_only_a_background():
    assert pen(("1",), "31", "") is RED
    assert DAY.blank is pen((), "", "48;2;9;9;9")
    assert NIGHT.blank is NIGHT
