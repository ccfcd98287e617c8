"""What the cursor stands on, in every pane: the subject of a command."""

from dataclasses import dataclass

from ctotui.core.model import Entry, Item
from ctotui.core.state import State


@dataclass(frozen=True, slots=True)
class Selection:
    """Ids of what is selected; empty where there is none."""

    item: str = ""
    block: str = ""
    """A stored block or an occurrence ``4kq@2026-03-10``."""
    entry: str = ""


def selection(state: State) -> Selection:
    """The item, block or entry under the cursor of the current pane."""
    view = state.view
    if view.pane == "time":
        entry = state.plan.find(view.entry) if view.entry else None
        return Selection(entry.item, "", entry.id) if isinstance(entry, Entry) else Selection()
    if view.pane == "week" or (view.pane == "today" and view.part == "calendar"):
        return Selection(item_of(state, view.block), view.block) if view.block else Selection()
    found = state.plan.find(view.item) if view.item else None
    return Selection(found.id) if isinstance(found, Item) else Selection()


def item_of(state: State, block: str) -> str:
    """Id of the item that a stored block or an occurrence address belongs to."""
    if "@" in block:
        return block.partition("@")[0]
    found = state.plan.find(block)
    return getattr(found, "item", "")
