"""The big data with one crowded day: a block to hold, and 20 behind it that a ripple pushes."""

from datetime import date, datetime, timedelta
from pathlib import Path

from ctotui.core.model import Block, Item, Record
from ctotui.core.plan import Plan
from ctotui.disk.creation import seed
from ctotui.disk.places import Paths
from tests.bench import data

DAY = date(2026, 3, 14)
"""A Saturday: nothing else is on it, and its blocks may go on to midnight."""
STILL = "2026-03-14T07:00+01:00"
PUSHED = 20


def folder(root: Path, size: str) -> Paths:
    """A data folder of that size with the crowded day, made once."""
    home = root / f"crowd-{size}"
    paths = Paths(str(home / "data"), str(home / "config"), str(home / "state"))
    if not home.exists():
        seed(paths, lambda: crowded(data.build(size)))
    return paths


def crowded(plan: Plan) -> Plan:
    """`plan` with blocks of a quarter of an hour each, end to end from 08:00, the first of an hour."""
    start = datetime.combine(DAY, datetime.min.time()) + timedelta(hours=8)
    found: list[Record] = []
    for number in range(PUSHED + 1):
        length = timedelta(minutes=15 if number else 60)
        item = Item(f"icrowd{number}", f"Crowd {number}", status="next", list="work/infra")
        found += [item, Block(f"bcrowd{number}", item.id, start, start + length, data.ZONE)]
        start += length
    return plan.put(*found)
