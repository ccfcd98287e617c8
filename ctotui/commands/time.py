"""The timer (`s`, `S`), and the Time pane: its days and weeks, its entries, filling gaps."""

from datetime import datetime, timedelta

from ctotui.commands.command import Desk, command
from ctotui.commands.items import needs_item
from ctotui.core import agenda, duration, entries, gaps, timesheet
from ctotui.core.civil import clock, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import Entry, Item
from ctotui.core.selection import selection
from ctotui.core.state import State

TIME = ("time",)


def can_switch(state: State) -> str | None:
    """Something can be stopped or gone on with."""
    plan = state.plan
    return None if entries.running(plan) or entries.last(plan) else "needs time tracked before; s starts a timer"


@command("time.start", "Start timer", "s", group="Time", needs=needs_item, hint="timer", weight=8, repeats=True)
def start(desk: Desk) -> None:
    """Start the timer on the selected item; what runs stops in the same instant."""
    item, occurrence = desk.ask(_subject)
    before = entries.running(desk.state.plan)
    zone = desk.state.settings.zone
    desk.edit(f"Start {item.title}", entries.start, item.id, desk.now, desk.new_id("n"), zone, occurrence)
    stopped = f"; {_outcome(desk, before)}" if before is not None else ""
    desk.say(f"Timer runs on {item.title}{stopped}")


def _subject(state: State) -> tuple[Item, str]:
    """The selected item, and of a series the occurrence that is meant: the selected one, else that of today (M5)."""
    chosen = selection(state)
    item = state.plan.get(Item, chosen.item)
    if not item.repeat:
        return item, ""
    if "@" in chosen.block:
        return item, chosen.block
    today = agenda.on_day(state.plan, state.today, state.settings.zone)
    return item, next((one.id for one in today if one.item == item.id and one.recurring), "")


@command("time.stop", "Stop, or go on", "S", group="Time", needs=can_switch, hint="stop", weight=5)
def stop(desk: Desk) -> None:
    """Stop the timer; with none running, go on with what was tracked last."""
    before = entries.running(desk.state.plan)
    title = _title(desk, before or entries.last(desk.state.plan))
    label = f"{'Stop' if before else 'Continue'} {title}"
    desk.edit(label, entries.stop_or_continue, desk.now, desk.new_id("n"), desk.state.settings.zone)
    outcome = _outcome(desk, before) if before is not None else f"timer runs on {title}"
    desk.say(outcome[:1].upper() + outcome[1:])


def _outcome(desk: Desk, before: Entry) -> str:
    """What became of the entry that ran (T4)."""
    title, after = _title(desk, before), desk.state.plan.find(before.id)
    if not isinstance(after, Entry):
        return f"{title} ran under a minute and was discarded"
    return f"stopped {title} after {duration.clock(entries.minutes(after, desk.now))}"


def _title(desk: Desk, entry: Entry | None) -> str:
    item = desk.state.plan.find(entry.item) if entry is not None else None
    return item.title if isinstance(item, Item) else "a deleted item"


# --- the cursor of Time ----------------------------------------------------------------------------------------------


def _go(desk: Desk, by: int) -> None:
    found, here = desk.ask(timesheet.shown), desk.ask(timesheet.selected)
    if here is None:
        desk.say("No time was tracked on this day; T logs some", "warn")
    else:
        desk.look(entry=found[min(max(found.index(here) + by, 0), len(found) - 1)].id)


def _days(desk: Desk, by: int) -> None:
    desk.look(moment=desk.state.view.moment + timedelta(days=by), block="", entry="")


@command("time.down", "Entry down", "j", "down", group="Move", panes=TIME, hint="entry", weight=1, counted=True)
def down(desk: Desk, count: int = 1) -> None:
    """Go to the entry below."""
    _go(desk, count)


@command("time.up", "Entry up", "k", "up", group="Move", panes=TIME, counted=True)
def up(desk: Desk, count: int = 1) -> None:
    """Go to the entry above."""
    _go(desk, -count)


@command("time.first", "First entry", "g g", "home", group="Move", panes=TIME)
def first(desk: Desk) -> None:
    """Go to the first entry of the day."""
    _go(desk, -len(desk.ask(timesheet.shown)))


@command("time.last", "Last entry", "G", "end", group="Move", panes=TIME)
def last(desk: Desk) -> None:
    """Go to the last entry of the day."""
    _go(desk, len(desk.ask(timesheet.shown)))


@command("time.next_day", "Next day", "l", "right", group="Move", panes=TIME, hint="day", weight=3, counted=True)
def next_day(desk: Desk, count: int = 1) -> None:
    """Show the next day."""
    _days(desk, count)


@command("time.previous_day", "Previous day", "h", "left", group="Move", panes=TIME, counted=True)
def previous_day(desk: Desk, count: int = 1) -> None:
    """Show the day before."""
    _days(desk, -count)


@command("time.next_week", "Next week", "L", group="Move", panes=TIME, hint="week", weight=2, counted=True)
def next_week(desk: Desk, count: int = 1) -> None:
    """Show the next week."""
    _days(desk, 7 * count)


@command("time.previous_week", "Previous week", "H", group="Move", panes=TIME, counted=True)
def previous_week(desk: Desk, count: int = 1) -> None:
    """Show the week before."""
    _days(desk, -7 * count)


@command("time.today", "Today", "t t", group="Move", panes=TIME)
def today(desk: Desk) -> None:
    """Show today."""
    _days(desk, (desk.state.today - desk.state.view.moment.date()).days)


# --- gaps ------------------------------------------------------------------------------------------------------------


def needs_gap(state: State) -> str | None:
    """The day shown must have a gap."""
    return None if timesheet.day_of_state(state).gaps else "needs a gap of five minutes in the tracked day"


@command("time.fill", "Fill gap", "f", group="Time", panes=TIME, needs=needs_gap, hint="fill gap", weight=7)
def fill(desk: Desk) -> None:
    """Fill the next gap with what was planned then, else with more of the entry before it."""
    gap = desk.ask(_next_gap)
    zone = desk.state.settings.zone
    what = desk.ask(lambda state: gaps.filling(state.plan, gap, zone))
    new_id = desk.new_id("n")
    title = desk.state.plan.get(Item, what.item).title
    desk.edit(f"Fill gap with {title}", gaps.fill, gap, desk.now, new_id, zone)
    times = f"{_clock(what.start, zone)}–{_clock(what.end, zone)}"
    desk.look(entry=what.stretch or new_id)
    desk.say(f"{times} is {title} now: {'nothing was planned then' if what.stretch else 'it was planned then'}")


def _next_gap(state: State) -> gaps.Span:
    """The first gap after the chosen entry, else the first of the day."""
    holes = [(line.start, line.end) for line in timesheet.day_of_state(state).lines if line.kind == "gap"]
    chosen = state.plan.find(state.view.entry) if state.view.entry else None
    since = chosen.start if isinstance(chosen, Entry) else datetime.min.replace(tzinfo=state.now.tzinfo)
    found = [(start, end) for start, end in holes if end is not None]
    if not found:
        raise PlanError("The day has no gap of five minutes inside working hours.")
    return next((hole for hole in found if hole[0] >= since), found[0])


def _clock(moment: datetime, zone: str) -> str:
    return clock(wall(moment, zone))
