"""Auto-plan over two weeks and over a quarter, in memory: `candidates` and `autoplan`, as `P` asks for them.

Each run has a Plan of its own, so that nothing is remembered but what shards derive, as after any edit.
"""

import random
import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import median

from ctotui.core.civil import DAY
from ctotui.core.model import PRIORITIES, Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.autoplan import autoplan, candidates
from ctotui.core.state import Settings
from tests.bench import data

SETTINGS = Settings(zone=data.ZONE, focus=tuple((weekday, 510, 630) for weekday in (1, 2, 3)))
CASES = ((200, 14, "100 ms"), (2000, 92, "2000 ms"))
"""Items, days, target."""


def items(count: int, days: int) -> list[Item]:
    """Tasks of 15 minutes to four hours, half of them due within the days, a tenth waiting for another."""
    pick = random.Random(count)
    return [
        Item(
            f"i{number:08}",
            f"Task {number}",
            status="next",
            priority=pick.choice((*PRIORITIES, "normal")),
            estimate=pick.choice((15, 30, 45, 60, 90, 120, 240)),
            due=data.TODAY + timedelta(days=pick.randint(0, days)) if pick.random() < 0.5 else None,
            rank=float(number),
            star=pick.random() < 0.1,
            list=pick.choice(data.LISTS),
            blocked_by=(f"i{pick.randrange(number):08}",) if number and pick.random() < 0.1 else (),
        )
        for number in range(count)
    ]


def measure(size: str, runs: int) -> Iterator[tuple[str, str, str]]:
    """What, measured, target, for each case on the data of one size."""
    base = data.build(size)
    base = Plan({key: shard for key, shard in base.shards.items() if not key.startswith("items/") or "archive" in key})
    for count, length, target in CASES:
        shards = base.put(*items(count, length)).shards
        days = [data.TODAY + number * DAY for number in range(length)]
        taken, offered = [], (0, 0)
        for _run in range(runs):
            plan = Plan(dict(shards))
            start = time.perf_counter()
            wanted = candidates(plan, SETTINGS, data.NOW, days[-1])
            found = autoplan(plan, wanted, days, SETTINGS, data.NOW)
            taken.append((time.perf_counter() - start) * 1e3)
            offered = len(found.proposals), len(found.unplaced)
        words = f"{median(taken):.0f} ms, first {taken[0]:.0f} ms; {offered[0]} blocks, {offered[1]} left"
        yield f"auto-plan, {count} items, {length} days, {size}", words, f"<= {target}"
