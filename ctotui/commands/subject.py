"""The block that a verb means, and the guards that ask for one."""

from ctotui.core import blocks
from ctotui.core.agenda import Instance
from ctotui.core.errors import PlanError
from ctotui.core.model import CLOSED, Item
from ctotui.core.selection import selection
from ctotui.core.state import State


def subject(state: State) -> Instance:
    """The block that the keys mean: the one under the cursor, else the next one of the selected item (M5).

    Raises PlanError where there is none.
    """
    chosen, zone = selection(state), state.settings.zone
    if chosen.block:
        key = blocks.named(state.plan, chosen.block, state.now, zone)
        found = blocks.find(state.plan, key, zone)
    else:
        found = blocks.next_block(state.plan, chosen.item, state.now, zone) if chosen.item else None
    if found is None:
        item = state.plan.find(chosen.item)
        title = item.title if isinstance(item, Item) else "What is selected"
        raise PlanError(f"{title} is not on the calendar: p or f plans it.")
    return found


def needs_block(state: State) -> str | None:
    """Something that can be on the calendar must be selected."""
    chosen = selection(state)
    return None if chosen.block or chosen.item else "needs a block; p plans an item"


def needs_open_item(state: State) -> str | None:
    """An item that is not done must be selected."""
    item = state.plan.find(selection(state).item)
    if not isinstance(item, Item):
        return "needs an item; a adds one"
    return f"the item is {item.status}" if item.status in CLOSED else None
