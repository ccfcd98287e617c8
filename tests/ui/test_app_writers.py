"""Two apps in terminals and a shell that adds without end, on one folder at once (storage-and-time 2.3)."""

import os
import subprocess
import sys
import time

from ctotui.core.model import Item
from ctotui.core.state import Settings
from ctotui.session import Session, paths
from tests.ui.pty import ROOT, Terminal

SHELL = """
import os, time
from ctotui.cli.run import run
longest = 0.0
for number in range(40):
    start = time.monotonic()
    assert run(["add", f"from the shell {number}"], os.environ, lambda opening: 9) == 0
    longest = max(longest, time.monotonic() - start)
print("longest", longest, flush=True)
"""
SEEN = 3.0
"""Seconds until a change must be on the other screens: the poll of two, and a slow machine."""


def add(terminal: Terminal, line: str) -> None:
    terminal.send("a")
    terminal.wait_for("╭─ Add")
    terminal.send(f"{line}\r")
    terminal.wait_for(lambda terminal: "╭─ Add" not in terminal.text())


def shown(terminal: Terminal, *titles: str) -> None:
    terminal.wait_for(lambda terminal: all(title in terminal.text() for title in titles), SEEN)


def test_two_apps_and_a_shell_at_once_lose_nothing_and_show_the_same(app, tmp_path):
    folders = {f"CTOTUI_{name.upper()}": str(tmp_path / name) for name in ("data", "config", "state")}
    environ = {**os.environ, **folders, "CTOTUI_NOW": "2026-03-10T10:42", "TZ": "Europe/Stockholm"}
    one, two = app(), app()
    with subprocess.Popen(
        [sys.executable, "-c", SHELL], env=environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    ) as shell:
        for number in range(3):
            add(one, f"First {number} {11 + number}:00")
            add(two, f"Second {number} {11 + number}:30")
        output, _ = shell.communicate(timeout=60)
    assert float(output.split()[-1]) < 2.0
    titles = {f"{name} {number}" for name in ("First", "Second") for number in range(3)}
    for terminal in (one, two):
        shown(terminal, *titles, "INBOX 40")
    one.send("x")
    one.wait_for("Today 1/6")
    start = time.monotonic()
    shown(two, "Today 1/6")
    assert time.monotonic() - start < SEEN
    session = Session.open(paths({}, *folders.values()), Settings(zone="Europe/Stockholm"))
    session.ask(lambda state: state.plan.all(""))
    kept = [item.title for item in session.state.plan.records(Item)]
    session.close()
    assert sorted(kept) == sorted([*titles, *(f"from the shell {number}" for number in range(40))])
