"""The order of auto-plan: slack < 0, priority, due, star, rank; and what others wait for before them (section 6).

Slack is the free capacity between now and the deadline less the minutes left: below zero, something must give.
Make room asks for the same order, from its end.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from heapq import heapify, heappop, heappush

from ctotui.core import areas, dependencies
from ctotui.core.capacity import load
from ctotui.core.civil import DAY, instant, midnight, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import PRIORITIES, Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.fit import deadline
from ctotui.core.reschedule.free import Search, runs
from ctotui.core.reschedule.room import slots_up
from ctotui.core.state import Settings
from ctotui.core.tracked import tracked
from ctotui.core.tray import ahead

REACH = 92
"""Days of which free capacity is counted at most: a quarter."""

NEVER = midnight(date.max)

Graph = dict[str, list[Item]]
"""Id of an item -> the open items that it waits for."""


def order(
    plan: Plan, items: Sequence[Item], settings: Settings, now: datetime, slacks: "Slack | None" = None
) -> list[Item]:
    """`items` as auto-plan takes them, from the instant `now`; a blocker has the best place of what waits for it.

    So no item comes before one that it waits for, directly or through others. `slacks`, where they are at hand, save
    looking at the days again. Raises PlanError for items that wait for each other in a circle.
    """
    slacks = slacks or Slack(plan, settings, now)

    def urgency(item: Item) -> tuple[bool, int, datetime, bool, float, str]:
        priority, limit = -PRIORITIES.index(item.priority), deadline(item) or NEVER
        return not slacks.negative(item), priority, limit, not item.star, item.rank, item.id

    return _blockers_first(plan, sorted(items, key=urgency))


def slack(plan: Plan, item: Item, settings: Settings, now: datetime) -> int | None:
    """Minutes of free capacity before the deadline, within `REACH` days, beyond what the item needs; None without one.

    Capacity is that of its area, where that has hours of its own. `now` is an instant.
    """
    return Slack(plan, settings, now).of(item)


def left(plan: Plan, item: Item, settings: Settings, now: datetime) -> int:
    """Minutes of an item that have no time yet, in whole slots: its estimate less what is tracked and planned ahead.

    0 where it has no estimate; rests of less than a slot do not count, as in the tray. `now` is an instant.
    """
    minutes = (item.estimate or 0) - ahead(plan, now, settings.zone).get(item.id, 0)
    if minutes > 0:
        minutes -= tracked(plan, item.id, now)
    return -int(-minutes // settings.slot) * settings.slot if minutes >= min(settings.slot, 15) else 0


class Slack:
    """The slack of many items at the instant `now`: a day's capacity is looked up once, where it counts."""

    def __init__(self, plan: Plan, settings: Settings, now: datetime) -> None:
        self.plan, self.settings, self.now = plan, settings, now
        self._lines: dict[str, Capacity] = {}
        self._left: dict[str, int] = {}

    def of(self, item: Item) -> int | None:
        """As `slack`."""
        limit = deadline(item)
        return (
            None if limit is None else self._line(item).before(limit) - left(self.plan, item, self.settings, self.now)
        )

    def negative(self, item: Item) -> bool:
        """Whether an item cannot be done in time, by capacity."""
        limit = deadline(item)
        if limit is None:
            return False
        # Most have room for all of their estimate: what is left of it need not be added up then.
        free, most = self._line(item).before, slots_up(item.estimate or 0, self.settings)
        return free(limit, most) < most and free(limit, self.left(item)) < self.left(item)

    def left(self, item: Item) -> int:
        """As `left`."""
        if item.id not in self._left:
            self._left[item.id] = left(self.plan, item, self.settings, self.now)
        return self._left[item.id]

    def _line(self, item: Item) -> "Capacity":
        line = areas.line(item.list, self.settings)
        if line not in self._lines:
            self._lines[line] = Capacity(self.plan, self.settings, self.now, line)
        return self._lines[line]


class Capacity:
    """Minutes of capacity of a line (`areas.line`) that nothing is planned for, from the instant `now` on, summed day
    by day as far as asked."""

    def __init__(self, plan: Plan, settings: Settings, now: datetime, line: str = "") -> None:
        self.plan, self.settings, self.line = plan, settings, line
        self.now = wall(now, settings.zone)
        self._sums = [0]
        """Minutes before the midnight that begins each day from today on."""

    def before(self, limit: datetime, enough: int | None = None) -> int:
        """Minutes before the wall time `limit`; no day is looked at once there are `enough`."""
        if limit <= self.now:
            return 0
        days = (limit.date() - self.now.date()).days
        for number in range(min(days, REACH)):
            if enough is not None and self._sums[number] >= enough:
                return self._sums[number]
            if number + 1 == len(self._sums):
                self._sums.append(self._sums[number] + self._on(self.now.date() + number * DAY))
        if days > REACH or limit == midnight(limit.date()):
            return self._sums[min(days, REACH)]
        return self._sums[days] + self._on(limit.date(), limit)

    def _on(self, day: date, limit: datetime | None = None) -> int:
        """Minutes of one day, of which a part may be over or beyond the limit."""
        found = load(self.plan, day, self.settings, self.line)
        room = max(found.capacity - found.planned, 0)
        if not room or (day > self.now.date() and limit is None):
            return room
        since, until = instant(self.now, self.settings.zone), instant(limit or midnight(day + DAY), self.settings.zone)
        parts = runs(self.plan, day, self.settings, Search(0, buffer=self.settings.buffer, area=self.line))
        free = sum(max((min(end, until) - max(begin, since)).total_seconds(), 0) for begin, end in parts)
        return min(room, int(free // 60))


def _blockers_first(plan: Plan, items: list[Item]) -> list[Item]:
    """`items`, given by urgency, each after what it waits for; and that has the place of the best one that waits."""
    if not any(item.blocked_by for item in items):
        return items
    from graphlib import CycleError, TopologicalSorter

    graph = _graph(plan, items)
    sorter = TopologicalSorter({key: [one.id for one in found] for key, found in graph.items()})
    try:
        sorter.prepare()
    except CycleError as circle:
        raise PlanError(_circle(plan, circle.args[1])) from None
    known, rank = {item.id: item for item in items}, _ranks(items, graph)
    ready, found = [rank(key) for key in sorter.get_ready()], list[Item]()
    heapify(ready)
    while ready:
        key = heappop(ready)[-1]
        if key in known:
            found.append(known[key])
        sorter.done(key)
        for other in sorter.get_ready():
            heappush(ready, rank(other))
    return found


def _graph(plan: Plan, items: list[Item]) -> Graph:
    """What the items wait for, and what that waits for, be it among them or not."""
    graph, reached = Graph(), list(reversed(items))
    while reached:
        item = reached.pop()
        if item.id not in graph:
            graph[item.id] = dependencies.blockers(plan, item)
            reached += graph[item.id]
    return graph


def _ranks(items: list[Item], graph: Graph) -> Callable[[str], tuple[int, int, str]]:
    """The place of an item by its id: the best among those that wait for it, then its own."""
    own = {item.id: number for number, item in enumerate(items)}
    best: dict[str, int] = {}
    for number, item in enumerate(items):
        reached = [item.id]
        while reached:
            key = reached.pop()
            if key not in best:
                best[key] = number
                reached += [one.id for one in graph[key]]
    return lambda key: (best[key], own.get(key, -1), key)


def _circle(plan: Plan, keys: Sequence[str]) -> str:
    """A sentence for ids of which each waits for the one before, the first and the last being the same."""
    return dependencies.circle([plan.get(Item, key).title for key in reversed(keys)])
