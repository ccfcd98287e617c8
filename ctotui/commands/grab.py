"""The keys of GRAB on the calendar: they move what is held, and nothing is stored before it is dropped (section 4)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from ctotui.commands.command import Desk, command
from ctotui.commands.costs import overload
from ctotui.commands.subject import subject
from ctotui.core import dropping, grab
from ctotui.core.civil import clock, midnight
from ctotui.core.errors import PlanError
from ctotui.core.grab_status import GrabStatus, describe
from ctotui.core.state import Grab, Prompt, State
from ctotui.core.step_names import dropped
from ctotui.core.step_names import span as span

CALENDARS = ("today", "week")
HELD = ("GRAB",)


def hold(desk: Desk, held: Grab) -> None:
    """Enter GRAB with a block in hand; a month and a list have no hours to move it in, so that the week is shown."""
    zoom = desk.state.view.zoom
    desk.look(mode="GRAB", grab=held, keys="", zoom="week" if zoom in ("month", "agenda") else zoom)


def _held(state: State) -> Grab:
    if state.view.grab is None:
        raise PlanError("Nothing is held: m takes a block in hand.")
    return state.view.grab


def _change(desk: Desk, change: Callable[[State, Grab], Grab]) -> None:
    desk.look(grab=desk.ask(lambda state: change(state, _held(state))))


def _move(desk: Desk, slots: int = 0, by_days: int = 0) -> None:
    _change(desk, lambda state, held: grab.shift(held, state.settings, slots, by_days))


def _end(desk: Desk, slots: int) -> None:
    _change(desk, lambda state, held: grab.move_end(held, state.settings, slots))


def _start(desk: Desk, slots: int) -> None:
    _change(desk, lambda state, held: grab.move_start(held, state.settings, slots))


def _free(desk: Desk, direction: int, count: int) -> None:
    for _time in range(count):
        _change(desk, lambda state, held: grab.to_free(state.plan, held, state.settings, state.wall, direction))


@command(
    "grab.later",
    "Later",
    "j",
    "down",
    group="Grab",
    contexts=HELD,
    panes=CALENDARS,
    hint="slot",
    weight=14,
    counted=True,
)
def later(desk: Desk, count: int = 1) -> None:
    """Move it a slot later."""
    _move(desk, slots=count)


@command("grab.earlier", "Earlier", "k", "up", group="Grab", contexts=HELD, panes=CALENDARS, counted=True)
def earlier(desk: Desk, count: int = 1) -> None:
    """Move it a slot earlier."""
    _move(desk, slots=-count)


@command(
    "grab.next_day",
    "Next day",
    "l",
    "right",
    group="Grab",
    contexts=HELD,
    panes=CALENDARS,
    hint="day",
    weight=13,
    counted=True,
)
def next_day(desk: Desk, count: int = 1) -> None:
    """Move it to the next day, at the same time."""
    _move(desk, by_days=count)


@command("grab.previous_day", "Previous day", "h", "left", group="Grab", contexts=HELD, panes=CALENDARS, counted=True)
def previous_day(desk: Desk, count: int = 1) -> None:
    """Move it to the day before, at the same time."""
    _move(desk, by_days=-count)


@command(
    "grab.end_later",
    "End later",
    "J",
    group="Grab",
    contexts=HELD,
    panes=CALENDARS,
    hint="end",
    weight=12,
    counted=True,
)
def end_later(desk: Desk, count: int = 1) -> None:
    """Make it end a slot later."""
    _end(desk, count)


@command("grab.end_earlier", "End earlier", "K", group="Grab", contexts=HELD, panes=CALENDARS, counted=True)
def end_earlier(desk: Desk, count: int = 1) -> None:
    """Make it end a slot earlier."""
    _end(desk, -count)


@command("grab.start_later", "Start later", "L", group="Grab", contexts=HELD, panes=CALENDARS, counted=True)
def start_later(desk: Desk, count: int = 1) -> None:
    """Make it start a slot later."""
    _start(desk, count)


@command(
    "grab.start_earlier",
    "Start earlier",
    "H",
    group="Grab",
    contexts=HELD,
    panes=CALENDARS,
    hint="start",
    weight=11,
    counted=True,
)
def start_earlier(desk: Desk, count: int = 1) -> None:
    """Make it start a slot earlier."""
    _start(desk, -count)


@command(
    "grab.next_free",
    "Next free time",
    "f",
    group="Grab",
    contexts=HELD,
    panes=CALENDARS,
    hint="free",
    weight=9,
    counted=True,
)
def next_free(desk: Desk, count: int = 1) -> None:
    """Move it to the next free time that holds it."""
    _free(desk, 1, count)


@command("grab.previous_free", "Previous free time", "F", group="Grab", contexts=HELD, panes=CALENDARS, counted=True)
def previous_free(desk: Desk, count: int = 1) -> None:
    """Move it to the free time before that holds it."""
    _free(desk, -1, count)


def typed(desk: Desk, text: str) -> None:
    """Put what is held where a typed time says. Raises PlanError."""
    _change(desk, lambda state, held: placed(state, held, text))


def placed(state: State, held: Grab, text: str) -> Grab:
    """`held` where a typed time says: ``1530``, ``+45m``, ``fri 10``, ``-16:30``. Raises PlanError with a sentence."""
    from ctotui.core.quickadd import when
    from ctotui.core.quickadd.context import Context

    found = when.parse(text, Context(state.wall, state.settings.zone), held.start, held.end)
    if found.start is None or found.end is None:
        raise PlanError(f'"{text}" names no start and end: write a time like 1530, 14-15:30 or fri 10.')
    return grab.place(held, found.start, found.end, state.settings)


def _let_go(desk: Desk, **changes: object) -> None:
    """Empty the hand: back to NORMAL, or to the offer that the block was taken from."""
    mode = "OFFER" if desk.state.view.offer is not None else "NORMAL"
    desk.look(mode=mode, grab=None, keys="", **changes)


@command("grab.ripple", "Ripple", "r", group="Grab", contexts=HELD, panes=CALENDARS, hint="ripple", weight=8)
def ripple(desk: Desk) -> None:
    """Push what it hits, and what follows, later; r again does not."""
    _change(desk, lambda _state, held: grab.with_policy(held, "ripple"))


@command("grab.swap", "Swap", "w", group="Grab", contexts=HELD, panes=CALENDARS, hint="swap", weight=7)
def swap(desk: Desk) -> None:
    """Let it change places with what it hits, or with the next block; w again does not."""
    _change(desk, lambda _state, held: grab.with_policy(held, "swap"))


@command("grab.policy", "Next policy", "tab", group="Grab", contexts=HELD, panes=CALENDARS)
def policy(desk: Desk) -> None:
    """Take the next way to deal with what it hits: leave it, ripple, swap, fit into free time."""
    _change(desk, lambda _state, held: grab.next_policy(held))


@command("grab.copy", "Copy", "y", group="Grab", contexts=HELD, panes=CALENDARS, hint="copy", weight=4)
def copy(desk: Desk) -> None:
    """Hold a copy, and leave the block where it was; y again holds the block itself."""
    ids = desk.new_id("i"), desk.new_id("b")
    _change(desk, lambda _state, held: grab.as_copy(held, *ids))


@command(
    "grab.drop",
    "Drop",
    "enter",
    group="Grab",
    contexts=HELD,
    panes=CALENDARS,
    hint="drop",
    weight=6,
    repeats=True,
)
def drop(desk: Desk) -> None:
    """Store what is held where it is shown."""
    if desk.state.view.grab is None:
        again(desk)
        return
    held, told = _held(desk.state), desk.ask(describe)
    if told is None:
        _let_go(desk)
        return
    if held.unasked and not held.copy:
        from ctotui.commands.dragging import ask

        ask(desk, held)
        return
    if told.refusal:
        raise PlanError(told.refusal)
    if held.title:
        _let_go(desk)
        _name_it(desk, told)
        return
    if desk.state.view.offer is not None:
        from ctotui.commands.offers import adjusted

        adjusted(desk, replace(held, start=told.start, end=told.end))
        return
    label, before = dropped(held, told), desk.state.plan
    nudge = "" if held.new or held.copy else " ".join(["move", held.id, *(one.id for one in held.others)])
    change = desk.edit(label, dropping.drop, held, desk.now, desk.state.settings, nudge=nudge)
    key = desk.ask(lambda state: dropping.keys(state.plan, held, desk.now, state.settings))[0]
    _stored(desk, held, told, key)
    if change.records:
        desk.look(dropped=grab.recipe(held))
        over = overload(desk, before)
        words = f"{label}{_costs(told)}" + (f"; {over}" if over else "")
        desk.say(words, "warn" if told.clashes or told.spilled or over else "info")


def _name_it(desk: Desk, told: GrabStatus) -> None:
    """Quick-add for a stretch that was drawn: its time stands in the line, behind the caret."""
    assert isinstance(told.start, datetime)
    assert isinstance(told.end, datetime)
    last = clock(told.end).replace("00:00", "24:00")
    text = f" {told.start:%Y-%m-%d} {clock(told.start)}-{last}"
    desk.look(prompt=Prompt("add", text, 0), mode="INPUT")


def again(desk: Desk) -> None:
    """Do the last drop again with the selected block: as far, as long, and with what it hits treated alike."""
    recipe = desk.state.view.dropped
    if recipe is None:
        raise PlanError("Nothing was dropped yet that could be done again: m takes a block in hand.")
    before = desk.state.view
    held = desk.ask(lambda state: grab.repeated(recipe, grab.hold(subject(state)), state.settings))
    desk.look(mode="GRAB", grab=held)
    try:
        drop(desk)
    except PlanError:
        desk.look(mode=before.mode, grab=None)
        raise


def _costs(told: GrabStatus) -> str:
    """What a drop did besides: ``; pushed 4; Shutdown lost its time; overlaps CloudCo by 30m``."""
    parts = []
    if told.pushed and told.policy != "swap":
        parts.append(f"pushed {len(told.pushed)}")
    if told.spilled:
        titles = " and ".join(shift.title for shift in told.spilled)
        rest = "lost its time, and waits" if len(told.spilled) == 1 else "lost their time, and wait"
        parts.append(f"{titles} {rest} in the tray")
    if told.clashes:
        parts.append("overlaps " + " and ".join(f"{one.instance.title} by {one.minutes}m" for one in told.clashes))
    return "".join(f"; {part}" for part in parts)


def _stored(desk: Desk, held: Grab, told: GrabStatus, key: str) -> None:
    """Let go of what was stored as `key`, with the cursor on it."""
    view = desk.state.view
    followed = view.pane == "week" or view.part == "calendar"
    moment = told.start if isinstance(told.start, datetime) else midnight(told.start)
    marks = view.marks - {held.id, *(one.id for one in held.others)}
    _let_go(desk, marks=marks, **({"moment": moment, "block": key} if followed else {}))


@command("grab.unplan", "Unplan", "d d", group="Grab", contexts=HELD, panes=CALENDARS, hint="unplan", weight=3)
def unplan(desk: Desk) -> None:
    """Take what is held off the calendar."""
    from ctotui.commands.items import unplan_block

    held, told = _held(desk.state), desk.ask(describe)
    _let_go(desk, block="", marks=desk.state.view.marks - {one.id for one in held.others})
    if held.new or told is None:
        return
    if held.others:
        desk.edit(f"Unplan {told.count} blocks", dropping.taken_off, held, desk.now, desk.state.settings)
        desk.say(f"Took {told.count} blocks off the calendar; u puts them back")
    else:
        unplan_block(desk, held.id, told.title, None if held.unasked else held.scope)


@command("grab.cancel", "Cancel", "esc", "q", group="Grab", contexts=HELD, panes=CALENDARS, hint="cancel", weight=5)
def cancel(desk: Desk) -> None:
    """Leave what is held where it was."""
    _let_go(desk)


@command("grab.type", "Type a time", "t", group="Grab", contexts=HELD, panes=CALENDARS, hint="type", weight=10)
def type_time(desk: Desk) -> None:
    """Type where it goes: 1530, +45m, fri 10, or -16:30 for its end."""
    desk.look(prompt=Prompt("when", subject=_held(desk.state).id), mode="INPUT")
