"""The calendar of Today and Week: its cursor, taking a block in hand (`m`), planning an item (`p`, `f`)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from ctotui.commands.command import Desk, command
from ctotui.commands.costs import overload
from ctotui.commands.grab import CALENDARS, hold, span, typed
from ctotui.commands.marks import marked_blocks
from ctotui.commands.series import ask_scope
from ctotui.commands.subject import needs_block, needs_open_item, subject
from ctotui.core import blocks, cursor, grab
from ctotui.core.agenda import Instance
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Item
from ctotui.core.reschedule.fit import fit_now
from ctotui.core.selection import selection
from ctotui.core.series_edits import Scope
from ctotui.core.state import Grab, Prompt, Question, State

__all__ = ["go_to", "typed"]

HOUR = timedelta(hours=1)


def _go(desk: Desk, motion: Callable[[State, cursor.Stop], cursor.Stop]) -> None:
    place = desk.ask(lambda state: motion(state, cursor.here(state)))
    desk.look(moment=place.moment, block=place.block)


@command("calendar.down", "Down", "j", "down", group="Move", panes=CALENDARS, hint="block", weight=1, counted=True)
def down(desk: Desk, count: int = 1) -> None:
    """Go to the next block or free slot of the day."""
    _go(desk, lambda state, here: cursor.step(state.plan, here, state.settings, count))


@command("calendar.up", "Up", "k", "up", group="Move", panes=CALENDARS, counted=True)
def up(desk: Desk, count: int = 1) -> None:
    """Go to the block or free slot before."""
    _go(desk, lambda state, here: cursor.step(state.plan, here, state.settings, -count))


@command("calendar.next_day", "Next day", "l", "right", group="Move", panes=CALENDARS, counted=True)
def next_day(desk: Desk, count: int = 1) -> None:
    """Go to the same time of the next day."""
    _days(desk, count)


@command("calendar.previous_day", "Previous day", "h", "left", group="Move", panes=CALENDARS, counted=True)
def previous_day(desk: Desk, count: int = 1) -> None:
    """Go to the same time of the day before."""
    _days(desk, -count)


def _days(desk: Desk, by: int) -> None:
    _go(desk, lambda state, here: cursor.days(state.plan, here, state.settings, by))


@command("calendar.next_period", "Next week, day", "L", group="Move", panes=CALENDARS, counted=True)
def next_period(desk: Desk, count: int = 1) -> None:
    """Go on by what is shown: a week, three days, in Today a day."""
    _days(desk, count * _period(desk))


@command("calendar.previous_period", "Previous week, day", "H", group="Move", panes=CALENDARS, counted=True)
def previous_period(desk: Desk, count: int = 1) -> None:
    """Go back by what is shown: a week, three days, in Today a day."""
    _days(desk, -count * _period(desk))


def _period(desk: Desk) -> int:
    view = desk.state.view
    return 1 if view.pane == "today" else 3 if view.zoom == "three" else 7


def _later(desk: Desk, by: timedelta) -> None:
    _go(desk, lambda state, here: cursor.coarse(state.plan, here, state.settings, by))


@command("calendar.later", "Hour down", "J", group="Move", panes=CALENDARS, counted=True)
def later(desk: Desk, count: int = 1) -> None:
    """Go an hour down the day."""
    _later(desk, count * HOUR)


@command("calendar.earlier", "Hour up", "K", group="Move", panes=CALENDARS, counted=True)
def earlier(desk: Desk, count: int = 1) -> None:
    """Go an hour up the day."""
    _later(desk, -count * HOUR)


@command("calendar.page_down", "Half page down", "ctrl+d", "pgdn", group="Move", panes=CALENDARS)
def page_down(desk: Desk) -> None:
    """Go four hours down the day."""
    _later(desk, cursor.PAGE)


@command("calendar.page_up", "Half page up", "ctrl+u", "pgup", group="Move", panes=CALENDARS)
def page_up(desk: Desk) -> None:
    """Go four hours up the day."""
    _later(desk, -cursor.PAGE)


@command("calendar.top", "First of the day", "g g", "home", group="Move", panes=CALENDARS)
def top(desk: Desk) -> None:
    """Go to the first block of the day, or to where work begins."""
    _go(desk, lambda state, here: cursor.top(state.plan, here, state.settings))


@command("calendar.bottom", "Last of the day", "G", "end", group="Move", panes=CALENDARS)
def bottom(desk: Desk) -> None:
    """Go to the last block of the day, or to where work ends."""
    _go(desk, lambda state, here: cursor.bottom(state.plan, here, state.settings))


@command("calendar.now", "Now", group="Move", panes=CALENDARS)
def now(desk: Desk) -> None:
    """Go to the present."""
    _go(desk, lambda state, _here: cursor.at(state.plan, state.wall, state.settings))


@command("calendar.goto", "Go to time", "t", group="Move", panes=CALENDARS)
def type_moment(desk: Desk) -> None:
    """Go to a typed time: 15:30, fri 10; t or nothing is now."""
    desk.look(prompt=Prompt("goto"), mode="INPUT")


def go_to(desk: Desk, text: str) -> None:
    """Go to a typed time; ``t`` or nothing is now. Raises PlanError with a sentence."""
    if text.strip() in ("", "t"):
        now(desk)
        return
    _go(desk, lambda state, _here: cursor.at(state.plan, moment_named(state, text), state.settings))


def moment_named(state: State, text: str) -> datetime:
    """The wall time that `text` names from where the cursor stands. Raises PlanError with a sentence."""
    from ctotui.core.quickadd import when
    from ctotui.core.quickadd.context import Context

    here = state.view.moment
    found = when.moment(text, Context(state.wall, state.settings.zone, day=here.date()))
    moment = found if isinstance(found, datetime) else datetime.combine(found, here.time())
    return cursor.real(moment, state.settings.zone)


@command("block.grab", "Grab", "m", group="Time", panes=CALENDARS, needs=needs_block, hint="grab", weight=7)
def take(desk: Desk) -> None:
    """Take the selected block in hand to move it, or all that are marked; of an item in a list, its next block."""
    marked = desk.ask(marked_blocks)
    one = marked[0] if marked else desk.ask(subject)
    in_hand(desk, one, grab.hold(one, *marked[1:]))


def in_hand(desk: Desk, one: Instance, held: Grab, then: Callable[[Desk, Grab], None] = hold) -> None:
    """Hold a block; of a fixed one only after a question, and only your copy (I2); of a series, ask which (M5).

    `then` is what is done with it: the mouse has held it already, and drops it.
    """
    fixed = [other for other in (one, *_others(desk.state, held)) if other.fixed]
    why = f"{fixed[0].title} is fixed: {_why_fixed(desk.state, fixed[0])}. " if fixed else ""
    if one.recurring and not held.others:
        text = f"{why}Move which of {one.title}?"
        ask_scope(desk, text, lambda asked, scope: then(asked, _scoped(asked, held, scope)))
    elif fixed:
        _ask_fixed(desk, why, held, then)
    else:
        then(desk, held)


def _others(state: State, held: Grab) -> list[Instance]:
    found = [blocks.find(state.plan, other.id, state.settings.zone) for other in held.others]
    return [one for one in found if one is not None]


def _scoped(desk: Desk, held: Grab, scope: Scope) -> Grab:
    if scope == "this":
        return held
    return replace(held, scope=scope, made_item=desk.new_id("i"), made_block=desk.new_id("b"))


def _ask_fixed(desk: Desk, why: str, held: Grab, then: Callable[[Desk, Grab], None]) -> None:
    def answered(asked: Desk, key: str) -> None:
        if key == "y":
            then(asked, held)

    choices = (("y", "move it"), ("n", "leave it"))
    desk.look(question=Question(f"{why}Move your copy of it?", choices, answered))


def _why_fixed(state: State, one: Instance) -> str:
    item = state.plan.find(one.item)
    if isinstance(item, Item) and item.uid:
        return "it was imported"
    block = state.plan.find(one.id)
    pinned = isinstance(block, Block) and block.fixed and not (isinstance(item, Item) and item.people)
    return "it is pinned" if pinned else "other people are in it"


@command(
    "block.plan",
    "Plan",
    "p",
    group="Time",
    panes=(*CALENDARS, "board"),
    needs=needs_open_item,
    hint="plan",
    weight=6,
)
def plan(desk: Desk) -> None:
    """Put the selected item at its next free time, still in hand: enter keeps it there."""
    new_id = desk.new_id("b")
    held = desk.ask(lambda state: _new(state, new_id))
    pane = desk.state.view.pane
    desk.look(pane=pane if pane in CALENDARS else "today")
    hold(desk, held)


def _new(state: State, new_id: str) -> Grab:
    item = state.plan.get(Item, selection(state).item)
    return grab.hold_new(state.plan, item, new_id, state.wall, state.settings)


@command(
    "block.fit",
    "Fit now",
    "f",
    group="Time",
    panes=(*CALENDARS, "board"),
    needs=needs_open_item,
    hint="fit",
    weight=5,
    repeats=True,
)
def fit(desk: Desk) -> None:
    """Plan the selected item at once, at the earliest free time before it is due."""
    item = desk.state.plan.get(Item, selection(desk.state).item)
    new_id, before = desk.new_id("b"), desk.state.plan
    try:
        desk.edit(f"Plan {item.title}", fit_now, item.id, desk.now, desk.state.settings, new_id)
    except PlanError:
        if not _other_ways(desk, item):
            raise
        return
    one = desk.ask(lambda state: blocks.find(state.plan, new_id, state.settings.zone))
    if one is not None:
        over = overload(desk, before)
        words = f"Planned {item.title} {span(one.start, one.end)}" + (f"; {over}" if over else "")
        desk.say(words, "warn" if over else "info")


def _other_ways(desk: Desk, item: Item) -> bool:
    """Offer what is left where no free time holds an item whole before it is due: in parts, or late."""
    from ctotui.commands import offers
    from ctotui.core.offer import Way, Ways
    from ctotui.core.reschedule.fit import ways_out
    from ctotui.core.reschedule.proposal import accept

    found = desk.ask(lambda state: ways_out(state.plan, item, state.settings, state.now))
    now, zone = desk.now, desk.state.settings.zone
    ways = []
    for name, proposals in found:
        ids = [desk.new_id("b") for _one in proposals]
        label = f"In {len(ids)} parts" if name == "split" else "Late"
        edit = partial(accept, proposals=proposals, ids=ids, zone=zone, now=now)
        ways.append(Way(label, edit, proposals[0].why))
    if ways:
        offers.show(desk, Ways(f"Plan {item.title}", tuple(ways)))
    return bool(ways)
