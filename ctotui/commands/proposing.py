"""What is proposed before anything is stored: auto-plan, spread, and what absorbs a slip (section 6, I13)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ctotui.commands import offers
from ctotui.commands.command import Desk, command
from ctotui.commands.grab import CALENDARS
from ctotui.commands.items import selected
from ctotui.commands.reschedule import ANYWHERE, title_of
from ctotui.commands.subject import needs_open_item
from ctotui.core import duration
from ctotui.core.civil import day_name
from ctotui.core.errors import PlanError
from ctotui.core.model import CLOSED, Item
from ctotui.core.offer import proposed
from ctotui.core.selection import selection
from ctotui.core.state import State

if TYPE_CHECKING:
    from ctotui.core.reschedule.autoplan import Agreement


@command("item.spread", "Spread until due", "r s", group="Reschedule", panes=ANYWHERE, needs=needs_open_item)
def spread(desk: Desk) -> None:
    """Propose what is left of the item in parts of an hour, on the days with most room, until it is due."""
    from ctotui.core.reschedule.spread import spread

    item = desk.ask(selected)
    found = desk.ask(lambda state: spread(state.plan, item.id, state.settings, state.now))
    title = f"Spread {item.title}"
    if not found.proposals:
        raise PlanError(f"No free time is left for {item.title} until it is due: < moves the deadline, rb makes room.")
    offers.show(desk, proposed(title, found.proposals, lambda: desk.new_id("b")))
    if found.shortfall:
        desk.say(f"{duration.text(found.shortfall)} of {item.title} found no time before it is due", "warn")


def is_slipping(state: State) -> str | None:
    """The running work must be past its block, and something wait for it."""
    from ctotui.core.slip import slip

    return None if slip(state) is not None else "nothing is late that others wait for"


@command("plan.absorb", "Absorb a slip", "R", group="Time", needs=is_slipping, hint="absorb", weight=14)
def absorb(desk: Desk) -> None:
    """Show what the running overrun costs, and let ripple, compress or carry absorb it: tab turns, enter takes."""
    from ctotui.core.slip import hit, slip, ways

    found, now, settings = desk.ask(slip), desk.now, desk.state.settings
    if found is None:
        raise PlanError("Nothing is late that others wait for.")
    late = desk.ask(lambda state: hit(state.plan, found.one, settings, now))
    offers.show(desk, ways(found, settings, now, [desk.new_id("b") for _one in late]))


@command("item.autoplan", "Auto-plan the item", "r a", group="Reschedule", panes=ANYWHERE, needs=needs_open_item)
def autoplan_item(desk: Desk) -> None:
    """Propose times for what is left of the selected item, or of what is marked, within two weeks."""
    chosen = desk.ask(_chosen_items)
    today = desk.state.today
    _autoplan(desk, tuple(today + timedelta(days=n) for n in range(14)), chosen)


def _chosen_items(state: State) -> tuple[Item, ...]:
    """The items that are marked, by themselves or by a block, else the selected one."""
    keys = dict.fromkeys(key.partition("@")[0] for key in sorted(state.view.marks)) or {selection(state).item: None}
    found = []
    for key in keys:
        record = state.plan.find(key)
        item = record if isinstance(record, Item) else state.plan.find(getattr(record, "item", ""))
        if isinstance(item, Item) and item.status not in CLOSED:
            found.append(item)
    return tuple(dict.fromkeys(found))


@command("plan.auto", "Auto-plan", "P", group="Time", panes=CALENDARS, hint="auto-plan", weight=4, contexts=("NORMAL",))
def autoplan(desk: Desk) -> None:
    """Propose times for what is not planned: on the day of Today, or until the end of the week that is shown."""
    _autoplan(desk, desk.ask(_days), None)


def _days(state: State) -> tuple[date, ...]:
    """The day of the cursor in Today, the days that Week shows; none that is over."""
    from ctotui.core.week import focused, shown

    days = (focused(state),) if state.view.pane == "today" else shown(state)
    ahead = tuple(day for day in days if day >= state.today)
    if not ahead:
        raise PlanError("What is shown is over: t goes to a day that is still to come.")
    return ahead


def _autoplan(desk: Desk, days: tuple[date, ...], items: tuple[Item, ...] | None) -> None:
    from ctotui.core.reschedule.autoplan import autoplan, candidates

    now, settings = desk.now, desk.state.settings

    def agreed(state: State) -> "Agreement":
        chosen = candidates(state.plan, settings, now, days[-1]) if items is None else items
        return autoplan(state.plan, chosen, days, settings, now)

    found = desk.ask(agreed)
    if not found.proposals and not found.unplaced and found.unestimated:
        count = len(found.unestimated)
        what = f"{count} items have" if count > 1 else "One item has"
        raise PlanError(f"{what} no estimate, and nothing without one is planned: = sets it.")
    if not found.proposals and found.unplaced:
        _refuse_full(desk.state, found, days)
    span = day_name(days[0]) if len(days) == 1 else f"{day_name(days[0])} to {day_name(days[-1])}"
    title = f"Auto-plan {items[0].title if items and len(items) == 1 else span}"
    made = proposed(title, found.proposals, lambda: desk.new_id("b"), found.unplaced, found.unestimated, days)
    offers.show(desk, made)


def _refuse_full(state: State, found: "Agreement", days: tuple[date, ...]) -> None:
    """Say that nothing could be placed, and why the first did not. Raises PlanError."""
    first = found.unplaced[0]
    span = f"on {day_name(days[0])}" if len(days) == 1 else f"until {day_name(days[-1])}"
    more = f" {len(found.unplaced) - 1} more found none either." if len(found.unplaced) > 1 else ""
    raise PlanError(f"No time {span} for {title_of(state, (first.item,))}: {first.why}.{more}")
