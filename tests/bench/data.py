"""A working life of data from one seed: *year* (1,500 meetings and blocks, 800 items, 5,000 entries) and *ten* years.

The ten years hold 20,000 meetings and blocks, 300 of them series, 20,000 items, 400 of them open, and 50,000 entries.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from ctotui.core.model import Block, Entry, Item, List, Person, Record
from ctotui.core.plan import SERIES, Plan, Shard, month
from ctotui.disk.creation import seed as write
from ctotui.disk.places import Paths

TODAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
ZONE = "Europe/Stockholm"
LISTS = (
    *(
        "work/infra",
        "work/strategy",
        "work/business",
        "work/talent",
        "work/infra/cost",
        "work/security",
        "work/platform",
    ),
    *("personal", "goals/learn", "goals/health"),
)
PEOPLE = ("anna", "johan", "mia", "sara", "ali", "finance", "legal", "cloudco")
WORDS = """
review contract budget roadmap vendor incident migration hiring platform security cost latency database cluster renewal
audit pipeline release board onboarding interview standards logging quota backup failover design draft
""".split()  # noqa: SIM905
DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True)
class Size:
    """How much of each."""

    years: int
    meetings: int
    series: int
    items: int
    open_items: int
    entries: int


SIZES = {
    "empty": Size(1, 0, 0, 0, 0, 0),
    "year": Size(1, 1_500, 60, 800, 150, 5_000),
    "ten": Size(10, 20_000, 300, 20_000, 400, 50_000),
}


class Builder:
    """Collects records by the shard they belong in."""

    def __init__(self, size: Size, seed: int) -> None:
        self.size = size
        self.random = random.Random(seed)
        self.shards: dict[str, dict[str, Record]] = {}
        self._used: set[str] = set()

    def put(self, shard: str, record: Record) -> None:
        self.shards.setdefault(shard, {})[record.id] = record

    def key(self, letter: str) -> str:
        while True:
            made = letter + "".join(self.random.choices(DIGITS, k=8))
            if made not in self._used:
                self._used.add(made)
                return made

    def title(self) -> str:
        return " ".join(self.random.sample(WORDS, self.random.randint(2, 4))).capitalize()

    def days(self, count: int) -> Iterator[date]:
        """Working days spread evenly over the years, a few weeks of them ahead of today."""
        start = TODAY - timedelta(days=365 * self.size.years - 21)
        span = 365 * self.size.years
        for index in range(count):
            day = start + timedelta(days=index * span // max(count, 1))
            yield day - timedelta(days=max(day.weekday() - 4, 0))

    def build(self) -> Plan:
        for path in LISTS:
            self.put("lists", List(self.key("l"), path))
        for handle in PEOPLE:
            self.put("people", Person(self.key("p"), handle, handle.title()))
        closed = self._items()
        self._meetings(closed)
        self._entries(closed)
        return Plan({key: Shard(records) for key, records in self.shards.items()})

    def _items(self) -> list[tuple[date, str]]:
        """Open ones by list, the rest in the archive by the month that ended them."""
        for index in range(self.size.open_items):
            status = ("backlog", "backlog", "next", "next", "doing", "waiting")[index % 6]
            path = LISTS[index % len(LISTS)] if index % 12 else ""
            item = self._item(path, status, TODAY - timedelta(days=self.random.randint(0, 90)))
            self.put(f"items/{path.replace('/', '--') or 'inbox'}", item)
        ended: list[tuple[date, str]] = []
        for day in self.days(self.size.items - self.size.open_items):
            when = min(day, TODAY)
            item = self._item(self.random.choice(LISTS), "done", when - timedelta(days=5), when)
            self.put(f"items/archive/{month(when)}", item)
            ended.append((when, item.id))
        return ended

    def _item(self, path: str, status: str, created: date, ended: date | None = None) -> Item:
        pick = self.random
        made = datetime.combine(created, time(8), UTC)
        return Item(
            self.key("i"),
            self.title(),
            kind="bug" if pick.random() < 0.1 else "task",
            status=status,  # type: ignore[arg-type]
            priority=pick.choice(("normal", "normal", "normal", "high", "urgent", "low")),
            list=path,
            tags=tuple(pick.sample(("legal", "finops", "hiring", "q2", "debt"), pick.randint(0, 2))),
            owner=pick.choice(PEOPLE) if status == "waiting" else "",
            estimate=pick.choice((None, 15, 30, 45, 60, 90, 180)),
            due=created + timedelta(days=pick.randint(3, 60)) if pick.random() < 0.3 else None,
            star=status == "doing" and pick.random() < 0.2,
            notes=f"{self.title()}. {self.title()}." if pick.random() < 0.4 else "",
            created=made,
            modified=made,
            ended=datetime.combine(ended, time(15), UTC) if ended else None,
        )

    def _meetings(self, closed: list[tuple[date, str]]) -> None:
        for index in range(self.size.series):
            self._series(index)
        single = self.size.meetings - self.size.series
        hours = [8, 9, 10, 11, 13, 14, 15, 16]
        for index, day in enumerate(self.days(single)):
            start = datetime.combine(day, time(hours[index % 8], self.random.choice((0, 30))))
            end = start + timedelta(minutes=self.random.choice((30, 45, 60, 90)))
            if index % 2 or not closed:
                item = self._meeting(day)
                self.put(f"calendar/{month(day)}", item)
                key, fixed = item.id, True
            else:
                key, fixed = closed[index * len(closed) // single][1], False
            self.put(f"calendar/{month(day)}", Block(self.key("b"), key, start, end, ZONE, fixed))

    def _series(self, index: int) -> None:
        began = TODAY - timedelta(days=self.random.randint(30, 365 * self.size.years))
        weekday = ("MO", "TU", "WE", "TH", "FR")[index % 5]
        rule = f"FREQ=WEEKLY;INTERVAL={self.random.choice((2, 4, 8, 12))};BYDAY={weekday}"
        if index % 20 == 0:
            rule = "FREQ=MONTHLY;BYMONTHDAY=15"
        until = began + timedelta(days=self.random.randint(60, 900))
        if index % 3:
            rule += f";UNTIL={until:%Y%m%d}T235959"
        item = self._meeting(began, repeat=rule)
        start = datetime.combine(began, time(8 + index % 9, 0))
        self.put(SERIES, item)
        self.put(SERIES, Block(self.key("b"), item.id, start, start + timedelta(minutes=30), ZONE, True))

    def _meeting(self, day: date, repeat: str = "") -> Item:
        people = tuple(self.random.sample(PEOPLE, self.random.randint(1, 3)))
        made = datetime.combine(day, time(7), UTC)
        return Item(self.key("i"), self.title(), "meeting", "next", people=people, repeat=repeat, modified=made)

    def _entries(self, closed: list[tuple[date, str]]) -> None:
        if not closed:
            return
        count = self.size.entries
        by_day: dict[date, int] = {}
        for index, day in enumerate(self.days(count)):
            when = min(day, TODAY - timedelta(days=1))
            place = by_day.get(when, 0)
            by_day[when] = place + 1
            start = datetime.combine(when, time(7), UTC) + timedelta(minutes=8 * place)
            length = timedelta(minutes=self.random.randint(2, 8))
            _ended, item = closed[index * len(closed) // count]
            entry = Entry(self.key("n"), item, start, start + length, ZONE, modified=start + length)
            self.put(f"entries/{month(when)}", entry)


def build(size: str, seed: int = 7) -> Plan:
    """The plan of one size, always the same for a seed."""
    return Builder(SIZES[size], seed).build()


def folder(root: Path, size: str) -> Paths:
    """A data folder of one size under `root`, made once, with config and state folders of its own."""
    home = root / size
    paths = Paths(str(home / "data"), str(home / "config"), str(home / "state"))
    if not home.exists():
        write(paths, lambda: build(size))
    return paths
