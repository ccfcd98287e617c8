"""What a drag takes in hand, and what becomes of that over the board and over the tabs."""

from dataclasses import replace

from ctotui.commands.command import ScreenDesk
from ctotui.commands.grab import hold
from ctotui.commands.marks import marked_blocks
from ctotui.core import blocks, board, drag, grab
from ctotui.core.agenda import Instance
from ctotui.core.board import COLUMNS
from ctotui.core.drag import Part, Taken
from ctotui.core.model import Item
from ctotui.core.reschedule.fit import length
from ctotui.core.state import Grab, State
from ctotui.ui.frame import Target
from ctotui.ui.keys import context
from ctotui.ui.mouse.spot import Spot, has_hours

_PARTS: dict[str, Part] = {"block": "body", "start": "start", "end": "end"}


def take(desk: ScreenDesk, target: Target, where: Spot) -> Taken | None:
    """Hold what was pressed; None where it cannot be dragged. Raises PlanError, as for an item that is planned."""
    view = desk.state.view
    mode = context(view)
    if mode == "GRAB" and target.kind in _PARTS and view.grab is not None and _is_it(view.grab, target.value):
        return _taken(desk, _PARTS[target.kind], view.grab, where)
    if mode != "NORMAL" or view.overlay:
        return None
    if target.kind in ("item", "tray"):
        return _item(desk, target.value)
    if target.kind == "card":
        return _card(desk, target.value.partition(":")[2])
    if not has_hours(view):
        return None
    if target.kind in _PARTS:
        return _block(desk, _PARTS[target.kind], target.value, where)
    if target.kind == "slot" and where.row is not None:
        ids = desk.new_id("i"), desk.new_id("b")
        stretch = drag.stretch(where.row, where.minutes, *ids, desk.state.settings)
        _hold(desk, stretch.origin)
        return stretch
    return None


def _is_it(held: Grab, block: str) -> bool:
    shown = held.made_block if held.copy else held.id
    return held.kind == "block" and block in (shown, *(one.id for one in held.others))


def _block(desk: ScreenDesk, part: Part, block: str, where: Spot) -> Taken | None:
    """A block where it stands; by its body, with those that are marked if it is."""
    one = desk.ask(lambda state: blocks.find(state.plan, block, state.settings.zone))
    if one is None:
        return None
    others: list[Instance] = []
    if part == "body" and block in desk.state.view.marks:
        others = [other for other in desk.ask(marked_blocks) if other.id != block]
    held = replace(grab.hold(one, *others), unasked=True)
    return _taken(desk, "body" if one.all_day else part, held, where)


def _taken(desk: ScreenDesk, part: Part, held: Grab, where: Spot) -> Taken:
    _hold(desk, replace(held, dragged=True))
    return Taken(part, held, where.row)


def _item(desk: ScreenDesk, item: str) -> Taken:
    """An item of a list, nowhere yet, with what is left of it to plan."""
    minutes = desk.ask(lambda state: length(state.plan, state.plan.get(Item, item), state.wall, state.settings))
    held = Grab("block", desk.new_id("b"), item, new=True, dragged=True)
    _hold(desk, held)
    return Taken("plan", held, None, minutes)


def _card(desk: ScreenDesk, item: str) -> Taken | None:
    """A card of the board where it stands."""
    found = desk.state.plan.find(item)
    at = desk.ask(board.of_state).at(found) if isinstance(found, Item) else None
    if at is None:
        return None
    held = Grab("card", item, item, column=COLUMNS[at[0]], rank=float(at[1]))
    desk.look(item=item)
    _hold(desk, held)
    return Taken("plan", held, None)


def _hold(desk: ScreenDesk, held: Grab) -> None:
    desk.look(message=None)
    hold(desk, held)


def over(state: State, held: Grab, card: str) -> Grab:
    """A held card over another one, or over a column: where its star and rank let it stand."""
    name, _, other = card.partition(":")
    item = state.plan.find(held.item)
    if name not in COLUMNS or not isinstance(item, Item) or other == held.item:
        return held
    cards, column = board.of_state(state), COLUMNS.index(name)
    around = [one.id for one in board.others(cards, item, column)]
    low, high = board.span(cards, item, column)
    place = around.index(other) if other in around else len(around)
    if other in around and held.column == name and place >= held.rank:
        place += 1
    return replace(held, column=COLUMNS[column], rank=float(min(max(place, low), high)))


def into(desk: ScreenDesk, taken: Taken, pane: str) -> Taken:
    """Go on in another pane, with the same thing in hand; a card becomes time of its item there."""
    held = desk.state.view.grab
    if pane not in ("today", "week") or held is None:
        return taken
    if held.kind == "card":
        taken = _item(desk, held.item)
    else:
        hold(desk, held)
    desk.look(pane=pane)
    return taken
