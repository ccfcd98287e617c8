"""What the verbs share that move several blocks of a day at once: which they are, where each can go."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from ctotui.core.agenda import Instance, by_id
from ctotui.core.blocks import named
from ctotui.core.errors import PlanError
from ctotui.core.plan import Plan
from ctotui.core.reschedule.free import Run
from ctotui.core.reschedule.room import earliest, may_focus
from ctotui.core.state import Settings

Place = tuple[Instance, datetime, datetime]
"""An instance and the instants ``[start, end)`` at which it is to stand."""
NOTHING = timedelta(0)


def instance(plan: Plan, key: str, settings: Settings, now: datetime) -> Instance:
    """The block or occurrence `key`; of a series' own block its next one (M5). Raises PlanError where it is gone."""
    found = by_id(plan, named(plan, key, now, settings.zone), settings.zone)
    if found is None:
        raise PlanError("That occurrence is gone: it or its series was deleted, here or elsewhere.")
    return found


def common(one: Instance, two: Instance) -> timedelta:
    """How much time two instances share; a mark without length shares none."""
    return max(min(one.ends, two.ends) - max(one.begins, two.begins), NOTHING)


def whole_minute(moment: datetime) -> datetime:
    """The first whole minute that is not before `moment`: calendars from elsewhere may have seconds."""
    past = timedelta(seconds=moment.second, microseconds=moment.microsecond)
    return moment + timedelta(minutes=1) - past if past else moment


def first_clear(begin: datetime, length: timedelta, busy: Iterable[Run], limit: datetime) -> datetime | None:
    """As `room.earliest`, on a whole minute: the first from `begin` on."""
    busy, tried = list(busy), whole_minute(begin)
    while (found := earliest(tried, length, busy, limit)) is not None:
        if found == (tried := whole_minute(found)):
            break
    return found


class Walls:
    """What is in the way of each block of a day: focus windows are, of what may not stand in them (section 6)."""

    def __init__(self, plan: Plan, runs: Callable[[bool], list[Run]], others: Iterable[Run]) -> None:
        """`runs` gives the walls of the day with focus windows open or shut; `others` are in the way as well."""
        self._plan = plan
        self._runs = runs
        self._others = list(others)
        self._known: dict[bool, list[Run]] = {}

    def of(self, one: Instance) -> list[Run]:
        """In order of their start."""
        focus = may_focus(self._plan, one)
        if focus not in self._known:
            self._known[focus] = sorted([*self._runs(focus), *self._others])
        return self._known[focus]
