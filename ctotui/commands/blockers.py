"""What an item waits for, chosen among the open items by a few letters (`b`)."""

from collections.abc import Iterable
from dataclasses import dataclass

from ctotui.commands.command import Desk, command
from ctotui.commands.palette import score
from ctotui.core import dependencies, query
from ctotui.core.errors import PlanError
from ctotui.core.ids import short
from ctotui.core.memo import recall
from ctotui.core.model import CLOSED, Item
from ctotui.core.plan import Plan
from ctotui.core.state import State

LIMIT = 50
"""Rows at most."""


@dataclass(frozen=True, slots=True)
class Row:
    """An item that another one waits for, or could wait for."""

    item: Item
    short: str
    blocks: bool
    """It is waited for already."""
    reason: str = ""
    """Why it cannot be waited for; empty: it can."""


def rows(state: State) -> list[Row]:
    """What matches the open line: by its short id, else by its title, the best first.

    Of equals first what blocks already, the newest first, then what stands in the same list.
    """
    prompt = state.view.prompt
    item = state.plan.find(prompt.subject) if prompt is not None else None
    if prompt is None or not isinstance(item, Item):
        return []
    wanted = prompt.text.strip().casefold()
    return recall(state.plan, ("blockers", item.id, wanted), lambda: _rows(state, item, wanted))


def _rows(state: State, item: Item, wanted: str) -> list[Row]:
    found = [
        (_points(wanted, one), one) for one in recall(state.plan, ("blockers", item.id), lambda: _all(state, item))
    ]
    hits = [(points, one) for points, one in found if points is not None]
    waiting = dependencies.reached(state.plan, item.id)
    chosen = [one for _points, one in sorted(hits, key=lambda hit: -hit[0])[:LIMIT]]
    return [_row(state.plan, item, one, waiting) for one in chosen]


def _all(state: State, item: Item) -> list[Item]:
    """What blocks an item, and all that could, in the order of `rows`."""
    blocking = [one for key in item.blocked_by[::-1] if isinstance(one := state.plan.find(key), Item)]
    ordered = query.in_order(_open(state.plan))
    others = sorted(ordered, key=lambda one: one.list != item.list)
    return [*blocking, *(one for one in others if one.id != item.id and one.id not in item.blocked_by)]


def _open(plan: Plan) -> Iterable[Item]:
    for one in plan.records(Item):
        if one.status not in CLOSED and not one.repeat and one.calendar not in plan.hidden:
            yield one


def _points(wanted: str, item: Item) -> int | None:
    """How well an item matches: its id before any title."""
    return 2000 if wanted and item.id[1:].startswith(wanted) else score(wanted, item.title)


def _row(plan: Plan, item: Item, one: Item, waiting: frozenset[str]) -> Row:
    blocks = one.id in item.blocked_by
    circular = one.id in waiting and not blocks
    return Row(one, short(plan, one.id), blocks, "waits for it" if circular else "")


@command(
    "blocker.take", "Add or take away", "enter", group="App", contexts=("PICKER",), hint="add or take away", weight=4
)
def take(desk: Desk) -> None:
    """Let the item wait for the highlighted one, or no longer."""
    prompt, found = desk.state.view.prompt, desk.ask(rows)
    if prompt is None or not found:
        raise PlanError("No open item matches: fewer letters find more.")
    row = found[min(prompt.choice, len(found) - 1)]
    title, other = desk.state.plan.get(Item, prompt.subject).title, row.item.title
    label = f"{title} no longer waits for {other}" if row.blocks else f"{title} waits for {other}"
    desk.edit(label, dependencies.toggle, prompt.subject, row.item.id, desk.now)
    desk.look(prompt=None, mode="NORMAL")
    desk.say(f"{label}; {'u puts it back' if row.blocks else 'b again takes it back'}")
