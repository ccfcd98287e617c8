"""What a change of the plan costs, said once it is stored: overload is named, with what to drop (section 6)."""

from ctotui.commands.command import Desk
from ctotui.core.civil import day_of
from ctotui.core.plan import Plan
from ctotui.core.reschedule.changes import changes
from ctotui.core.reschedule.overload import warning
from ctotui.core.state import State


def overload(desk: Desk, before: Plan) -> str:
    """``Tue 10 is now +0h45 over: drop RFC-12 review (0:30).``; empty where no day is fuller than it may be."""
    return desk.ask(lambda state: _overload(state, before))


def _overload(state: State, before: Plan) -> str:
    plan, settings = state.plan, state.settings
    moved = [shift for shift in changes(before, plan, settings.zone) if shift.after is not None]
    fuller = {day_of(shift.after.start) for shift in moved if shift.after is not None}
    kept = {shift.key for shift in moved}
    found = (warning(before, plan, day, settings, state.now, but=kept) for day in sorted(fuller))
    return next((words for words in found if words), "")
