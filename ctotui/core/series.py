"""Repeating items: which occurrences a plan gives, and what was touched in them (M5, storage-and-time 3).

Starts are wall time in the zone of the series' block. Expansions are kept by the identity of the shard that holds the
series, a month at a time, so an edit elsewhere never expands anything again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ctotui.core.civil import day_of
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Item, Occurrence, Wall
from ctotui.core.plan import Plan, Shard, blocks_in, blocks_of, by_kind, month, repeating
from ctotui.core.recurrence import occurrences

FAR = timedelta(days=28)
"""What reaches further than this is looked for in every month that is in memory, not only in the neighbours."""

AHEAD = (45, 400, 4000)
"""Days that are searched, one after another, for the next starts."""


@dataclass(frozen=True, slots=True)
class Series:
    """A repeating item and the block that gives its first start, length and zone; no block: days without a time."""

    item: Item
    block: Block | None

    @property
    def start(self) -> Wall:
        """The first start (DTSTART)."""
        if self.block is not None:
            return self.block.start
        return self.item.day or day_of(self.item.due or self.item.created or date.min)

    @property
    def zone(self) -> str:
        """Zone of its wall times; empty: floating."""
        return self.block.zone if self.block is not None else ""

    @property
    def days(self) -> int:
        """How many days after its start an occurrence may still last."""
        return 0 if self.block is None else (day_of(self.block.end) - day_of(self.block.start)).days

    @property
    def long(self) -> bool:
        """Whether one occurrence lasts so long that months far from its start must show it."""
        return self.days > FAR.days

    def starts(self, first: Wall, last: Wall) -> list[Wall]:
        """The starts in ``[first, last)``; a rule that cannot be worked out gives the first start alone."""
        if self.start == date.min or (self.start.toordinal() > last.toordinal() and not self.item.rdates):
            return []
        try:
            if self.item.holidays:
                from ctotui.core.holidays import adjusted

                found = adjusted(self.item.holidays, self._planned, first, last)
                return [one for one in found if one not in self.item.exdates]
            return self._planned(first, last)
        except PlanError:
            return [self.start] if day_of(first) <= day_of(self.start) < day_of(last) else []

    def _planned(self, first: Wall, last: Wall) -> list[Wall]:
        """The starts of rule and dates, holidays not looked at."""
        item = self.item
        return occurrences(item.repeat, self.start, first, last, item.rdates, item.exdates, self.zone)


def following(series: Series, since: date, count: int) -> list[date]:
    """The first `count` days from `since` on that a series begins something on; fewer where it ends or pauses long."""
    found: list[date] = []
    for reach in AHEAD:
        try:
            starts = series.starts(since, since + timedelta(days=reach))
        except OverflowError:
            break
        found = list(dict.fromkeys(map(day_of, starts)))
        if len(found) >= count:
            break
    return found[:count]


Expansion = dict[date, list[tuple[Series, Wall, str]]]
"""By the day of the original start: series, original start, id of the occurrence."""


def occurrence_id(item: str, at: Wall, several: bool = False) -> str:
    """``<item id>@2026-03-10``, with ``T09:00`` where the day has several (2.1)."""
    text = at.isoformat()
    return f"{item}@{text[:16]}" if several else f"{item}@{text[:10]}"


def split_id(key: str) -> tuple[str, date] | None:
    """The item's id and the day in the id of an occurrence, or None for another id."""
    item, mark, at = key.partition("@")
    try:
        return (item, date.fromisoformat(at[:10])) if mark else None
    except ValueError:
        return None


def timed(shard: Shard) -> tuple[Series, ...]:
    """The series of one shard whose block stands beside them; the earliest block is the series'."""
    items = {item.id: item for item in shard.derive(repeating)}
    first: dict[str, Block] = {}
    for block in blocks_in(shard) if items else ():
        if block.item in items:
            other = first.get(block.item)
            if other is None or block.start.isoformat() < other.start.isoformat():
                first[block.item] = block
    return tuple(Series(items[key], block) for key, block in first.items())


def templates(shard: Shard) -> frozenset[str]:
    """Ids of the blocks of one shard that stand for a series, and not for themselves."""
    return frozenset(one.block.id for one in shard.derive(timed) if one.block is not None)


def blockless(shard: Shard) -> tuple[Item, ...]:
    """The repeating items of one shard that have no block beside them."""
    known = {one.item.id for one in shard.derive(timed)}
    return tuple(item for item in shard.derive(repeating) if item.id not in known)


@lru_cache(maxsize=256)
def expansion(year: int, number: int) -> Callable[[Shard], Expansion]:
    """A function of one shard, to be given to `Shard.derive`: every start of its short timed series in a month."""
    return lambda shard: expand(short(shard.derive(timed)), year, number)


def short(found: tuple[Series, ...]) -> tuple[Series, ...]:
    """Those that are not `Series.long`."""
    return tuple(one for one in found if not one.long)


def expand(found: tuple[Series, ...], year: int, number: int) -> Expansion:
    """Every start of `found` in one month."""
    first = date(year, number, 1)
    last = date(year + number // 12, number % 12 + 1, 1)
    days: Expansion = {}
    for series in found:
        starts = series.starts(first, last)
        if not starts:
            continue
        on = [day_of(at) for at in starts]
        shared = {day for day in on if on.count(day) > 1} if len(set(on)) < len(on) else set[date]()
        for at, day in zip(starts, on, strict=True):
            days.setdefault(day, []).append((series, at, occurrence_id(series.item.id, at, day in shared)))
    return days


def overrides(shard: Shard) -> dict[tuple[str, Wall], Occurrence]:
    """The touched occurrences of one shard by series and original start."""
    touched: list[Occurrence] = shard.derive(by_kind).get(Occurrence, [])  # type: ignore[assignment]
    return {(one.series, one.at): one for one in touched}


def moved(shard: Shard) -> tuple[Occurrence, ...]:
    """The occurrences of one shard that have a start of their own and still happen."""
    return tuple(one for one in shard.derive(overrides).values() if one.start is not None and not one.cancelled)


def far_moved(shard: Shard) -> tuple[Occurrence, ...]:
    """Those moved so far that a month which is not beside theirs must look for them."""
    return tuple(one for one in shard.derive(moved) if abs(day_of(one.start or one.at) - day_of(one.at)) > FAR)


def override_of(plan: Plan, series: str, at: Wall) -> Occurrence | None:
    """What was touched in one occurrence, in its month, beside the series, or wherever it was put by hand."""
    near = (plan.shards.get(f"calendar/{month(at)}"), plan.shards.get("calendar/series"))
    for shard in (*near, *(one for _key, one in plan.loaded("calendar/"))):
        found = shard.derive(overrides).get((series, at)) if shard is not None else None
        if found is not None:
            return found
    return None


def series_of(plan: Plan, item: Item) -> Series:
    """The series of a repeating item."""
    blocks = blocks_of(plan, item.id)
    return Series(item, blocks[0] if blocks else None)
