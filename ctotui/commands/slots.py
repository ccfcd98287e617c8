"""Find a slot: a line that says what kind of free time is wanted, three offers under it, and the ghost on one (`F`)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ctotui.commands import calendar
from ctotui.commands.command import Desk, command
from ctotui.commands.grab import CALENDARS, hold
from ctotui.core import blocks, grab
from ctotui.core.agenda import Instance
from ctotui.core.civil import clock
from ctotui.core.errors import PlanError
from ctotui.core.model import CLOSED, Item
from ctotui.core.quickadd.context import Context
from ctotui.core.reschedule import fit
from ctotui.core.selection import selection
from ctotui.core.state import Grab, Prompt, State

if TYPE_CHECKING:
    from ctotui.core.reschedule.slots import Slot


@dataclass(frozen=True, slots=True)
class Offers:
    """What a line was understood as, and what it is answered with."""

    title: str
    """Of what is to be placed; empty: something new."""
    words: str = ""
    """The wish, spoken."""
    found: "tuple[Slot, ...]" = ()
    problem: str = ""
    """Why there is nothing, one sentence."""


@command("block.slot", "Find a slot", "F", group="Time", panes=(*CALENDARS, "board"))
def ask(desk: Desk) -> None:
    """Find free time for the selected item, or for something new: 90m before thu, mornings, 15m off meetings."""
    chosen = selection(desk.state)
    desk.look(prompt=Prompt("slot", subject=f"{chosen.item} {chosen.block}".strip()), mode="INPUT")


def offers(state: State) -> Offers:
    """What the open line offers. Raises NotLoaded."""
    from ctotui.core.quickadd import wish
    from ctotui.core.reschedule import slots

    prompt = state.view.prompt
    if prompt is None:
        return Offers("")
    item, block = _subject(state, prompt)
    title = block.title if block else item.title if item else ""
    try:
        wanted = wish.read(prompt.text, Context(state.wall, state.settings.zone))
        minutes = wanted.minutes or _minutes(state, item, block)
        words = wish.spoken(replace(wanted, minutes=minutes))
        ignoring = block.id if block else ""
        path = block.list if block else item.list if item else ""
        found = slots.find(state.plan, wanted, minutes, state.wall, state.settings, ignoring, path)
    except PlanError as refusal:
        return Offers(title, problem=str(refusal))
    return Offers(title, words, tuple(found))


def _subject(state: State, prompt: Prompt) -> tuple[Item | None, Instance | None]:
    """What is to be placed: a timed block, else an open item that does not repeat, else nothing that is there yet."""
    key, _, block = prompt.subject.partition(" ")
    one = blocks.find(state.plan, block, state.settings.zone) if block else None
    if one is not None and not one.all_day and one.status not in CLOSED:
        return None, one
    item = state.plan.find(key) if key else None
    usable = isinstance(item, Item) and item.status not in CLOSED and not item.repeat
    return (item if usable and isinstance(item, Item) else None), None


def _minutes(state: State, item: Item | None, block: Instance | None) -> int:
    if block is not None:
        return block.minutes or state.settings.slot
    if item is None:
        return fit.DEFAULT
    try:
        return fit.length(state.plan, item, state.wall, state.settings)
    except PlanError:
        return item.estimate or fit.DEFAULT


def choose(desk: Desk, by: int) -> None:
    """Highlight the next or previous offer."""
    prompt = desk.state.view.prompt
    if prompt is not None:
        last = max(len(desk.ask(offers).found) - 1, 0)
        desk.look(prompt=replace(prompt, choice=min(max(prompt.choice + by, 0), last)))


def accept(desk: Desk, prompt: Prompt, close: Callable[[Desk], None]) -> None:
    """Close the line and hold the chosen slot: enter drops it there, esc leaves everything as it is."""
    told = desk.ask(offers)
    if not told.found:
        raise PlanError(told.problem)
    slot = told.found[min(prompt.choice, len(told.found) - 1)]
    item, block = desk.ask(lambda state: _subject(state, prompt))
    close(desk)
    if item is None and block is None:
        text = f" {slot.start:%Y-%m-%d} {clock(slot.start)}-{clock(slot.end)}"
        desk.look(prompt=Prompt("add", text, 0), mode="INPUT")
        return
    if desk.state.view.pane not in CALENDARS:
        desk.look(pane="today")
    if block is not None:
        calendar.in_hand(desk, block, replace(grab.hold(block), start=slot.start, end=slot.end))
    elif item is not None:
        hold(desk, Grab("block", desk.new_id("b"), item.id, slot.start, slot.end, new=True))
