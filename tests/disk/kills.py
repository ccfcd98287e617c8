"""A real `kill -9` from outside, at random moments, on the command line and on the app in a terminal (issue 3).

After each kill a fresh process reads the folder: every acknowledged line must be there once, whole, and every file must
parse. By hand, for hundreds:

    python -m tests.disk.kills --times 300
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ctotui.core.model import Item
from ctotui.core.state import Settings
from ctotui.disk.places import Paths
from ctotui.session import Session, fixed
from tests.ui.pty import ROOT, Terminal

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
PROGRAM = [sys.executable, "-m", "ctotui"]
LOOP = """
import os, sys
from ctotui.cli.run import run
number = int(sys.argv[1])
while True:
    if run(["add", f"task {number} from the shell"], os.environ, lambda opening: 9):
        raise SystemExit("refused")
    print("acknowledged", number, file=sys.stderr, flush=True)
    number += 1
"""
"""`ctotui add` again and again in one process, so that a kill falls into a write and not into the start of Python."""


@dataclass
class Place:
    """Folders, what was acknowledged there and what was being written when the program was killed."""

    root: Path
    acknowledged: set[str] = field(default_factory=set)
    undone: int = 0
    kills: int = 0
    in_writing: int = 0
    """Kills that left an unfinished step in the log, or a temp file."""

    @property
    def paths(self) -> Paths:
        return Paths(str(self.root / "data"), str(self.root / "config"), str(self.root / "state"))

    @property
    def environ(self) -> dict[str, str]:
        folders = {f"CTOTUI_{name.upper()}": str(self.root / name) for name in ("data", "config", "state")}
        return {**folders, "CTOTUI_NOW": "2026-03-10T10:42", "TZ": "Europe/Stockholm", "PYTHONPATH": str(ROOT)}

    def check(self) -> None:
        """Read everything as a fresh process does. AssertionError: something acknowledged is lost, or there twice."""
        self.kills += 1
        log = next((self.root / "state").glob("*/log/*.toml"), None)
        unfinished = log is not None and not log.read_bytes().rpartition(b"\n[[")[2].startswith(b"applied]]")
        temporary = [path for path in self.root.rglob("*.tmp") if path.is_file()]
        self.in_writing += bool(unfinished or temporary)
        session = Session.open(self.paths, Settings(zone="Europe/Stockholm"), fixed(NOW))
        try:
            assert session.findings == [], session.findings
            assert session.check() == [], session.check()
            titles = [item.title for item in session.state.plan.records(Item)]
            assert len(titles) == len(set(titles)), "a step was done twice"
            lost = self.acknowledged - set(titles)
            assert not lost, f"acknowledged and lost: {lost}"
            left = [path for path in temporary if path.exists() and path.suffix == ".tmp"]
            assert not left, f"not swept: {left}"
            if self.kills % 10 == 0 and titles:
                before = set(titles)
                session.undo()
                session.redo()
                assert {item.title for item in session.state.plan.records(Item)} == before
                self.undone += 1
        finally:
            session.close()


def kill_command(place: Place, pick: random.Random) -> None:
    """Kill a loop of `ctotui add` at a random moment of its second hundred milliseconds."""
    first = len(place.acknowledged) + place.kills * 1000
    process = subprocess.Popen(
        [sys.executable, "-c", LOOP, str(first)],
        env={**os.environ, **place.environ},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    lines = [process.stderr.readline()]
    time.sleep(pick.uniform(0, 0.06))
    process.send_signal(signal.SIGKILL)
    lines += process.stderr.read().splitlines()
    process.wait()
    for line in lines:
        word, _, number = line.decode().strip().partition(" ")
        assert word == "acknowledged" or not word, line
        if number:
            place.acknowledged.add(f"task {number} from the shell")
    place.check()


def kill_app(place: Place, pick: random.Random) -> None:
    """Kill the app at a random moment while tasks are typed into it; what it called saved must be there."""
    with Terminal(PROGRAM, home=place.root, env={**place.environ, "PYTHONPATH": str(ROOT)}) as terminal:
        terminal.wait_for("[1 Today]")
        terminal.send("a")
        terminal.wait_for("╭─ Add")
        title = f"typed {place.kills}"
        terminal.send(f"{title} one\r")
        terminal.wait_for(f"Added {title} one")
        terminal.wait_for(lambda terminal: "saving" not in terminal.screen()[0])
        place.acknowledged.add(f"{title} one")
        terminal.send(f"a{title} two\ra{title} three\r")
        end = time.monotonic() + pick.uniform(0, 0.12)
        while time.monotonic() < end:
            terminal.read(0.004)
            if f"Added {title} two" in terminal.text() and "saving" not in terminal.screen()[0]:
                place.acknowledged.add(f"{title} two")
        terminal.signal(signal.SIGKILL)
        terminal.exit_status()
    place.check()


def run(root: Path, commands: int, apps: int, seed: int = 1) -> list[Place]:
    """Kill both ways; a fresh folder for each 25 kills."""
    pick = random.Random(seed)
    places: list[Place] = []
    for kill, times in ((kill_command, commands), (kill_app, apps)):
        for number in range(times):
            if number % 25 == 0:
                places.append(Place(root / f"{kill.__name__}-{number}"))
                places[-1].root.mkdir(parents=True)
            kill(places[-1], pick)
    return places


def main() -> None:
    """Print how many kills were survived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        places = run(Path(folder), chosen.times * 2 // 3, chosen.times - chosen.times * 2 // 3, chosen.seed)
    for kind in ("kill_command", "kill_app"):
        of = [place for place in places if place.root.name.startswith(kind)]
        kills, acknowledged = sum(place.kills for place in of), sum(len(place.acknowledged) for place in of)
        middle, undone = sum(place.in_writing for place in of), sum(place.undone for place in of)
        print(f"{kind}: {kills} kills, {middle} in the middle of a write, {undone} undos and redos after, ", end="")
        print(f"{acknowledged} acknowledged edits, none lost, none twice, every file parses")


if __name__ == "__main__":
    main()
