"""What the cursor stands on, in every pane: the subject of a command."""

from dataclasses import dataclass, replace
from datetime import datetime

from ctotui.core.civil import exactly
from ctotui.core.model import Item
from ctotui.core.state import State, View, place


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


def settled(state: State) -> View:
    """The view with its cursor on something that is there, after the plan or the pane has changed (S10).

    A block is followed to its time; where it is gone, the cursor stays at its own. Raises NotLoaded as the pane would.
    """
    view = state.view
    if view.grab is not None:
        return view
    if place(view) == "list":
        from ctotui.core.today import today

        order = today(state.plan, state.settings, state.now).order
        return view if view.item in order else replace(view, item=order[0] if order else "")
    return _on_calendar(state) if view.pane in ("today", "week") and view.moment.year > 1970 else view


def _on_calendar(state: State) -> View:
    from ctotui.core import blocks, cursor

    view = state.view
    one = blocks.find(state.plan, view.block, state.settings.zone) if view.block else None
    if one is None:
        return replace(view, block=cursor.at(state.plan, view.moment, state.settings).block)
    if not isinstance(one.start, datetime):
        return view
    here = exactly(view.moment, state.settings.zone)
    return view if one.begins <= here < one.ends else replace(view, moment=one.start)


def item_of(state: State, block: str) -> str:
    """Id of the item that a stored block or an occurrence address belongs to."""
    if "@" in block:
        return block.partition("@")[0]
    found = state.plan.find(block)
    return getattr(found, "item", "")
