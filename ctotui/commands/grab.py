"""The keys of GRAB on the calendar: they move what is held, and nothing is stored before it is dropped (section 4)."""

from collections.abc import Callable
from datetime import datetime

from ctotui.commands.command import Desk, command
from ctotui.commands.series import ask_scope, is_occurrence, making
from ctotui.core import grab, series_edits
from ctotui.core.civil import clock, day_name, midnight
from ctotui.core.errors import PlanError
from ctotui.core.model import Wall
from ctotui.core.series_edits import Scope
from ctotui.core.state import Grab, Prompt, State

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
    weight=12,
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
    weight=11,
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
    weight=10,
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
    weight=9,
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
    weight=7,
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
    desk.look(mode="NORMAL", grab=None, keys="", **changes)


@command("grab.drop", "Drop", "enter", group="Grab", contexts=HELD, panes=CALENDARS, hint="drop", weight=6)
def drop(desk: Desk) -> None:
    """Store what is held where it is shown."""
    held, told = _held(desk.state), desk.ask(grab.describe)
    if told is None:
        _let_go(desk)
        return
    label = _label(held, told)
    if not is_occurrence(held.id):
        _stored(desk, held, told, held.id, bool(desk.edit(label, grab.drop, held, *_when(desk)).records))
    elif (held.start, held.end) == (held.origin_start, held.origin_end):
        _let_go(desk)
    else:
        ask_scope(desk, f"{label}: this one, or others of its series too?", _drop_occurrence)


def _when(desk: Desk) -> tuple[datetime, str]:
    return desk.now, desk.state.settings.zone


def _drop_occurrence(desk: Desk, scope: Scope) -> None:
    """Store an occurrence where it is shown, alone or with others of its series (M5)."""
    held, told = _held(desk.state), desk.ask(grab.describe)
    if told is None:
        return
    made = making(desk)
    change = desk.edit(_label(held, told), series_edits.move, held.id, told.start, told.end, scope, made)
    key = desk.ask(lambda state: series_edits.moved_to(state.plan, held.id, made, told.start))
    _stored(desk, held, told, key, bool(change.records))


def _stored(desk: Desk, held: Grab, told: grab.GrabStatus, key: str, changed: bool) -> None:
    """Let go of what was stored as `key`, with the cursor on it, and say what it overlaps."""
    view, label = desk.state.view, _label(held, told)
    followed = view.pane == "week" or view.part == "calendar"
    moment = told.start if isinstance(told.start, datetime) else midnight(told.start)
    _let_go(desk, **({"moment": moment, "block": key} if followed else {}))
    if changed:
        hits = " and ".join(f"{one.instance.title} by {one.minutes}m" for one in told.clashes)
        desk.say(f"{label}; overlaps {hits}" if hits else label, "warn" if hits else "info")


def _label(held: Grab, told: grab.GrabStatus) -> str:
    """What the step is called in the history: ``Move Q2 roadmap to 14:30``."""
    if held.new:
        return f"Plan {told.title} {span(told.start, told.end)}"
    if told.grown_minutes or held.origin_start is None:
        return f"Resize {told.title} to {span(told.start, told.end)}"
    if not isinstance(told.start, datetime):
        return f"Move {told.title} to {day_name(told.start)}"
    same_day = isinstance(held.origin_start, datetime) and told.start.date() == held.origin_start.date()
    return f"Move {told.title} to {'' if same_day else day_name(told.start) + ' '}{clock(told.start)}"


def span(start: Wall, end: Wall) -> str:
    """``Tue 10 14:30–16:00``, or the day."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        return f"{day_name(start)} {clock(start)}–{clock(end)}"
    return day_name(start)


@command("grab.unplan", "Unplan", "d d", group="Grab", contexts=HELD, panes=CALENDARS, hint="unplan", weight=4)
def unplan(desk: Desk) -> None:
    """Take what is held off the calendar."""
    held, told = _held(desk.state), desk.ask(grab.describe)
    _let_go(desk, block="")
    if not held.new and told is not None:
        from ctotui.commands.items import unplan_block

        unplan_block(desk, held.id, told.title)


@command("grab.cancel", "Cancel", "esc", "q", group="Grab", contexts=HELD, panes=CALENDARS, hint="cancel", weight=5)
def cancel(desk: Desk) -> None:
    """Leave what is held where it was."""
    _let_go(desk)


@command("grab.type", "Type a time", "t", group="Grab", contexts=HELD, panes=CALENDARS, hint="type", weight=8)
def type_time(desk: Desk) -> None:
    """Type where it goes: 1530, +45m, fri 10, or -16:30 for its end."""
    desk.look(prompt=Prompt("when", subject=_held(desk.state).id), mode="INPUT")
