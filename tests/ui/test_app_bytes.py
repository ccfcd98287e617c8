"""What a key costs on the line, on the demo day at 80×24: bytes repeat exactly, so they may be asserted (issue 2)."""

import select
import sys

import pytest

from tests.ui.pty import Terminal

MOVE, MOVE_AND_HINTS = 300, 600
ENTER_GRAB, STEP = 1_200, 400
PANE = {True: 5_500, False: 4_000}
WALKS = {
    "1": "jjjjjjjjkkkk",
    "\t": "jjjjkk",
    "2": "jjjjjlllh",
    "3": "hhjjjkkllj",
    "4": "kkkjj",
}
"""Steps of the cursor that scroll nothing, by the key that leads to their pane or part."""


def cost(terminal: Terminal, key: str) -> int:
    """Bytes sent in answer to a key; 0 where it changes nothing."""
    before = len(terminal.raw)
    terminal.send(key)
    select.select([terminal._master], [], [], 0.5)
    terminal.settle(0.05)
    return len(terminal.raw) - before


@pytest.fixture(params=[True, False], ids=["true colour", "256 colours"])
def demo(request, app):
    """The demo day, its clock standing still."""
    return app("--demo", wait="Review SLA", truecolour=request.param), request.param


def test_a_cursor_move_and_a_pane_switch_stay_within_budget(demo):
    terminal, truecolour = demo
    over = []
    for pane in "2341243":
        sent = cost(terminal, pane)
        if sent > PANE[truecolour]:
            over.append((pane, sent))
    for pane, walk in WALKS.items():
        cost(terminal, pane)
        for step, key in enumerate(walk):
            hints = terminal.screen()[-1]
            sent = cost(terminal, key)
            if sent > (MOVE if terminal.screen()[-1] == hints else MOVE_AND_HINTS):
                over.append((pane, step, key, sent))
    assert not over


@pytest.mark.parametrize("pane", "123")
def test_taking_a_block_in_hand_and_each_step_stay_within_budget(demo, pane):
    terminal, _ = demo
    cost(terminal, pane)
    terminal.settle()
    assert 0 < cost(terminal, "m") <= ENTER_GRAB
    assert "GRAB" in terminal.text()
    steps = "jjjkkJJKHLjj" if pane != "3" else "jk"
    sent = [(key, cost(terminal, key)) for key in steps]
    assert not [one for one in sent if one[1] > STEP]


def test_an_idle_screen_sends_nothing_between_minutes(demo):
    terminal, _ = demo
    assert not terminal.read(3.0)


LATE = """
import sys
from datetime import timedelta
from ctotui import demo
now = demo.now
demo.now = lambda *zone: now(*zone) + timedelta(seconds=57)
from ctotui.__main__ import main
sys.exit(main())
"""
"""The program three seconds before a minute is over."""


def test_a_minute_with_the_timer_running_costs_at_most_200_bytes(tmp_path):
    with Terminal([sys.executable, "-c", LATE, "--demo"], home=tmp_path) as terminal:
        terminal.wait_for("Review SLA")
        terminal.settle()
        before = len(terminal.raw)
        terminal.wait_for("0:37/1:30")
        terminal.settle()
        assert "10:43" in terminal.screen()[0]
        assert len(terminal.raw) - before <= 200
