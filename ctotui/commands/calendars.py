"""Calendars outside the data folder: which of them are shown, and which holds an item."""

from datetime import datetime

from ctotui.commands.command import Desk, command
from ctotui.commands.items import needs_item
from ctotui.core.errors import PlanError
from ctotui.core.model import Item
from ctotui.core.plan import Plan, blocks_of, update
from ctotui.core.selection import selection
from ctotui.core.sources import Calendar
from ctotui.core.state import Question, State
from ctotui.store import KeepError

KEYS = "abcdefghijklmnoprstuvwxyz"
"""Keys of a list of calendars: all letters but q, which leaves."""


def _some(state: State) -> str | None:
    return None if state.settings.calendars else "needs [calendars.NAME] in settings.toml"


def _writable(state: State) -> list[Calendar]:
    return [one for one in state.settings.calendars if not one.readonly and not one.path.endswith(".ics")]


def _item_and_calendar(state: State) -> str | None:
    return needs_item(state) or (None if _writable(state) else "needs a calendar in settings.toml that can be written")


@command("calendar.show", "Show or hide a calendar", group="App", needs=_some)
def show(desk: Desk) -> None:
    """Show or hide a calendar of settings.toml, its events and its tasks; settings.toml keeps which."""
    found = desk.state.settings.calendars
    choices = [
        (key, f"{one.name} ({'shown' if one.shown else 'hidden'})") for key, one in zip(KEYS, found, strict=False)
    ]
    desk.look(question=Question("Show or hide which calendar?", tuple(choices), _toggle))


def _toggle(desk: Desk, key: str) -> None:
    one = desk.state.settings.calendars[KEYS.index(key)]
    now = f"The calendar {one.name} is {'hidden' if one.shown else 'shown'}"
    try:
        desk.show_calendar(one.name, not one.shown)
    except KeepError as error:
        desk.say(f"{now} until the end of the program: {error}", "warn")
    else:
        desk.say(now)


@command("calendar.put", "Put into a calendar", group="App", needs=_item_and_calendar)
def put(desk: Desk) -> None:
    """Put an item and its blocks into the folder of a calendar, or take it out of one."""
    found = desk.ask(_writable)
    choices = [*((key, one.name) for key, one in zip(KEYS, found, strict=False)), ("0", "none")]
    desk.look(question=Question("Put it into which calendar?", tuple(choices), _put))


def _put(desk: Desk, key: str) -> None:
    item = desk.ask(lambda state: state.plan.get(Item, selection(state).item))
    name = "" if key == "0" else desk.ask(_writable)[KEYS.index(key)].name
    words = f"Put {item.title} into {name}" if name else f"Take {item.title} out of {item.calendar}"
    desk.edit(words, in_calendar, item.id, name, desk.now)


def in_calendar(plan: Plan, item_id: str, calendar: str, now: datetime) -> Plan:
    """`plan` with an item in a calendar; empty: in none. Raises PlanError where it can stand in no calendar."""
    item = plan.get(Item, item_id)
    if calendar and not blocks_of(plan, item.id) and item.day is None and item.due is None:
        raise PlanError(f"“{item.title}” has no time, day or deadline yet: plan it first.")
    return update(plan, item, now, calendar=calendar)
