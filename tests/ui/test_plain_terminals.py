"""Terminals without colours or without Unicode: states are still told apart (X1, X2, S12)."""

import re

import pytest

from ctotui.ui import environment
from ctotui.ui.frame import clip
from ctotui.ui.panes.figures import before


@pytest.mark.parametrize(
    ("term", "colourless"),
    [("vt100", True), ("vt220", True), ("xterm-mono", True), ("linux-m", True), ("xterm-256color", False), ("", False)],
)
def test_a_terminal_without_colours_is_known_by_its_name(term: str, colourless: bool) -> None:
    assert environment.is_colourless({"TERM": term}) == colourless


@pytest.mark.parametrize("term", ["vt100", "xterm-mono"])
def test_such_a_terminal_gets_none(app, term: str) -> None:
    """S12: mono is reverse, bold and underline only."""
    terminal = app("--demo", env={"TERM": term}, truecolour=False)
    sent = re.findall(rb"\x1b\[([0-9;]*)m", bytes(terminal.raw))
    codes = {int(code) for one in sent for code in one.split(b";") if code}
    assert codes
    assert not [code for code in codes if code in (38, 48) or 30 <= code % 60 <= 47]


@pytest.mark.parametrize("width", [10, 11, 12, 20])
def test_the_plain_sign_of_what_is_done_is_no_letter_of_its_title(width: int) -> None:
    text = before("Cost review", width, "v", "~")
    assert text.endswith("~") or len(text) < width
    assert before("Cost review", width, "✓", "…") == clip("Cost review", width, "…")


def test_ascii_and_mono_can_be_asked_for_on_a_terminal_that_has_more(app) -> None:
    """X2: `ctotui --ascii --color mono`."""
    terminal = app("--demo", "--ascii", "--color", "mono")
    assert terminal.text().isascii()
    assert not re.search(rb"\x1b\[[0-9;]*[34]8;", bytes(terminal.raw))
