"""Marks: several blocks, or several items of a list or board, for the next verb to take together."""

from datetime import date

from ctotui.commands.command import Desk, command
from ctotui.commands.grab import CALENDARS
from ctotui.core import blocks, items
from ctotui.core.agenda import Instance, on_day
from ctotui.core.civil import day_of
from ctotui.core.errors import PlanError
from ctotui.core.model import CLOSED, Item
from ctotui.core.plan import Plan
from ctotui.core.selection import selection
from ctotui.core.state import State, place

PLACES = (*CALENDARS, "board")


def marked_blocks(state: State) -> list[Instance]:
    """The marked blocks that are still there, the one under the cursor first, then by time. Raises NotLoaded."""
    found = [blocks.find(state.plan, key, state.settings.zone) for key in sorted(state.view.marks)]
    there = [one for one in found if one is not None]
    return sorted(there, key=lambda one: (one.id != state.view.block, one.begins, one.id))


def needs_mark(state: State) -> str | None:
    """Something must stand under the cursor."""
    chosen = selection(state)
    return None if chosen.block or chosen.item else "needs a block or an item to mark"


@command("mark.toggle", "Mark", "space", group="Select", panes=PLACES, needs=needs_mark)
def toggle(desk: Desk) -> None:
    """Mark what is selected, or unmark it: the next verb takes all that is marked."""
    key = desk.ask(_key)
    marks = desk.state.view.marks ^ {key}
    kept = desk.ask(lambda state: _alike(state, key, marks))
    desk.look(marks=kept, **desk.ask(_following))
    desk.say(f"{len(kept)} marked: m, x, dd and rt take them together, esc unmarks" if kept else "Nothing is marked")


def _following(state: State) -> dict[str, str]:
    """The row or card after the one under the cursor, so that several are marked one after another."""
    if place(state.view) not in ("list", "board"):
        return {}
    order, here = _order(state), selection(state).item
    at = order.index(here) + 1 if here in order else len(order)
    return {"item": order[at]} if at < len(order) else {}


def _key(state: State) -> str:
    """The block under the cursor, else the item."""
    chosen = selection(state)
    return chosen.block or chosen.item


def _alike(state: State, key: str, marks: frozenset[str]) -> frozenset[str]:
    """The marks that are of the sort of the last one: blocks and items are not taken together."""
    return frozenset(one for one in marks if _is_item(state, one) == _is_item(state, key))


def _is_item(state: State, key: str) -> bool:
    return isinstance(state.plan.find(key), Item)


@command("mark.range", "Mark as far as here", "v", group="Select", panes=PLACES, needs=needs_mark)
def mark_range(desk: Desk) -> None:
    """Mark all from the marked one nearest before the cursor to the one under it."""
    keys = desk.ask(_range)
    desk.look(marks=desk.state.view.marks | keys)
    desk.say(f"{len(desk.state.view.marks)} marked: m, x, dd and rt take them together, esc unmarks")


def _range(state: State) -> frozenset[str]:
    """Ids from the nearest mark to the cursor, in the order of the pane. Raises PlanError where nothing is marked."""
    here, order = _key(state), _order(state)
    marked = [index for index, key in enumerate(order) if key in state.view.marks]
    if not marked or here not in order:
        raise PlanError("v marks from a mark to the cursor: space sets the first one.")
    at = order.index(here)
    nearest = min(marked, key=lambda index: abs(index - at))
    return frozenset(order[min(at, nearest) : max(at, nearest) + 1])


def _order(state: State) -> list[str]:
    """What can be marked, as the pane shows it: the rows of a list, the cards of a column, the blocks of some days."""
    where = place(state.view)
    if where == "list":
        from ctotui.core.today import today

        return list(today(state.plan, state.settings, state.now).order)
    if where == "board":
        from ctotui.core import board

        return [card.id for card in board.of_state(state).columns[board.cursor(state)[0]].cards]
    return [one.id for day in _days(state) for one in on_day(state.plan, day, state.settings.zone)]


def _days(state: State) -> list[date]:
    from ctotui.core.week import shown

    if state.view.pane == "today":
        return [state.view.moment.date()]
    marked = {day_of(one.start) for one in marked_blocks(state)}
    return sorted({*shown(state), *marked})


def finish_all(desk: Desk) -> None:
    """Finish all that is marked and open, as one step."""
    keys, now, zone = desk.ask(_open_keys), desk.now, desk.state.settings.zone
    if not keys:
        raise PlanError("All that is marked is done already: space unmarks, x on one opens it again.")

    def edit(plan: Plan) -> Plan:
        for item, occurrence in keys:
            plan = items.finish(plan, item, now, occurrence, zone)
        return plan

    desk.edit(f"Finish {len(keys)} items", edit)
    desk.look(marks=frozenset())
    desk.say(f"Finished {len(keys)}; u takes it back")


def _open_keys(state: State) -> list[tuple[str, str]]:
    """Item and occurrence of what is marked and not closed, each once."""
    found: dict[tuple[str, str], None] = {}
    for key in sorted(state.view.marks):
        item = state.plan.find(key)
        one = blocks.find(state.plan, key, state.settings.zone)
        if isinstance(item, Item) and item.status not in CLOSED:
            following = blocks.next_block(state.plan, key, state.now, state.settings.zone) if item.repeat else None
            found[(item.id, following.id if following is not None else "")] = None
        elif one is not None and one.status not in CLOSED:
            found[(one.item, key if one.recurring else "")] = None
    return list(found)


def delete_all(desk: Desk) -> None:
    """Take the marked blocks off the calendar, of a series that occurrence; delete the marked items; as one step."""
    keys, now, zone = tuple(sorted(desk.state.view.marks)), desk.now, desk.state.settings.zone
    are_items = desk.ask(lambda state: _is_item(state, keys[0]))

    def edit(plan: Plan) -> Plan:
        for key in keys:
            plan = items.delete(plan, key, now) if are_items else blocks.unplan(plan, key, now, zone)
        return plan

    what = "items" if are_items else "blocks"
    desk.edit(f"{'Delete' if are_items else 'Unplan'} {len(keys)} {what}", edit)
    desk.look(marks=frozenset(), block="")
    desk.say(f"{'Deleted' if are_items else 'Took off'} {len(keys)} {what}; u brings them back")
