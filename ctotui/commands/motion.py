"""Moving the cursor in the list of Today, between its parts, and to what is running, waiting or next."""

from ctotui.commands.command import Desk, command
from ctotui.core import agenda, entries
from ctotui.core.civil import DAY
from ctotui.core.state import State
from ctotui.core.today import Today, today

PAGE = 10
"""Rows that ^D and ^U go."""


def _listed(state: State) -> Today:
    return today(state.plan, state.settings, state.now)


def _order(desk: Desk) -> list[str]:
    return desk.ask(_listed).order


def _stand(desk: Desk, order: list[str], index: int) -> None:
    if order:
        desk.look(part="list", item=order[min(max(index, 0), len(order) - 1)])
    else:
        desk.say("The list is empty; a adds something", "warn")


def _index(desk: Desk, order: list[str]) -> int:
    item = desk.state.view.item
    return order.index(item) if item in order else -1


@command("list.down", "Next row", "j", "down", group="Move", panes=("list",), counted=True)
def down(desk: Desk, count: int = 1) -> None:
    """Go to the next row of the list."""
    order = _order(desk)
    _stand(desk, order, _index(desk, order) + count)


@command("list.up", "Previous row", "k", "up", group="Move", panes=("list",), counted=True)
def up(desk: Desk, count: int = 1) -> None:
    """Go to the row above in the list."""
    order = _order(desk)
    _stand(desk, order, max(_index(desk, order), 0) - count)


@command("list.page_down", "Half page down", "ctrl+d", "pgdn", group="Move", panes=("list",))
def page_down(desk: Desk) -> None:
    """Go ten rows down the list."""
    down(desk, PAGE)


@command("list.page_up", "Half page up", "ctrl+u", "pgup", group="Move", panes=("list",))
def page_up(desk: Desk) -> None:
    """Go ten rows up the list."""
    up(desk, PAGE)


@command("list.first", "First row", "g g", "home", group="Move", panes=("list",))
def first(desk: Desk) -> None:
    """Go to the first row of the list."""
    _stand(desk, _order(desk), 0)


@command("list.last", "Last row", "G", "end", group="Move", panes=("list",))
def last(desk: Desk) -> None:
    """Go to the last row of the list."""
    order = _order(desk)
    _stand(desk, order, len(order) - 1)


def _section(desk: Desk, by: int) -> None:
    """Go to the first row of the next or previous section that has rows."""
    found = desk.ask(_listed)
    sections = [rows for name, rows in found.sections.items() if rows and name != "MEETINGS"]
    item = desk.state.view.item
    here = next((place for place, rows in enumerate(sections) if item in [row.item.id for row in rows]), 0)
    if sections:
        _stand(desk, [sections[min(max(here + by, 0), len(sections) - 1)][0].item.id], 0)


@command("list.next_section", "Next section", "J", group="Move", panes=("list",))
def next_section(desk: Desk) -> None:
    """Go to the next section of the list."""
    _section(desk, 1)


@command("list.previous_section", "Previous section", "K", group="Move", panes=("list",))
def previous_section(desk: Desk) -> None:
    """Go to the section above in the list."""
    _section(desk, -1)


@command("today.part", "Other part", "tab", group="Move", panes=("today",), hint="part", weight=2)
def other_part(desk: Desk) -> None:
    """Go from the calendar to the list of Today and back."""
    view = desk.state.view
    if view.part == "list":
        desk.look(part="calendar")
        return
    order = _order(desk)
    _stand(desk, order, max(_index(desk, order), 0))


@command("go.inbox", "Inbox", "g i", group="Move")
def go_inbox(desk: Desk) -> None:
    """Go to the first row of the inbox."""
    _go_section(desk, "INBOX")


@command("go.waiting", "Waiting", "g w", group="Move")
def go_waiting(desk: Desk) -> None:
    """Go to the first row that waits for somebody."""
    _go_section(desk, "WAITING")


def _go_section(desk: Desk, name: str) -> None:
    rows = desk.ask(_listed).sections[name]
    if rows:
        desk.look(pane="today", part="list", item=rows[0].item.id)
    else:
        desk.say(f"Nothing is in {name.title()}", "warn")


@command("go.running", "What runs", "g r", group="Move")
def go_running(desk: Desk) -> None:
    """Go to the item whose timer runs."""
    current = entries.running(desk.state.plan)
    if current is None:
        desk.say("No timer runs; s starts one", "warn")
    else:
        desk.look(pane="today", part="list", item=current.item)


@command("go.next_block", "Next block", "g b", group="Move")
def go_next_block(desk: Desk) -> None:
    """Go to the next block from now on."""
    from datetime import datetime

    now, zone, day = desk.now, desk.state.settings.zone, desk.state.today
    for offset in range(14):
        for one in desk.ask(lambda state, day=day + offset * DAY: agenda.on_day(state.plan, day, zone)):  # type: ignore[misc]
            if one.begins > now and not one.all_day and isinstance(one.start, datetime):
                desk.look(pane="today", part="calendar", block=one.id, moment=one.start)
                return
    desk.say("No block lies in the next two weeks", "warn")
