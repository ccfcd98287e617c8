"""How far auto-plan is from the best plan of a day, in placed minutes weighted by priority.

    python -m tests.core.reschedule.oracle --days 1000

The best is found by trying everything, slot by slot through a small random day: leave it idle, or begin a part of some
item there, unless even all that could still be placed would not beat what was found (branch and bound). It keeps what
auto-plan must keep (`rules.breaches`), but may leave out who comes first, and need not place anything early.
"""

import argparse
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from statistics import mean, median

from ctotui.core.blocks import lasting
from ctotui.core.civil import at_minute, instant
from ctotui.core.model import PRIORITIES, Block, Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.autoplan import autoplan
from ctotui.core.reschedule.proposal import Proposal
from ctotui.core.state import Settings
from tests.core.reschedule import rules
from tests.core.reschedule.rules import Problem

WEIGHTS = {"urgent": 8, "high": 4, "normal": 2, "low": 1}
"""Each priority is worth twice the next: a minute of it outweighs any minute below, not any number of them."""
ZONE = "Europe/Stockholm"
DAY = date(2026, 3, 10)
SETTINGS = Settings(zone=ZONE, hours=((480, 960),) * 7, focus=((DAY.weekday(), 510, 600),))
SLOT = SETTINGS.slot


def problem(seed: int) -> Problem:
    """A small random day: two to six blocks, three to five items of at most two hours, some due on it, some waiting."""
    pick = random.Random(seed)
    plan = Plan({}).put(Item("ibusy", "Busy", kind="meeting"))
    for number in range(pick.randint(2, 6)):
        start = at_minute(DAY, pick.randrange(480, 960, 15))
        end = start + timedelta(minutes=pick.choice((15, 30, 45, 60, 90)))
        plan = plan.put(Block(f"b{number}", "ibusy", start, end, ZONE, fixed=pick.random() < 0.6))
    items = [
        Item(
            f"i{number}",
            f"Item {number}",
            status="next",
            priority=pick.choice((*PRIORITIES, "normal")),
            estimate=pick.choice((15, 30, 45, 60, 60, 90, 120)),
            due=at_minute(DAY, pick.randrange(600, 1020, 30)) if pick.random() < 0.3 else None,
            rank=float(number),
            blocked_by=(f"i{pick.randrange(number)}",) if number and pick.random() < 0.2 else (),
        )
        for number in range(pick.randint(3, 5))
    ]
    now = instant(at_minute(DAY, pick.choice((420, 420, 420, 540, 630))), ZONE).astimezone(UTC)
    return Problem(plan.put(*items), items, [DAY], SETTINGS, now)


def greedy(asked: Problem) -> list[Proposal]:
    """What auto-plan proposes."""
    return list(autoplan(asked.plan, asked.items, asked.days, asked.settings, asked.now).proposals)


def value(asked: Problem, proposals: list[Proposal]) -> int:
    """Minutes of some proposals, weighted by priority."""
    weights = {item.id: WEIGHTS[item.priority] for item in asked.items}
    return sum(weights[one.item] * len(rules.span(asked, one)) for one in proposals)


@dataclass(frozen=True)
class Rest:
    """What is left of an item, and whether a part of it is shorter than 30 minutes: then nothing may be in the end."""

    minutes: int
    short: bool = False


class Oracle:
    """The search through one day, for a plan that is worth `least` or more."""

    def __init__(self, asked: Problem, least: int) -> None:
        self.asked = asked
        self.items = sorted(asked.items, key=lambda item: -WEIGHTS[item.priority])
        self.weights = [WEIGHTS[item.priority] for item in self.items]
        self.starts = [moment for moment, _begin in rules.starts(asked, DAY)]
        free = [rules.free(asked, item, DAY) for item in self.items]
        stamps = [asked.stamp(moment) for moment in self.starts]
        slots = [[allowed.issuperset(range(one, one + SLOT)) for one in stamps] for allowed in free]
        self.reach = [_counted(one, lambda is_free, after: after + 1 if is_free else 0) for one in slots]
        """Free slots in a row, by item and slot."""
        self.ahead = [_counted(one, lambda is_free, after: after + is_free) for one in slots]
        """Free slots from here on, by item and slot."""
        self.any = _counted([any(one) for one in zip(*slots, strict=True)], lambda is_free, after: after + is_free)
        self.room = max(rules.room(asked, Item("", ""), DAY, ()) // SLOT * SLOT, 0)
        self.total = [asked.left(item) for item in self.items]
        self.order = [self.items.index(item) for item in asked.ordered]
        urgent = [item.priority == "urgent" for item in asked.ordered]
        first = urgent == sorted(urgent, reverse=True)
        self.free_of_line = [item.priority == "urgent" and not first for item in self.items]
        """Whether an item surely takes no room from others: an urgent one, unless all such are ordered first."""
        places = {item.id: number for number, item in enumerate(self.items)}
        self.before = [[places[key] for key in item.blocked_by] for item in self.items]
        self.best, self.chosen = least - 1, list[tuple[int, int, int]]()
        self._seen: dict[tuple[int, tuple[Rest, ...]], int] = {}

    def solve(self) -> list[Proposal]:
        """The best proposals; none where nothing is worth that much."""
        self._visit(0, tuple(Rest(minutes) for minutes in self.total), 0, [])
        return [
            Proposal(self.items[number].id, start := self.starts[slot], lasting(start, minutes, ZONE), "best")
            for slot, number, minutes in self.chosen
        ]

    def _visit(self, slot: int, rests: tuple[Rest, ...], worth: int, path: list[tuple[int, int, int]]) -> None:
        if worth > self.best and not any(rest.short and rest.minutes for rest in rests):
            self.best, self.chosen = worth, list(path)
        while slot < len(self.starts) and not any(reach[slot] for reach in self.reach):
            slot += 1
        if slot == len(self.starts) or worth + self._most(slot, rests) <= self.best:
            return
        if self._seen.get((slot, rests), -1) >= worth:
            return
        self._seen[slot, rests] = worth
        for number, minutes, rest in self._parts(slot, rests):
            after = (*rests[:number], rest, *rests[number + 1 :])
            if self._keeps_line(after):
                path.append((slot, number, minutes))
                self._visit(slot + minutes // SLOT, after, worth + minutes * self.weights[number], path)
                path.pop()
        self._visit(slot + 1, rests, worth, path)

    def _parts(self, slot: int, rests: tuple[Rest, ...]) -> Iterator[tuple[int, int, Rest]]:
        """Item, minutes and what is then left of it, for each part that may begin at a slot; the longest first."""
        for number, rest in enumerate(rests):
            most = min(rest.minutes, self.reach[number][slot] * SLOT)
            if not any(rests[other].minutes for other in self.before[number]):
                for minutes in range(most, 0, -SLOT):
                    if minutes >= rules.LEAST or not rest.short:
                        yield number, minutes, Rest(rest.minutes - minutes, rest.short or minutes < rules.LEAST)

    def _keeps_line(self, rests: tuple[Rest, ...]) -> bool:
        """Whether no item, but urgent ones, passes the capacity line by what is placed of it and those before it."""
        used = 0
        for number in self.order:
            own = self.total[number] - rests[number].minutes
            used += own
            if own and used > self.room and self.items[number].priority != "urgent":
                return False
        return True

    def _most(self, slot: int, rests: tuple[Rest, ...]) -> int:
        """No less than what can still be placed from a slot on: by weight, as if it were cut at will."""
        left, found = self.any[slot] * SLOT, 0
        placed = [total - rest.minutes for total, rest in zip(self.total, rests, strict=True)]
        room = self.room - sum(minutes for minutes, free in zip(placed, self.free_of_line, strict=True) if not free)
        for number, rest in enumerate(rests):
            minutes = min(rest.minutes, self.ahead[number][slot] * SLOT, left)
            if self.items[number].priority != "urgent":
                minutes = min(minutes, max(room, 0))
            if not self.free_of_line[number]:
                room -= minutes
            left -= minutes
            found += minutes * self.weights[number]
        return found


def _counted(free: list[bool], step: Callable[[bool, int], int]) -> list[int]:
    """What `step` makes of each slot and of the count after it, from the last slot to the first."""
    found = [0]
    for is_free in reversed(free):
        found.append(step(is_free, found[-1]))
    return found[:0:-1]


def compare(seeds: range) -> Iterator[tuple[Problem, list[Proposal], list[Proposal]]]:
    """Question, what auto-plan proposes, and the best, for each day on which anything can be placed."""
    for seed in seeds:
        asked = problem(seed)
        own = greedy(asked)
        best = Oracle(asked, max(value(asked, own), 1)).solve()
        if own or best:
            yield asked, own, best


def main(arguments: list[str]) -> int:
    """Print the figures; 1 where a rule is broken."""
    parser = argparse.ArgumentParser(description="Auto-plan beside the best plan of small random days.")
    parser.add_argument("--days", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0, help="of the first day; those after it count up")
    asked = parser.parse_args(arguments)
    ratios, broken = list[float](), list[str]()
    for one, own, best in compare(range(asked.seed, asked.seed + asked.days)):
        ratios.append(value(one, own) / value(one, best))
        broken += [*rules.breaches(one, own), *rules.envies(one, own), *rules.breaches(one, best)]
    print(f"{len(ratios)} days on which anything can be placed, of {asked.days}; rules broken: {len(broken)}")
    print(f"auto-plan / best: mean {mean(ratios):.3f}, median {median(ratios):.3f}, worst {min(ratios):.3f}")
    print(f"the best was found on {sum(one >= 1 for one in ratios) / len(ratios):.0%} of the days")
    print("\n".join(broken[:20]))
    return int(bool(broken) or max(ratios) > 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
