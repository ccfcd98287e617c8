"""The keys of GRAB in Time: an entry in hand, its edges moved by slots or to a typed time (T5)."""

from collections.abc import Callable
from datetime import datetime

from ctotui.commands.command import Desk, command
from ctotui.core import entry_grab, grab, timesheet
from ctotui.core.errors import PlanError
from ctotui.core.model import Entry, Item
from ctotui.core.state import Grab, Prompt, Settings, State

TIME = ("time",)
HELD = ("GRAB",)


def needs_entry(state: State) -> str | None:
    """The cursor must be on an entry."""
    return None if timesheet.selected(state) is not None else "needs an entry; T logs one"


@command("entry.grab", "Grab entry", "m", group="Time", panes=TIME, needs=needs_entry, hint="grab", weight=7)
def take(desk: Desk) -> None:
    """Take the entry in hand: H and L move its start, J and K its end, t types a time."""
    entry = desk.ask(timesheet.selected)
    if entry is not None:
        held = entry_grab.hold(entry, desk.now, desk.state.settings.zone)
        desk.look(mode="GRAB", grab=held, entry=entry.id, keys="")


def _held(state: State) -> Grab:
    if state.view.grab is None:
        raise PlanError("No entry is held: m takes one in hand.")
    return state.view.grab


def _change(desk: Desk, change: Callable[[Grab, Settings, int], Grab], slots: int) -> None:
    desk.look(grab=change(_held(desk.state), desk.state.settings, slots))


@command(
    "entry.later", "Later", "j", "down", group="Grab", contexts=HELD, panes=TIME, hint="slot", weight=10, counted=True
)
def later(desk: Desk, count: int = 1) -> None:
    """Move the entry a slot later."""
    _change(desk, grab.shift, count)


@command("entry.earlier", "Earlier", "k", "up", group="Grab", contexts=HELD, panes=TIME, counted=True)
def earlier(desk: Desk, count: int = 1) -> None:
    """Move the entry a slot earlier."""
    _change(desk, grab.shift, -count)


@command(
    "entry.end_later", "End later", "J", group="Grab", contexts=HELD, panes=TIME, hint="end", weight=12, counted=True
)
def end_later(desk: Desk, count: int = 1) -> None:
    """Make the entry end a slot later; what follows gives way."""
    _change(desk, grab.move_end, count)


@command("entry.end_earlier", "End earlier", "K", group="Grab", contexts=HELD, panes=TIME, counted=True)
def end_earlier(desk: Desk, count: int = 1) -> None:
    """Make the entry end a slot earlier."""
    _change(desk, grab.move_end, -count)


@command(
    "entry.start_later",
    "Start later",
    "L",
    group="Grab",
    contexts=HELD,
    panes=TIME,
    hint="start",
    weight=11,
    counted=True,
)
def start_later(desk: Desk, count: int = 1) -> None:
    """Make the entry start a slot later."""
    _change(desk, grab.move_start, count)


@command("entry.start_earlier", "Start earlier", "H", group="Grab", contexts=HELD, panes=TIME, counted=True)
def start_earlier(desk: Desk, count: int = 1) -> None:
    """Make the entry start a slot earlier; what comes before gives way."""
    _change(desk, grab.move_start, -count)


@command("entry.type", "Type a time", "t", group="Grab", contexts=HELD, panes=TIME, hint="type", weight=9)
def type_time(desk: Desk) -> None:
    """Type where the entry goes: 9:30, +15m, 9-10:30, or -10:30 for its end."""
    desk.look(prompt=Prompt("when", subject=_held(desk.state).id), mode="INPUT")


@command("entry.drop", "Drop entry", "enter", group="Grab", contexts=HELD, panes=TIME, hint="drop", weight=6)
def drop(desk: Desk) -> None:
    """Give the entry the times that are shown; its neighbours are shortened where they overlap."""
    held = _held(desk.state)
    item = desk.state.plan.find(held.item)
    title = item.title if isinstance(item, Item) else "a deleted item"
    before = desk.state.plan
    zone = desk.state.settings.zone
    change = desk.edit(f"Change time of {title}", entry_grab.drop, held, desk.now, zone)
    moment = held.start if isinstance(held.start, datetime) else desk.state.view.moment
    same_day = moment.date() == desk.state.view.moment.date()
    desk.look(mode="NORMAL", grab=None, keys="", **({} if same_day else {"moment": moment, "block": ""}))
    if change.records:
        cut = [one for one in change.ids if one != held.id and before.find(one) is not None]
        shortened = f"; shortened {_titles(desk, cut)}" if cut else ""
        desk.say(f"{change.label}{shortened}", "warn" if cut else "info")


def _titles(desk: Desk, keys: list[str]) -> str:
    found = [desk.state.plan.find(key) for key in keys]
    items = [desk.state.plan.find(entry.item) for entry in found if isinstance(entry, Entry)]
    return " and ".join(item.title for item in items if isinstance(item, Item))


@command("entry.cancel", "Cancel", "esc", "q", group="Grab", contexts=HELD, panes=TIME, hint="cancel", weight=5)
def cancel(desk: Desk) -> None:
    """Leave the entry as it was."""
    desk.look(mode="NORMAL", grab=None, keys="")
