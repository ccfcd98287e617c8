"""What the properties of several rescheduling verbs ask of a plan before and after (section 6)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from ctotui.core.agenda import Instance
from ctotui.core.blocks import counts
from ctotui.core.model import Block, Occurrence
from ctotui.core.plan import Plan, differences
from ctotui.core.reschedule import room
from ctotui.core.reschedule.free import Run
from ctotui.core.reschedule.shifting import whole_minute
from tests.core.reschedule.days import Day

NOTHING = timedelta(0)


def share(one: Run, two: Run) -> bool:
    """Whether two stretches overlap."""
    return min(one[1], two[1]) - max(one[0], two[0]) > NOTHING


def run(one: Instance) -> Run:
    return one.begins, one.ends


def touched(before: Plan, after: Plan) -> set[str]:
    """Ids of the blocks and occurrences that differ."""
    return {
        record.id for pair in differences(before, after) if isinstance(record := pair[0] or pair[1], Block | Occurrence)
    }


def only_movables_change(day: Day, after: Plan, spilling: bool = False) -> set[str]:
    """I2: nothing but what may move on the day differs, if `spilling` also items; gives what differs."""
    changed = touched(day.plan, after)
    assert changed <= {one.id for one in day.movables}
    others = [pair for pair in differences(day.plan, after) if (pair[0] or pair[1]).id not in changed]
    assert spilling or not others
    return changed


def meets_nothing(day: Day, after: Plan, moved: Iterable[Instance], on: date) -> None:
    """What was moved shares no minute with anything else on the day, nor with a protected window."""
    every = [one for one in Day(after, day.settings, day.now, on).all if counts(one) and one.ends > one.begins]
    for one in moved:
        hit = [other.id for other in every if other.id != one.id and share(run(one), run(other))]
        assert not hit, (one.id, hit)
        windows = room.walls(Plan({}), on, day.settings, day.now, (), room.may_focus(after, one))
        assert not any(share(run(one), window) for window in windows)


def has_room(length: timedelta, lower: datetime, last: datetime, busy: Iterable[Run]) -> bool:
    """Whether `length` could begin from `lower` through `last`: only there, or where something ends, can the first."""
    taken = list(busy)
    starts = [whole_minute(lower), *(whole_minute(end) for _start, end in taken)]
    return any(
        lower <= start <= last and not any(end > start and begin < start + length for begin, end in taken)
        for start in starts
    )
