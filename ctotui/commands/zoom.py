"""The five levels of the calendar (S7), and the keys that mean something else in a month and in the list (`agenda`).

The cursor's instant survives every change of level.
"""

from collections.abc import Callable

from ctotui.commands.command import Desk, command
from ctotui.commands.grab import CALENDARS
from ctotui.core import agenda_rows, cursor
from ctotui.core.cursor import Stop
from ctotui.core.state import State, View

LEVELS = ("day", "three", "week", "month", "agenda")
"""From near to far; the day is Today, the others are what the second pane shows."""
MONTH, AGENDA = ("month",), ("agenda",)


def level(view: View) -> str:
    """The level that is shown."""
    return "day" if view.pane == "today" else view.zoom


def show(desk: Desk, wanted: str) -> None:
    """Show a level, the cursor where it is, on its block where that is visible."""
    from ctotui.core.selection import settled

    desk.look(pane="today") if wanted == "day" else desk.look(pane="week", zoom=wanted)
    desk.look(part="calendar")
    desk.look(**{name: getattr(desk.ask(settled), name) for name in ("block", "moment")})


@command("calendar.zoom", "Zoom", "z", group="Move", panes=CALENDARS, hint="zoom", weight=2)
def zoom(desk: Desk) -> None:
    """Show more time: from the day to three days, the week, the month, a list without end, and back to the day."""
    show(desk, LEVELS[(LEVELS.index(level(desk.state.view)) + 1) % len(LEVELS)])


@command("calendar.day", "Zoom to the day", group="Move")
def day(desk: Desk) -> None:
    """Show the day of the cursor."""
    show(desk, "day")


@command("calendar.three", "Zoom to three days", group="Move")
def three(desk: Desk) -> None:
    """Show three days, counted from today."""
    show(desk, "three")


@command("calendar.week", "Zoom to the week", group="Move")
def week(desk: Desk) -> None:
    """Show the week of the cursor."""
    show(desk, "week")


@command("calendar.month", "Zoom to the month", group="Move")
def month(desk: Desk) -> None:
    """Show the month of the cursor, a cell a day."""
    show(desk, "month")


@command("calendar.agenda", "Zoom to the agenda", group="Move")
def agenda(desk: Desk) -> None:
    """Show the calendar as a list, empty days folded."""
    show(desk, "agenda")


def _go(desk: Desk, motion: Callable[[State, Stop], Stop]) -> None:
    place = desk.ask(lambda state: motion(state, cursor.here(state)))
    desk.look(moment=place.moment, block=place.block)


def _days(desk: Desk, by: int) -> None:
    _go(desk, lambda state, here: cursor.days(state.plan, here, state.settings, by))


@command("month.down", "Next week", "j", "down", group="Move", panes=MONTH, counted=True)
def month_down(desk: Desk, count: int = 1) -> None:
    """Go to the same time a week later."""
    _days(desk, 7 * count)


@command("month.up", "Previous week", "k", "up", group="Move", panes=MONTH, counted=True)
def month_up(desk: Desk, count: int = 1) -> None:
    """Go to the same time a week earlier."""
    _days(desk, -7 * count)


@command("month.next", "Next month", "L", group="Move", panes=MONTH, hint="month", weight=3, counted=True)
def next_month(desk: Desk, count: int = 1) -> None:
    """Go to the same day of the next month, or its last."""
    _go(desk, lambda state, here: cursor.months(state.plan, here, state.settings, count))


@command("month.previous", "Previous month", "H", group="Move", panes=MONTH, counted=True)
def previous_month(desk: Desk, count: int = 1) -> None:
    """Go to the same day of the month before, or its last."""
    _go(desk, lambda state, here: cursor.months(state.plan, here, state.settings, -count))


@command("month.open", "Open the day", "enter", group="App", panes=MONTH, hint="day", weight=8)
def open_day(desk: Desk) -> None:
    """Show the day of the cursor as it is planned."""
    show(desk, "day")


def _rows(desk: Desk, by: int) -> None:
    _go(desk, lambda state, here: agenda_rows.step(state, here, by))


@command("agenda.down", "Next row", "j", "down", group="Move", panes=AGENDA, counted=True)
def agenda_down(desk: Desk, count: int = 1) -> None:
    """Go to the next block of the list, or to the empty days that follow."""
    _rows(desk, count)


@command("agenda.up", "Previous row", "k", "up", group="Move", panes=AGENDA, counted=True)
def agenda_up(desk: Desk, count: int = 1) -> None:
    """Go to the block above in the list, or to the empty days before."""
    _rows(desk, -count)


@command("agenda.next_day", "Next day that has any", "J", group="Move", panes=AGENDA, counted=True)
def agenda_next_day(desk: Desk, count: int = 1) -> None:
    """Go to the first row of the next day in the list."""
    for _time in range(count):
        _go(desk, lambda state, here: agenda_rows.days(state, here, 1))


@command("agenda.previous_day", "Previous day that has any", "K", group="Move", panes=AGENDA, counted=True)
def agenda_previous_day(desk: Desk, count: int = 1) -> None:
    """Go to the first row of the day before in the list."""
    for _time in range(count):
        _go(desk, lambda state, here: agenda_rows.days(state, here, -1))


@command("agenda.page_down", "Half page down", "ctrl+d", "pgdn", group="Move", panes=AGENDA)
def agenda_page_down(desk: Desk) -> None:
    """Go ten rows down the list."""
    _rows(desk, agenda_rows.PAGE)


@command("agenda.page_up", "Half page up", "ctrl+u", "pgup", group="Move", panes=AGENDA)
def agenda_page_up(desk: Desk) -> None:
    """Go ten rows up the list."""
    _rows(desk, -agenda_rows.PAGE)


@command("calendar.zones", "Other zone", "o", group="Move", panes=CALENDARS)
def other_zone(desk: Desk) -> None:
    """Show the hours of the next zone of the setting `zones` beside your own, or none."""
    zones, view = desk.state.settings.zones, desk.state.view
    if not zones:
        desk.say('No other zone is set: write zones = ["America/New_York"] in settings.toml', "warn")
        return
    desk.look(beside=(view.beside + 1) % (len(zones) + 1))
