"""What the tests of panes share: the demo day as a state, and text snapshots of frames."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ctotui import demo
from ctotui.core.state import State, View
from ctotui.ui.frame import Frame

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.fixture
def demo_state() -> State:
    """The demo day, Tuesday 10 March 2026 10:42, on Today."""
    return State(demo.build(), View(moment=demo.NOW), demo.settings(), demo.now(), demo=True)


@pytest.fixture
def snapshot() -> Callable[[Frame, str], None]:
    """Compare a frame's text with ``snapshots/<name>.txt``; ``CTOTUI_UPDATE_SNAPSHOTS=1`` writes it anew."""

    def compare(frame: Frame, name: str) -> None:
        path = SNAPSHOTS / f"{name}.txt"
        text = frame.text() + "\n"
        if os.environ.get("CTOTUI_UPDATE_SNAPSHOTS"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare
