"""What an operand names: an item by its short id, an occurrence, a block (M9)."""

from typing import TYPE_CHECKING

from ctotui.cli.call import Call
from ctotui.core import ids
from ctotui.core.errors import NotLoaded, PlanError
from ctotui.core.model import Block, Item

if TYPE_CHECKING:
    from ctotui.core.instance import Instance


def short(call: Call, key: str) -> str:
    """The short id of an item."""
    return ids.short(call.state.plan, key)


def target(call: Call, text: str) -> tuple[Item, str]:
    """The item that `text` names, and the address of its occurrence, empty where none is named. Raises PlanError."""
    key = _resolved(call, text)
    item = call.state.plan.get(Item, key.partition("@")[0])
    if "@" not in key:
        return item, ""
    from ctotui.core import blocks

    if call.ask(lambda state: blocks.find(state.plan, key, call.zone)) is None:
        raise PlanError(f'"{item.title}" does not occur on {key.partition("@")[2]}: see "ctotui agenda".')
    return item, key


def item(call: Call, text: str) -> Item:
    """The item that `text` names, also by one of its occurrences. Raises PlanError."""
    return target(call, text)[0]


def open_target(call: Call, text: str) -> tuple[Item, str] | None:
    """As `target`, where `text` is the id of one open item; None where it is other text."""
    return target(call, text) if call.ask(lambda state: ids.is_open(state.plan, text)) else None


def block(call: Call, text: str) -> "Instance":
    """The block or occurrence that `text` names, else the item's next one. Raises PlanError."""
    item, found = placed(call, text)
    if found is None:
        name = short(call, item.id)
        raise PlanError(f'"{item.title}" is not on the calendar: "ctotui plan {name}" puts it there.')
    return found


def placed(call: Call, text: str) -> tuple[Item, "Instance | None"]:
    """The item that `text` names, with that block or occurrence of it, else its next one. Raises PlanError."""
    from ctotui.core import blocks

    named = call.state.plan.find(text)
    if isinstance(named, Block):
        found = call.ask(lambda state: blocks.find(state.plan, text, call.zone))
        if found is not None:
            return call.state.plan.get(Item, named.item), found
    item, occurrence = target(call, text)
    if occurrence:
        return item, call.ask(lambda state: blocks.find(state.plan, occurrence, call.zone))
    now = call.session.now
    return item, call.ask(lambda state: blocks.next_block(state.plan, item.id, now, call.zone))


def _resolved(call: Call, text: str) -> str:
    """An id among what is in memory, then in the text of the archive and of every month of the calendar."""

    try:
        return ids.resolve(call.state.plan, text)
    except (PlanError, NotLoaded):
        call.session.fetch(text.strip().partition("@")[0])
        return ids.resolve(call.state.plan, text, whole=False)
