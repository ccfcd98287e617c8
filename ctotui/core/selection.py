"""What the cursor stands on, in every pane: the subject of a command."""

from dataclasses import dataclass

from ctotui.core.model import Item
from ctotui.core.state import State


@dataclass(frozen=True, slots=True)
class Selection:
    """Ids of what is selected; empty where there is none."""

    item: str = ""
    block: str = ""
    """A stored block or an occurrence ``4kq@2026-03-10``."""
    entry: str = ""


def selection(state: State) -> Selection:
    """The item, block or entry under the cursor of the current pane. Raises NotLoaded where the pane would."""
    view = state.view
    if view.pane == "time":
        from ctotui.core import timesheet

        entry = timesheet.selected(state)
        return Selection(entry.item, "", entry.id) if entry is not None else Selection()
    if view.pane == "board":
        from ctotui.core import board

        card = board.selected(state)
        return Selection(card.id) if card is not None else Selection()
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
