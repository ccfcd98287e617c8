"""Representative transactions for fault injection, and what must hold after each, whatever went wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from ctotui.core import items
from ctotui.core.model import Block, Entry, Item
from ctotui.core.plan import Plan, update
from ctotui.disk import compaction
from tests.disk.conftest import Box
from tests.disk.faults import MODES, Disk, copied, run

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)


def start(session) -> None:
    """A small week: three items, a block, an entry, comments."""

    def edit(plan: Plan) -> Plan:
        plan = plan.put(*(Item(f"i{n}", f"Task {n}", created=NOW, modified=NOW) for n in range(3)))
        plan = plan.put(Item("i3", "In a list", list="work/infra", created=NOW, modified=NOW))
        at = datetime(2026, 3, 31, 10)
        plan = plan.put(Block("b0", "i1", at, at + timedelta(hours=1), "Europe/Stockholm", modified=NOW))
        return plan.put(Entry("n0", "i1", NOW - timedelta(hours=2), NOW, "Europe/Stockholm", modified=NOW))

    session.edit("Start", edit)


def add(session) -> None:
    session.edit("Add", lambda plan: plan.put(Item("i9", "New", list="work/new", created=NOW, modified=NOW)))


def change(session) -> None:
    session.edit("Change", lambda plan: update(plan, plan.get(Item, "i1"), NOW, title="Changed", notes="a\nb"))


def move(session) -> None:
    """A block goes to the next month's file."""
    at = datetime(2026, 4, 1, 10)
    session.edit("Move", lambda plan: update(plan, plan.get(Block, "b0"), NOW, start=at, end=at + timedelta(hours=1)))


def finish(session) -> None:
    """An item goes to the archive."""
    session.edit("Finish", items.finish, "i1", NOW)


def delete(session) -> None:
    """The only item of a list: its file goes."""
    session.edit("Delete", items.delete, "i3", NOW)


def take_in(session) -> None:
    """Many records, many files."""

    def edit(plan: Plan) -> Plan:
        for n in range(8):
            at = datetime.combine(date(2026, 3 + n % 2, 1 + n % 28), datetime.min.time()).replace(hour=9)
            plan = plan.put(Item(f"im{n:07}", f"Meeting {n}", "meeting", "next", created=NOW, modified=NOW))
            plan = plan.put(Block(f"bm{n:07}", f"im{n:07}", at, at + timedelta(minutes=30), modified=NOW))
        return plan

    session.edit("Import", edit)


def undo(session) -> None:
    session.undo()


def redo(session) -> None:
    session.redo()


def finish_left(session) -> None:
    """A step that is in the log and not in the files."""
    disk = Disk()
    disk.at, disk.mode = _first_replace(session), "kill"
    with disk.inserted():
        finish(session)


def _first_replace(session) -> int:
    """Operations of `finish` before the files are written: the log's write and flush."""
    del session
    return 2


def reopen(box) -> None:
    box.open()


def many_steps(session) -> None:
    for n in range(5):
        session.edit(f"Step {n}", lambda plan, n=n: update(plan, plan.get(Item, "i0"), NOW, title=f"Title {n}"))
    session.undo()


@dataclass(frozen=True)
class Act:
    """What is prepared, what is done while the disk fails, and how it is taken back."""

    do: Callable[..., None]
    prepare: tuple[Callable[..., None], ...] = ()
    back: str = "undo"
    opens: bool = False
    """It is the opening of the folder itself."""
    busy: bool = False
    """The files are bind-mounted."""
    first: bool = False
    """Nothing was ever written, not even a log."""


ACTS = {
    "first step": Act(add, first=True),
    "add": Act(add),
    "change": Act(change),
    "move to another month": Act(move),
    "finish": Act(finish),
    "delete": Act(delete),
    "import": Act(take_in),
    "undo": Act(undo, (finish,), "redo"),
    "redo": Act(redo, (finish, undo)),
    "change in place": Act(change, busy=True),
    "recovery": Act(reopen, (finish_left,), opens=True),
    "compaction": Act(reopen, (many_steps,), "redo", opens=True),
}


def count(name: str, root: Path, modes: tuple[str, ...] = MODES) -> list[int]:
    """Run one act with every fault at every operation; how many there were of each mode. AssertionError: one lost."""
    act = ACTS[name]
    pattern = Box(root / "pattern")
    with Disk().inserted():
        session = pattern.open()
        for prepare in act.prepare if act.first else (start, *act.prepare):
            prepare(session)
    pattern.close()
    limits = {"KEEP_STEPS": 3, "SLACK_STEPS": 0} if name == "compaction" else {"KEEP_DAYS": 30}
    with patch.multiple(compaction, **limits):
        return [_every(act, mode, root / mode, pattern) for mode in modes]


def _every(act: Act, mode: str, root: Path, pattern) -> int:
    clean = copied(pattern, root / "clean")
    before = clean.bytes()
    run(clean, act.do, Disk(busy=_busy(act, clean)), prepared=not act.opens)
    after = clean.bytes()
    clean.close()
    faults = 0
    for number in range(10_000):
        box = copied(pattern, root / str(number))
        disk = Disk(number, mode, _busy(act, box))
        outcome = run(box, act.do, disk, prepared=not act.opens)
        if disk.hit:
            faults += 1
            _check(act, box, before, after, outcome, f"operation {number} {mode}")
        box.close()
        if disk.count <= number:
            return faults
    raise AssertionError("a write never ends")


def _busy(act: Act, box) -> str:
    return str(box.data) if act.busy else ""


def _check(act: Act, box, before, after, outcome, where: str) -> None:
    with Disk(busy=_busy(act, box)).inserted():
        again = box.open()
        found = box.bytes()
        assert again.findings == [], f"{where}: {again.findings}"
        assert found in (before, after), f"{where}: half a step {set(found.items()) ^ set(after.items())}"
        if act.opens:
            assert found == after, f"{where}: recovery lost an acknowledged step"
        elif outcome.acknowledged:
            assert found == after, f"{where}: an acknowledged step is lost"
        elif outcome.refused:
            assert found == before, f"{where}: a refused step is there"
        done = found == after
        getattr(again, act.back if done else ("redo" if act.back == "undo" else "undo"))() if done else act.do(again)
        expected = before if done else after
        if before != after and not act.opens:
            assert box.bytes() == expected, f"{where}: it cannot be {'taken back' if done else 'done again'}"
