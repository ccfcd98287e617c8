"""Dependencies on the calendar: when what an item waits for is over, and until when what waits for it has not begun."""

from datetime import datetime

from ctotui.core.agenda import of_block
from ctotui.core.dependencies import dependents
from ctotui.core.model import Item
from ctotui.core.plan import Plan, blocks_of
from ctotui.core.reschedule.order import left
from ctotui.core.state import Settings


def over(plan: Plan, blocker: Item, settings: Settings, now: datetime) -> datetime | None:
    """The instant at which all that an open item still needs is over by plan; None where no plan says so.

    That is where nothing of it is ahead, some of it has no time yet, or it repeats; a meeting that has been is over.
    """
    if blocker.repeat or left(plan, blocker, settings, now):
        return None
    ends = last_end(plan, blocker, settings)
    return ends if ends is not None and (ends > now or blocker.kind == "meeting") else None


def last_end(plan: Plan, item: Item, settings: Settings) -> datetime | None:
    """The instant at which the last stored block of an item ends."""
    return max((of_block(block, plan, settings.zone).ends for block in blocks_of(plan, item.id)), default=None)


def begun(plan: Plan, blocker: Item, settings: Settings, now: datetime) -> datetime | None:
    """The first instant, from `now` on, at which a block of an open item begins that waits for this one; or None."""
    begins = [
        of_block(block, plan, settings.zone).begins
        for item in dependents(plan).get(blocker.id, ())
        for block in blocks_of(plan, item.id)
    ]
    return min((moment for moment in begins if moment >= now), default=None)
