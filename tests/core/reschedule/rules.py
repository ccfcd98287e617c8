"""The rules of I13 and I17, minute by minute and apart from the code that plans: what every answer must keep.

Free time is a set of minutes since 1970; nothing here knows of runs, gaps or chunks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ctotui.core import areas
from ctotui.core.agenda import of_block, on_day
from ctotui.core.blocks import counts
from ctotui.core.capacity import load
from ctotui.core.civil import DAY, at_minute, exactly, exists, instant, midnight, wall
from ctotui.core.holidays import working_hours
from ctotui.core.model import CLOSED, Item
from ctotui.core.plan import Plan, blocks_of
from ctotui.core.reschedule.order import left, order
from ctotui.core.reschedule.proposal import Proposal
from ctotui.core.state import Settings

LEAST = 30
"""Minutes of a part, unless less than that is left."""


@dataclass(frozen=True)
class Problem:
    """What auto-plan is asked."""

    plan: Plan
    items: Sequence[Item]
    days: Sequence[date]
    settings: Settings
    now: datetime

    @property
    def ordered(self) -> list[Item]:
        return order(self.plan, [item for item in self.items if item.estimate], self.settings, self.now)

    def left(self, item: Item) -> int:
        return left(self.plan, item, self.settings, self.now)

    def stamp(self, moment: datetime) -> int:
        """A wall time as a minute since 1970."""
        return minute(exactly(moment, self.settings.zone))

    def deadline(self, item: Item) -> int | None:
        """Of an item that is not late already, as a minute since 1970."""
        if item.due is None:
            return None
        limit = item.due if isinstance(item.due, datetime) else midnight(item.due + DAY)
        return self.stamp(limit) if instant(limit, self.settings.zone) > self.now else None


def minute(moment: datetime) -> int:
    """An instant as a minute since 1970, rounded up."""
    return -int(-moment.timestamp() // 60)


def span(problem: Problem, one: Proposal) -> range:
    """The minutes of a proposal."""
    return range(problem.stamp(one.start), problem.stamp(one.end))


def line(problem: Problem, item: Item) -> str:
    return areas.line(item.list, problem.settings)


def free(problem: Problem, item: Item, day: date) -> set[int]:
    """The minutes of a day at which `item` may stand: hours of its area, lunch and focus windows, buffers, due, day."""
    settings, zone = problem.settings, problem.settings.zone
    opens, closes = working_hours(day, settings, line(problem, item))
    found = set(_range(problem, day, opens, closes)) - set(_range(problem, day, *settings.lunch))
    if problem.left(item) < 60 and item.priority not in ("high", "urgent"):
        for weekday, start, end in settings.focus:
            if weekday == day.weekday():
                found -= set(_range(problem, day, start, end))
    for one in on_day(problem.plan, day, zone):
        if counts(one):
            margin = timedelta(minutes=settings.buffer * one.fixed)
            found -= set(range(int((one.begins - margin).timestamp() // 60), minute(one.ends + margin)))
    limit = problem.deadline(item)
    first = problem.stamp(midnight(item.day)) if item.day else 0
    return {one for one in found if max(minute(problem.now), first) <= one and (limit is None or one < limit)}


def _range(problem: Problem, day: date, start: int, end: int) -> range:
    return range(problem.stamp(at_minute(day, start)), problem.stamp(at_minute(day, end)))


def starts(problem: Problem, day: date) -> Iterator[tuple[datetime, int]]:
    """The times of a day on the slot grid that clocks show, as wall time and minute since 1970."""
    moment = midnight(day)
    while moment.date() == day:
        if exists(moment, problem.settings.zone):
            yield moment, problem.stamp(moment)
        moment += timedelta(minutes=problem.settings.slot)


def stretches(problem: Problem, day: date, allowed: set[int], length: int) -> Iterator[int]:
    """The minutes at which something of some length could begin on a day."""
    for _moment, begin in starts(problem, day):
        if begin in allowed and allowed.issuperset(range(begin, begin + length)):
            end = wall(datetime.fromtimestamp((begin + length) * 60, problem.now.tzinfo), problem.settings.zone)
            if problem.stamp(end) == begin + length:
                yield begin


def over(problem: Problem, blocker: Item, proposals: Iterable[Proposal]) -> int | None:
    """The minute at which all of an open item is over, by what is stored and proposed; None where some has no time."""
    own = [one for one in proposals if one.item == blocker.id]
    if blocker.repeat or problem.left(blocker) > sum(len(span(problem, one)) for one in own):
        return None
    stored = [of_block(one, problem.plan, problem.settings.zone).ends for one in blocks_of(problem.plan, blocker.id)]
    ends = [*(minute(one) for one in stored), *(problem.stamp(one.end) for one in own)]
    is_over = not ends or (max(ends) <= minute(problem.now) and blocker.kind != "meeting")
    return None if is_over else max(ends)


def ready(problem: Problem, item: Item, proposals: Sequence[Proposal]) -> int | None:
    """The minute from which nothing that an item waits for is in its way; None: some of that has no time."""
    found = [problem.plan.find(key) for key in item.blocked_by]
    ends = [over(problem, one, proposals) for one in found if isinstance(one, Item) and one.status not in CLOSED]
    return None if None in ends else max((one for one in ends if one is not None), default=0)


def room(problem: Problem, item: Item, day: date, before: Iterable[Proposal]) -> int:
    """Minutes of capacity that `item` may use on a day beside what was proposed `before`."""
    if item.priority == "urgent":
        return 24 * 60
    found = load(problem.plan, day, problem.settings, line(problem, item))
    taken = [
        one for one in before if one.start.date() == day and line(problem, _item(problem, one)) == line(problem, item)
    ]
    return found.capacity - found.planned - sum(len(span(problem, one)) for one in taken)


def _item(problem: Problem, one: Proposal) -> Item:
    return problem.plan.get(Item, one.item)


def breaches(problem: Problem, proposals: Sequence[Proposal]) -> list[str]:
    """What of I13 and I17 some proposals break, but for envy."""
    found, taken = [], set[int]()
    for one in proposals:
        item, minutes = _item(problem, one), span(problem, one)
        if one.start.date() not in problem.days or not free(problem, item, one.start.date()).issuperset(minutes):
            found.append(f"{one}: not free, or out of hours, or past its deadline")
        if problem.stamp(one.start) not in {begin for _moment, begin in starts(problem, one.start.date())}:
            found.append(f"{one}: not on the slot grid")
        if taken & set(minutes):
            found.append(f"{one}: overlaps another")
        taken |= set(minutes)
        begin = ready(problem, item, proposals)
        if begin is None or begin > problem.stamp(one.start):
            found.append(f"{one}: before what it waits for is over")
    for item in problem.items:
        sizes = sorted(len(span(problem, one)) for one in proposals if one.item == item.id)
        if sum(sizes) > problem.left(item) or (sizes and not item.estimate):
            found.append(f"{item.id}: more than is left of it")
        shorts = [size for size in sizes if size < LEAST]
        if any(size % problem.settings.slot or not size for size in sizes):
            found.append(f"{item.id}: no whole slots")
        if len(shorts) > 1 or (shorts and sum(sizes) < problem.left(item)):
            found.append(f"{item.id}: parts that are too short")
    found += _past_line(problem, proposals)
    return found


def _past_line(problem: Problem, proposals: Sequence[Proposal]) -> Iterator[str]:
    """Items, not urgent, that pass the capacity line of a day by what they and those before them have on it."""
    before: list[Proposal] = []
    for item in problem.ordered:
        own = [one for one in proposals if one.item == item.id]
        for day in {one.start.date() for one in own}:
            taken = sum(len(span(problem, one)) for one in own if one.start.date() == day)
            if taken > room(problem, item, day, before):
                yield f"{item.id} is past the capacity line of {day} and not urgent"
        before += own


def envies(problem: Problem, proposals: Sequence[Proposal]) -> list[str]:
    """Who could use time that is free, or that a later one was given; who is not the earliest."""
    found, before = list[str](), list[Proposal]()
    for item in problem.ordered:
        own, begin = [one for one in proposals if one.item == item.id], ready(problem, item, proposals)
        rest = problem.left(item) - sum(len(span(problem, one)) for one in own)
        if begin is not None:
            for day in problem.days:
                allowed = {one for one in free(problem, item, day) if one >= begin}
                allowed -= {one for other in before for one in span(problem, other)}
                found += _unused(problem, item, day, allowed, before, own, rest)
        before += own
    return found


def _unused(
    problem: Problem, item: Item, day: date, allowed: set[int], before: list[Proposal], own: list[Proposal], rest: int
) -> Iterator[str]:
    """What an item could still use on a day, `allowed` by those before it; or use earlier, where it is placed whole."""
    if rest:
        least = min(LEAST, rest)
        still = allowed - {one for other in own for one in span(problem, other)}
        if room(problem, item, day, [*before, *own]) >= least and any(stretches(problem, day, still, least)):
            yield f"{item.id} could use time on {day}"
    if len(own) == 1 and not rest:
        length = problem.left(item)
        earlier = (begin < problem.stamp(own[0].start) for begin in stretches(problem, day, allowed, length))
        if room(problem, item, day, before) >= length and any(earlier):
            yield f"{item.id} could be earlier on {day}"
