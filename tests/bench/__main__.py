"""What ctotui costs, beside what a bare Textual app and bare Python cost in the same run.

    python -m tests.bench             all figures, medians, as a table
    python -m tests.bench --check     a short run of every measurement on small data: does each still measure?
    python -m tests.bench start keys  some of: start keys ripple zoom bytes idle memory edit store cli import verbs
                                      autoplan

Times of shared machines are noisy: trust the ratios, which are taken pair by pair in one run.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from ctotui.disk.places import Paths
from tests.bench import data, months
from tests.bench import imports as large
from tests.bench.probe import ROOT, Probe

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    ENABLE_COMMAND_PALETTE = False
    def compose(self):
        yield Static("READY")
Bare().run()
"""
STILL = "2026-03-10T10:42+01:00"
_STORE = {
    "today": "60",
    "today's memory": "",
    "poll, today": "5",
    "poll, everything": "5",
    "search, rare": "500",
    "search, common": "500",
    "search, two words": "500",
    "growth, two words": "10",
    "short id": "",
    "all shards": "",
    "everything's memory": "",
    "backup": "",
    "doctor": "",
}
"""What `tests.bench.store` measures -> its target; the first process fills the caches and does not count."""
Row = tuple[str, str, str]
"""What, measured, target."""


class Bench:
    """One run: folders of data, repetitions, and the table that grows."""

    def __init__(self, root: Path, check: bool) -> None:
        self.root = root
        self.runs = 1 if check else 9
        self.keys = 3 if check else 40
        self.big = "year" if check else "ten"
        self.sizes = ("year",) if check else ("year", "ten")
        self.rows: list[Row] = []

    def folder(self, size: str) -> Paths:
        return data.folder(self.root, size)

    def env(self, size: str, clock: bool = True) -> dict[str, str]:
        paths = self.folder(size)
        still = {"CTOTUI_NOW": STILL} if clock else {}
        kinds = {"CTOTUI_DATA": paths.data, "CTOTUI_CONFIG": paths.config, "CTOTUI_STATE": paths.state}
        return {"HOME": str(self.root), "TZ": "Europe/Stockholm", **kinds, **still}

    def app(self, size: str, dimensions: tuple[int, int] = (80, 24), truecolour: bool = True) -> Probe:
        return Probe([sys.executable, "-m", "ctotui"], self.env(size), dimensions, truecolour)

    def bare(self) -> Probe:
        return Probe([sys.executable, "-c", BARE], {"HOME": str(self.root), "TEXTUAL_ANIMATIONS": "none"})

    def put(self, what: str, measured: str, target: str) -> None:
        self.rows.append((what, measured, target))
        print(f"{what:<58} {measured:<34} {target}", flush=True)

    # -- measurements

    def start(self) -> None:
        """exec to the last byte of today's plan, pair by pair with the bare app."""
        times: dict[str, list[float]] = {size: [] for size in ("bare", *self.sizes, "edited")}
        for size in self.sizes:
            self._once(size)
        for _run in range(self.runs):
            with self.bare() as probe:
                times["bare"].append(probe.settled("READY") - probe.began)
            for size in self.sizes:
                times[size].append(self._once(size))
            _touch(self.folder("year"))
            times["edited"].append(self._once("year"))
        for size, target in (*zip(self.sizes, ("1.6", "1.7"), strict=False), ("edited", "2.1")):
            ratio = median(one / two for one, two in zip(times[size], times["bare"], strict=True))
            label = "start, year, after a hand edit" if size == "edited" else f"start, {size}"
            self.put(label, f"{median(times[size]) * 1e3:.0f} ms = {ratio:.2f} x bare", f"<= {target} x")

    def _once(self, size: str) -> float:
        with self.app(size) as probe:
            return probe.settled("Today") - probe.began

    def keys_(self) -> None:
        """Key to last byte, and bytes, of cursor moves and GRAB steps in each pane."""
        for pane, number, moves in (("Today", "1", "jk"), ("Week", "2", "jklh"), ("Board", "3", "jklh")):
            with self.app(self.big) as probe:
                probe.settled("Today")
                probe.answer(number)
                self._moves(probe, f"cursor, {pane}, {self.big}", moves, "<= 300 B, <= 10 ms")
                if pane != "Board":
                    self._grab(probe, pane)

    def ripple(self) -> None:
        """A GRAB step that pushes 20 blocks, in the app, on a crowded day of the big data."""
        from tests.bench import crowd

        paths = crowd.folder(self.root, self.big)
        kinds = {"CTOTUI_DATA": paths.data, "CTOTUI_CONFIG": paths.config, "CTOTUI_STATE": paths.state}
        env = self.env(self.big) | kinds | {"CTOTUI_NOW": crowd.STILL}
        for pane, number in (("Today", "1"), ("Week", "2")):
            with Probe([sys.executable, "-m", "ctotui"], env) as probe:
                probe.settled("Crowd")
                probe.answer(number)
                probe.answer("gg")
                probe.answer("m")
                probe.answer("r")
                self._moves(probe, f"GRAB, a step that ripples 20, {pane}, {self.big}", "jk", "<= 1500 B, <= 15 ms")

    def zoom(self) -> None:
        """Each level of the calendar: its first picture, cursor moves in it, and the first picture of other months."""
        moves = {"three": "jklh", "week": "jklh", "month": "ljhk", "agenda": "jjkk"}
        for dimensions, key_bytes in (((80, 24), 2000), ((200, 50), 6000)):
            size = f"{dimensions[0]}x{dimensions[1]}, {self.big}"
            with self.app(self.big, dimensions) as probe:
                probe.settled("Today")
                for level, keys in moves.items():
                    seconds, sent = probe.answer("z")
                    target = f"<= {key_bytes * 3} B" + (", <= 30 ms" if level == "month" else "")
                    self.put(f"zoom to {level}, {size}", f"{seconds * 1e3:.1f} ms, {sent} B", target)
                    limit = 300 if dimensions == (80, 24) else key_bytes
                    self._moves(probe, f"cursor, {level}, {size}", keys, f"<= {limit} B, <= 10 ms")
                    if level == "month":
                        self._moves(probe, f"another month, {size}", "H", f"<= {key_bytes * 3} B")
        for name, found in months.measure(self.big, self.folder(self.big)).items():
            self.put(f"a month drawn, {name}, {self.big}", f"{found:.1f} ms", "<= 30 ms")

    def _moves(self, probe: Probe, label: str, keys: str, target: str) -> None:
        found = [probe.answer(keys[index % len(keys)]) for index in range(self.keys)]
        seconds, sent = [one for one, _ in found], [size for _, size in found]
        worst = sorted(seconds)[int(len(seconds) * 0.95)]
        self.put(label, f"{median(seconds) * 1e3:.1f} ms (p95 {worst * 1e3:.1f}), {median(sent):.0f} B", target)

    def _grab(self, probe: Probe, pane: str) -> None:
        probe.answer("gb")
        if pane == "Week":
            probe.answer("2")
        seconds, sent = probe.answer("m")
        asked = b"".join(part for _at, part in probe.chunks[-2:])
        if b"this one" in asked or b"fixed" in asked:
            probe.answer("t" if b"this one" in asked else "y")
        self.put(f"GRAB, entering, {pane}", f"{seconds * 1e3:.1f} ms, {sent} B", "<= 1200 B")
        self._moves(probe, f"GRAB, a step, {pane}, {self.big}", "jjkk", "<= 400 B, <= 10 ms")
        probe.answer("q")

    def bytes_(self) -> None:
        """Pane switches and mouse drags in both colour depths."""
        for truecolour, target in ((False, 4000), (True, 5500)):
            with self.app(self.big, truecolour=truecolour) as probe:
                probe.settled("Today")
                sizes = {key: probe.answer(key)[1] for key in "2341"}
            words = ", ".join(f"{key}: {size}" for key, size in sizes.items())
            name = "true colour" if truecolour else "256 colours"
            self.put(f"pane switch, {name}, B", words, f"<= {target}")
            self._drags(name, truecolour)

    def _drags(self, name: str, truecolour: bool) -> None:
        """A mouse drag up ten rows of the demo day, press and drop counted: two in Today, one into a full morning."""
        for words, pane, x, start in (
            ("Today", "1", 12, 18),
            ("Today, over the most", "1", 12, 13),
            ("Week", "2", 22, 13),
        ):
            with tempfile.TemporaryDirectory() as home:
                env = {"HOME": home, "TZ": data.ZONE}
                with Probe([sys.executable, "-m", "ctotui", "--demo"], env, truecolour=truecolour) as probe:
                    probe.settled("Review SLA")
                    probe.answer(pane)
                    sent = [probe.answer(_mouse(0, x, start, "M"))]
                    sent += [probe.answer(_mouse(32, x, start - row, "M")) for row in range(1, 11)]
                    sent.append(probe.answer(_mouse(0, x, start - 10, "m")))
            middle, total = median(seconds for seconds, _size in sent[2:-1]), sum(size for _seconds, size in sent)
            self.put(f"drag over ten rows, {words}, {name}", f"{total} B, {middle * 1e3:.1f} ms a row", "<= 4000 B")

    def idle(self) -> None:
        """Bytes that an idle screen sends, and a minute with the timer running."""
        with self.app("year") as probe:
            probe.settled("Today")
            before = len(probe.raw())
            _watch(probe, 1.0 if self.runs == 1 else 20.0)
            self.put("idle between minutes, B", str(len(probe.raw()) - before), "0")
        if self.runs == 1:
            return
        with Probe([sys.executable, "-m", "ctotui", "--demo"], self.env("year", clock=False)) as probe:
            probe.settled("Today")
            before = len(probe.raw())
            _watch(probe, 61.0)
            self.put("a minute with the timer running, B", str(len(probe.raw()) - before), "<= 200")

    def memory(self) -> None:
        """Resident memory with Today open."""
        with self.bare() as probe:
            probe.settled("READY")
            bare = probe.memory()
        for size, target in zip(self.sizes, ("1.7", "1.8"), strict=False):
            with self.app(size) as probe:
                probe.settled("Today")
                held = probe.memory()
            self.put(f"memory, {size}", f"{held / 1024:.0f} MB = {held / bare:.2f} x bare", f"<= {target} x")

    def edit(self) -> None:
        """An edit, acknowledged, beside a bare append with fdatasync."""
        from dataclasses import replace

        from ctotui.core.model import Item
        from ctotui.core.state import Settings
        from ctotui.session import Session, fixed

        session = Session.open(self.folder(self.big), Settings(zone=data.ZONE), fixed(data.NOW))
        folder = session.folder
        chosen = next(item for item in session.state.plan.records(Item, "items/") if item.status == "next")
        acknowledged: list[float] = []
        bare: list[float] = []
        for run in range(self.keys):
            bare.append(_append(self.root / "append"))
            before = folder.plan
            changed = replace(before.get(Item, chosen.id), title=f"{chosen.title} {run}")
            start = time.perf_counter()
            stamp: list[float] = []
            folder.commit(
                "Edit", lambda plan, item=changed: plan.put(item), (before, before.put(changed)),
                lambda _done, at=stamp: at.append(time.perf_counter()),
            )  # fmt: skip
            acknowledged.append(stamp[0] - start)
        session.close()
        one, two = median(acknowledged) * 1e3, median(bare) * 1e3
        self.put(f"edit acknowledged, {self.big}", f"{one:.2f} ms; append {two:.2f} ms", f"<= {5 + 2 * two:.1f} ms")

    def store(self) -> None:
        """A folder in a process of its own: today's shards, poll, search and memory, medians over processes."""
        paths = self.folder(self.big)
        command = [sys.executable, "-m", "tests.bench.store", paths.data, paths.config, paths.state]
        every = []
        for _run in range(1 if self.runs == 1 else 4):
            out = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
            every.append(json.loads(out))
        found = {name: median(one[name] for one in every[len(every) > 1 :]) for name in every[0]}
        for name, target in _STORE.items():
            unit = "MB" if "memory" in name or "growth" in name else "ms"
            self.put(f"{name}, {self.big}", f"{found[name]:.1f} {unit}", target and f"<= {target} {unit}")

    def cli(self) -> None:
        """Whole commands beside `python -c pass`."""
        env = {**os.environ, **self.env(self.big, clock=False)}
        ctotui = [sys.executable, "-m", "ctotui"]
        script = Path(sys.executable).with_name("ctotui")
        if script.exists():
            ctotui = [str(script)]
        _call([*ctotui, "start", "Bench"], env)
        times: dict[str, list[float]] = {"pass": [], "status": [], "add": []}
        _call([*ctotui, "status"], env)
        for run in range(self.runs * 2):
            times["pass"].append(_call([sys.executable, "-c", "pass"], env))
            times["status"].append(_call([*ctotui, "status"], env))
            times["add"].append(_call([*ctotui, "add", f"Measured {run}"], env))
            _call([*ctotui, "status"], env)
        for name, target in (("status", 4), ("add", 12)):
            ratio = median(one / two for one, two in zip(times[name], times["pass"], strict=True))
            words = f"{median(times[name]) * 1e3:.0f} ms = {ratio:.1f} x pass"
            self.put(f"ctotui {name}, {self.big}", words, f"<= {target} x")

    def verbs(self) -> None:
        """The rescheduling verbs on a day of 60 blocks that is on the screen."""
        from tests.bench import verbs

        for name, (middle, worst, target) in verbs.measure(self.big, 3 if self.runs == 1 else 60).items():
            self.put(f"{name}, {self.big}", f"{middle:.2f} ms (p95 {worst:.2f})", target)

    def autoplan(self) -> None:
        """Auto-plan of many items, over two weeks and over a quarter, in memory."""
        from tests.bench import autoplan

        for row in autoplan.measure(self.big, 1 if self.runs == 1 else 9):
            self.put(*row)

    def imports(self) -> None:
        """A calendar file into an empty folder, processor time beside what `icalendar` takes to parse it alone."""
        path = self.root / "large.ics"
        megabytes = 1 if self.runs == 1 else 10
        count = large.calendar(path, megabytes * 1_000_000)
        alone = f"import icalendar; icalendar.Calendar.from_ical(open({str(path)!r}, 'rb').read())"
        parsed = _processor([sys.executable, "-c", alone], self.env("year"))
        folders = {f"CTOTUI_{kind}": str(self.root / f"large-{kind}") for kind in ("DATA", "STATE", "CONFIG")}
        taken = _processor([sys.executable, "-m", "ctotui", "import", str(path)], self.env("year") | folders)
        label = f"import, {megabytes} MB of iCalendar, {count} events"
        self.put(label, f"{taken:.1f} s = {taken / parsed:.2f} x icalendar alone", "<= 1.5 x")


def _processor(command: list[str], env: dict[str, str]) -> float:
    """Seconds of processor time that a program takes."""
    before = os.times()
    subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _touch(paths: Paths) -> None:
    """Edit a file by hand: a comment at its end."""
    with open(f"{paths.data}/items/work--infra.toml", "a", encoding="utf-8") as file:
        file.write("# looked at\n")


def _mouse(button: int, x: int, y: int, end: str) -> str:
    """What a terminal tells of the mouse on a cell (SGR, mode 1006)."""
    return f"\x1b[<{button};{x + 1};{y + 1}{end}"


def _watch(probe: Probe, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        probe.read(0.2)


def _append(path: Path) -> float:
    start = time.perf_counter()
    with path.open("ab") as file:
        file.write(b"x" * 600)
        file.flush()
        os.fdatasync(file.fileno())
    return time.perf_counter() - start


def _call(command: list[str], env: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main(arguments: list[str]) -> int:
    """Run what is named, or everything."""
    check = "--check" in arguments
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), check)
        every: dict[str, Callable[[], None]] = {
            "start": bench.start,
            "keys": bench.keys_,
            "ripple": bench.ripple,
            "zoom": bench.zoom,
            "bytes": bench.bytes_,
            "idle": bench.idle,
            "memory": bench.memory,
            "edit": bench.edit,
            "store": bench.store,
            "cli": bench.cli,
            "import": bench.imports,
            "verbs": bench.verbs,
            "autoplan": bench.autoplan,
        }
        chosen = [name for name in arguments if name in every] or list(every)
        for name in chosen:
            every[name]()
    print(f"{len(bench.rows)} figures measured")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
