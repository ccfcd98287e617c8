"""Times the first picture of a month, 160 × 42 cells, each of a month that was not drawn before; milliseconds.

Python's modules are imported, and what is in memory is out of the reach of the garbage collector, as in the app.
"""

import gc
import time
from collections.abc import Callable
from datetime import datetime
from statistics import median

from ctotui.core.plan import Plan, Shard
from ctotui.core.recurrence import expand, rule
from ctotui.core.state import Settings, State, View
from ctotui.disk.places import Paths
from ctotui.session import Session, fixed
from ctotui.ui.frame import Frame
from ctotui.ui.glyphs import UNICODE
from ctotui.ui.panes import month
from tests.bench import data

SETTINGS = Settings(zone=data.ZONE)


def view_of(year: int, number: int) -> View:
    """The month pane with its cursor in that month."""
    return View(pane="week", zoom="month", moment=datetime(year, number, 14, 9))


def draw(state: State) -> Frame:
    return month.draw(state, 160, 42, UNICODE)


def first(plan: Plan, year: int, number: int) -> float:
    """A month of a plan that is in memory."""
    state = State(plan, view_of(year, number), SETTINGS, data.NOW)
    return timed(lambda: draw(state))


def timed(work: Callable[[], object]) -> float:
    gc.collect()
    gc.freeze()
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def cold(plan: Plan, years: range) -> float:
    """All records in memory, and nothing derived from any of them: no index, no rule read, no occurrence."""
    found = []
    for year in years:
        fresh = Plan({key: Shard(dict(shard)) for key, shard in plan.shards.items() if shard is not None})
        rule.parse.cache_clear()
        expand._split.cache_clear()
        found.append(first(fresh, year, 5))
    return median(found)


def warm(plan: Plan, year: int) -> float:
    """All in memory, and one month of it drawn before."""
    first(plan, year, 1)
    return median(first(plan, year, number) for number in range(2, 13))


def loaded(paths: Paths, steps: list[tuple[int, int]]) -> float:
    """From a folder that was opened: the files of each month are read and drawn."""
    session = Session.open(paths, SETTINGS, fixed(data.NOW))
    session.ask(draw)
    found = []
    for step in steps:
        session.store.update(view=view_of(*step))
        found.append(timed(lambda: session.ask(draw)))
    session.close()
    return median(found)


def measure(size: str, paths: Paths) -> dict[str, float]:
    """Every way that a month comes to the screen."""
    plan, last, years = data.build(size), data.TODAY.year - 1, data.SIZES[size].years
    backwards = [(last, number) for number in range(11, 1, -1)]
    far = [(last - by, 6) for by in range(0, years - 1, 2)]
    return {
        "in memory, cold": cold(plan, range(max(last - 4, last - years + 1), last + 1)),
        "in memory, warm": warm(plan, last),
        "files of the month before": loaded(paths, backwards),
        "files of a month far away": loaded(paths, far or backwards[-1:]),
    }
