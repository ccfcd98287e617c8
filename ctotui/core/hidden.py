"""How much stands in calendars that are not shown: nothing is left out of a screen without a count (S8)."""

from dataclasses import replace
from datetime import date, timedelta

from ctotui.core.agenda import instances
from ctotui.core.memo import recall
from ctotui.core.plan import Plan
from ctotui.core.state import State


def whole(plan: Plan) -> Plan:
    """`plan` with every calendar shown."""
    return recall(plan, "whole", lambda: replace(plan, hidden=frozenset())) if plan.hidden else plan


def count(state: State) -> int:
    """What the pane on the screen leaves out: events of its days, tasks of its lists. Raises NotLoaded."""
    plan, view = state.plan, state.view
    if not plan.hidden:
        return 0
    minute = state.now.replace(second=0, microsecond=0)
    match view.pane:
        case "board":
            return recall(plan, ("hidden board", state.today), lambda: _on_board(state))
        case "today":
            day = view.moment.date() if view.moment.year > 1970 else state.today
            return recall(plan, ("hidden today", day, minute), lambda: on_today(state, day))
        case "week":
            first, last = _days(state)
            return recall(plan, ("hidden days", first, last), lambda: on_days(plan, first, last, state.settings.zone))
    return 0


def on_days(plan: Plan, first: date, past: date, zone: str) -> int:
    """Events of the days ``[first, past)`` that are left out. Raises NotLoaded."""
    every, shown = (instances(one, first, past, zone) for one in (whole(plan), plan))
    return len(every) - len(shown)


def on_today(state: State, day: date) -> int:
    """What is left out of `day` and of today's list; what stands in both counts once. Raises NotLoaded."""
    from ctotui.core.today import today

    past = day + timedelta(days=1)
    listed = {*today(whole(state.plan), state.settings, state.now).order}
    listed -= {*today(state.plan, state.settings, state.now).order}
    listed -= {one.item for one in instances(whole(state.plan), day, past, state.settings.zone)}
    return on_days(state.plan, day, past, state.settings.zone) + len(listed)


def _on_board(state: State) -> int:
    from ctotui.core.board import of_state

    boards = (of_state(replace(state, plan=plan)) for plan in (whole(state.plan), state.plan))
    every, shown = (sum(len(column.cards) for column in one.columns) for one in boards)
    return every - shown


def _days(state: State) -> tuple[date, date]:
    """The days of the calendar: its weeks; of the agenda, which has no end, the week of the cursor."""
    from ctotui.core.month import weeks
    from ctotui.core.week import focused, shown

    if state.view.zoom == "month":
        rows = weeks(focused(state), state.settings.week_start)
        days = (*rows[0], *rows[-1])
    else:
        days = shown(state)
    return days[0], days[-1] + timedelta(days=1)
