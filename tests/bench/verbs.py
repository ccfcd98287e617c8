"""What the rescheduling verbs cost on a day of 60 blocks that is on the screen, in the plan of a working life."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median

from ctotui.core.agenda import on_day
from ctotui.core.civil import instant, midnight
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.compress import compress
from ctotui.core.reschedule.pull import pull
from ctotui.core.reschedule.ripple import ripple
from ctotui.core.reschedule.swap import partner, swap
from ctotui.core.state import Settings
from tests.bench import data

BLOCKS = 60
DAY = data.TODAY + timedelta(days=4)
"""A Saturday: nothing else is on it."""
OPEN = Settings(zone=data.ZONE, hours=((0, 1440),) * 7, lunch=(0, 0))
CLOSING = replace(OPEN, hours=((0, 1260),) * 7)
"""Work ends when the last block does: what is pushed beyond spills."""


def _at(minute: int) -> datetime:
    return midnight(DAY) + timedelta(minutes=minute)


def crowded(plan: Plan, length: int, first: int = 360) -> Plan:
    """`plan` with 60 blocks, one each 15 minutes from the minute `first` on, each of an item of its own."""
    for number in range(BLOCKS):
        start = _at(first + number * 15)
        item = Item(f"icrowd{number}", f"Work {number}", status="next", list=data.LISTS[number % len(data.LISTS)])
        plan = plan.put(item, Block(f"bcrowd{number}", item.id, start, start + timedelta(minutes=length), data.ZONE))
    return plan


def dropped(plan: Plan, start: int, end: int) -> Plan:
    """`plan` with one more block of that day, as GRAB would have dropped it."""
    return plan.put(Item("iheld", "Held", status="next"), Block("bheld", "iheld", _at(start), _at(end), data.ZONE))


def measure(size: str, runs: int) -> dict[str, tuple[float, float]]:
    """Milliseconds of processor time that each verb takes, as median and 95th percentile."""
    plan, now = data.build(size), instant(_at(0), data.ZONE)
    close, late = crowded(plan, 15), dropped(crowded(plan, 15), 960, 975)
    every: dict[str, tuple[Plan, Callable[[Plan], Plan]]] = {
        "ripple, 60 pushed": (dropped(close, 360, 375), lambda held: ripple(held, ("bheld",), OPEN, now)),
        "ripple, 20 pushed": (late, lambda held: ripple(held, ("bheld",), OPEN, now)),
        "ripple, 4 pushed, 16 spill": (
            dropped(close, 960, 1200),
            lambda held: ripple(held, ("bheld",), CLOSING, now),
        ),
        "pull, 60 slide": (close, lambda held: pull(held, now, OPEN, now)),
        "swap with its partner": (
            close,
            lambda held: swap(held, "bcrowd9", partner(held, "bcrowd9", OPEN, now), OPEN, now),
        ),
        "compress, 60 shorter": (crowded(plan, 60), lambda held: compress(held, now, 60 * 15, OPEN, now)),
    }
    return {name: _time(*one, runs) for name, one in every.items()}


def _time(plan: Plan, verb: Callable[[Plan], Plan], runs: int) -> tuple[float, float]:
    on_day(plan, DAY, data.ZONE)
    if verb(plan) is plan:
        raise AssertionError("The verb changed nothing: its figure would say nothing.")
    found = []
    for _run in range(runs):
        start = time.process_time()
        verb(plan)
        found.append((time.process_time() - start) * 1e3)
    return median(found), sorted(found)[int(runs * 0.95)]
