"""What the rescheduling verbs cost on a day of 60 blocks that is on the screen, in the plan of a working life.

Each run has a Plan of its own, as after an edit, of which the week of that day was drawn: what the panes show is
derived, what a verb looks at beyond them is not.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median

from ctotui.core.agenda import on_day
from ctotui.core.capacity import load
from ctotui.core.civil import instant, midnight, wall, week_of
from ctotui.core.model import PRIORITIES, Block, Entry, Item
from ctotui.core.plan import Plan
from ctotui.core.quickadd.wish import Wish
from ctotui.core.reschedule.carry import carry, leftovers
from ctotui.core.reschedule.compress import compress
from ctotui.core.reschedule.fit import fit_now, move_to_fit, ways_out
from ctotui.core.reschedule.join import join
from ctotui.core.reschedule.make_room import make_room
from ctotui.core.reschedule.overload import relief
from ctotui.core.reschedule.pull import pull
from ctotui.core.reschedule.ripple import ripple
from ctotui.core.reschedule.slots import find
from ctotui.core.reschedule.split import split
from ctotui.core.reschedule.spread import spread
from ctotui.core.reschedule.swap import partner, swap
from ctotui.core.slip import slip
from ctotui.core.state import Settings, State, View
from tests.bench import data

BLOCKS = 60
DAY = data.TODAY + timedelta(days=4)
"""A Saturday: nothing else is on it."""
OPEN = Settings(zone=data.ZONE, hours=((0, 1440),) * 7, lunch=(0, 0))
CLOSING = replace(OPEN, hours=((0, 1260),) * 7)
"""Work ends when the last block does: what is pushed beyond spills."""
WORKING = Settings(zone=data.ZONE, hours=(*((480, 1020),) * 5, (360, 1260), (0, 0)))
"""A week of work, and a Saturday as long as its blocks."""

Case = tuple[Plan, Callable[[Plan], object]]
"""A plan, and a verb on it."""


def _at(minute: int) -> datetime:
    return midnight(DAY) + timedelta(minutes=minute)


NOW = instant(_at(0), data.ZONE)
MONDAY = instant(midnight(week_of(DAY)) + timedelta(minutes=450), data.ZONE)


def crowded(plan: Plan, length: int, first: int = 360) -> Plan:
    """`plan` with 60 blocks, one each 15 minutes from the minute `first` on, each of an item of its own."""
    for number in range(BLOCKS):
        start = _at(first + number * 15)
        item = Item(
            f"icrowd{number}",
            f"Work {number}",
            status="next",
            priority=PRIORITIES[number % len(PRIORITIES)],
            list=data.LISTS[number % len(data.LISTS)],
            estimate=(None, 30, 60)[number % 3],
            due=DAY + timedelta(days=number % 9) if number % 2 else None,
        )
        plan = plan.put(item, Block(f"bcrowd{number}", item.id, start, start + timedelta(minutes=length), data.ZONE))
    return plan


def dropped(plan: Plan, *spans: tuple[int, int]) -> Plan:
    """`plan` with more blocks of that day, all of one item, as GRAB would have dropped them."""
    blocks = (
        Block(f"bheld{number or ''}", "iheld", _at(start), _at(end), data.ZONE)
        for number, (start, end) in enumerate(spans)
    )
    return plan.put(Item("iheld", "Held", status="next"), *blocks)


def wanting(plan: Plan, hours: int, due: int = 0) -> Plan:
    """`plan` with an item of some hours that has no time yet, due some days after that day."""
    day = DAY + timedelta(days=due) if due else None
    return plan.put(Item("iwant", "Wanted", status="next", estimate=hours * 60, due=day))


def pushing(plan: Plan) -> dict[str, Case]:
    """The verbs that move the blocks of a day."""
    close = crowded(plan, 15)
    return {
        "ripple, 60 pushed": (dropped(close, (360, 375)), lambda held: ripple(held, ("bheld",), OPEN, NOW)),
        "ripple, 20 pushed": (dropped(close, (960, 975)), lambda held: ripple(held, ("bheld",), OPEN, NOW)),
        "ripple, 4 pushed, 16 spill": (
            dropped(close, (960, 1200)),
            lambda held: ripple(held, ("bheld",), CLOSING, NOW),
        ),
        "pull, 60 slide": (close, lambda held: pull(held, NOW, OPEN, NOW)),
        "swap with its partner": (
            close,
            lambda held: swap(held, "bcrowd9", partner(held, "bcrowd9", OPEN, NOW), OPEN, NOW),
        ),
        "compress, 60 shorter": (crowded(plan, 60), lambda held: compress(held, NOW, 60 * 15, OPEN, NOW)),
    }


def placing(plan: Plan) -> dict[str, Case]:
    """The verbs that look for time."""
    close = wanting(crowded(plan, 15), 9)
    early = instant(_at(360), data.ZONE)
    return {
        "fit": (close, lambda held: fit_now(held, "icrowd9", early, OPEN, "bnew")),
        "move to fit": (close, lambda held: move_to_fit(held, "bcrowd9", OPEN, NOW)),
        "make room for 3h": (close, lambda held: make_room(held, "iwant", CLOSING, early, "bnew", 180)),
        "make room for 12h": (close, lambda held: make_room(held, "iwant", CLOSING, early, "bnew", 720)),
        "spread, 9h over the week shown": (
            wanting(close, 9, 1),
            lambda held: spread(held, "iwant", WORKING, MONDAY).proposals,
        ),
        "find a slot in the week shown": (
            close,
            lambda held: find(held, Wish(days=(week_of(DAY), DAY)), 45, wall(MONDAY, data.ZONE), WORKING),
        ),
        "relief of an overfull day": (close, lambda held: relief(held, DAY, WORKING, early)),
    }


def beyond(plan: Plan) -> dict[str, Case]:
    """What does more: looks at weeks that are not shown, or pushes a day and says what moved."""
    now = instant(_at(360), data.ZONE)
    running = crowded(plan, 15).put(Entry("nrun", "icrowd9", now, None, data.ZONE))
    return {
        "spread, 9h over ten working days": (
            wanting(plan, 9),
            lambda held: spread(held, "iwant", Settings(zone=data.ZONE), now).proposals,
        ),
        "find a slot in two weeks": (
            crowded(plan, 15),
            lambda held: find(held, Wish(), 45, wall(MONDAY, data.ZONE), WORKING),
        ),
        "ways out, 20h in two weeks": (
            wanting(plan, 20, 14),
            lambda held: ways_out(held, held.get(Item, "iwant"), Settings(zone=data.ZONE), now),
        ),
        "slip, 50 would be pushed": (
            running,
            lambda held: slip(State(held, View(), WORKING, instant(_at(530), data.ZONE))),
        ),
    }


def cutting(plan: Plan) -> dict[str, Case]:
    """The verbs on one block, and what asks about the blocks of a day."""
    close = dropped(crowded(plan, 15), (60, 300), (1300, 1330))
    early, late = instant(_at(360), data.ZONE), instant(_at(1300), data.ZONE)
    return {
        "split in four": (close, lambda held: split(held, "bheld", OPEN, NOW, ("b1", "b2", "b3"), 4)),
        "join": (close, lambda held: join(held, ("bheld", "bheld1"), OPEN, NOW)),
        "carry": (close, lambda held: carry(held, "bcrowd9", OPEN, early, "bnew")),
        "what is left over, 60": (close, lambda held: leftovers(held, DAY, OPEN, late)),
    }


def measure(size: str, runs: int) -> dict[str, tuple[float, float, str]]:
    """Milliseconds of processor time that each verb takes, as median and 95th percentile, and the target."""
    plan = data.build(size)
    shown = {**pushing(plan), **placing(plan), **cutting(plan)}
    found = {name: (*_time(*one, runs), "<= 2 ms") for name, one in shown.items()}
    return found | {name: (*_time(*one, runs), "") for name, one in beyond(plan).items()}


def _shown(plan: Plan) -> Plan:
    """The same plan as after an edit, with the week of the day drawn."""
    plan = Plan(dict(plan.shards))
    for number in range(7):
        day = week_of(DAY) + timedelta(days=number)
        on_day(plan, day, data.ZONE)
        for settings in (OPEN, CLOSING, WORKING):
            load(plan, day, settings)
    return plan


def _time(plan: Plan, verb: Callable[[Plan], object], runs: int) -> tuple[float, float]:
    given = _shown(plan)
    answer = verb(given)
    if answer is given or not answer:
        raise AssertionError("The verb changed or found nothing: its figure would say nothing.")
    found = []
    for _run in range(runs):
        given = _shown(plan)
        start = time.process_time()
        verb(given)
        found.append((time.process_time() - start) * 1e3)
    return median(found), sorted(found)[int(runs * 0.95)]
