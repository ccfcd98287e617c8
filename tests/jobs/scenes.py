"""Where a job begins on the demo day, and what the files must say at its end."""

from collections.abc import Callable
from datetime import datetime

from ctotui import demo
from ctotui.core import entries
from ctotui.core.model import Block, Entry, Item
from tests.jobs.replay import Files, Replay, local

Start = Callable[[Replay], object]
Check = Callable[[Files, str], None]
"""Asserts what the files hold of the item of a title."""

# -- where a job begins


def on_block(title: str, day: int = 10) -> Start:
    return lambda replay: replay.stand(title, day)


def on_row(number: int) -> Start:
    return lambda replay: replay.select(number)


def in_the_list(replay: Replay) -> None:
    replay.session.look(part="list")


def in_the_week(replay: Replay) -> None:
    """Week is open. (On the day itself, which is over its capacity, ``P`` finds no time and says why.)"""
    replay.session.look(pane="week")


def stopped(replay: Replay) -> None:
    """The timer was stopped at 10:30, and the cursor is parked on now."""
    replay.session.edit("Stop", entries.stop, local(10, "10:30"))


def forgotten(replay: Replay) -> None:
    """The timer was forgotten from 08:12 to 10:06."""
    plan = replay.session.state.plan
    lost = [one.id for one in plan.records(Entry) if local(10, "08:12") <= one.start < local(10, "10:06")]
    replay.session.edit("Forget", lambda plan: plan.drop(*lost))


def afternoon(replay: Replay) -> None:
    """A quarter past three, with nothing tracked since half past ten."""
    stopped(replay)
    replay.clock(10, "15:15")


def evening(replay: Replay) -> None:
    """A quarter to five, and the timer still runs."""
    replay.clock(10, "16:45")


def on_wednesday_morning(number: int) -> Start:
    def start(replay: Replay) -> None:
        replay.clock(11, "07:30")
        replay.session.look(moment=datetime(2026, 3, 11, 7, 30))
        replay.select(number)

    return start


def alarm(replay: Replay) -> None:
    """An incident of 45 minutes is there, and the cursor on it."""
    item = Item("i900alarm", "Database down", "incident", list="work/infra", priority="urgent", estimate=45)
    replay.session.edit("Add", lambda plan: plan.put(item))
    replay.session.look(part="list", item=item.id)


_CHAIN = ((161, "13:00", "13:45"), (162, "13:45", "14:45"), (163, "14:45", "15:30"), (164, "15:30", "16:00"))


def chain(replay: Replay) -> None:
    """Four tasks from 13:00 on without a gap, on a Wednesday that is free otherwise."""

    def at(clock: str) -> datetime:
        return datetime.fromisoformat(f"2026-03-18T{clock}")

    made = [Block(f"b900{n}", demo.item_id(n), at(start), at(end), demo.ZONE) for n, start, end in _CHAIN]
    replay.session.edit("Plan", lambda plan: plan.put(*made))
    replay.stand("Vendor risk register", 18)


def moved(replay: Replay) -> None:
    """The block under the cursor was moved an hour later."""
    replay.stand("RFC-12 review")
    for key in ("m", "4", "j", "enter"):
        replay.press(key)


# -- how it ends


def at(*spans: str) -> Check:
    """Its blocks, as `Files.blocks` says them."""
    return lambda files, title: _same(files.blocks(title), [*spans])


def ahead(files: Files, title: str) -> None:
    """It has a block after now."""
    assert [span for span in files.blocks(title) if span > "10 10:42"]


def tracked(*spans: str) -> Check:
    """Its entries, as `Files.entries` says them."""
    return lambda files, title: _same(files.entries(title), [*spans])


def says(**fields: object) -> Check:
    """Fields of the one item of that title."""

    def check(files: Files, title: str) -> None:
        (row,) = files.of("item", title)
        _same({name: row.get(name) for name in fields}, fields)

    return check


def both(first: Check, second: Check) -> Check:
    """Both."""

    def check(files: Files, title: str) -> None:
        first(files, title)
        second(files, title)

    return check


def _same(found: object, wanted: object) -> None:
    assert found == wanted
