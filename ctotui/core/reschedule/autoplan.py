"""Auto-plan: times for what has none, in the order of `order`; a proposal until it is accepted (section 6, I13, I17).

Each item is placed whole at its earliest valid time, or where nothing holds it whole in chunks, earliest first. Valid
is what `fit` would take (I11), with the capacity line of the day kept, but for urgent items, and after all that the
item waits for. What exists is never moved. Since an item takes all that it can use before the next one is looked at,
none that found no time could use what a later one was given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ctotui.core import areas
from ctotui.core.blocks import lasting
from ctotui.core.civil import DAY, instant, midnight
from ctotui.core.dependencies import blockers
from ctotui.core.model import Item
from ctotui.core.plan import Plan, Shard
from ctotui.core.reschedule.fit import deadline
from ctotui.core.reschedule.order import Slack, left, order
from ctotui.core.reschedule.proposal import Proposal, Unplaced
from ctotui.core.reschedule.reasons import NO_DAY, Reasons, no_end, none_before, none_through, past_line
from ctotui.core.reschedule.timetable import Found, Kind, Timetable, Want, kind_of
from ctotui.core.reschedule.waiting import last_end, over
from ctotui.core.state import Settings
from ctotui.core.tray import ahead

CHUNK = 30
"""Minutes of the shortest part that an item is cut into, unless less than that is left of it."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What auto-plan offers: nothing of it is stored."""

    proposals: tuple[Proposal, ...]
    """In order of time."""
    unplaced: tuple[Unplaced, ...]
    """What found no time, or of which a rest did not, in the order of `order`."""
    unestimated: tuple[str, ...]
    """Ids of items without an estimate: never planned, but listed (I17)."""


def candidates(plan: Plan, settings: Settings, now: datetime, until: date) -> list[Item]:
    """The items that auto-plan is for at the instant `now`, over days through `until`; also those without an estimate.

    Open tasks of the user's own, no meeting nor series, of which some has no time yet; no one that is planned for a
    later day; from the backlog only what has a day, a deadline or a star. What waits for another item is among them.
    Private work is not put into working hours: it is among them where its area has hours of its own.
    """
    planned = ahead(plan, now, settings.zone)
    found = [item for _key, shard in plan.loaded() for item in shard.derive(_plannable)]
    return [
        item
        for item in found
        if (item.day is None or item.day <= until)
        and (areas.of(item.list) != areas.PERSONAL or areas.line(item.list, settings))
        and (left(plan, item, settings, now) if item.estimate else item.id not in planned)
    ]


def autoplan(plan: Plan, items: Sequence[Item], days: Sequence[date], settings: Settings, now: datetime) -> Agreement:
    """Times on `days`, from the instant `now` on, for `items` as `candidates` gives them (I13).

    Raises PlanError for items that wait for each other in a circle.
    """
    slacks = Slack(plan, settings, now)
    ordered = order(plan, [item for item in items if item.estimate], settings, now, slacks)
    planner = _Planner(plan, ordered, slacks, Timetable(plan, days, settings, now))
    for item in ordered:
        planner.place(item)
    proposals = sorted(planner.proposals, key=lambda one: (one.start, one.item))
    unestimated = sorted(item.id for item in items if not item.estimate)
    return Agreement(tuple(proposals), tuple(planner.unplaced), tuple(unestimated))


def _plannable(shard: Shard) -> tuple[Item, ...]:
    """The items of one shard that may be planned at all."""
    return tuple(
        item
        for item in shard.values()
        if isinstance(item, Item)
        and (item.status in ("next", "doing") or (item.status == "backlog" and (item.day or item.due or item.star)))
        and item.kind != "meeting"
        and not item.repeat
        and not item.owner
    )


@dataclass(frozen=True, slots=True)
class _Task:
    """What is placed: minutes of an item, where they may go."""

    item: Item
    minutes: int
    kind: Kind
    since: datetime
    until: datetime | None
    """Instants between which it must lie."""
    after: str
    """Title of what makes it begin no earlier."""

    def want(self, least: int, most: int) -> Want:
        return Want(least, most, self.since, self.until)


class _Planner:
    """One run of auto-plan: places item after item, and keeps what came of each."""

    def __init__(self, plan: Plan, ordered: Sequence[Item], slacks: Slack, table: Timetable) -> None:
        self.plan, self.slacks, self.table = plan, slacks, table
        self.settings, self.now = table.settings, table.now
        self.reasons = Reasons(ordered, slacks)
        self.proposals: list[Proposal] = []
        self.unplaced: list[Unplaced] = []
        self._over: dict[str, datetime | None] = {}
        """When what is proposed for an item is over; None where some of it found no time."""

    def place(self, item: Item) -> None:
        """Propose what there is for one item; all that it waits for was placed before."""
        minutes = self.slacks.left(item)
        if not minutes:
            return
        since, after = self.now, ""
        if item.day is not None:
            since = max(since, instant(midnight(item.day), self.settings.zone))
        for blocker in blockers(self.plan, item):
            ends = self._ends(blocker)
            if ends is None:
                self._refuse(item, minutes, no_end(blocker))
                return
            if ends > since:
                since, after = ends, blocker.title
        limit = deadline(item)
        until = instant(limit, self.settings.zone) if limit is not None else None
        if until is not None and until <= self.now:
            until = None
        self._fill(_Task(item, minutes, kind_of(item, minutes, self.settings), since, until, after))

    def _fill(self, task: _Task) -> None:
        """Place an item whole, or in chunks, each at the first time that is free."""
        rest, ends = task.minutes, self.now
        found = self._first(task, rest, rest)
        while rest and (found or (found := self._first(task, min(rest, CHUNK), rest))):
            self._propose(task, found)
            rest, ends = rest - found.minutes, max(ends, found.begin + timedelta(minutes=found.minutes))
            found = None
        if rest:
            self._refuse(task.item, rest, self._why_not(task, rest))
        else:
            self._over[task.item.id] = ends

    def _propose(self, task: _Task, found: Found) -> None:
        past = self.table.room(found.start.date(), task.kind.line) < found.minutes
        self.table.take(found, task.kind.line)
        last = lasting(found.start, found.minutes, self.settings.zone)
        why = self.reasons.placed(task.item, found, task.minutes, task.after, past)
        self.proposals.append(Proposal(task.item.id, found.start, last, why))

    def _first(self, task: _Task, least: int, most: int, bound: bool = True) -> Found | None:
        """The earliest valid time; `bound` keeps to the capacity line, which urgent items may pass."""
        want, keeps = task.want(least, most), bound and task.item.priority != "urgent"
        found = (self.table.find(day, task.kind, want, keeps) for day in self.table.between(task.since, task.until))
        return next((one for one in found if one is not None), None)

    def _ends(self, blocker: Item) -> datetime | None:
        """When all of an item that others wait for is over; None where it has no time, or not for all of it."""
        if blocker.id not in self._over:
            return over(self.plan, blocker, self.settings, self.now)
        proposed, stored = self._over[blocker.id], last_end(self.plan, blocker, self.settings)
        return proposed and max(proposed, stored or proposed)

    def _refuse(self, item: Item, minutes: int, why: str) -> None:
        self._over[item.id] = None
        self.unplaced.append(Unplaced(item.id, minutes, why))

    def _why_not(self, task: _Task, rest: int) -> str:
        """Why nothing, or no more, was found."""
        beyond, days = self._first(task, min(rest, CHUNK), rest, bound=False), self.table.days
        if beyond is not None:
            return past_line(beyond.start.date())
        if not days:
            return NO_DAY
        limit = deadline(task.item)
        if task.until is not None and limit is not None and limit <= midnight(days[-1] + DAY):
            return none_before(limit, rest, task.after)
        return none_through(days[-1], rest, task.after)
