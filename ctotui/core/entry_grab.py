"""A tracked entry that is held: its times are moved, and its neighbours are shortened to make way (T5, GRAB in Time).

`preview` is the very plan that `drop` gives (S5, I14). Moving its edges is `core.grab`'s: the same keys as for a block.
"""

from datetime import datetime

from ctotui.core import entries
from ctotui.core.civil import instant, wall
from ctotui.core.errors import PlanError
from ctotui.core.memo import by_shards
from ctotui.core.model import Entry
from ctotui.core.plan import Plan
from ctotui.core.state import Grab, State


def hold(entry: Entry, now: datetime, zone: str) -> Grab:
    """Take an entry in hand where it stands; one that runs ends now, and runs on if its end is not moved.

    Raises PlanError for a correction, which has no times.
    """
    if entry.adjustment is not None:
        raise PlanError("A correction of the timesheet has no times to move: delete it and make another.")
    start, end = wall(entry.start, zone), wall(entry.end or max(now, entry.start), zone)
    return Grab("entry", entry.id, entry.item, start, end, start, end)


def drop(plan: Plan, held: Grab, now: datetime, zone: str) -> Plan:
    """The plan in which the entry has the times that are shown. Where it was: the same plan.

    Raises PlanError where it would be in the future or cover another entry whole.
    """
    if (held.start, held.end) == (held.origin_start, held.origin_end):
        return plan
    entry = plan.get(Entry, held.id)
    if not isinstance(held.start, datetime) or not isinstance(held.end, datetime):
        raise PlanError("An entry begins and ends at a time of day.")
    runs = entry.end is None and held.end == held.origin_end
    return entries.change(plan, held.id, instant(held.start, zone), _end(held.end, zone, runs), now, cut=True)


def _end(end: datetime, zone: str, runs: bool) -> datetime | None:
    return None if runs else instant(end, zone)


def preview(state: State) -> Plan:
    """The plan that a drop would store now; the plan as it is where nothing is held or a drop would be refused."""
    return _dropped(state)[0]


def refusal(state: State) -> str:
    """Why a drop would be refused, empty where it would not."""
    return _dropped(state)[1]


def _dropped(state: State) -> tuple[Plan, str]:
    held = state.view.grab
    if held is None or held.kind != "entry":
        return state.plan, ""
    return _result(state.plan, held, state.now, state.settings.zone)


@by_shards("", size=2)
def _result(plan: Plan, held: Grab, now: datetime, zone: str) -> tuple[Plan, str]:
    try:
        return drop(plan, held, now, zone), ""
    except PlanError as error:
        return plan, str(error)
