"""Measures one data folder in a process of its own: today's shards, poll, search, memory, backup, doctor.

python -m tests.bench.store DATA CONFIG STATE     prints one JSON object; times in ms, memory in MB
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from ctotui.core import query
from ctotui.core.state import Settings
from ctotui.disk.places import Paths
from ctotui.session import Session, fixed
from tests.bench import data

SEARCHES = {"rare": "nosuchword", "common": "quota", "two words": "quota failover"}


def resident() -> float:
    """Resident memory of this process."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def timed(work: Callable[[], object], runs: int = 1) -> float:
    """Median milliseconds of some runs."""
    found = []
    for _run in range(runs):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1e3)
    return median(found)


def measure(paths: Paths) -> dict[str, float]:
    """Everything, in the order in which memory grows."""
    import tomli  # noqa: F401  (an import, not a shard)

    bare = resident()
    began = time.perf_counter()
    session = Session.open(paths, Settings(zone=data.ZONE), fixed(data.NOW))
    found = {"today": (time.perf_counter() - began) * 1e3}
    found["today's memory"] = resident() - bare
    found["poll, today"] = timed(session.folder.poll, 5)
    held = resident()
    for name, words in SEARCHES.items():
        asked = query.parse([*words.split(), "is:all"], session.state.wall, session.state.plan)
        found[f"search, {name}"] = timed(lambda asked=asked: len(session.search(asked)))
        found[f"growth, {name}"] = resident() - held
    found["short id"] = timed(lambda: session.fetch("zzz"))
    found["backup"] = timed(session.back_up)
    began = time.perf_counter()
    session.ask(lambda state: state.plan.all(""))
    found["all shards"] = (time.perf_counter() - began) * 1e3
    found["everything's memory"] = resident() - held
    found["poll, everything"] = timed(session.folder.poll, 5)
    found["doctor"] = timed(session.check)
    session.close()
    return found


if __name__ == "__main__":
    print(json.dumps(measure(Paths(*sys.argv[1:4]))))
