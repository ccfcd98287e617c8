"""What the tests of panes share: the demo day as a state, and text snapshots of frames."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ctotui import demo
from ctotui.core.state import State, View
from ctotui.ui.frame import Frame
from tests.ui.pty import Terminal

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


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Start the program in a terminal, on folders of the test's own; `now` stops its clock. It ends with the test."""
    started: list[Terminal] = []
    folders = {f"CTOTUI_{name.upper()}": str(tmp_path / name) for name in ("data", "config", "state")}

    def start(*arguments: str, now: str = "10:42", wait: str = "Today", env: Any = None, **options: Any) -> Terminal:
        clock = {"CTOTUI_NOW": f"2026-03-10T{now}"} if now else {}
        terminal = Terminal(
            [sys.executable, "-m", "ctotui", *arguments],
            home=tmp_path,
            env={**folders, **clock, "TZ": "Europe/Stockholm", **(env or {})},
            **options,
        )
        started.append(terminal)
        if wait:
            terminal.wait_for(wait)
            terminal.settle()
        return terminal

    yield start
    for terminal in started:
        terminal.__exit__(None, None, None)


@pytest.fixture
def shell(tmp_path: Path) -> Callable[..., str]:
    """Run a command line on the folders of `app`; its output."""
    folders = {f"CTOTUI_{name.upper()}": str(tmp_path / name) for name in ("data", "config", "state")}

    def run(*words: str) -> str:
        environ = {
            **os.environ,
            **folders,
            "CTOTUI_NOW": "2026-03-10T10:42",
            "TZ": "Europe/Stockholm",
            "HOME": str(tmp_path),
        }
        done = subprocess.run([sys.executable, "-m", "ctotui", *words], env=environ, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
